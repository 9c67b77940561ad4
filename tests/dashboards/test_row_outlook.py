"""The plan-indicator page: required against what was achieved, trials of the years to come, the end, earlier versions."""

import json
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.domain.assess import assess
from indicators.domain.types import Form
from indicators.models import Assessment, Base, DefinitionBreak, Observation
from indicators.selectors.row_page import find_row, row_facts
from indicators.selectors.row_terms import assessable_row, assessable_target
from indicators.services.recompute import recompute_plans
from tests.dashboards.test_budget import queries
from tests.dashboards.test_region_page import text_of
from tests.factories import accounts
from tests.factories.indicators import BaseFactory, RowFactory, approved
from tests.factories.plans import PlanFactory


def address(plan, name: str, *, trial: bool = False, **query) -> str:
    row = plan.rows.get(short_name=name)
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return f"/plan-indicators/{row.pk}/{'what-if/' if trial else ''}?{asked}"


def page(client, plan, name: str, **query) -> str:
    response = client.get(address(plan, name, **query))
    assert response.status_code == 200
    return response.content.decode()


def reach(html: str) -> str:
    found = re.search(r'<p class="reach .*?</p>', html, re.S)
    return text_of(found[0]) if found else ""


def card(html: str) -> str:
    found = re.search(r'<section id="what-if".*?</section>|<p class="what-if-none.*?</p>', html, re.S)
    return text_of(found[0]) if found else ""


# --- required against what was ever achieved -------------------------------------------------------------------------
def test_required_stands_against_the_best_year_on_the_same_basis(client, leader, plan):
    told = reach(page(client, plan, "规上工业增加值增长", year=2023))
    assert told.startswith("须加力余下每年需9.66%（不变价），此前最快为6.6%（2021年，不变价）。")


def test_levels_of_missing_years_are_bridged(client, leader, plan):
    told = reach(page(client, plan, "地区生产总值", year=2024))
    assert told.startswith("难以达到余下每年需18.99%，此前最快为8.06%（2021–2022年年均，由数值推算）。")


def test_reported_growth_on_another_basis_gives_no_word(client, leader, plan):
    row = plan.rows.get(short_name="地区生产总值")
    row.indicator.price_sensitive = True
    row.indicator.save()
    row.observations.filter(year__lt=2024).delete()
    row.observations.update(value_basis="current", growth="6.0", growth_basis="constant")
    Base.objects.filter(row=row).update(price_basis="constant")
    recompute_plans([plan.pk])
    told = reach(page(client, plan, "地区生产总值", year=2024))
    assert told == "余下每年需18.99%（现价）；此前最好为6.0%（2024年，不变价）。价格口径不同，不作判断。"


def test_a_break_leaves_no_year_to_compare_with(client, leader, plan):
    row = plan.rows.get(short_name="地区生产总值")
    DefinitionBreak.objects.create(row=row, year=2024, reason="五经普")
    assert "此前没有可比的年度" in reach(page(client, plan, "地区生产总值", year=2024))


@pytest.mark.parametrize(("unit", "counted"), [("亿元", True), ("万元", False)])
def test_years_of_the_plan_before_count_where_the_thing_is_the_same(client, leader, plan, unit, counted):
    row = plan.rows.get(short_name="地区生产总值")
    before = PlanFactory(region=plan.region, base_year=2015, start_year=2016, end_year=2020, status="ended")
    old = RowFactory(plan=before, indicator=row.indicator, unit=unit)
    BaseFactory(row=old)
    approved(old, 2018, growth=Decimal("20.5"))
    told = reach(page(client, plan, "地区生产总值", year=2024))
    assert ("此前最快为20.5%（2018年，上一规划期）" in told) is counted


def test_what_has_no_growth_says_so_or_nothing(client, leader, plan):
    assert "控制总量，不与此前年度比快慢" in reach(page(client, plan, "新增建设用地", year=2023))
    assert reach(page(client, plan, "城镇登记失业率", year=2023)) == ""
    assert "须逐年保持" in card(page(client, plan, "城镇登记失业率", year=2023))


# --- trials ----------------------------------------------------------------------------------------------------------------
def test_the_row_that_is_tried_is_the_row_that_was_assessed(plan):
    """The terms made from what the page reads give the stored statuses: a trial continues the same sum."""
    seen = 0
    for one in Assessment.objects.exclude(target__form=Form.RELATIVE).select_related("target"):
        facts = row_facts(find_row(one.row_id))
        result = assess(assessable_row(facts), assessable_target(facts, one.target), year=one.year)
        assert (result.status, result.actual_year, result.early_warning) == (
            one.status, one.actual_year, one.early_warning
        ), one  # fmt: skip
        seen += 1
    assert seen >= 50


def test_a_trial_is_rendered_without_a_script(client, leader, plan):
    html = page(client, plan, "地区生产总值", year=2024, what_if="6")
    told = card(html)
    assert "试算，不保存" in told
    assert "假设2025年增长6.00%：到2025年，为204.9亿元，距目标还差25.1亿元" in told
    assert "✗未完成" in told
    assert "达不到所需的18.99%" in told
    figure = json.loads(re.search(r'id="trajectory-figure">(.*?)</script>', html, re.S)[1])
    trial = next(trace for trace in figure["data"] if trace.get("meta") == "trial")
    assert (trial["x"], trial["y"], trial["name"]) == (["2024", "2025"], [193.3, 204.898], "试算，不保存")


def test_the_endpoint_says_the_same_and_stores_nothing(client, leader, plan):
    before = list(Assessment.objects.order_by("pk").values()), list(Observation.objects.order_by("pk").values())
    told = client.get(address(plan, "地区生产总值", trial=True, year=2024, pace="6")).json()
    assert (told["status"], told["end"], told["gap"], told["stored"]) == ("not_met", "204.898", "-25.102", False)
    assert told["points"]["x"] == ["2024", "2025"]
    assert "到2025年，为204.9亿元" in text_of(told["html"])
    assert before == (
        list(Assessment.objects.order_by("pk").values()),
        list(Observation.objects.order_by("pk").values()),
    )


def test_what_is_offered_reaches_the_target(client, leader, plan):
    offered = client.get(address(plan, "地区生产总值", trial=True, year=2024)).json()
    required = offered["presets"][0]
    assert (required["label"], required["pace"], required["text"]) == ("余下每年需", "18.99", "18.99%")
    assert float(offered["high"]) >= 1.5 * 18.98
    told = client.get(address(plan, "地区生产总值", trial=True, year=2024, pace=required["pace"])).json()
    assert told["status"] == "met"


@pytest.mark.parametrize(
    ("pace", "sentence"),
    [
        ("abc", "试算值应是一个数，例如 5.5；收到的是“abc”。"),
        ("NaN", "试算值应是一个数"),
        ("1e999999", "试算值应"),
        ("-100", "试算值应在 −99% 与"),
        ("99999", "试算值应在 −99% 与"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(client, leader, plan, pace, sentence):
    answer = client.get(address(plan, "地区生产总值", trial=True, year=2024, pace=pace))
    assert answer.status_code == 400
    assert sentence in answer.json()["error"]
    shown = text_of(page(client, plan, "地区生产总值", year=2024, what_if=pace))
    assert sentence.replace(" ", "") in shown


@pytest.mark.parametrize("typed", ["6%", "６", " 6.0 "])
def test_a_pace_is_read_as_people_type_it(client, leader, plan, typed):
    answer = client.get(address(plan, "地区生产总值", trial=True), {"year": 2024, "pace": typed})
    assert answer.json()["end"].startswith("204.898")


@pytest.mark.parametrize(
    ("name", "year", "why"),
    [
        ("空气质量优良天数", 2024, "目标数待上级下达"),
        ("劳动年龄人口平均受教育年限", 2024, "没有可以假设的年度数"),
        ("城镇新增就业", 2024, "还没有可用的实际值"),
        ("地区生产总值", 2025, "规划期已满"),
    ],
)
def test_where_nothing_can_be_tried_the_page_says_why(client, leader, plan, name, year, why):
    html = page(client, plan, name, year=year)
    assert why in card(html)
    assert "what-if.js" not in html
    assert why in client.get(address(plan, name, trial=True, year=year)).json()["why"]
    refused = client.get(address(plan, name, trial=True, year=year, pace="1"))
    assert (refused.status_code, why in refused.json()["error"]) == (400, True)


def test_only_who_may_see_the_region_may_try(client, plan):
    from tests.factories import regions

    client.force_login(accounts.leader(regions.weibin()))
    assert client.get(address(plan, "地区生产总值", trial=True, year=2024, pace="6")).status_code == 403
    assert client.get("/plan-indicators/999999/what-if/?pace=6").status_code == 404


def test_neither_page_nor_trial_asks_more_for_more_versions(client, leader, plan):
    row = plan.rows.get(short_name="地区生产总值")
    addresses = [
        address(plan, "地区生产总值", year=2024, what_if="6"),
        address(plan, "地区生产总值", trial=True, year=2024, pace="6"),
    ]
    few = [queries(client, one) for one in addresses]
    assert max(few) <= 15
    for year in (2022, 2023, 2024):
        for version in (2, 3):
            again = row.observations.get(year=year, version=1)
            again.pk, again.version, again.in_force = None, version, False
            again.save()
    for version in (2, 3, 4):
        Base.objects.create(row=row, value=150 + version, year=2020, version=version, in_force=False, reason="普查")
    assert [queries(client, one) for one in addresses] == few
    with CaptureQueriesContext(connection) as captured:
        client.get(addresses[1])
    assert not [one for one in captured if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


# --- the end, and what was said before -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({2025: "231"}, "规划期已满，没有剩余年份：完成。好于目标1.0亿元。2025年首次达到。"),
        ({2025: "215"}, "规划期已满，没有剩余年份：未完成。距目标差15.0亿元。"),
        ({2024: "240", 2025: "215"}, "规划期已满，没有剩余年份：未完成。距目标差15.0亿元。2024年首次达到，后回落。"),
        ({}, "规划期已满，但2025年数尚未公布，暂无结论；以下按2024年数。"),
    ],
)
def test_how_it_ended(client, leader, plan, figures, said):
    row = plan.rows.get(short_name="地区生产总值")
    for year, value in figures.items():
        if not row.observations.filter(year=year).update(value=value):
            approved(row, year, value=value)
    recompute_plans([plan.pk])
    assert said in text_of(page(client, plan, "地区生产总值", year=2025))


def test_earlier_versions_are_shown_with_what_they_were(client, leader, plan):
    row = plan.rows.get(short_name="地区生产总值")
    first = row.observations.get(year=2023)
    row.observations.filter(pk=first.pk).update(in_force=False)
    approved(row, 2023, version=2, value="188.1", vintage="final", reason="年度核实")
    BaseFactory(row=row, value=Decimal(151), version=2, in_force=False, reason="五经普")
    recompute_plans([plan.pk])
    html = page(client, plan, "地区生产总值", year=2024)
    assert "188.1此前186.3（初步数）" in text_of(html)
    figure = json.loads(re.search(r'id="trajectory-figure">(.*?)</script>', html, re.S)[1])
    traces = {trace["name"]: trace for trace in figure["data"]}
    assert traces["此前公布的数"]["customdata"] == [["186.3", "初步数，后改为 188.1"]]
    assert traces["原基数"]["y"] == [151.0]
    assert "空心＝初步数，实心＝修订数或最终核实数。" in text_of(html)
