"""What a bulletin is made from: plain records of projects, problems and asked reports as they stood. Money in 万元, None = not stated."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

#: Stages in which works are going on, and those behind it (``projects.models.Stage``).
UNDER_WAY: Final = frozenset({"started", "building"})
DONE: Final = frozenset({"completed", "in_operation"})
#: The state of a problem in which its unit has to act; an open one waits for somebody to assign it.
WAITING: Final = frozenset({"assigned"})
CLOSED: Final = "closed"
BY_REGION, BY_UNIT = "region", "unit"


@dataclass(frozen=True, slots=True)
class Rules:
    """The numbers in the rules of a bulletin; frozen with it. Shares are fractions."""

    behind: Decimal = Decimal("0.10")  # lagging: so much of the year's plan behind the share of the year that is over
    met: Decimal = Decimal(1)  # verdict of a year
    nearly: Decimal = Decimal("0.90")
    visits: int = 1  # of each kind and group, where groups are regions
    visits_whole: int = 3  # of each kind over the whole, where groups are units


@dataclass(frozen=True, slots=True)
class Outline:
    """What the bulletin is about. ``month``: first day of the last month it covers; ``day``: until when problems and reports count.

    ``by``: what is ranked, regions or lead units.
    """

    region: str
    region_name: str
    kind: str
    month: date
    day: date
    by: str


@dataclass(frozen=True, slots=True)
class Party:
    """Whom a project is counted with: a region of the level below, or a lead unit. ``ranked`` false: nobody to be ranked (no unit yet)."""

    key: str
    name: str
    ranked: bool = True


@dataclass(frozen=True, slots=True)
class Work:
    """A project at the end of the last month. Directions and entries merged into others are none.

    ``monthly``: it is to report every month; ``reported``: its report of the last month is approved. ``year_done``,
    ``span_done``, ``before_done``: sums of approved months of the year so far, of the span and of the span before;
    ``year_before``: of the year up to the span before. ``planned``: for the year. ``total``: over the whole time.
    """

    id: int
    name: str
    party: Party
    place: str = ""
    unit: str = ""
    unit_confirmed: bool = True
    monthly: bool = True
    reported: bool = False
    stage: str = ""
    started_on: date | None = None
    finished_on: date | None = None
    planned_start: date | None = None
    planned_finish: date | None = None
    total: Decimal | None = None
    planned: Decimal | None = None
    year_done: Decimal | None = None
    span_done: Decimal | None = None
    before_done: Decimal | None = None
    year_before: Decimal | None = None
    progress: Decimal | None = None
    progress_text: str = ""
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Hindrance:
    """A problem of a project. ``raised``: the day, or the first of its report's month.

    ``state``, ``unit``, ``due``: as they were on the outline's day.
    """

    id: int
    project: int
    text: str
    raised: date
    state: str
    kind: str = ""
    unit: str = ""
    due: date | None = None
    closed_on: date | None = None

    def overdue(self, day: date) -> bool:
        """Whether its unit should have answered before ``day`` and did not."""
        return self.state in WAITING and self.due is not None and self.due < day


@dataclass(frozen=True, slots=True)
class Asked:
    """A report that was due in the span. ``handed_in``: the day; None: not yet on the outline's day."""

    project: int
    month: date
    due: date
    handed_in: date | None = None

    @property
    def late(self) -> bool:
        """Whether it came, but after the day it was due."""
        return self.handed_in is not None and self.handed_in > self.due


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that a bulletin is made from. ``months``: investment of all projects by month of the year so far."""

    outline: Outline
    works: tuple[Work, ...]
    hindrances: tuple[Hindrance, ...] = ()
    asked: tuple[Asked, ...] = ()
    months: tuple[tuple[date, Decimal | None], ...] = ()
    rules: Rules = field(default_factory=Rules)
