"""Write pictures of the pages for people to look at: ``python -m pytest tests/journeys/screenshots.py``.

Not a test by name, so that the suite does not take pictures; .local/screenshots/ is ignored by git.
"""

from __future__ import annotations

import pytest
from django.conf import settings

pytestmark = pytest.mark.journey

FOLDER = settings.BASE_DIR / ".local" / "screenshots"
SIZES = {"desk": (1366, 768), "phone": (390, 844)}
PAGES = {
    "region": ("yanjin-leader", "/regions/410726/?period=2021-2025&year=2024"),
    "region-growth": ("xinxiang-leader", "/regions/410700/?period=2021-2025&year=2023"),
    "region-ended": ("xinxiang-leader", "/regions/410700/?period=2016-2020"),
    "row": ("yanjin-leader", "/plan-indicators/{row}/?year=2024"),
    "overview": ("xinxiang-leader", "/"),
    "doubts": ("yanjin-planner", "/doubts/?region=410726"),
    "indicator": ("xinxiang-leader", "/indicators/gdp/?year=2024"),
    "entry": ("yanjin-clerk", "/entry/"),
    "entry-years": ("yanjin-clerk", "/entry/years/"),
    "figure": ("yanjin-clerk", "/entry/{row}/2025/"),
    "intake": ("xinxiang-planner", "/intake/"),
    "intake-summary": ("xinxiang-planner", "/intake/{intake}/"),
    "intake-indicators": ("xinxiang-planner", "/intake/{intake}/indicators/"),
    "intake-projects": ("xinxiang-planner", "/intake/{intake}/projects/"),
    "intake-commitments": ("xinxiang-planner", "/intake/{intake}/commitments/"),
    "intake-item": ("xinxiang-planner", "/intake/{intake}/indicators/1/0/"),
    "intake-addition": ("xinxiang-planner", "/intake/{intake}/projects/add/"),
    "intake-difference": ("xinxiang-planner", "/intake/{intake}/difference/"),
    "plan": ("xinxiang-planner", "/plans/{plan}/"),
    "accounts": ("yanjin-administrator", "/accounts/"),
    "account-new": ("yanjin-administrator", "/accounts/people/new/"),
    "audit": ("yanjin-administrator", "/accounts/audit/"),
    "roles": ("yanjin-administrator", "/accounts/roles/"),
    "me": ("yanjin-clerk", "/accounts/me/"),
    "log-in": (None, "/accounts/login/"),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("what", PAGES)
def test_picture(browser, readers, uploads, what, size):
    from tests.conftest import watched_page

    person, address = PAGES[what]
    width, height = SIZES[size]
    state = readers.state(person) if person else None
    with watched_page(browser, readers.house.url, width=width, height=height, storage_state=state) as page:
        if "{row}" in address:
            page.goto("/entry/years/" if person == "yanjin-clerk" else "/regions/410726/?year=2024")
            row = page.locator("tr[data-plan-indicator]").first.get_attribute("data-plan-indicator")
            address = address.replace("{row}", row)
        page.goto(address.format(**uploads))
        page.wait_for_load_state("networkidle")
        FOLDER.mkdir(parents=True, exist_ok=True)
        target = FOLDER / f"{what}-{size}.png"
        page.screenshot(path=target, full_page=True)
        assert target.stat().st_size > 5_000
