"""Sheets with years across: headers made flat, meanings proposed, rows found by their names."""

from __future__ import annotations

import io

import openpyxl
import pytest

from sheets.cells import CellKind
from sheets.opening import open_workbook
from sheets.wide import flatten, match, meaning_of, plain_name, propose_head, propose_meanings, wide_rows

YEARS = range(2021, 2026)


def sheet_of(rows, merged=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    made = io.BytesIO()
    book.save(made)
    return open_workbook(made.getvalue())[0]


def statistics():
    """A title across, two rows of headers, years merged over value and growth."""
    return sheet_of(
        [
            ["延津县主要指标", None, None, None, None, None, None],
            ["指标名称", "计量单位", "2022年", None, "2023年", None, "2025年目标"],
            [None, None, "实际", "增速(%)", "实际", "增速(%)", None],
            ["一、地区生产总值", "亿元", 179.46, 5.1, 186.3, "4.0", 230],
            ["城镇化率", "%", 40.16, None, 0.4117, None, 46],
        ],
        ["A1:G1", "A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:G3"],
    )


def test_headers_are_made_flat():
    sheet = statistics()
    assert propose_head(sheet) == (2, 3)
    head = flatten(sheet, 2, 3)
    assert head.headers == (
        "指标名称", "计量单位", "2022年 / 实际", "2022年 / 增速(%)", "2023年 / 实际", "2023年 / 增速(%)", "2025年目标",
    )  # fmt: skip
    assert propose_meanings(head, YEARS) == (
        "name",
        "unit",
        "value:2022",
        "growth:2022",
        "value:2023",
        "growth:2023",
        "",
    )


def test_rows_with_their_cells():
    sheet = statistics()
    head = flatten(sheet, 2, 3)
    rows = wide_rows(sheet, head, dict(enumerate(propose_meanings(head, YEARS))))
    assert [(row.name.text, row.unit, row.number) for row in rows] == [
        ("一、地区生产总值", "亿元", 4),
        ("城镇化率", "%", 5),
    ]
    assert {key: cell.text for key, cell in rows[0].cells.items()} == {
        ("value", 2022): "179.46", ("growth", 2022): "5.1", ("value", 2023): "186.3", ("growth", 2023): "4.0",
    }  # fmt: skip
    assert set(rows[1].cells) == {("value", 2022), ("value", 2023)}
    assert rows[0].cells["value", 2022].name == "Sheet!C4"


def test_no_name_no_rows():
    sheet = statistics()
    assert wide_rows(sheet, flatten(sheet, 2, 3), {2: "value:2022"}) == ()


def test_one_row_of_headers_with_bare_years():
    sheet = sheet_of([["项目", 2021, 2022, 2019], ["粮食产量", 1, 2, 3]])
    assert propose_head(sheet) == (1, 1)
    head = flatten(sheet, 1, 1)
    assert propose_meanings(head, YEARS) == ("name", "value:2021", "value:2022", "")


@pytest.mark.parametrize("rows", [[], [["只有文字"]], [[1, 2], [3, 4]]])
def test_sheets_without_a_table(rows):
    sheet = sheet_of(rows)
    first, last = propose_head(sheet)
    assert wide_rows(sheet, flatten(sheet, first, last), {}) == ()


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("一、地区生产总值（亿元）", "地区生产总值"), ("1.地区 生产 总值", "地区生产总值"), ("#工业", "工业"),
        ("城镇化率(%)", "城镇化率"), ("细颗粒物（PM2.5）浓度", "细颗粒物(PM2.5)浓度"), ("其中：住宅", "住宅"), ("GDP*", "GDP"),
    ],
)  # fmt: skip
def test_names_are_compared_plain(text, plain):
    assert plain_name(text) == plain


def test_match_says_all_that_go_by_the_name():
    known = {1: frozenset({"地区生产总值", "GDP"}), 2: frozenset({"农村"}), 3: frozenset({"农村"})}
    assert match("二、地区生产总值（亿元）", known) == (1,)
    assert match("农村", known) == (2, 3)
    assert match("工业", known) == ()


@pytest.mark.parametrize(
    ("text", "meaning"), [("value:2023", ("value", 2023)), ("growth:2021", ("growth", 2021)), ("name", None), ("", None), ("value:x", None)]
)  # fmt: skip
def test_meanings_are_texts(text, meaning):
    assert meaning_of(text) == meaning


def test_per_cent_cells_carry_their_sign():
    book = openpyxl.Workbook()
    book.active.append(["指标", "2023"])
    book.active.append(["城镇化率", 0.4117])
    book.active["B2"].number_format = "0.00%"
    made = io.BytesIO()
    book.save(made)
    sheet = open_workbook(made.getvalue())[0]
    row = wide_rows(sheet, flatten(sheet, 1, 1), {0: "name", 1: "value:2023"})[0]
    assert (row.cells["value", 2023].kind, row.cells["value", 2023].text) == (CellKind.PERCENT, "41.17%")
