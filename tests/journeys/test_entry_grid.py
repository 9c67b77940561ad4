"""A clerk's yearly job in the grid: 21 indicators by keyboard, by one paste; and nothing is lost on the way."""

from __future__ import annotations

import re
import time
from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session

from accounts.models import User
from entry.presenters.typed import not_applicable
from entry.selectors.grid import grid_rows
from indicators.models import Observation, PlanIndicator, ResponsibleUnit
from plans.models import Plan
from tests.conftest import watched_page
from tests.factories.rounds import open_round_for
from tests.journeys import house as houses
from tests.journeys.conftest import Visitors, log_in

pytestmark = [pytest.mark.journey]

CLERK, YEARS, ROWS, MOST_SECONDS = "xinxiang-clerk", (2024, 2025), 21, 600


@pytest.fixture(scope="module")
def desk(browser, tmp_path_factory, inside):
    """A house in which the clerk's unit answers for 21 indicators of Xinxiang, asked in open rounds of two years."""
    with houses.opened("grid", tmp_path_factory.mktemp("grid")) as house:
        with inside(house):
            clerk = User.objects.get(username=CLERK)
            plan = Plan.objects.get(region__code="410700", start_year=2021)
            reviewer = User.objects.get(username="xinxiang-reviewer")
            plain = [one.row for one in grid_rows(reviewer, plan, 2025) if not not_applicable(one)]
            chosen = plain[:ROWS]
            assert len(chosen) == ROWS
            Observation.objects.filter(row__plan=plan, year__in=YEARS).delete()
            ResponsibleUnit.objects.filter(unit=clerk.unit).delete()
            for row in PlanIndicator.objects.filter(pk__in=[one.pk for one in chosen]):
                ResponsibleUnit.objects.create(row=row, unit=clerk.unit, confirmed=True)
                for year in YEARS:
                    open_round_for(row, year)
            house.plan = plan.pk
        yield house


@pytest.fixture(scope="module")
def visitors(browser, desk):
    return Visitors(browser, desk)


def address(desk, year):
    return f"/entry/?plan={desk.plan}&year={year}"


def opened(page, desk, year):
    page.goto(address(desk, year))
    page.locator("#grid .tabulator-row").first.wait_for()
    into_grid(page)


def into_grid(page):
    """Tab until the grid has the keys."""
    for _ in range(40):
        if page.evaluate("document.getElementById('grid').contains(document.activeElement)"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the grid cannot be reached by Tab")


def settled(page):
    page.locator("#grid-state").filter(has_text="全部已保存").wait_for()


def figures(desk, inside, year):
    """[(value, growth)] as texts in the order of the grid: near the last figure, with a growth that fits."""
    with inside(desk):
        rows = PlanIndicator.objects.filter(plan=desk.plan, responsibilities__unit__people__username=CLERK)
        return [_figure(row, year) for row in rows.order_by("-listing", "position")]


def _figure(row, year):
    last = row.observations.filter(in_force=True, value__isnull=False, year__lt=year).order_by("-year").first()
    base = row.bases.filter(in_force=True).first()
    value = last.value if last else base.value if base else None
    return (f"{value if value is not None else Decimal('12.5'):f}", f"{4 + row.position % 3}.{row.position % 10}")


def answer_everything(page):
    """Give a reason for each warning, with the keys."""
    for _ in range(ROWS + 5):
        button = page.locator("#grid-todo button").first
        if not button.count():
            return
        button.focus()
        page.keyboard.press("Enter")
        boxes = page.locator("#grid-panel .panel-findings input")
        assert boxes.count(), page.locator("#grid-panel").inner_text()
        for box in boxes.all():
            if not box.input_value():
                box.focus()
                page.keyboard.type("已与统计公报核对，数字无误。")
        settled(page)
    raise AssertionError(page.locator("#grid-todo").inner_text())


def submit(page):
    page.locator("#grid-submit").focus()
    page.keyboard.press("Enter")
    page.locator("#grid-said").filter(has_text=re.compile("已提交|没有提交|没有可提交")).wait_for()


def stored(desk, inside, year):
    with inside(desk):
        return {
            (f"{one.value:f}", f"{one.growth:f}", one.state)
            for one in Observation.objects.filter(year=year, row__plan=desk.plan)
            if one.value is not None
        }


def test_21_indicators_by_keyboard_alone(visitors, desk, inside):
    wanted = figures(desk, inside, 2025)
    with visitors.page(CLERK) as page:
        began = time.monotonic()
        opened(page, desk, 2025)
        for value, growth in wanted:
            page.keyboard.type(value, delay=20)
            page.keyboard.press("Tab")
            page.keyboard.type(growth, delay=20)
            page.keyboard.press("Enter")
            page.keyboard.press("ArrowLeft")
        settled(page)
        assert "已填 21 / 21" in page.locator("#grid-filled").inner_text()
        answer_everything(page)
        submit(page)
        seconds = time.monotonic() - began
        print(f"21 indicators by keyboard, answered and submitted: {seconds:.0f} s")
        assert "已提交 21 行" in page.locator("#grid-said").inner_text()
        assert seconds <= MOST_SECONDS
    assert stored(desk, inside, 2025) == {(value, growth, "submitted") for value, growth in wanted}


def test_one_paste_of_21_rows_and_two_columns(visitors, desk, inside):
    wanted = figures(desk, inside, 2024)
    sheet = "\r\n".join(f"{value}\t{growth}" for value, growth in wanted) + "\r\n"
    with visitors.page(CLERK) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        began = time.monotonic()
        opened(page, desk, 2024)
        page.evaluate("text => navigator.clipboard.writeText(text)", sheet)
        page.keyboard.press("Control+v")
        assert "粘贴了 21 行 2 列" in page.locator("#grid-said").inner_text()
        settled(page)
        axe = Axe().run(page)
        assert not axe.response["violations"], axe.generate_report()
        answer_everything(page)
        submit(page)
        seconds = time.monotonic() - began
        print(f"21 indicators by one paste, answered and submitted: {seconds:.0f} s")
        assert "已提交 21 行" in page.locator("#grid-said").inner_text()
        assert seconds <= MOST_SECONDS
    assert stored(desk, inside, 2024) == {(value, growth, "submitted") for value, growth in wanted}


@pytest.fixture
def fresh(desk, inside):
    """Nothing is entered yet."""
    with inside(desk):
        Observation.objects.filter(row__plan=desk.plan, year__in=YEARS).delete()
    return desk


def cell(page, row, field):
    return page.locator("#grid .tabulator-row").nth(row).locator(f"[tabulator-field={field}]")


def test_a_closed_browser_loses_nothing(browser, fresh, inside, tmp_path):
    """Closed while the text was on its way: the storage of the browser brings it back."""
    with watched_page(browser, fresh.url) as page:
        page.goto("/accounts/login/")
        log_in(page, CLERK)
        opened(page, fresh, 2025)
        page.expected_errors += ["Failed to load", "ERR_"]
        page.route("**/entry/save/", lambda route: route.abort())
        page.keyboard.type("3500.5")
        page.keyboard.press("Enter")
        page.get_by_text("网络断开").wait_for()
        kept = page.context.storage_state()
    with watched_page(browser, fresh.url, storage_state=kept) as page:
        opened(page, fresh, 2025)
        assert "已恢复 1 处未保存的内容" in page.locator("#grid-said").inner_text()
        assert cell(page, 0, "value").inner_text() == "3500.5"
        settled(page)
    with inside(fresh):
        assert Observation.objects.get(row__plan=fresh.plan, year=2025).value == Decimal("3500.5")


def test_a_cut_line_keeps_the_text_and_saves_it_later(browser, fresh, inside):
    with watched_page(browser, fresh.url) as page:
        page.goto("/accounts/login/")
        log_in(page, CLERK)
        opened(page, fresh, 2025)
        page.expected_errors += ["Failed to load", "ERR_"]
        page.context.set_offline(True)
        page.keyboard.type("17.25")
        page.keyboard.press("Enter")
        page.get_by_text("网络断开，已暂存在本机").wait_for()
        page.context.set_offline(False)
        settled(page)
        assert not page.locator("#grid-banner").is_visible()
    with inside(fresh):
        assert Observation.objects.get(row__plan=fresh.plan, year=2025).value == Decimal("17.25")


def test_an_ended_session_keeps_the_text_for_the_same_person_alone(browser, fresh, inside):
    with watched_page(browser, fresh.url) as page:
        page.goto("/accounts/login/")
        log_in(page, CLERK)
        opened(page, fresh, 2025)
        with inside(fresh):
            Session.objects.all().delete()
        page.keyboard.type("88.5")
        page.keyboard.press("Enter")
        page.get_by_text("登录已过期").wait_for()
        with inside(fresh):
            assert not Observation.objects.filter(row__plan=fresh.plan, year=2025).exists()
        page.get_by_role("link", name="重新登录").click()
        log_in(page, "xinxiang-planner")  # another person at the same computer
        page.goto(address(fresh, 2025))
        page.locator("#grid .tabulator-row").first.wait_for()
        assert "88.5" not in page.locator("main").inner_text()
        page.get_by_role("button", name="退出").click()
        page.goto("/accounts/login/")
        log_in(page, CLERK)
        opened(page, fresh, 2025)
        assert "已恢复 1 处未保存的内容" in page.locator("#grid-said").inner_text()
        settled(page)
        assert cell(page, 0, "value").inner_text() == "88.5"
    with inside(fresh):
        assert Observation.objects.get(row__plan=fresh.plan, year=2025).value == Decimal("88.5")
