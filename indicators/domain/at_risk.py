"""What is most at risk, in which order, and why (issue of dashboards): decided from shown assessments, without a word of text.

One order for lists, for columns that are sorted and for the database that picks the first few: ``CLASSES``, then the pace
ratio from the lowest, then the attainment from the lowest, then the place in the list. What is not there comes last.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from .types import Status

#: Statuses from the worst to the best; those that say nothing about progress come last.
SEVERITY: tuple[Status, ...] = (
    Status.BREACHED,
    Status.NOT_MET,
    Status.REVERSING,
    Status.FAR_BEHIND,
    Status.BEHIND,
    Status.NEARLY_MET,
    Status.ON_TRACK,
    Status.AHEAD,
    Status.HOLDS,
    Status.MET,
    Status.MET_EARLY,
    Status.INCOMPARABLE,
    Status.PENDING,
    Status.NOT_ASSESSABLE,
    Status.NO_DATA,
)
#: Behind the path, or short of what was promised: what "落后或未完成" counts.
SHORT = frozenset({Status.BREACHED, Status.NOT_MET, Status.REVERSING, Status.FAR_BEHIND, Status.BEHIND})

#: Status and whether it is binding, the most urgent first. A broken binding promise comes before anything that may
#: still be caught up; a figure that moves the wrong way before one that is only slow.
CLASSES: tuple[tuple[Status, bool], ...] = (
    (Status.BREACHED, True),
    (Status.NOT_MET, True),
    (Status.REVERSING, True),
    (Status.REVERSING, False),
    (Status.FAR_BEHIND, True),
    (Status.BREACHED, False),
    (Status.NOT_MET, False),
    (Status.FAR_BEHIND, False),
    (Status.BEHIND, True),
    (Status.BEHIND, False),
)
_RANK = {one: rank for rank, one in enumerate(CLASSES)}
_SEVERITY = {status: rank for rank, status in enumerate(SEVERITY)}


class Why(StrEnum):
    """Facts that explain why something stands in the list; a page has the words."""

    BREACHED = "breached"  # the bound does not hold now; the years are in ``breached_years``
    NOT_MET = "not_met"  # the plan is over
    REVERSING = "reversing"  # worse than at the base
    SLOW = "slow"  # the pace so far is only a part of the planned one
    FELL_BACK = "fell_back"  # the target had been reached before
    FASTER = "faster"  # every remaining year must bring more than the average so far
    ENDS_SHORT = "ends_short"  # at the present pace the target is missed


@dataclass(frozen=True, slots=True)
class Standing:
    """A shown assessment as far as its urgency goes. ``place``: where it stands among equals (region code, position)."""

    status: Status
    binding: bool
    pace_ratio: Decimal | None = None
    attainment: Decimal | None = None
    required: Decimal | None = None
    required_unit: str = ""
    average: Decimal | None = None
    average_unit: str = ""
    on_course: bool | None = None
    fell_back: bool = False
    place: tuple[str, int] = ("", 0)


def rank(status: Status, *, binding: bool) -> int | None:
    """Place of a status among ``CLASSES``, 0 the most urgent; None: nothing is at risk."""
    return _RANK.get((status, binding))


def severity(status: Status) -> int:
    """0 for the worst status; used to sort a column."""
    return _SEVERITY[status]


def column_key(status: Status, lead: Decimal | None) -> tuple[int, bool, Decimal]:
    """Sorts one indicator of many regions: the worst status first, in it the lowest lead; without a lead last."""
    return severity(status), lead is None, lead if lead is not None else Decimal(0)


def urgency(one: Standing) -> tuple[int, bool, Decimal, bool, Decimal, tuple[str, int]]:
    """Sorts what is at risk, the most urgent first. ``ValueError`` for what is not at risk."""
    at = rank(one.status, binding=one.binding)
    if at is None:
        raise ValueError(f"{one.status} is not at risk")
    return at, *_last(one.pace_ratio), *_last(one.attainment), one.place


def _last(value: Decimal | None) -> tuple[bool, Decimal]:
    return value is None, value if value is not None else Decimal(0)


def most_at_risk(standings: Iterable[Standing], limit: int) -> list[Standing]:
    """The ``limit`` most urgent of those that are at risk at all, in order."""
    found = [one for one in standings if rank(one.status, binding=one.binding) is not None]
    return sorted(found, key=urgency)[:limit]


def why(one: Standing) -> tuple[Why, ...]:
    """The facts that put it into the list, the decisive one first."""
    reasons = {
        Status.BREACHED: (Why.BREACHED,),
        Status.NOT_MET: (Why.NOT_MET,),
        Status.REVERSING: (Why.REVERSING,),
        Status.FAR_BEHIND: (Why.SLOW,),
        Status.BEHIND: (Why.SLOW,),
    }.get(one.status, ())
    if not reasons:
        return ()
    found = list(reasons)
    if Why.SLOW in found and one.pace_ratio is None:
        found.remove(Why.SLOW)
    if one.fell_back:
        found.append(Why.FELL_BACK)
    if _must_speed_up(one):
        found.append(Why.FASTER)
    elif one.on_course is False and one.status is not Status.NOT_MET:
        found.append(Why.ENDS_SHORT)
    return tuple(found)


def _must_speed_up(one: Standing) -> bool:
    """Whether the years left must bring more, in the direction needed, than the average so far on the same measure."""
    if one.required is None or one.average is None or one.required_unit != one.average_unit:
        return False
    return one.required > one.average if one.required >= 0 else one.required < one.average
