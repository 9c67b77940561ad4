"""How a figure travels: a clerk enters it while the round is open, another person approves it, the page is right soon."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from indicators.models import Assessment, JobRun, JobState, Observation, PlanIndicator, ReportingRound
from tests.journeys.house import until
from tests.journeys.reading import PROGRESS, REQUIRED, STATUS, row_called, words

pytestmark = [pytest.mark.journey, pytest.mark.fault]

GDP, RETAIL = "地区生产总值增长", "社会消费品零售总额"


def enter(page, name, year, value):
    """Open the form of an indicator from the list and type a figure."""
    page.goto("/entry/years/")
    row = page.locator("tr[data-plan-indicator]").filter(has_text=name).first
    row.get_by_role("link", name=f"{name} {year}").click()
    page.get_by_label("实际值", exact=True).fill(value)
    page.get_by_label("数值口径").select_option("current")
    page.get_by_label("来源", exact=True).fill(f"{year}年统计公报")


def in_round(page, year):
    """The form names the round that asks for the figure, and until when it may be written."""
    said = page.locator("#round-state").inner_text()
    assert f"“{year} 年度数据填报（演示）”可填写至" in said, said
    return said


def answer(page, *, warning, reason):
    """What the checks ask was answered: the sentence stands beside its cell, the reason is typed below it."""
    finding = page.locator(".finding").filter(has_text=warning)
    assert "须说明" in finding.inner_text()
    finding.get_by_label("如数字无误，请说明原因").fill(reason)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def test_from_draft_to_the_page_within_a_second(writers, writing, inside):
    with writers.page("yanjin-clerk") as clerk:
        enter(clerk, GDP, 2025, "210")
        in_round(clerk, 2025)
        press(clerk, "保存草稿")
        assert "草稿已保存" in clerk.get_by_role("status").inner_text()
        press(clerk, "试算")
        outlook = words(clerk.locator("#outlook").inner_text())
        assert "目标230" in outlook
        assert "未完成" in outlook
        press(clerk, "提交审核")
        assert "已提交" in clerk.get_by_role("status").first.inner_text()
        clerk.expected_errors.append("status of 403")
        assert clerk.goto("/review/").status == 403

    with writers.page("yanjin-leader") as leader, writers.page("yanjin-reviewer") as reviewer:
        leader.goto("/regions/410726/?period=2021-2025&year=2025")
        assert "期末数未公布" in row_called(leader, GDP)[1][STATUS]
        reviewer.goto("/review/")
        reviewer.get_by_role("link", name=GDP).click()
        assert "210" in reviewer.locator("main").inner_text()
        with reviewer.expect_navigation(url="**/review/"):
            press(reviewer, "审核通过")
            began = time.monotonic()
        told = reviewer.get_by_role("status").inner_text()
        assert "评估正在更新" in told
        assert "待重算" not in told

        def is_right():
            leader.reload()
            return row_called(leader, GDP)[0] == "not_met"

        until(is_right, seconds=20, log=writing.log("worker"))
        seconds = time.monotonic() - began
        print(f"approved figure → page: {seconds:.2f} s, two pages loaded within")
        cells = row_called(leader, GDP)[1]
        assert (cells[PROGRESS], cells[REQUIRED]) == ("73.8%", "—")
        until(lambda: not _waiting(writing, inside), seconds=10)
        leader.reload()
        assert "待重算" not in leader.locator(".page-head").inner_text()
    with inside(writing):
        approved = Observation.objects.get(
            row__short_name=GDP, row__listing="main", row__plan__region__code="410726", year=2025
        )
        assert (approved.state, approved.value) == ("approved", Decimal("210"))
        assessed = Assessment.objects.get(row=approved.row, year=2025, shown=True)
        took = (assessed.computed_at - approved.approved_at).total_seconds()
    print(f"approved → assessed: {took:.2f} s")
    assert took < 1.0


def _waiting(house, inside):
    with inside(house):
        return JobRun.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING]).exists()


def test_nobody_approves_an_own_figure(writers, writing, inside):
    """The reviewer corrects an approved figure: after a reopening, with a reason, and not alone."""
    with inside(writing):
        row = PlanIndicator.objects.get(
            short_name=RETAIL, listing="main", plan__region__code="410726", plan__start_year=2021
        )
        asking = ReportingRound.objects.get(plan=row.plan, year=2022)
    with writers.page("yanjin-reviewer") as page:
        page.goto(f"/entry/{row.pk}/2022/")
        assert "重新开放" in page.locator("#round-state").inner_text()
        assert page.get_by_label("实际值", exact=True).get_attribute("readonly") is not None
        assert page.get_by_role("button", name="提交审核").count() == 0
        page.goto(f"/entry/rounds/{asking.pk}/reopen/?row={row.pk}")
        assert page.get_by_label("重新开放的范围").input_value() == str(row.pk)
        page.get_by_label("开放至").fill(asking.closes_on.isoformat())
        page.get_by_label("理由").fill("年鉴修订")
        press(page, "重新开放")
        assert "已重新开放至" in page.get_by_role("status").first.inner_text()
        enter(page, RETAIL, 2022, "60")
        in_round(page, 2022)
        page.get_by_label("更正理由").fill("按年鉴更正")
        press(page, "提交审核")
        assert "已提交" in page.get_by_role("status").first.inner_text()
        page.goto("/review/")
        page.get_by_role("link", name=RETAIL).click()
        assert "须由另一位审核员审核" in page.locator("main").inner_text()
        assert "按年鉴更正" in page.locator("#correction-reason").inner_text()
        assert page.get_by_role("button", name="审核通过").count() == 0


def test_a_doubtful_figure_is_explained_and_comes_back_with_a_comment(writers):
    slip = "像是大了 10 倍（应为 65.09 亿元？）"
    with writers.page("yanjin-clerk") as clerk, writers.page("yanjin-reviewer") as reviewer:
        clerk.expected_errors.append("status of 422")
        enter(clerk, RETAIL, 2025, "650.9")
        in_round(clerk, 2025)
        press(clerk, "提交审核")
        refused = clerk.get_by_role("alert").inner_text()
        assert "已存为草稿，还没有提交" in refused
        assert slip in refused
        reviewer.goto("/review/")
        waiting = reviewer.get_by_role("row", name=RETAIL).filter(has_text="650.9")
        assert waiting.count() == 0  # not handed in without an answer
        answer(clerk, warning=slip, reason="新增统计口径，已与统计局核对")
        press(clerk, "提交审核")
        assert "已提交" in clerk.get_by_role("status").first.inner_text()

        reviewer.expected_errors.append("status of 422")
        reviewer.goto("/review/")
        assert waiting.get_attribute("data-risk") == "high"
        waiting.locator("th").get_by_role("link").click()
        warned = reviewer.locator("#warnings").inner_text()
        assert slip in warned
        assert "新增统计口径，已与统计局核对" in warned
        press(reviewer, "退回")
        assert "退回时请写明哪里需要修改" in reviewer.locator("main").inner_text()
        reviewer.get_by_label("审核意见").fill("小数点位置请核对")
        press(reviewer, "退回")
        assert "已退回填报人" in reviewer.get_by_role("status").inner_text()
        clerk.goto("/entry/years/")
        row = clerk.locator("tr[data-plan-indicator]").filter(has_text=RETAIL).first
        assert "已退回" in row.inner_text()
        row.get_by_role("link", name=f"{RETAIL} 2025").click()
        assert "小数点位置请核对" in clerk.locator("#review-comment").inner_text()
        assert clerk.get_by_label("实际值", exact=True).input_value() == "650.9"
        assert clerk.get_by_label("如数字无误，请说明原因").input_value() == "新增统计口径，已与统计局核对"


def test_two_people_change_one_figure_and_nothing_is_lost(writers):
    with writers.page("yanjin-clerk") as first, writers.page("yanjin-planner") as second:
        enter(first, GDP, 2021, "160")
        second.goto(first.url)
        second.get_by_label("实际值", exact=True).fill("161")
        press(first, "保存草稿")
        second.expected_errors.append("status of 409")
        press(second, "保存草稿")
        told = second.locator("#refusal").inner_text()
        assert "160" in told
        assert second.get_by_label("实际值", exact=True).input_value() == "161"


def test_without_redis_the_approval_is_kept_and_recomputed_later(writers, writing, inside):
    """Last: it stops the house's Valkey."""
    revenue = "一般公共财政预算收入"
    with inside(writing):
        row = PlanIndicator.objects.get(
            short_name=revenue, listing="main", plan__region__code="410726", plan__start_year=2021
        )
    with writers.page("yanjin-planner") as planner, writers.page("yanjin-reviewer") as reviewer:
        planner.goto(f"/entry/{row.pk}/2025/")
        planner.get_by_label("实际值", exact=True).fill("11")
        planner.get_by_label("来源", exact=True).fill("2025年统计公报")
        press(planner, "提交审核")
        reviewer.goto("/review/")
        writing.valkey.stop()
        reviewer.get_by_role("link", name=revenue).click()
        began = time.monotonic()
        press(reviewer, "审核通过")
        told = reviewer.get_by_role("status").inner_text()
        assert time.monotonic() - began < 6
        assert "待重算" in told
        assert "正在更新" not in told
        with writers.page("yanjin-leader") as leader:
            leader.goto("/regions/410726/?period=2021-2025&year=2025")
            assert "待重算" in leader.locator(".page-head").inner_text()
            with inside(writing):
                assert Observation.objects.get(row=row, year=2025).state == "approved"
            writing.valkey.ensure_running()
            writing.sweep()

            def is_right():
                leader.reload()
                return row_called(leader, revenue)[0] == "not_met"

            until(is_right, seconds=60, log=writing.log("worker"))
