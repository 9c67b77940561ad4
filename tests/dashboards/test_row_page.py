"""The page of one plan indicator."""

import re

import pytest

from accounts.models import Unit
from indicators.models import Base, Doubt, ResponsibleUnit, Target
from indicators.services.recompute import recompute_plans
from tests.dashboards.test_region_page import text_of
from tests.factories import accounts


def page_of(client, plan, name: str, year: int = 2024) -> str:
    row = plan.rows.get(short_name=name)
    response = client.get(f"/plan-indicators/{row.pk}/?year={year}")
    assert response.status_code == 200
    return response.content.decode()


def test_gdp_is_explained_step_by_step(client, leader, plan):
    html = page_of(client, plan, "地区生产总值")
    words = text_of(html)
    for text in ["212.19亿元", "−18.89亿元", "18.99%", "204.70亿元", "0.70", "51.9%时序80.0%"]:
        assert text in words
    steps = text_of(re.search(r'<table class="steps stacked">(.*?)</table>', html, re.S)[1])
    assert "(193.3−153.7)÷(230.0−153.7)51.9%" in steps
    assert "153.7×(193.3÷153.7)^(5/4)204.70（达不到目标）" in steps
    assert "(T÷A)^(1/m)−1" in steps
    assert 'data-status="behind"' in html


def years_of(html: str) -> list[str]:
    """Head and rows of the table of years."""
    table = re.search(r'<table class="years stacked">(.*?)</table>', html, re.S)[1]
    return [text_of(row) for row in re.findall(r"<tr.*?</tr>", table, re.S)]


def test_the_table_of_years_has_path_and_actuals_base_and_target_as_printed(client, leader, plan):
    rows = years_of(page_of(client, plan, "地区生产总值"))
    assert rows[0].startswith("年份规划路径按现速实际增速"), (
        "what is required says nothing but the target in the last year"
    )
    assert rows[1].startswith("2020基期153.7—153.7")
    assert rows[3].startswith("2022180.59—179.46—初步数")
    assert "●符合预期" in rows[3]
    assert "2022年统计公报" in rows[3]
    assert rows[2].startswith("2021166.60———")
    assert rows[6].startswith("2025230204.70——")


def test_what_is_required_stands_beside_the_path_where_it_says_more(client, leader, plan):
    rows = years_of(page_of(client, plan, "地区生产总值", 2023))
    assert rows[0].startswith("年份规划路径需达到按现速实际")
    assert rows[4].startswith("2023195.75——186.3")
    assert rows[5].startswith("2024212.19207.00198.64193.3")
    assert rows[6].startswith("2025230230211.79—")


def test_a_path_of_rates_has_its_unit(client, leader, plan):
    rows = years_of(page_of(client, plan, "规上工业增加值增长", 2023))
    assert rows[0].startswith("年份规划路径余下每年需按现速实际")
    assert rows[2].startswith("20216.5%—")
    assert rows[5].startswith("20246.5%9.66%4.44%")


def test_blanks_that_type_setting_left_are_not_shown(client, leader, plan):
    target = plan.rows.get(short_name="空气质量优良天数").targets.get()
    Target.objects.filter(pk=target.pk).update(text="按省下 达目标")
    assert ">按省下达目标<" in client.get("/regions/410726/?year=2024").content.decode()
    assert ">按省下达目标<" in page_of(client, plan, "空气质量优良天数")
    target.refresh_from_db()
    assert target.text == "按省下 达目标"


def test_the_chart_is_there_with_words_for_those_who_cannot_see_it(client, leader, plan):
    html = page_of(client, plan, "地区生产总值")
    assert 'id="trajectory-chart"' in html
    assert "地区生产总值：实际 2022 年 179.46、2023 年 186.3、2024 年 193.3；目标 230。" in html


def test_growth_says_how_the_target_is_understood(client, leader, plan):
    words = text_of(page_of(client, plan, "规上工业增加值增长", 2023))
    assert "目标6.5以上年均增长，不低于6.5%" in words
    assert "9.66%" in words


def test_no_year_remains(client, leader, plan):
    row = plan.rows.get(short_name="地区生产总值")
    from tests.factories.indicators import approved

    approved(row, 2025, value="231")
    recompute_plans([plan.pk])
    assert "规划期已满，没有剩余年份：完成。" in page_of(client, plan, "地区生产总值", 2025)


def test_a_heading_says_what_it_is(client, leader, plan):
    html = page_of(client, plan, "教育")
    assert "这是标题行" in html
    assert "data-plan-indicator" not in html


def test_several_targets_each_with_its_own_status(client, leader, plan):
    row = plan.rows.get(short_name="地区生产总值")
    Target.objects.create(row=row, ordinal=2, form="growth", value="7.6", unit="%", text="7.6%")
    recompute_plans([plan.pk])
    html = page_of(client, plan, "地区生产总值")
    assert html.count('<section class="target') == 2
    assert html.count("data-plan-indicator=") == 1
    assert "无数据" in html
    region = text_of(client.get("/regions/410726/?year=2024").content.decode())
    assert "230按此评估7.6%年均增长" in region


def test_a_revised_base_shows_its_versions_and_reason(client, leader, plan):
    row = plan.rows.get(short_name="地区生产总值")
    Base.objects.filter(row=row).update(in_force=False)
    Base.objects.create(
        row=row, value="150", text="150", unit="亿元", year=2020, version=2, reason="五经普修订", source="revision"
    )
    recompute_plans([plan.pk])
    words = text_of(page_of(client, plan, "地区生产总值"))
    assert "五经普修订" in words
    assert "2020年基数1153.7" in words


def test_default_responsibility_is_marked(client, leader, plan):
    row = plan.rows.get(short_name="地区生产总值")
    unit = Unit.objects.create(region=plan.region, name="县统计局")
    one = ResponsibleUnit.objects.create(row=row, unit=unit, confirmed=False)
    assert "责任单位：县统计局（默认分工，待确认）" in text_of(page_of(client, plan, "地区生产总值"))
    ResponsibleUnit.objects.filter(pk=one.pk).update(confirmed=True)
    assert "责任单位：县统计局各地区对照" in text_of(page_of(client, plan, "地区生产总值"))


@pytest.mark.parametrize(
    ("role", "offered"),
    [("leader", False), ("reviewer", True), ("planner", True), ("other clerk", False), ("clerk", True)],
)
def test_only_those_who_may_enter_see_the_way_there(client, plan, role, offered):
    row = plan.rows.get(short_name="地区生产总值")
    unit = Unit.objects.create(region=plan.region, name="县统计局")
    ResponsibleUnit.objects.create(row=row, unit=unit)
    people = {
        "leader": accounts.leader,
        "reviewer": accounts.reviewer,
        "planner": accounts.planner,
        "other clerk": accounts.clerk,
        "clerk": lambda: accounts.clerk(unit),
    }
    client.force_login(people[role]())
    assert (f"/entry/{row.pk}/2024/" in page_of(client, plan, "地区生产总值")) is offered


def test_doubts_of_the_row_are_told(client, leader, plan):
    words = text_of(page_of(client, plan, "地区生产总值"))
    assert "疑点待处理1项" in words
    assert "名称与单位矛盾" in words
    Doubt.objects.all().delete()
    assert "疑点待处理" not in text_of(page_of(client, plan, "地区生产总值"))


def test_a_bad_year_is_refused(client, leader, plan):
    row = plan.rows.first()
    assert client.get(f"/plan-indicators/{row.pk}/?year=1999").status_code == 400
    assert client.get("/plan-indicators/999999/").status_code == 404


def test_an_actual_known_from_one_side_keeps_its_sign(client, leader, plan):
    row = plan.rows.get(short_name="常住人口城镇化率")
    row.observations.filter(year=2023).update(value="50", comparator=">")
    recompute_plans([plan.pk])
    assert "实际&gt;50%2023年" in text_of(page_of(client, plan, "常住人口城镇化率"))


def test_measures_that_do_not_apply_are_left_out(client, leader, plan):
    html = page_of(client, plan, "城镇登记失业率")
    measures = text_of(re.search(r'<dl class="measures">(.*?)</dl>', html, re.S)[1])
    assert "余下每年需逐年保持" in measures
    assert "实现程度" not in measures
    assert "年均至今" not in measures
