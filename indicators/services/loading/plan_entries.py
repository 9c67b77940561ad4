"""A plan file as records: what stands in its table, what was understood, its doubts. Keys: data/README.md."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal

from indicators.domain.types import Comparator, Direction, Form, Nature, Vintage


@dataclass(frozen=True, slots=True)
class BaseEntry:
    """``source``: table, previous_table or prose. ``value`` None: a composition, see ``parts``."""

    value: Decimal | None
    parts: tuple[Decimal, ...]
    unit: str
    year: int
    source: str
    line: int | None
    document: str
    reason: str


@dataclass(frozen=True, slots=True)
class TargetEntry:
    """One promise, its form decided; ``text`` as printed. ``due_year`` None: promised for the plan's end."""

    form: Form
    value: Decimal | None
    value_high: Decimal | None
    comparator: Comparator
    unit: str
    price_basis: str
    parts: tuple[Decimal, ...]
    text: str
    primary: bool
    actual_kind: str
    by: str
    reference: str
    tolerant: bool
    due_year: int | None = None


@dataclass(frozen=True, slots=True)
class ActualEntry:
    """The printed actual of the end year. ``reported``: the cell says 完成… and gives no number."""

    value: Decimal | None
    parts: tuple[Decimal, ...]
    unit: str
    year: int
    text: str
    comparator: Comparator
    reported: bool | None
    vintage: Vintage


@dataclass(frozen=True, slots=True)
class PeriodEntry:
    """The printed result of the whole period."""

    kind: str
    value: Decimal
    unit: str
    year: int
    text: str
    comparator: Comparator


@dataclass(frozen=True, slots=True)
class DoubtEntry:
    code: str
    figure: str
    message: str
    line: int | None


@dataclass(frozen=True, slots=True)
class ResolutionEntry:
    """An explicit entry that settles a doubt: which, and how. ``by``, ``at``: the person who did; None: the loader, now."""

    code: str
    figure: str
    how: str
    line: int | None
    state: str = "resolved"  # or dismissed
    by: int | None = None
    at: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class RowEntry:
    """One row of the table. ``parent``: position of its heading. ``where``: file and line, for messages.

    ``direction``: what a row without a catalogue indicator states itself; None: nothing.
    """

    position: int
    number: str
    parent: int | None
    heading: bool
    name: str
    printed_name: str
    unit: str
    catalogue: str
    category: str
    nature_text: str
    nature: Nature
    assessed_over_period: bool
    line: int | None
    cells: dict[str, str | None]
    base: BaseEntry | None
    targets: tuple[TargetEntry, ...]
    actual: ActualEntry | None
    period: PeriodEntry | None
    doubts: tuple[DoubtEntry, ...]
    resolutions: tuple[ResolutionEntry, ...]
    where: str
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """One plan and period. ``file`` as messages and the history name it; ``commitments``: promises of the prose, one a row."""

    file: str
    region: str
    title: str
    document_number: str
    issued_on: datetime.date | None
    base_year: int
    start_year: int
    end_year: int
    status: str
    stated_count: int | None
    table: str
    source: str
    doubts: tuple[DoubtEntry, ...] = ()
    rows: tuple[RowEntry, ...] = field(default=())
    commitments: tuple[RowEntry, ...] = ()
    resolutions: tuple[ResolutionEntry, ...] = ()  # of doubts about the whole table
    above: dict[int, str] = field(default_factory=dict)  # names of headings that are not among the rows, by position

    @property
    def headings(self) -> dict[int, str]:
        """Names of the heading rows by position."""
        return {**self.above, **{row.position: row.name for row in self.rows if row.heading}}

    def parent_name(self, row: RowEntry) -> str:
        """The name of the heading a row stands under; "" where it stands alone."""
        return self.headings.get(row.parent, "") if row.parent else ""
