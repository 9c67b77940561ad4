"""The 30 cases of METHODS section 6, one by one, to the digits shown there."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

from indicators.domain import display
from indicators.domain.assess import assess
from indicators.domain.types import (
    Actual,
    BaseFigure,
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
    ReferenceFacts,
    Result,
    ResultKind,
    Row,
    Status,
    TargetTerms,
)

PERIOD = Period(2020, 2021, 2025)


def d(value):
    return None if value is None else Decimal(value)


def make_row(base=None, levels=None, growth=None, *, unit="亿元", path="geometric", direction=1, **more):
    catalogue = CatalogueFacts("x", unit, Direction(direction), PathKind(path), more.pop("measure", Measure.AMOUNT))
    levels, growth = levels or {}, growth or {}
    actuals = tuple(
        Actual(year, value=d(levels.get(year)), growth=d(growth.get(year))) for year in sorted({*levels, *growth})
    )
    figure = None if base is None else BaseFigure(d(base), 2020)
    return Row(PERIOD, catalogue, base=figure, actuals=actuals, **more)


def terms(form, value=None, comparator="=", **more):
    return TargetTerms(Form(form), d(value), comparator=Comparator(comparator), **more)


def shown(result: Result, digits: int = 2) -> dict[str, str]:
    """Every figure of a result as a page prints it."""
    return {
        "P": display.share(result.attainment),
        "tau": display.share(result.elapsed_share),
        "E": display.level(result.expected, 2),
        "gap": display.level(result.gap, digits),
        "lead": display.level(result.lead, 2),
        "rho": display.pace(result.pace_ratio),
        "q": display.rate(result.required, result.required_unit),
        "proj": display.level(result.projected_end, digits),
        "avg": display.rate(result.average, result.average_unit),
    }


def assert_shown(result: Result, digits: int = 2, **expected: str) -> None:
    figures = shown(result, digits)
    assert {name: figures[name] for name in expected} == expected


GDP = {2022: "179.46", 2024: "193.3"}


def test_case_01_level_on_a_geometric_path_and_how_a_linear_one_flips_it():
    result = assess(make_row("153.7", GDP), terms("level", "230"), year=2022)
    assert_shown(result, P="33.8%", tau="40.0%", E="180.59", lead="−1.13", rho="0.96", q="8.62%")
    assert result.status is Status.ON_TRACK
    linear = assess(make_row("153.7", GDP, path="linear"), terms("level", "230"), year=2022)
    assert_shown(linear, rho="0.84")
    assert linear.status is Status.BEHIND


def test_case_02_level_behind_a_year_before_the_end():
    result = assess(make_row("153.7", GDP), terms("level", "230"), year=2024)
    assert_shown(result, 1, P="51.9%", E="212.19", gap="−36.7", lead="−18.89", rho="0.70", q="18.99%", proj="204.7")
    assert result.status is Status.BEHIND
    assert result.on_course is False


def test_case_03_revenue_far_behind():
    result = assess(make_row("6.15", {2024: "7.76"}), terms("level", "12"), year=2024)
    assert_shown(result, P="27.5%", E="10.50", rho="0.42", q="54.64%")
    assert result.status is Status.FAR_BEHIND


def test_case_04_retail_just_below_the_threshold():
    result = assess(make_row("52.98", {2024: "65.09"}), terms("level", "81.5"), year=2024)
    assert_shown(result, P="42.5%", E="74.77", rho="0.59", q="25.21%")
    assert result.status is Status.FAR_BEHIND


def test_case_05_a_share_is_linear_in_percentage_points():
    row = make_row("39", {2023: "41.17"}, unit="%", path="linear", measure=Measure.SHARE)
    result = assess(row, terms("level", "46"), year=2023)
    assert_shown(result, P="31.0%", E="43.20", lead="−2.03", rho="0.52", q="2.42 个百分点")
    assert result.required == Decimal("2.415")
    assert result.status is Status.FAR_BEHIND


def test_case_06_growth_averages_geometrically():
    row = make_row(growth={2021: "6.6", 2022: "5.3", 2023: "1.5"})
    results = [assess(row, terms("growth", "6.5", ">=", unit="%"), year=year) for year in (2021, 2022, 2023)]
    assert [shown(one)["avg"] for one in results] == ["6.60%", "5.95%", "4.44%"]
    assert [shown(one)["q"] for one in results] == ["6.48%", "6.87%", "9.66%"]
    assert [shown(one)["rho"] for one in results] == ["1.01", "0.92", "0.69"]
    assert [one.status for one in results] == [Status.ON_TRACK, Status.BEHIND, Status.BEHIND]
    assert_shown(results[2], P="41.4%")


def test_case_07_growth_ahead():
    row = make_row(growth={2021: "9.7", 2022: "9", 2023: "6.4"})
    result = assess(row, terms("growth", "7.0", unit="%"), year=2023)
    assert_shown(result, avg="8.36%", P="71.2%", rho="1.19", q="5.00%")
    assert result.status is Status.AHEAD


def test_case_08_a_sum_over_the_years():
    result = assess(make_row(levels={2021: "9.06"}, unit="万人"), terms("cumulative", "35"), year=2021)
    assert_shown(result, P="25.9%", E="7.00", rho="1.29")
    assert result.required == Decimal("6.485")
    assert result.status is Status.AHEAD


def test_case_09_cuts_compound():
    row = make_row(levels={2021: "2.7", 2022: "0.1", 2023: "0.5", 2024: "3.8"}, unit="%", direction=-1)
    result = assess(row, terms("cumulative_cut", "13.5", unit="%"), year=2024)
    assert display.rate(result.actual, "%") == "6.96%"
    assert_shown(result, E="10.95", rho="0.62", q="7.03%")
    assert result.status is Status.BEHIND


def test_case_10_a_falling_indicator():
    row = make_row("66", {2023: "56"}, direction=-1, unit="微克/立方米")
    result = assess(row, terms("level", "49.5"), year=2023)
    assert_shown(result, P="60.6%", rho="0.95", q="−5.98%")
    assert display.level(result.expected, 1) == "55.5"


def test_case_11_a_ceiling_holds_with_a_margin():
    row = make_row("4", {2023: "3.75"}, direction=-1, unit="%", path="linear", measure=Measure.RATE)
    result = assess(row, terms("ceiling", "4.5", "<"), year=2023)
    assert result.status is Status.HOLDS
    assert result.gap == Decimal("0.75")
    assert (result.required, result.required_reason) == (None, Reason.HOLD)


def test_case_12_a_floor_is_judged_every_year():
    row = make_row("485.9", {2021: "430", 2022: "478.45", 2023: "465"}, unit="万吨")
    results = [assess(row, terms("floor", "475", ">"), year=year) for year in (2021, 2022, 2023)]
    assert [one.status for one in results] == [Status.BREACHED, Status.HOLDS, Status.BREACHED]
    assert results[2].breached_years == (2021, 2023)


def test_case_13_a_floor_equal_to_its_base_divides_nothing():
    row = make_row("100", {2021: "100", 2022: "99.9"}, unit="%", path="linear")
    for form in ("floor", "level"):
        results = [assess(row, terms(form, "100"), year=year) for year in (2021, 2022)]
        assert [one.status for one in results] == [Status.HOLDS, Status.BREACHED]
        assert [one.attainment for one in results] == [None, None]


def test_case_14_strict_and_equal_is_a_breach():
    row = make_row("0.035", {2021: "0.035"})
    result = assess(row, terms("floor", "0.035", ">"), year=2021)
    assert (result.status, result.reason, result.gap) == (Status.BREACHED, Reason.STRICT, Decimal(0))


def test_case_15_an_assigned_target_without_a_number_is_pending():
    row = make_row("65.6", {2021: "61.9"}, unit="%", path="linear")
    result = assess(row, terms("assigned"), year=2021)
    assert result.status is Status.PENDING
    assert (result.actual, result.actual_year, result.gap) == (Decimal("61.9"), 2021, None)


def growth_series(*rates):
    return tuple(Actual(2021 + index, growth=d(rate)) for index, rate in enumerate(rates))


def test_case_16_a_relative_target_compares_averages():
    row = make_row(growth={2021: "8.1", 2022: "2.9", 2023: "6.1", 2024: "5.1"})
    reference = ReferenceFacts(growth_series("8.1", "3.0", "5.2", "5.0"))
    result = assess(row, terms("relative"), year=2024, reference=reference)
    assert result.status is Status.HOLDS
    assert (display.number(result.actual, 2), display.number(result.target, 2)) == ("5.53", "5.31")


def test_case_17_a_row_with_level_and_growth_assesses_each_by_itself():
    row = make_row("255.7", {2025: "365"}, growth=dict.fromkeys(range(2021, 2026), "7.38"))
    assert assess(row, terms("level", "365"), year=2025).status is Status.MET
    growth = assess(row, terms("growth", "7.6", unit="%"), year=2025)
    assert growth.status is Status.NOT_MET
    assert growth.actual == Decimal("7.38")  # the stated growth, not the one the levels imply


def test_case_18_points_a_year_reach_the_printed_level():
    row = make_row("47", {2021: "47.5"}, unit="%", path="linear", measure=Measure.SHARE)
    points = assess(row, terms("points", "0.60", unit="个百分点"), year=2021)
    level = assess(row, terms("level", "50"), year=2021)
    assert points.target == level.target == Decimal("50")
    assert points.pace_ratio == level.pace_ratio
    assert points.status is Status.BEHIND


def test_case_19_at_the_end_there_is_a_verdict_and_nothing_required():
    result = assess(make_row("255.7", {2025: "350"}), terms("level", "365"), year=2025)
    assert result.status is Status.NOT_MET
    assert_shown(result, 0, P="86.3%", gap="−15")
    assert (result.required, result.required_reason) == (None, Reason.EXPIRED)


def test_case_20_a_target_of_zero_is_linear():
    row = make_row("0.98", {2022: "0.5"}, direction=-1, unit="%", path="geometric", measure=Measure.RATE)
    result = assess(row, terms("level", "0"), year=2022)
    assert (result.required_unit, result.average_unit) == ("个百分点", "个百分点")
    assert display.rate(result.required, result.required_unit) == "−0.17 个百分点"
    assert result.inputs["path"] == "linear"


def test_case_21_the_stated_growth_counts_whatever_the_levels_say():
    row = make_row(levels={2022: "3464", 2023: "3347.6"}, growth={2021: "6.6", 2022: "5.3", 2023: "1.5"})
    result = assess(row, terms("growth", "6.5", ">=", unit="%"), year=2023)
    without = assess(
        make_row(growth={2021: "6.6", 2022: "5.3", 2023: "1.5"}), terms("growth", "6.5", ">=", unit="%"), year=2023
    )
    assert (result.average, result.status) == (without.average, Status.BEHIND)


def test_case_22_a_break_of_definition_is_incomparable_until_a_revised_base_is_entered():
    row = make_row("138")
    broken = Actual(2021, value=Decimal("69.4"), blocked_value=("definition_break",))
    blocked = Row(PERIOD, row.catalogue, base=row.base, actuals=(broken,))
    result = assess(blocked, terms("level", "200"), year=2021)
    assert (result.status, result.reason) == (Status.INCOMPARABLE, Reason.BLOCKING_DOUBT)
    assert result.attainment is None
    revised = make_row("66", {2021: "69.4"})
    assert assess(revised, terms("level", "95"), year=2021).status is Status.BEHIND


def test_case_23_a_quota_must_not_be_exceeded_and_is_never_met_early():
    over = assess(make_row(levels={2021: "10000", 2022: "10000"}), terms("quota", "15000"), year=2022)
    assert (over.status, over.breached_years) == (Status.BREACHED, (2022,))
    under = assess(make_row(levels={2021: "1000", 2022: "1000"}), terms("quota", "15000"), year=2022)
    assert under.status is Status.HOLDS
    assert (under.pace_ratio, under.first_met_year) == (None, None)
    assert display.number(under.required, 2) == "4333.33"


def test_case_24_a_floor_below_its_base():
    for form in ("floor", "level"):
        row = make_row("37073", {2021: "36000"}, unit="公顷")
        result = assess(row, terms(form, "36573"), year=2021)
        assert (result.status, result.gap, result.attainment) == (Status.BREACHED, Decimal(-573), None)


def test_case_25_a_low_growth_rate_is_a_bound_on_the_average():
    row = make_row(
        growth=dict.fromkeys(range(2021, 2026), "0.51"), unit="‰", path="linear"
    )  # growth is kept in per cent
    result = assess(row, terms("growth", "8", "<", unit="‰"), year=2025)
    assert result.status is Status.MET
    assert display.rate(result.average, result.average_unit) == "5.10‰"
    assert (result.attainment, result.pace_ratio) == (None, None)


def test_case_25_growth_is_entered_in_per_cent_whatever_the_unit_of_the_target():
    target = terms("growth", "8", "<", unit="‰")
    row = make_row(growth={2021: "0.9", 2023: "0.51"}, unit="‰", path="linear")
    result = assess(row, target, year=2021)
    assert (result.status, display.rate(result.gap, "‰")) == (Status.BREACHED, "−1.00‰")
    official = PeriodFigure(ResultKind.AVERAGE, Decimal("0.51"), 2025)
    assert assess(dataclasses.replace(row, results=(official,)), target, year=2025).average == Decimal("5.1")
    alone = make_row(growth={2023: "0.51"}, unit="‰", path="linear")
    assert assess(alone, target, year=2023).actual == Decimal("5.1")


def test_case_26_an_isolated_year_is_shown_not_used():
    result = assess(make_row(levels={2023: "0.4896"}, unit="万人"), terms("cumulative", "2.3"), year=2023)
    assert (result.status, result.reason) == (Status.NO_DATA, Reason.MISSING_YEARS)
    assert (result.actual_year, result.actual) == (2023, Decimal("0.4896"))
    assert result.attainment is None and result.gap is None
    assert result.inputs["isolated"] == {"2023": "0.4896"}


def parts(text):
    return tuple(Decimal(one) for one in text.split(":"))


def test_case_27_a_composition_needs_every_part():
    catalogue = CatalogueFacts("x", "%", Direction.HIGHER, PathKind.LINEAR, Measure.SHARE)
    base = BaseFigure(None, 2020, parts=parts("30:33.7:36.3"))
    row = Row(PERIOD, catalogue, base=base, actuals=(Actual(2025, parts=parts("25.7:33.4:40.9")),))
    target = TargetTerms(Form.COMPOSITION, parts=parts("22.7:33.8:43.5"))
    assert assess(row, target, year=2025).status is Status.NOT_MET
    reached = Row(PERIOD, catalogue, base=base, actuals=(Actual(2025, parts=parts("22.5:33.8:43.7")),))
    assert assess(reached, target, year=2025).status is Status.MET


def test_case_28_the_baseline_counts():
    row = make_row("88", {2022: "87"}, direction=-1, path="linear")
    result = assess(row, terms("level", "80"), year=2022)
    assert_shown(result, P="12.5%", tau="40.0%")
    assert result.status is Status.FAR_BEHIND


def test_case_29_zero_is_a_figure_and_none_is_not():
    zero = make_row("0.98", {2022: "0"}, direction=-1, unit="%", path="linear")
    result = assess(zero, terms("level", "0"), year=2022)
    assert (result.status, result.actual) == (Status.MET_EARLY, Decimal(0))
    flows = assess(make_row(levels={2021: "0"}), terms("cumulative", "35"), year=2021)
    assert (flows.status, flows.actual, flows.pace_ratio) == (Status.FAR_BEHIND, Decimal(0), Decimal(0))
    nothing = assess(make_row("0.98", direction=-1), terms("level", "0.5"), year=2022)
    assert (nothing.status, nothing.actual, nothing.actual_year) == (Status.NO_DATA, None, None)


def test_case_30_the_end_is_asked_but_not_published():
    row = make_row("153.7", {2022: "179.46", 2024: "193.3"})
    result = assess(row, terms("level", "230"), year=2025)
    earlier = assess(row, terms("level", "230"), year=2024)
    assert (result.year, result.actual_year) == (2025, 2024)
    assert (result.status, result.required) == (earlier.status, earlier.required)
    assert result.end_not_published and result.reason is Reason.END_NOT_PUBLISHED
    assert display.status_text(result, Form.LEVEL) == "滞后（期末数未公布）"


def test_the_price_basis_of_the_figure_is_reported():
    row = make_row()
    actual = Actual(2021, growth=Decimal("6.6"), growth_basis=PriceBasis.CONSTANT)
    result = assess(Row(PERIOD, row.catalogue, actuals=(actual,)), terms("growth", "6.5", unit="%"), year=2021)
    assert result.price_basis is PriceBasis.CONSTANT
