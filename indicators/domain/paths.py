"""Targets fed by levels: ``level``, ``points`` and the linear arithmetic shared with sums (METHODS section 3).

The planned path runs from the base to the target, geometrically (money, counts, concentrations) or linearly (shares,
years, physical per-head figures). Verdicts compare the printed figures; roots only give the rates that are shown.
"""

from __future__ import annotations

from decimal import Decimal

from .arithmetic import HUNDRED, ONE, finite, root, text, texts
from .bounds import assess_bound
from .status import (
    Draft,
    Look,
    incomparable,
    note_figures,
    satisfied,
    settle_path,
    stop,
)
from .types import Actual, BaseFigure, Form, PathKind, Reason, Status

_CHANGE_UNITS = {"%": "个百分点", "％": "个百分点", "‰": "个千分点"}


def change_unit(unit: str) -> str:
    """The unit in which a change of a figure is counted: percentage points for a share, else the unit itself."""
    return _CHANGE_UNITS.get(unit.strip(), unit)


def latest_value(look: Look) -> Actual | None:
    """The latest actual with a value after the base year and up to the year looked at."""
    found: Actual | None = None
    for actual in look.row.actuals:
        if actual.value is None or not look.base_year < actual.year <= look.last:
            continue
        if found is None or actual.year > found.year:
            found = actual
    return found


def no_figure(look: Look, draft: Draft, reason: Reason) -> Draft:
    """Lines 4 to 6 without a usable figure. ``reason``: why what was entered does not serve; none if nothing was."""
    entered = any(look.base_year < actual.year <= look.last for actual in look.row.actuals)
    if entered and look.target.blocked:
        return stop(draft, Status.INCOMPARABLE, Reason.BLOCKING_DOUBT)
    return stop(draft, Status.NO_DATA, reason if entered else None)


def show_level(look: Look, draft: Draft, actual: Actual) -> Reason | None:
    """Put the figures side by side and say whether they may be compared (line 5)."""
    row_base = look.row.base
    draft.k = actual.year - look.base_year
    draft.actual_year, draft.actual = actual.year, actual.value
    draft.price_basis = actual.value_basis
    note_figures(draft, (actual,))
    draft.inputs["actual"] = text(actual.value)
    draft.inputs["actual_comparator"] = actual.comparator.value
    blocked = (actual.blocked_value, row_base.blocked if row_base is not None else ())
    return incomparable(look, blocked=blocked, bases=(actual.value_basis,))


def assess_level(look: Look, draft: Draft) -> Draft:
    """A value promised for the end year, on a geometric or a linear path."""
    base, target = look.row.base, look.value
    if target is None:
        return stop(draft, Status.NOT_ASSESSABLE, Reason.MISSING_TARGET)
    if _is_bound(look, base, target):
        look.form = Form.FLOOR if look.d > 0 else Form.CEILING
        return assess_bound(look, draft, latest_value(look))
    actual = latest_value(look)
    if actual is None or actual.value is None:
        return no_figure(look, draft, Reason.LEVEL_MISSING)
    clash = show_level(look, draft, actual)
    if clash is not None:
        return stop(draft, Status.INCOMPARABLE, clash)
    finite(actual.value, target, base.value if base else None)
    return follow_path(look, draft, actual, target)


def _is_bound(look: Look, base: BaseFigure | None, target: Decimal) -> bool:
    """A level whose base already satisfies it must be held, not reached; without a base the catalogue decides."""
    if base is None or base.value is None:
        return look.row.catalogue.bound is not None
    return look.d * (base.value - target) >= 0


def follow_path(look: Look, draft: Draft, actual: Actual, target: Decimal, *, linear: bool = False) -> Draft:
    """Attainment, expected, required, pace and projection of a level; then lines 8 to 11."""
    value, base = actual.value, look.row.base.value if look.row.base is not None else None
    if value is None or draft.k is None:
        raise ValueError("a path needs an actual")
    draft.target = target
    draft.gap = look.d * (value - target)
    met = satisfied(draft.gap, strict=look.strict, d=look.d, comparator=actual.comparator)
    geometric = (
        not linear and look.row.catalogue.path is PathKind.GEOMETRIC and target > 0 and (base is None or base > 0)
    )
    draft.inputs["path"] = PathKind.GEOMETRIC.value if geometric else PathKind.LINEAR.value
    if base is None:
        draft.pace_reason = Reason.MISSING_BASE
    elif geometric:
        _geometric(look, draft, base, value, target)
    else:
        _linear_level(look, draft, base, value, target)
    if draft.expected is not None:
        draft.lead = look.d * (value - draft.expected)
    if geometric:
        _required_rate(look, draft, value, target, met)
    else:
        required_step(look, draft, target - value, met, change_unit(look.unit))
    _look_back(look, draft, target, met)
    settle_path(look, draft, met)
    return draft


def _geometric(look: Look, draft: Draft, base: Decimal, value: Decimal, target: Decimal) -> None:
    """The path B·(T/B)^τ; the pace compares yearly growth rates (factors), signed by the direction."""
    k, n = draft.k or 0, look.n
    planned = root(target / base, n)
    draft.attainment = (value - base) / (target - base)
    draft.expected = target if k == n else base * planned**k
    if value <= 0:
        draft.pace_reason = Reason.NOT_COMPUTABLE
        return
    so_far = root(value / base, k)
    draft.average, draft.average_unit = (so_far - ONE) * HUNDRED, "%"
    draft.pace_ratio = look.d * (so_far - ONE) / abs(planned - ONE)
    draft.projected_end = value if k == n else base * so_far**n
    ahead = look.d * (value**n - target**k * base ** (n - k))  # proj against T, by powers
    draft.on_course = ahead > 0 or (ahead == 0 and not look.strict)


def _linear_level(look: Look, draft: Draft, base: Decimal, value: Decimal, target: Decimal) -> None:
    linear(look, draft, value - base, target - base)
    k, n = draft.k or 0, look.n
    draft.average_unit = change_unit(look.unit)
    draft.expected = target if k == n else base + (target - base) * k / n
    draft.projected_end = value if k == n else base + (value - base) * n / k


def linear(look: Look, draft: Draft, change: Decimal, total: Decimal) -> None:
    """Attainment, average, pace and course of a change (or sum) that is promised in equal yearly steps.

    ``total`` is not zero. The expected value, projection and units are the caller's.
    """
    k, n = draft.k or 0, look.n
    draft.attainment = change / total
    draft.average = change / k
    draft.pace_ratio = change * n / (total * k)
    ahead = look.d * (change * n - total * k)
    draft.on_course = ahead > 0 or (ahead == 0 and not look.strict)


def required_step(look: Look, draft: Draft, remaining: Decimal, met: bool | None, unit: str) -> None:
    """What each remaining year must add: ``remaining`` / m, unless the period is over or the target is met."""
    m = look.n - (draft.k or 0)
    draft.required_unit = unit
    if m == 0:
        draft.required_reason = Reason.EXPIRED
    elif met:
        draft.required_reason = Reason.TARGET_MET
    else:
        draft.required = remaining / m


def _required_rate(look: Look, draft: Draft, value: Decimal, target: Decimal, met: bool | None) -> None:
    """The yearly growth in per cent that takes the level to the target: (T/A)^(1/m) − 1."""
    m = look.n - (draft.k or 0)
    draft.required_unit = "%"
    if m == 0:
        draft.required_reason = Reason.EXPIRED
    elif met:
        draft.required_reason = Reason.TARGET_MET
    elif value <= 0:
        draft.required_reason = Reason.NOT_COMPUTABLE
    else:
        draft.required = (root(target / value, m) - ONE) * HUNDRED


def _look_back(look: Look, draft: Draft, target: Decimal, met: bool | None) -> None:
    """First year in which the level met the target, and whether it has been lost since."""
    first: int | None = None
    used: list[tuple[int, Decimal]] = []
    for actual in look.row.actuals:
        year, value = actual.year, actual.value
        if value is None or not look.base_year < year <= (draft.actual_year or 0):
            continue
        used.append((year, value))
        if actual.blocked_value or (first is not None and year > first):
            continue
        difference = look.d * (value - target)
        if satisfied(difference, strict=look.strict, d=look.d, comparator=actual.comparator):
            first = year
    draft.inputs["figures"] = texts(used)
    draft.first_met_year = first
    draft.fell_back = first is not None and met is False


def assess_from_base(look: Look, draft: Draft, total: Decimal) -> Draft:
    """The linear level with T = B + ``total``: points a year, or a change of the level. It needs a base."""
    base = look.row.base
    actual = latest_value(look)
    if actual is None or actual.value is None:
        return no_figure(look, draft, Reason.LEVEL_MISSING)
    clash = show_level(look, draft, actual)
    if clash is not None:
        return stop(draft, Status.INCOMPARABLE, clash)
    if base is None or base.value is None:
        return stop(draft, Status.NOT_ASSESSABLE, Reason.MISSING_BASE)
    finite(actual.value, total, base.value)
    target = base.value + total
    draft.target = target
    if look.d * total <= 0:  # nothing to reach: the value must not get worse than this
        look.form, look.value = (Form.FLOOR if look.d > 0 else Form.CEILING), target
        return assess_bound(look, draft, actual)
    return follow_path(look, draft, actual, target, linear=True)
