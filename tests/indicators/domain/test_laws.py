"""Laws that hold whatever the figures are (STYLE section 2)."""

from __future__ import annotations

import dataclasses
import json
from decimal import Context, Decimal, localcontext

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from indicators.domain import display
from indicators.domain.assess import assess, shown_target
from indicators.domain.steps import explain
from indicators.domain.types import (
    Actual,
    ActualKind,
    BaseFigure,
    Bound,
    CatalogueFacts,
    Comparator,
    Direction,
    Form,
    Measure,
    PathKind,
    Period,
    PeriodFigure,
    PriceBasis,
    ReferenceFacts,
    ResultKind,
    Row,
    Status,
    TargetTerms,
    Vintage,
)

PERIOD = Period(2020, 2021, 2025)
MET = {Status.MET, Status.MET_EARLY}
TINY = Decimal("1e-25")

plain = st.decimals("-200", "500", places=2)
odd = st.one_of(
    plain,
    st.sampled_from([Decimal(one) for one in ("0", "-0", "100", "-100", "1e-30", "1e40", "-1e40", "1e400000")]),
    st.decimals(allow_nan=True, allow_infinity=True),
)
positive = st.decimals("0.1", "5000", places=2)
blocks = st.sampled_from([(), (), (), ("scale_jump",)])
bases = st.sampled_from(list(PriceBasis))
comparators = st.sampled_from(list(Comparator))


def optional(figures):
    return st.one_of(st.none(), figures)


def actuals_of(figures):
    one = st.builds(
        Actual,
        year=st.integers(2018, 2028),
        value=optional(figures),
        growth=optional(figures),
        value_basis=bases,
        growth_basis=bases,
        parts=st.lists(figures, max_size=3).map(tuple),
        reported=st.sampled_from([None, True, False]),
        judgement=st.sampled_from([None, Status.ON_TRACK]),
        comparator=comparators,
        vintage=st.sampled_from(list(Vintage)),
        blocked_value=blocks,
        blocked_growth=blocks,
    )
    return st.lists(one, max_size=7, unique_by=lambda actual: actual.year).map(tuple)


def results_of(figures):
    one = st.builds(
        PeriodFigure,
        kind=st.sampled_from(list(ResultKind)),
        value=figures,
        year=st.integers(2020, 2026),
        comparator=comparators,
        price_basis=bases,
        blocked=blocks,
    )
    return st.lists(one, max_size=2).map(tuple)


def rows_of(figures):
    catalogue = st.builds(
        CatalogueFacts,
        code=st.just("x"),
        unit=st.sampled_from(["亿元", "%", "‰", ""]),
        direction=st.sampled_from(list(Direction)),
        path=st.sampled_from(list(PathKind)),
        measure=st.sampled_from(list(Measure)),
        bound=optional(st.sampled_from(list(Bound))),
    )
    base = st.builds(
        BaseFigure,
        value=optional(figures),
        year=st.integers(2018, 2025),
        parts=st.lists(figures, max_size=3).map(tuple),
        blocked=blocks,
    )
    return st.builds(
        Row,
        period=st.just(PERIOD),
        catalogue=catalogue,
        binding=st.booleans(),
        base=optional(base),
        actuals=actuals_of(figures),
        results=results_of(figures),
        breaks=st.frozensets(st.integers(2021, 2025), max_size=1),
    )


def terms_of(figures):
    return st.builds(
        TargetTerms,
        form=st.sampled_from(list(Form)),
        value=optional(figures),
        value_high=optional(figures),
        comparator=comparators,
        unit=st.sampled_from(["", "%", "‰", "个百分点"]),
        price_basis=bases,
        parts=st.lists(figures, max_size=3).map(tuple),
        actual_kind=st.sampled_from(list(ActualKind)),
        assigned_form=optional(st.sampled_from([Form.LEVEL, Form.GROWTH, Form.QUOTA, Form.RELATIVE])),
        tolerant=st.booleans(),
        blocked=blocks,
    )


def references_of(figures):
    return optional(st.builds(ReferenceFacts, actuals=actuals_of(figures), results=results_of(figures)))


@given(
    row=st.one_of(rows_of(plain), rows_of(odd)),
    target=st.one_of(terms_of(plain), terms_of(odd)),
    reference=st.one_of(references_of(plain), references_of(odd)),
    year=st.integers(2017, 2030),
)
@settings(max_examples=1500, deadline=None)
def test_whatever_goes_in_nothing_raises_and_only_numbers_come_out(row, target, reference, year):
    result = assess(row, target, year=year, reference=reference)
    for field in dataclasses.fields(result):
        value = getattr(result, field.name)
        if isinstance(value, Decimal) and field.name not in {"actual", "base", "target"}:
            assert value.is_finite(), field.name
    json.dumps(dict(result.inputs), allow_nan=False)
    assert result.required is None or result.required_reason is None
    figures = (result.actual, result.base, result.target)
    if all(one is None or (one.is_finite() and abs(one.adjusted()) < 100) for one in figures):
        assert explain(row, target, result)[-1].label == "状态"
    assert display.status_text(result, target.form)


@given(row=rows_of(plain), target=terms_of(plain), year=st.integers(2020, 2026), seed=st.randoms())
@settings(max_examples=300, deadline=None)
def test_the_order_of_entry_is_irrelevant(row, target, year, seed):
    shuffled = list(row.actuals)
    seed.shuffle(shuffled)
    other = dataclasses.replace(row, actuals=tuple(shuffled))
    assert assess(row, target, year=year) == assess(other, target, year=year)


def level_row(base, actual, year, d, path="geometric"):
    catalogue = CatalogueFacts("x", "亿元", Direction(d), PathKind(path), Measure.AMOUNT)
    return Row(PERIOD, catalogue, base=BaseFigure(base, 2020), actuals=(Actual(year, value=actual),))


@given(
    base=plain,
    target=plain,
    actual=plain,
    k=st.integers(1, 5),
    d=st.sampled_from([1, -1]),
    path=st.sampled_from(["geometric", "linear"]),
    strict=st.booleans(),
)
@settings(max_examples=500, deadline=None)
def test_gap_says_met(base, target, actual, k, d, path, strict):
    assume(d * (base - target) < 0)
    comparator = (Comparator.GT if d > 0 else Comparator.LT) if strict else Comparator.EQ
    terms = TargetTerms(Form.LEVEL, target, comparator=comparator)
    result = assess(level_row(base, actual, 2020 + k, d, path), terms, year=2020 + k)
    if strict:
        assert (result.gap > 0) == (result.status in MET)
    else:
        assert (result.gap >= 0) == (result.status in MET)


@given(
    rate=st.decimals("-5", "12", places=1), rates=st.lists(st.decimals("-20", "20", places=1), min_size=5, max_size=5)
)
@settings(max_examples=300, deadline=None)
def test_gap_says_met_for_growth_at_the_end(rate, rates):
    row = Row(
        PERIOD,
        level_row(1, 1, 2021, 1).catalogue,
        actuals=tuple(Actual(2021 + index, growth=one) for index, one in enumerate(rates)),
    )
    result = assess(row, TargetTerms(Form.GROWTH, rate, unit="%"), year=2025)
    assert (result.gap >= 0) == (result.status is Status.MET)


@given(
    base=positive, target=positive, actual=positive, k=st.integers(1, 4), path=st.sampled_from(["geometric", "linear"])
)
@settings(max_examples=300, deadline=None)
def test_the_required_pace_reaches_a_level(base, target, actual, k, path):
    assume(base != target)
    d = 1 if target > base else -1
    terms = TargetTerms(Form.LEVEL, target)
    result = assess(level_row(base, actual, 2020 + k, d, path), terms, year=2020 + k)
    assume(result.required is not None)
    value = actual
    with localcontext(Context(prec=60)):
        for _ in range(5 - k):
            grown = value * (1 + result.required / 100) * (1 + d * TINY)
            value = grown if path == "geometric" else value + result.required + d * TINY
    assert assess(level_row(base, value, 2025, d, path), terms, year=2025).status is Status.MET


def flow_row(form, figures):
    keep = "growth" if form is Form.GROWTH else "value"
    actuals = tuple(Actual(2021 + index, **{keep: one}) for index, one in enumerate(figures))
    return dataclasses.replace(level_row(1, 1, 2021, 1), base=None, actuals=actuals)


@given(
    form=st.sampled_from([Form.GROWTH, Form.CUMULATIVE, Form.CUMULATIVE_CUT, Form.QUOTA, Form.CUMULATIVE_CHANGE]),
    promised=st.decimals("0.5", "60", places=1),
    figures=st.lists(st.decimals("-10", "20", places=1), min_size=1, max_size=4),
)
@settings(max_examples=300, deadline=None)
def test_the_required_pace_reaches_a_flow(form, promised, figures):
    terms = TargetTerms(form, promised, actual_kind=ActualKind.CHANGE)
    result = assess(flow_row(form, figures), terms, year=2020 + len(figures))
    assume(result.required is not None)
    better = -TINY if form is Form.QUOTA else TINY
    with localcontext(Context(prec=60)):
        rest = [result.required + better] * (5 - len(figures))
    assert assess(flow_row(form, [*figures, *rest]), terms, year=2025).status is Status.MET


@given(base=plain, target=plain, actual=plain, k=st.integers(1, 5), d=st.sampled_from([1, -1]))
@settings(max_examples=200, deadline=None)
def test_a_mirrored_direction_mirrors_the_gap(base, target, actual, k, d):
    row = level_row(base, actual, 2020 + k, d, "linear")
    floor = assess(row, TargetTerms(Form.FLOOR, target), year=2020 + k)
    ceiling = assess(row, TargetTerms(Form.CEILING, target), year=2020 + k)
    assert floor.gap == -ceiling.gap
    mirrored = level_row(-base, -actual, 2020 + k, -d, "linear")
    one = assess(row, TargetTerms(Form.LEVEL, target), year=2020 + k)
    two = assess(mirrored, TargetTerms(Form.LEVEL, -target), year=2020 + k)
    assert (one.gap, one.lead, one.attainment, one.status) == (two.gap, two.lead, two.attainment, two.status)


@given(value=st.decimals("-1e9", "1e9", places=6), digits=st.integers(0, 4))
def test_a_shown_number_reads_back_within_half_a_digit(value, digits):
    text = display.number(value, digits)
    back = Decimal(text.replace(display.MINUS, "-"))
    assert abs(back - value) <= Decimal("0.5").scaleb(-digits)
    assert text not in {"−0", "−0.0", "−0.00", "−0.000", "−0.0000"}


@given(st.lists(st.sampled_from(list(Status)), min_size=1, max_size=4), st.data())
def test_the_row_shows_a_target_that_has_an_answer(statuses, data):
    row = level_row(Decimal(1), Decimal(1), 2021, 1)
    plain_result = assess(row, TargetTerms(Form.NONE), year=2021)
    results = [dataclasses.replace(plain_result, status=one) for one in statuses]
    primary = data.draw(st.integers(0, len(statuses) - 1))
    shown = shown_target(primary, results)
    unanswered = {Status.NO_DATA, Status.INCOMPARABLE, Status.NOT_ASSESSABLE}
    if statuses[primary] not in unanswered:
        assert shown == primary
    elif shown == primary:
        assert all(one in unanswered | {Status.PENDING} for one in statuses)
    else:
        assert statuses[shown] not in unanswered | {Status.PENDING}


@given(
    base=positive, target=positive, actual=positive, k=st.integers(1, 5), path=st.sampled_from(["geometric", "linear"])
)
@settings(max_examples=200, deadline=None)
def test_on_course_is_what_the_projection_says(base, target, actual, k, path):
    assume(base != target)
    d = 1 if target > base else -1
    result = assess(level_row(base, actual, 2020 + k, d, path), TargetTerms(Form.LEVEL, target), year=2020 + k)
    over = d * (result.projected_end - target)
    assume(abs(over) > TINY)
    assert result.on_course == (over > 0)
