"""What holds on every page: nothing from outside, no error, no overflow on a phone, readable without eyes or mouse."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import resolve

from tests.house.test_addresses import PAGES as HOUSE
from tests.journeys.pages import FOREIGN, PAGES, opened

pytestmark = pytest.mark.journey


@pytest.fixture
def visit(readers, things):
    """``with visit("region", width=390, height=844) as page:``"""
    from contextlib import contextmanager

    @contextmanager
    def at(what, **size):
        with readers.page(PAGES[what][0], **size) as page:
            opened(page, what, things)
            yield page

    return at


#: Screens of a desk and of a phone.
DESK, PHONE = {}, {"width": 390, "height": 844}


def serious(page):
    """What axe finds that keeps somebody from using the page."""
    return [
        f"{one['id']} ({one['impact']}): {one['help']}: {[node['html'][:160] for node in one['nodes'][:4]]}"
        for one in Axe().run(page).response["violations"]
        if one["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("what", PAGES)
def test_axe_finds_nothing_serious_and_nothing_leaves_the_host(visit, what):
    with visit(what, **DESK) as page:  # watched: another host, an error or a breach of the policy fails the test
        if what in FOREIGN:
            assert page.locator("body").inner_text().strip()
            return
        found = serious(page)
        assert not found, "\n".join(found)


def test_axe_finds_nothing_serious_at_the_log_in_page(browser, reading):
    from tests.conftest import watched_page

    with watched_page(browser, reading.url) as page:
        page.goto("/accounts/login/")
        assert not serious(page)


@pytest.mark.parametrize("what", [what for what in PAGES if what not in FOREIGN])
def test_a_phone_shows_the_page_without_scrolling_sideways(visit, what):
    """And axe finds nothing there either: narrow pages are laid out anew."""
    with visit(what, **PHONE) as page:
        width, wider = page.evaluate(
            """() => {
                 const width = document.documentElement.clientWidth;
                 const wider = [...document.querySelectorAll('main *')]
                   .filter(one => one.getBoundingClientRect().right > width + 1 && !one.closest('.scroll, svg'))
                   .slice(0, 5).map(one => one.outerHTML.slice(0, 120));
                 return [document.documentElement.scrollWidth, wider];
               }"""
        )
        assert width <= 390, wider
        found = serious(page)
        assert not found, "\n".join(found)


def test_the_keyboard_reaches_the_content_and_the_rows(visit):
    with visit("region") as page:
        page.keyboard.press("Tab")
        skip = page.evaluate(
            "() => [document.activeElement.className, document.activeElement.getBoundingClientRect().top]"
        )
        assert skip[0] == "skip"
        assert skip[1] >= 0  # visible once it has the focus
        page.keyboard.press("Enter")
        assert page.evaluate("() => document.activeElement.id") == "content"
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("() => !!document.activeElement.closest('tr[data-plan-indicator] th')"):
                break
        else:
            raise AssertionError("no row within 60 steps")
        outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"
        page.keyboard.press("Enter")
        page.wait_for_url("**/plan-indicators/**")
        assert page.locator("section.target").count() >= 1


def test_the_first_visit_of_a_county_page_is_small(browser, readers):
    from tests.conftest import watched_page

    with watched_page(browser, readers.house.url, storage_state=readers.state("yanjin-leader")) as page:
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        received: dict[str, float] = {}
        names: dict[str, str] = {}
        network.on(
            "Network.requestWillBeSent", lambda event: names.update({event["requestId"]: event["request"]["url"]})
        )
        network.on(
            "Network.loadingFinished", lambda event: received.update({event["requestId"]: event["encodedDataLength"]})
        )
        page.goto("/regions/410726/?year=2024")
        page.locator("#gap-chart[data-drawn=true]").wait_for()
        page.wait_for_load_state("networkidle")
        total = sum(received.values()) / 1000
        each = {names[key].rpartition("/")[2][:40]: round(size / 1000, 1) for key, size in received.items()}
        print(f"first visit of a county page: {total:.0f} kB on the wire {each}")
        assert any("plotly" in name for name in each)
        assert total <= 700, each


def test_a_printed_page_leaves_out_what_is_only_for_the_screen(visit):
    with visit("region") as page:
        page.emulate_media(media="print")
        assert not page.locator(".topbar").is_visible()
        assert page.locator("table.indicators").is_visible()
        assert not page.locator(".switches").first.is_visible()


@pytest.mark.parametrize("what", ["region", "row"])
def test_colour_is_never_alone(visit, what):
    """Every status has its symbol and its word."""
    with visit(what) as page:
        chips = page.locator(".status").all_inner_texts()
        assert chips
        for chip in chips:
            assert re.search(r"[✓≈▲●▼↓✗!◌≠–○]", chip), chip
            assert re.search(r"[\u4e00-\u9fff]{2}", chip), chip


#: Files, a fragment of a page, and what follows a step that test_accounts.py walks.
NO_PAGES = {"entry:sheet", "entry:workbook", "entry:evidence", "audit-export", "intake:state", "password_change_done"}


def test_every_page_of_the_house_is_looked_at(things):
    """A page that is added to the sweep of addresses is added here too."""
    looked_at = {resolve(urlsplit(address.format(**things)).path).view_name for _who, address in PAGES.values()}
    assert set(HOUSE) - NO_PAGES - looked_at == set()
