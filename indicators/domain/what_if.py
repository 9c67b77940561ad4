"""What if every remaining year brought x? The end value, the gap and the status at the end, by the same ``assess`` as ever.

A trial is never a figure: nothing of it is stored. The years after the one that the assessment stands on are filled with x,
so that the required pace, filled in, meets the target; years already known beyond a hole are filled too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from enum import StrEnum

from indicators.domain.said import word

from .arithmetic import CONTEXT, HUNDRED, THOUSAND, root
from .assess import assess
from .due import until_due
from .types import Actual, ActualKind, Comparator, Form, PathKind, Reason, Result, Row, RuleTerms, Status, TargetTerms

_DEFAULT_RULE = RuleTerms()
#: How far the slider goes beyond the largest of what is known, and how far a number typed in may go beyond the slider.
REACH, LIMIT = Decimal("1.5"), Decimal(10)
#: A year that falls by all there is, or more, leaves nothing to go on from.
LEAST_RATE = Decimal(-99)
_STEPS = 200


class WhatIfKind(StrEnum):
    """What the assumed figure of a year is."""

    RATE = "rate"  # growth of the level, per cent
    STEP = "step"  # change of the level
    GROWTH = "growth"  # growth of the year in the target's unit
    AMOUNT = "amount"  # the year's own figure: amount, change
    CUT = "cut"  # cut of the year, in the target's unit


class Refusal(StrEnum):
    """Why a trial has no meaning."""

    NO_YEARS = "no_years"
    NO_DATA = "no_data"
    HOLD = "hold"
    WORDS = "words"
    PENDING = "pending"
    NOT_ASSESSED = "not_assessed"


REFUSAL_LABELS: dict[Refusal, str] = {
    Refusal.NO_YEARS: word("规划期已满，没有剩余年份可以试算。"),
    Refusal.NO_DATA: word("还没有可用的实际值，无法试算。"),
    Refusal.HOLD: word("须逐年保持的目标没有年均任务，不作试算。"),
    Refusal.WORDS: word("这一形式的目标没有可以假设的年度数，不作试算。"),
    Refusal.PENDING: word("目标数待上级下达，下达后才能试算。"),
    Refusal.NOT_ASSESSED: word("目前无法评估，因此不作试算。"),
}


@dataclass(frozen=True, slots=True)
class Scale:
    """The slider: ``low`` to ``high`` by ``step``; a number typed in may lie between ``least`` and ``most``."""

    low: Decimal
    high: Decimal
    step: Decimal
    least: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class Trial:
    """What comes of ``pace`` a year. ``path``: the assumed figures from the latest actual to the end, in the terms of the
    trajectory (levels, rates, running totals). ``enough``: the pace reaches what is required; None where nothing is."""

    pace: Decimal
    years: range
    path: tuple[tuple[int, Decimal], ...]
    result: Result
    enough: bool | None = None

    @property
    def met(self) -> bool:
        return self.result.status is Status.MET


def kind_of(form: Form, result: Result, target: TargetTerms) -> WhatIfKind | None:
    """What would be assumed of a year; None where the form has no yearly figure that leads to its target."""
    path = result.inputs.get("path")
    if form is Form.GROWTH:
        return WhatIfKind.GROWTH
    if form in {Form.CUMULATIVE, Form.QUOTA}:
        return WhatIfKind.AMOUNT
    if form is Form.CUMULATIVE_CUT:
        return WhatIfKind.CUT
    if form is Form.CUMULATIVE_CHANGE and target.actual_kind is ActualKind.CHANGE:
        return WhatIfKind.AMOUNT
    if form in {Form.LEVEL, Form.POINTS, Form.CUMULATIVE_CHANGE} and path is not None:
        return WhatIfKind.RATE if path == PathKind.GEOMETRIC.value else WhatIfKind.STEP
    return None


def refusal(row: Row, target: TargetTerms, result: Result) -> Refusal | None:
    """Why this target cannot be tried out in this year; None where it can."""
    end = until_due(row, target).period.end_year
    form = Form(str(result.inputs.get("form", target.form.value)))
    if result.year >= end or (result.actual_year or 0) >= end:
        return Refusal.NO_YEARS
    if form in {Form.NONE, Form.QUALITATIVE, Form.COMPOSITION}:
        return Refusal.WORDS
    if form is Form.ASSIGNED:
        return Refusal.PENDING if result.status is Status.PENDING else Refusal.WORDS
    if form in {Form.FLOOR, Form.CEILING, Form.RELATIVE} or result.required_reason is Reason.HOLD:
        return Refusal.HOLD
    if result.status is Status.NO_DATA or result.reason is Reason.BASE_YEAR:
        return Refusal.NO_DATA
    if kind_of(form, result, target) is None or result.actual is None or result.actual_year is None:
        return Refusal.NOT_ASSESSED
    known = result.required is not None or result.required_reason is Reason.TARGET_MET
    return None if known and result.status is not Status.INCOMPARABLE else Refusal.NOT_ASSESSED


def what_if(row: Row, target: TargetTerms, result: Result, pace: Decimal, *, rule: RuleTerms = _DEFAULT_RULE) -> Trial:
    """The end of the period if each year after ``result.actual_year`` brings ``pace``.

    ``pace`` in the unit of ``required``: per cent for growth, percentage points or the row's unit for steps, amounts of a
    year. ``ValueError`` where ``refusal`` says that there is no trial, or the pace is no number.
    """
    why = refusal(row, target, result)
    if why is not None or not pace.is_finite():
        raise ValueError(str(why or "not a number"))
    last, end = result.actual_year or 0, until_due(row, target).period.end_year
    form = Form(str(result.inputs.get("form", target.form.value)))
    kind = kind_of(form, result, target)
    years = range(last + 1, end + 1)
    known = tuple(one for one in row.actuals if one.year <= last)
    per_mille = "‰" in target.unit
    with localcontext(CONTEXT):
        assumed = tuple(_assumed(kind, known, years, pace, per_mille=per_mille))
        filled = replace(
            row,
            actuals=(*known, *assumed),
            results=tuple(one for one in row.results if one.year <= last),
            breaks=frozenset(year for year in row.breaks if year <= last),
        )
        outcome = assess(filled, target, year=end, rule=rule)
        path = _path(kind, result, known, assumed, outcome, years, pace, per_mille=per_mille)
    return Trial(pace, years, path, outcome, _enough(form, result, pace))


def _enough(form: Form, result: Result, pace: Decimal) -> bool | None:
    """Whether the pace is at least what is required; of a quota at most what may still be used."""
    if result.required is None:
        return None
    towards = -1 if form is Form.QUOTA or result.inputs.get("direction") == -1 else 1
    return towards * (pace - result.required) >= 0


def _assumed(
    kind: WhatIfKind | None, known: tuple[Actual, ...], years: range, pace: Decimal, *, per_mille: bool
) -> Iterable[Actual]:
    """The years to come. A level goes on from the latest one that has a value, on its basis; growth is entered in per cent."""
    latest = max((one for one in known if one.value is not None), key=lambda one: one.year, default=None)
    value = latest.value if latest is not None and latest.value is not None else Decimal(0)
    for year in years:
        if kind is WhatIfKind.GROWTH:
            yield Actual(year, growth=pace / 10 if per_mille else pace)
            continue
        value = _next(kind, value, pace)
        basis = latest.value_basis if latest is not None else Actual(year).value_basis
        yield Actual(year, value, value_basis=basis, comparator=Comparator.EQ)


def _next(kind: WhatIfKind | None, value: Decimal, pace: Decimal) -> Decimal:
    if kind is WhatIfKind.RATE:
        return value * (1 + pace / HUNDRED)
    return value + pace if kind is WhatIfKind.STEP else pace


def _path(
    kind: WhatIfKind | None,
    result: Result,
    known: tuple[Actual, ...],
    assumed: tuple[Actual, ...],
    outcome: Result,
    years: range,
    pace: Decimal,
    *,
    per_mille: bool,
) -> tuple[tuple[int, Decimal], ...]:
    """What the trajectory draws: it starts at the latest actual, except for rates, which are of their own year alone."""
    if kind is WhatIfKind.GROWTH:
        return tuple((year, pace) for year in years)
    if kind in {WhatIfKind.RATE, WhatIfKind.STEP}:
        start = [(one.year, one.value) for one in known if one.year == years[0] - 1 and one.value is not None]
        return (*start, *((one.year, one.value) for one in assumed if one.value is not None))
    first = (years[0] - 1, result.actual or Decimal(0))
    if kind is WhatIfKind.CUT:
        scale = THOUSAND if per_mille else HUNDRED
        left, points = 1 - first[1] / scale, [first]
        for year in years:
            left *= 1 - pace / scale
            points.append((year, (1 - left) * scale))
        return tuple(points)
    return (first, *((year, first[1] + pace * (year - first[0])) for year in years))


def scale(kind: WhatIfKind | None, candidates: Iterable[Decimal | None]) -> Scale:
    """The slider's range: 0 to one and a half times the furthest of the candidates (required, best year, planned pace).

    A target that falls by falling paces has its range below 0. Where nothing but 0 is known the range is one unit wide.
    """
    known = [one for one in candidates if one is not None and one.is_finite()]
    with localcontext(CONTEXT):
        low, high = (REACH * one for one in (min([*known, Decimal(0)]), max([*known, Decimal(0)])))
        low, high = _one_sided(low, high, known[0] if known else None)
        step = _step(high - low)
        low = (low / step).to_integral_value(ROUND_FLOOR) * step
        high = (high / step).to_integral_value(ROUND_CEILING) * step
        far = LIMIT * max(abs(low), abs(high))
        least, most = -far, far
    if kind in {WhatIfKind.RATE, WhatIfKind.GROWTH}:
        low, least = max(low, LEAST_RATE), max(least, LEAST_RATE)
    if kind is WhatIfKind.CUT:
        high, most = min(high, -LEAST_RATE), min(most, -LEAST_RATE)
    return Scale(low, high, step, least, most)


def _one_sided(low: Decimal, high: Decimal, required: Decimal | None) -> tuple[Decimal, Decimal]:
    if low == 0 and high == 0:
        return (Decimal(-1), Decimal(0)) if required is not None and required < 0 else (Decimal(0), Decimal(1))
    return low, high


def _step(width: Decimal) -> Decimal:
    """A round step (1, 2 or 5 times a power of ten) of about a two-hundredth of the width."""
    rough = width / _STEPS
    power = Decimal(1).scaleb(rough.adjusted())
    return next(one * power for one in (Decimal(1), Decimal(2), Decimal(5), Decimal(10)) if one * power >= rough)


def planned_pace(kind: WhatIfKind | None, result: Result) -> Decimal | None:
    """The pace that the plan itself asks of every year, from its base or its first year; None where it has none."""
    goal, base, n = result.target, result.base, result.inputs.get("period_years")
    if goal is None or not isinstance(n, int) or n < 1:
        return None
    with localcontext(CONTEXT):
        if kind is WhatIfKind.GROWTH:
            return goal
        if kind is WhatIfKind.AMOUNT:
            return goal / n
        if kind is WhatIfKind.CUT:
            scale = THOUSAND if "‰" in str(result.inputs.get("unit", "")) else HUNDRED
            return (1 - root(1 - goal / scale, n)) * scale if 0 < goal < scale else None
        if kind is WhatIfKind.STEP and result.inputs.get("form") == Form.CUMULATIVE_CHANGE:
            return goal / n
        if base is None or (kind is WhatIfKind.RATE and base <= 0):
            return None
        return (root(goal / base, n) - 1) * HUNDRED if kind is WhatIfKind.RATE else (goal - base) / n
