"""Write pictures of the pages for people to look at: ``python -m pytest tests/journeys/screenshots.py``.

Not a test by name, so that the suite does not take pictures; .local/screenshots/ is ignored by git.
"""

from __future__ import annotations

import pytest
from django.conf import settings

from tests.conftest import watched_page
from tests.journeys.pages import PAGES, opened

pytestmark = pytest.mark.journey

FOLDER = settings.BASE_DIR / ".local" / "screenshots"
SIZES = {"desk": (1366, 768), "phone": (390, 844)}
LOG_IN = "log in"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("what", [LOG_IN, *PAGES])
def test_picture(browser, readers, things, what, size):
    width, height = SIZES[size]
    state = readers.state(PAGES[what][0]) if what in PAGES else None
    with watched_page(browser, readers.house.url, width=width, height=height, storage_state=state) as page:
        if what == LOG_IN:
            page.goto("/accounts/login/")
        else:
            opened(page, what, things)
        FOLDER.mkdir(parents=True, exist_ok=True)
        target = FOLDER / f"{what.replace(' ', '-')}-{size}.png"
        page.screenshot(path=target, full_page=True)
        assert target.stat().st_size > 5_000
