"""What looking at a sent workbook finds: cells that change, cells that are wrong, cells that are not taken."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from dataclasses import dataclass, field

from entry.selectors.grid import GridRow
from indicators.models import ObservationState
from indicators.services.entered import Entered
from sheets.cells import SheetCell


class SheetRefused(Exception):
    """The whole workbook is refused; ``str(error)`` is the sentence to show."""


@dataclass(frozen=True, slots=True)
class Line:
    """One cell that is spoken of. ``cell``: None where there is none (a row or column that is missing).

    ``about``: indicator; ``column``: its title; ``text``: what stands there; ``said``: what is wrong or why it is not taken.
    """

    cell: SheetCell | None
    about: str
    column: str
    text: str
    said: str
    before: str = ""
    row_id: int = 0


@dataclass(slots=True)
class Found(ABC):
    """``entries``: what would be written, one for each changed row and year. ``unchanged``: how many stay as they are."""

    changes: list[Line] = field(default_factory=list)
    problems: list[Line] = field(default_factory=list)
    conflicts: list[Line] = field(default_factory=list)
    ignored: list[Line] = field(default_factory=list)
    entries: list[Entered] = field(default_factory=list)
    unchanged: int = 0

    @property
    def digest(self) -> str:
        """Changes when anything that would be written does: what a person has looked at is what is written."""
        said = [(one.row_id, one.about, one.column, one.before, one.text) for one in self.changes]
        locks = [(entry.row.pk, entry.year, entry.lock) for entry in [*self.entries, *self.drafts_left()]]
        return hashlib.sha256(repr((said, locks)).encode()).hexdigest()

    @property
    def blocked(self) -> bool:
        """Whether nothing may be written: a problem to be mended, or somebody else's figure in the way."""
        return bool(self.problems or self.conflicts)

    @abstractmethod
    def as_stored(self, entered: Entered) -> GridRow:
        """The row and year of an entry as they stand."""

    @abstractmethod
    def line_at(self, entered: Entered, name: str, said: str) -> Line:
        """A line about the cell of a field of an entry; where the workbook has none, about the row."""

    def drafts_left(self) -> list[Entered]:
        """What is saved, untouched and not yet submitted: it goes along when the person submits. Here nothing."""
        return []


def as_saved(one: GridRow, year: int) -> Entered | None:
    """A draft that is submitted as it stands; None for anything else."""
    if not one.editable or one.latest is None or one.latest.state != ObservationState.DRAFT:
        return None
    return Entered(row=one.row, year=year, figures=None, lock=one.latest.lock)
