"""Workbooks: each sheet a grid, values as the sheet shows them."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from files.kinds import Kind
from files.refusal import Unreadable, Why
from intake.readers.document import Grid
from intake.readers.open import read_document
from intake.readers.shown import general, shown
from tests.factories.office import entry_of, repacked, workbook
from tests.intake.readers.reading import grids, hangs_together


def sheet(book: Any, name: str, rows: list[list[Any]], formats: dict[str, str] | None = None) -> Any:
    made = book.create_sheet(name)
    for row in rows:
        made.append(row)
    for place, code in (formats or {}).items():
        made[place].number_format = code
    return made


def test_merged_headers_and_a_title_over_the_table():
    def write(book: Any) -> None:
        made = sheet(book, "主要指标", [
            ["表1 云溪县主要指标", None, None, None],
            ["类别", "指标", "目标", None],
            [None, None, "2025年", "年均"],
            ["经济发展", "生产总值（亿元）", 120, 0.065],
            [None, "城镇化率（%）", 52.5, "—"],
        ], {"D4": "0.0%", "C4": "0.0"})  # fmt: skip
        for merged in ("A1:D1", "A2:A3", "B2:B3", "C2:D2", "A4:A5"):
            made.merge_cells(merged)

    document = read_document(workbook(write))
    hangs_together(document)
    assert document.kind is Kind.WORKBOOK
    assert grids(document) == [
        [
            ["表1 云溪县主要指标", *["^表1 云溪县主要指标"] * 3],
            ["类别", "指标", "目标", "^目标"],
            ["^类别", "^指标", "2025年", "年均"],
            ["经济发展", "生产总值（亿元）", "120.0", "6.5%"],
            ["^经济发展", "城镇化率（%）", "52.5", "—"],
        ]
    ]
    assert [line.place for line in document.lines] == [f"主要指标!A{row}" for row in range(1, 6)]


def test_several_sheets_count_their_lines_on():
    def write(book: Any) -> None:
        sheet(book, "汇总", [["甲", 1], [], [], ["乙", 2]])
        sheet(book, "空", [])
        hidden = sheet(book, "另一", [])
        hidden["C7"] = "丙"
        hidden.sheet_state = "hidden"

    document = read_document(workbook(write))
    hangs_together(document)
    assert grids(document) == [[["甲", "1"], ["", ""], ["乙", "2"]], [["丙"]]]
    assert [(line.number, line.place) for line in document.lines] == [(1, "汇总!A1"), (3, "汇总!A4"), (4, "另一!A7")]
    assert [block.sheet for block in document.blocks if isinstance(block, Grid)] == ["汇总", "另一"]


def test_percent_formats_and_digits_as_displayed():
    rows = [[0.006, 7, 8.5, 1234567.891, 0.1 + 0.2, datetime.date(2021, 3, 5), 44197, True, "6.5%"]]
    formats = {
        "A1": "0.00%",
        "B1": "0.0",
        "C1": '0.0"左右"',
        "D1": "#,##0.00",
        "F1": 'yyyy"年"m"月"d"日"',
        "G1": "yyyy/m/d",
    }
    document = read_document(workbook(lambda book: sheet(book, "甲", rows, formats)))
    assert grids(document) == [
        [["0.60%", "7.0", "8.5左右", "1,234,567.89", "0.3", "2021年3月5日", "2021/1/1", "TRUE", "6.5%"]]
    ]


def test_a_formula_shows_its_value_and_without_one_itself():
    data = workbook(lambda book: sheet(book, "甲", [["生产总值", "=60*2", "=B1+1"]]))
    name = "xl/worksheets/sheet1.xml"
    computed = entry_of(data, name).replace(b"<f>60*2</f><v></v>", b"<f>60*2</f><v>120</v>")
    computed = computed.replace(b"<f>60*2</f><v />", b"<f>60*2</f><v>120</v>").replace(
        b"<f>60*2</f><v/>", b"<f>60*2</f><v>120</v>"
    )
    assert grids(read_document(repacked(data, {name: computed}))) == [[["生产总值", "120", "=B1+1"]]]


def test_a_chinese_format_that_is_only_a_number():
    data = workbook(lambda book: sheet(book, "甲", [[44197]], {"A1": "0.00"}))
    styles = entry_of(data, "xl/styles.xml")
    changed = styles.replace(b'numFmtId="2"', b'numFmtId="57"')
    assert changed != styles
    assert grids(read_document(repacked(data, {"xl/styles.xml": changed}))) == [[["2021年1月"]]]


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0, '0;-0;"—"', "—"),
        (-3, "0.0;(0.0)", "(3.0)"),
        (-3.5, r"0.00_);[Red]\(0.00\)", "(3.50)"),
        (-5, "[$￥-804]#,##0.0", "-￥5.0"),
        (0.6, '0.0"个百分点"', "0.6个百分点"),
        (2.5, "0", "3"),
        (1.005, "0.00", "1.01"),
        (12345.678, "#,##0,", "12"),
        (0.5, "#.##", ".5"),
        (3, "000", "003"),
        (12345, "0.00E+00", "1.23E+04"),
        (0.5, "# ?/?", "0.5"),  # not understood: every digit
        (5, '[>100]0.0;"小"', "5"),
        (3, "@", "3"),
        (99, "x" * 400, "99"),
        (datetime.datetime(2021, 3, 5, 14, 7), "yyyy-mm-dd hh:mm", "2021-03-05 14:07"),
        (datetime.datetime(2021, 3, 5, 14, 7), "上午/下午h:mm", "下午2:07"),
        (datetime.date(2021, 3, 5), "dddd", "星期五"),
        (datetime.datetime(2021, 3, 5), "General", "2021-03-05 00:00:00"),
        (datetime.timedelta(hours=30, minutes=5), "[h]:mm", "30:05:00"),
        ("一\r\n二", "General", "一\n二"),
        (None, "0", ""),
    ],
)
def test_formats(value, code, text):
    assert shown(value, code) == text


@given(st.decimals(min_value=-999_999, max_value=999_999, places=4))
def test_general_keeps_every_number_that_a_plan_prints(number):
    assert Decimal(general(number)) == number


@given(st.floats(allow_nan=False, allow_infinity=False), st.text(alphabet='0#?.,%;"_*\\[]EymdhsG年/@- +', max_size=12))
def test_no_format_fails(value, code):
    assert isinstance(shown(value, code), str)


def test_a_merged_range_over_the_whole_sheet_is_refused():
    data = workbook(lambda book: sheet(book, "甲", [["一", "二"]]).merge_cells("A1:B1"))
    name = "xl/worksheets/sheet1.xml"
    with pytest.raises(Unreadable) as refused:
        read_document(repacked(data, {name: entry_of(data, name).replace(b'"A1:B1"', b'"A1:XFD1048576"')}))
    assert refused.value.why is Why.BOMB


def test_a_lone_cell_at_the_far_end_makes_no_grid_of_millions():
    def write(book: Any) -> None:
        made = sheet(book, "甲", [["一"]])
        made["A1048576"] = "二"

    assert grids(read_document(workbook(write))) == [[["一"], [""], ["二"]]]


def test_a_workbook_without_a_value_is_empty():
    with pytest.raises(Unreadable) as refused:
        read_document(workbook(lambda book: sheet(book, "甲", [])))
    assert refused.value.why is Why.EMPTY
