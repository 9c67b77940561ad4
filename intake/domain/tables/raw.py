"""A table before it is understood: its rows of cells, whatever layout they came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from intake.readers.document import Cell

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RawTable:
    """One run of rows. ``exact``: columns are true (a grid, one cell per line); else single rows may be out of line.

    ``breaks``: indices of rows before which a page ended. ``lines``: every line that belongs to the table.
    """

    rows: tuple[Row, ...]
    lines: frozenset[int]
    exact: bool = False
    caption: str = ""
    caption_line: int | None = None
    breaks: frozenset[int] = field(default_factory=frozenset)
    notes: tuple[str, ...] = ()
    headers: int = 0  # how many rows are known to be the header; 0: to be found

    @property
    def line(self) -> int:
        """The first line of the document that it stands on; 0 for none."""
        return min(self.lines) if self.lines else 0

    @property
    def last_line(self) -> int:
        """The last line of the document that it stands on; 0 for none."""
        return max(self.lines) if self.lines else 0


def row_of(texts: Sequence[str], line: int) -> Row:
    """A row all of whose cells stand on one line."""
    return tuple(Cell(text, line) for text in texts)
