"""The five real plans after a first run: what the pages and the API must show (issue: "Must show"; METHODS section 6)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import transaction

from evaluations.domain.counts import number_of
from evaluations.domain.sentences import not_met, without_verdict
from evaluations.selectors.facts import evaluation_facts
from indicators.domain.types import BLOCKING_DOUBTS
from indicators.models import (
    Assessment,
    BackgroundFigure,
    Base,
    Doubt,
    Indicator,
    JobRun,
    Observation,
    PlanIndicator,
    ResponsibleUnit,
)
from plans.models import Plan
from regions.models import Level, Region

pytestmark = pytest.mark.usefixtures("committed")
UNDECIDED = ("no_data", "incomparable", "not_assessable", "pending")


def rows(region, start=2021):
    return PlanIndicator.objects.filter(plan__region__code=region, plan__start_year=start, is_heading=False)


def shown(region, code, year, start=2021):
    """What the row of a catalogue code shows for a year."""
    return Assessment.objects.get(row=rows(region, start).get(indicator__code=code), year=year, shown=True)


def statuses(region, year, start):
    """Shown status and reason by the number of the row; a sub-row by its name."""
    found = Assessment.objects.filter(row__in=rows(region, start), year=year, shown=True).select_related("row")
    return {one.row.number or one.row.short_name: (one.status, one.reason) for one in found}


def two(value):
    return str(value.quantize(Decimal("0.01")))


# --- what there is --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("region", "start", "leaves", "headings"),
    [
        ("410726", 2021, 21, 0), ("410700", 2021, 24, 2), ("410703", 2021, 19, 1), ("411721", 2021, 28, 2),
        ("411224", 2021, 22, 0), ("410700", 2016, 34, 5), ("411721", 2016, 17, 0),
    ],
)  # fmt: skip
def test_rows_of_each_plan(region, start, leaves, headings):
    plan = Plan.objects.get(region__code=region, start_year=start)
    assert (plan.rows.filter(is_heading=False).count(), plan.rows.filter(is_heading=True).count()) == (leaves, headings)
    assert Assessment.objects.filter(plan=plan, year=plan.end_year, shown=True).count() == leaves
    assert JobRun.objects.filter(plan=plan).count() == 1


def test_the_nation():
    assert Region.objects.count() == 3234
    assert Region.objects.filter(level=Level.COUNTY, valid_to=None).count() == 2846
    assert Region.objects.get(code="410726").lineage == "100000/410000/410700/410726/"
    assert Region.objects.get(code="419001").parent.code == "410000"


def test_every_row_is_linked_and_has_a_default_unit():
    leaves = PlanIndicator.objects.filter(is_heading=False)
    assert not leaves.filter(indicator=None).exists()
    assert not leaves.filter(responsibilities=None).exists()
    assert not ResponsibleUnit.objects.filter(confirmed=True).exists()
    assert Indicator.objects.count() == 82


def test_published_figures_and_background():
    assert Observation.objects.filter(in_force=True, year__gt=2020).count() == 28
    assert Observation.objects.filter(in_force=True, year=2020).count() == 42
    assert BackgroundFigure.objects.count() == 27
    assert not Observation.objects.filter(sample=True).exists()
    undated = BackgroundFigure.objects.get(year=None)
    assert (undated.region.code, undated.name, undated.value) == ("410700", "常住人口城镇化率", Decimal("59.2"))
    assert Doubt.objects.get(code="undated").row.short_name == "常住人口城镇化率"


# --- 延津 -------------------------------------------------------------------------------------------------------------
def test_yanjin_gdp_2024():
    found = shown("410726", "gdp", 2024)
    assert (found.status, two(found.attainment * 100), two(found.required), found.required_unit) == (
        "behind",
        "51.90",
        "18.99",
        "%",
    )


def test_yanjin_revenue_2024():
    found = shown("410726", "general_public_budget_revenue", 2024)
    assert (found.status, two(found.required)) == ("far_behind", "54.64")


def test_yanjin_urbanisation_2023():
    found = shown("410726", "urbanisation_rate_resident", 2023)
    assert (found.required, found.required_unit) == (Decimal("2.415"), "个百分点")


def test_yanjin_unemployment_holds():
    assert shown("410726", "registered_unemployment", 2024).status == "holds"


def test_yanjin_new_jobs_show_their_only_year():
    found = shown("410726", "new_urban_jobs", 2024)
    assert (found.status, found.reason, found.actual_year, found.actual) == (
        "no_data",
        "missing_years",
        2023,
        Decimal("0.4896"),
    )


def test_yanjin_construction_land_is_a_quota():
    assert rows("410726").get(position=10).targets.get(in_force=True).form == "quota"


def test_yanjin_rows_without_a_number_handed_down():
    found = statuses("410726", 2024, 2021)
    assert [number for number, (status, _reason) in found.items() if status == "pending"] == ["11", "14", "15"]


# --- 新乡 -------------------------------------------------------------------------------------------------------------
def test_xinxiang_gdp_growth_2023():
    found = shown("410700", "gdp", 2023)
    assert (found.status, two(found.average), two(found.required)) == ("behind", "4.44", "9.66")


def test_xinxiang_revenue_2023():
    found = shown("410700", "general_public_budget_revenue", 2023)
    assert (found.status, two(found.required)) == ("ahead", "5.00")


def test_xinxiang_grain_2023():
    found = shown("410700", "grain_capacity", 2023)
    assert (found.status, found.breached_years) == ("breached", [2021, 2023])


def test_xinxiang_gdp_level_was_revised():
    doubt = Doubt.objects.get(row=rows("410700").get(indicator__code="gdp"), code="history_revised")
    assert (doubt.figure, doubt.blocking, doubt.state) == ("value:2023", False, "open")
    assert "3464" in doubt.message and "3347.6" in doubt.message


def test_xinxiang_thirteenth_plan():
    found = statuses("410700", 2020, 2016)
    assert [number for number, (status, _reason) in found.items() if status == "not_met"] == [
        "1", "3", "4", "7", "11", "12",
    ]  # fmt: skip
    reported = [number for number, (_status, reason) in found.items() if reason == "reported"]
    by_figures = Counter(status for status, reason in found.values() if reason != "reported")
    assert (len(reported), by_figures["met"], sum(by_figures[status] for status in UNDECIDED)) == (12, 11, 5)
    assert {number: found[number][0] for number in ("9", "15", "森林蓄积量", "10", "劣Ⅴ类水体比例")} == {
        "9": "no_data", "15": "no_data", "森林蓄积量": "no_data", "10": "incomparable", "劣Ⅴ类水体比例": "pending",
    }  # fmt: skip


def test_xinxiang_trade_of_the_thirteenth_plan_is_judged_by_its_growth():
    found = shown("410700", "foreign_trade", 2020, start=2016)
    assert (found.target.form, found.actual, found.status) == ("growth", Decimal("7.2"), "not_met")


# --- 西平 -------------------------------------------------------------------------------------------------------------
def test_xiping_thirteenth_plan():
    found = statuses("411721", 2020, 2016)
    judged = {number: status for number, (status, _reason) in found.items() if status not in UNDECIDED}
    assert len(judged) == 13
    assert [number for number, status in judged.items() if status == "met"] == ["6", "11", "14"]
    assert Counter(judged.values()) == {"not_met": 10, "met": 3}


def test_xiping_bases_from_the_previous_table_settle_their_doubt():
    bases = Base.objects.filter(row__in=rows("411721"), source="previous_table", in_force=True)
    assert sorted(str(base.value) for base in bases) == ["14.2", "206.9", "255.7", "42.02"]
    for base in bases:
        doubt = Doubt.objects.get(row=base.row, code="missing_base")
        assert (doubt.state, doubt.resolved_by.username) == ("resolved", "system-submit")
        assert str(base.value) in doubt.resolution and base.document and base.reason


# --- samples ----------------------------------------------------------------------------------------------------------
def test_what_uses_a_sample_figure_says_so():
    """Loaded on top and taken away again: the other tests of this module see no sample."""
    with transaction.atomic():
        call_command("load_samples", verbosity=0)
        call_command("recompute", region="411721", verbosity=0)
        assert Observation.objects.filter(sample=True, in_force=True).count() == 5
        row = rows("411721").get(indicator__code="energy_intensity_cut")
        assert set(row.assessments.filter(shown=True, year__lte=2024).values_list("sample", flat=True)) == {True}
        assert set(shown("411721", "gdp", 2021).row.assessments.values_list("sample", flat=True)) == {False}
        transaction.set_rollback(True)


# --- doubts -----------------------------------------------------------------------------------------------------------
def test_doubts_of_each_plan():
    found = Counter(Doubt.objects.values_list("plan__region__code", "plan__start_year"))
    assert found == {
        ("410726", 2021): 17, ("410700", 2021): 15, ("410703", 2021): 15, ("411721", 2021): 38,
        ("411224", 2021): 29, ("410700", 2016): 12, ("411721", 2016): 21,
    }  # fmt: skip


def test_blocking_doubts_are_those_of_the_domain():
    for doubt in Doubt.objects.exclude(figure="background"):
        assert doubt.blocking == (doubt.code in BLOCKING_DOUBTS), doubt
    incomparable = Assessment.objects.filter(status="incomparable", shown=True)
    assert incomparable.exists()
    for assessment in incomparable.filter(reason="blocking_doubt"):
        assert Doubt.objects.filter(row=assessment.row, blocking=True, state="open").exists()


# --- the evaluations of ended plans, from the committed figures -------------------------------------------------------
def _final(code: str, start: int):
    plan = Plan.objects.select_related("region").get(region__code=code, start_year=start)
    return evaluation_facts(plan, kind="final", year=plan.end_year, day=date(2026, 3, 2))


def test_xinxiangs_thirteenth_plan_is_evaluated_as_published():
    facts = _final("410700", 2016)
    missed = not_met(facts.lines)
    assert [one.number for one in missed] == ["1", "3", "4", "7", "11", "12"]
    assert [one.number for one in missed if one.nature == "binding"] == ["12"]
    assert number_of(facts.counts, "met", label="完成") == 11
    assert number_of(facts.counts, "met", label="上报完成") == 12
    assert [(one.number or one.name, one.status_label) for one in without_verdict(facts.lines)] == [
        ("9", "无数据"), ("10", "口径不可比"), ("15", "无数据"), ("森林蓄积量", "无数据"), ("劣Ⅴ类水体比例", "待下达"),
    ]  # fmt: skip
    assert all(one.why for one in without_verdict(facts.lines))
    gdp = facts.lines[0]
    assert (gdp.base.text, gdp.targets, gdp.achieved_label, gdp.achieved.text) == (
        "2007.14", ("8.5 左右（年均增长 %）",), "实际年均", "6.70%",
    )  # fmt: skip


def test_xipings_thirteenth_plan_missed_ten_of_thirteen():
    facts = _final("411721", 2016)
    judged = [one for one in facts.lines if one.outcome in ("met", "nearly_met", "not_met")]
    assert (len(judged), len(not_met(facts.lines))) == (13, 10)


def test_yanjins_fourteenth_plan_waits_for_its_last_year():
    facts = _final("410726", 2021)
    gdp = facts.lines[0]
    assert (gdp.outcome_label, gdp.status_label, gdp.achieved_year) == ("期末数未公布", "滞后", 2024)
    assert not any(one.outcome in ("met", "not_met") for one in facts.lines)
