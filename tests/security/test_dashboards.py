"""What leaders' pages let in and let out: parameters of any shape, names with markup in them, other regions, drafts, caches."""

import io
import time

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from indicators.models import Doubt, PlanIndicator
from plans.models import Plan
from regions.models import Region
from reports import paper
from tests.factories import accounts, maps, regions, sample_plan
from tests.factories.city_and_counties import city_and_counties

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
BRIEF = "/reports/regions/410726/brief.pdf"


@pytest.fixture
def plan():
    return sample_plan.yanjin_plan()


@pytest.fixture
def log_in(client):
    def enter(person):
        client.force_login(person, backend=BACKEND)
        return client

    return enter


@pytest.fixture
def leader(log_in, plan):
    """The browser of a leader of Yanjin."""
    return log_in(accounts.leader())


def book(answer):
    """Every cell of a workbook."""
    assert answer.status_code == 200
    return [cell for sheet in openpyxl.load_workbook(io.BytesIO(answer.content)) for line in sheet for cell in line]


# --- parameters -------------------------------------------------------------------------------------------------------
NASTY = (
    "-1",
    "9" * 40,
    "٣",
    "2024-99",
    "1e999",
    "NaN",
    "' OR 1=1 --",
    "%",
    "(((",
    "\u202e𝟚\ud7ff",
    "x" * 3000,
    "[]",
    "../..",
)
PARAMETERS = {
    "/": ("period", "year", "nature", "category", "only", "find", "sort", "page", "format", "as_of"),
    "/regions/410726/": (
        "period",
        "year",
        "status",
        "nature",
        "category",
        "mark",
        "sort",
        "compare",
        "commitments",
        "as_of",
    ),
    "/regions/410726/counties/": ("period", "format", "as_of"),
    "/indicators/gdp/": ("period", "year", "level", "within", "group", "sort", "q", "chart", "page", "format", "as_of"),
    "/map/": ("indicator", "period", "year", "region", "page", "as_of"),
    "/screen/": ("region", "seconds", "part"),
    "/doubts/": ("region", "plan", "state", "code", "page", "format", "as_of"),
    BRIEF: ("period", "year", "as_of"),
}


@pytest.mark.parametrize("address", PARAMETERS)
def test_no_parameter_breaks_a_page(leader, address):
    """Understood, or refused with a sentence; a paper that nobody can read is not made for it."""
    leader.raise_request_exception = False
    answered = {}
    for name in PARAMETERS[address]:
        for text in NASTY:
            answered[name, text] = leader.get(address, {name: text}).status_code
    assert {one: status for one, status in answered.items() if status not in {200, 400, 403, 404}} == {}


@pytest.mark.parametrize("code", ["9" * 40, "410726 ", "%27", "..%2f..", "４１０７２６", "x" * 3000])
def test_no_code_in_an_address_breaks_a_page(leader, code):
    leader.raise_request_exception = False
    for address in (
        f"/regions/{code}/",
        f"/regions/{code}/counties/",
        f"/indicators/{code}/",
        f"/reports/regions/{code}/brief.pdf",
    ):
        assert leader.get(address).status_code in {400, 404}, address
    assert leader.get(f"/plan-indicators/{'9' * 30}/").status_code == 404


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00", "0001-01-01", "1900-12-31", "1988-04-17T02:30", "1988-09-11T01:30", "2000-02-29"]
)
def test_an_ancient_moment_is_a_moment(leader, moment):
    """Summer time in Shanghai had hours that were not, and hours that were twice; the year 1 has no hour before its first."""
    for address in ("/", "/regions/410726/", "/map/"):
        assert leader.get(address, {"as_of": moment}).status_code in {200, 404}, address


PACES = (
    "1e-999999999",
    "1e999",
    "0e999999999999",
    "1E-99999999999999999",
    "NaN",
    "-Infinity",
    "sNaN",
    "9" * 5000,
    "１e-9999999",
)


@pytest.mark.parametrize("pace", PACES)
def test_a_pace_is_a_number_that_can_be_written_down(leader, plan, pace):
    """``1e-999999999`` is a number to Python, and a thousand million digits when it is printed."""
    row, began = plan.rows.get(short_name="地区生产总值").pk, time.monotonic()
    answer = leader.get(f"/plan-indicators/{row}/what-if/", {"pace": pace, "year": "2024"})
    assert answer.status_code == 400
    assert "试算值应" in answer.json()["error"]
    page = leader.get(f"/plan-indicators/{row}/", {"what_if": pace, "year": "2024"})
    assert page.status_code == 200
    assert "试算值应" in page.content.decode()
    assert time.monotonic() - began < 20  # a machine under load; without the bound it never ends


# --- names ------------------------------------------------------------------------------------------------------------
MARKUP = "<script>alert(1)</script>\"'><img src=http://192.0.2.1/x.png>&amp;"
FORMULA = '=HYPERLINK("http://192.0.2.1/","x")'


@pytest.fixture
def named_badly(plan):
    Region.objects.filter(code="410726").update(name=MARKUP[:60])
    PlanIndicator.objects.filter(plan=plan).update(short_name=MARKUP, name=MARKUP, category=MARKUP[:40])
    Plan.objects.filter(pk=plan.pk).update(title=MARKUP)
    Doubt.objects.create(plan=plan, row=plan.rows.first(), code="basis_unknown", message=MARKUP)
    return plan


def test_a_name_is_never_markup(log_in, named_badly):
    yanjin = Region.objects.get(code="410726")
    browser = log_in(accounts.administrator(yanjin))
    maps.load("410726", root=yanjin, by=accounts.administrator(), source=MARKUP, name=MARKUP[:80], file_name=MARKUP)
    row = named_badly.rows.get(position=1)
    for address in (
        "/", "/regions/410726/?year=2024", "/regions/410726/counties/", f"/plan-indicators/{row.pk}/?year=2024",
        f"/plan-indicators/{row.pk}/what-if/?year=2024&pace=5", "/indicators/gdp/?year=2024", "/indicators/", "/map/",
        "/map/boundaries/", "/screen/", "/doubts/", "/accounts/displays/",
    ):  # fmt: skip
        said = browser.get(address).content.decode()
        assert "<script>alert" not in said and "<img src=http" not in said, address
    assert "&lt;script&gt;alert" in browser.get("/map/").content.decode(), "it is shown, as text"


def test_a_sheet_of_paper_fetches_nothing_that_a_name_asks_for(log_in, named_badly, monkeypatch):
    """The name stands on it as text. Were it markup, the fetcher would be asked, and the network guard of the tests too."""
    asked = []
    refusing = paper._refusing

    def noticing(weasyprint):
        fetcher = refusing(weasyprint)
        fetch = type(fetcher).fetch
        monkeypatch.setattr(
            type(fetcher), "fetch", lambda self, url, headers=None: asked.append(url) or fetch(self, url)
        )
        return fetcher

    monkeypatch.setattr(paper, "_refusing", noticing)
    answer = log_in(accounts.leader(Region.objects.get(code="410726"))).get(BRIEF + "?year=2024")
    assert answer["Content-Type"] == "application/pdf"
    assert asked == []
    assert b"192.0.2.1" not in answer.content


TABLES = ("/?format=xlsx", "/regions/410726/?year=2024&format=xlsx", "/regions/410726/counties/?format=xlsx",
          "/indicators/gdp/?year=2024&format=xlsx", "/doubts/?format=xlsx")  # fmt: skip


def test_a_table_taken_along_holds_no_formula(log_in, plan):
    PlanIndicator.objects.filter(plan=plan).update(short_name=FORMULA, name=FORMULA, category="@SUM(1)")
    Plan.objects.filter(pk=plan.pk).update(title=FORMULA)
    Doubt.objects.create(plan=plan, row=plan.rows.first(), code="basis_unknown", message="+1+cmd|' /C calc'!A0")
    Region.objects.filter(code="410726").update(name="=1+1")
    browser = log_in(accounts.leader(Region.objects.get(code="410726")))
    row, held = plan.rows.first().pk, 0
    for address in (*TABLES, f"/plan-indicators/{row}/?year=2024&format=xlsx"):
        for cell in book(browser.get(address)) if browser.get(address)["Content-Type"].endswith("sheet") else []:
            assert cell.data_type != "f", (address, cell.value)
            held += isinstance(cell.value, str) and cell.value.startswith(("=", "+", "@"))
    assert held > 3, "they are there, as text"


# --- scope ------------------------------------------------------------------------------------------------------------
def test_a_county_takes_nothing_of_its_neighbour_or_its_city_along(log_in):
    city_and_counties()
    browser = log_in(accounts.leader(regions.yanjin()))
    for address in (
        "/",
        "/indicators/new_urban_jobs/",
        "/indicators/gdp/",
        "/regions/410726/counties/",
        "/map/?indicator=gdp",
    ):
        for query in (
            {},
            {"format": "xlsx"},
            {"as_of": f"{timezone.localdate()}"},
            {"within": "410703"},
            {"find": "卫滨"},
        ):
            answer = browser.get(address, query)
            if answer["Content-Type"].startswith("text/html"):
                said = answer.content.decode().replace("“卫滨”", "").replace('value="卫滨"', "")
            else:
                said = " ".join(str(cell.value) for cell in book(answer))
            assert "卫滨区" not in said and "15000" not in said, (address, query)
    for code in ("410703", "410700"):
        for address in (f"/regions/{code}/?format=xlsx", f"/regions/{code}/counties/?format=xlsx", f"/map/?region={code}",
                        f"/screen/?region={code}", f"/reports/regions/{code}/brief.pdf"):  # fmt: skip
            assert browser.get(address).status_code == 403, address


def test_a_leader_is_shown_no_draft(log_in, plan):
    """A plan that is being set up: not by the number of a row, not by its doubts, not in a list."""
    Plan.objects.filter(pk=plan.pk).update(status="draft")
    row = plan.rows.get(short_name="地区生产总值")
    row.doubts.create(plan=plan, code="basis_unknown", message="草案里的疑点")
    pages = (f"/plan-indicators/{row.pk}/", f"/plan-indicators/{row.pk}/what-if/")
    histories = (f"/history/indicators.planindicator/{row.pk}/", f"/history/plans.plan/{plan.pk}/",
                 f"/history/indicators.target/{row.targets.first().pk}/")  # fmt: skip
    lists = ("/", "/regions/410726/", "/indicators/gdp/", "/indicators/", "/map/", "/screen/", "/doubts/")
    browser = log_in(accounts.leader())
    assert [browser.get(one).status_code for one in (*pages, *histories)] == [404] * 5
    assert browser.get(pages[0] + f"?as_of={timezone.localdate()}").status_code == 404
    for address in lists:
        said = browser.get(address).content.decode()
        assert "153.7" not in said and "草案里的疑点" not in said, address
    browser = log_in(accounts.planner())
    assert [browser.get(one).status_code for one in (pages[0], *histories)] == [200] * 4
    assert "草案里的疑点" in browser.get("/doubts/").content.decode()


# --- caches and load --------------------------------------------------------------------------------------------------
def test_no_cache_keeps_what_a_person_was_shown(leader, plan):
    """Nor the browser's own: after the log-out the back button asks the server again."""
    pages = [
        "/",
        "/regions/410726/",
        "/indicators/gdp/",
        "/map/",
        "/doubts/",
        reverse("dashboards:row", args=[plan.rows.first().pk]),
    ]
    for address in (*pages, "/screen/", "/regions/410726/?format=xlsx", BRIEF):
        answer = leader.get(address)
        assert "no-store" in answer["Cache-Control"], address
        assert "Cookie" in answer["Vary"], address
        assert "default-src 'none'" in answer["Content-Security-Policy"], address
        assert "ETag" not in answer or address == "/screen/"


def test_the_language_of_one_is_not_handed_to_another(leader, plan, settings):
    """Chips, axes and charts are kept between requests; each language has its own."""
    addresses = ("/regions/410726/?year=2024", "/indicators/gdp/?year=2024", "/map/", "/screen/?part=slides")
    chinese = [leader.get(one).content.decode() for one in addresses]
    leader.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    english = [leader.get(one).content.decode() for one in addresses]
    del leader.cookies[settings.LANGUAGE_COOKIE_NAME]
    for before, other, address in zip(chinese, english, addresses, strict=True):
        assert "滞后" in before and "滞后" not in other, address
    again = leader.get(addresses[0]).content.decode()
    assert "Behind" not in again and "滞后" in again


def test_few_replays_of_many_rows_run_at_once(leader, monkeypatch):
    today = f"{timezone.localdate()}"
    with monkeypatch.context() as patched:
        patched.setattr("indicators.selectors.as_of._FEW", 0)
        assert leader.get("/", {"as_of": today}).status_code == 200, "a place is free"
        patched.setattr("indicators.selectors.as_of._LARGE_AT_ONCE", 0)
        answer = leader.get("/", {"as_of": today})
        assert (answer.status_code, answer["Retry-After"]) == (503, "10")
        assert "请稍后再试" in answer.content.decode()
        assert leader.get("/").status_code == 200, "today is not held up"
    assert leader.get("/", {"as_of": today}).status_code == 200, "a region's own plan needs no place"


def test_sheets_of_paper_leave_the_other_pages_their_threads(leader):
    taken = [paper._AT_THE_DESK.acquire(blocking=False) for _ in range(2)]
    try:
        assert taken == [True, True]
        answer = leader.get(BRIEF)
        assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    finally:
        for _ in taken:
            paper._AT_THE_DESK.release()
    assert leader.get(BRIEF).status_code == 200


def test_a_workbook_has_an_end(leader, plan, monkeypatch):
    monkeypatch.setattr("accounts.views.along.MOST_LINES", 3)
    answer = leader.get("/regions/410726/?format=xlsx")
    assert answer.status_code == 400
    assert "一次最多导出 3 行" in answer.content.decode()
