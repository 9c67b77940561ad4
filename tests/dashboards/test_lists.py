"""Doubts, one indicator across regions, projects."""

import re

import pytest

from indicators.models import Doubt, DoubtState, JobRun
from projects.models import Project
from tests.dashboards.test_region_page import text_of
from tests.factories import accounts, regions, sample_plan


def test_doubts_are_filtered(client, leader, plan):
    Doubt.objects.create(plan=plan, code="missing_nature", message="表中没有属性列", figure="table")
    html = client.get("/doubts/").content.decode()
    assert html.count("data-doubt=") == 2
    assert client.get("/doubts/?code=missing_nature").content.decode().count("data-doubt=") == 1
    assert client.get("/doubts/?state=resolved").content.decode().count("data-doubt=") == 0
    assert client.get(f"/doubts/?plan={plan.pk}&region=410726").content.decode().count("data-doubt=") == 2


@pytest.mark.parametrize("query", ["region=123", "code=unknown", "state=maybe", "plan=abc"])
def test_bad_filters_are_refused(client, leader, plan, query):
    response = client.get(f"/doubts/?{query}")
    assert response.status_code == 400
    assert query.split("=")[0] in response.content.decode()


def test_a_region_outside_the_scope_is_refused(client, leader, plan):
    sample_plan.elsewhere()
    assert client.get("/doubts/?region=410703").status_code == 403


def test_a_planner_closes_a_doubt_with_a_reason(client, plan):
    doubt = Doubt.objects.get()
    planner = accounts.planner()
    client.force_login(planner)
    address = f"/doubts/{doubt.pk}/resolve/"
    response = client.post(address, {"state": "resolved", "resolution": " "}, follow=True)
    assert "请写明处理意见" in response.content.decode()
    back = f"/plan-indicators/{doubt.row_id}/?year=2024"
    response = client.post(address, {"state": "dismissed", "resolution": "按单位理解", "next": back})
    assert response.url == back
    doubt.refresh_from_db()
    assert (doubt.state, doubt.resolved_by, doubt.resolution) == (DoubtState.DISMISSED, planner, "按单位理解")
    again = client.post(address, {"state": "resolved", "resolution": "再来"}, follow=True)
    assert "已由他人处理" in again.content.decode()


def test_closing_a_blocking_doubt_queues_a_recompute(client, plan, django_capture_on_commit_callbacks):
    doubt = Doubt.objects.create(plan=plan, row=plan.rows.first(), code="scale_jump", message="十倍", blocking=True)
    client.force_login(accounts.planner())
    client.post(f"/doubts/{doubt.pk}/resolve/", {"state": "resolved", "resolution": "已核对"})
    assert JobRun.objects.filter(plan=plan, state="queued").count() == 1


@pytest.mark.parametrize("person", [accounts.leader, accounts.reviewer, accounts.clerk])
def test_others_do_not_close_doubts(client, plan, person):
    doubt = Doubt.objects.get()
    client.force_login(person())
    assert "/resolve/" not in client.get("/doubts/").content.decode()
    response = client.post(f"/doubts/{doubt.pk}/resolve/", {"state": "resolved", "resolution": "好"})
    assert response.status_code == 403
    doubt.refresh_from_db()
    assert doubt.state == DoubtState.OPEN


def test_the_way_back_stays_on_this_site(client, plan):
    doubt = Doubt.objects.get()
    client.force_login(accounts.planner())
    form = {"state": "resolved", "resolution": "好", "next": "https://example.org/"}
    assert client.post(f"/doubts/{doubt.pk}/resolve/", form).url == "/doubts/"


def test_one_indicator_across_regions(client, plan):
    sample_plan.elsewhere()
    client.force_login(accounts.leader(regions.xinxiang()))
    html = client.get("/indicators/gdp/?year=2024").content.decode()
    assert re.findall(r'data-status="(\w+)"', html) == ["behind", "no_data"]
    words = text_of(html)
    assert "卫滨区" in words
    assert "18.99%" in words
    client.force_login(accounts.leader())
    assert "卫滨区" not in client.get("/indicators/gdp/?year=2024").content.decode()
    assert client.get("/indicators/unknown_thing/").status_code == 404
    assert client.get("/indicators/gdp/?period=2016-2020").status_code == 400


def test_projects_are_listed_or_announced(client, leader, plan):
    assert "还没有录入重点项目" in client.get("/projects/").content.decode()
    Project.objects.create(plan=plan, region=plan.region, position=1, name="产业园", box="专栏3", investment="12.50")
    html = client.get("/projects/").content.decode()
    assert "产业园" in html
    assert "12.5 亿元" in html
    assert "没有符合条件的项目" in client.get("/projects/?kind=programme").content.decode()
    assert client.get("/projects/?kind=nonsense").status_code == 400
    client.force_login(accounts.leader(regions.weibin()))
    assert "产业园" not in client.get("/projects/").content.decode()
