"""Somebody chooses English, and the way back. That English pages keep their frame is test_every_page.py's to show."""

from __future__ import annotations

import pytest

from config import messages

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module", autouse=True)
def _compiled():
    """Before the house opens: what ``make setup`` does."""
    messages.compile_catalogues()


@pytest.fixture
def page(readers):
    """In a browser of its own: the language that is chosen there is nobody else's."""
    with readers.page("yanjin-leader") as page:
        yield page


def test_there_and_back(page):
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
