"""The overview below its matrix, and where little is there: no plan, no data, the first year, the last, another period."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import Visit
from dashboards.views import overview as view
from indicators.domain import at_risk
from indicators.models import Assessment, Observation, PlanIndicator, StatusMove
from indicators.selectors.at_risk import risks, standing_of
from indicators.selectors.board import boards
from indicators.selectors.entry_progress import progress_of
from indicators.services.recompute import recompute_plans
from plans.models import PlanStatus
from projects.models import Project
from tests.dashboards.test_budget import queries
from tests.dashboards.test_overview import cells, lines, part
from tests.dashboards.test_region_page import text_of
from tests.factories import accounts, regions, sample_plan
from tests.factories import indicators as made
from tests.factories.plans import PlanFactory
from tests.factories.rounds import day, open_round_for, reopened

pytestmark = pytest.mark.django_db


def page(client, address: str = "/?year=2024") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


# --- little or nothing ------------------------------------------------------------------------------------------------
def test_an_empty_system_says_what_comes(client, leader):
    assert "还没有规划" in page(client, "/")
    assert "还没有规划" in page(client, "/?period=2021-2025&year=2024")
    PlanFactory(status=PlanStatus.DRAFT)
    assert "还没有规划" in page(client, "/")


def test_only_the_scope_is_shown(client, plan):
    other = sample_plan.elsewhere()
    client.force_login(accounts.leader())
    assert lines(page(client)) == ["410726"]
    client.force_login(accounts.administrator())
    assert lines(page(client)) == [other.region.code, "410726"]
    client.force_login(accounts.leader(regions.xiping()))
    assert "还没有规划" in page(client)


def test_a_region_without_a_plan_of_its_own_sees_those_below(client, plan):
    client.force_login(accounts.leader(regions.xinxiang()))
    html = page(client)
    assert lines(html) == ["410726"]
    assert "新乡市本级未录入规划" in html
    assert "另有 1 个市县未录入" in html
    assert "所辖1个地区合计有预期性5项落后或未完成" in text_of(html)


def test_a_plan_without_data(client):
    sample_plan.yanjin_plan(actuals=False)
    client.force_login(accounts.leader())
    html = page(client)
    assert "尚无数据" in html
    assert {status for status, *_rest in cells(html).values()} <= {"no_data", "pending", "not_assessable"}
    assert part(html, "risks") == ""
    assert "最需关注" not in html


def test_the_first_year_before_any_actual_and_the_last(client, plan, monkeypatch):
    client.force_login(accounts.leader())
    coming = PlanFactory(start_year=timezone.localdate().year)
    row = made.RowFactory(plan=coming, position=1)
    made.BaseFactory(row=row), made.TargetFactory(row=row)
    recompute_plans([coming.pk])
    html = page(client, "/")  # the newest in force; its first year, in which nothing can be known
    assert f"{coming.start_year}–{coming.end_year} 年规划" in html
    assert {status for status, *_rest in cells(html).values()} == {"no_data"}
    ended = page(client, "/?period=2021-2025&year=2025")
    assert "时序进度 100.0%" in ended
    assert len(cells(ended)) == 10
    made.approved(plan.rows.get(position=1), 2025, value=Decimal("200"))
    recompute_plans([plan.pk])
    ended = page(client, "/?period=2021-2025&year=2025")
    assert cells(ended)[plan.rows.get(position=1).pk][0] == "not_met"
    assert "期末未达到目标" in part(ended, "risks")


def test_each_period_has_its_own_regions_and_indicators(client, plan):
    client.force_login(accounts.leader(regions.xinxiang()))
    before = PlanFactory(region=regions.weibin(), start_year=2016, status=PlanStatus.ENDED)
    row = made.RowFactory(plan=before, position=1)
    made.BaseFactory(row=row), made.TargetFactory(row=row)
    recompute_plans([before.pk])
    html = page(client, "/?period=2016-2020&year=2018")
    assert lines(html) == ["410703"]
    assert set(cells(html)) == {row.pk}
    assert 'href="?period=2021-2025"' in html
    assert row.pk not in cells(page(client))


# --- what is most at risk ---------------------------------------------------------------------------------------------
def test_the_database_picks_what_the_core_would(plan):
    other = sample_plan.elsewhere()
    everything = Assessment.objects.filter(shown=True, year=2024).select_related("row__plan__region")
    wanted = at_risk.most_at_risk((standing_of(one) for one in everything), 3)
    found = risks([plan.pk, other.pk], 2024, 3)
    assert [one.standing for one in found] == wanted
    assert len(risks([plan.pk, other.pk], 2024, 50)) == 5


def test_what_is_at_risk_says_why(client, leader, plan):
    told = part(page(client), "risks")
    assert "一般公共预算收入预期性▼▼严重滞后" in told
    assert "进展速度为规划的41.8%，至今年均5.99%，不足余下每年所需" in told
    assert "54.64%" in told
    assert "另有" not in told


def test_a_broken_binding_bound_comes_first(client, leader, plan):
    row = plan.rows.get(indicator__code="registered_unemployment")
    made.approved(row, 2024, value=Decimal("4.8"))
    recompute_plans([plan.pk])
    told = part(page(client), "risks")
    assert told.index("城镇登记失业率") < told.index("一般公共预算收入")
    assert "约束性界限未守住（2024年）" in told


def test_only_the_first_few_are_listed(client, leader, plan, monkeypatch):
    monkeypatch.setattr(view, "RISKS", 2)
    html = page(client)
    assert "另有3项落后或未完成" in part(html, "risks")
    assert "only=short#matrix" in html


# --- what is new ------------------------------------------------------------------------------------------------------
def test_the_first_visit_shows_the_last_days(client, leader, plan):
    told = part(page(client), "news")
    assert told.startswith("近30天的变化您是第一次查看没有指标改变状态。")
    number = Observation.objects.filter(in_force=True).count()
    assert f"审核通过{number}个数据" in told
    Observation.objects.update(approved_at=timezone.now() - timedelta(days=40))
    assert "没有新审核通过的数据" in part(page(client), "news")


def test_later_visits_show_what_came_since(client, leader, plan):
    now = timezone.now()
    before = now - timedelta(days=3)
    Observation.objects.update(approved_at=before - timedelta(hours=1))
    row = plan.rows.get(indicator__code="gdp")
    newest = row.observations.get(year=2024)
    newest.approved_at, newest.version = now - timedelta(hours=1), 2
    newest.save()
    move = {"row": row, "target": row.targets.get(), "year": 2024, "shown": True}
    StatusMove.objects.create(**move, before="on_track", after="behind", moved_at=now - timedelta(hours=1))
    Visit.objects.create(person=leader, began_at=now - timedelta(minutes=1), seen_at=now, previous_at=before)
    told = part(page(client), "news")
    assert told.startswith("上次查看以来的变化自")
    assert "延津县地区生产总值2024年●符合预期→变为▼滞后" in told
    assert "审核通过1个数据，其中更正1个" in told
    assert "193.3亿元更正" in told


# --- entry and projects -----------------------------------------------------------------------------------------------
def test_the_entry_progress_counts_what_the_board_counts(client, plan):
    row = plan.rows.get(indicator__code="gdp")
    unit = accounts.UnitFactory(region=plan.region)
    made.answers_for(row, unit)
    asked = open_round_for(plan, 2024)
    made.submitted(plan.rows.get(indicator__code="good_air_days"), 2024, value=Decimal(300))
    reviewer = accounts.reviewer(plan.region)
    board, counted = boards([asked], today=day())[0], progress_of(reviewer, today=day())
    assert [(one.asked, one.approved, one.submitted) for one in counted] == [(board.asked, 3, 1)]
    assert counted[0].approved + counted[0].submitted == board.handed_in
    assert [one.asked for one in progress_of(accounts.clerk(unit), today=day())] == [1]
    assert progress_of(accounts.clerk(accounts.UnitFactory(region=plan.region, name="教育局")), today=day()) == []
    client.force_login(reviewer)
    html = page(client)
    assert f"2024年{board.asked}31{board.asked - 4}" in part(html, "progress")
    assert f'href="/entry/rounds/{asked.pk}/"' in html


def test_a_closed_round_is_not_shown_unless_it_is_open_again(client, leader, plan):
    assert part(page(client), "progress") == ""
    open_round_for(plan, 2024, opens=-30, closes=-10)
    assert part(page(client), "progress") == ""
    reopened(plan.rows.get(indicator__code="gdp"))
    assert "2024年" in part(page(client), "progress")


def test_projects_are_counted_by_kind_and_stage(client, leader, plan):
    assert part(page(client), "projects") == ""
    common = {"plan": plan, "region": plan.region, "name": "产业园"}
    Project.objects.create(**common, position=1, stage="building")
    Project.objects.create(**common, position=2, kind="programme", sample=True)
    assert part(page(client), "projects") == "重点项目共2个含演示数据种类项目1工程1阶段在建1未上报1"


# --- many ---------------------------------------------------------------------------------------------------------
def test_queries_do_not_grow_with_regions_moves_or_rounds(client, plan):
    client.force_login(accounts.leader(regions.henan()))
    open_round_for(plan, 2024)
    row = plan.rows.get(indicator__code="gdp")
    move = {"target": row.targets.get(), "year": 2024, "shown": True, "before": "on_track", "moved_at": timezone.now()}
    StatusMove.objects.create(row=row, after="behind", **move)
    few = queries(client, "/?year=2024&sort=gdp")
    for number in range(4):
        county = regions.RegionFactory(code=f"41072{number}", name=f"某{number}县", parent=regions.xinxiang())
        other = PlanFactory(region=county)
        one = made.on_course_row(other, position=1, indicator=row.indicator)
        StatusMove.objects.create(row=one, after="behind", **(move | {"target": one.targets.get()}))
        recompute_plans([other.pk])
        open_round_for(other, 2024)
    assert queries(client, "/?year=2024&sort=gdp") == few <= 20


def test_more_regions_than_a_page_holds_are_paged_in_the_same_order(client, plan, monkeypatch):
    sample_plan.elsewhere()
    client.force_login(accounts.leader(regions.xinxiang()))
    whole = {sort: lines(page(client, f"/?year=2024&sort={sort}")) for sort in ("code", "short", "gdp", "-gdp")}
    monkeypatch.setattr(view, "LINES", 1)
    for sort, order in whole.items():
        pages = [page(client, f"/?year=2024&sort={sort}&page={number}") for number in (1, 2)]
        assert [code for one in pages for code in lines(one)] == order, sort
    assert "sort=-gdp&amp;page=2" in page(client, "/?year=2024&sort=-gdp")
    assert lines(page(client, "/?year=2024&only=short")) == ["410726"]


def test_rows_that_the_catalogue_does_not_know_are_counted_though_they_have_no_column(client, leader, plan):
    row = PlanIndicator.objects.get(plan=plan, indicator__code="gdp")
    row.indicator = None
    row.save()
    recompute_plans([plan.pk])
    html = page(client)
    assert row.pk not in cells(html)
    assert text_of(html).count("预期性6项") == 1


def test_a_replay_leaves_out_what_is_about_now(client, leader, plan):
    open_round_for(plan, 2024)
    now = page(client)
    html = page(client, f"/?year=2024&as_of={timezone.localdate().isoformat()}")
    assert cells(html) == cells(now)
    assert part(now, "news") and part(now, "progress")
    assert part(html, "news") == part(html, "progress") == ""
    assert part(html, "risks") == part(now, "risks")
