"""One workbook with everything that people write into cells: each accepted for what it is, or refused with the cell named."""

from __future__ import annotations

import html
import io
import re
import time
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as clock
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from indicators.models import Observation
from tests.factories.indicators import RowFactory, TargetFactory, answers_for
from tests.factories.rounds import open_round_for
from tests.factories.workbooks import edit, needs_office, through_office, with_results

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Odd:
    """``taken``: the stored figure as text, or ``refused``: part of the sentence. ``result``: of a formula, as it was saved."""

    what: str
    typed: Any
    taken: str = ""
    refused: str = ""
    unit: str = "亿元"
    shown_as: str = ""
    result: Any = None
    said: str = ""
    quoted: bool = False


ODD = [
    Odd("a number", 193.3, "193.3"),
    Odd("zero is a figure", 0, "0"),
    Odd("negative", -3.5, "-3.5"),
    Odd("groups of thousands", "1,234.5", "1234.5"),
    Odd("groups, full width", "１，２３４．５", "1234.5"),
    Odd("full width", "５６", "56"),
    Odd("blanks behind", "12.5   ", "12.5"),
    Odd("a blank of Chinese width behind", "12.5　", "12.5"),
    Odd("a line end behind", "12.5\n", "12.5"),
    Odd("leading apostrophe", "7.5", "7.5", quoted=True),
    Odd("zeros behind are kept in a text", "0.50", "0.50"),
    Odd("a minus of full width", "－3.5", "-3.5"),
    Odd("noise of the binary number", 0.1 + 0.2, "0.3"),
    Odd("a third", 1 / 3, refused="位数太多"),
    Odd("17 digits as a number", 12345678.123456789, refused="位数太多"),
    Odd("17 digits as a text", "12345678901234567", "12345678901234567"),
    Odd("groups that are none", "12,34", refused="逗号"),
    Odd("a dash", "—", refused="没有数据请留空"),
    Odd("a short dash", "-", refused="没有数据请留空"),
    Odd("a slash", "/", refused="没有数据请留空"),
    Odd("a word", "约12", refused="不作换算"),
    Odd("a unit", "12亿", refused="不作换算"),
    Odd("none, in words", "无", refused="带有文字"),
    Odd("exponent", "1e5", refused="科学记数法"),
    Odd("comparison", ">100", refused="比较符号"),
    Odd("two numbers", "12 34", refused="12 34"),
    Odd("per cent as a text where the unit is another", "12%", refused="百分号"),
    Odd("per cent as a format where the unit is another", 0.12, refused="百分号", shown_as="0%"),
    Odd("per cent as a text", "12%", "12", unit="%"),
    Odd("per cent of full width", "１２％", "12", unit="%"),
    Odd("per cent as a format", 0.1234, "12.34", unit="%", shown_as="0.00%"),
    Odd("a number where the unit is per cent", 12, "12", unit="%"),
    Odd("groups as a format", 1234.5, "1234.5", shown_as="#,##0.00"),
    Odd("a unit as a format", 12.5, "12.5", shown_as='0.0"亿元"'),
    Odd("thousands as a format", 12345, refused="显示的数和实际的数不同", shown_as="0.0,"),
    Odd("a date", date(2024, 5, 1), refused="日期"),
    Odd("a moment", datetime(2024, 5, 1, 8, 30), refused="日期"),
    Odd("a time", clock(8, 30), refused="日期"),
    Odd("a number shown as a date", 45413, refused="日期", shown_as="yyyy-mm-dd"),
    Odd("true", True, refused="逻辑值"),
    Odd("a formula with its result", "=100+93.3", "193.3", result=193.3, said="公式，按算出的结果读入"),
    Odd("a formula with a text", '="19"&"3"', "193", result="193", said="公式"),
    Odd("a formula without a result", "=1+1", refused="没有算出的结果"),
    Odd("a formula that failed", "=1/0", refused="公式出错（#DIV/0!）", result="#DIV/0!"),
    Odd("a formula of another file", "=[1]Sheet1!A1", refused="没有算出的结果"),
    Odd("a formula with too many digits", "=100/3", refused="位数太多", result=33.333333333333336),
    Odd("an error typed", "#N/A", refused="#N/A"),
    Odd("a script", "<script>alert(1)</script>", refused="<script>alert(1)</script>"),
    Odd("a command", "=cmd|'/c calc'!A1", refused="没有算出的结果"),
    Odd("a text without end", "9" * 400, refused="9"),
]  # fmt: skip


@pytest.fixture
def rows(row):
    """A row for each case, in its unit, asked in the round of 2024."""
    unit, made = row.units.get(), {}
    for number, odd in enumerate(ODD):
        one = RowFactory(
            plan=row.plan, short_name=f"第{number}项", name=f"第{number}项", unit=odd.unit, position=200 + number
        )
        TargetFactory(row=one, value=Decimal(46))
        answers_for(one, unit)
        open_round_for(one, 2024)
        made[odd.what] = one
    return made


def filled(desk, rows, *, only=None):
    """The workbook with every case in its cell, and the name of each cell."""
    data, places, results = desk.download(), {}, {}

    def change(book):
        for odd in ODD:
            place = places[odd.what] = desk.place(book, rows[odd.what], "value")
            if only is not None and not only(odd):
                continue
            cell = book["填报"][place]
            cell.value = odd.typed
            if odd.shown_as:
                cell.number_format = odd.shown_as
            if odd.quoted:
                cell.quotePrefix, cell.data_type = True, "s"
            if odd.result is not None:
                results[f"填报!{place}"] = odd.result

    data = edit(data, change)
    return with_results(data, results), {what: f"填报!{place}" for what, place in places.items()}


def lines(page, part):
    """What a part of the page says, by cell."""
    text = page.content.decode()
    found = re.search(rf'<section class="sheet-part" id="{part}">.*?</section>', text, re.S)
    told = re.findall(r'<tr data-cell="([^"]+)">(.*?)</tr>', found[0], re.S) if found else []
    return {
        html.unescape(cell): re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", line))) for cell, line in told
    }


def test_each_is_accepted_or_refused_with_its_cell_named(desk, rows):
    data, names = filled(desk, rows)
    page = desk.send(data)
    assert page.status_code == 200
    problems, changes = lines(page, "problems"), lines(page, "changes")
    wrong = []
    for odd in ODD:
        there = problems if odd.refused else changes
        told = there.get(names[odd.what], "")
        if (odd.refused or odd.taken) not in told or odd.said not in told or not told:
            wrong.append((odd.what, told or "nothing"))
        if names[odd.what] in (changes if odd.refused else problems):
            wrong.append((odd.what, "both"))
    assert wrong == []
    assert desk.apply(page).status_code == 409
    assert not Observation.objects.exists()
    assert "<script>alert" not in page.content.decode()


def test_what_is_accepted_is_stored_as_it_is(desk, rows):
    data, _names = filled(desk, rows, only=lambda odd: odd.taken)
    assert desk.apply(desk.send(data)).status_code == 302
    stored = {one.row_id: str(one.value) for one in Observation.objects.all()}
    assert stored == {rows[odd.what].pk: odd.taken for odd in ODD if odd.taken}


@needs_office
def test_the_same_through_libreoffice(desk, rows, tmp_path):
    """What an office program makes of them: the same figures, whatever it did to the formats."""
    data, _names = filled(desk, rows, only=lambda odd: odd.taken)
    assert desk.apply(desk.send(through_office(data, tmp_path))).status_code == 302
    stored = {one.row_id: Decimal(one.value) for one in Observation.objects.all()}
    assert stored == {rows[odd.what].pk: Decimal(odd.taken) for odd in ODD if odd.taken}


# --- whole sheets -----------------------------------------------------------------------------------------------------
def _merged(book, place, other):
    first, last = sorted((place, other), key=lambda one: int(re.sub(r"\D", "", one)))
    book["填报"].merge_cells(f"{first}:{last}")


def _moved(book, place, other):
    book["填报"].insert_rows(4, 3)
    book["填报"].insert_cols(5, 2)


def _hidden_column(book, place, other):
    book["填报"].column_dimensions[re.sub(r"\d", "", place)].hidden = True


def _hidden_sheet(book, place, other):
    book.create_sheet("面")
    book["填报"].sheet_state = "hidden"
    book.active = book["面"]


def _without_the_hidden_row(book, place, other):
    book["填报"].delete_rows(1)


def _many_rows(book, place, other):
    sheet = book["填报"]
    for number in range(sheet.max_row + 1, 100_000):
        sheet.cell(number, 3).value = number


def _many_columns(book, place, other):
    for number in range(60, 16_385):
        book["填报"].cell(6, number).value = number


def _far_away(book, place, other):
    book["填报"].cell(1_048_576, 16_384).value = "x"


@pytest.mark.parametrize(
    ("change", "part", "sentence", "status"),
    [
        (_merged, "problems", "被并入", 200),
        (_moved, "changes", "193.3", 200),
        (_hidden_column, "changes", "在隐藏的行、列或工作表里", 200),
        (_hidden_sheet, "changes", "在隐藏的行、列或工作表里", 200),
        (_without_the_hidden_row, "", "行、列标识不见了", 422),
        (_many_rows, "changes", "193.3", 200),
        (_many_columns, "changes", "193.3", 200),
        (_far_away, "changes", "193.3", 200),
    ],
)
def test_odd_sheets(desk, row, share, change, part, sentence, status):
    book = openpyxl.load_workbook(io.BytesIO(desk.download()))
    place, other = (desk.place(book, one, "value") for one in (row, share))
    data = edit(desk.filled({(row, "value"): 193.3}), lambda book: change(book, place, other))
    started = time.monotonic()
    page = desk.send(data)
    print(
        f"{change.__name__}: {len(data) / 1e6:.1f} MB, {time.monotonic() - started:.1f} s, {len(page.content) / 1e3:.0f} kB of page"
    )
    assert page.status_code == status
    assert sentence in (" ".join(lines(page, part).values()) if part else page.content.decode())
    assert len(page.content) < 200_000


def test_too_many_cells_are_refused_before_they_are_read(desk):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(100_000):
        sheet.append([number + 0.5] * 8)
    made = io.BytesIO()
    book.save(made)
    started = time.monotonic()
    page = desk.send(made.getvalue())
    assert page.status_code == 422
    assert "太大" in page.content.decode() or "大得不正常" in page.content.decode()
    assert time.monotonic() - started < 10
    assert get_column_letter(16_384) == "XFD"
