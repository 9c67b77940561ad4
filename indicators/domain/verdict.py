"""What is said of a target when no year remains (k = n): 完成, 基本完成, 未完成, how far off, first met when, held or lost.

A verdict is read from the result that is stored, never judged anew: METHODS section 4, lines 3 and 7 to 9.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from indicators.domain.said import word

from .types import Reason, Result, Status


class Outcome(StrEnum):
    """How a target ended. Only the first three are counted as verdicts."""

    MET = "met"
    NEARLY_MET = "nearly_met"
    NOT_MET = "not_met"
    NOT_PUBLISHED = "not_published"  # the period is over, the figure of its last year is not out yet
    OPEN = "open"  # nothing can be said: no data, not comparable, never handed down, not assessable


#: The outcomes that are verdicts.
SETTLED = (Outcome.MET, Outcome.NEARLY_MET, Outcome.NOT_MET)
OUTCOME_LABELS: dict[Outcome, str] = {
    Outcome.MET: word("完成"),
    Outcome.NEARLY_MET: word("基本完成"),
    Outcome.NOT_MET: word("未完成"),
    Outcome.NOT_PUBLISHED: word("期末数未公布"),
    Outcome.OPEN: word("无结论"),
}
_BY_STATUS = {
    Status.MET: Outcome.MET,
    Status.NEARLY_MET: Outcome.NEARLY_MET,
    Status.NOT_MET: Outcome.NOT_MET,
    Status.MET_EARLY: Outcome.MET,  # a judgement by hand may say so
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one target ended.

    ``gap``: d·(actual − target) in the end year, negative = short, whatever the direction; None where there is no number
    or no verdict. ``first_met_year``: None where the target was never met, or the form has no such year (bounds: then
    ``breached_years``). ``fell_back``: met once, not met at the end. ``reported``: as declared, without a figure.
    ``actual_year``: of the figure that speaks; before the end year where that year's is not published.
    ``why``: the reason of ``OPEN``, None where the status says it already.
    """

    outcome: Outcome
    status: Status
    gap: Decimal | None = None
    first_met_year: int | None = None
    fell_back: bool = False
    breached_years: tuple[int, ...] = ()
    reported: bool = False
    actual_year: int | None = None
    why: Reason | None = None

    @property
    def settled(self) -> bool:
        """Whether it counts as a verdict."""
        return self.outcome in SETTLED


def verdict(result: Result, *, end_year: int) -> Verdict | None:
    """The verdict of a result; None while years remain (the year looked at lies before ``end_year``).

    A figure of an earlier year never decides: the last year's own figure, or an official result up to it, does.
    """
    if result.year < end_year:
        return None
    outcome = _outcome(result, end_year)
    settled = outcome in SETTLED
    return Verdict(
        outcome=outcome,
        status=result.status,
        gap=result.gap if settled or outcome is Outcome.NOT_PUBLISHED else None,
        first_met_year=result.first_met_year,
        fell_back=result.fell_back,
        breached_years=result.breached_years,
        reported=result.reason is Reason.REPORTED,
        actual_year=result.actual_year,
        why=result.reason if outcome is Outcome.OPEN else None,
    )


def _outcome(result: Result, end_year: int) -> Outcome:
    """Line by line: a figure before the end waits, or leaves a hole; at the end the status is the verdict."""
    by_hand = result.reason is Reason.BY_HAND
    early = result.actual_year is not None and result.actual_year < end_year
    if result.end_not_published and not by_hand:
        return Outcome.NOT_PUBLISHED
    if early and not by_hand:  # years are missing in between, or what was declared is older
        return Outcome.OPEN
    return _BY_STATUS.get(result.status, Outcome.OPEN)
