"""Write the pictures of docs/screenshots/: ``make screenshots``. Not a test by name, so that the suite does not take them.

Each page of leaders as it opens on a desk, on a phone and on paper, few colours a picture, so that the repository stays small.
"""

from __future__ import annotations

import io
import shutil
from typing import Any

import pytest
from django.conf import settings
from PIL import Image

from tests.conftest import watched_page

pytestmark = pytest.mark.journey

FOLDER = settings.BASE_DIR / "docs" / "screenshots"
#: Width, height and medium; a sheet of A4 is 794 × 1123 px.
SIZES = {"desk": (1366, 768, "screen"), "phone": (390, 844, "screen"), "paper": (794, 1123, "print")}
WALL = {"wall": (1920, 1080, "screen")}
#: Name of the picture: who looks, and where. ``{gdp}`` … are the rows of Yanjin, ``{xiping}`` the first one of Xiping.
ALBUM = {
    "overview-of-a-city": ("xinxiang-leader", "/"),
    "overview-of-a-county": ("xiping-leader", "/"),
    "region-yanjin-2024": ("xinxiang-leader", "/regions/410726/?year=2024"),
    "region-xinxiang-2023": ("xinxiang-leader", "/regions/410700/?period=2021-2025&year=2023"),
    "region-xinxiang-ended-plan": ("xinxiang-leader", "/regions/410700/?period=2016-2020"),
    "region-xiping": ("xiping-leader", "/regions/411721/"),
    "city-and-counties": ("xinxiang-leader", "/regions/410700/counties/"),
    "row-gdp-growth": ("xinxiang-leader", "/plan-indicators/{gdp}/?year=2024"),
    "row-xiping": ("xiping-leader", "/plan-indicators/{xiping}/"),
    "comparison-gdp": ("xinxiang-leader", "/indicators/gdp/"),
    "map": ("xinxiang-leader", "/map/"),
}
SCREEN = {"screen": ("xinxiang-leader", "/screen/")}


@pytest.fixture(scope="module", autouse=True)
def _new_album() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)


@pytest.fixture(scope="module")
def rows(reading: Any, inside: Any) -> dict[str, int]:
    from indicators.models import PlanIndicator

    with inside(reading):
        running = PlanIndicator.objects.filter(plan__start_year=2021, is_heading=False)
        return {
            "gdp": running.get(plan__region__code="410726", short_name="地区生产总值增长").pk,
            "xiping": running.filter(plan__region__code="411721").order_by("position")[0].pk,
        }


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("what", ALBUM)
def test_page(browser, readers, rows, what, size):
    _picture(browser, readers, rows, what, *ALBUM[what], size, SIZES[size])


@pytest.mark.parametrize("what", SCREEN)
def test_wall(browser, readers, rows, what):
    _picture(browser, readers, rows, what, *SCREEN[what], "wall", WALL["wall"])


def _picture(browser, readers, rows, what, who, address, size, shape):
    width, height, medium = shape
    with watched_page(browser, readers.house.url, width=width, height=height, storage_state=readers.state(who)) as page:
        page.emulate_media(media=medium, reduced_motion="reduce")
        assert page.goto(address.format(**rows)).status == 200
        page.wait_for_load_state("networkidle")
        page.wait_for_function(
            "() => [...document.querySelectorAll('[id$=\"-chart\"][data-figure]')].every(one => one.dataset.drawn === 'true')"
        )
        taken = page.screenshot(full_page=medium == "print")
    picture = Image.open(io.BytesIO(taken)).convert("RGB").quantize(64, dither=Image.Dither.NONE)
    picture.save(FOLDER / f"{what}-{size}.png", optimize=True)
    assert picture.width == width
