"""What people and programs do to a workbook: each cell is read for what it is, the form is found wherever it went."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.comments import Comment

from files.refusal import Unreadable, Why
from sheets.cells import CellKind, read_cell
from sheets.opening import MAX_BYTES, NotAWorkbook, open_workbook
from sheets.read import Broken, BrokenForm, read_form
from sheets.write import write_form
from tests.factories.workbooks import edit, form, needs_office, through_office

VALUE = "D7"  # of r2: keys, heading, line, names, 经济, r1, r2


def typed(value, number_format=None):
    """The value cell of r2 after somebody wrote something into it."""

    def change(book):
        cell = book["填报"][VALUE]
        cell.value = value
        if number_format:
            cell.number_format = number_format

    return read_form(edit(write_form(form()), change)).cell("r2", "value")


@pytest.mark.parametrize(
    ("value", "number_format", "kind", "text"),
    [
        (193.3, None, CellKind.NUMBER, "193.3"),
        (5, None, CellKind.NUMBER, "5"),
        (0, None, CellKind.NUMBER, "0"),
        (-0.0, None, CellKind.NUMBER, "0"),
        (1e-7, None, CellKind.NUMBER, "0.0000001"),
        (1234567.0, "#,##0.00", CellKind.NUMBER, "1234567"),
        (0.12, "0%", CellKind.PERCENT, "12%"),
        (0.1234, "0.00%", CellKind.PERCENT, "12.34%"),
        (12, '0"%"', CellKind.NUMBER, "12"),
        (12345, '0.0,', CellKind.SCALED, "12345"),
        (1 / 3, None, CellKind.TOO_MANY_DIGITS, "0.3333333333333333"),
        (True, None, CellKind.TRUTH, "TRUE"),
        (date(2024, 5, 1), None, CellKind.DATE, "2024-05-01"),
        (datetime(2024, 5, 1, 8), None, CellKind.DATE, "2024-05-01 08:00:00"),
        ("1,234.5", None, CellKind.TEXT, "1,234.5"),
        ("５６", None, CellKind.TEXT, "５６"),
        ("  12 ", None, CellKind.TEXT, "12"),
        ("   ", None, CellKind.BLANK, ""),
        (None, None, CellKind.BLANK, ""),
    ],
)  # fmt: skip
def test_a_cell_is_what_it_holds(value, number_format, kind, text):
    cell = typed(value, number_format)
    assert (cell.kind, cell.text, cell.name) == (kind, text, f"填报!{VALUE}")


def test_noise_behind_the_digits_that_excel_shows_is_left_out_and_said():
    def read(value):
        return read_cell(value, number_format="General", is_error=False, formula="")

    assert read(0.1 + 0.2) == (CellKind.NUMBER, "0.3", True)
    assert read(193.3 * 3) == (CellKind.NUMBER, "579.9", True)
    assert read(0.3) == (CellKind.NUMBER, "0.3", False)


def test_a_formula_that_nobody_computed():
    cell = typed("=1+1")
    assert (cell.kind, cell.text, cell.readable) == (CellKind.NOT_COMPUTED, "=1+1", False)


@needs_office
def test_formulas_are_read_by_what_they_gave(tmp_path):
    def change(book):
        sheet = book["填报"]
        sheet["D6"], sheet["D7"] = "=100+93.3", "=1/0"
        sheet["F6"] = "=#REF!"

    read = read_form(through_office(edit(write_form(form()), change), tmp_path))
    good, bad = read.cell("r1", "value"), read.cell("r2", "value")
    assert (good.kind, good.text, bool(good.formula)) == (CellKind.NUMBER, "193.3", True)
    assert (bad.kind, bad.text) == (CellKind.ERROR, "#DIV/0!")
    assert read.cell("r1", "note").kind is CellKind.ERROR


def test_rows_and_columns_that_moved_are_found():
    def change(book):
        sheet = book["填报"]
        sheet["D6"] = 7
        sheet.insert_rows(5, 2)
        sheet.insert_cols(4)

    read = read_form(edit(write_form(form()), change))
    assert (read.cell("r1", "value").text, read.cell("r1", "value").name) == ("7", "填报!E8")


def test_a_key_twice_has_no_cells_and_is_named():
    def change(book):
        book["填报"]["A7"] = "r1"

    read = read_form(edit(write_form(form()), change))
    assert (read.rows, read.duplicate_rows) == ({}, {"r1": (6, 7)})


def test_what_stands_beside_no_key_is_named():
    def change(book):
        book["填报"]["D9"] = 12

    assert read_form(edit(write_form(form()), change)).unkeyed == (9,)
    assert read_form(write_form(form())).unkeyed == ()


def test_hidden_rows_and_columns_are_read_and_said():
    def change(book):
        sheet = book["填报"]
        sheet["D6"], sheet["F7"] = 5, "x"
        sheet.row_dimensions[6].hidden = True
        sheet.column_dimensions["F"].hidden = True

    read = read_form(edit(write_form(form()), change))
    assert (read.cell("r1", "value").text, read.cell("r1", "value").hidden) == ("5", True)
    assert read.cell("r2", "note").hidden
    assert not read.cell("r2", "value").hidden


def test_under_a_merged_cell_nothing_is_believed():
    def change(book):
        book["填报"].merge_cells("D6:D7")

    read = read_form(edit(write_form(form()), change))
    assert read.cell("r1", "value").text == "193.3"
    assert read.cell("r2", "value").kind is CellKind.COVERED


def test_other_sheets_are_named():
    def change(book):
        book.create_sheet("我的底稿")["A1"] = 1
        book.create_sheet("空")

    assert read_form(edit(write_form(form()), change)).other_sheets == ("填写说明", "我的底稿")


def test_a_renamed_sheet_is_found():
    def change(book):
        book["填报"].title = "Sheet1"

    assert read_form(edit(write_form(form()), change)).cell("r1", "value").name == "Sheet1!D6"


def test_a_note_of_the_person_harms_nothing():
    def change(book):
        book["填报"]["D6"].comment = Comment("我写的", "我")

    assert read_form(edit(write_form(form()), change)).cell("r1", "value").text == "193.3"


def _without_seal(book):
    del book["_about"]


def _older(book):
    book["_about"]["A2"] = "0"


def _without_keys(book):
    del book["填报"]


@pytest.mark.parametrize(
    ("change", "why"),
    [(_without_seal, Broken.NO_SEAL), (_older, Broken.OLD_VERSION), (_without_keys, Broken.NO_KEYS)],
)
def test_not_a_form(change, why):
    with pytest.raises(BrokenForm) as refused:
        read_form(edit(write_form(form()), change))
    assert refused.value.why is why


def _docx() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr(
            "[Content_Types].xml", '<Types><Override ContentType="x.wordprocessingml.document.main+xml"/></Types>'
        )
    return made.getvalue()


def _bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", Why.EMPTY),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1000, Why.BINARY),
        (b"PK\x03\x04 broken", Why.DAMAGED),
        (b" " * (MAX_BYTES + 1), Why.TOO_LARGE),
        (_bomb(), Why.BOMB),
    ],
    ids=["empty", "ole2", "damaged", "large", "bomb"],
)
def test_must_not_be_opened(data, why):
    with pytest.raises(Unreadable) as refused:
        open_workbook(data)
    assert refused.value.why is why


@pytest.mark.parametrize(("data", "kind"), [(b"a,b\n1,2\n", "text"), (_docx(), "docx"), (b"%PDF-1.7", "pdf")])
def test_another_kind_of_file(data, kind):
    with pytest.raises(NotAWorkbook) as refused:
        open_workbook(data)
    assert refused.value.kind == kind


def test_merged_cells_without_end():
    book = openpyxl.Workbook()
    book.active.merge_cells("A1:Z9999")
    made = io.BytesIO()
    book.save(made)
    with pytest.raises(Unreadable) as refused:
        open_workbook(made.getvalue())
    assert refused.value.why is Why.BOMB
