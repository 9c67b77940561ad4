"""The page of a region: the row cases of METHODS section 6 as people read them."""

import json
import re

import pytest

from tests.factories import sample_plan


def text_of(html: str) -> str:
    """The words of a piece of HTML without blanks."""
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", html))


def row_of(html: str, name: str) -> tuple[str, str]:
    """Status code and words of the row of an indicator."""
    for found in re.finditer(r'<tr data-plan-indicator="\d+" data-status="(\w+)">(.*?)</tr>', html, re.S):
        if f">{name}</a>" in found[2]:
            return found[1], text_of(found[2])
    raise AssertionError(f"no row {name}")


@pytest.fixture
def page(client, leader, plan) -> str:
    response = client.get("/regions/410726/", {"period": "2021-2025", "year": "2024"})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("name", "status", "texts"),
    [
        ("地区生产总值", "behind", ["153.7", "230", "193.32024", "51.9%", "−36.7", "18.99%", "▼滞后"]),
        ("社会消费品零售总额", "far_behind", ["42.5%", "25.21%", "▼▼严重滞后"]),
        ("一般公共预算收入", "far_behind", ["27.5%", "54.64%", "−4.24"]),
        ("常住人口城镇化率", "far_behind", ["41.17%2023", "31.0%", "2.42个百分点"]),
        ("城镇新增就业", "no_data", ["0.48962023", "–无数据（缺少年度数据）"]),
        ("空气质量优良天数", "pending", ["完成市定目标", "待下达"]),
        ("城镇登记失业率", "holds", ["&lt;4.5", "3.75%2023", "逐年保持", "✓保持（按2023年数）"]),
        ("新增建设用地", "holds", ["[15000]", "未突破"]),
        ("规上工业增加值增长", "behind", ["6.5以上", "4.44%", "9.66%", "1.5%2023"]),
        ("劳动年龄人口平均受教育年限", "not_assessable", ["无法评估（没有目标值）"]),
    ],
)
def test_rows_say_what_methods_says(page, name, status, texts):
    found, words = row_of(page, name)
    assert found == status
    for text in texts:
        assert text in words, f"{text} not in {words}"


@pytest.mark.parametrize("title", ["延津县第十四个五年规划", "新乡市延津县第十四个五年规划"])
def test_the_head_says_the_region_once(client, leader, plan, title):
    plan.title = title
    plan.save()
    html = client.get("/regions/410726/").content.decode()
    assert text_of(re.search("<h1>(.*?)</h1>", html, re.S)[1]).startswith("延津县第十四个五年规划")


def test_a_heading_is_no_row_and_is_counted_nowhere(page):
    assert page.count("data-plan-indicator=") == 10
    assert '<tr class="row-heading">' in page
    assert "10 项主要指标" in page


def test_the_sentence_names_the_worst_and_what_it_takes(page):
    answer = text_of(re.search(r'<p class="answer">(.*?)</p>', page, re.S)[1])
    assert "2项滞后" in answer
    assert "3项严重滞后" in answer
    assert "1项尚无数据" in answer
    assert "差距最大的是一般公共预算收入：7.76亿元，距目标还差4.24亿元，余下每年需54.64%" in answer


def test_the_best_year_is_compared_only_on_the_same_basis(client, leader, plan):
    """Constant-price growth says nothing about what a current-price level still needs."""
    row = plan.rows.get(short_name="一般公共预算收入")
    row.observations.filter(year=2022).update(growth="10.2", growth_basis="unknown", value_basis="unknown")
    assert "此前最快一年为10.2%（2022年）" in text_of(client.get("/regions/410726/?year=2024").content.decode())
    row.observations.update(growth_basis="constant")
    html = text_of(client.get("/regions/410726/?year=2024").content.decode())
    assert "此前最快一年" not in html
    assert "此前年均5.99%" in html


def test_natures_are_counted_apart_with_their_printed_words(page):
    groups = [text_of(one) for one in re.findall(r'<div class="split keep">(.*?)</div>\s*<svg', page, re.S)]
    assert groups == ["约束性2项", "预期性预期发展类4项、预期性2项6项", "属性未归类未标注1项、设定目标类1项2项"]


def test_head_foot_and_background(page):
    words = text_of(page)
    assert "数据截至2024年（初步数8项）" in words
    assert "2024年末时序进度80.0%" in words
    assert "上级：新乡市" in words
    assert "疑点1项" in words
    assert "进度比≥1.05快于预期" in words
    assert "2024年统计公报" in words
    assert "粮食产量202310.3亿斤产量不等于产能" in words


def test_the_chart_has_its_numbers_in_the_table(page):
    assert 'id="gap-chart"' in page
    figure = re.search(r'<script type="application/json" id="gap-figure">(.*?)</script>', page, re.S)[1]
    assert "<" not in figure
    assert "51.9%" in figure


def test_a_year_that_is_over_labels_the_last_figure(client, leader, plan):
    html = client.get("/regions/410726/?year=2025").content.decode()
    status, words = row_of(html, "地区生产总值")
    assert status == "behind"
    assert "滞后（期末数未公布）" in words


def test_a_figure_older_than_the_year_looked_at_is_told_at_the_status(client, leader, plan):
    html = client.get("/regions/410726/?year=2024").content.decode()
    assert "（按2023年数）" in row_of(html, "常住人口城镇化率")[1]
    assert "年数）" not in row_of(html, "地区生产总值")[1], "its figure is of the year looked at"
    assert "年数）" not in row_of(html, "城镇新增就业")[1], "nothing is assessed"
    html = client.get("/regions/410726/?year=2025").content.decode()
    assert "年数）" not in row_of(html, "常住人口城镇化率")[1], "期末数未公布 says it"


def test_a_plan_without_figures_says_so(client, leader):
    sample_plan.yanjin_plan(actuals=False)
    html = client.get("/regions/410726/?year=2024").content.decode()
    assert "尚无数据" in html
    assert "gap-figure" not in html


def test_waiting_for_a_recompute_is_told(client, leader, plan):
    from indicators.services.jobs import queue_recompute

    assert "待重算" not in client.get("/regions/410726/").content.decode()
    queue_recompute(plan=plan, why="test")
    assert "待重算" in client.get("/regions/410726/").content.decode()


def test_sample_figures_are_marked(client, leader, plan):
    from indicators.services.recompute import recompute_plans

    assert "演示数据" not in client.get("/regions/410726/?year=2024").content.decode()
    plan.rows.get(short_name="地区生产总值").observations.filter(year=2024).update(sample=True)
    recompute_plans([plan.pk])
    html = client.get("/regions/410726/?year=2024").content.decode()
    assert "演示数据" in row_of(html, "地区生产总值")[1]
    assert "含演示数据" in re.search(r"<figcaption.*?</figcaption>", html, re.S)[0]
    figure = json.loads(re.search(r'id="gap-figure">(.*?)</script>', html, re.S)[1])
    assert "地区生产总值（演示数据）" in [bar[0] for bar in figure["data"][0]["customdata"]]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("period=2021", "2021-2025"),
        ("period=2025-2021", "2021-2025"),
        ("year=二零二四", "四位年份"),
        ("year=2019", "不在规划期 2021–2025"),
        ("as_of=2024-3-31", "as_of"),
    ],
)
def test_a_bad_parameter_gets_one_clear_sentence(client, leader, plan, query, told):
    response = client.get(f"/regions/410726/?{query}")
    assert response.status_code == 400
    assert told in response.content.decode()


def test_a_period_without_plan_says_so_and_an_unknown_code_is_not_found(client, leader, plan):
    response = client.get("/regions/410726/?period=2016-2020")
    assert response.status_code == 200
    assert "没有 2016–2020 年的规划" in response.content.decode()
    assert client.get("/regions/999999/").status_code == 404
