"""A leader asks where the plan stands: the answer in five seconds, the reason in two clicks."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.journeys.conftest import log_in
from tests.journeys.reading import AVERAGE, GAP, LATEST, PROGRESS, REQUIRED, STATUS, TARGET, row_called, rows, words

pytestmark = pytest.mark.journey

YANJIN = "/regions/410726/?period=2021-2025&year=2024"


def test_the_log_in_leads_to_the_page_that_was_asked_for(browser, reading):
    from tests.conftest import watched_page

    with watched_page(browser, reading.url) as page:
        page.goto(YANJIN)
        assert "/accounts/login/" in page.url
        log_in(page, "yanjin-leader")
        assert page.url.endswith(YANJIN)
        assert page.locator("h1").inner_text().startswith("延津县")


@pytest.mark.parametrize(
    ("name", "status", "cells"),
    [
        (
            "地区生产总值增长",
            "behind",
            {LATEST: "193.32024初", PROGRESS: "51.9%", GAP: "−36.7", REQUIRED: "18.99%", STATUS: "▼滞后"},
        ),
        ("社会消费品零售总额", "far_behind", {PROGRESS: "42.5%", REQUIRED: "25.21%"}),
        (
            "一般公共财政预算收入",
            "far_behind",
            {PROGRESS: "27.5%", REQUIRED: "54.64%", GAP: "−4.24", STATUS: "▼▼严重滞后"},
        ),
        ("常住人口城镇化率", "far_behind", {LATEST: "41.17%2023初", PROGRESS: "31.0%", REQUIRED: "2.42个百分点"}),
        ("城镇登记失业率", "holds", {LATEST: "3.75%2023初", REQUIRED: "逐年保持", STATUS: "✓保持（按2023年数）"}),
        ("城镇新增就业人数", "no_data", {LATEST: "0.48962023初", STATUS: "–无数据（缺少年度数据）"}),
        ("新增建设用地规模", "no_data", {TARGET: "[15000]总量控制", STATUS: "–无数据"}),
        ("单位GDP能源消耗降幅", "pending", {TARGET: "完成市定目标", STATUS: "◌待下达"}),
        ("空气质量优良天数", "pending", {STATUS: "◌待下达"}),
        ("粮食综合生产能力", "no_data", {LATEST: "—", PROGRESS: "—", GAP: "—", REQUIRED: "—"}),
    ],
)
def test_the_rows_of_yanjin(as_leader, name, status, cells):
    as_leader.goto(YANJIN)
    found, texts = row_called(as_leader, name)
    assert found == status
    assert {column: texts[column] for column in cells} == cells


def test_yanjin_at_a_glance(as_leader):
    as_leader.goto(YANJIN)
    assert as_leader.locator("tr[data-plan-indicator]").count() == 21
    statuses = Counter(status for status, _cells in rows(as_leader).values())
    assert statuses == {"no_data": 13, "far_behind": 3, "pending": 3, "behind": 1, "holds": 1}
    answer = words(as_leader.locator("p.answer").inner_text())
    assert "21项主要指标" in answer
    assert "1项滞后、3项严重滞后、1项保持、3项待下达" in answer
    assert "一般公共财政预算收入" in answer
    assert "54.64%" in answer
    head = words(as_leader.locator(".page-head").inner_text())
    assert "数据截至2024年（初步数6项）" in head
    assert "待重算" not in head  # the loaders' jobs are done


def test_the_chart_shows_where_each_row_stands_and_should_stand(as_leader):
    as_leader.goto(YANJIN)
    chart = as_leader.locator("#gap-chart[data-drawn=true]")
    chart.wait_for()
    assert chart.locator(".barlayer .point path").count() == 4
    drawn = as_leader.evaluate(
        """() => [...document.querySelectorAll('#gap-chart .barlayer .point path')].map(one => one.getBBox().width)"""
    )
    assert all(width > 20 for width in drawn), drawn
    ticks = as_leader.evaluate(
        """() => [...document.querySelectorAll('#gap-chart .shapelayer path, #gap-chart .scatterlayer path')].length"""
    )
    assert ticks >= 5  # a planned position for each of the four, and the target
    texts = words(chart.inner_text())
    for text in ("51.9%", "27.5%", "每年需54.64%", "目标"):
        assert text in texts


def test_two_clicks_from_a_status_to_its_sum(as_leader):
    as_leader.goto(YANJIN)
    as_leader.get_by_role("link", name="地区生产总值增长", exact=True).click()
    assert re.search(r"/plan-indicators/\d+/\?year=2024$", as_leader.url)
    shown = as_leader.locator("section.target[data-plan-indicator]")
    assert shown.get_attribute("data-status") == "behind"
    as_leader.locator("#trajectory-chart[data-drawn=true]").wait_for()
    assert as_leader.locator("#trajectory-chart .scatterlayer .trace").count() >= 3
    steps = as_leader.locator("details:has(table.steps)").first
    if steps.get_attribute("open") is None:
        steps.locator("summary").click()  # the second click
    sums = words(steps.locator("table.steps").inner_text())
    for part in ("153.7", "230", "193.3", "51.9%", "212.19", "18.99%", "0.70", "(230.0÷153.7)^(1/5)"):
        assert part in sums, part


@pytest.mark.parametrize(
    ("name", "status", "cells"),
    [
        ("地区生产总值增长", "behind", {AVERAGE: "4.44%", REQUIRED: "9.66%", STATUS: "▼滞后"}),
        ("一般公共预算收入增长", "ahead", {AVERAGE: "8.36%", REQUIRED: "5.00%", STATUS: "▲快于预期"}),
        (
            "粮食综合生产能力",
            "breached",
            {LATEST: "4652023初", GAP: "−10.0", STATUS: "!未保持预警没有守住的年份：2021、2023"},
        ),
        ("城镇新增就业人数", "ahead", {PROGRESS: "25.9%", TARGET: "[35]五年累计"}),
        ("地级以上城市空气质量优良天数比率", "pending", {LATEST: "61.9%2021初"}),
    ],
)
def test_the_rows_of_xinxiang(as_city, name, status, cells):
    as_city.goto("/regions/410700/?period=2021-2025&year=2023")
    found, texts = row_called(as_city, name)
    assert found == status
    assert {column: texts[column] for column in cells} == cells


def test_the_thirteenth_plan_of_xinxiang_has_its_verdicts(as_city):
    as_city.goto("/regions/410700/?period=2016-2020")
    table = rows(as_city).values()
    assert len(table) == 34
    label = {cells[0] or cells[1]: words(cells[STATUS]) for _status, cells in table}
    not_met = {number for number, text in label.items() if "未完成" in text}
    assert not_met == {"1", "3", "4", "7", "11", "12"}
    assert sum("上报完成" in text for text in label.values()) == 12
    assert sum(text == "✓完成" for text in label.values()) == 11
    open_rows = {name: status for status, cells in table for name in [cells[0] or cells[1]] if status not in _VERDICTS}
    forest = next(name for name in open_rows if name.startswith("森林蓄积量"))
    worst_water = next(name for name in open_rows if name.startswith("劣"))
    assert open_rows == {
        "9": "no_data", "10": "incomparable", "15": "no_data", forest: "no_data", worst_water: "pending",
    }  # fmt: skip
    trade = next(cells for _status, cells in table if cells[0] == "4")
    assert "按此评估" in trade[TARGET]
    assert "年均增长" in trade[TARGET]


_VERDICTS = {"met", "not_met"}


def test_other_years_and_periods_are_one_click_away(as_city):
    as_city.goto("/regions/410700/?period=2021-2025&year=2023")
    with as_city.expect_navigation():
        as_city.get_by_role("link", name="2022", exact=True).click()
    assert row_called(as_city, "地区生产总值增长")[1][AVERAGE] == "5.95%"
    with as_city.expect_navigation():
        as_city.locator(".switches").get_by_role("link", name=re.compile("2016.2020")).click()
    assert "2016" in as_city.locator("h1").inner_text()


def test_the_overview_leads_to_the_counties(as_city):
    as_city.goto("/")
    as_city.locator("main").get_by_role("link", name="延津县").first.click()
    assert "/regions/410726/" in as_city.url
