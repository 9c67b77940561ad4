"""Odd cells and odd files: each accepted for what it is, or refused with the cell named and nothing kept."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
import pytest

from indicators.models import Observation
from tests.factories import accounts
from tests.factories.indicators import RowFactory, answers_for
from tests.factories.rounds import day, open_round_for
from tests.factories.sheet_desk import Desk, text_of
from tests.factories.workbooks import edit

pytestmark = pytest.mark.django_db


# --- odd cells --------------------------------------------------------------------------------------------------------
ACCEPTED = [
    ("1,234.5", "1234.5"),
    ("１，２３４．５", "1234.5"),
    ("５６", "56"),
    (" 7 ", "7"),
    (0, "0"),
    ("0.50", "0.50"),
    (-3.5, "-3.5"),
]


@pytest.mark.parametrize(("typed", "stored"), ACCEPTED)
def test_accepted(desk, row, typed, stored):
    page = desk.send(desk.filled({(row, "value"): typed}))
    assert 'id="problems"' not in page.content.decode()
    desk.apply(page)
    assert str(Observation.objects.get().value) == stored


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("—", "没有数据请留空"),
        ("12%", "百分号"),
        ("约12", "不作换算"),
        ("12亿", "不作换算"),
        ("12,34", "逗号"),
        (">100", "比较符号"),
        ("1e5", "科学记数法"),
        (1 / 3, "位数太多"),
        (True, "逻辑值"),
        ("=1+1", "没有算出的结果"),
    ],
)
def test_refused_with_the_cell_named_and_nothing_kept(desk, row, share, typed, sentence):
    page = desk.send(desk.filled({(row, "value"): typed, (share, "value"): 40}))
    said = text_of(page)
    assert sentence in said
    assert f'data-cell="{desk.name(row, "value")}"' in said
    assert 'value="save"' not in said
    assert desk.apply(page).status_code == 409
    assert not Observation.objects.exists()


@pytest.mark.parametrize(("typed", "number_format"), [("12%", None), ("12％", None), (0.12, "0%"), (12, None)])
def test_per_cent_where_the_unit_is_per_cent(desk, share, typed, number_format):
    def change(book):
        cell = book["填报"][desk.place(book, share, "value")]
        cell.value = typed
        cell.number_format = number_format or "General"

    desk.apply(desk.send(edit(desk.download(), change)))
    assert Observation.objects.get().value == 12


def test_a_choice_that_is_none(desk, row):
    said = text_of(desk.send(desk.filled({(row, "value_basis"): "随便"})))
    assert "“随便”不在可选项里" in said
    assert desk.name(row, "value_basis") in said


def test_hidden_rows_are_read_and_said(desk, row):
    def change(book):
        place = desk.place(book, row, "value")
        book["填报"][place] = 5
        book["填报"].row_dimensions[int(re.sub(r"\D", "", place))].hidden = True

    assert "在隐藏的行、列或工作表里" in text_of(desk.send(edit(desk.download(), change)))


def test_extra_sheets_and_rows_are_said_and_not_read(desk, row):
    def change(book):
        book.create_sheet("我的底稿")["A1"] = "x"
        sheet = book["填报"]
        sheet.cell(sheet.max_row + 2, 10).value = 77
        sheet[desk.place(book, row, "value")] = 5

    page = desk.send(edit(desk.download(), change))
    said = text_of(page)
    assert "另加的工作表“我的底稿”没有读取" in said
    assert "这一行不是工作簿原有的，没有读取" in said
    assert desk.apply(page).status_code == 302


def test_rows_out_of_order_missing_and_twice(desk, row, share):
    def swap(book):
        sheet = book["填报"]
        one, other = (next(c.row for c in sheet["A"] if c.value == str(r.pk)) for r in (row, share))
        sheet.cell(one, 1).value, sheet.cell(other, 1).value = str(share.pk), str(row.pk)
        sheet[desk.place(book, row, "value")] = 190

    desk.apply(desk.send(edit(desk.download(), swap)))
    assert Observation.objects.get().row == row

    def drop(book):
        sheet = book["填报"]
        sheet.delete_rows(next(c.row for c in sheet["A"] if c.value == str(share.pk)))

    assert "工作簿里没有这一行，原有数据不变" in text_of(desk.send(edit(desk.download(), drop)))

    def twice(book):
        sheet = book["填报"]
        sheet.cell(next(c.row for c in sheet["A"] if c.value == str(share.pk)), 1).value = str(row.pk)

    page = desk.send(edit(desk.download(), twice))
    assert "出现了不止一行" in text_of(page)
    assert desk.apply(page).status_code == 409


# --- whole files that are refused -------------------------------------------------------------------------------------
def _package(**entries):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries.items():
            package.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def _plain_workbook():
    made = io.BytesIO()
    openpyxl.Workbook().save(made)
    return made.getvalue()


def _ole(stream):
    """The beginning of an OLE2 container with a stream of that name in its directory."""
    entry = (stream.encode("utf-16-le") + b"\0\0").ljust(64, b"\0") + (len(stream) * 2 + 2).to_bytes(2, "little")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entry.ljust(128, b"\0")


MACROS = _package(**{"[Content_Types].xml": "<a/>", "xl__vbaProject.bin": "x"})
WORD = _package(**{"[Content_Types].xml": '<a ContentType="x.wordprocessingml.document.main+xml"/>'})
FILES = [
    ("old.xls", _ole("Workbook"), "旧版 Excel"),
    ("table.csv", "指标,实际值\n地区生产总值,193\n".encode(), "不是 Excel 工作簿"),
    ("renamed.xlsx", b"a,b\n1,2\n", "只改文件名不行"),
    ("letter.docx", WORD, "不是 Excel 工作簿"),
    ("bomb.xlsx", _package(**{"xl__a.xml": b"0" * 60_000_000}), "解压后大得不正常"),
    ("locked.xlsx", _ole("EncryptedPackage"), "打开密码"),
    ("macros.xlsm", MACROS, "带有宏"),
    ("broken.xlsx", b"PK\x03\x04broken", "已损坏"),
    ("empty.xlsx", b"", "空"),
    ("own.xlsx", _plain_workbook(), "不是从本系统下载的"),
    ("large.xlsx", b"0" * (10 * 1024 * 1024 + 1), "太大"),
]


@pytest.mark.parametrize(("name", "data", "sentence"), FILES, ids=[one[0] for one in FILES])
def test_refused_files(desk, name, data, sentence):
    page = desk.send(data, name)
    assert page.status_code == 422
    assert sentence in text_of(page)


def test_nothing_sent(desk):
    assert desk.client.post("/entry/sheets/", {}).status_code == 422


def test_a_changed_seal(desk):
    def change(book):
        book["_about"]["A3"] = book["_about"]["A3"].value[:-3] + "xyz"

    page = desk.send(edit(desk.download(), change))
    assert page.status_code == 422
    assert "标识被改动过" in text_of(page)


def test_somebody_elses_workbook(desk, row, client):
    data = desk.filled({(row, "value"): 1})
    colleague = Desk(client, accounts.clerk(row.units.get()), desk.asked)
    page = colleague.send(data)
    assert page.status_code == 422
    assert f"这份工作簿是“{desk.user}”下载的" in text_of(page)


def test_another_units_rows_are_not_in_it(desk, row):
    other = RowFactory(plan=row.plan, short_name="别家的指标")
    answers_for(other, accounts.UnitFactory(region=row.plan.region, name="环保局"))
    open_round_for(other, 2024)
    names = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(desk.download()))["填报"]["C"]]
    assert row.short_name in names
    assert "别家的指标" not in names


def test_last_years_workbook(desk, row, share):
    last = open_round_for(row, 2023)
    data = desk.filled({(row, "value"): 5}, desk.download(last))
    open_round_for(row, 2023, opens=-20, closes=-5)
    page = desk.send(data)
    assert page.status_code == 422
    said = text_of(page)
    assert "这是 2023 年的工作簿" in said
    assert day(-5).isoformat() in said
    assert not Observation.objects.exists()
