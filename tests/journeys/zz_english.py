from __future__ import annotations

import pytest

from tests.conftest import watched_page
from tests.journeys.pages import PAGES, opened

pytestmark = pytest.mark.journey
SIZES = {"desk": (1366, 768), "phone": (390, 844)}
WANT=["overview","region","row","indicator","entry grid","entry form","review queue","rounds","intake summary","doubts","counties"]
@pytest.mark.parametrize("what", [w for w in WANT if w in PAGES])
def test_picture(browser, readers, things, what):
    for size,(width,height) in SIZES.items():
        state = readers.state(PAGES[what][0])
        state = {**state, "cookies": [*state["cookies"], {**state["cookies"][0], "name": "django_language", "value": "en"}]}
        with watched_page(browser, readers.house.url, width=width, height=height, storage_state=state) as page:
            opened(page, what, things)
            page.screenshot(path=f"/tmp/x/eng/shot-{what.replace(' ','-')}-{size}.png", full_page=True)
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            print(what,size,"overflow",over)
