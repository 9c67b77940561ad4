"""One target, one year, one answer: the dispatcher over METHODS.md sections 1 to 5.

``assess`` takes facts and returns a ``Result``; it asks no clock, reads nothing and never raises for well-typed input.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, localcontext

from .arithmetic import CONTEXT, text
from .bounds import assess_bound, assess_relative
from .composition import assess_composition
from .due import until_due
from .paths import assess_level, latest_value
from .runs import assess_cut, assess_growth
from .status import STRICT, Draft, Look, stop, without_zero_sign
from .sums import assess_change, assess_points, assess_sum
from .types import (
    ActualKind,
    Comparator,
    Form,
    Reason,
    ReferenceFacts,
    Result,
    Row,
    RuleTerms,
    Status,
    TargetTerms,
)

#: Version of the arithmetic; stored with every assessment.
METHOD_VERSION = 1

_IMPLIED = {Comparator.GT: 1, Comparator.GE: 1, Comparator.LT: -1, Comparator.LE: -1}
_FIXED = {Form.FLOOR: 1, Form.CEILING: -1, Form.QUOTA: -1, Form.CUMULATIVE_CUT: 1}
_SIGNED = frozenset({Form.POINTS, Form.CUMULATIVE_CHANGE})
_FROM_BASE = frozenset({Form.LEVEL, Form.POINTS, Form.FLOOR, Form.CEILING, Form.COMPOSITION})
_UNANSWERED = frozenset({Status.NO_DATA, Status.INCOMPARABLE, Status.NOT_ASSESSABLE})
_DEFAULT_RULE = RuleTerms()


def assess(
    row: Row,
    target: TargetTerms,
    *,
    year: int,
    rule: RuleTerms = _DEFAULT_RULE,
    reference: ReferenceFacts | None = None,
) -> Result:
    """How far a target has come by ``year``, what the remaining years must bring, and its status.

    Figures are unrounded (50 digits); shares are fractions, rates per cent. ``gap`` and ``lead`` are negative when
    short, whatever the direction. With ``no_data`` for missing years, ``actual`` is the newest year's own figure, to be
    shown, and nothing is computed from it. A figure that is not finite gives ``not_assessable`` (``not_computable``).
    Flows (growth, sums, cuts, reference series) count their years from the plan's base year, since the printed base
    takes no part in them; levels count from the base's own year. A target with a ``due_year`` ends in that year.
    Source: METHODS.md sections 1 to 5.
    """
    with localcontext(CONTEXT):
        try:
            return _assess(until_due(row, target), target, year, rule, reference)
        except ArithmeticError:
            return Result(
                year=year,
                status=Status.NOT_ASSESSABLE,
                reason=Reason.NOT_COMPUTABLE,
                required_reason=Reason.NOT_COMPUTABLE,
                inputs={"form": target.form.value, "rule_version": rule.version, "method_version": METHOD_VERSION},
            )


def assess_years(
    row: Row,
    target: TargetTerms,
    years: Sequence[int],
    *,
    rule: RuleTerms = _DEFAULT_RULE,
    reference: ReferenceFacts | None = None,
) -> tuple[Result, ...]:
    """``assess`` for several years, in the order asked."""
    return tuple(assess(row, target, year=year, rule=rule, reference=reference) for year in years)


def shown_target(primary_index: int, results: Sequence[Result]) -> int:
    """Index of the target whose status a row shows: the primary, unless it has no answer and another one has."""
    if results[primary_index].status not in _UNANSWERED:
        return primary_index
    for index, result in enumerate(results):
        if result.status not in _UNANSWERED and result.status is not Status.PENDING:
            return index
    return primary_index


def _assess(row: Row, target: TargetTerms, year: int, rule: RuleTerms, reference: ReferenceFacts | None) -> Result:
    look = _look(row, target, year, rule, reference)
    draft = Draft()
    if row.base is not None:
        draft.base = row.base.value
    draft.target = None if look.form is Form.POINTS else look.value  # points a year: B + n·p, set where B is known
    special = _BY_WORD.get(look.form)
    if special is not None:  # lines 1 to 3
        special(look, draft)
    elif look.last <= look.base_year:  # line 3a
        stop(draft, Status.NOT_ASSESSABLE, Reason.BASE_YEAR)
    else:
        _BY_FIGURES[look.form](look, draft)
    return _finish(look, draft)


def _look(row: Row, target: TargetTerms, year: int, rule: RuleTerms, reference: ReferenceFacts | None) -> Look:
    form = target.form
    if form is Form.ASSIGNED and target.assigned_form is not None and (target.value is not None or target.parts):
        form = target.assigned_form
    d = _direction(form, target, row)
    value = target.value_high if d < 0 and target.value_high is not None else target.value
    period = row.period
    from_base = form in _FROM_BASE or (form is Form.CUMULATIVE_CHANGE and target.actual_kind is ActualKind.LEVEL)
    return Look(
        row=row,
        target=target,
        form=form,
        year=year,
        last=min(year, period.end_year),
        base_year=row.base.year if from_base and row.base is not None else period.base_year,
        rule=rule,
        reference=reference,
        d=d,
        value=value,
        strict=target.comparator in STRICT,
    )


def _direction(form: Form, target: TargetTerms, row: Row) -> int:
    """+1 or -1: fixed by the form, implied by a printed comparator, by the sign of a change, else the catalogue's."""
    if form in _FIXED:
        return _FIXED[form]
    implied = _IMPLIED.get(target.comparator)
    if implied is not None:
        return implied
    if form in _SIGNED and target.value:
        return -1 if target.value.is_signed() else 1
    return int(row.catalogue.direction)


def _nothing_promised(look: Look, draft: Draft) -> None:
    stop(draft, Status.NOT_ASSESSABLE, Reason.MISSING_TARGET)


def _judged_by_hand(look: Look, draft: Draft) -> None:
    judged = [one for one in look.row.actuals if one.judgement is not None and look.base_year < one.year <= look.last]
    stop(draft, Status.NOT_ASSESSABLE, Reason.BY_HAND)
    if judged:
        latest = max(judged, key=lambda one: one.year)
        draft.status = latest.judgement or Status.NOT_ASSESSABLE
        draft.actual_year, draft.k = latest.year, latest.year - look.base_year
        draft.sample, draft.vintage = latest.sample, latest.vintage


def _handed_down(look: Look, draft: Draft) -> None:
    """Assigned without a number: as reported, else pending. A figure entered meanwhile is shown beside it."""
    reported = [one for one in look.row.actuals if one.reported is not None and look.base_year < one.year <= look.last]
    if not reported:
        draft.status = Status.PENDING
        actual = latest_value(look)
        if actual is not None:
            draft.actual_year, draft.actual = actual.year, actual.value
            draft.sample, draft.vintage, draft.price_basis = actual.sample, actual.vintage, actual.value_basis
        return
    latest = max(reported, key=lambda one: one.year)
    draft.k, draft.actual_year, draft.actual = latest.year - look.base_year, latest.year, latest.value
    draft.sample, draft.vintage = latest.sample, latest.vintage
    if draft.k == look.n:
        draft.status = Status.MET if latest.reported else Status.NOT_MET
    else:
        draft.status = Status.ON_TRACK if latest.reported else Status.BEHIND
    draft.reason = draft.required_reason = Reason.REPORTED


def _hold(look: Look, draft: Draft) -> None:
    assess_bound(look, draft, latest_value(look))


_BY_WORD: dict[Form, Callable[[Look, Draft], None]] = {
    Form.NONE: _nothing_promised,
    Form.QUALITATIVE: _judged_by_hand,
    Form.ASSIGNED: _handed_down,
}
_BY_FIGURES: dict[Form, Callable[[Look, Draft], object]] = {
    Form.LEVEL: assess_level,
    Form.GROWTH: assess_growth,
    Form.CUMULATIVE: assess_sum,
    Form.QUOTA: assess_sum,
    Form.CUMULATIVE_CUT: assess_cut,
    Form.CUMULATIVE_CHANGE: assess_change,
    Form.POINTS: assess_points,
    Form.FLOOR: _hold,
    Form.CEILING: _hold,
    Form.RELATIVE: assess_relative,
    Form.COMPOSITION: assess_composition,
}


def _early_warning(look: Look, draft: Draft) -> bool:
    """预警: binding, from the second year on and before the end, pace below the planned one or the bound broken."""
    row = look.row
    if not row.binding or row.assessed_over_period or draft.k is None or not 2 <= draft.k < look.n:
        return False
    if draft.status is Status.MET_EARLY:
        return False
    slow = draft.pace_ratio is not None and draft.pace_ratio < look.rule.on_track
    return slow or draft.status is Status.BREACHED


def _note(look: Look, draft: Draft) -> None:
    """What went into the sum, JSON-ready, beside what the room has noted."""
    draft.inputs |= {
        "method_version": METHOD_VERSION,
        "rule_version": look.rule.version,
        "form": look.form.value,
        "direction": look.d,
        "base_year": look.base_year,
        "end_year": look.row.period.end_year,
        "period_years": look.n,
        "elapsed_years": draft.k,
        "base": text(draft.base),
        "target": text(look.value),
        "comparator": look.target.comparator.value,
        "unit": look.unit,
        "actual_year": draft.actual_year,
    }


def _finish(look: Look, draft: Draft) -> Result:
    k, end = draft.k, look.row.period.end_year
    isolated = "isolated" in draft.inputs
    missed = k is not None and look.last == end and (draft.actual_year or end) < end and not isolated
    if draft.reason is None and (isolated or missed):
        draft.reason = Reason.MISSING_YEARS if isolated else Reason.END_NOT_PUBLISHED
    _note(look, draft)
    return Result(
        year=look.year,
        status=draft.status,
        reason=draft.reason,
        actual_year=draft.actual_year,
        actual=draft.actual,
        target=draft.target,
        base=draft.base,
        vintage=draft.vintage,
        price_basis=draft.price_basis,
        attainment=draft.attainment,
        elapsed_share=None if k is None else Decimal(k) / look.n,
        expected=draft.expected,
        gap=without_zero_sign(draft.gap),
        lead=without_zero_sign(draft.lead),
        required=draft.required,
        required_unit=draft.required_unit,
        required_reason=draft.required_reason,
        average=draft.average,
        average_unit=draft.average_unit,
        pace_ratio=draft.pace_ratio,
        projected_end=draft.projected_end,
        on_course=draft.on_course,
        early_warning=_early_warning(look, draft),
        breached_years=draft.breached_years,
        first_met_year=draft.first_met_year,
        fell_back=draft.fell_back,
        end_not_published=missed,
        sample=draft.sample,
        parts=tuple(draft.parts),
        inputs=draft.inputs,
    )
