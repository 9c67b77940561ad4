"""Somebody chooses English: pages that stay in their frame at a desk and on a phone, and the way back."""

from __future__ import annotations

import pytest
from django.conf import settings

from config import messages
from tests.conftest import watched_page
from tests.journeys.pages import PAGES, opened
from tests.journeys.test_every_page import serious

pytestmark = pytest.mark.journey
#: The pages with most in a line: English words are longer than Chinese ones.
WIDE = (
    "overview",
    "region",
    "row",
    "indicator",
    "indicators",
    "city and counties",
    "entry grid",
    "entry form",
    "intake summary",
)


@pytest.fixture(scope="module", autouse=True)
def _compiled():
    """Before the house opens: what ``make setup`` does."""
    messages.compile_catalogues()


def test_there_and_back(as_leader):
    page = as_leader
    page.goto("/doubts/?region=410726")
    page.get_by_role("button", name="English").click()
    page.get_by_role("heading", name="Data doubts").wait_for()
    assert page.url.endswith("/doubts/?region=410726"), "the same page"
    assert page.locator("html").get_attribute("lang") == "en"
    page.goto("/")
    page.get_by_role("button", name="Log out").wait_for()
    page.get_by_role("button", name="中文").click()
    page.get_by_role("button", name="退出").wait_for()
    assert page.locator("html").get_attribute("lang") == "zh-CN"


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("what", WIDE)
def test_english_pages_stay_in_their_frame(browser, readers, things, what, width):
    state = readers.state(PAGES[what][0])
    chosen = {**state["cookies"][0], "name": settings.LANGUAGE_COOKIE_NAME, "value": "en"}
    state = {**state, "cookies": [*state["cookies"], chosen]}
    with watched_page(browser, readers.house.url, width=width, height=800, storage_state=state) as page:
        opened(page, what, things)
        assert page.locator("html").get_attribute("lang") == "en"
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = serious(page)
        assert not found, "\n".join(found)
