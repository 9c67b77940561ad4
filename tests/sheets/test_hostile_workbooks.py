"""Workbooks of a few kilobytes that would keep a server busy or fill its memory: each is refused before it is loaded."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from files.refusal import Unreadable, Why
from files.workbooks import MAX_FORMAT, MAX_MARKUP
from sheets.cells import CellKind, SheetCell
from sheets.columns import CORNER, META_MARK, META_SHEET
from sheets.opening import Sheet, open_workbook
from sheets.read import BrokenForm, read_form
from sheets.wide import meaning_of, plain_name, propose_head

SHEET = "xl/worksheets/sheet1.xml"


def book() -> bytes:
    made = openpyxl.Workbook()
    made.active["A1"], made.active["B2"] = "指标", 1
    return _bytes(made)


def _bytes(made: openpyxl.Workbook) -> bytes:
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def patched(change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    """The small workbook with each of its parts as ``change`` gives it back."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book())) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            name, content = change(part.filename, old.read(part))
            new.writestr(name, content)
    return written.getvalue()


def behind_the_cells(more: str, codec: str = "utf-8") -> bytes:
    def change(name: str, content: bytes) -> tuple[str, bytes]:
        if name == SHEET:
            text = content.decode().replace("</sheetData>", f"</sheetData>{more}")
            content = text.encode(codec)
        return name, content

    return patched(change)


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "more",
    [
        '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        '<mergeCells count="1"><mergeCell ref = "A1:XFD1048576"/></mergeCells>',
        '<mergeCells count="1"><mergeCell ref="&#65;1:XFD1048576"/></mergeCells>',
        '<mergeCells count="1"><mergeCell ref="$A$1:$XFD$1048576"/></mergeCells>',
        '<hyperlinks><hyperlink ref="A1:XFD1048576" display="x"/></hyperlinks>',
        '<hyperlinks><hyperlink ref="A:C" display="x"/></hyperlinks>',
    ],
)
def test_a_range_of_which_every_place_would_become_a_cell(more, codec):
    with pytest.raises(Unreadable) as refused:
        open_workbook(behind_the_cells(more, codec))
    assert refused.value.why is Why.BOMB


def test_ranges_that_people_make_are_read():
    more = (
        '<mergeCells count="1"><mergeCell ref="A4:C9"/></mergeCells><hyperlinks><hyperlink ref="A1:B2"/></hyperlinks>'
    )
    assert open_workbook(behind_the_cells(more))[0].cell(1, 1).text == "指标"


def test_a_sheet_by_another_name_is_weighed_like_any():
    padding = b"<!--" + b"x" * 1000 + b"-->"

    def change(name: str, content: bytes) -> tuple[str, bytes]:
        content = content.replace(b"sheet1.xml", b"sheet1.dat")
        if name == SHEET:
            return "xl/worksheets/sheet1.dat", content + padding * (MAX_MARKUP // 1000)
        return name, content

    with pytest.raises(Unreadable) as refused:
        open_workbook(patched(change))
    assert refused.value.why in (Why.TOO_LARGE, Why.BOMB)


def test_a_number_format_without_end():
    def change(name: str, content: bytes) -> tuple[str, bytes]:
        code = b"[" * (MAX_FORMAT + 1)
        made = b'<numFmts count="1"><numFmt numFmtId="200" formatCode="' + code + b'"/></numFmts><fonts'
        return name, content.replace(b"<fonts", made, 1) if name == "xl/styles.xml" else content

    with pytest.raises(Unreadable) as refused:
        open_workbook(patched(change))
    assert refused.value.why is Why.BOMB


def test_a_form_with_more_keys_than_any_plan_has():
    made = openpyxl.Workbook()
    sheet, meta = made.active, made.create_sheet(META_SHEET)
    for number, text in enumerate((META_MARK, "1", "token"), start=1):
        meta.cell(number, 1, text)
    sheet.cell(1, 1, CORNER)
    for number in range(2, 1_000):
        sheet.cell(1, number, f"c{number}")
        sheet.cell(number, 1, f"r{number}")
    with pytest.raises(BrokenForm):
        read_form(_bytes(made))


def test_a_long_sheet_without_figures_is_looked_through_once():
    cells = {(row, 1): SheetCell("表", row, 1, CellKind.TEXT, "甲") for row in range(1, 20_001)}
    begun = time.process_time()
    assert propose_head(Sheet("表", False, cells)) == (1, 1)
    assert time.process_time() - begun < 2  # it took minutes


def test_a_name_without_end_is_not_looked_through():
    begun = time.process_time()
    plain_name("(" + "元" * 200_000)
    assert time.process_time() - begun < 1  # it took minutes


@pytest.mark.parametrize("meaning", ["value:" + "1" * 5_000, "value:２０２３", "value:-1", "growth:20233"])
def test_a_column_means_a_year_of_four_digits(meaning):
    assert meaning_of(meaning) is None
