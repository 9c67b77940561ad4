"""What holds on every page: nothing from outside, no error, no overflow on a phone, readable without eyes or mouse."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.journey

#: Who looks at what. ``{row}`` is Yanjin's GDP; of the uploads for Yanjin ``{intake}`` was read, the others tell their state.
PAGES = {
    "overview": ("xinxiang-leader", "/"),
    "region": ("yanjin-leader", "/regions/410726/?year=2024"),
    "region of growth targets": ("xinxiang-leader", "/regions/410700/?period=2021-2025&year=2023"),
    "ended plan": ("xinxiang-leader", "/regions/410700/?period=2016-2020"),
    "region without plan": ("xinxiang-leader", "/regions/410721/"),
    "row": ("yanjin-leader", "/plan-indicators/{row}/?year=2024"),
    "indicator": ("xinxiang-leader", "/indicators/gdp/"),
    "doubts": ("yanjin-planner", "/doubts/?region=410726"),
    "projects": ("yanjin-leader", "/projects/"),
    "entry grid": ("yanjin-clerk", "/entry/"),
    "entry list": ("yanjin-clerk", "/entry/years/"),
    "entry form": ("yanjin-clerk", "/entry/{row}/2025/"),
    "review queue": ("yanjin-reviewer", "/review/"),
    "revisions": ("yanjin-planner", "/plan-indicators/{row}/revisions/"),
    "history": ("yanjin-leader", "/history/indicators.planindicator/{row}/"),
    "intake list": ("xinxiang-planner", "/intake/"),
    "intake summary": ("xinxiang-planner", "/intake/{intake}/"),
    "intake indicators": ("xinxiang-planner", "/intake/{intake}/indicators/"),
    "intake results": ("xinxiang-planner", "/intake/{intake}/results/"),
    "intake projects": ("xinxiang-planner", "/intake/{intake}/projects/"),
    "intake commitments": ("xinxiang-planner", "/intake/{intake}/commitments/"),
    "intake item": ("xinxiang-planner", "/intake/{intake}/indicators/1/0/"),
    "intake commitment": ("xinxiang-planner", "/intake/{intake}/commitments/0/0/"),
    "intake particulars": ("xinxiang-planner", "/intake/{intake}/plan/0/0/"),
    "intake addition": ("xinxiang-planner", "/intake/{intake}/projects/add/?find=规划"),
    "intake difference": ("xinxiang-planner", "/intake/{intake}/difference/"),
    "intake progress": ("xinxiang-planner", "/intake/{waiting}/"),
    "intake refused": ("xinxiang-planner", "/intake/{refused}/"),
    "plan": ("xinxiang-planner", "/plans/{plan}/"),
    "accounts": ("yanjin-administrator", "/accounts/"),
    "account": ("yanjin-administrator", "/accounts/people/new/"),
    "units": ("yanjin-administrator", "/accounts/units/"),
    "lock-outs": ("yanjin-administrator", "/accounts/lockouts/"),
    "audit log": ("yanjin-administrator", "/accounts/audit/"),
    "roles": ("yanjin-administrator", "/accounts/roles/"),
    "my account": ("yanjin-clerk", "/accounts/me/"),
    "two steps": ("yanjin-clerk", "/accounts/two-step/"),
    "password": ("yanjin-clerk", "/accounts/password/"),
    "API documentation": ("yanjin-leader", "/api/docs/"),
}
#: Not ours: Swagger's own page.
FOREIGN = {"API documentation"}


@pytest.fixture(scope="session")
def gdp(readers):
    """The id of Yanjin's GDP row, as its page names it."""
    with readers.page("yanjin-leader") as page:
        page.goto("/regions/410726/?year=2024")
        return page.locator("tr[data-plan-indicator]").first.get_attribute("data-plan-indicator")


@pytest.fixture
def visit(readers, gdp, uploads):
    """``with visit("region", width=390, height=844) as page:``"""
    from contextlib import contextmanager

    @contextmanager
    def at(what, **size):
        person, address = PAGES[what]
        with readers.page(person, **size) as page:
            response = page.goto(address.format(row=gdp, **uploads))
            assert response.status == 200
            page.wait_for_load_state("load" if "{waiting}" in address else "networkidle")
            yield page

    return at


@pytest.mark.parametrize("what", PAGES)
def test_axe_finds_nothing_serious_and_nothing_leaves_the_host(visit, what):
    with visit(what) as page:  # watched: another host, an error or a breach of the policy fails the test
        if what in FOREIGN:
            assert page.locator("body").inner_text().strip()
            return
        found = [
            f"{one['id']} ({one['impact']}): {one['help']}: {[node['html'][:160] for node in one['nodes'][:4]]}"
            for one in Axe().run(page).response["violations"]
            if one["impact"] in {"serious", "critical"}
        ]
        assert not found, "\n".join(found)


def test_axe_finds_nothing_serious_at_the_log_in_page(browser, reading):
    from tests.conftest import watched_page

    with watched_page(browser, reading.url) as page:
        page.goto("/accounts/login/")
        found = [one for one in Axe().run(page).response["violations"] if one["impact"] in {"serious", "critical"}]
        assert not found


@pytest.mark.parametrize("what", [what for what in PAGES if what not in FOREIGN])
def test_a_phone_shows_the_page_without_scrolling_sideways(visit, what):
    with visit(what, width=390, height=844) as page:
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
