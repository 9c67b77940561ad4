"""What must hold every year: floors and ceilings, and a series kept level with a reference (METHODS 2 to 4)."""

from __future__ import annotations

from decimal import Decimal
from operator import attrgetter

from .arithmetic import HUNDRED, ONE, finite, root, text, texts
from .chains import GROWTH, Chain, follow
from .status import (
    Draft,
    Look,
    common_basis,
    hold_reason,
    incomparable,
    near_bound,
    note_figures,
    satisfied,
    settle_bound,
    stop,
)
from .types import Actual, Measure, PriceBasis, Reason, ReferenceFacts, Status

_growth = attrgetter("growth")


def assess_bound(look: Look, draft: Draft, actual: Actual | None) -> Draft:
    """A floor or ceiling. gap = lead = margin d·(A − bound); no attainment, no pace; required is n/a (``hold``)."""
    bound, base = look.value, look.row.base
    if bound is None:
        return stop(draft, Status.NOT_ASSESSABLE, Reason.MISSING_TARGET)
    entered = any(look.base_year < one.year <= look.last for one in look.row.actuals)
    blocked = [base.blocked] if base is not None else []
    if actual is None or actual.value is None:
        if entered and look.target.blocked:
            return stop(draft, Status.INCOMPARABLE, Reason.BLOCKING_DOUBT)
        return stop(draft, Status.NO_DATA, Reason.LEVEL_MISSING if entered else None)
    draft.k = actual.year - look.base_year
    draft.actual_year, draft.actual, draft.target = actual.year, actual.value, bound
    draft.price_basis = actual.value_basis
    note_figures(draft, (actual,))
    clash = incomparable(look, blocked=[*blocked, actual.blocked_value], bases=(actual.value_basis,))
    if clash is not None:
        return stop(draft, Status.INCOMPARABLE, clash)
    finite(actual.value, bound)
    draft.expected = bound
    draft.gap = draft.lead = look.d * (actual.value - bound)
    draft.inputs["actual"] = text(actual.value)
    draft.inputs["actual_comparator"] = actual.comparator.value
    hold_reason(look, draft)
    draft.breached_years = _breached(look, draft, bound)
    holds = satisfied(draft.gap, strict=look.strict, d=look.d, comparator=actual.comparator)
    settle_bound(look, draft, holds, near=near_bound(look, draft.gap, bound))
    return draft


def _breached(look: Look, draft: Draft, bound: Decimal) -> tuple[int, ...]:
    """The years whose value broke the bound; a value in doubt or known only from one side is not judged."""
    used: list[tuple[int, Decimal]] = []
    breached: list[int] = []
    for actual in look.row.actuals:
        if actual.value is None or not look.base_year < actual.year <= (draft.actual_year or 0):
            continue
        used.append((actual.year, actual.value))
        difference = look.d * (actual.value - bound)
        if not actual.blocked_value and (
            satisfied(difference, strict=look.strict, d=look.d, comparator=actual.comparator) is False
        ):
            breached.append(actual.year)
    draft.inputs["figures"] = texts(used)
    return tuple(sorted(breached))


def tolerance(look: Look) -> Decimal:
    """ε in percentage points: 0.3 for 基本同步, else 0."""
    return look.rule.tolerance_pp if look.target.tolerant else Decimal(0)


def assess_relative(look: Look, draft: Draft) -> Draft:
    """In step with a reference: averages of growth over the common run, or levels of the same year."""
    facts = look.reference or ReferenceFacts()
    own = follow(look, GROWTH, _growth, look.row.actuals, look.row.results)
    reference = follow(look, GROWTH, _growth, facts.actuals, facts.results, breaks=frozenset())
    common = sorted(own.running.keys() & reference.running.keys())
    levels = _common_levels(look, facts)
    by_growth = bool(common) and (look.row.catalogue.measure in (Measure.AMOUNT, Measure.COUNT) or levels is None)
    if by_growth:
        return _by_averages(look, draft, own, reference, common)
    if levels is not None:
        return _by_levels(look, draft, *levels)
    entered = any(look.base_year < one.year <= look.last for one in look.row.actuals) or bool(own.officials)
    if entered and look.target.blocked:
        return stop(draft, Status.INCOMPARABLE, Reason.BLOCKING_DOUBT)
    draft.actual_year, draft.actual = own.latest_isolated
    return stop(draft, Status.NO_DATA, _missing(own, reference) if entered else None)


def _missing(own: Chain, reference: Chain) -> Reason:
    """No common run: a gap in the years where growth is known at all, else no growth."""
    if own.isolated or own.running or reference.isolated or reference.running:
        return Reason.MISSING_YEARS
    return Reason.GROWTH_MISSING


def _common_levels(look: Look, facts: ReferenceFacts) -> tuple[Actual, Actual] | None:
    """The latest year for which both series have a value."""
    others = {one.year: one for one in facts.actuals if one.value is not None}
    shared = [
        one
        for one in look.row.actuals
        if one.value is not None and look.base_year < one.year <= look.last and one.year in others
    ]
    if not shared:
        return None
    latest = max(shared, key=lambda one: one.year)
    return latest, others[latest.year]


def _by_averages(look: Look, draft: Draft, own: Chain, reference: Chain, common: list[int]) -> Draft:
    year = common[-1]
    k = year - look.base_year
    own_used, other_used = own.used_to(year), reference.used_to(year)
    officials = [*own.officials_to(year), *reference.officials_to(year)]
    draft.k, draft.actual_year = k, year
    note_figures(draft, own_used)
    draft.sample = draft.sample or any(one.sample for one in other_used)
    own_basis = common_basis((one.growth_basis for one in own_used), own.officials_to(year))
    other_basis = common_basis((one.growth_basis for one in other_used), reference.officials_to(year))
    draft.price_basis = own_basis
    blocked = [*(one.blocked_growth for one in (*own_used, *other_used)), *(one.blocked for one in officials)]
    clash = incomparable(look, blocked=blocked, bases=(own_basis,)) or incomparable(
        look, blocked=(), bases=(other_basis,), against=own_basis
    )
    if clash is not None:
        return stop(draft, Status.INCOMPARABLE, clash)
    if own.impossible_to(year) or reference.impossible_to(year):
        return stop(draft, Status.NOT_ASSESSABLE, Reason.NOT_COMPUTABLE)
    verdicts = {
        one: _in_step(look, own.running[one], reference.running[one], one - look.base_year)
        for one in common
        if not (own.impossible_to(one) or reference.impossible_to(one))
    }
    ours = own.average_to(year, k)
    theirs = reference.average_to(year, k)
    if own.running[year] == reference.running[year]:
        ours = theirs
    draft.average, draft.average_unit = ours, "%"
    _side_by_side(look, draft, ours, theirs)
    draft.inputs |= {
        "figures": own.figures_text(year),
        "reference_figures": reference.figures_text(year),
        "indices": {str(one): text(own.running[one]) for one in common},
        "reference_indices": {str(one): text(reference.running[one]) for one in common},
        "compared": "averages",
    }
    draft.breached_years = tuple(one for one in common if verdicts.get(one) is False)
    settle_bound(look, draft, verdicts[year], near=near_bound(look, look.d * (ours - theirs), theirs))
    return draft


def _in_step(look: Look, own: Decimal, reference: Decimal, k: int) -> bool:
    """difference ≥ −ε by powers; with ε the reference's index is compared with (1 + ā ± ε)^k."""
    epsilon = tolerance(look)
    if epsilon:
        lifted = root(own, k) + look.d * epsilon / HUNDRED
        difference = look.d * (lifted**k - reference) if lifted > 0 else look.d * (-ONE)
    else:
        difference = look.d * (own - reference)
    return difference > 0 or (difference == 0 and not look.strict)


def _side_by_side(look: Look, draft: Draft, ours: Decimal, theirs: Decimal) -> None:
    draft.actual, draft.target, draft.expected = ours, theirs, theirs
    draft.gap = draft.lead = look.d * (ours - theirs)
    draft.inputs["tolerance_pp"] = text(tolerance(look))
    hold_reason(look, draft)


def _by_levels(look: Look, draft: Draft, own: Actual, other: Actual) -> Draft:
    ours, theirs = own.value, other.value
    if ours is None or theirs is None:
        raise ValueError("a comparison of levels needs two values")
    draft.k, draft.actual_year = own.year - look.base_year, own.year
    draft.price_basis = own.value_basis
    draft.actual, draft.target = ours, theirs
    note_figures(draft, (own,))
    draft.sample = draft.sample or other.sample
    known = own.value_basis if own.value_basis is not PriceBasis.UNKNOWN else None
    clash = incomparable(look, blocked=(own.blocked_value, other.blocked_value), bases=(own.value_basis,))
    if clash is None and known is not None:
        clash = incomparable(look, blocked=(), bases=(other.value_basis,), against=known)
    if clash is not None:
        return stop(draft, Status.INCOMPARABLE, clash)
    finite(ours, theirs)
    _side_by_side(look, draft, ours, theirs)
    draft.inputs |= {"actual": text(ours), "reference": text(theirs), "compared": "levels"}
    difference = look.d * (ours - theirs)
    holds = satisfied(difference + tolerance(look), strict=look.strict, d=look.d, comparator=own.comparator)
    draft.breached_years = (own.year,) if holds is False else ()
    settle_bound(look, draft, holds, near=near_bound(look, difference, theirs))
    return draft
