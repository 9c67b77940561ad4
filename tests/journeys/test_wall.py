"""The wall display in a browser that nobody touches: a restart, new figures, a revoked key, a long evening."""

from __future__ import annotations

import re
import time

import pytest

from tests.conftest import watched_page
from tests.journeys import house as houses

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def office(browser, tmp_path_factory):
    """A house whose web server the tests stop and start."""
    with houses.opened("wall", tmp_path_factory.mktemp("wall")) as house:
        yield house


@pytest.fixture
def issued(office, inside):
    from accounts.models import User
    from accounts.services.displays import issue_display_key

    with inside(office):
        by = User.objects.get(username="yanjin-administrator")
        return issue_display_key(name="大厅", region=by.region, by=by)


@pytest.fixture
def wall(browser, office, issued):
    """A screen of full size that has opened its link, with a clock that the test turns."""
    with watched_page(browser, office.url, width=1920, height=1080) as page:
        page.clock.install()
        page.goto(f"/screen/open/?seconds=1#{issued[1]}")
        page.wait_for_url("**/screen/?seconds=1")
        page.wait_for_selector("body.rotating")
        yield page


def pass_until(page, fact, *, minutes: int = 8):
    """Turn the clock on by quarters of a minute until the fact holds; requests take the time that they take."""
    for _quarter in range(minutes * 4):
        page.clock.run_for(15_000)
        for _moment in range(10):
            if fact():
                return
            time.sleep(0.02)
    raise AssertionError(f"not within {minutes} minutes of the page's clock: {page.locator('body').inner_text()[:500]}")


def counted(page) -> dict[str, int]:
    found = re.findall(r'data-status="(\w+)"><span class="big-number">(\d+)<', page.content())
    return {code: int(number) for code, number in found}


def test_the_key_is_taken_out_of_the_address_and_slides_turn(wall, issued):
    assert issued[1] not in wall.url
    assert wall.locator(".slide:not([hidden])").count() == 1
    assert wall.locator(".slide").count() > 1
    before = wall.locator("body").get_attribute("data-slide")
    wall.clock.run_for(1_100)
    assert wall.locator("body").get_attribute("data-slide") != before
    wall.keyboard.press("Space")
    held = wall.locator("body").get_attribute("data-slide")
    wall.clock.run_for(5_000)
    assert wall.locator("body").get_attribute("data-slide") == held
    assert wall.locator("#pause").get_attribute("aria-pressed") == "true"
    wall.keyboard.press("ArrowRight")
    assert wall.locator("body").get_attribute("data-slide") != held


def test_a_killed_server_is_told_and_the_page_comes_back_with_new_figures(wall, office, inside):
    from indicators.models import Assessment

    wall.expected_errors += ["ERR_CONNECTION_REFUSED", "ERR_EMPTY_RESPONSE", "ERR_CONNECTION_RESET"]
    before = counted(wall)
    assert before["no_data"]
    assert wall.locator("#lost").is_hidden()
    office.kill_web()
    pass_until(wall, wall.locator("#lost").is_visible)
    assert "连接中断" in wall.locator("#lost").inner_text()
    assert counted(wall) == before  # still there, and marked
    with inside(office):
        shown = Assessment.objects.filter(plan__region__code="410726", plan__start_year=2021, year=2025, shown=True)
        changed = shown.filter(status="no_data", row__listing="main").first()
        Assessment.objects.filter(pk=changed.pk).update(status="ahead")
    office.start_web()
    pass_until(wall, wall.locator("#lost").is_hidden)
    after = counted(wall)
    assert after["no_data"] == before["no_data"] - 1
    assert after["ahead"] == before.get("ahead", 0) + 1


def test_a_revoked_key_takes_the_figures_off_the_wall(wall, office, inside, issued):
    from accounts.services.displays import revoke_display_key

    wall.expected_errors.append("403")
    with inside(office):
        revoke_display_key(key=issued[0], by=issued[0].issued_by)
    pass_until(wall, wall.locator("#lost").is_visible)
    assert "已停用" in wall.locator("#lost").inner_text()
    assert wall.locator(".slide").count() == 0
    wall.reload()
    assert "不能用" in wall.locator("main").inner_text()


def test_an_evening_of_slides_and_answers_leaves_nothing_behind(wall):
    wall.route("**/screen/?*part=slides*", _as_if_new)
    answers = []
    wall.on("response", lambda answer: answers.append(answer.status) if "part=slides" in answer.url else None)
    cdp = wall.context.new_cdp_session(wall)
    cdp.send("Performance.enable")

    def kept() -> tuple[int, int]:
        cdp.send("HeapProfiler.collectGarbage")
        found = {one["name"]: one["value"] for one in cdp.send("Performance.getMetrics")["metrics"]}
        return int(found["Nodes"]), int(found["JSEventListeners"])

    pass_until(wall, lambda: len(answers) >= 3)
    nodes, listeners = kept()
    turned = len(answers)
    pass_until(wall, lambda: len(answers) >= turned + 15, minutes=60)  # and some hundreds of slides
    after, listeners_after = kept()
    assert set(answers) == {200}  # every one put new slides in place of the old ones
    assert after <= nodes * 1.05 + 20
    assert listeners_after == listeners


def _as_if_new(route):
    """Without the tag the server sends all slides again."""
    headers = {name: value for name, value in route.request.headers.items() if name != "if-none-match"}
    route.continue_(headers=headers)
