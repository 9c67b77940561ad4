"""Without a mouse: the Tab key reaches every control of every page of leaders, each shows where it is, none holds it fast."""

from __future__ import annotations

import re

import pytest

from tests.journeys.pages import LEADING, PAGES, opened
from tests.journeys.reading import rows, words
from tests.journeys.sight import tabbed

pytestmark = pytest.mark.journey


#: Pages of an earlier day have the controls of today's, and the bar with the day, which one of them shows.
ROUND = [what for what in LEADING if "of the past" not in what or what == "overview of the past"]


@pytest.mark.parametrize("what", ROUND)
def test_the_tab_key_goes_round_every_control(readers, things, what):
    with readers.tab(PAGES[what][0]) as page:
        opened(page, what, things)
        page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")
        if "screen" in what:
            page.keyboard.press("Space")  # slides stand still
        missed, unseen, round_again = tabbed(page)
        assert not missed, f"never reached: {missed}"
        assert not unseen, f"no visible focus: {unseen}"
        assert round_again, "the keyboard is caught"


def test_on_a_phone_too(readers, things):
    """Narrow pages are laid out anew: what is hidden there takes no focus, the rest does."""
    with readers.tab("xinxiang-leader", width=390, height=844) as page:
        for what in ("overview", "region of growth targets", "indicator"):
            opened(page, what, things)
            missed, unseen, round_again = tabbed(page)
            assert not missed + unseen, (what, missed, unseen)
            assert round_again, what


def test_the_words_of_a_cell_stand_inside_the_matrix(readers, things):
    """In its first row and in its last: nothing cuts off what the focus brings up."""
    with readers.tab("xinxiang-leader") as page:
        opened(page, "overview", things)
        for cell in (page.locator(".matrix tbody tr").first, page.locator(".matrix tbody tr").last):
            cell.locator("td a").nth(1).focus()
            page.keyboard.press("Tab")
            assert page.evaluate(
                """() => {
                  const own = document.activeElement, box = own.getBoundingClientRect();
                  const at = (y) => document.elementFromPoint(box.left + 12, y) === own;
                  return at(box.bottom + 12) || at(box.top - 12);
                }"""
            )


def to(page, selector, *, steps=200):
    """Press Tab until what has the focus is ``selector``."""
    for _step in range(steps):
        page.keyboard.press("Tab")
        if page.evaluate("one => document.activeElement.matches(one)", selector):
            return
    raise AssertionError(f"{selector} not within {steps} steps")


def test_a_leader_of_a_county_without_a_mouse(readers):
    """From the skip link to a filter, an order, a row, its fold-out, its slider, a past day and the other language."""
    with readers.page("xiping-leader") as page:
        page.goto("/regions/411721/?period=2021-2025&year=2023")
        page.keyboard.press("Tab")
        assert page.evaluate(
            "() => document.activeElement.getBoundingClientRect().top >= 0"
        )  # the skip link shows itself
        page.keyboard.press("Enter")
        assert page.evaluate("() => document.activeElement.id") == "content"

        to(page, ".row-filters a[href*='nature=expected']")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        few = rows(page)
        assert few
        to(page, "th[aria-sort] a[href*='sort=']")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.locator("th[aria-sort=ascending], th[aria-sort=descending]").count() >= 1
        assert rows(page).keys() == few.keys()

        to(page, ".chart-save")
        with page.expect_download() as coming:
            page.keyboard.press("Enter")
        assert coming.value.suggested_filename.endswith(".png")

        page.goto("/")
        to(page, ".matrix td a")
        said = page.evaluate("() => getComputedStyle(document.activeElement, '::after').content")
        assert re.search(r"[\u4e00-\u9fff]{2}", said), "the focus brings up what a mouse would"
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert "/plan-indicators/" in page.url

        to(page, "details.as-of summary")
        page.keyboard.press("Enter")
        to(page, "#as-of-day", steps=1)
        today = page.evaluate("() => document.activeElement.max")
        page.locator("#as-of-day").fill(today)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert f"as_of={today}" in page.url
        assert "截至" in words(page.locator(".as-of-past").inner_text())

        to(page, ".language button")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.locator("html").get_attribute("lang") == "en"
        assert f"as_of={today}" in page.url
