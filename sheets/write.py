"""A form as a workbook: everything locked but the cells to be filled in, keys and seal where nobody sees them."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation

from sheets import comments
from sheets.columns import CORNER, DIVIDER, FORM_VERSION, META_MARK, META_SHEET, Column, Form, FormCell, FormRow, Kind

#: Rows and columns of the sheet: the hidden keys first, then heading, lines, names of the columns, indicators.
KEY_ROW: Final = 1
KEY_COLUMN: Final = 1
FIRST_COLUMN: Final = 2
MOST_IN_A_CELL: Final = 32_000  # Excel holds 32,767 characters
MOST_IN_A_LIST: Final = 250  # Excel takes 255 characters in the rule of a drop-down
CHOICES_SHEET: Final = "_choices"
MOST_DIGITS: Final = 15  # what a number of Excel holds exactly

_FONT: Final = "Microsoft YaHei"
_LINE: Final = Side(style="thin", color="C4CCD5")
_BORDER: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_SHOWN: Final = PatternFill("solid", fgColor="F6F8FA")
_HEAD: Final = PatternFill("solid", fgColor="17456B")
_DIVIDER: Final = PatternFill("solid", fgColor="EAF1F7")
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def write_form(form: Form) -> bytes:
    """The bytes of the workbook (xlsx)."""
    book = Workbook()
    sheet = book.active
    sheet.title = form.name
    names_at = _write_head(sheet, form)
    validations = _validations(book, form.columns)
    for number, row in enumerate(form.rows, start=names_at + 1):
        if row.key == DIVIDER:
            _write_divider(sheet, number, row.title, len(form.columns))
        else:
            _write_row(sheet, number, row, form.columns, validations)
    _lay_out(sheet, form, names_at)
    if form.guide:
        _write_guide(book, form.guide)
    _write_meta(book, form)
    book.security = WorkbookProtection(lockStructure=True)
    filled = io.BytesIO()
    book.save(filled)
    return filled.getvalue()


def put_text(cell: Any, text: str) -> None:
    """Write text as text: what begins like a formula is none, here and where somebody copies it to."""
    cell.value = comments.clean(text)[:MOST_IN_A_CELL]
    cell.data_type = "s"
    if text.startswith(_FORMULA_STARTS):
        cell.quotePrefix = True


# --- the parts of the sheet -------------------------------------------------------------------------------------------
def _write_head(sheet: Any, form: Form) -> int:
    """Keys, heading, lines and names of the columns; the row in which the names stand."""
    last = FIRST_COLUMN + len(form.columns) - 1
    put_text(sheet.cell(KEY_ROW, KEY_COLUMN), CORNER)
    at = KEY_ROW + 1
    for number, text in enumerate((form.heading, *form.lines)):
        cell = sheet.cell(at, FIRST_COLUMN)
        put_text(cell, text)
        cell.font = Font(
            _FONT, size=15 if number == 0 else 10, bold=number == 0, color="1C2430" if number == 0 else "566170"
        )
        cell.alignment = Alignment(vertical="center", wrap_text=number > 0)
        sheet.merge_cells(start_row=at, end_row=at, start_column=FIRST_COLUMN, end_column=last)
        sheet.row_dimensions[at].height = 30 if number == 0 else 17
        at += 1
    for column, about in enumerate(form.columns, start=FIRST_COLUMN):
        put_text(sheet.cell(KEY_ROW, column), about.key)
        cell = sheet.cell(at, column)
        put_text(cell, about.title)
        cell.font = Font(_FONT, size=10, bold=True, color="FFFFFF")
        cell.fill = _HEAD
        cell.border = _BORDER
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        if about.note:
            comments.note(cell, about.note)
    sheet.row_dimensions[at].height = 32
    return at


def _write_row(
    sheet: Any, number: int, row: FormRow, columns: tuple[Column, ...], validations: dict[str, DataValidation]
) -> None:
    put_text(sheet.cell(number, KEY_COLUMN), row.key)
    lines = 1
    for at, about in enumerate(columns, start=FIRST_COLUMN):
        written = row.cells.get(about.key, FormCell())
        cell = sheet.cell(number, at)
        _put(cell, about, written)
        cell.font = Font(_FONT, size=10, color="1C2430" if written.open or not about.entered else "566170")
        cell.border = _BORDER
        cell.fill = comments.OPEN_FILL if written.open else _SHOWN
        figure = about.kind is Kind.FIGURE or isinstance(written.value, Decimal)
        across = "right" if figure else "left"
        cell.alignment = Alignment(horizontal=across, vertical="center", indent=1, wrap_text=not figure)
        cell.protection = Protection(locked=not written.open)
        if written.note:
            comments.note(cell, written.note)
        comments.mark(cell, written.mark)
        if written.open and about.key in validations:
            validations[about.key].add(cell)
        if isinstance(written.value, str):
            lines = max(lines, _lines(written.value, about.width))
    sheet.row_dimensions[number].height = max(20, 15 * min(lines, 6) + 4)


def _put(cell: Any, about: Column, written: FormCell) -> None:
    """A number as a number where the sheet can hold it exactly, else as text."""
    value = written.value
    if about.kind is Kind.TEXT:
        cell.number_format = "@"  # what somebody types stays text: 2024-5 is no date, 25:33:42 no time
    if value is None or value == "":
        return
    if isinstance(value, str):
        put_text(cell, about.label(value))
        return
    if len(value.as_tuple().digits) > MOST_DIGITS:
        put_text(cell, f"{value:f}")
        return
    cell.value = value
    if not about.entered:
        decimals = max(0, -int(value.as_tuple().exponent))
        cell.number_format = ("0." + "0" * decimals if decimals else "0") + (
            f'"{written.unit}"' if written.unit else ""
        )


def _write_divider(sheet: Any, number: int, title: str, columns: int) -> None:
    for at in range(FIRST_COLUMN, FIRST_COLUMN + columns):
        sheet.cell(number, at).fill = _DIVIDER
    put_text(sheet.cell(number, KEY_COLUMN), DIVIDER)
    cell = sheet.cell(number, FIRST_COLUMN)
    put_text(cell, title)
    cell.font = Font(_FONT, size=10, bold=True, color="17456B")
    sheet.row_dimensions[number].height = 19


def _validations(book: Workbook, columns: tuple[Column, ...]) -> dict[str, DataValidation]:
    """A drop-down for each choice, a prompt for the others."""
    sheet = book.active
    found: dict[str, DataValidation] = {}
    for about in columns:
        if not about.entered:
            continue
        if about.kind is Kind.CHOICE:
            labels = [label for _code, label in about.choices]
            one = DataValidation(type="list", formula1=_listed(book, labels), allow_blank=True, showErrorMessage=True)
            one.errorTitle, one.error = about.title[:32], ",".join(labels)[:250]
        else:
            one = DataValidation(allow_blank=True)
        if about.note:
            one.showInputMessage = True
            one.promptTitle, one.prompt = about.title[:32], about.note[:250]
        sheet.add_data_validation(one)
        found[about.key] = one
    return found


def _listed(book: Workbook, labels: list[str]) -> str:
    """Where a drop-down finds its labels: in the rule itself, or, what Excel would not take there, in a hidden sheet."""
    inline = ",".join(labels)
    if len(inline) <= MOST_IN_A_LIST and not any("," in label or '"' in label for label in labels):
        return f'"{inline}"'
    if CHOICES_SHEET not in book.sheetnames:
        hidden = book.create_sheet(CHOICES_SHEET)
        hidden.sheet_state = "veryHidden"
        hidden.protection.sheet = True
    sheet = book[CHOICES_SHEET]
    column = sheet.max_column + 1 if sheet.cell(1, 1).value is not None else 1
    for number, label in enumerate(labels, start=1):
        put_text(sheet.cell(number, column), label)
    letter = get_column_letter(column)
    return f"{CHOICES_SHEET}!${letter}$1:${letter}${len(labels)}"


def _lay_out(sheet: Any, form: Form, names_at: int) -> None:
    """Widths, what is hidden, what stays in sight, what is locked, how it is printed."""
    sheet.row_dimensions[KEY_ROW].hidden = True
    sheet.column_dimensions[get_column_letter(KEY_COLUMN)].hidden = True
    for at, about in enumerate(form.columns, start=FIRST_COLUMN):
        sheet.column_dimensions[get_column_letter(at)].width = about.width
    sheet.freeze_panes = sheet.cell(names_at + 1, FIRST_COLUMN + 2)
    sheet.sheet_view.showGridLines = False
    sheet.sheet_view.zoomScale = 100
    protection = sheet.protection
    protection.sheet = True
    protection.formatColumns = protection.formatRows = False  # widening is allowed
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{names_at}:{names_at}"
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.5, 0.6, 0.3
    sheet.oddFooter.left.text = form.footer.replace("&", "&&")
    sheet.oddFooter.right.text = "&P / &N"
    first = next((at for at, about in enumerate(form.columns, start=FIRST_COLUMN) if about.entered), FIRST_COLUMN)
    start = sheet.cell(names_at + 1, first).coordinate
    for selection in sheet.sheet_view.selection:
        selection.activeCell = selection.sqref = start


def _write_guide(book: Workbook, guide: tuple[str, ...]) -> None:
    sheet = book.create_sheet(guide[0])
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width = 110
    for number, text in enumerate(guide, start=1):
        cell = sheet.cell(number, 1)
        put_text(cell, text)
        cell.font = Font(_FONT, size=14 if number == 1 else 11, bold=number == 1)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[number].height = 17 * _lines(text, 104) + 5
    sheet.protection.sheet = True


def _write_meta(book: Workbook, form: Form) -> None:
    """What it was made for, in pieces that fit into cells."""
    sheet = book.create_sheet(META_SHEET)
    sheet.sheet_state = "veryHidden"
    for number, text in enumerate((META_MARK, FORM_VERSION, *token_pieces(form.token)), start=1):
        put_text(sheet.cell(number, 1), text)
    sheet.protection.sheet = True


def token_pieces(token: str) -> list[str]:
    """The seal in pieces that fit into cells, from the third row of its sheet on."""
    return [token[at : at + 30_000] for at in range(0, len(token), 30_000)]


def _lines(text: str, width: int) -> int:
    """How many lines the text takes in a column of that many characters."""
    wide = [sum(2 if ord(character) > 0x2E7F else 1 for character in line) for line in text.splitlines() or [""]]
    return sum(max(1, -(-line // max(width - 2, 1))) for line in wide)
