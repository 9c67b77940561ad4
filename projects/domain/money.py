"""Money of projects in 万元: totals stated in 亿元 brought over, sums that know what is missing, shares of the year's plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

WAN, YI = "万元", "亿元"
WAN_IN_YI = Decimal(10_000)


def in_wan(value: Decimal | None, unit: str) -> Decimal | None:
    """A total in 万元. None where it is not stated. ``ValueError`` for a unit that is neither 万元 nor 亿元."""
    if value is None:
        return None
    if unit not in (WAN, YI):
        raise ValueError(f"not a unit of investment: {unit!r}")
    return value * WAN_IN_YI if unit == YI else value


def total(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is stated; None where nothing is (0 is a figure)."""
    stated = [one for one in values if one is not None]
    return sum(stated, Decimal(0)) if stated else None


@dataclass(frozen=True, slots=True)
class AgainstPlan:
    """Investment done against the year's plan, over several projects, in 万元.

    ``done``: of all that reported, None: nobody did. ``done_planned``, ``planned``: of those with a figure in the year's plan;
    ``share``: their quotient (a fraction), None without a plan above zero. A planned project without a report counts as planned
    and adds nothing done. ``with_plan``, ``without_plan``: how many projects; ``unreported``: of the planned ones without any report.
    """

    done: Decimal | None
    done_planned: Decimal | None
    planned: Decimal | None
    share: Decimal | None
    with_plan: int
    without_plan: int
    unreported: int


def against_plan(pairs: Iterable[tuple[Decimal | None, Decimal | None]]) -> AgainstPlan:
    """``pairs``: (done in the year, planned for the year) of each project, None = not stated."""
    known = list(pairs)
    with_plan = [(done, planned) for done, planned in known if planned is not None]
    done_planned, planned = total(done for done, _planned in with_plan), total(planned for _done, planned in with_plan)
    return AgainstPlan(
        done=total(done for done, _planned in known),
        done_planned=done_planned,
        planned=planned,
        share=share_of(done_planned, planned),
        with_plan=len(with_plan),
        without_plan=len(known) - len(with_plan),
        unreported=sum(done is None for done, _planned in with_plan),
    )


def share_of(done: Decimal | None, planned: Decimal | None) -> Decimal | None:
    """``done`` as a fraction of ``planned``; None where either is not stated or nothing is planned."""
    return None if done is None or not planned else done / planned
