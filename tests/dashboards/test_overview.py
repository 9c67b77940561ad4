"""The overview: the answer, counts, the matrix, what is most at risk, what is new, entry and projects; and where little is there."""

from __future__ import annotations

import io
import re
from decimal import Decimal

import openpyxl
import pytest

from indicators.models import PlanIndicator
from indicators.selectors import matrix as matrices
from indicators.selectors.overview import scope_of, status_counts
from indicators.services.recompute import recompute_plans
from regions.models import Region
from tests.dashboards.test_region_page import text_of
from tests.factories import accounts, regions, sample_plan
from tests.factories import indicators as made
from tests.factories.plans import PlanFactory

CELL = re.compile(
    r'<td data-plan-indicator="(\d+)" data-status="(\w*)"[^>]*><a href="([^"]+)" title="([^"]*)">'
    r'(?:<span aria-hidden="true">)?([^<]*)(?:</span><span class="visually-hidden">[^<]*</span>)?<small>([^<]*)</small>'
)


def cells(html: str) -> dict[int, tuple[str, str, str, str]]:
    """Of each row in the matrix: status, title, symbol, gap."""
    return {int(row): (status, title, symbol, gap) for row, status, _href, title, symbol, gap in CELL.findall(html)}


def lines(html: str) -> list[str]:
    return re.findall(r'<tr data-region="(\d+)"', html)


def part(html: str, name: str) -> str:
    """The words of a section."""
    found = re.search(rf'<section id="{name}".*?</section>', html, re.S)
    return text_of(found[0]) if found else ""


@pytest.fixture
def city(client, plan):
    """A leader of Xinxiang, logged in; Xinxiang has a plan with a broken floor, Weibin one without figures."""
    own = PlanFactory(region=regions.xinxiang())
    row = made.on_course_row(own, position=1, nature="binding", short_name="粮食产能", category="安全")
    row.targets.update(form="floor", value=Decimal(475), text=">475", comparator=">")
    row.bases.update(value=Decimal("485.9"), text="485.9")
    sample_plan.elsewhere()
    recompute_plans([own.pk])
    client.force_login(accounts.leader(regions.xinxiang()))
    return own


# --- the answer and the counts ----------------------------------------------------------------------------------------
def test_the_answer_keeps_natures_apart_and_names_the_worst(client, leader, plan):
    html = client.get("/?year=2024").content.decode()
    answer = text_of(re.search(r'<p class="answer">.*?</p>', html, re.S)[0])
    assert answer.startswith(
        "延津县有预期性5项落后或未完成（尚无数据：属性未归类1项）。最需关注：延津县一般公共预算收入，严重滞后"
    )
    assert "距目标还差4.24亿元，余下每年需54.64%" in answer


def test_the_counts_keep_natures_apart(client, leader, plan):
    html = client.get("/?year=2024").content.decode()
    counted = {
        nature: text_of(line)
        for nature, line in re.findall(r'<div class="count-line" data-nature="(\w+)">(.*?)</div>', html, re.S)
    }
    assert counted == {
        "binding": "约束性2项✓保持1✓未突破1",
        "expected": "预期性6项▼滞后2▼▼严重滞后3○无法评估1",
        "unmapped": "属性未归类2项◌待下达1–无数据1",
    }


def test_own_and_below_are_counted_apart(client, city):
    html = client.get("/?year=2024").content.decode()
    titles = re.findall(r'<div class="count-block keep">\s*<h3>(.*?)</h3>', html)
    assert titles == ["新乡市", "所辖 2 个地区合计"]
    assert "新乡市有约束性1项落后或未完成；所辖2个地区合计有预期性" in text_of(html)
    assert lines(html) == ["410700", "410703", "410726"]


# --- the matrix -------------------------------------------------------------------------------------------------------
def test_the_matrix_says_the_same_as_the_region_page(client, leader, plan):
    matrix = cells(client.get("/?year=2024").content.decode())
    region = client.get("/regions/410726/?year=2024").content.decode()
    rows = re.findall(r'<tr data-plan-indicator="(\d+)" data-status="(\w+)">(.*?)</tr>', region, re.S)
    assert len(rows) == len(matrix) == 10
    for row, status, cell in rows:
        own, title, symbol, gap = matrix[int(row)]
        assert own == status
        words = text_of(cell)
        assert text_of(symbol) in words
        assert not gap or gap.split()[0] in words, (row, gap)
        assert all(
            text_of(said).removeprefix("完成进度") in words for said in title.split("，") if said.startswith("完成进度")
        )


def test_a_cell_tells_all_in_words_and_leads_to_its_row(client, city):
    html = client.get("/?year=2024").content.decode()
    row = PlanIndicator.objects.get(plan__region__code="410726", indicator__code="gdp")
    found = next(one for one in CELL.findall(html) if int(one[0]) == row.pk)
    assert found[2:] == (
        f"/plan-indicators/{row.pk}/?year=2024",
        "滞后，完成进度 51.9%，距目标 −36.7 亿元",
        "▼",
        "−36.7",
    )
    assert '▼</span><span class="visually-hidden">滞后 </span>' in html  # who hears the page hears the word
    key = re.search(r'<ul class="matrix-key".*?</ul>', html, re.S)[0]
    assert set(re.findall(r'status-(\w+)">', key)) - {"symbol"} == {
        one[1] for one in CELL.findall(html)
    }  # and no other
    assert "▼滞后" in text_of(key)
    assert 'data-label="地区生产总值 亿元"' in html  # the unit stands in the column
    assert "未列" in html  # what Weibin's plan does not have is said, unlike –
    weibin = PlanIndicator.objects.get(plan__region__code="410703", indicator__code="gdp")
    assert cells(html)[weibin.pk][0] == "no_data"


def test_among_many_regions_a_title_says_the_status_alone(client, city, monkeypatch):
    whole = client.get("/?year=2024").content.decode()
    for bound in ("FEW", "MANY"):
        monkeypatch.setattr(f"dashboards.presenters.overview.matrix.{bound}", 2)
    html = client.get("/?year=2024").content.decode()
    row = PlanIndicator.objects.get(plan__region__code="410726", indicator__code="gdp")
    cell = re.search(
        rf'<td data-status="behind"><a href="/plan-indicators/{row.pk}/.year=2024" title="滞后">.*?</a>', html
    )
    assert text_of(cell[0]) == "▼滞后−36.7"
    assert 'data-hint="，距目标 {} 亿元"' in html  # what the script makes of it
    assert "js/matrix.js" in html
    assert "js/matrix.js" not in whole
    assert part(html, "matrix") == part(whole, "matrix")


@pytest.mark.parametrize("year", [2021, 2024])
def test_what_is_counted_from_cells_is_what_the_database_counts(city, plan, year):
    def merged(counts):
        found = {}
        for one in counts:
            key = one.own, one.nature, one.status, one.reported, one.form
            number, warned, newest = found.get(key, (0, 0, 0))
            found[key] = number + one.number, warned + one.early_warnings, max(newest, one.data_year or 0)
        return found

    plan.rows.first().assessments.all().delete()
    scope = scope_of(regions.xinxiang(), Region.objects.under(regions.xinxiang()), None)
    cells = matrices.cells(scope.plan_ids, year, matrices.Narrowing())
    told = merged(matrices.counts_of(cells, scope.own))
    assert told == merged(status_counts(scope, year))
    assert len(told) > 3


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", ["410700", "410703", "410726"]),
        ("code", ["410700", "410703", "410726"]),
        ("-code", ["410726", "410703", "410700"]),
        ("short", ["410726", "410700", "410703"]),
        ("-short", ["410703", "410700", "410726"]),
        ("gdp", ["410726", "410703", "410700"]),  # behind, without data, not in the plan
        ("-gdp", ["410703", "410726", "410700"]),
    ],
)
def test_regions_are_sorted(client, city, sort, order):
    html = client.get(f"/?year=2024&sort={sort}").content.decode()
    assert lines(html) == order
    assert html.count("aria-sort=") == 1


def test_the_matrix_is_narrowed(client, city):
    gdp = PlanIndicator.objects.get(plan__region__code="410726", indicator__code="gdp")
    binding = cells(client.get("/?year=2024&nature=binding").content.decode())
    assert {PlanIndicator.objects.get(pk=row).nature for row in binding} == {"binding"}
    short = client.get("/?year=2024&only=short").content.decode()
    assert lines(short) == ["410700", "410726"]
    assert {status for status, *_rest in cells(short).values()} == {"breached", "behind", "far_behind"}
    assert "不符合筛选" in short
    named = client.get("/?year=2024&find=延津").content.decode()
    assert lines(named) == ["410726"]
    assert gdp.pk in cells(named)
    assert lines(client.get("/?year=2024&find=4107").content.decode()) == ["410700", "410703", "410726"]
    assert set(cells(client.get("/?year=2024&category=民生").content.decode())) == {
        row.pk for row in PlanIndicator.objects.filter(category="民生", is_heading=False)
    }
    assert "没有符合条件" in client.get("/?find=乌有").content.decode()
    assert "没有符合条件" in client.get("/?category=乌有").content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "nature=x",
        "only=all",
        "sort=1'--",
        "period=2016-2020",
        "period=x",
        "year=1999",
        "format=pdf",
        "as_of=soon",
    ],
)
def test_what_cannot_be_used_is_refused(client, city, query):
    answer = client.get(f"/?{query}")
    assert answer.status_code == 400


def test_a_row_that_is_not_computed_yet_says_so(client, leader, plan):
    plan.assessments.all().delete()
    html = client.get("/?year=2024").content.decode()
    assert {status for status, *_rest in cells(html).values()} == {""}
    assert "指标尚未计算" in html
    assert part(html, "risks") == ""


def test_the_workbook_has_the_numbers_of_the_page(client, city):
    shown = cells(client.get("/?year=2024").content.decode())
    answer = client.get("/?year=2024&format=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    head = next(line for line in sheet.iter_rows(values_only=True) if line[0] == "代码")
    told = {line[0]: dict(zip(head, line, strict=True)) for line in sheet.iter_rows(values_only=True)}
    gdp = PlanIndicator.objects.get(plan__region__code="410726", indicator__code="gdp")
    assert told["410726"]["地区生产总值"] == "▼ 滞后"
    assert told["410726"]["地区生产总值：距目标（亿元）"] == pytest.approx(-36.7)
    assert shown[gdp.pk][3] == "−36.7"
    assert told["410700"]["地区生产总值"] == "规划未列"
    assert told["410703"]["地区生产总值：距目标（亿元）"] is None
