"""The rows of a table that was printed one cell per line: where one ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from indicators.domain.names import read_name
from intake.domain.tables.columns import Column
from intake.domain.tables.headers import Header
from intake.domain.tables.raw import Row, row_of
from intake.domain.tables.words import NUMERAL, ORDINAL, What, may_be_name, own_number, row_number, what, worded_value
from intake.readers.document import Cell

_CATEGORY: Final = 10  # characters a category has at most
_PART: Final = 4  # characters of one line of a category that is broken
_OWNED: Final = 3  # names with their number inside, from which on all rows begin so
_BRACKETED: Final = re.compile(r"[（(][^（()）]{1,12}[)）]")


@dataclass(slots=True)
class StackedRows:
    """Walks through the lines of the rows."""

    header: Header
    body: Sequence[Cell]
    step: int = 1  # lines from one cell to the next
    at: int = 0
    last: int = 0  # number of the row before
    found: list[Row] = field(default_factory=list)
    owned: int | None = None  # how many names have their number inside

    def read(self) -> list[Row]:
        numbered = Column.NUMBER in self.header.columns
        pending: Cell | None = None
        while self.at < len(self.body):
            cell = self.body[self.at]
            following = self.body[self.at + 1].text if self.at + 1 < len(self.body) else ""
            if NUMERAL.fullmatch(cell.text) and may_be_name(following):
                self.found.append(row_of([cell.text, following], cell.line))
                self.at += 2
                continue
            if ORDINAL.match(cell.text) and not read_name(cell.text).unit and what(cell.text) is What.TEXT:
                self.found.append(row_of([cell.text], cell.line))
                self.at += 1
                continue
            number = None
            if numbered and what(cell.text) is What.NUMBER and self._starts_row(self.at):
                number = cell
                self.last = int(row_number(cell.text))
                self.at += 1
            names = self._names()
            before_number = self.at < len(self.body) and number is None and numbered and self._starts_row(self.at)
            if number is None and len(names) == 1 and self._owns(self.at) and not own_number(names[0].text)[0]:
                self.found.append(row_of([names[0].text], names[0].line))
            elif before_number and names and _is_category(names) and Column.CATEGORY in self.header.columns:
                pending = _joined(names)
            elif names:
                self._row(number, names, pending)
                pending = None
            else:
                self.at += 1
        return self.found

    def _owns(self, at: int, *, below: Cell | None = None) -> bool:
        """Whether a line begins a row with its number inside the name, in a table whose rows do; ``below`` a category."""
        if self.owned is None:
            self.owned = sum(1 for cell in self.body if own_number(cell.text)[0] and what(cell.text) is What.TEXT)
        if self.owned < _OWNED or at >= len(self.body) or (below is not None and what(below.text) is not What.TEXT):
            return False
        return own_number(self.body[at].text)[0] != "" and what(self.body[at].text) is What.TEXT

    def _is_unit_of(self, name: Cell, cell: Cell) -> bool:
        """Whether a line is the unit that was broken off a name: （年）."""
        bracketed = what(cell.text) is What.UNIT and _BRACKETED.fullmatch(cell.text.strip()) is not None
        return bracketed and Column.UNIT not in self.header.columns and not read_name(name.text).unit

    def _apart(self, line: int, above: int) -> int:
        """How many cells further down a line stands."""
        return (line - above) // self.step

    def _starts_row(self, at: int) -> bool:
        """Whether the number on this line counts a row: the next in turn, with a name after it."""
        if what(self.body[at].text) is not What.NUMBER or at + 1 >= len(self.body):
            return False
        number = int(row_number(self.body[at].text))
        following = self.body[at + 1]
        return self.last < number <= self.last + 3 and may_be_name(following.text) and not worded_value(following.text)

    def _names(self) -> list[Cell]:
        """The lines of words that begin a row: category, parent, name, each perhaps broken."""
        names: list[Cell] = []
        while self.at < len(self.body):
            cell = self.body[self.at]
            if names and self._is_unit_of(names[-1], cell):
                names.append(cell)
                self.at += 1
                break
            if not may_be_name(cell.text) or (names and worded_value(cell.text)) or ORDINAL.match(cell.text):
                break
            if names and (self._apart(cell.line, names[-1].line) > 1 or self._owns(self.at)):
                break
            names.append(cell)
            self.at += 1
        return names

    def _row(self, number: Cell | None, names: list[Cell], category: Cell | None) -> None:
        columns = self.header.columns
        if (
            category is None
            and Column.CATEGORY in columns
            and len(names) > 1
            and len(names[0].text) <= _CATEGORY
            and not read_name(names[0].text).unit
        ):
            category = names.pop(0)
        parents = [names.pop(0)] if len(names) > 1 and read_name(names[0].text).unit else []
        name = _joined(names)
        lead = [Cell("", name.line)] * self.header.name
        for index in range(self.header.name):
            if columns[index] is Column.NUMBER and number is not None:
                lead[index] = number
            elif columns[index] is Column.CATEGORY and category is not None:
                lead[index] = category
        self.found.append((*lead, *parents, name, *self._values(names[-1].line)))

    def _values(self, line: int) -> list[Cell]:
        """The cells right of the name by their distance from it; blank lines in between are blank cells."""
        width = len(self.header.after)
        cells = [Cell("", line) for _ in range(width)]
        free = 0
        while self.at < len(self.body):
            cell = self.body[self.at]
            if (
                self._owns(self.at)
                or self._owns(self.at + 1, below=cell)
                or ORDINAL.match(cell.text)
                or NUMERAL.fullmatch(cell.text)
                or (may_be_name(cell.text) and not worded_value(cell.text))
            ):
                break
            if (
                (free or self._apart(cell.line, line) > 1)
                and Column.NUMBER in self.header.columns
                and self._starts_row(self.at)
            ):
                break
            place = max(free, self._apart(cell.line, line) - 1)
            if place >= width:
                place = free
            if place >= width:
                cells[-1] = Cell(f"{cells[-1].text}{cell.text}", cells[-1].line)
            else:
                cells[place] = cell
                free = place + 1
            self.at += 1
        return cells[:free]


def _is_category(names: Sequence[Cell]) -> bool:
    """Whether the words before a number are a category, on one line or broken over several."""
    return len(names) == 1 or all(len(cell.text.strip()) <= _PART for cell in names)


def _joined(names: Sequence[Cell]) -> Cell:
    """A name broken over lines; it stands on its last line when a unit alone was broken off, else on its first."""
    return Cell("".join(cell.text for cell in names), names[0].line)
