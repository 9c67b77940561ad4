"""What all readers of tables share: cells with spans become rows of equal length, and lines get their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from files.kinds import Kind
from files.refusal import Unreadable, Why
from intake.readers.document import Block, Cell, Document, Grid, Line, Paragraph

MAX_CELLS: Final = 500_000  # of one table, with every cell that a span covers
MAX_COLUMNS: Final = 2_000
_NO_CHARACTER: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_SUPERSCRIPT: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Spanning:
    """A cell as a file writes it: once, with the columns and rows it covers. ``skip``: columns left out before it."""

    text: str
    columns: int = 1
    rows: int = 1
    skip: int = 0


Slot = tuple[str, bool]  # text, and whether it continues a merged cell


def lay_out(rows: Sequence[Sequence[Spanning]]) -> list[list[Slot]]:
    """Rows of equal length; a covered place repeats the text of its cell, marked. Columns that no row begins are left out."""
    laid: list[dict[int, Slot]] = [{} for _ in rows]
    begun: set[int] = set()
    covered = 0
    for index, row in enumerate(rows):
        column = 0
        for cell in row:
            column += cell.skip
            while column in laid[index]:
                column += 1
            begun.add(column)
            bottom = min(index + cell.rows, len(rows))
            covered += (bottom - index) * cell.columns
            if covered > MAX_CELLS or column + cell.columns > MAX_COLUMNS:
                raise Unreadable(Why.BOMB)
            for below in range(index, bottom):
                for beside in range(column, column + cell.columns):
                    laid[below].setdefault(beside, (cell.text, (below, beside) != (index, column)))
            column += cell.columns
    columns = sorted(begun)
    if len(columns) * len(rows) > MAX_CELLS:
        raise Unreadable(Why.BOMB)
    return [[row.get(column, ("", False)) for column in columns] for row in laid]


def clean(text: str) -> str:
    """Characters that no text may hold (NUL, controls, half of a pair) as the sign of what is unknown."""
    return _NO_CHARACTER.sub("\ufffd", text)


def superscript(text: str) -> str:
    """Raised digits as raised digits: a footnote's number must not join the figure it stands at (230¹, not 2301)."""
    return text.translate(_SUPERSCRIPT)


def one_line(text: str) -> str:
    """A cell's text within a line of tabs."""
    return " ".join(text.replace("\t", " ").split("\n"))


@dataclass(slots=True)
class Builder:
    """Collects lines and blocks in their order and numbers them from 1; the place is what a person finds the line by."""

    kind: Kind
    lines: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0
    number: int = 0
    without_text: tuple[int, ...] = ()

    def paragraph(self, text: str, *, level: int = 0, page: int | None = None, place: str = "") -> None:
        """One line and its paragraph; blanks are passed over."""
        if not text.strip():
            return
        text = clean(text)
        self.number += 1
        self.paragraphs += 1
        self.lines.append(Line(self.number, text, page=page, place=place or f"第{self.paragraphs}段"))
        self.blocks.append(Paragraph(text, self.number, page=page, level=level))

    def margin(self, text: str, *, page: int | None, place: str) -> None:
        """A running head or a page number: a line, but no part of the text."""
        self.number += 1
        self.lines.append(Line(self.number, clean(text), page=page, place=place))

    def grid(self, rows: Sequence[Sequence[Slot]], *, page: int | None = None) -> None:
        """A table, its rows numbered within it; one without any text is passed over."""
        if not any(text.strip() for row in rows for text, _ in row):
            return
        self.tables += 1
        at = f"第{page}页" if page else ""
        self._rows([(f"{at}表{self.tables}第{index}行", row) for index, row in enumerate(rows, start=1)], page=page)

    def sheet(self, rows: Sequence[tuple[str, Sequence[Slot]]], name: str) -> None:
        """A sheet of a workbook: rows with their places."""
        self._rows(rows, sheet=name)

    def _rows(self, rows: Sequence[tuple[str, Sequence[Slot]]], *, page: int | None = None, sheet: str = "") -> None:
        made: list[tuple[Cell, ...]] = []
        first = self.number + 1
        for place, row in rows:
            self.number += 1
            made.append(tuple(Cell(clean(text), self.number, merged) for text, merged in row))
            line = clean("\t".join("" if merged else one_line(text) for text, merged in row))
            if line.strip():
                self.lines.append(Line(self.number, line, page=page, place=place))
        self.blocks.append(Grid(tuple(made), first, page=page, sheet=sheet))

    def document(self, *, pages: int | None = None) -> Document:
        """What was collected; EMPTY where there is nothing."""
        if not self.blocks:
            raise Unreadable(Why.EMPTY)
        return Document(self.kind, tuple(self.lines), tuple(self.blocks), pages, self.without_text)


def pieces(text: str) -> Iterator[str]:
    """The lines of a paragraph that has breaks of its own, without the blank ones."""
    return (piece for piece in text.split("\n") if piece.strip())
