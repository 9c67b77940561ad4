"""The whole way of two leaders, of 新乡市 and of 西平县: one indicator, the same numbers wherever it is shown or taken along."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta

import openpyxl
import pdfplumber
import pytest

from tests.journeys.reading import AVERAGE, GAP, LATEST, NAME, PROGRESS, REQUIRED, STATUS, row_called, rows, words

pytestmark = pytest.mark.journey

PERIOD = "period=2021-2025"


@dataclass(frozen=True)
class Way:
    """Who goes, from the overview to a row of a region; ``said``: what every page says of it, in the columns of the table.

    ``enough``: what each remaining year must bring, as the trial shows it; ``figure``: the actual value that comes later.
    """

    who: str
    region: str
    name: str
    year: int
    indicator: str
    said: dict[int, str]
    status: str
    corrected: str


WAYS = {
    "新乡市": Way(
        "xinxiang-leader", "410726", "地区生产总值增长", 2024, "gdp",
        {LATEST: "193.32024初", PROGRESS: "51.9%", GAP: "−36.7", REQUIRED: "18.99%", AVERAGE: "5.90%", STATUS: "▼滞后"},
        "behind", "212",
    ),
    "西平县": Way(
        "xiping-leader", "411721", "地区生产总值", 2023, "gdp",
        {LATEST: "2792021初", PROGRESS: "21.3%", GAP: "−86.0", REQUIRED: "6.95%", AVERAGE: "9.11%"},
        "ahead", "300",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def recorded(writing, inside):
    """Everything was recorded two hours ago; then the figures of both counties are corrected. Gives the day's moments."""
    from django.utils import timezone

    from accounts.models import User
    from indicators.models import Observation, PlanIndicator
    from indicators.services.recompute import recompute_plans
    from tests.dashboards.test_as_of_pages import shift_history
    from tests.factories.indicators import approved

    def correct():
        """What a review does in the end: the old figure is out of force, the new one takes its place."""
        with inside(writing):
            clerk, reviewer = (User.objects.get(username=f"yanjin-{role}") for role in ("clerk", "reviewer"))
            for way in WAYS.values():
                row = PlanIndicator.objects.get(
                    plan__region__code=way.region, plan__start_year=2021, short_name=way.name, listing="main"
                )
                before = Observation.objects.filter(row=row, year=way.year)
                before.update(in_force=False)
                people = {"submitted_by": clerk, "approved_by": reviewer}
                approved(row, way.year, value=way.corrected, version=before.count() + 1, **people)
                recompute_plans([row.plan_id])

    with inside(writing):
        shift_history(2)
    before = timezone.localtime(timezone.now() - timedelta(hours=1))
    return f"{before:%Y-%m-%dT%H:%M}", correct


def cells_of(page, way) -> dict[int, str]:
    """What the table of the region says of the row, in the columns that the way names."""
    status, texts = row_called(page, way.name)
    assert status == way.status
    return {column: texts[column] for column in way.said}


def taken(page, press) -> bytes:
    with page.expect_download() as coming:
        press()
    return coming.value.path().read_bytes()


def letters(pdf: bytes) -> str:
    with pdfplumber.open(io.BytesIO(pdf)) as paper:
        return words(unicodedata.normalize("NFKC", "".join(one.extract_text() for one in paper.pages)))


@pytest.mark.parametrize("where", WAYS)
def test_the_way_of_a_leader(writers, where):
    """Overview, region, filter, order, row, trial, comparison, counties, map, paper, picture, workbook, brief."""
    way = WAYS[where]
    with writers.page(way.who) as page:
        gap = _from_the_overview_to_the_region(page, way)
        assert gap == way.said[GAP]
        region = page.url
        assert cells_of(page, way).items() >= way.said.items()
        _narrow_and_sort(page, way)
        _take_along(page, way)
        with page.expect_navigation():
            page.locator("table.indicators").get_by_role("link", name=way.name, exact=True).click()
        row = page.url
        _read_and_try_the_row(page, way)
        with page.expect_navigation():
            page.get_by_role("link", name="各地区对照").click()
        _find_it_among_others(page, way)
        page.goto(f"/map/?indicator={way.indicator}&{PERIOD}&year={way.year}")
        place = page.locator(f"tr[data-region='{way.region}']")
        assert place.get_attribute("data-status") == way.status
        assert way.said[PROGRESS] in words(place.inner_text())
        assert way.said[PROGRESS] in page.locator(f".map-frame [data-region='{way.region}']").inner_text()
        page.goto(f"/regions/{way.region[:4]}00/counties/" if where == "新乡市" else f"/regions/{way.region}/counties/")
        assert page.locator("h1").is_visible()
        if where == "新乡市":
            assert "230" in page.locator(f"tr.allocation-counties a[href*='{_path(row)}']").text_content()
        page.goto(region)
        said = letters(page.pdf(prefer_css_page_size=True))
        for column in (PROGRESS, GAP, REQUIRED):
            assert way.said[column] in said
        assert "打印于" in said


def _path(address: str) -> str:
    return re.search(r"/plan-indicators/\d+/", address)[0]


def _from_the_overview_to_the_region(page, way) -> str:
    """The gap in the matrix; then the page of the region."""
    page.goto(f"/?{PERIOD}&year={way.year}")
    line = page.locator(f".matrix tr[data-region='{way.region}']")
    column = page.locator(".matrix thead th a").all_inner_texts().index("地区生产总值")
    cell = line.locator("> *").nth(column)
    assert cell.get_attribute("data-status") == way.status
    assert way.said[PROGRESS] in cell.locator("a").get_attribute("title")
    gap = cell.locator("small").inner_text()
    if line.locator("th a").is_visible():
        with page.expect_navigation():
            line.locator("th a").click()
    else:  # a leader of one county: its name is in the head, the page in the main navigation
        page.goto(f"/regions/{way.region}/?{PERIOD}&year={way.year}")
    assert f"/regions/{way.region}/" in page.url
    return words(gap).replace("亿元", "")


def _narrow_and_sort(page, way) -> None:
    """Filters and orders leave the row as it is, and what they promise is there; then all are shown again."""
    start, everything = page.url, rows(page)
    facet = page.locator(f".row-filters a[href*='status={way.status}']")
    number = int(facet.locator(".facet-number").inner_text())
    with page.expect_navigation():
        facet.click()
    assert len(rows(page)) == number < len(everything)
    assert {status for status, _cells in rows(page).values()} == {way.status}
    assert cells_of(page, way).items() >= way.said.items()
    page.goto(start)
    with page.expect_navigation():
        page.locator("th[aria-sort] a[href*='sort=attainment'], th[aria-sort] a[href*='sort=-attainment']").click()
    order = [
        float(cells[PROGRESS].replace("−", "-").rstrip("%"))
        for _s, cells in rows(page).values()
        if "%" in cells[PROGRESS]
    ]
    assert order in (sorted(order), sorted(order, reverse=True))
    assert {key: cells for key, (_s, cells) in rows(page).items()} == {
        key: cells for key, (_s, cells) in everything.items()
    }
    page.goto(start)


def _take_along(page, way) -> None:
    page.locator("#gap-chart[data-drawn=true]").wait_for()
    picture = taken(page, page.locator(".chart-save").first.click)
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20], "big") == 2000
    book = openpyxl.load_workbook(io.BytesIO(taken(page, page.get_by_role("link", name="导出 Excel").click)))
    [line] = [line for line in book.active.iter_rows(values_only=True) if line[1] == way.name]
    numbers = [round(cell, 4) for cell in line if isinstance(cell, int | float)]
    assert float(way.said[GAP].replace("−", "-")) in numbers
    share, rate = (float(way.said[one].rstrip("%")) for one in (PROGRESS, REQUIRED))
    assert any(abs(number * factor - share) < 0.051 for number in numbers for factor in (1, 100))
    assert any(abs(number - rate) < 0.0051 for number in numbers)
    brief = letters(taken(page, page.get_by_role("link", name="一页简报").click))
    for column in (PROGRESS, GAP, REQUIRED):
        assert way.said[column] in brief


def _read_and_try_the_row(page, way) -> None:
    shown = page.locator(f"section.target[data-status='{way.status}']")
    text = words(shown.inner_text())
    for column in (PROGRESS, GAP, REQUIRED, AVERAGE):
        assert way.said[column] in text
    page.locator("#trajectory-chart[data-drawn=true]").wait_for()
    pace = page.locator("#what-if-pace")
    pace.fill(way.said[REQUIRED].rstrip("%"))
    page.locator("#what-if-answer", has_text=f"增长 {way.said[REQUIRED]}").wait_for()
    pace.fill("0")
    page.locator("#what-if-answer", has_text="增长 0.00%").wait_for()
    assert "✗未完成" in words(page.locator("#what-if-answer").inner_text())


def _find_it_among_others(page, way) -> None:
    line = page.locator(f"tr[data-region='{way.region}']").first
    assert line.get_attribute("data-status") == way.status
    text = words(line.inner_text())
    assert way.said[PROGRESS] in text
    assert way.said[GAP] in text
    assert way.said[REQUIRED] in text


@pytest.mark.parametrize("where", WAYS)
def test_why_it_looked_different_then(writers, recorded, where):
    """A figure is corrected: today's page changes, the page as of an hour ago still says what it said."""
    way, (then, correct) = WAYS[where], recorded
    address = f"/regions/{way.region}/?{PERIOD}&year={way.year}"
    with writers.page(way.who) as page:
        page.goto(address)
        if words(row_called(page, way.name)[1][LATEST]) == way.said[LATEST]:
            correct()
        page.goto(address)
        today = row_called(page, way.name)[1]
        assert today[LATEST].startswith(way.corrected)
        assert today[PROGRESS] != way.said[PROGRESS]
        page.goto(f"{address}&as_of={then}")
        assert "截至" in page.locator(".as-of-past").inner_text()
        assert cells_of(page, way).items() >= way.said.items()
        with page.expect_navigation():
            page.locator("table.indicators").get_by_role("link", name=way.name, exact=True).click()
        assert "as_of=" in page.url
        assert way.said[PROGRESS] in words(page.locator("section.target").first.inner_text())
        with page.expect_navigation():
            page.locator("[data-today]", has_text="回到今天").click()
        assert "as_of=" not in page.url
        assert today[PROGRESS] in words(page.locator("section.target").first.inner_text())
        assert today[NAME]
