"""A table of a page as a workbook to take along: real numbers with the page's digits, heading, source and date above them."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any, Final, Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from sheets import comments

Kind = Literal["text", "number", "share", "year"]

_FONT: Final = "Microsoft YaHei"
_LINE: Final = Side(style="thin", color="C4CCD5")
_BORDER: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD: Final = PatternFill("solid", fgColor="17456B")
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
#: What a number of Excel holds.
_HELD: Final = Context(prec=15, rounding=ROUND_HALF_UP)
_MOST_IN_A_CELL: Final = 32_000  # Excel holds 32,767 characters
_MOST_IN_A_NAME: Final = 31
_NOT_IN_A_NAME: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
_NARROWEST, _WIDEST = 8, 46  # characters; a Chinese one counts two
_LINE_HEIGHT: Final = 16
_MOST_LINES: Final = 8


@dataclass(frozen=True, slots=True)
class Column:
    """``kind`` share: fractions (0.519) shown as per cent. ``digits`` decimals shown, of a share those of the per cent
    (None: one); of a number None shows all that each value has. ``unit`` stands behind the label."""

    label: str
    unit: str = ""
    kind: Kind = "text"
    digits: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number whose digits, unit or comparator are its own and not its column's: a gap in 亿元 above one in 个百分点.

    ``before``: a comparator (≥). ``signed``: a plus stands before what is above zero.
    """

    value: Decimal | int
    digits: int | None = None
    unit: str = ""
    before: str = ""
    signed: bool = False


#: None leaves the cell empty; a text in a column of numbers is the word of the page for why there is none.
Cell = Figure | Decimal | int | str | None


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet. ``notes``: lines between heading and columns (year, what is sample data, how to read it)."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()


def workbook(tables: Sequence[Table], *, title: str, source: str, made_on: str) -> bytes:
    """The bytes of a workbook (xlsx) with a sheet for each table.

    ``source`` and ``made_on``: whole lines in the reader's language, "" leaves one out. Values are kept as they are, to
    the 15 digits that a workbook holds; only their format rounds. ValueError without a table, or for a row that is
    longer or shorter than the columns.
    """
    if not tables:
        raise ValueError("a workbook needs a table")
    book = Workbook()
    book.remove(book.active)
    taken: set[str] = set()
    for table in tables:
        sheet = book.create_sheet()
        sheet.title = sheet_name(table.name, taken)
        _write(sheet, table, [line for line in (title, *table.notes, source, made_on) if line])
    filled = io.BytesIO()
    book.save(filled)
    return filled.getvalue()


def sheet_name(name: str, taken: set[str]) -> str:
    """A name that Excel takes, unlike those in ``taken`` (it is added to them)."""
    legal = _NOT_IN_A_NAME.sub("-", comments.clean(name)).strip().strip("'") or "Sheet"
    if legal.lower() == "history":  # kept by Excel for itself
        legal += "_"
    found, number = legal[:_MOST_IN_A_NAME], 1
    while found.lower() in taken:
        number += 1
        end = f" {number}"
        found = legal[: _MOST_IN_A_NAME - len(end)] + end
    taken.add(found.lower())
    return found


def number_format(digits: int, *, unit: str = "", before: str = "", signed: bool = False) -> str:
    """How Excel shows a number with so many decimals; minus is the true sign of the pages."""
    figure = "0." + "0" * digits if digits else "0"
    behind = unit if unit in ("", "%", "‰") else f" {unit}"
    start, end = _quoted(before), _quoted(behind)
    plus = '"+"' if signed else ""
    return f'{start}{plus}{figure}{end};{start}"−"{figure}{end};{start}{figure}{end}'


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "″") + '"' if text else ""


# --- the sheet --------------------------------------------------------------------------------------------------------
def _write(sheet: Any, table: Table, lines: Sequence[str]) -> None:
    styles = _Styles()
    widths = [_width_of(column, table.rows, at) for at, column in enumerate(table.columns)]
    head = len(lines) + 1
    for number, text in enumerate(lines, start=1):
        cell = sheet.cell(number, 1)
        _put_text(cell, text)
        styles.give(cell, "title" if number == 1 else "line", "@")
        if len(table.columns) > 1:
            sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(table.columns))
        wide = max(sum(widths), 40)
        sheet.row_dimensions[number].height = 28 if number == 1 else _LINE_HEIGHT * _lines(text, wide) + 2
    for at, column in enumerate(table.columns, start=1):
        cell = sheet.cell(head, at)
        _put_text(cell, _label(column))
        styles.give(cell, "head", "@")
        sheet.column_dimensions[get_column_letter(at)].width = widths[at - 1]
    sheet.row_dimensions[head].height = _height([_label(one) for one in table.columns], widths) + 6
    for number, row in enumerate(table.rows, start=head + 1):
        if len(row) != len(table.columns):
            raise ValueError(f"row {number - head} has {len(row)} cells for {len(table.columns)} columns")
        for at, (column, value) in enumerate(zip(table.columns, row, strict=True), start=1):
            _put(sheet.cell(number, at), column, value, styles)
        sheet.row_dimensions[number].height = _height(row, widths)
    _lay_out(sheet, head, len(table.columns), len(table.rows))


def _put(cell: Any, column: Column, value: Cell, styles: _Styles) -> None:
    """A number as a number where the sheet can hold it, else as text; a text always as text."""
    if isinstance(value, str):
        if value:
            _put_text(cell, value)
        styles.give(cell, "text" if column.kind == "text" else "word", "@")
        return
    if value is None:
        styles.give(cell, "text" if column.kind == "text" else "figure", "General")
        return
    figure = value if isinstance(value, Figure) else Figure(value, column.digits)
    exact = Decimal(figure.value)
    if not exact.is_finite() or exact.adjusted() >= _HELD.prec:
        _put_text(cell, f"{exact:f}")
        styles.give(cell, "word", "@")
        return
    held = _HELD.plus(exact)
    cell.value = int(held) if held == held.to_integral_value() else held
    styles.give(cell, "figure", _format(column, figure, held))


def _format(column: Column, figure: Figure, held: Decimal) -> str:
    if column.kind == "year":
        return "0"
    if column.kind == "share" and not figure.unit:
        digits = 1 if figure.digits is None else figure.digits
        return ("0." + "0" * digits if digits else "0") + "%"
    exponent = held.normalize().as_tuple().exponent if held else 0
    own = max(0, -exponent) if isinstance(exponent, int) else 0
    digits = own if figure.digits is None else figure.digits
    return number_format(digits, unit=figure.unit, before=figure.before, signed=figure.signed)


def _put_text(cell: Any, text: str) -> None:
    """Text as text: what begins like a formula is none, here and where somebody copies it to."""
    cell.value = comments.clean(text)[:_MOST_IN_A_CELL]
    cell.data_type = "s"


class _Styles:
    """How cells look. Each look is made once and handed on: a table of thousands of rows has a handful of them."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str, bool], Any] = {}

    def give(self, cell: Any, look: str, shown_as: str) -> None:
        quoted = isinstance(cell.value, str) and cell.value.startswith(_FORMULA_STARTS)
        made = self._made.get((look, shown_as, quoted))
        if made is None:
            _dress(cell, look, shown_as, quoted)
            self._made[look, shown_as, quoted] = copy(cell._style)
        else:
            cell._style = copy(made)


def _dress(cell: Any, look: str, shown_as: str, quoted: bool) -> None:
    grey, ink = "566170", "1C2430"
    size = 15 if look == "title" else 10
    colour = {"head": "FFFFFF", "line": grey, "word": grey}.get(look, ink)
    cell.font = Font(_FONT, size=size, bold=look in ("title", "head"), color=colour)
    across = {"head": "center", "figure": "right", "word": "right"}.get(look, "left")
    cell.alignment = Alignment(horizontal=across, vertical="center", wrap_text=look not in ("figure", "title"))
    if look == "head":
        cell.fill = _HEAD
    if look not in ("title", "line"):
        cell.border = _BORDER
    cell.number_format = shown_as
    if quoted:
        cell.quotePrefix = True


def _lay_out(sheet: Any, head: int, columns: int, rows: int) -> None:
    """What stays in sight, what can be filtered, how it is printed."""
    sheet.freeze_panes = sheet.cell(head + 1, 1)
    if rows and columns:
        sheet.auto_filter.ref = f"A{head}:{get_column_letter(columns)}{head + rows}"
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{head}:{head}"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.5, 0.6, 0.3
    sheet.oddFooter.right.text = "&P / &N"


# --- widths -----------------------------------------------------------------------------------------------------------
def _label(column: Column) -> str:
    return f"{column.label}（{column.unit}）" if column.unit else column.label


def _width_of(column: Column, rows: Sequence[Sequence[Cell]], at: int) -> float:
    longest = max((_wide(_text(row[at])) for row in rows if at < len(row)), default=0)
    return min(max(longest + 3, _wide(_label(column)) // 2 + 5, _NARROWEST), _WIDEST)


def _text(value: Cell) -> str:
    """About as long as the cell shows it."""
    if isinstance(value, Figure):
        digits = value.digits if value.digits is not None else 2
        return f"{value.before}{value.value:.{digits}f} {value.unit}"
    if isinstance(value, Decimal):
        return f"{value:.3f}"
    return "" if value is None else str(value)


def _wide(text: str) -> int:
    """Characters of the longest line; a Chinese one counts two."""
    return max(
        (sum(2 if ord(character) > 0x2E7F else 1 for character in line) for line in text.splitlines()), default=0
    )


def _lines(text: str, width: float) -> int:
    return sum(max(1, -(-_wide(line) // max(int(width) - 2, 1))) for line in text.splitlines() or [""])


def _height(row: Sequence[Cell], widths: Sequence[float]) -> int:
    lines = max(
        (_lines(value, width) for value, width in zip(row, widths, strict=True) if isinstance(value, str)), default=1
    )
    return _LINE_HEIGHT * min(lines, _MOST_LINES) + 4
