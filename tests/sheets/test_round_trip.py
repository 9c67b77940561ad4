"""What is written and read back unchanged gives no change; and it survives another office program."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets.cells import CellKind
from sheets.columns import Form, Kind, plain
from sheets.comments import annotate, clean
from sheets.differences import Verdict, differences
from sheets.read import FormRead, read_form
from sheets.write import write_form
from tests.factories.workbooks import COLUMNS, edit, form, needs_office, row, through_office

figures = st.none() | st.decimals(
    min_value=Decimal("-1E17"), max_value=Decimal("1E17"), places=10, allow_nan=False
) | st.decimals(min_value=-10_000, max_value=10_000, places=2)  # fmt: skip
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).map(lambda text: plain(clean(text)))
bases = st.sampled_from(["constant", "current", "unknown"])
rows = st.lists(st.tuples(figures, bases, texts), min_size=1, max_size=6)


def was(made: Form) -> dict[str, dict[str, str]]:
    """What the form said when it was made, as the house remembers it."""
    entered = [about.key for about in COLUMNS if about.entered]
    return {one.key: {key: plain(one.cells[key].value) for key in entered} for one in made.rows if one.cells}


def now(read: FormRead) -> dict[str, dict[str, str]]:
    """What it says now, choices by code."""
    found = {}
    for key in read.rows:
        found[key] = {
            about.key: str(about.code(read.cell(key, about.key).text)) for about in COLUMNS if about.key in read.columns and about.entered
        }  # fmt: skip
    return found


def changes(made: Form, data: bytes, **more):
    remembered = was(made)
    return differences(COLUMNS, was=remembered, now=now(read_form(data)), stored=remembered, **more)


@settings(max_examples=60, deadline=None)
@given(rows)
def test_unchanged_is_no_change(drawn):
    made = form(*(row(f"r{n}", f"指标{n}", value=a, value_basis=b, note=c) for n, (a, b, c) in enumerate(drawn)))
    data = write_form(made)
    assert changes(made, data) == ()
    assert changes(made, edit(data, lambda book: None)) == ()


@settings(max_examples=40, deadline=None)
@given(figures, figures)
def test_a_changed_figure_is_one_change(before, after):
    made = form(row("r1", "甲", value=before), row("r2", "乙", value=Decimal(5)))
    data = write_form(form(row("r1", "甲", value=after), row("r2", "乙", value=Decimal(5))))
    found = changes(made, data)
    assert [one.row for one in found] == ([] if before == after else ["r1"])
    if found:
        assert (found[0].verdict, found[0].after and Decimal(found[0].after)) == (
            Verdict.CHANGED,
            "" if after is None else after,
        )


def test_the_token_comes_back_however_long():
    token = "x" * 70_001 + "é="
    assert read_form(write_form(form(token=token))).token == token


@needs_office
def test_through_libreoffice(tmp_path):
    made = form(
        row("r1", "甲", value=Decimal("193.3"), value_basis="current", note="=1+1"),
        row("r2", "乙", value=Decimal("12345678901234567.89"), note="两\n行"),
        row("r3", "丙", value=Decimal("9.70"), note="-5"),
    )
    data = through_office(write_form(made), tmp_path)
    read = read_form(data)
    assert changes(made, data) == ()
    assert read.token == made.token
    assert read.cell("r1", "note").kind is CellKind.TEXT


# --- what is written --------------------------------------------------------------------------------------------------
def sheet_of(made: Form):
    return openpyxl.load_workbook(io.BytesIO(write_form(made)))


@pytest.mark.parametrize("text", ["=1+1", "+49", "-5", "@SUM(A1)", '=HYPERLINK("x")'])
def test_text_is_never_a_formula(text):
    cell = sheet_of(form(row("r1", text, note=text)))["填报"]["F5"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_only_what_may_be_entered_is_unlocked():
    made = form(row("r1", "甲"), row("r2", "乙", open=False))
    sheet = sheet_of(made)["填报"]
    assert sheet.protection.sheet
    unlocked = {cell.coordinate for line in sheet.iter_rows() for cell in line if not cell.protection.locked}
    assert unlocked == {"D5", "E5", "F5"}


def test_structure_drop_downs_notes_and_print():
    book = sheet_of(form())
    sheet = book["填报"]
    assert book.security.lockStructure
    assert book["_about"].sheet_state == "veryHidden"
    assert sheet.row_dimensions[1].hidden
    assert sheet.column_dimensions["A"].hidden
    assert sheet.freeze_panes == "D5"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToWidth) == ("landscape", "9", 1) or (
        sheet.page_setup.orientation, int(sheet.page_setup.paperSize), sheet.page_setup.fitToWidth) == ("landscape", 9, 1)  # fmt: skip
    lists = [one for one in sheet.data_validations.dataValidation if one.type == "list"]
    assert [one.formula1 for one in lists] == ['"不变价,现价,口径未注明"']
    assert "E6" in str(lists[0].sqref)
    assert sheet["D4"].comment.text == "全年数"
    assert book["填写说明"]["A2"].value == "没有数据请留空。"


def test_notes_are_set_into_the_persons_own_workbook():
    data = annotate(write_form(form()), {("填报", 6, 4): "请核对", ("没有", 1, 1): "x"})
    cell = openpyxl.load_workbook(io.BytesIO(data))["填报"]["D6"]
    assert cell.comment.text == "请核对"
    assert cell.fill.fgColor.rgb.endswith("F8CBAD")
    assert read_form(data).token == "seal"


def test_kinds_of_columns():
    assert [about.entered for about in COLUMNS] == [about.kind is not Kind.SHOWN for about in COLUMNS]
