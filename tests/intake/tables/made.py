"""Documents made for the tests of tables, without a reader."""

from __future__ import annotations

from collections.abc import Sequence

from files.kinds import Kind
from intake.domain.tables.read import TableReading, TablesReading, read_tables
from intake.readers.document import Cell, Document, Grid, Line, Paragraph
from tests.intake.tables.reference import reference


def text(content: str) -> Document:
    """A text as its reader hands it on: every line that is not blank is a paragraph."""
    numbered = [(number, line) for number, line in enumerate(content.splitlines(), start=1) if line.strip()]
    return Document(
        Kind.TEXT,
        tuple(Line(number, line) for number, line in numbered),
        tuple(Paragraph(line, number) for number, line in numbered),
    )


def grid(rows: Sequence[Sequence[str]], *, line: int = 2) -> Grid:
    """A grid. ``<`` continues the cell on the left, ``^`` the one above, ``+`` both."""
    made: list[list[Cell]] = []
    for at, row in enumerate(rows):
        cells: list[Cell] = []
        for index, content in enumerate(row):
            if content == "<":
                cells.append(Cell(cells[index - 1].text, line + at, merged=True))
            elif content in ("^", "+"):
                cells.append(Cell(made[at - 1][index].text, line + at, merged=True))
            else:
                cells.append(Cell(content, line + at))
        made.append(cells)
    return Grid(tuple(tuple(row) for row in made), line)


def blocks(*parts: str | Grid) -> Document:
    """Paragraphs and grids in their order; lines are counted on."""
    placed: list[Paragraph | Grid] = []
    lines: list[Line] = []
    number = 0
    for part in parts:
        if isinstance(part, str):
            number += 1
            placed.append(Paragraph(part, number))
            lines.append(Line(number, part))
            continue
        rows = []
        start = number + 1
        for row in part.rows:
            number += 1
            rows.append(tuple(Cell(cell.text, number, cell.merged) for cell in row))
            lines.append(Line(number, "\t".join(cell.text for cell in row)))
        placed.append(Grid(tuple(rows), start))
    return Document(Kind.WORD, tuple(lines), tuple(placed))


def read(document: Document, period: tuple[int, int] | None = None) -> TablesReading:
    return read_tables(document, reference(), period=period)


def main(document: Document, period: tuple[int, int] | None = None) -> TableReading:
    found = read(document, period).main
    assert found is not None
    return found


def cells(table: TableReading) -> list[tuple[str, ...]]:
    """number, name, unit, base, target, growth, nature of every row; None as "-"."""
    return [
        tuple(
            "-" if one is None else one
            for one in (
                row.number,
                row.name,
                row.unit,
                row.base_text,
                row.target_text,
                row.growth_text,
                row.nature_text,
            )
        )
        for row in table.rows
    ]
