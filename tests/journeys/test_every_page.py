"""What holds on every page: nothing from outside, no error, no overflow on a phone, readable without eyes or mouse."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from tests.house.addresses import PAGES as HOUSE
from tests.journeys.pages import FOREIGN, IN_ENGLISH, PAGES, opened
from tests.journeys.sight import too_wide, violations

pytestmark = pytest.mark.journey

ENGLISH = " in English"


@pytest.fixture
def visit(readers, things):
    """``with visit("region", width=390, height=844) as page:``"""
    from contextlib import contextmanager

    @contextmanager
    def at(what, **size):
        name = what.removesuffix(ENGLISH)
        language = "en" if name != what else ""
        with readers.tab(PAGES[name][0], language=language, **size) as page:
            opened(page, name, things)
            yield page

    return at


@pytest.mark.parametrize("what", [*PAGES, *(one + ENGLISH for one in IN_ENGLISH)])
def test_a_page_keeps_wcag_and_the_house_on_a_desk_and_a_phone(visit, what):
    """One visit, watched throughout: another host, an error or a breach of the policy fails it too."""
    with visit(what) as page:
        if what in FOREIGN:
            assert page.locator("body").inner_text().strip()
            return
        found = {"desk": violations(page)}
        page.set_viewport_size({"width": 390, "height": 844})
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 60)))")
        found |= {"phone": violations(page, again=True), "width": too_wide(page)}
        assert not any(found.values()), found


#: Who asks, what for, and the answer: pages that tell what went wrong.
REFUSALS = {
    "not found": ("yanjin-leader", "/regions/999999/", 404),
    "not allowed": ("xiping-leader", "/regions/410726/", 403),
    "not understood": ("yanjin-leader", "/regions/410726/?year=abcd", 400),
    "not there then": ("yanjin-leader", "/plan-indicators/{row}/?as_of=2020-01-01", 404),
}


@pytest.mark.parametrize("what", REFUSALS)
def test_a_refusal_keeps_wcag(readers, things, what):
    who, address, status = REFUSALS[what]
    with readers.tab(who) as page:
        page.expected_errors.append(str(status))
        assert page.goto(address.format(**things)).status == status
        assert not violations(page)
        page.set_viewport_size({"width": 390, "height": 844})
        assert not violations(page, again=True) + too_wide(page)


def test_the_log_in_page_keeps_wcag(browser, reading):
    from tests.conftest import watched_page

    with watched_page(browser, reading.url) as page:
        page.goto("/accounts/login/")
        assert not violations(page)
        page.set_viewport_size({"width": 390, "height": 844})
        assert not violations(page, again=True) + too_wide(page)


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


#: Files, a fragment of a page, and what follows a step that test_accounts.py walks.
NO_PAGES = {
    "entry:sheet", "entry:projects-sheet", "entry:workbook", "entry:evidence", "audit-export", "intake:state", "password_change_done",
    "reports:brief", "dashboards:what_if", "entry:breakdown-sheet", "reports:breakdown", "reports:letter",
    "planning:yearly-sheet", "evaluations:file", "evaluations:file-state",
}  # fmt: skip


def test_every_page_of_the_house_is_looked_at(things):
    """A page that is added to the sweep of addresses is added here too."""
    all_addresses = [address.format(**things, today="") for _who, address in PAGES.values()]
    looked_at = {resolve(urlsplit(address).path).view_name for address in all_addresses}
    assert set(HOUSE) - NO_PAGES - looked_at == set()
