"""Tables to take along: the numbers of the page as numbers, unrounded, and a line in the audit log."""

import io
import re
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import unquote

import openpyxl
import pytest

from accounts.models import AuditEntry, AuditKind
from dashboards.presenters.tables.cells import shown
from sheets.table import Figure
from tests.factories import accounts

REGION = "/regions/410726/?year=2024&format=xlsx"


def opened(answer):
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def read(sheet) -> list[dict]:
    """The rows under the columns, by the name of the column."""
    rows = list(sheet.iter_rows(values_only=True))
    head = next(number for number, row in enumerate(rows) if all(row))
    return [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]]


@pytest.mark.parametrize(
    ("value", "text", "expected"),
    [
        ("-36.7", "−36.70 亿元", Figure(Decimal("-36.7"), 2, "亿元")),
        ("0.75", "+0.75 个百分点", Figure(Decimal("0.75"), 2, "个百分点", signed=True)),
        ("18.98965", "18.99%", Figure(Decimal("18.98965"), 2, "%")),
        ("4333.3333", "可用 4333.33 亩", Figure(Decimal("4333.3333"), 2, "亩", before="可用 ")),
        ("100", ">100", Figure(Decimal(100), 0, before=">")),
        (None, "逐年保持", "逐年保持"),
        (None, "—", None),
        (None, "", None),
    ],
)
def test_a_cell_looks_like_the_page(value, text, expected):
    assert shown(None if value is None else Decimal(value), text) == expected


def test_the_region_in_excel_has_the_numbers_of_the_page(client, leader, plan):
    answer = client.get(REGION)
    assert "延津县 2021–2025 规划进度 2024.xlsx" in unquote(answer["Content-Disposition"])
    book = opened(answer)
    assert book.sheetnames == ["主要指标", "按属性", "背景数据"]
    rows = {row["指标"]: row for row in read(book["主要指标"])}
    gdp = rows["地区生产总值"]
    assert (gdp["2020 基数"], gdp["目标值"], gdp["最新实际"], gdp["年份"]) == (153.7, 230, 193.3, 2024)
    assert gdp["距目标"] == -36.7
    stored = plan.rows.get(short_name="地区生产总值").assessments.get(year=2024, shown=True)
    assert Decimal(repr(gdp["实现程度"])) == stored.attainment
    assert Decimal(repr(gdp["余下每年需"])) == stored.required
    assert Decimal(repr(gdp["余下每年需"])).quantize(Decimal("0.01"), ROUND_HALF_UP) == Decimal("18.99")
    assert gdp["状态"] == "▼ 滞后"
    assert rows["城镇登记失业率"]["余下每年需"] == "逐年保持"
    assert rows["空气质量优良天数"]["实现程度"] is None
    assert sum(row["项数"] for row in read(book["按属性"])) == 10


def test_what_is_chosen_on_the_page_is_what_is_taken_along(client, leader, plan):
    rows = read(opened(client.get(REGION + "&status=behind"))["主要指标"])
    assert {row["状态"] for row in rows} == {"▼ 滞后"}
    assert len(rows) == 2


def test_sample_figures_are_named(client, leader, plan):
    plan.rows.get(short_name="地区生产总值").observations.update(sample=True)
    sheet = opened(client.get(REGION))["主要指标"]
    assert "含演示数据" in " ".join(str(sheet.cell(row, 1).value) for row in range(1, 6))
    assert [row["指标"] for row in read(sheet) if row["数据"] == "演示数据"] == ["地区生产总值"]


def test_taking_along_is_kept_in_the_audit_log(client, leader, plan):
    client.get(REGION)
    entry = AuditEntry.objects.get(kind=AuditKind.EXPORT)
    assert (entry.person, entry.region.code) == (leader, "410726")
    assert "延津县" in entry.about


def test_a_format_that_there_is_not_is_refused(client, leader, plan):
    assert client.get("/regions/410726/?format=docx").status_code == 400


def test_a_region_that_one_may_not_see_is_not_taken_along(client, plan):
    from tests.factories import regions

    client.force_login(accounts.leader(region=regions.weibin()))
    assert client.get(REGION).status_code == 403


def test_a_row_in_excel_has_its_years_as_numbers(client, leader, plan):
    row = plan.rows.get(short_name="地区生产总值")
    answer = client.get(f"/plan-indicators/{row.pk}/?year=2024&format=xlsx")
    assert "延津县 地区生产总值 2024.xlsx" in unquote(answer["Content-Disposition"])
    book = opened(answer)
    assert book.sheetnames == ["逐年数据", "目标", "疑点"]
    years = {one["年份"]: one for one in read(book["逐年数据"])}
    assert list(years) == [2020, 2021, 2022, 2023, 2024, 2025]
    assert [years[year]["实际"] for year in years] == [153.7, None, 179.46, 186.3, 193.3, None]
    assert years[2025]["需达到"] == 230
    assert years[2022]["规划路径"] == pytest.approx(153.7 * (230 / 153.7) ** 0.4, rel=1e-9)
    [target] = read(book["目标"])
    assert (target["目标（原文）"], target["目标值"], target["距目标"]) == ("230", 230, -36.7)


def test_the_doubts_in_excel_are_all_of_the_filtered_ones(client, leader, plan):
    rows = read(opened(client.get("/doubts/?format=xlsx&state=open"))["疑点"])
    assert [(row["地区"], row["指标"], row["说明"]) for row in rows] == [("延津县", "地区生产总值", "名称与单位矛盾")]
    assert read(opened(client.get("/doubts/?format=xlsx&state=resolved"))["疑点"]) == []


@pytest.mark.parametrize("page", ["/regions/410726/?year=2024&status=behind", "/doubts/?state=open", "row"])
def test_the_pages_lead_there_and_keep_what_was_chosen(client, leader, plan, page):
    row = plan.rows.get(short_name="地区生产总值")
    html = client.get(f"/plan-indicators/{row.pk}/?year=2024" if page == "row" else page).content.decode()
    [address] = re.findall(r'<a href="(\?[^"]*format=xlsx[^"]*)"', html)
    kept = {"/regions/410726/?year=2024&status=behind": "status=behind", "/doubts/?state=open": "state=open"}
    assert kept.get(page, "year=2024") in address
