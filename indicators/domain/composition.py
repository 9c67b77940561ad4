"""Targets of parts that sum to 100 (30.0:33.7:36.3): a verdict part by part, no path (METHODS section 3)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from .arithmetic import finite
from .status import Draft, Look, incomparable, note_figures, stop
from .types import Actual, Reason, Status

Part = dict[str, Decimal | None]


def assess_composition(look: Look, draft: Draft) -> Draft:
    """Met when every part lies on its target's side as seen from its base, or equals it; n/a before the end."""
    target, base = look.target.parts, look.row.base
    if not target:
        return stop(draft, Status.NOT_ASSESSABLE, Reason.MISSING_TARGET)
    entered = [one for one in look.row.actuals if look.base_year < one.year <= look.last]
    with_parts = [one for one in entered if one.parts]
    if not with_parts:
        if entered and look.target.blocked:
            return stop(draft, Status.INCOMPARABLE, Reason.BLOCKING_DOUBT)
        return stop(draft, Status.NO_DATA, Reason.LEVEL_MISSING if entered else None)
    actual = max(with_parts, key=lambda one: one.year)
    k = actual.year - look.base_year
    draft.k, draft.actual_year, draft.price_basis = k, actual.year, actual.value_basis
    note_figures(draft, (actual,))
    blocked = (actual.blocked_value, base.blocked if base is not None else ())
    clash = incomparable(look, blocked=blocked, bases=(actual.value_basis,))
    if clash is not None:
        return stop(draft, Status.INCOMPARABLE, clash)
    starts = base.parts if base is not None and len(base.parts) == len(target) else ()
    finite(*target, *starts, *actual.parts)
    if len(actual.parts) != len(target):
        return stop(draft, Status.NOT_ASSESSABLE, Reason.NOT_COMPUTABLE)
    draft.inputs["actual_parts"] = [str(one) for one in actual.parts]
    return _settle(look, draft, starts, actual)


def _settle(look: Look, draft: Draft, starts: tuple[Decimal, ...], actual: Actual) -> Draft:
    target, k = look.target.parts, draft.k or 0
    bases: tuple[Decimal | None, ...] = starts or (None,) * len(target)
    met = all(reached_part(*three) for three in zip(bases, target, actual.parts, strict=True))
    ended = k == look.n
    if ended:
        draft.status = Status.MET if met else Status.NOT_MET
        draft.required_reason = Reason.EXPIRED
    elif met:
        draft.status, draft.required_reason = Status.MET_EARLY, Reason.TARGET_MET
    else:
        draft.status = Status.NOT_ASSESSABLE
        draft.reason = draft.required_reason = Reason.COMPOSITION
    three_of_each = zip(bases, target, actual.parts, strict=True)
    draft.parts = tuple(_part(look, k, *three, asked=not ended and not met) for three in three_of_each)
    return draft


def reached_part(base: Decimal | None, target: Decimal, actual: Decimal) -> bool:
    """On the target's side as seen from the base, or equal; without a side, equal to the target's printed digits."""
    if base is None or base == target:
        return actual == target or actual.quantize(target, rounding=ROUND_HALF_UP) == target
    return actual >= target if target > base else actual <= target


def _part(look: Look, k: int, base: Decimal | None, target: Decimal, actual: Decimal, *, asked: bool) -> Part:
    n = look.n
    return {
        "base": base,
        "target": target,
        "actual": actual,
        "expected": None if base is None else base + (target - base) * k / n,
        "required": (target - actual) / (n - k) if asked else None,
    }
