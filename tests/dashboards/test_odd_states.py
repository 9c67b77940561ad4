"""Every page of leaders in every odd state: it answers, and prints nothing that only a programmer reads."""

import io
import os
import re
from html import unescape
from pathlib import Path

import openpyxl
import pdfplumber
import pytest

import config.urls  # noqa: F401  (every view knows the true clock before a test turns it)
from indicators.models import Indicator, PlanIndicator
from plans.models import Plan
from regions.models import Region
from tests.factories import accounts, odd_states, regions

DUMP = os.environ.get("ODD_DUMP")
#: What no reader should meet, in words, in a cell or in what a screen reader says.
WRONG = re.compile(
    r"\bNone\b|\bnan\b|\bNaN\b|\binf\b|\bInfinity\b|Decimal\(|%\(|\{\{|\{%|\[\]|<class |object at 0x|datetime\."
    r"|（\s*）|\(\s*\)|“\s*”|《\s*》|[。；，、：]\s*[。；，、]|^\s*[，。；、：]|[−+–]\s*[−+](?=\d)|\d[eE][+-]\d|–\s*–"
)


_TAGS = "p|li|td|th|tr|h[1-6]|div|dt|dd|dl|ul|ol|section|summary|caption|option|label|figcaption|text|title"
_BLOCK = re.compile(rf"</?(?:{_TAGS})\b[^>]*>")


def pages(state: odd_states.Odd) -> list[str]:
    """Addresses of everything that there is."""
    found = ["/", "/indicators/", "/map/", "/doubts/"]
    for region in Region.objects.filter(code__in=["410700", "410726"]):
        found += ["/screen/"] if region.code == "410700" else []
        at = f"/regions/{region.code}/"
        found += [at, f"{at}counties/", f"/screen/?part=slides&region={region.code}"]
    for plan in Plan.objects.all():
        more = f"period={plan.period}&year={plan.end_year}&compare=1&commitments=1"
        found += [f"/regions/{plan.region.code}/?{more}"]
    for row in PlanIndicator.objects.select_related("plan"):
        years = {state.year, row.plan.end_year} if row.plan.start_year <= state.year <= row.plan.end_year else {""}
        found += [f"/plan-indicators/{row.pk}/?year={year}" for year in years]
    for indicator in Indicator.objects.filter(rows__is_heading=False).distinct():
        newest = max((row.plan.start_year, row.plan.end_year) for row in indicator.rows.select_related("plan"))
        asked = f"year={state.year}" if newest[0] <= state.year <= newest[1] else ""
        found += [f"/indicators/{indicator.code}/?{asked}"]
        if indicator.rows.exclude(plan__status__in=["draft", "replaced"]).exists():  # these are not drawn
            found += [f"/map/?indicator={indicator.code}&{asked}"]
    return found


def said(html: str) -> list[str]:
    """The words of a page and of the attributes that are read out, block by block."""
    html = re.sub(r"<script.*?</script>|<!--.*?-->", " ", html, flags=re.S)
    spoken = re.findall(r'\b(?:title|aria-label|alt|placeholder)="([^"]*)"', html)
    blocks = re.split(
        _BLOCK,
        html,
    )
    texts = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", block)).strip() for block in blocks]
    return [unescape(one) for one in (*texts, *spoken) if one]


def faults(html: str) -> list[str]:
    wrong = [one for one in said(html) if not one.startswith(("{", "[")) and WRONG.search(one)]
    for tag, inner in re.findall(r"<a\b([^>]*)>(.*?)</a>", html, re.S):
        if not re.sub(r"<[^>]+>|\s", "", inner) and "aria-label" not in tag and "<title>" not in inner:
            wrong.append(f"empty link {tag}")
    wrong += re.findall(r'(?:href|src)=""', html)
    return wrong + re.findall(r"[:\[,]\s*-?(?:NaN|Infinity)\b", html)  # figures of a chart


@pytest.fixture
def visit(client, monkeypatch):
    """What a page says; it must answer 200."""

    def one(address: str, status: int = 200):
        answered = client.get(address)
        assert answered.status_code == status, (address, answered.status_code)
        if DUMP:
            name = re.sub(r"\W+", "_", f"{os.environ['PYTEST_CURRENT_TEST'].split('[')[-1].split(']')[0]}_{address}")
            Path(DUMP, f"{name[:80]}.html").write_bytes(answered.content)
        return answered

    return one


@pytest.fixture(params=list(odd_states.STATES))
def state(request, client, db, monkeypatch):
    made = odd_states.STATES[request.param]()
    monkeypatch.setattr("dashboards.views.parameters.today", lambda: made.today)
    monkeypatch.setattr("dashboards.views.screen.today", lambda: made.today)
    if request.param == "no_region":
        person = accounts.administrator()
    else:  # rows of a draft are a planner's
        person = (accounts.planner if request.param == "draft" else accounts.leader)(regions.xinxiang())
    client.force_login(person)
    return made


def test_every_page_answers_and_prints_nothing_odd(visit, state):
    wrong = {}
    for address in pages(state):
        found = faults(visit(address).content.decode())
        if found:
            wrong[address] = found[:4]
    assert not wrong, "\n".join(f"{address}: {found}" for address, found in wrong.items())


def test_every_workbook_and_brief_holds_nothing_odd(client, visit, state):
    wrong = []
    for address in pages(state):
        if not re.match(r"/$|/(regions|plan-indicators|indicators|doubts)/", address) or "compare" in address:
            continue
        answered = visit(address + ("&" if "?" in address else "?") + "format=xlsx")
        if "spreadsheet" in answered["Content-Type"]:
            wrong += [(address, *found) for found in odd_cells(answered.content)]
    for plan in Plan.objects.exclude(status="draft"):
        address = f"/reports/regions/{plan.region.code}/brief.pdf?period={plan.period}"
        wrong += [(address, line) for line in odd_lines(visit(address).content)]
    assert not wrong, "\n".join(map(str, wrong[:30]))


def odd_cells(data: bytes) -> list[tuple[str, object]]:
    """Cells with words or errors that no reader should meet."""
    cells = [cell for sheet in openpyxl.load_workbook(io.BytesIO(data)) for row in sheet.iter_rows() for cell in row]
    return [
        (one.coordinate, one.value)
        for one in cells
        if isinstance(one.value, str) and (one.data_type == "e" or WRONG.search(one.value))
    ]


def odd_lines(data: bytes) -> list[str]:
    """Lines of the only sheet with words that no reader should meet."""
    with pdfplumber.open(io.BytesIO(data)) as opened:
        assert len(opened.pages) == 1
        return [line for line in opened.pages[0].extract_text().splitlines() if WRONG.search(line)]


def test_a_wall_without_any_region_leads_to_the_page_that_says_so(client, db):
    """It had sent a person who is logged in to log in, round and round."""
    client.force_login(accounts.administrator())
    answered = client.get("/screen/", follow=True)
    assert answered.redirect_chain == [("/", 302)]
    assert "您的地区范围内还没有规划" in answered.content.decode()
    assert client.get("/screen/?part=slides").status_code == 404


def test_before_everything_was_recorded_the_pages_say_so(client, state):
    """As of a day before the first record: nothing was there yet, and that is no fault."""
    for address in ("/", "/indicators/", "/map/", *(one for one in pages(state) if re.match("/(regions|plan-i)", one))):
        answered = client.get(address + ("&" if "?" in address else "?") + "as_of=2024-12-31")
        html = answered.content.decode()
        assert answered.status_code in (200, 400, 404), address
        assert not faults(html), (address, faults(html))
        if re.match("/plan-i", address):
            assert "2024-12-31" in html, address
