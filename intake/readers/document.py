"""What a reader hands on: the lines of a document as they stand, and its blocks — paragraphs and grids — in their order.

Nothing is interpreted here and nothing is left out. A line number is the address of everything that is later understood:
of a text its own line, of any other file the running number of its paragraphs and table rows, counted from 1.
"""

from __future__ import annotations

from dataclasses import dataclass

from files.kinds import Kind


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source. ``text`` as it stands, of a table row its cells with a tab between; ``place`` for people."""

    number: int
    text: str
    page: int | None = None  # None: the format has no pages
    place: str = ""  # "第3页第12行", "表2第4行", "汇总!A5"; "" where the line number says enough


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as it stands (tabs and blanks kept). ``level``: 1–6 where the file itself marks a heading, else 0."""

    text: str
    line: int
    page: int | None = None
    level: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid. ``merged``: the continuation of a merged cell, ``text`` is then that of the cell it continues."""

    text: str
    line: int
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of equal length, in printed order. ``line`` is that of its first row."""

    rows: tuple[tuple[Cell, ...], ...]
    line: int
    page: int | None = None
    sheet: str = ""  # of a workbook


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read. ``lines`` holds every line that is not blank; ``blocks`` refer to them by number.

    A line in no block is a running head or a page number. Frames (tables of one column) are opened: what they hold are blocks.
    """

    kind: Kind
    lines: tuple[Line, ...]
    blocks: tuple[Block, ...]
    pages: int | None = None
    pages_without_text: tuple[int, ...] = ()  # of a PDF: pages that are pictures only, of which nothing is known
