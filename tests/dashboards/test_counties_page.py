"""A city and its counties on one page: what it says, what it takes along, who sees it, what it asks of the database."""

import io
import json
import re
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.domain.types import Form
from indicators.models import BackgroundFigure, Doubt
from tests.dashboards.test_region_page import text_of
from tests.factories import accounts, regions
from tests.factories import indicators as made
from tests.factories.city_and_counties import city_and_counties, promised
from tests.factories.plans import PlanFactory
from tests.factories.regions import RegionFactory

ADDRESS = "/regions/410700/counties/"


@pytest.fixture
def plans(client, db):
    client.force_login(accounts.leader(regions.xinxiang()))
    return city_and_counties()


def line(html: str, name: str) -> tuple[str, str, str]:
    """Outcome, the line's words, the words of the counties folded behind it."""
    for found in re.finditer(
        r'<tr data-allocation="\d+" data-outcome="(\w+)">(.*?)</tr>(.*?)</tbody>\s*</table>', html, re.S
    ):
        if f">{name}</a>" in found[2]:
            return found[1], text_of(found[2]), text_of(found[3])
    raise AssertionError(f"no line {name}")


def test_all_counties_known_every_rule_says_its_sum(client, plans):
    html = client.get(ADDRESS).content.decode()
    outcome, words, counties = line(html, "城镇新增就业")
    assert outcome == "uncovered"
    for text in (
        "各地五年总量相加",
        "[35]五年累计",
        "5.2万人2/2−29.8万人",
        "▼有缺口",
        "合计5.2万人，比全市目标少29.8万人",
    ):
        assert text in words
    assert re.search(r"卫滨区\[2\.9\]五年累计万人2\.9万人8\.3%.*延津县\[2\.3\]五年累计万人2\.3万人6\.6%", counties)
    outcome, words, counties = line(html, "地区生产总值增长")
    assert outcome == "uncovered"
    assert "以各地基数为权数" in words
    assert "合起来年均6.25%，比全市目标低0.25个百分点" in words
    assert "300亿元" in counties
    outcome, words, _ = line(html, "新增建设用地")
    assert outcome == "over"
    assert "!超出总量" in words
    assert "合计16000亩，比全市总量多分了1000亩" in words
    outcome, words, _ = line(html, "优良天数")
    assert (outcome, "指标目录规定不汇总" in words) == ("listed", True)
    outcome, words, _ = line(html, "常住人口城镇化率")
    assert outcome == "listed"
    assert "缺少加权用的数" in words
    assert "已录入的下级规划都没有列的指标：森林覆盖率" in text_of(html)


def test_with_unknown_counties_sums_say_at_least_and_limits_stay_broken(client, plans):
    for code in ("410702", "410704"):
        RegionFactory(code=code, name=f"区{code}", parent=regions.xinxiang())
    html = client.get(ADDRESS).content.decode()
    assert "4个县区中2个的规划已录入" in text_of(html)
    assert "规划没有录入的2个：区410702、区410704" in text_of(html)
    outcome, words, _ = line(html, "城镇新增就业")
    assert outcome == "open"
    assert "已知5.2万人2/4" in words
    assert "至少5.2万人；还有29.8万人没有落到已知的县区，其余2个未知" in words
    assert line(html, "新增建设用地")[0] == "over", "whoever is missing, it is too much already"
    assert "已知的2个合起来是6.25%，不代表全市" in line(html, "地区生产总值增长")[1]


def test_averages_are_weighted_with_published_figures_of_the_base_year(client, plans):
    _city, yanjin, weibin = plans
    people = made.IndicatorFactory(code="population_resident", name="常住人口", unit="万人")
    for plan, value, unit in ((yanjin, "30", "万人"), (weibin, "100000", "人")):
        BackgroundFigure.objects.create(
            region=plan.region,
            indicator=people,
            name="常住人口",
            year=2020,
            value=Decimal(value),
            unit=unit,
            why="背景",
        )
    outcome, words, _counties = line(client.get(ADDRESS).content.decode(), "常住人口城镇化率")
    assert outcome == "uncovered"
    assert "按基期常住人口加权平均" in words
    assert "59.50%" in words, "(46·30 + 100·10) ÷ 40"
    assert "−1.50个百分点" in words


def test_a_doubt_keeps_a_promise_out(client, plans):
    row = plans[1].rows.get(position=1)
    Doubt.objects.create(plan=plans[1], row=row, code="scale_jump", figure="target", message="量级", blocking=True)
    outcome, words, counties = line(client.get(ADDRESS).content.decode(), "城镇新增就业")
    assert outcome == "open"
    assert "2.9万人1/2" in words
    assert "没有计入：有未处理的疑点" in counties


def test_the_chart_shows_sums_only_and_its_numbers_stand_in_the_table(client, plans):
    html = client.get(ADDRESS).content.decode()
    figure = json.loads(re.search(r'id="allocation-figure">(.*?)</script>', html, re.S)[1])
    assert [re.sub("<br>", "", name) for name in figure["layout"]["yaxis"]["ticktext"]] == [
        "城镇新增就业",
        "新增建设用地",
    ]
    assert [one[0] for one in figure["data"][0]["customdata"]] == ["卫滨区", "延津县"] * 2
    assert "14.9%" in html


def test_another_period_or_a_draft_is_no_plan_of_a_county(client, plans):
    for plan, change in ((plans[1], {"end_year": 2026}), (plans[2], {"status": "draft"})):
        type(plan).objects.filter(pk=plan.pk).update(**change)
    html = client.get(ADDRESS).content.decode()
    assert "所辖各地没有可以对照的 2021–2025 年规划" in html
    assert "format=xlsx" not in html
    assert client.get(ADDRESS + "?format=xlsx")["Content-Type"].startswith("text/html")


def test_the_workbook_has_the_numbers_themselves(client, plans):
    answer = client.get(ADDRESS + "?format=xlsx")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["对照", "逐个县区"]
    cells = [[cell.value for cell in row] for row in book["对照"].iter_rows()]
    jobs = next(row for row in cells if row[0] == "城镇新增就业")
    assert jobs[3:8] == [5.2, pytest.approx(5.2 / 35), 2, 2, -29.8]
    single = [[cell.value for cell in row] for row in book["逐个县区"].iter_rows()]
    assert [row[1] for row in single if row[0] == "城镇新增就业"] == ["卫滨区", "延津县"]


def test_a_county_and_a_region_without_plan_have_a_sensible_page(client, plans):
    assert "延津县所辖各地没有可以对照的" in client.get("/regions/410726/counties/").content.decode()
    RegionFactory(code="410721", name="新乡县", parent=regions.xinxiang())
    assert "这个地区还没有录入规划" in client.get("/regions/410721/counties/").content.decode()
    assert client.get("/regions/999999/counties/").status_code == 404
    assert client.get(ADDRESS + "?format=pdf").status_code == 400


def test_a_county_does_not_see_its_neighbours_through_the_city(client, db):
    city_and_counties()
    client.force_login(accounts.leader(regions.yanjin()))
    answer = client.get(ADDRESS)
    assert answer.status_code == 403
    assert "卫滨区" not in answer.content.decode()
    assert client.get("/regions/410703/counties/").status_code == 403


def queries(client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(ADDRESS).status_code == 200
    return len(captured)


def test_queries_do_not_grow_with_counties_or_rows(client, plans):
    queries(client)  # the first page of a visit notes that it began
    few = queries(client)
    for number in range(1, 6):
        region = RegionFactory(code=f"41072{number}", name=f"县{number}", parent=regions.xinxiang())
        plan = PlanFactory(region=region)
        promised(plan, 1, "new_urban_jobs", Form.CUMULATIVE, "3")
        for position in range(10, 15):
            promised(plan, position, f"more_{position}", Form.LEVEL, "5")
    for position in range(10, 15):
        promised(plans[0], position, f"more_{position}", Form.LEVEL, "50")
    assert queries(client) == few
    assert few <= 15


def test_the_page_of_a_city_leads_here_and_that_of_a_county_does_not(client, plans):
    assert ADDRESS in client.get("/regions/410700/").content.decode()
    assert "/counties/" not in client.get("/regions/410726/").content.decode()
