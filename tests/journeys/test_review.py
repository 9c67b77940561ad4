"""A reviewer's hour: the risky figures first, one sent back with a word on its cell, the safe ones approved together."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from accounts.models import User
from indicators.models import Observation, PlanIndicator
from indicators.services import observations
from indicators.services.observations import ObservationFigures
from plans.models import Plan
from tests.factories.indicators import BaseFactory, IndicatorFactory, RowFactory, TargetFactory, answers_for
from tests.factories.rounds import open_round_for
from tests.journeys.house import until
from tests.journeys.reading import row_called

pytestmark = [pytest.mark.journey, pytest.mark.fault]

YEAR = 2024
TURNS, BINDING, SAFE = "养老床位", "森林蓄积量", ("冷链仓储面积", "农产品加工产值")
#: Rows from 100 in 2020 to 150 in 2025 with 128 in 2023: what is entered for 2024 (value, growth).
ENTERED = {TURNS: ("129", None), BINDING: ("139.39", "8.9"), SAFE[0]: ("138.71", None), SAFE[1]: ("139.57", None)}
RETAIL = "社会消费品零售总额"
COMMENT, REASON = "请核对小数点", "两年增速相同，已与林业局核对"


def enter(row, year, by, value, growth=None):
    """Typed and sent through the services, every warning answered."""
    constant = {"growth": Decimal(growth), "growth_basis": "constant"} if growth else {}
    figures = ObservationFigures(value=Decimal(value), source_title=f"{year}年统计公报", **constant)
    draft = observations.save_draft(row=row, year=year, figures=figures, lock=None, by=by)
    answers = {one.key: REASON for one in draft.warnings.all()}
    return observations.submit(observation=draft, lock=draft.lock, answers=answers, by=by)


@pytest.fixture(scope="module")
def sent(writing, inside):
    """Figures that wait for Yanjin's reviewer, whatever the demo data are: id by the name of the row.

    Four rows of the clerk's unit; and the real retail sales of 2025, with which a bad pace becomes 未完成.
    """
    with inside(writing):
        clerk, reviewer = (User.objects.get(username=f"yanjin-{role}") for role in ("clerk", "reviewer"))
        plan = Plan.objects.get(region__code="410726", start_year=2021)
        made = {}
        for place, (name, (value, growth)) in enumerate(ENTERED.items()):
            nature = "binding" if name == BINDING else "expected"
            indicator = IndicatorFactory(code=f"journey_{place}", name=name)
            row = RowFactory(plan=plan, indicator=indicator, position=900 + place, nature=nature)
            BaseFactory(row=row)
            TargetFactory(row=row)
            answers_for(row, clerk.unit)
            for year in (YEAR - 1, YEAR):
                open_round_for(row, year)
            before = enter(row, YEAR - 1, clerk, "128", growth)
            observations.approve(observation=before, lock=before.lock, by=reviewer)
            made[name] = enter(row, YEAR, clerk, value, growth).pk
        retail = PlanIndicator.objects.get(plan=plan, listing="main", short_name=RETAIL)
        made[RETAIL] = enter(retail, 2025, clerk, "74").pk
        warned = Observation.objects.get(pk=made[BINDING]).warnings
        assert [(one.code, one.reason) for one in warned.all()] == [("growth_repeated", REASON)]
    return made


def queue(page):
    """The waiting figures as the reviewer reads them: name → risk, in order."""
    page.goto("/review/")
    return {
        row.locator("th a").inner_text(): row.get_attribute("data-risk")
        for row in page.locator("tr[data-figure]").all()
    }


def open_figure(page, name):
    page.locator("tr[data-figure]").filter(has=page.get_by_role("link", name=name, exact=True)).locator("th a").click()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def told(page):
    return page.get_by_role("status").first.inner_text()


def test_the_risky_ones_come_first_and_are_decided_one_by_one(writers, writing, inside, sent):
    with writers.page("yanjin-reviewer") as reviewer:
        waiting = queue(reviewer)
        assert list(waiting) == [TURNS, BINDING, RETAIL, *SAFE]
        assert list(waiting.values()) == ["high", "high", "look", "safe", "safe"]
        retail = reviewer.locator(f'tr[data-figure="{sent[RETAIL]}"]')
        assert "未完成" in retail.inner_text()  # far behind becomes final: nobody passes it with the others
        assert retail.locator("input[type=checkbox]").count() == 0

        open_figure(reviewer, TURNS)
        assert "状态变差" in reviewer.locator(".facts").inner_text()
        reviewer.get_by_label("对“实际值”的意见").fill(COMMENT)
        press(reviewer, "退回")
        assert "已退回填报人" in told(reviewer)

        open_figure(reviewer, BINDING)
        assert "约束性" in reviewer.locator(".facts").inner_text()
        warned = reviewer.locator("#warnings").inner_text()
        assert "8.9" in warned
        assert REASON in warned
        press(reviewer, "审核通过")
        assert "已审核通过" in told(reviewer)
        assert list(queue(reviewer)) == [RETAIL, *SAFE]
    with inside(writing):
        returned = Observation.objects.get(pk=sent[TURNS])
        assert (returned.state, returned.cell_comments) == ("returned", {"value": COMMENT})
        assert Observation.objects.get(pk=sent[BINDING]).in_force


def test_the_safe_ones_pass_together_and_the_page_follows(writers, writing, inside, sent):
    with writers.page("yanjin-reviewer") as reviewer, writers.page("yanjin-leader") as leader:
        waiting = queue(reviewer)
        assert [name for name, risk in waiting.items() if risk == "safe"] == list(SAFE)
        reviewer.locator("#bulk-bar button[type=submit]").click()
        reviewer.get_by_role("button", name="确认通过").wait_for()
        listed = reviewer.locator("tr[data-figure] th a").all_inner_texts()
        assert listed == list(SAFE)
        reviewer.get_by_role("button", name="确认通过").click()
        began = time.monotonic()
        assert "已通过 2 条" in told(reviewer)

        def is_right():
            leader.goto(f"/regions/410726/?period=2021-2025&year={YEAR}")
            return [row_called(leader, name)[0] for name in SAFE] == ["on_track", "on_track"]

        until(is_right, seconds=30, log=writing.log("worker"))
        print(f"approved together → page: {time.monotonic() - began:.2f} s")
    with inside(writing):
        reviewer_id = User.objects.get(username="yanjin-reviewer").pk
        for name in SAFE:
            one = Observation.objects.get(pk=sent[name])
            assert (one.in_force, one.approved_by_id) == (True, reviewer_id)
        assert Observation.objects.get(pk=sent[RETAIL]).state == "submitted"


def test_the_clerk_sees_the_comment_beside_its_cell_and_mends_it(writers, writing, inside, sent):
    with inside(writing):
        row_id = Observation.objects.get(pk=sent[TURNS]).row_id
    with writers.page("yanjin-clerk") as clerk, writers.page("yanjin-reviewer") as reviewer:
        clerk.goto(f"/entry/{row_id}/{YEAR}/")
        value = clerk.get_by_label("实际值", exact=True)
        comment = clerk.locator("#id_value_comment")
        assert COMMENT in comment.inner_text()
        assert "id_value_comment" in value.get_attribute("aria-describedby").split()
        box, below = value.bounding_box(), comment.bounding_box()
        assert 0 < below["y"] - box["y"] < 150, (box, below)
        assert abs(below["x"] - box["x"]) < 40, (box, below)
        value.fill("139.11")
        press(clerk, "提交审核")
        assert "已提交" in told(clerk)
        assert queue(reviewer)[TURNS] == "safe"
    with inside(writing):
        assert Observation.objects.get(pk=sent[TURNS]).cell_comments == {}
