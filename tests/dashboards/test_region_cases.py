"""The page of a region in the cases most often got wrong, and in the states that a plan begins and ends with."""

import re
from datetime import date

import pytest

from indicators.domain.types import Form
from indicators.models import Assessment, PlanIndicator
from indicators.services.recompute import recompute_plans
from tests.dashboards.test_region_page import row_of, text_of
from tests.factories import accounts, hard_cases
from tests.factories import indicators as made
from tests.factories.plans import PlanFactory


def answer_of(client, address: str) -> str:
    html = client.get(address).content.decode()
    return text_of(re.search(r'<p class="answer">(.*?)</p>', html, re.S)[1])


@pytest.fixture
def leader(client, db):
    user = accounts.leader()
    client.force_login(user)
    return user


@pytest.fixture
def page(client, leader) -> str:
    hard_cases.hard_plan()
    return client.get("/regions/410726/?year=2023").content.decode()


@pytest.mark.parametrize(
    ("name", "status", "texts"),
    [
        ("粮食综合生产能力", "breached", [">475", "465", "−10", "!未保持", "没有守住的年份：2021、2023", "预警"]),
        ("细颗粒物浓度", "reversing", ["70", "−24.2%", "↓倒退", "−20.5"]),
        ("优良天数比率", "pending", ["按省下达目标", "◌待下达"]),
        ("地区生产总值增长", "behind", ["1.5%2023", "4.44%", "疑1"]),
        ("一般公共预算收入", "behind", ["▼滞后", "仅因基数修订，按原基数为快于预期", "修订"]),
        ("社会消费品零售总额", "incomparable", ["≠口径不可比（有未解决的数据疑点）", "疑1"]),
    ],
)
def test_the_cases_most_often_got_wrong(page, name, status, texts):
    found, words = row_of(page, name)
    assert found == status
    for text in texts:
        assert text.replace(">", "&gt;") in words, f"{text} not in {words}"


def test_a_doubt_that_blocks_is_told_from_one_that_does_not(page):
    blocked = re.search(r"社会消费品零售总额</a>.*?</th>", page, re.S)[0]
    assert "doubt-blocking" in blocked
    assert "处理前不评估" in blocked
    assert "doubt-blocking" not in re.search(r"地区生产总值增长</a>.*?</th>", page, re.S)[0]


def test_levels_that_were_revised_do_not_become_growth(page):
    """3464 → 3347.6 would read −3.4 %: the growth that was published counts."""
    assert "3.4%" not in row_of(page, "地区生产总值增长")[1]


def rows_of(plan, number: int, **target) -> list[PlanIndicator]:
    rows = []
    for position in range(1, number + 1):
        row = made.RowFactory(plan=plan, position=position, short_name=f"指标{position}", number=str(position))
        made.BaseFactory(row=row)
        made.TargetFactory(row=row, **target)
        rows.append(row)
    return rows


def test_a_plan_on_its_first_day_is_not_one_without_data(client, leader, monkeypatch):
    """k = 0: nothing can be late yet."""
    monkeypatch.setattr("dashboards.views.region.today", lambda _request: date(2026, 3, 1))
    made.RuleFactory()
    plan = PlanFactory(start_year=2026, base_year=2025, end_year=2030)
    rows = rows_of(plan, 3)
    PlanIndicator.objects.filter(pk=rows[0].pk).update(nature="binding")
    made.TargetFactory(
        row=made.RowFactory(plan=plan, position=4, number="4"), form=Form.ASSIGNED, value=None, by="市", text="按市下达"
    )
    recompute_plans([plan.pk])
    said = answer_of(client, "/regions/410726/")
    assert said == (
        "2026–2030年规划刚刚开始，2026年还没有结束：4项主要指标（约束性1项、预期性3项）尚无年度数据，其中1项待上级下达目标。"
    )
    html = client.get("/regions/410726/").content.decode()
    assert "规划路径，尚无实际值" in html, "the path is drawn before the first figure"


def test_a_year_later_the_same_plan_lacks_data(client, leader, monkeypatch):
    monkeypatch.setattr("dashboards.views.region.today", lambda _request: date(2027, 3, 1))
    plan = PlanFactory(start_year=2026, base_year=2025, end_year=2030)
    made.RuleFactory()
    rows_of(plan, 2)
    recompute_plans([plan.pk])
    assert answer_of(client, "/regions/410726/") == "2项主要指标均尚无数据。"


def test_an_ended_plan_speaks_of_verdicts(client, leader):
    """k = n: 完成, 基本完成, 未完成; a figure of an earlier year is no verdict."""
    made.RuleFactory()
    plan = PlanFactory()
    rows = rows_of(plan, 5, comparator="~")
    for row, year, value in ((0, 2025, 160), (1, 2025, 149), (2, 2025, 120), (3, 2024, 130)):
        made.approved(rows[row], year, value=value)
    recompute_plans([plan.pk])
    said = answer_of(client, "/regions/410726/?year=2025")
    assert said.startswith(
        "2021–2025年规划期满：5项主要指标中，1项完成、1项基本完成、1项未完成；1项期末数未公布、1项无结论。"
    )
    assert "差距最大的是指标3：120亿元，距目标还差30亿元。" in said


def test_one_row_only(client, leader):
    made.RuleFactory()
    plan = PlanFactory()
    (row,) = rows_of(plan, 1)
    made.approved(row, 2023, value=105)
    recompute_plans([plan.pk])
    assert answer_of(client, "/regions/410726/?year=2023").startswith("仅有的1项主要指标中，1项严重滞后。")


def test_headings_only(client, leader):
    plan = PlanFactory()
    made.RowFactory(plan=plan, is_heading=True, short_name="教育")
    html = client.get("/regions/410726/?year=2023").content.decode()
    assert "还没有指标，只有标题行或空表。" in html
    assert "data-plan-indicator" not in html
    assert "筛选" not in text_of(re.sub(r"<nav.*?</nav>", "", html, flags=re.S))


def test_an_empty_plan(client, leader):
    PlanFactory()
    html = client.get("/regions/410726/?year=2023").content.decode()
    assert "规划表里没有指标。" in html


def test_an_indicator_without_target(client, leader):
    made.RuleFactory()
    plan = PlanFactory()
    row = made.RowFactory(plan=plan, short_name="无目标")
    made.TargetFactory(row=row, form=Form.NONE, value=None, text="—")
    made.approved(row, 2023, value=105)
    recompute_plans([plan.pk])
    html = client.get("/regions/410726/?year=2023").content.decode()
    status, words = row_of(html, "无目标")
    assert status == "not_assessable"
    assert "105" in words
    assert Assessment.objects.get(row=row, year=2023).status == "not_assessable"
