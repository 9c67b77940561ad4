"""Write the pictures of docs/screenshots/: ``make screenshots``. Not a test by name, so that the suite does not take them.

The pages of leaders as they open on a desk, on a phone, on the first sheet of paper and on the wall; few colours a picture,
so that the repository stays small. docs/screenshots/README.md says what each one shows.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from PIL import Image

from tests.conftest import watched_page

pytestmark = pytest.mark.journey

FOLDER = settings.BASE_DIR / "docs" / "screenshots"
#: Width, height and medium. Paper: what the margins of a landscape A4 leave, at 96 px an inch.
SIZES = {
    "desk": (1366, 768, "screen"), "phone": (390, 844, "screen"), "paper": (1030, 690, "print"), "wall": (1920, 1080, "screen"),
}  # fmt: skip
DESK, BOTH, ALL = ("desk",), ("desk", "phone"), ("desk", "phone", "paper")
#: Name of the picture: who looks, where, in which sizes. ``{gdp}`` … are rows, ``{today}`` is a day that can be replayed.
ALBUM = {
    "overview-city": ("xinxiang-leader", "/", ALL),
    "overview-county": ("xiping-leader", "/", BOTH),
    "overview-province": ("henan-leader", "/", DESK),
    "region": ("xinxiang-leader", "/regions/410726/?year=2024", ALL),
    "region-filtered": ("xinxiang-leader", "/regions/410726/?year=2024&status=far_behind", DESK),
    "region-ended-plan": ("xinxiang-leader", "/regions/410700/?period=2016-2020", DESK),
    "region-as-of": ("xinxiang-leader", "/regions/410726/?as_of={today}", DESK),
    "city-and-counties": ("xinxiang-leader", "/regions/410700/counties/", BOTH),
    "row": ("xinxiang-leader", "/plan-indicators/{gdp}/?year=2024", ALL),
    "row-what-if": ("xinxiang-leader", "/plan-indicators/{gdp}/?year=2024&what_if=12#what-if", BOTH),
    "row-breached": ("xinxiang-leader", "/plan-indicators/{grain}/", DESK),
    "comparison": ("xinxiang-leader", "/indicators/gdp/", ALL),
    "map": ("xinxiang-leader", "/map/", BOTH),
    "doubts": ("xinxiang-leader", "/doubts/", DESK),
}
ENGLISH = {
    "overview-english": ("xinxiang-leader", "/", BOTH),
    "region-english": ("xinxiang-leader", "/regions/410726/?year=2024", DESK),
    "row-english": ("xinxiang-leader", "/plan-indicators/{gdp}/?year=2024", DESK),
}
PAGES = [(what, size) for what, (*_, sizes) in (ALBUM | ENGLISH).items() for size in sizes]
DRAWN = (
    "() => [...document.querySelectorAll('[id$=\"-chart\"][data-figure]')].every(one => one.dataset.drawn === 'true')"
)


@pytest.fixture(scope="module", autouse=True)
def _new_album() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()


@pytest.fixture(scope="module")
def words(reading: Any, inside: Any) -> dict[str, Any]:
    """What the addresses of the album name."""
    from indicators.models import PlanIndicator

    with inside(reading):
        running = PlanIndicator.objects.filter(plan__start_year=2021, is_heading=False)
        return {
            "gdp": running.get(listing="main", plan__region__code="410726", short_name="地区生产总值增长").pk,
            "grain": running.get(listing="main", plan__region__code="410700", short_name="粮食综合生产能力").pk,
            "today": timezone.localdate().isoformat(),
        }


@pytest.mark.parametrize(("what", "size"), PAGES)
def test_page(browser, readers, words, what, size):
    who, address, _ = (ALBUM | ENGLISH)[what]
    with _page(browser, readers, who, size, "en" if what in ENGLISH else "") as page:
        assert page.goto(address.format(**words)).status == 200
        page.wait_for_load_state("networkidle")
        page.wait_for_function(DRAWN)
        _keep(page, f"{what}-{size}", SIZES[size][0])


def test_wall(browser, readers):
    with _page(browser, readers, "xinxiang-leader", "wall") as page:
        assert page.goto("/screen/?seconds=600").status == 200
        for number in range(page.locator(".slide").count()):
            _keep(page, f"screen-{number + 1}-wall", SIZES["wall"][0])
            page.keyboard.press("ArrowRight")


@contextlib.contextmanager
def _page(browser: Any, readers: Any, who: str, size: str, language: str = "") -> Iterator[Any]:
    width, height, medium = SIZES[size]
    with watched_page(browser, readers.house.url, width=width, height=height, storage_state=readers.state(who)) as page:
        page.emulate_media(media=medium, reduced_motion="reduce")
        if language:
            cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": readers.house.url}
            page.context.add_cookies([cookie])
        yield page


def _keep(page: Any, name: str, width: int) -> None:
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    seen = sorted(shot.getcolors(shot.width * shot.height), reverse=True)[:256]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for _, colour in seen for part in colour])
    picture = shot.quantize(palette=palette, dither=Image.Dither.NONE)  # the page's own colours, none mixed
    picture.save(FOLDER / f"{name}.png", optimize=True)
    assert picture.width == width
