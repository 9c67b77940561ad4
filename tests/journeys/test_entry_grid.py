"""A clerk's yearly job in the grid: 21 indicators by keyboard, by one paste; and nothing is lost on the way."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session

from indicators.models import Observation
from tests.conftest import watched_page
from tests.journeys.conftest import Visitors, log_in
from tests.journeys.desk import (
    CLERK,
    address,
    answer_everything,
    cell,
    clear,
    figures,
    furnished,
    opened,
    paste,
    settled,
    submit,
)

pytestmark = [pytest.mark.journey]

MOST_SECONDS = 600


@pytest.fixture(scope="module")
def desk(browser, tmp_path_factory, inside):
    with furnished("grid", tmp_path_factory.mktemp("grid"), inside) as house:
        yield house


@pytest.fixture(scope="module")
def visitors(browser, desk):
    return Visitors(browser, desk)


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
        began = time.monotonic()
        opened(page, desk, 2024)
        paste(page, sheet)
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
        clear(desk)
    return desk


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
        # A page that is hidden or closed tries once more, and may well succeed: here it must not.
        page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('cut off')); }")
        kept = page.context.storage_state()
    with watched_page(browser, fresh.url, storage_state=kept) as page:
        opened(page, fresh, 2025)
        page.locator("#grid-said").filter(has_text="已恢复 1 处未保存的内容").wait_for()
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
