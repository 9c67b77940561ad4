"""Targets that add up over the years: sums to be reached, quotas, changes, points a year (METHODS section 3)."""

from __future__ import annotations

from decimal import Decimal

from .arithmetic import ZERO, text
from .chains import CHANGE, SUM, Chain
from .paths import assess_from_base, change_unit, latest_value, linear, required_step
from .runs import first_met, printed, run_of, value_of
from .status import Draft, Look, hold_reason, near_bound, satisfied, settle_bound, settle_path, stop
from .types import Actual, ActualKind, Reason, ResultKind, Status


def _nothing(actual: Actual) -> Decimal | None:
    return None


def assess_sum(look: Look, draft: Draft) -> Draft:
    """A sum over the years that is to be reached; X ≤ 0 or d = −1 makes it a bound (a quota)."""
    total = look.value
    if total is None:
        return stop(draft, Status.NOT_ASSESSABLE, Reason.MISSING_TARGET)
    draft.target = total
    run = run_of(look, draft, SUM, Reason.LEVEL_MISSING)
    if run is None:
        return draft
    chain, end = run
    _sums(look, draft, chain.running[end], total, look.unit)
    if look.d < 0 or total <= 0:
        return _sum_bound(look, draft, chain, end, total)
    return _sum_path(look, draft, chain, end, total)


def _sums(look: Look, draft: Draft, done: Decimal, total: Decimal, unit: str) -> None:
    """What every sum shows: S beside X, the expected X·τ, the yearly average."""
    k = draft.k or 0
    draft.actual = done
    draft.expected = total * k / look.n
    draft.gap, draft.lead = look.d * (done - total), look.d * (done - draft.expected)
    draft.average, draft.average_unit = done / k, unit
    draft.inputs["sum"] = text(done)


def _sum_path(look: Look, draft: Draft, chain: Chain, end: int, total: Decimal) -> Draft:
    done = chain.running[end]
    draft.projected_end = done * look.n / (end - look.base_year)
    met = satisfied(look.d * (done - total), strict=look.strict, d=look.d, comparator=printed(chain, end))
    linear(look, draft, done, total)
    required_step(look, draft, total - done, met, draft.average_unit)

    def reached(value: Decimal) -> bool:
        over = look.d * (value - total)
        return over > 0 or (over == 0 and not look.strict)

    draft.first_met_year = first_met(chain, end, reached)
    draft.fell_back = draft.first_met_year is not None and met is False
    settle_path(look, draft, met)
    return draft


def _sum_bound(look: Look, draft: Draft, chain: Chain, end: int, total: Decimal) -> Draft:
    """A quota: what may still be used every year; exceeded sums are breached years. Never met early."""
    k, done = end - look.base_year, chain.running[end]

    def holds(year: int) -> bool | None:
        margin = look.d * (chain.running[year] - total)
        return satisfied(margin, strict=look.strict, d=look.d, comparator=printed(chain, year))

    draft.projected_end = done * look.n / k
    course = look.d * (done * look.n - total * k)
    draft.on_course = course > 0 or (course == 0 and not look.strict)
    draft.breached_years = tuple(year for year in sorted(chain.running) if holds(year) is False)
    if total > 0:
        draft.attainment = done / total
        required_step(look, draft, total - done, False, look.unit)
    else:
        hold_reason(look, draft)
    settle_bound(look, draft, holds(end), near=near_bound(look, draft.gap or ZERO, total))
    return draft


def assess_change(look: Look, draft: Draft) -> Draft:
    """A change of the level over the period. Fed by levels (A − B), by yearly changes, or by an official figure."""
    total, row = look.value, look.row
    if total is None:
        return stop(draft, Status.NOT_ASSESSABLE, Reason.MISSING_TARGET)
    draft.target = total
    by_levels = look.target.actual_kind is ActualKind.LEVEL
    latest = latest_value(look) if by_levels else None
    based = row.base is not None and row.base.value is not None
    official = max(
        (
            one.year
            for one in row.results
            if look.base_year < one.year <= look.last
            and (one.kind is ResultKind.CUMULATIVE or latest is None or not based)
        ),
        default=None,
    )
    if by_levels and (official is None or (latest is not None and latest.year > official)):
        return _change_of_levels(look, draft, total)
    return _change_of_years(look, draft, total)


def _change_of_levels(look: Look, draft: Draft, total: Decimal) -> Draft:
    """A level path to B + Δ, shown as the change A − B beside Δ. Δ = 0 (or against the direction) is a bound."""
    assess_from_base(look, draft, total)
    draft.inputs["change_promised"] = text(total)
    base, actual = look.row.base, draft.actual
    if draft.gap is None:  # nothing was compared: a level beside a change would mislead
        draft.actual, draft.target = None, total
    if base is None or base.value is None or draft.attainment is None or actual is None:
        return draft
    change = actual - base.value
    draft.target, draft.actual = total, change
    draft.gap = look.d * (change - total)
    draft.expected = total * (draft.k or 0) / look.n
    draft.lead = look.d * (change - draft.expected)
    return draft


def _change_of_years(look: Look, draft: Draft, total: Decimal) -> Draft:
    """The sum of the yearly changes (or the official change) against Δ. Levels are not changes and are not summed."""
    pick = _nothing if look.target.actual_kind is ActualKind.LEVEL else value_of
    run = run_of(look, draft, CHANGE, Reason.LEVEL_MISSING, pick)
    if run is None:
        return draft
    chain, end = run
    unit = change_unit(look.unit)
    _sums(look, draft, chain.running[end], total, unit)
    if look.d * total <= 0:
        return _sum_bound(look, draft, chain, end, total)
    return _sum_path(look, draft, chain, end, total)


def assess_points(look: Look, draft: Draft) -> Draft:
    """Percentage points a year: the linear level with T = B + n·p; without levels, an official average of points."""
    yearly, base = look.value, look.row.base
    if yearly is None:
        return stop(draft, Status.NOT_ASSESSABLE, Reason.MISSING_TARGET)
    draft.inputs["points_a_year"] = text(yearly)
    if base is not None and base.value is not None:
        draft.target = base.value + look.n * yearly
    by_levels = base is not None and base.value is not None and latest_value(look) is not None
    official = any(CHANGE.serves(one) and look.base_year < one.year <= look.last for one in look.row.results)
    if by_levels or not official:
        return assess_from_base(look, draft, look.n * yearly)
    draft.target = look.n * yearly
    return _change_of_years(look, draft, look.n * yearly)
