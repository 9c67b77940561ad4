"""One row of a table of indicators while the table is being put together."""

from __future__ import annotations

from dataclasses import dataclass, field

from indicators.domain.literals import is_nothing, normalise
from intake.domain.tables.columns import FIGURES, Column


@dataclass(slots=True)
class Entry:
    """One row as it will be: texts by column, the words of its name, where it stands."""

    name: str
    line: int
    number: str = ""
    own_number: str = ""  # printed with the name
    category: str = ""
    parent: Entry | None = None
    heading: bool = False
    at: int = 0  # column of the name
    wide: bool = False  # the name's cell spans the columns up to that of names
    cells: dict[Column, str] = field(default_factory=dict)
    last_line: int = 0
    inherited: bool = False
    moved: bool = False
    readings: dict[Column, list[str]] = field(default_factory=dict)  # several readings of one cell

    @property
    def filled(self) -> bool:
        """Whether any figure or word stands in a column of figures."""
        return any(not is_nothing(normalise(self.cells.get(column, ""))) for column in FIGURES)
