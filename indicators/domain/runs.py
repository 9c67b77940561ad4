"""Targets fed by unbroken runs of years: the run itself, average growth, compounded cuts (METHODS section 3)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from operator import attrgetter

from .arithmetic import HUNDRED, ONE, ZERO, finite, logarithm, root, text
from .chains import CUT, GROWTH, Chain, Law, follow
from .paths import required_step
from .status import (
    DOWN,
    STRICT,
    UP,
    Draft,
    Look,
    common_basis,
    hold_reason,
    incomparable,
    near_bound,
    note_figures,
    satisfied,
    settle_bound,
    settle_path,
    stop,
)
from .types import Actual, Comparator, Reason, Status

_growth = attrgetter("growth")
value_of = attrgetter("value")


def run_of(
    look: Look, draft: Draft, law: Law, missing: Reason, pick: Callable[[Actual], Decimal | None] = value_of
) -> tuple[Chain, int] | None:
    """The usable run and its last year; None when the draft is already settled (lines 4 to 6)."""
    by_growth = law is GROWTH
    chain = follow(look, law, pick, look.row.actuals, look.row.results)
    end = chain.end
    if chain.isolated:
        draft.inputs["isolated"] = {str(year): str(figure) for year, figure in sorted(chain.isolated.items())}
    if end is None:
        entered = any(look.base_year < one.year <= look.last for one in look.row.actuals)
        draft.actual_year, draft.actual = chain.latest_isolated
        if entered and look.target.blocked:
            stop(draft, Status.INCOMPARABLE, Reason.BLOCKING_DOUBT)
        elif chain.isolated:
            stop(draft, Status.NO_DATA, Reason.MISSING_YEARS)
        else:
            stop(draft, Status.NO_DATA, missing if entered else None)
        return None
    used, officials = chain.used_to(end), chain.officials_to(end)
    bases = [one.growth_basis if by_growth else one.value_basis for one in used]
    draft.k, draft.actual_year = end - look.base_year, end
    draft.price_basis = common_basis(bases, officials)
    note_figures(draft, used)
    _note_run(draft, chain, end, by_growth)
    blocked = [one.blocked_growth if by_growth else one.blocked_value for one in used]
    blocked += [one.blocked for one in officials]
    clash = incomparable(look, blocked=blocked, bases=[*bases, *(one.price_basis for one in officials)])
    if clash is not None:
        stop(draft, Status.INCOMPARABLE, clash)
        return None
    finite(look.value, *chain.running.values())
    if chain.impossible_to(end):
        stop(draft, Status.NOT_ASSESSABLE, Reason.NOT_COMPUTABLE)
        return None
    return chain, end


def _note_run(draft: Draft, chain: Chain, end: int, by_growth: bool) -> None:
    draft.inputs["figures"] = chain.figures_text(end)
    draft.inputs["indices"] = {str(year): str(value) for year, value in chain.running.items()}
    for one in chain.officials_to(end):
        draft.inputs["official"] = {
            "kind": one.kind.value,
            "value": str(one.value),
            "year": one.year,
            "comparator": one.comparator.value,
        }
    unstated = [one.year for one in chain.used_to(end) if one.growth_basis.value == "unknown"]
    if by_growth and unstated:
        draft.inputs["basis_not_stated"] = unstated  # 口径未注明: counted, and said


def printed(chain: Chain, end: int) -> Comparator | None:
    """The comparator of what the run adds up to: open where a figure in it is (>100), None where it is so on both sides."""
    found = {one.comparator for one in chain.officials_to(end)}
    if chain.law is not GROWTH:  # a printed comparator belongs to the value, not to the growth
        found |= {one.comparator for one in chain.used_to(end)}
    open_ends = found & (UP | DOWN)
    if open_ends & UP and open_ends & DOWN:
        return None
    return min(open_ends & STRICT or open_ends, default=Comparator.EQ)


def rate_unit(look: Look) -> str:
    """Growth and cuts are counted in per cent, or per mille where the target is."""
    return "‰" if "‰" in look.target.unit else "%"


def first_met(chain: Chain, end: int, met: Callable[[Decimal], bool]) -> int | None:
    """The first year whose running value meets the target; None if none does."""
    return next((year for year, value in sorted(chain.running.items()) if year <= end and met(value)), None)


def assess_growth(look: Look, draft: Draft) -> Draft:
    """Average yearly growth. Met when Π(1+g_i) reaches (1+g)^n; g ≤ 0 or d = −1 is a bound on the average."""
    rate = look.value
    if rate is None:
        return stop(draft, Status.NOT_ASSESSABLE, Reason.MISSING_TARGET)
    draft.target = rate
    run = run_of(look, draft, GROWTH, Reason.GROWTH_MISSING, _growth)
    if run is None:
        return draft
    chain, end = run
    index, planned, k = chain.running[end], 1 + rate / chain.scale, end - look.base_year
    average = chain.average_to(end, k)
    if planned > 0 and index == planned**k:
        average = rate
    draft.actual = draft.average = draft.projected_end = average
    draft.average_unit = rate_unit(look)
    draft.expected = rate
    draft.gap = draft.lead = look.d * (average - rate)
    draft.inputs["index"] = text(index)
    if rate <= 0 or look.d < 0:
        return _growth_bound(look, draft, chain, end, rate)
    promised = planned**look.n
    met = satisfied(index - promised, strict=look.strict, d=1, comparator=printed(chain, end))
    log_index, log_planned = logarithm(index), logarithm(planned)
    draft.attainment = log_index / (look.n * log_planned)
    draft.pace_ratio = log_index / (k * log_planned)
    course = index - planned**k
    draft.on_course = course > 0 or (course == 0 and not look.strict)
    required_step(look, draft, ZERO, met, draft.average_unit)
    if draft.required is not None:
        draft.required = (root(promised / index, look.n - k) - ONE) * chain.scale
    draft.first_met_year = first_met(
        chain, end, lambda value: value > promised or (value == promised and not look.strict)
    )
    draft.fell_back = draft.first_met_year is not None and met is False
    draft.inputs["index_promised"] = text(promised)
    settle_path(look, draft, met)
    return draft


def _growth_bound(look: Look, draft: Draft, chain: Chain, end: int, rate: Decimal) -> Draft:
    """A bound on the average growth: no attainment, no pace; judged year by year on the running average, by powers."""
    planned = 1 + rate / chain.scale

    def margin(year: int) -> Decimal:
        floor = planned ** (year - look.base_year) if planned > 0 else ZERO
        return look.d * (chain.running[year] - floor)

    def holds(year: int) -> bool | None:
        return satisfied(margin(year), strict=look.strict, d=look.d, comparator=printed(chain, year))

    hold_reason(look, draft)
    judged = [year for year in sorted(chain.running) if not chain.impossible_to(year)]
    draft.breached_years = tuple(year for year in judged if holds(year) is False)
    verdict = holds(end)
    draft.on_course = verdict
    settle_bound(look, draft, verdict, near=near_bound(look, draft.gap or ZERO, rate))
    return draft


def assess_cut(look: Look, draft: Draft) -> Draft:
    """A cut over the period in per cent; the yearly cuts compound: D = 1 − Π(1 − d_i). d = +1 for the cut."""
    cut = look.value
    if cut is None:
        return stop(draft, Status.NOT_ASSESSABLE, Reason.MISSING_TARGET)
    draft.target = cut
    if not 0 < cut < HUNDRED and not look.target.blocked:
        return stop(draft, Status.NOT_ASSESSABLE, Reason.NOT_COMPUTABLE)
    run = run_of(look, draft, CUT, Reason.LEVEL_MISSING)
    if run is None:
        return draft
    chain, end = run
    left, scale, k, n = chain.running[end], chain.scale, end - look.base_year, look.n
    goal = 1 - cut / scale
    done = (1 - left) * scale
    met = satisfied(goal - left, strict=look.strict, d=1, comparator=printed(chain, end))
    yearly = root(goal, n)
    draft.actual, draft.attainment = done, done / cut
    draft.expected = cut if k == n else (1 - yearly**k) * scale
    draft.gap, draft.lead = done - cut, done - draft.expected
    draft.inputs |= {"left": text(left), "left_promised": text(goal)}
    _cut_pace(look, draft, left, goal, scale)
    required_step(look, draft, ZERO, met, rate_unit(look))
    if draft.required is not None:
        draft.required = (1 - root(goal / left, n - k)) * scale
    draft.first_met_year = first_met(chain, end, lambda one: one < goal or (one == goal and not look.strict))
    draft.fell_back = draft.first_met_year is not None and met is False
    settle_path(look, draft, met)
    return draft


def _cut_pace(look: Look, draft: Draft, left: Decimal, goal: Decimal, scale: Decimal) -> None:
    k, n = draft.k or 0, look.n
    draft.average_unit = rate_unit(look)
    course = goal**k - left**n
    draft.on_course = course > 0 or (course == 0 and not look.strict)
    if left <= 0:  # cut to nothing: everything is done
        draft.average = draft.projected_end = scale
        draft.pace_reason = Reason.NOT_COMPUTABLE
        return
    so_far = root(left, k)
    draft.average = (1 - so_far) * scale
    draft.projected_end = draft.actual if k == n else (1 - so_far**n) * scale
    draft.pace_ratio = logarithm(left) * n / (k * logarithm(goal))
