"""Documents that nest (Word, HTML): text and tables within tables, brought into one order of blocks.

A table of one column is a frame around text, and so is one that holds little besides another table: what a frame holds is
given as if it stood free. A table that holds a small one somewhere stays a grid, and the small one follows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from intake.readers.grids import Builder, Spanning, lay_out, pieces

_FRAME_COLUMNS = 2  # label beside content; a table with more columns is one, whatever it holds


@dataclass(slots=True)
class Text:
    """A paragraph; line breaks within it are "\\n". ``level``: of a heading, else 0."""

    text: str
    level: int = 0


@dataclass(slots=True)
class Holder:
    """A table cell with what it holds."""

    parts: list[Part] = field(default_factory=list)
    columns: int = 1
    rows: int = 1
    skip: int = 0  # columns left out before it

    def text(self) -> str:
        """Its own text, without that of nested tables."""
        return "\n".join(part.text for part in self.parts if isinstance(part, Text) and part.text.strip())

    def tables(self) -> Iterator[Table]:
        """The tables among the parts, in order."""
        return (part for part in self.parts if isinstance(part, Table))


@dataclass(slots=True)
class Table:
    rows: list[list[Holder]] = field(default_factory=list)

    def holders(self) -> Iterator[Holder]:
        """The cells, row by row."""
        return (holder for row in self.rows for holder in row)


Part = Text | Table


def give(parts: Sequence[Part], builder: Builder) -> None:
    """Hand all parts to the builder, in their order."""
    for part in parts:
        if isinstance(part, Text):
            for piece in pieces(part.text):
                builder.paragraph(piece, level=part.level)
        elif _is_frame(part):
            for holder in part.holders():
                give(holder.parts, builder)
        else:
            _give_table(part, builder)


def _give_table(table: Table, builder: Builder) -> None:
    spanning = [[Spanning(cell.text(), cell.columns, cell.rows, cell.skip) for cell in row] for row in table.rows]
    builder.grid(lay_out(spanning))
    for holder in table.holders():
        give(list(holder.tables()), builder)


def _is_frame(table: Table) -> bool:
    widest = max((len([cell for cell in row if cell.parts]) for row in table.rows), default=0)
    if max((len(row) for row in table.rows), default=0) <= 1:
        return True
    nested = any(True for holder in table.holders() for _ in holder.tables())
    return nested and (widest <= _FRAME_COLUMNS or _text_in(table, nested=True) > _text_in(table, nested=False))


def _text_in(table: Table, *, nested: bool) -> int:
    """Characters of the nested tables, or of the table's own cells."""
    if not nested:
        return sum(len(holder.text()) for holder in table.holders())
    inner = (one for holder in table.holders() for one in holder.tables())
    return sum(_text_in(one, nested=False) + _text_in(one, nested=True) for one in inner)
