"""What looking at a sent workbook finds: cells that change, cells that are wrong, cells that are not taken."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any

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
    entries: list[Any] = field(default_factory=list)
    unchanged: int = 0

    @property
    def digest(self) -> str:
        """Changes when anything that would be written does: what a person has looked at is what is written."""
        said = [(one.row_id, one.about, one.column, one.before, one.text) for one in self.changes]
        locks = [self.identity(entry) for entry in [*self.entries, *self.drafts_left()]]
        return hashlib.sha256(repr((said, locks)).encode()).hexdigest()

    @property
    def blocked(self) -> bool:
        """Whether nothing may be written: a problem to be mended, or somebody else's figure in the way."""
        return bool(self.problems or self.conflicts)

    @abstractmethod
    def as_stored(self, entered: Any) -> Any:
        """The line (row and year, project and month) of an entry as it stands."""

    @abstractmethod
    def line_at(self, entered: Any, name: str, said: str) -> Line:
        """A line about the cell of a field of an entry; where the workbook has none, about the row."""

    def drafts_left(self) -> list[Any]:
        """What is saved, untouched and not yet submitted: it goes along when the person submits. Here nothing."""
        return []

    # --- an entry, of figures unless told otherwise
    def entry_in(self, outcome: Any) -> Any:
        """The entry that an outcome is about."""
        return outcome.entered

    def identity(self, entered: Any) -> tuple[Any, ...]:
        """What an entry is about, and the count of saves that it was made against (the last)."""
        return entered.row.pk, entered.year, entered.lock

    def answered(self, entered: Any, finding: Any) -> bool:
        """Whether a reason stands beside a warning: given now, or before about the same numbers."""
        if entered.answers.get(finding.key):
            return True
        one: GridRow = self.as_stored(entered)
        stored = one.latest.warnings.all() if one.latest else ()
        return any(each.key == finding.key and each.reason and each.message == finding.message for each in stored)


def as_saved(one: GridRow, year: int) -> Entered | None:
    """A draft that is submitted as it stands; None for anything else."""
    if not one.editable or one.latest is None or one.latest.state != ObservationState.DRAFT:
        return None
    return Entered(row=one.row, year=year, figures=None, lock=one.latest.lock)
