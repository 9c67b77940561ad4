"""Tables of Word documents as XML: made in one piece, so that a table of thousands of rows costs no minute."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml

from indicators.domain import display
from sheets.comments import clean
from sheets.table import Cell, Column, Figure

#: A row of cells; a text alone stands over the whole width, as the name of what follows.
Row = Sequence[Cell] | str

_WORDS: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_EDGES: Final = ("top", "left", "bottom", "right", "insideH", "insideV")
_LEAST, _MOST = 5, 34  # characters by which columns share the width; a Chinese one counts two
_MOST_DIGITS: Final = 10
_BESIDE: Final = 70  # twips between a text and the edge of its cell


def table_xml(
    columns: Sequence[Column], rows: Sequence[Row], *, width: int, size: float, fonts: tuple[str, str],
    widths: Sequence[float] | None = None, total: bool = False,
) -> Any:  # fmt: skip
    """The element of a table ``width`` twips wide: its head stands again on every page, no row is cut by the end of one.

    Texts left, numbers right, the unit on a line of its own below the label. ``size`` in points; ``fonts``: of the head, of the
    cells. ``widths``: shares of the columns, None: by what stands in them. ``total``: the last row is the sum, in the font of
    the head. ValueError for a row that does not fit the columns.
    """
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, str) and len(row) != len(columns):
            raise ValueError(f"row {number} has {len(row)} cells for {len(columns)} columns")
    shown = [
        row if isinstance(row, str) else [said(column, cell) for column, cell in zip(columns, row, strict=True)]
        for row in rows
    ]
    told = [row for row in shown if not isinstance(row, str)]
    shares = widths or [_share(one, [row[at] for row in told]) for at, one in enumerate(columns)]
    twips = [max(1, round(width * share / sum(shares))) for share in shares]
    labels = [_head(one, int((room - 2 * _BESIDE) / (size * 10))) for one, room in zip(columns, twips, strict=True)]
    head = _row([(label, "center") for label in labels], twips, size, fonts[0], head=True)
    sides = ["left" if column.kind == "text" else "right" for column in columns]
    body = [
        _over(row, len(twips), sum(twips), size, fonts[0])
        if isinstance(row, str)
        else _row(list(zip(row, sides, strict=True)), twips, size, fonts[0 if total and at == len(shown) else 1])
        for at, row in enumerate(shown, start=1)
    ]
    edges = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for edge in _EDGES)
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in twips)
    return parse_xml(
        f'<w:tbl xmlns:w="{_WORDS}"><w:tblPr><w:tblW w:w="{sum(twips)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:left w:w="{_BESIDE}" w:type="dxa"/><w:right w:w="{_BESIDE}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{head}{''.join(body)}</w:tbl>"
    )


def said(column: Column, cell: Cell) -> str:
    """A cell as it is printed: "—" for None, the true minus, shares as per cent, as many digits as the column asks for."""
    if cell is None:
        return display.MISSING
    if isinstance(cell, str):
        return clean(cell)
    figure = cell if isinstance(cell, Figure) else Figure(cell, column.digits)
    value = Decimal(figure.value)
    if column.kind == "year":
        return f"{value:f}"
    if column.kind == "share" and not figure.unit:
        return display.number(value * 100, 1 if figure.digits is None else figure.digits, signed=figure.signed) + "%"
    digits = _own_digits(value) if figure.digits is None else figure.digits
    return figure.before + display.with_unit(display.number(value, digits, signed=figure.signed), figure.unit)


def _own_digits(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent if value else 0
    return min(max(0, -exponent), _MOST_DIGITS) if isinstance(exponent, int) else 0


def _row(cells: list[tuple[str, str]], twips: list[int], size: float, font: str, *, head: bool = False) -> str:
    again = "<w:tblHeader/>" if head else ""
    made = "".join(_cell(text, side, width, size, font) for (text, side), width in zip(cells, twips, strict=True))
    return f"<w:tr><w:trPr><w:cantSplit/>{again}</w:trPr>{made}</w:tr>"


def _over(text: str, columns: int, width: int, size: float, font: str) -> str:
    """A row that names what follows; it stays with the next one."""
    made = _cell(
        clean(text), "left", width, size, font, before=f'<w:gridSpan w:val="{columns}"/>', shape="<w:keepNext/>"
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{made}</w:tr>"


def _cell(text: str, side: str, width: int, size: float, font: str, *, before: str = "", shape: str = "") -> str:
    half_points, named = round(size * 2), quoteattr(font)
    face = f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia={named}/>'
    run = f'<w:rPr>{face}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.splitlines() or [""])
    shape += '<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/><w:ind w:firstLine="0"/>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{before}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr>{shape}<w:jc w:val="{side}"/></w:pPr><w:r>{run}{lines}</w:r></w:p></w:tc>'
    )


def head_wide(column: Column) -> int:
    """Characters that the head of a column needs in a line, a Chinese one counting two: half its label, the whole unit."""
    unit = wide(f"（{column.unit}）") if column.unit else 0
    return max(2 * -(-wide(column.label) // 4), unit)


def _head(column: Column, room: int) -> str:
    """The label in lines of one length where ``room`` (characters, a Chinese one counts two) is less than it needs; the unit below."""
    label = column.label
    if wide(label) == 2 * len(label) > room > 1:  # with figures and spaces the office program breaks better
        length = -(-len(label) // -(-wide(label) // room))
        label = "\n".join(label[at : at + length] for at in range(0, len(label), length))
    return f"{label}\n（{column.unit}）" if column.unit else label


def _share(column: Column, texts: list[str]) -> float:
    """How much of the width a column asks for: its longest text, within bounds; a long heading may take two lines."""
    longest = max((wide(text) for text in texts), default=0)
    return min(max(longest, head_wide(column), _LEAST), _MOST) + 1.5


def wide(text: str) -> int:
    """Characters of the longest line, a Chinese one counting two."""
    return max(
        (sum(2 if ord(character) > 0x2E7F else 1 for character in line) for line in text.splitlines()), default=0
    )
