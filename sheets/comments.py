"""Notes on cells: what a column means, what the reviewer wrote; and notes set into a workbook that somebody sent."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any, Final

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from sheets.columns import Mark

AUTHOR: Final = "规划进度"
FILLS: Final = {
    Mark.RETURNED: PatternFill("solid", fgColor="FCE4D6"),
    Mark.PROBLEM: PatternFill("solid", fgColor="F8CBAD"),
}
OPEN_FILL: Final = PatternFill("solid", fgColor="FFFBE6")  # a cell to be filled in
_WIDTH: Final = 260  # points; a line holds about 18 Chinese characters
_A_LINE: Final = 18


def clean(text: str) -> str:
    """The text without characters that no workbook can hold."""
    return str(ILLEGAL_CHARACTERS_RE.sub("", text))


def note(cell: Any, text: str) -> None:
    """Put a note on the cell, its box large enough for the text. An earlier note stays above it."""
    earlier = cell.comment.text if cell.comment else ""
    whole = clean(f"{earlier}\n{text}" if earlier else text)
    cell.comment = Comment(whole, AUTHOR, width=_WIDTH, height=_height(whole))


def size_notes(sheet: Any) -> None:
    """Make the boxes of all notes large enough: reading a workbook forgets how large they were."""
    for cell in sheet._cells.values():  # those that are, however far apart they stand
        if cell.comment is not None:
            cell.comment.width, cell.comment.height = _WIDTH, _height(cell.comment.text)


def _height(text: str) -> int:
    lines = sum(1 + len(line) // _A_LINE for line in text.splitlines() or [""])
    return 24 + 18 * min(lines, 20)


def mark(cell: Any, how: Mark) -> None:
    """Colour the cell."""
    if how in FILLS:
        cell.fill = FILLS[how]


def annotate(data: bytes, problems: Mapping[tuple[str, int, int], str]) -> bytes:
    """The same workbook with a note on each cell named by sheet, row and column, and the cell coloured.

    ``data`` has been looked into before. Notes of before stay; what is not a cell of a sheet is passed over.
    """
    book = openpyxl.load_workbook(io.BytesIO(data))
    for (sheet, row, column), text in problems.items():
        if sheet in book.sheetnames:
            cell = book[sheet].cell(row, column)
            if hasattr(cell, "fill") and type(cell).__name__ != "MergedCell":
                note(cell, text)
                mark(cell, Mark.PROBLEM)
    filled = io.BytesIO()
    book.save(filled)
    return filled.getvalue()
