"""Official figures from the base to a year, printed comparators, other base years, and the edges of every division."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from indicators.domain.assess import assess
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
    Reason,
    ResultKind,
    Row,
    Status,
    TargetTerms,
)

THIRTEENTH = Period(2015, 2016, 2020)
AMOUNT = CatalogueFacts("x", "亿元", Direction.HIGHER, PathKind.GEOMETRIC, Measure.AMOUNT)
SHARE = CatalogueFacts("x", "%", Direction.HIGHER, PathKind.LINEAR, Measure.SHARE)


def official(kind, value, year=2020, **more):
    return PeriodFigure(ResultKind(kind), Decimal(value), year, **more)


def terms(form, value, comparator="=", **more):
    return TargetTerms(Form(form), Decimal(value), comparator=Comparator(comparator), **more)


def row(catalogue=AMOUNT, *, base=None, values=None, results=(), **more):
    figure = BaseFigure(Decimal(base), 2015) if base is not None else None
    actuals = tuple(Actual(year, value=Decimal(value)) for year, value in (values or {}).items())
    return Row(THIRTEENTH, catalogue, base=figure, actuals=actuals, results=tuple(results), **more)


def test_an_official_average_decides_growth_without_any_year():
    facts = row(results=[official("average", "6.7")])
    result = assess(facts, terms("growth", "8.5", "~", unit="%"), year=2020)
    assert (result.status, result.actual, result.gap) == (Status.NOT_MET, Decimal("6.7"), Decimal("-1.8"))
    assert assess(facts, terms("growth", "6.7", "~", unit="%"), year=2020).status is Status.MET
    assert assess(facts, terms("growth", "7.0", "~", unit="%"), year=2020).status is Status.NEARLY_MET


def test_an_official_total_decides_a_sum_and_a_quota():
    facts = row(results=[official("cumulative", "42")])
    result = assess(facts, terms("cumulative", "35", ">="), year=2020)
    assert (result.status, result.actual, result.gap) == (Status.MET, Decimal(42), Decimal(7))
    assert assess(facts, terms("quota", "35"), year=2020).status is Status.NOT_MET


def test_an_official_total_of_cuts_and_of_changes():
    assert assess(row(results=[official("cumulative", "18")]), terms("cumulative_cut", "16"), year=2020).status is (
        Status.MET
    )
    rise = row(SHARE, base="50", values={2020: "54"}, results=[official("cumulative", "2.4")])
    result = assess(rise, terms("cumulative_change", "2.5"), year=2020)
    assert (result.status, result.actual) == (Status.NOT_MET, Decimal("2.4"))


def test_an_official_average_of_points_serves_where_levels_are_missing():
    facts = row(SHARE, results=[official("average", "1.6")])
    result = assess(facts, terms("points", "1.7", unit="个百分点"), year=2020)
    assert (result.status, result.actual, result.target) == (Status.NOT_MET, Decimal("8.0"), Decimal("8.5"))


def test_an_official_figure_overrides_the_run_and_leads_across_a_gap():
    actuals = (Actual(2016, growth=Decimal(1)), Actual(2019, growth=Decimal(10)), Actual(2020, growth=Decimal(10)))
    facts = dataclasses.replace(
        row(results=[official("average", "10", 2018)]), actuals=actuals, breaks=frozenset({2018})
    )
    result = assess(facts, terms("growth", "10", unit="%"), year=2020)
    assert (result.status, result.average, result.actual_year) == (Status.MET, Decimal(10), 2020)
    assert result.inputs["figures"] == {"2019": "10", "2020": "10"}
    assert result.inputs["official"]["value"] == "10"


def test_an_official_figure_can_be_in_doubt_or_on_another_price_basis():
    blocked = row(results=[official("average", "9", blocked=("scale_jump",))])
    assert assess(blocked, terms("growth", "8"), year=2020).reason is Reason.BLOCKING_DOUBT
    nominal = row(results=[official("average", "9", price_basis=PriceBasis.CURRENT)])
    result = assess(nominal, terms("growth", "8", price_basis=PriceBasis.CONSTANT), year=2020)
    assert (result.status, result.reason) == (Status.INCOMPARABLE, Reason.BASIS_DIFFERS)


def test_about_a_level_that_is_passed():
    facts = row(SHARE, base="49", values={2020: "57.6"})
    assert assess(facts, terms("level", "56", "~"), year=2020).status is Status.MET


@pytest.mark.parametrize(
    ("printed", "target", "status", "reason"),
    [
        (">", "100", Status.MET, None),
        (">", "101", Status.NOT_ASSESSABLE, Reason.NOT_COMPUTABLE),
        ("<", "100", Status.NOT_MET, None),
        ("<", "99", Status.NOT_ASSESSABLE, Reason.NOT_COMPUTABLE),
    ],
)
def test_an_actual_known_from_one_side_proves_only_that(printed, target, status, reason):
    actual = Actual(2020, value=Decimal(100), comparator=Comparator(printed))
    facts = dataclasses.replace(row(base="90"), actuals=(actual,))
    result = assess(facts, terms("level", target), year=2020)
    assert (result.status, result.reason) == (status, reason)
    strict = assess(facts, terms("level", "100", ">"), year=2020)
    assert strict.status is (Status.MET if printed == ">" else Status.NOT_MET)


def test_years_count_from_the_base_s_own_year():
    period = Period(2020, 2021, 2025)
    facts = Row(period, SHARE, base=BaseFigure(Decimal("60.6"), 2019), actuals=(Actual(2022, value=Decimal("63.6")),))
    result = assess(facts, terms("level", "66.6"), year=2022)
    assert (result.elapsed_share, result.expected, result.pace_ratio) == (Decimal("0.5"), Decimal("63.6"), Decimal(1))
    assert assess(facts, terms("level", "66.6"), year=2019).reason is Reason.BASE_YEAR
    assert assess(facts, terms("level", "66.6"), year=2020).status is Status.NO_DATA


def test_a_flow_counts_its_years_from_the_plan_s_base_year():
    facts = Row(
        Period(2020, 2021, 2025),
        AMOUNT,
        base=BaseFigure(Decimal("60.6"), 2019),
        actuals=(Actual(2021, growth=Decimal(7)),),
    )
    assert assess(facts, terms("growth", "7", unit="%"), year=2021).elapsed_share == Decimal("0.2")


@pytest.mark.parametrize(("base", "target"), [("-10", "20"), ("0", "20")])
def test_a_base_that_is_not_positive_makes_the_path_linear(base, target):
    facts = row(base=base, values={2018: "8"})
    result = assess(facts, terms("level", target), year=2018)
    assert result.inputs["path"] == "linear"
    assert result.required == Decimal(6)


def test_a_sum_of_zero_and_a_change_of_zero_are_bounds():
    amount = row(values={2016: "3"})
    result = assess(amount, terms("cumulative", "0"), year=2016)
    assert (result.status, result.attainment, result.required_reason) == (Status.HOLDS, None, Reason.HOLD)
    steady = row(SHARE, base="50", values={2016: "49", 2017: "50"})
    for year, status in ((2016, Status.BREACHED), (2017, Status.HOLDS)):
        result = assess(steady, terms("cumulative_change", "0"), year=year)
        assert (result.status, result.attainment) == (status, None)


@pytest.mark.parametrize("cut", ["0", "-3", "100", "120"])
def test_a_cut_that_cannot_be(cut):
    result = assess(row(values={2016: "1"}), terms("cumulative_cut", cut), year=2016)
    assert (result.status, result.reason) == (Status.NOT_ASSESSABLE, Reason.NOT_COMPUTABLE)


def test_a_cut_of_everything_is_met_early_without_a_logarithm_of_zero():
    result = assess(row(values={2016: "100"}), terms("cumulative_cut", "16"), year=2016)
    assert (result.status, result.pace_ratio, result.projected_end) == (Status.MET_EARLY, None, Decimal(100))


def test_a_change_of_the_level_is_shown_as_a_change():
    facts = row(SHARE, base="50", values={2018: "51"})
    result = assess(facts, terms("cumulative_change", "2.5"), year=2018)
    assert (result.actual, result.target, result.gap) == (Decimal(1), Decimal("2.5"), Decimal("-1.5"))
    assert (result.expected, result.lead, result.required) == (Decimal("1.5"), Decimal("-0.5"), Decimal("0.75"))
    assert (result.required_unit, round(result.projected_end, 6)) == ("个百分点", Decimal("51.666667"))
    falling = assess(row(SHARE, base="50", values={2018: "49"}), terms("cumulative_change", "-2.5"), year=2018)
    assert (falling.gap, falling.attainment) == (Decimal("-1.5"), Decimal("0.4"))


def test_yearly_changes_add_up_without_a_base():
    facts = row(SHARE, values={2016: "0.5", 2017: "0.5"})
    target = terms("cumulative_change", "2.5", actual_kind=ActualKind.CHANGE)
    result = assess(facts, target, year=2017)
    assert (result.actual, result.pace_ratio, result.required) == (Decimal("1.0"), Decimal(1), Decimal("0.5"))


def test_a_level_without_a_base_is_a_bound_where_the_catalogue_says_so():
    rate = dataclasses.replace(SHARE, direction=Direction.LOWER, bound=Bound.CEILING)
    assert assess(row(rate, values={2018: "3"}), terms("level", "4"), year=2018).status is Status.HOLDS


@pytest.mark.parametrize(
    ("printed", "status"),
    [
        ((">", "="), Status.MET),
        (("=", "<"), Status.NOT_MET),
        (("=", "<="), Status.NOT_ASSESSABLE),
        ((">", "<"), Status.NOT_ASSESSABLE),
    ],
)
def test_a_sum_with_an_open_figure_is_open(printed, status):
    period = Period(2018, 2019, 2020)
    actuals = tuple(
        Actual(year, value=Decimal(5), comparator=Comparator(one))
        for year, one in zip((2019, 2020), printed, strict=True)
    )
    facts = Row(period, AMOUNT, actuals=actuals)
    assert assess(facts, terms("cumulative", "10"), year=2020).status is status


def test_a_change_that_cannot_be_compared_shows_no_level_as_if_it_were_one():
    result = assess(row(SHARE, values={2018: "51"}), terms("cumulative_change", "2.5"), year=2018)
    assert (result.reason, result.actual, result.target) == (Reason.MISSING_BASE, None, Decimal("2.5"))
    assert result.inputs["actual"] == "51"


def test_a_range_is_met_at_its_easier_end():
    facts = row(base="100", values={2020: "106"})
    target = TargetTerms(Form.LEVEL, Decimal(106), value_high=Decimal(107))
    assert assess(facts, target, year=2020).status is Status.MET


def test_years_after_the_end_are_the_end():
    facts = row(base="100", values={2020: "150", 2021: "10"})
    result = assess(facts, terms("level", "150"), year=2023)
    assert (result.year, result.actual_year, result.status) == (2023, 2020, Status.MET)


def test_a_figure_that_is_not_a_number_is_refused_not_computed():
    facts = row(base="100", values={2020: "NaN"})
    result = assess(facts, terms("level", "150"), year=2020)
    assert (result.status, result.reason, result.gap) == (Status.NOT_ASSESSABLE, Reason.NOT_COMPUTABLE, None)
