"""What is read for an evaluation: every row with its reason, changes, projects."""

from datetime import date
from decimal import Decimal

import pytest

from dashboards.presenters.answer import answer as answer_of
from evaluations.domain.facts import Facts
from evaluations.selectors.facts import evaluation_facts, seal
from indicators.domain.stored import from_stored, to_stored
from indicators.models import AnnualTarget, Assessment, Base
from indicators.selectors.region_page import plan_facts
from indicators.services.recompute import recompute_plans
from projects.models import ProjectYear
from tests.factories.projects import ProjectFactory
from tests.factories.sample_plan import yanjin_plan

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def plan(lasting):
    with lasting():
        yield yanjin_plan()


def facts_of(plan, year=2024, kind="annual", **rest) -> Facts:
    return evaluation_facts(plan, kind=kind, year=year, day=DAY, **rest)


def test_each_row_says_what_it_promised_what_it_reached_and_why_it_stands_so(plan):
    lines = {one.name: one for one in facts_of(plan).lines}
    gdp, jobs, air = lines["地区生产总值"], lines["城镇新增就业"], lines["空气质量优良天数"]
    assert (gdp.base.text, gdp.targets, gdp.actual.text, gdp.actual_year) == ("153.7", ("230",), "193.3", 2024)
    assert (gdp.achieved.text, gdp.target.text, gdp.gap.text) == ("193.3 亿元", "230.0 亿元", "−36.7 亿元")
    assert (gdp.status, gdp.status_label, gdp.required.text, gdp.pace.text) == ("behind", "滞后", "18.99%", "0.70")
    assert gdp.gap.value == Decimal("-36.7") and gdp.attainment.text == "51.9%"
    assert (jobs.status, jobs.why, jobs.actual.text) == ("no_data", "缺少年度数据", "0.4896")
    assert jobs.achieved.text == "—", "one year's figure is no sum of the years"
    assert (air.status, air.why) == ("pending", "上级没有下达数字，也没有上报结论")
    grown = lines["规上工业增加值增长"]
    assert (grown.targets, grown.achieved_label, grown.achieved.text) == (
        ("6.5以上（年均增长 %）",),
        "实际年均",
        "4.44%",
    )
    assert grown.price_basis == "不变价" and "按 2023 年数" in grown.why


def test_a_heading_is_shown_and_counted_nowhere(plan):
    found = facts_of(plan)
    assert [one.name for one in found.lines if one.heading] == ["教育"]
    assert sum(one.total for one in found.counts) == len(found.lines) - 1
    assert [one.label for one in found.counts] == ["约束性", "预期性", "属性未归类"]


def test_at_the_end_what_is_not_out_has_no_verdict(plan):
    found = facts_of(plan, 2025, "final")
    gdp = found.lines[0]
    assert (gdp.outcome, gdp.outcome_label, gdp.status_label) == ("not_published", "期末数未公布", "滞后")
    assert not any(one.outcome in ("met", "not_met") for one in found.lines)
    assert all(one.why for one in found.lines if not one.heading), "each without a verdict has its reason"
    assert any(one.startswith("期末数未公布") and "地区生产总值（2024）" in one for one in found.notes)


def test_a_promise_for_an_earlier_year_has_its_verdict_of_then(plan):
    plan.rows.get(short_name="地区生产总值").targets.update(due_year=2024)
    recompute_plans([plan.pk])
    assert facts_of(plan).lines[0].outcome == "", "the plan goes on"
    gdp = facts_of(plan, 2025, "final").lines[0]
    assert (gdp.status_label, gdp.outcome, gdp.outcome_label) == ("未完成", "not_met", "未完成")
    assert answer_of(plan_facts(plan, 2025)).counted == "1 项未完成", "as the region's page has it"


def test_what_a_revision_alone_changed_is_marked_with_both(plan):
    row = plan.rows.get(short_name="地区生产总值")
    first = row.bases.get()
    Base.objects.filter(pk=first.pk).update(in_force=False)
    Base.objects.create(
        row=row, value=Decimal("140"), unit="亿元", year=2020, text="140", version=2, reason="五经普", cause="revision",
        document="统计局〔2024〕3号",
    )  # fmt: skip
    recompute_plans([plan.pk])
    Assessment.objects.filter(row=row, year=2024).update(unrevised_status="far_behind")
    found = facts_of(plan)
    (change,) = found.changes
    assert (change.name, change.what, change.before, change.after) == (
        "地区生产总值",
        "基期值",
        "153.7 亿元",
        "140 亿元",
    )
    assert (change.cause, change.document) == ("统计修订", "统计局〔2024〕3号")
    assert "2024 年：严重滞后 → " in change.moved and found.lines[0].unadjusted_label == "严重滞后"
    Base.objects.filter(row=row, version=2).update(cause="correction")
    assert facts_of(plan).changes == (), "a mistake of typing is no change of the plan"


def test_a_number_that_came_down_is_no_revision_even_without_its_cause(plan):
    first = plan.rows.get(short_name="空气质量优良天数").targets.get()
    first.__class__.objects.filter(pk=first.pk).update(in_force=False)
    first.pk = None
    first.version, first.reason, first.value, first.assigned_form = 2, "上级下达", Decimal(300), "level"
    first.assigned_document = "豫环〔2021〕1号"
    first.save()
    (change,) = facts_of(plan).changes
    assert (change.cause, change.what) == ("上级下达", "目标")


def test_the_yearly_target_stands_beside(plan):
    row = plan.rows.get(short_name="地区生产总值")
    AnnualTarget.objects.create(row=row, year=2024, value=Decimal("200"), text="200左右")
    assert facts_of(plan).lines[0].annual_target == "200左右"


def test_sums_with_a_sample_figure_are_marked_though_no_line_shows_it(plan):
    assert facts_of(plan).projects.sample is False
    silent = ProjectFactory(plan=plan, region=plan.region, stage="")
    ProjectYear.objects.create(project=silent, year=2024, planned_investment=Decimal(500), sample=True)
    found = facts_of(plan)
    assert (found.projects.planned.value, found.projects.lines) == (Decimal(500), ())
    assert found.projects.sample and found.sample


def test_the_seal_knows_a_figure_and_no_day(plan):
    before = facts_of(plan)
    assert seal(evaluation_facts(plan, kind="annual", year=2024, day=date(2027, 1, 1))) == seal(before)
    assert from_stored(Facts, to_stored(before)) == before
    ProjectFactory(plan=plan, region=plan.region, stage="building")
    after = facts_of(plan)
    assert seal(after) != seal(before)
    assert (after.projects.total, after.projects.silent) == (1, 0)
