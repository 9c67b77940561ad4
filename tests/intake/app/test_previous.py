"""Results of 2021–2025 that a plan of 2026–2030 prints, beside the plan of 2021–2025 that is in force with approved figures."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.conf import settings

from indicators.domain.types import Vintage
from indicators.models import Indicator, Observation, ObservationState, PeriodResult, PlanIndicator, Target
from indicators.services.loading.writing import loading
from intake.domain.edit import Listing
from intake.domain.proposal import Proposal, ReadResult
from intake.domain.propose import propose
from intake.readers.open import read_document
from intake.services import decisions
from intake.services.confirm import Confirmed, confirm, definitions
from intake.services.decisions import At
from intake.services.previous import write_previous
from intake.services.reference import reference_of_database
from plans.models import Plan, PlanStatus
from tests.factories import accounts
from tests.factories.indicators import IndicatorFactory, RowFactory, approved
from tests.factories.intake import indicator, read_intake, small_proposal
from tests.factories.sample_plan import yanjin_plan

pytestmark = pytest.mark.django_db

SAMPLE = settings.BASE_DIR / "tests" / "samples" / "intake" / "plan" / "yunxi.txt"


def result(name: str, unit: str, reached: str, line: int, **fields) -> ReadResult:
    """A row of results: what was reached in 2025."""
    return ReadResult(
        name, line, printed_name=name, unit=unit, base_text="1", target_text="2", target_growth_text="",
        actual_text=reached, nature_text="预期性", **{"actual_growth_text": "", **fields},
    )  # fmt: skip


def next_plan(*results: ReadResult) -> Proposal:
    """The plan of 2026–2030 with these results of 2021–2025."""
    old = small_proposal()
    plan = replace(old.plan, title="延津县“十五五”规划", base_year=2025, start_year=2026, end_year=2030, stated_count=1)
    rows = (indicator(1, "地区生产总值", "亿元", "240", "330", 11, catalogue="gdp"),)
    return Proposal(plan=plan, indicators=rows, previous_results=results, results_period=(2021, 2025), table="专栏2")


@pytest.fixture
def standing(catalogue):
    """The plan in force; its end year: one figure that a clerk entered, the others open."""
    plan = yanjin_plan()
    people = {"submitted_by": accounts.clerk(), "approved_by": accounts.reviewer()}
    approved(row_of(plan, "地区生产总值"), 2025, value=Decimal("215.3"), **people)
    return plan


def row_of(plan: Plan, name: str) -> PlanIndicator:
    return plan.rows.get(short_name=name)


def bring(proposal: Proposal, by) -> Confirmed:
    upload = read_intake(proposal, by=by, content=repr(proposal).encode())
    decisions.accept_all(intake=upload, listing=Listing.RESULTS, by=by)
    for place, row in enumerate(proposal.indicators):
        if row.doubts:
            decisions.decide(intake=upload, at=At(Listing.INDICATORS, place), by=by)
    return confirm(intake=upload, by=by)


def of_2025(plan: Plan) -> dict[str, str]:
    found = Observation.objects.filter(row__plan=plan, year=2025, in_force=True, state=ObservationState.APPROVED)
    return {one.row.short_name: format(one.value, "f") for one in found.select_related("row")}


def test_results_join_the_plan_in_force_by_code_else_by_name_and_leave_the_rest_of_it_alone(standing, planner):
    before = list(Target.objects.filter(row__plan=standing).order_by("pk").values())
    done = bring(
        next_plan(
            result("城镇化水平", "%", "43.6", 31, catalogue="urbanisation"),
            result("一般公共预算收入", "亿元", "9.8", 32),
        ),
        planner,
    )
    assert list(Plan.objects.order_by("start_year").values_list("start_year", "status")) == [
        (2021, PlanStatus.IN_FORCE), (2026, PlanStatus.DRAFT),
    ]  # fmt: skip
    assert of_2025(standing) == {"常住人口城镇化率": "43.6", "一般公共预算收入": "9.8", "地区生产总值": "215.3"}
    assert done.conflicts == ()
    assert {job.plan for job in done.jobs} == {standing, done.plan}
    assert list(Target.objects.filter(row__plan=standing).order_by("pk").values()) == before


def test_an_approved_figure_stands_and_the_other_one_is_told_with_both(standing, planner):
    done = bring(next_plan(result("地区生产总值", "亿元", "218.0", 31, catalogue="gdp")), planner)
    assert of_2025(standing) == {"地区生产总值": "215.3"}
    (said,) = done.conflicts
    assert "第 31 行" in said
    assert "215.3亿元" in said and "218.0亿元" in said


def test_what_the_same_planner_brought_before_is_not_overwritten_either(standing, planner):
    bring(next_plan(result("一般公共预算收入", "亿元", "9.8", 32, actual_growth_text="9.7")), planner)
    again = next_plan(result("一般公共预算收入", "亿元", "9.9", 32, actual_growth_text="9.9"))
    with loading(by=planner) as load:
        write_previous(again, standing.region, definitions(), file="again.txt", load=load)
    assert of_2025(standing)["一般公共预算收入"] == "9.8"
    assert str(PeriodResult.objects.get(row__plan=standing, in_force=True).value) == "9.7"
    assert ["9.8亿元" in said or "9.7%" in said for said in load.receipt.conflicts] == [True, True]
    assert not load.stale


def test_the_same_number_entered_by_a_clerk_is_nothing_new(standing, planner):
    Observation.objects.filter(row__plan=standing, year=2025).update(vintage=Vintage.FINAL, text="")
    done = bring(next_plan(result("地区生产总值", "亿元", "215.30", 31, catalogue="gdp")), planner)
    assert done.conflicts == ()
    assert Observation.objects.filter(row__plan=standing, year=2025).count() == 1


def test_rows_that_cannot_be_told_apart_get_no_figure(standing, planner):
    for position in (50, 51):
        RowFactory(plan=standing, position=position, indicator=None, short_name="农村", name="农村", unit="%")
    done = bring(next_plan(result("农村", "%", "80", 31), result("粮食产量", "万吨", "40", 32)), planner)
    assert of_2025(standing) == {"地区生产总值": "215.3"}
    assert ["农村" in done.conflicts[0], "粮食产量" in done.conflicts[1]] == [True, True]


def test_the_same_words_for_another_indicator_of_the_catalogue_are_no_match(standing, planner):
    IndicatorFactory(code="revenue_of_funds", name="政府性基金收入")
    done = bring(next_plan(result("一般公共预算收入", "亿元", "9.8", 31, catalogue="revenue_of_funds")), planner)
    assert of_2025(standing) == {"地区生产总值": "215.3"}
    assert "一般公共预算收入" in done.conflicts[0]


def test_results_read_from_a_document_reach_the_rows_of_the_plan_that_stands(standing, planner):
    """The invented county's document five years on: its table of results is the one of 2021–2025."""
    text = SAMPLE.read_text(encoding="utf-8")
    years = [("2025", "2030"), ("2020", "2025"), ("2015", "2020")]
    for old, new in (*years, ("“十四五”", "“十五五”"), ("“十三五”", "“十四五”"), ("第十四个", "第十五个")):
        text = text.replace(old, new)
    Indicator.objects.filter(code="urbanisation").update(aliases=["城镇化率"])
    proposal = propose(read_document(text.encode(), name="yunxi.txt"), reference_of_database())
    assert proposal.results_period == (2021, 2025)
    proposal = replace(proposal, plan=replace(next_plan().plan, region_name="延津县"))
    with loading(by=planner) as load:
        plan = write_previous(proposal, standing.region, definitions(), file="yunxi.txt", load=load)
    assert plan == standing
    assert of_2025(standing)["地区生产总值"] == "215.3"
    assert of_2025(standing)["常住人口城镇化率"] == "47.3"
    assert of_2025(standing)["城镇登记失业率"] == "3.6"
    (said,) = load.receipt.conflicts
    assert "215.3亿元" in said and "102.4亿元" in said
