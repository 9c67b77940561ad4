"""One figure, told by every path: domain, stored, API, page, chart, workbook, comparison, map, overview. To the digit.

All plans that are loaded, those that have ended too. Read through the test client on a copy of the real data.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import pytest
from django.db import connection
from django.test import Client

from accounts.models import ApiClient, User
from accounts.services import api_keys
from indicators.domain import display
from indicators.models import Assessment, PlanIndicator
from indicators.selectors.assessment_inputs import active_rule, assess_target, inputs_of_plans
from plans.models import Plan
from regions.models import Region
from tests.journeys import house as houses
from tests.journeys import told
from tests.journeys.reading import AVERAGE, GAP, LATEST, NUMBER, PROGRESS, REQUIRED, STATUS

#: Figures of an assessment as they are stored, and their names in the domain's result.
FIGURES = {
    "base": "base", "target_value": "target", "actual": "actual", "attainment": "attainment", "gap": "gap", "lead": "lead",
    "elapsed_share": "elapsed_share", "expected": "expected", "required": "required", "average": "average",
    "pace_ratio": "pace_ratio", "projected_end": "projected_end",
}  # fmt: skip
PLANS = [
    ("410700", 2016), ("411721", 2016), ("410700", 2021), ("410703", 2021), ("410726", 2021), ("411224", 2021),
    ("411721", 2021),
]  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def real_data(django_db_blocker) -> Iterator[None]:
    """A copy of the loaded database; nothing of it is kept."""
    with houses.database("numbers") as name, django_db_blocker.unblock():
        connection.close()
        own, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = own


@pytest.fixture(scope="module")
def ask():
    """The leader of the province: sees every plan."""
    client = Client()
    client.force_login(User.objects.get(username="henan-leader"))

    @cache  # nothing changes in this module: what was asked for once says the same again
    def page(address: str) -> str:
        answer = client.get(address)
        assert answer.status_code == 200, address
        return answer.content.decode()

    page.bytes = lambda address: client.get(address).content
    return page


@pytest.fixture(scope="module")
def api():
    client, _ = ApiClient.objects.get_or_create(
        name="numbers", defaults={"region": Region.objects.get(code="410000"), "scopes": list(api_keys.READ_SCOPES)}
    )
    with_key = Client(headers={"authorization": f"Bearer {api_keys.issue_key(client=client, by=None)[1]}"})
    return lambda address: json.loads(with_key.get(address).content, parse_float=Decimal)


def plan_of(region: str, start: int) -> Plan:
    return Plan.objects.select_related("region").get(region__code=region, start_year=start)


def shown_of(plan: Plan, year: int) -> dict[int, Assessment]:
    found = Assessment.objects.filter(plan=plan, year=year, shown=True, row__listing="main")
    return {one.row_id: one for one in found.select_related("row", "target")}


def same(said: str, exact: Decimal | None, *about: object) -> None:
    """A text tells the figure, rounded once to the digits it has; none where there is none."""
    figure = told.number(said)
    if exact is None:
        assert not figure, (said, *about)
        return
    assert figure, (said, exact, *about)
    assert told.value(figure) == told.half_up(exact, told.decimals(figure)), (said, exact, *about)


def test_every_plan_is_looked_at():
    known = {(one.region.code, one.start_year) for one in Plan.objects.exclude(status="draft").select_related("region")}
    assert known == set(PLANS)


@pytest.mark.parametrize(("region", "start"), PLANS)
def test_domain_api_page_chart_and_workbook_say_the_same(ask, api, region, start):
    plan = plan_of(region, start)
    rule, inputs = active_rule(), inputs_of_plans([plan.pk])
    for year in range(plan.start_year, plan.end_year + 1):
        stored = {one.target_id: one for one in Assessment.objects.filter(plan=plan, year=year)}
        about = f"region={region}&period={plan.period}&year={year}&listing=all&limit=500"
        answer = api(f"/api/v1/assessments/?{about}")["results"]
        assert {one["target_id"] for one in answer} == set(stored)
        for one in answer:
            for field, name in FIGURES.items():
                said, kept = one[name], getattr(stored[one["target_id"]], field)
                assert (said is None) == (kept is None), (one["name"], name)
                assert said is None or Decimal(said) == kept, (one["name"], name)
        for row in inputs:
            for target in row.targets:
                result = assess_target(row, target, year=year, rule=rule)
                for field, name in FIGURES.items():
                    assert display.quantise10(getattr(result, name)) == getattr(stored[target.id], field), (
                        row.id,
                        name,
                    )
        _page_chart_and_workbook(ask, plan, year)


def _page_chart_and_workbook(ask, plan: Plan, year: int) -> None:
    address = f"/regions/{plan.region.code}/?period={plan.period}&year={year}"
    page = ask(address)
    lines, shown = told.rows(page), shown_of(plan, year)
    bars = {
        custom[0].removesuffix("（演示数据）"): (x, custom)
        for trace in told.traces(page, "gap") if trace["type"] == "bar"
        for x, custom in zip(trace["x"], trace["customdata"], strict=True)
    }  # fmt: skip
    cells = {
        (one["编号"][1], one["指标"][1]): one for one in told.sheets(ask.bytes(f"{address}&format=xlsx"))["主要指标"]
    }
    assert set(lines) == set(shown)
    for row_id, (status, line) in lines.items():
        one = shown[row_id]
        cell = cells[line[NUMBER], one.row.short_name]
        assert status == one.status
        assert line[PROGRESS] == display.share(one.attainment)
        assert (cell["实现程度"][1] or display.MISSING) == line[PROGRESS]
        for place, column, exact in ((GAP, "距目标", one.gap), (REQUIRED, "余下每年需", one.required),
                                     (AVERAGE, "年均至今", one.average)):  # fmt: skip
            about = (plan.region.name, year, one.row.short_name, column)
            same(line[place], exact, *about)
            assert told.number(cell[column][1]) == told.number(line[place]), about
            if exact is None:
                assert (cell[column][0] or display.MISSING) == line[place], about  # the same word, or empty for "—"
            else:
                assert Decimal(repr(cell[column][0])) == pytest.approx(exact, rel=Decimal("1e-14")), about
        assert one.sample == ("演示" in line[LATEST] + line[STATUS]) == (cell["数据"][0] == display.SAMPLE)
        bar = bars.get(one.row.short_name)
        assert (bar is not None) == (one.attainment is not None and one.inputs.get("form") != "quota")
        if bar is not None:
            assert bar[1][1] == line[PROGRESS]
            assert bar[0] == pytest.approx(float(one.attainment * 100)) or "→" in page


COLUMNS = {"规划路径", "累计应达", "需达到", "余下每年需", "累计需达到", "按现速", "实际", "增速"}
#: Columns of the table of years beside the chart, by the name of the trace.
_BESIDE = {"规划路径": ("规划路径",), "按现速": ("按现速",), "余下每年需": ("需达到", "余下每年需")}


@pytest.mark.parametrize(("region", "start"), PLANS)
def test_the_page_of_a_row_says_the_same_in_card_table_chart_and_workbook(ask, region, start):
    plan = plan_of(region, start)
    year = min(plan.end_year, 2023)
    for row_id, one in shown_of(plan, year).items():
        address = f"/plan-indicators/{row_id}/?year={year}"
        page = ask(address)
        card = told.card(page)
        for label, exact in (
            ("实际", one.actual), ("时序应达", one.expected), ("距目标差距", one.gap), ("较时序", one.lead),
            ("余下每年需", one.required), ("年均至今", one.average), ("进度比", one.pace_ratio),
            ("按现速预计期末", one.projected_end),
        ):  # fmt: skip
            same(card.get(label, ""), exact, one.row.short_name, label)
        table = told.years(page)
        book = {one["年份"][1]: one for one in told.sheets(ask.bytes(f"{address}&format=xlsx"))["逐年数据"]}
        for told_year, line in table.items():
            for column in line.keys() & COLUMNS:
                in_book = book[told_year][column][1].replace(" ", "")
                assert told.number(in_book) == told.number(line[column]), (one.row.short_name, told_year, column)
        for trace in told.traces(page, "trajectory"):
            if "customdata" in trace:  # another only spreads the axis
                _points(trace, table, one)


def _points(trace: dict, table: dict[str, dict[str, str]], one: Assessment) -> None:
    """Each point is drawn where its text says, and its text is that of the table."""
    for x, y, (said, _note) in zip(trace["x"], trace["y"], trace["customdata"], strict=True):
        same(said, Decimal(repr(y)), one.row.short_name, trace["name"], x)
        assert told.decimals(told.number(said)) <= 6, (one.row.short_name, trace["name"], said)
        for column in _BESIDE.get(trace["name"], ()):
            beside = told.number(table.get(x, {}).get(column))
            assert beside in ("", told.number(said)), (one.row.short_name, trace["name"], x)


@pytest.mark.parametrize(("start", "year"), [(2016, 2020), (2021, 2023)])
def test_overview_comparison_and_map_have_the_numbers_of_the_region_pages(ask, start, year):
    pages, shown = {}, {}
    for plan in Plan.objects.filter(start_year=start).exclude(status="draft").select_related("region"):
        address = f"/regions/{plan.region.code}/?period={plan.period}&year={year}"
        pages |= told.rows(ask(address))
        shown |= shown_of(plan, year)
    period = f"{start}-{start + 4}"
    _overview(ask, period, year, pages, shown)
    rows = PlanIndicator.objects.filter(pk__in=shown, indicator__isnull=False)
    for code in sorted(set(rows.values_list("indicator__code", flat=True))):
        found = told.rows(ask(f"/indicators/{code}/?period={period}&year={year}"))
        for row_id, (status, line) in found.items():
            if row_id in pages and len(line) >= 11:
                assert status == pages[row_id][0]
                required, average, pace = line[-4:-1]
                assert told.number(required) == told.number(pages[row_id][1][REQUIRED]), (code, line)
                assert told.number(average) == told.number(pages[row_id][1][AVERAGE]), (code, line)
                same(pace, shown[row_id].pace_ratio, code, line)
        _map(ask, f"/map/?indicator={code}&period={period}&year={year}", shown)


def _overview(ask, period: str, year: int, pages: dict, shown: dict[int, Assessment]) -> None:
    """The matrix has the gap of every row in the catalogue that a region page shows."""
    book = told.sheets(ask.bytes(f"/?period={period}&year={year}&format=xlsx"))
    [lines] = book.values()
    in_matrix = {
        (line["代码"][0], name.removesuffix("：距目标").partition("：距目标")[0]): told.number(cell[1])
        for line in lines for name, cell in line.items() if "：距目标" in name
    }  # fmt: skip
    rows = PlanIndicator.objects.filter(pk__in=shown, indicator__isnull=False, is_heading=False)
    seen = 0
    for row in rows.select_related("plan__region", "indicator"):
        said = in_matrix[row.plan.region.code, row.indicator.name]
        assert said == told.number(pages[row.pk][1][GAP]), (row.plan.region.name, row.short_name)
        seen += 1
    assert seen


def _map(ask, address: str, shown: dict[int, Assessment]) -> None:
    """The map's actual is the one on the page of the row: its digits, its unit, its sign."""
    for line in re.findall(r'<tr data-region="\d+".*?</tr>', ask(address), re.S):
        cells = [told.text(one) for one in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", line, re.S)]
        one = shown.get(int(re.search(r"/plan-indicators/(\d+)/", line).group(1)))
        if one is not None:
            card = told.card(ask(f"/plan-indicators/{one.row_id}/?year={one.year}"))
            assert cells[1].removeprefix("年均") == card.get("实际", display.MISSING), (address, cells)
            assert cells[3] == display.share(one.attainment)
