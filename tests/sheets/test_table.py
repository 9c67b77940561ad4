"""Tables to take along: what goes in comes out, as real numbers that look like the page's."""

import io
import subprocess
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets.table import Column, Figure, Table, number_format, sheet_name, workbook
from tests.factories.workbooks import SOFFICE, needs_office

COLUMNS = (
    Column("指标"),
    Column("年份", kind="year"),
    Column("实际", "亿元", "number", 2),
    Column("实现程度", kind="share"),
    Column("距目标", kind="number"),
)
TABLE = Table(
    "主要指标",
    COLUMNS,
    (
        (
            "地区生产总值",
            2024,
            Decimal("123.456789"),
            Decimal("0.5194444"),
            Figure(Decimal("-0.5"), 2, "亿元", signed=True),
        ),
        ("=HYPERLINK(1)", 2024, Decimal(0), None, Figure(Decimal("2.42"), 2, "个百分点", signed=True)),
        ("耕地保有量", None, "口径不可比", Decimal("1.2"), Figure(Decimal(95), 0, "%", before="≥")),
    ),
    ("按 2024 年看", "含演示数据"),
)


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def made(*tables):
    return workbook(tables or (TABLE,), title="延津县 2021–2025", source="来源：规划表", made_on="导出于 2026-01-02")


def test_heading_notes_source_and_date_stand_above_the_columns():
    sheet = opened(made()).active
    assert [sheet.cell(row, 1).value for row in range(1, 6)] == [
        "延津县 2021–2025", "按 2024 年看", "含演示数据", "来源：规划表", "导出于 2026-01-02"
    ]  # fmt: skip
    assert [cell.value for cell in sheet[6]] == ["指标", "年份", "实际（亿元）", "实现程度", "距目标"]
    assert sheet.freeze_panes == "A7"
    assert sheet.auto_filter.ref == "A6:E9"
    assert sheet.print_title_rows == "$6:$6"


def test_numbers_are_numbers_unrounded_with_the_digits_of_the_page():
    sheet = opened(made()).active
    assert [cell.value for cell in sheet[7]] == ["地区生产总值", 2024, 123.456789, 0.5194444, -0.5]
    assert sheet["C7"].number_format.startswith("0.00;")
    assert sheet["D7"].number_format == "0.0%"
    assert sheet["E7"].number_format == '"+"0.00" 亿元";"−"0.00" 亿元";0.00" 亿元"'
    assert sheet["E9"].number_format == '"≥"0"%";"≥""−"0"%";"≥"0"%"'
    assert {sheet[name].data_type for name in ("B7", "C7", "D7", "E7", "C8")} == {"n"}


def test_zero_missing_and_a_reason_are_three_things():
    sheet = opened(made()).active
    assert sheet["C8"].value == 0
    assert sheet["D8"].value is None
    assert sheet["C9"].value == "口径不可比"


def test_what_begins_like_a_formula_stays_text():
    """In the file itself too: no formula element, and the mark that keeps it text when somebody edits the cell."""
    data = made(Table("x", (Column("a"),), tuple((text,) for text in ("=1+1", "+1", "-1", "@x", "\t=1"))))
    sheet = opened(data).active
    for row in range(5, 10):
        cell = sheet.cell(row, 1)
        assert cell.data_type == "s"
        assert cell.quotePrefix
    inside = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in inside


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2021/2025 [a]:*?", "2021-2025 -a-"),
        ("'引号'", "引号"),
        ("History", "History_"),
        ("", "Sheet"),
        ("很" * 40, "很" * 31),
    ],
)
def test_names_of_sheets_are_legal(name, expected):
    assert sheet_name(name, set()) == expected


def test_names_of_sheets_are_unique_whatever_their_case_and_length():
    taken: set[str] = set()
    names = [sheet_name(name, taken) for name in ("Gap", "gap", "GAP", "长" * 31, "长" * 35)]
    assert names == ["Gap", "gap 2", "GAP 3", "长" * 31, "长" * 29 + " 2"]
    assert opened(made(TABLE, TABLE)).sheetnames == ["主要指标", "主要指标 2"]


def test_a_number_too_long_for_excel_stays_whole_as_text():
    sheet = opened(made(Table("x", (Column("a", kind="number"),), ((Decimal("12345678901234567"),), (10**14,))))).active
    assert [sheet["A5"].value, sheet["A6"].value] == ["12345678901234567", 10**14]


def test_refuses_a_ragged_row_and_no_table():
    with pytest.raises(ValueError, match="2 cells for 1 columns"):
        made(Table("x", (Column("a"),), (("b", "c"),)))
    with pytest.raises(ValueError, match="needs a table"):
        workbook((), title="x", source="", made_on="")


def test_wide_text_is_wrapped_in_a_bounded_column():
    sheet = opened(made(Table("x", (Column("说明"), Column("数", kind="number")), (("字" * 200, 1),)))).active
    assert sheet.column_dimensions["A"].width == 46
    assert sheet["A5"].alignment.wrap_text
    assert sheet.row_dimensions[5].height > 100


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4), st.integers(min_value=0, max_value=4))
def test_a_figure_comes_back_to_the_digit(value, digits):
    sheet = opened(made(Table("x", (Column("a", kind="number", digits=digits),), ((value,),)))).active
    assert Decimal(repr(sheet["A5"].value)) == value
    assert sheet["A5"].number_format == number_format(digits)


@needs_office
def test_libreoffice_shows_what_the_page_shows(tmp_path):
    path = tmp_path / "table.xlsx"
    path.write_bytes(made())
    profile, shown = f"-env:UserInstallation=file://{tmp_path}/profile", "csv:Text - txt - csv (StarCalc):44,34,76"
    command = [SOFFICE, profile, "--headless", "--convert-to", shown, "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    lines = (tmp_path / "table.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[6] == "地区生产总值,2024,123.46,51.9%,−0.50 亿元"
    assert lines[7] == "=HYPERLINK(1),2024,0.00,,+2.42 个百分点"
    assert lines[8] == "耕地保有量,,口径不可比,120.0%,≥95%"
