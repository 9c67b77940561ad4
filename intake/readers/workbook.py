"""Excel workbooks (xlsx): each sheet a grid, values as the sheet shows them, formulas by the value last computed.

Nothing is left out for being hidden. A formula that was never computed stands there as a formula, not as a blank. Blank
rows are left out but for one where they divide what stands above and below.
"""

from __future__ import annotations

import io
from typing import Any

import openpyxl
from openpyxl.utils.datetime import from_excel

from files.kinds import Kind
from files.refusal import Unreadable, Why
from files.workbooks import check_workbook
from intake.readers.document import Document
from intake.readers.grids import MAX_CELLS, MAX_COLUMNS, Builder, Slot
from intake.readers.shown import BY_NUMBER, GENERAL, is_date, shown


def read_workbook(data: bytes) -> Document:
    """The document of an xlsx file, whose package has been checked. Library exceptions are left to the caller."""
    formulas_in = check_workbook(data)
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(data)) if formulas_in else values
    builder = Builder(Kind.WORKBOOK)
    for sheet in values.worksheets:
        rows = _rows(sheet, formulas[sheet.title], values.epoch)
        if rows:
            builder.sheet([(f"{sheet.title}!A{number}", row) for number, row in rows], sheet.title)
    return builder.document()


def _rows(sheet: Any, formulas: Any, epoch: Any) -> list[tuple[int, list[Slot]]]:
    """The rows with their numbers on the sheet, cut to the columns that hold something."""
    texts = {cell: text for cell in sheet._cells if (text := _text(sheet, formulas, cell, epoch)).strip()}
    if not texts:
        return []
    covered = _covered(sheet, texts)
    numbers = sorted({row for row, _ in texts})
    columns = sorted({column for _, column in texts})
    first, last = columns[0], columns[-1]
    if last - first >= MAX_COLUMNS or len(numbers) * (last - first + 1) > MAX_CELLS:
        raise Unreadable(Why.TOO_LARGE, f"{sheet.title}: {len(numbers)} × {last - first + 1}")
    rows: list[tuple[int, list[Slot]]] = []
    for number in numbers:
        if rows and number > rows[-1][0] + 1:
            rows.append((number - 1, _row(number - 1, first, last, {}, covered)))
        rows.append((number, _row(number, first, last, texts, covered)))
    return rows


def _row(
    number: int, first: int, last: int, texts: dict[tuple[int, int], str], covered: dict[tuple[int, int], str]
) -> list[Slot]:
    places = [(number, column) for column in range(first, last + 1)]
    return [(covered[place], True) if place in covered else (texts.get(place, ""), False) for place in places]


def _covered(sheet: Any, texts: dict[tuple[int, int], str]) -> dict[tuple[int, int], str]:
    """What stands in the places that a merged cell covers besides its own, within the rows and columns that are used."""
    bottom, right = max(row for row, _ in texts), max(column for _, column in texts)
    covered: dict[tuple[int, int], str] = {}
    for merged in sheet.merged_cells.ranges:
        text = texts.get((merged.min_row, merged.min_col), "")
        for row in range(merged.min_row, min(merged.max_row, bottom) + 1):
            for column in range(merged.min_col, min(merged.max_col, right) + 1):
                if (row, column) != (merged.min_row, merged.min_col):
                    covered[row, column] = text
        if len(covered) > MAX_CELLS:
            raise Unreadable(Why.BOMB)
    return covered


def _text(sheet: Any, formulas: Any, place: tuple[int, int], epoch: Any) -> str:
    """The cell as displayed; a formula without a computed value as it is written."""
    cell = sheet._cells[place]
    value = cell.value
    if value is None:
        written = formulas._cells.get(place)
        formula = None if written is None else written.value
        return "" if formula is None else str(getattr(formula, "text", None) or formula)
    code = (
        BY_NUMBER.get(getattr(cell._style, "numFmtId", 0), cell.number_format or GENERAL) if cell.has_style else GENERAL
    )
    if isinstance(value, int | float) and not isinstance(value, bool) and is_date(code):
        try:
            value = from_excel(value, epoch)
        except (ValueError, OverflowError):
            code = GENERAL  # a number that is no date
    return shown(value, code)
