"""The checks on the real figures: what they say about everything published, and about each of it mistyped."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import transaction

from indicators.domain.checks.findings import CheckCode, Severity
from indicators.domain.types import Actual, PriceBasis
from indicators.models import BackgroundFigure, Indicator, Observation, PlanIndicator
from indicators.selectors.findings import actual_of, findings_of, findings_of_rows
from plans.models import Plan
from tests.factories.indicators import RowFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("committed")]
D = Decimal

#: Everything that the checks say about the 70 figures that feed a row, and why it is right to ask.
ASKED_OF_ACTUALS = {
    # printed 101.7 亿元 in a row of 亿美元 (base 10.47): another currency
    ("410700", "foreign_trade", 2020, "unit_slip:value"),
    # 1.78 → 5.12 in five years, 40 % → 0 in five years: true, and worth a word
    ("410700", "invention_patents_per_10k", 2020, "jump:value"),
    ("410700", "inferior_water_share", 2020, "jump:value"),
    # printed >100 %: what is more than a hundred per cent is not this indicator
    ("410700", "internet_penetration", 2020, "natural_limit:value"),
    # 3347.6 after 3464 with +1.5 %: 2022 was revised
    ("410700", "gdp", 2023, "level_growth:growth"),
    # base 1353 万元, 46728 five years later; base 71.07, 0.2277 five years later: base and result are not of one unit
    ("411721", "foreign_trade_exports", 2020, "jump:value"),
    ("411721", "energy_intensity", 2020, "jump:value"),
}
#: And about the published figures that feed none, were they entered in a row of their own.
ASKED_OF_BACKGROUND = {
    ("411721", "retail_sales", 2021, "jump:value"),
}


def row_of(region, code, start=2021):
    return PlanIndicator.objects.get(plan__region__code=region, plan__start_year=start, indicator__code=code)


def row_for(region, code, **more):
    """A row of the plan of 2021–2025 that the printed table does not have, without a target."""
    plan = Plan.objects.get(region__code=region, start_year=2021)
    indicator = Indicator.objects.get(code=code)
    more = {"unit": indicator.unit, "position": 900, **more}
    return RowFactory(plan=plan, indicator=indicator, short_name=indicator.name, name=indicator.name, **more)


def entered(row, year, value=None, growth=None, bases=(PriceBasis.UNKNOWN, PriceBasis.UNKNOWN)):
    """What is said about a figure entered for the row."""
    value, growth = (None if one is None else D(one) for one in (value, growth))
    found = findings_of(row, year, Actual(year, value, growth, *bases))
    return {finding.key: finding.message for finding in found}


# --- false alarms -----------------------------------------------------------------------------------------------------
def test_what_is_asked_about_every_published_actual():
    asked, checked = set(), 0
    for one in Observation.objects.filter(in_force=True).select_related("row__plan__region", "row__indicator"):
        checked += 1
        for finding in findings_of(one.row, one.year, actual_of(one, one.year)):
            asked.add((one.row.plan.region.code, one.row.indicator.code, one.year, finding.key))
    assert checked == 70
    assert asked == ASKED_OF_ACTUALS


def test_what_is_asked_about_every_published_background_figure():
    asked, checked = set(), 0
    for one in BackgroundFigure.objects.filter(year__gte=2021, indicator__isnull=False).select_related("region"):
        with transaction.atomic():
            row = row_for(one.region.code, one.indicator.code, unit=one.unit or one.indicator.unit)
            figure = Actual(one.year, one.value, one.growth, growth_basis=PriceBasis(one.growth_basis))
            for finding in findings_of(row, one.year, figure):
                asked.add((one.region.code, one.indicator.code, one.year, finding.key))
            checked += 1
            transaction.set_rollback(True)
    assert checked == 21
    assert asked == ASKED_OF_BACKGROUND


# --- every warning on a real figure -----------------------------------------------------------------------------------
def test_xinxiang_gdp_fell_while_it_grew():
    """3464 in 2022, 3347.6 in 2023, growth +1.5 %."""
    said = entered(row_of("410700", "gdp"), 2023, "3347.6", "1.5", (PriceBasis.CURRENT, PriceBasis.CONSTANT))
    assert list(said) == ["level_growth:growth"]
    assert said["level_growth:growth"].startswith("3347.6 亿元比上年（2022 年）3464 亿元少 3.36 %，公布增速却为 +1.5 %")


def test_xiping_retail_against_its_thirteenth_plan():
    """69.4 in 2021 after the 138 that the plan of 2016–2020 gives for 2020."""
    said = entered(row_for("411721", "retail_sales"), 2021, "69.4")
    assert list(said) == ["jump:value"]
    assert "69.4 亿元，上年（2020 年，2016–2020 年规划）是 138 亿元，减少了 49.71 %" in said["jump:value"]
    assert "口径" in said["jump:value"]


def test_xiping_retail_of_the_year_after_is_measured_with_the_background_figure():
    row = row_for("411721", "retail_sales")
    assert entered(row, 2022, "72.1") == {}
    assert "背景数据" in entered(row, 2022, "230")["jump:value"]


@pytest.mark.parametrize(
    ("region", "code", "year", "figures", "keys", "word"),
    [
        # real figures in the wrong unit
        ("410700", "gdp", 2023, ("33476000", "1.5"), ["unit_slip:value"], "按“万元”填的（33476000 万元 = 3347.6 亿元）"),
        ("410726", "gdp", 2023, ("1863000", "5.1"), ["unit_slip:value"], "按“万元”填的"),
        ("410726", "gdp", 2023, ("1863", "5.1"), ["unit_slip:value"], "大了 10 倍"),
        ("410726", "new_urban_jobs", 2023, ("4896",), ["unit_slip:value"], "按“人”填的（4896 人 = 0.4896 万人）"),
        ("410700", "grain_capacity", 2023, ("93",), ["unit_slip:value"], "按“亿斤”填的（93 亿斤 = 465 万吨）"),
        ("410726", "urbanisation_rate_resident", 2023, ("0.4117",), ["unit_slip:value"], "按小数填的"),
        ("410700", "gdp", 2023, (None, "0.015"), ["unit_slip:growth"], "像是 1.5 %"),
        ("410700", "general_public_budget_revenue", 2023, (None, "64"), ["unit_slip:growth"], "像是 6.4 %"),
        # digits turned, a figure left out
        ("410726", "gdp", 2023, ("816.3", None), ["jump:value"], "变动过大"),
        ("410726", "urbanisation_rate_resident", 2023, ("47.11",), ["jump:value"], "个百分点"),
        ("410700", "retail_sales", 2023, (None, "-49"), ["jump:growth"], "变动过大"),
        # signs and limits
        ("410726", "registered_unemployment", 2023, ("-3.75",), ["natural_limit:value"], "最小值"),
        ("410700", "gdp", 2023, (None, "-101.5"), ["natural_limit:growth", "jump:growth"], "−100 %"),
        ("410726", "urbanisation_rate_resident", 2023, ("411.7",), ["natural_limit:value", "unit_slip:value"], "最大值"),
        # the promised number, the growth of last year
        ("410726", "gdp", 2025, ("230",), ["equals_target:value"], "目标值完全相同"),
        ("410700", "gdp", 2024, (None, "6.5"), ["equals_target:growth"], "年均增速目标"),
        ("410700", "gdp", 2024, (None, "1.5"), ["growth_repeated:growth"], "完全相同"),
        ("410700", "new_urban_jobs", 2022, ("35",), ["equals_target:value"], "一年的数"),
    ],
)  # fmt: skip
def test_a_real_figure_mistyped(region, code, year, figures, keys, word):
    said = entered(row_of(region, code), year, *figures)
    assert sorted(said) == sorted(keys)
    assert any(word in message for message in said.values()), said


def test_a_cut_entered_as_a_fall():
    said = entered(row_of("411721", "energy_intensity_cut"), 2023, "-2.7")
    assert "表示上升了 2.7 %" in said["sign:value"]


def test_xiping_income_against_its_published_parts():
    """城镇 30325 and 农村 16191 of 2021 are published; 全体 lies between them."""
    row = row_of("411721", "household_income")
    assert not entered(row, 2021, "22000").keys() & {"parts_whole:value"}
    assert "高于城镇居民人均可支配收入" in entered(row, 2021, "31000")["parts_whole:value"]
    assert "低于农村居民人均可支配收入" in entered(row, 2021, "16000")["parts_whole:value"]


def test_yanjin_against_xinxiang():
    """3464 is the city's GDP of 2022, 179.46 its county's."""
    county = entered(row_of("410726", "gdp"), 2022, "3500")
    assert "3500 亿元高于新乡市的同期数" in county["county_city:value"]  # whose figure a county does not see
    city = entered(row_of("410700", "gdp"), 2022, "170")
    assert "低于延津县 179.46 亿元" in city["county_city:value"]


def test_the_line_above_typed_into_this_row():
    """延津 2022: the 57.96 of retail sales typed as budget revenue of 2022."""
    said = entered(row_of("410726", "general_public_budget_revenue"), 2022, "57.96")
    assert "社会消费品零售总额" in said["neighbour:value"]


# --- many rows at once ------------------------------------------------------------------------------------------------
def test_the_rows_of_all_plans_are_checked_in_as_many_queries_as_those_of_one(django_assert_num_queries):
    """17 queries, two of them for what relative targets are compared with."""
    rows = PlanIndicator.objects.filter(plan__start_year=2021, is_heading=False)
    figure = Actual(2023, D("46.5"))
    of_one = {row.pk: figure for row in rows.filter(plan__region__code="410700")}
    of_all = {row.pk: figure for row in rows}
    assert (len(of_one), len(of_all)) == (24, 114)
    for actuals in (of_one, of_all):
        with django_assert_num_queries(17):
            found = findings_of_rows(actuals, 2023)
        assert set(found) == set(actuals)


def test_rows_entered_side_by_side_are_compared_with_each_other():
    """Nothing of it is stored yet: the same figure in two rows, and a row that was cleared again."""
    gdp, retail = row_of("410726", "gdp"), row_of("410726", "retail_sales")
    figure, cleared = Actual(2025, D("57.97")), Actual(2025)
    keys = {one.key for one in findings_of_rows({gdp.pk: figure, retail.pk: figure}, 2025)[retail.pk]}
    assert "neighbour:value" in keys
    keys = {one.key for one in findings_of_rows({gdp.pk: cleared, retail.pk: figure}, 2025)[retail.pk]}
    assert "neighbour:value" not in keys


def test_errors_are_errors_and_the_rest_warnings():
    found = findings_of(row_of("410700", "gdp"), 2023, Actual(2023, D("33476000"), D("-101")))
    assert {one.severity for one in found if one.code is CheckCode.NATURAL_LIMIT} == {Severity.ERROR}
    assert {one.severity for one in found if one.code is not CheckCode.NATURAL_LIMIT} == {Severity.WARNING}
