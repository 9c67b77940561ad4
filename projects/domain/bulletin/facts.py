"""The facts of a bulletin: what is printed, and what is kept when it is issued (``indicators.domain.stored``).

Kept facts must read back: these records only grow, by fields with a default. Money in 万元, None = not known, 0 = nothing done.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from projects.domain.bulletin.records import Outline, Rules

Number = TypeVar("Number", int, Decimal)


@dataclass(frozen=True, slots=True)
class Sums:
    """What is counted of a group of projects, or of all. The sums of groups are those of the whole.

    ``planned``, ``planned_done``: of the ``with_plan`` projects that have a figure planned for the year; ``silent`` of them
    have no approved figure, so that nothing of theirs is in ``planned_done``. ``unplanned_done``: of the projects without
    a plan that have a figure. ``asked`` = ``on_time`` + ``late`` + ``missing`` + ``pending`` (not due yet).
    ``raised``, ``closed``: problems in the span.
    """

    projects: int = 0
    monthly: int = 0
    reported: int = 0
    by_default: int = 0  # the unit is a default that nobody confirmed
    under_way: int = 0
    started: int = 0
    finished: int = 0
    started_before: int = 0
    finished_before: int = 0
    started_year: int = 0
    finished_year: int = 0
    span_done: Decimal | None = None
    before_done: Decimal | None = None
    year_done: Decimal | None = None
    with_plan: int = 0
    silent: int = 0
    planned: Decimal | None = None
    planned_done: Decimal | None = None
    unplanned: int = 0
    unplanned_done: Decimal | None = None
    lagging: int = 0
    open: int = 0
    overdue: int = 0
    raised: int = 0
    closed: int = 0
    asked: int = 0
    on_time: int = 0
    late: int = 0
    missing: int = 0
    pending: int = 0

    @property
    def share(self) -> Decimal | None:
        """Done of the year's plan, a fraction. None without a plan (or one of 0) or without any figure."""
        return share_of(self.planned_done, self.planned)


def added(parts: Iterable[Sums]) -> Sums:
    """All together; None + 5 = 5, nothing = no projects."""
    lot = list(parts)
    together: dict[str, Any] = {one.name: total(getattr(part, one.name) for part in lot) for one in fields(Sums)}
    return Sums(**together) if lot else Sums()


def total(figures: Iterable[Number | None]) -> Number | None:
    """The sum of what is known; None where nothing is."""
    known = [one for one in figures if one is not None]
    return sum(known[1:], known[0]) if known else None


def share_of(done: Decimal | None, planned: Decimal | None) -> Decimal | None:
    """``done`` of ``planned``, a fraction; None where one is not known or nothing was planned."""
    return None if done is None or not planned else done / planned


@dataclass(frozen=True, slots=True)
class Group:
    """A region or a unit. ``place`` by the share of the year's plan, equal shares share one; None: not ranked.

    ``place_before``, ``share_before``: at the end of the span before, None in the first span of a year.
    ``verdict``: of a year only: met, nearly, short, no_plan, no_report.
    """

    key: str
    name: str
    sums: Sums
    place: int | None = None
    place_before: int | None = None
    share_before: Decimal | None = None
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A project that was started or finished in the span."""

    project: int
    name: str
    place: str
    unit: str
    on: date
    total: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Laggard:
    """A project that lags. ``why``: investment (behind the year's plan), not_started, not_finished (the planned day has passed).

    ``short``: what is missing to the share of the year that is over, only where ``why`` has investment.
    """

    project: int
    name: str
    place: str
    unit: str
    why: tuple[str, ...]
    planned: Decimal | None = None
    done: Decimal | None = None
    share: Decimal | None = None
    short: Decimal | None = None
    planned_start: date | None = None
    planned_finish: date | None = None
    progress_text: str = ""


@dataclass(frozen=True, slots=True)
class OpenProblem:
    """A problem that was not closed on the outline's day. ``days``: over its date, 0 when it is not overdue."""

    problem: int
    project: int
    name: str
    place: str
    unit: str
    text: str
    state: str
    kind: str = ""
    due: date | None = None
    days: int = 0


@dataclass(frozen=True, slots=True)
class Unreported:
    """A report that came late (``handed_in``) or did not come although it was due."""

    project: int
    name: str
    place: str
    unit: str
    month: date
    due: date
    handed_in: date | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """A project chosen to be looked at on site. ``why``: largest, best, lagging."""

    project: int
    name: str
    group: str
    place: str
    unit: str
    why: str
    stage: str = ""
    total: Decimal | None = None
    share: Decimal | None = None
    progress: Decimal | None = None
    progress_text: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """A bulletin. Groups in the order of their places; laggards the furthest behind first; problems the longest overdue first."""

    outline: Outline
    rules: Rules
    whole: Sums
    groups: tuple[Group, ...] = ()
    started: tuple[Event, ...] = ()
    finished: tuple[Event, ...] = ()
    laggards: tuple[Laggard, ...] = ()
    problems: tuple[OpenProblem, ...] = ()
    unreported: tuple[Unreported, ...] = ()
    visits: tuple[Visit, ...] = ()
    months: tuple[tuple[date, Decimal | None], ...] = ()
    sample: bool = False
