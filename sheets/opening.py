"""A workbook that somebody sent, opened once it is known to be one and to be harmless."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import openpyxl
from openpyxl.utils.cell import column_index_from_string

from files.kinds import Kind
from files.refusal import Unreadable, Why
from files.sniff import sniff
from files.workbooks import check_workbook
from sheets.cells import SheetCell, read_cell

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_COVERED: Final = 100_000
Place = tuple[int, int]


class NotAWorkbook(Exception):
    """The file is something else that could be read elsewhere: ``kind``."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(kind.value)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: what stands in it by row and column, where cells are merged, what is hidden."""

    name: str
    hidden: bool
    cells: dict[Place, SheetCell]
    covered: dict[Place, Place] = field(default_factory=dict)  # a cell under a merged one → the one that shows

    def cell(self, row: int, column: int) -> SheetCell:
        """The cell, blank where there is none."""
        return self.cells.get((row, column)) or SheetCell(self.name, row, column)

    def shown(self, row: int, column: int) -> SheetCell:
        """The cell whose text is seen there: of a merged cell the first."""
        return self.cell(*self.covered.get((row, column), (row, column)))


def open_workbook(data: bytes) -> tuple[Sheet, ...]:
    """All sheets. Raises ``files.refusal.Unreadable`` for what must not or cannot be opened, ``NotAWorkbook`` for another kind."""
    if len(data) > MAX_BYTES:
        raise Unreadable(Why.TOO_LARGE, str(len(data)))
    if not data.strip():
        raise Unreadable(Why.EMPTY)
    kind = sniff(data)
    if kind is not Kind.WORKBOOK:
        raise NotAWorkbook(kind)
    with_formulas = check_workbook(data)
    try:
        values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        written = openpyxl.load_workbook(io.BytesIO(data)) if with_formulas else values
        return tuple(_sheet(sheet, written[sheet.title]) for sheet in values.worksheets)
    except Unreadable:
        raise
    except Exception as fault:  # whatever the library makes of a damaged file
        raise Unreadable(Why.DAMAGED) from fault


def _sheet(sheet: Any, written: Any) -> Sheet:
    hidden_sheet = sheet.sheet_state != "visible"
    rows = {number for number, about in sheet.row_dimensions.items() if about.hidden}
    columns = set(_hidden_columns(sheet))
    cells: dict[Place, SheetCell] = {}
    for (row, column), cell in {**written._cells, **sheet._cells}.items():
        source = written._cells.get((row, column))
        is_formula = source is not None and source.data_type == "f"
        formula = str(getattr(source.value, "text", None) or source.value) if is_formula else ""
        is_error = getattr(cell, "data_type", "") == "e"
        number_format = str(getattr(cell, "number_format", "") or "")
        value = getattr(sheet._cells.get((row, column)), "value", None)
        kind, text, shortened = read_cell(value, number_format=number_format, is_error=is_error, formula=formula)
        if text or formula:
            hidden = hidden_sheet or row in rows or column in columns
            cells[row, column] = SheetCell(sheet.title, row, column, kind, text, formula, hidden, shortened)
    return Sheet(sheet.title, hidden_sheet, cells, _covered(sheet))


def _hidden_columns(sheet: Any) -> Iterator[int]:
    for letter, about in sheet.column_dimensions.items():
        if about.hidden:
            first = about.min or column_index_from_string(letter)
            yield from range(first, min(about.max or first, first + 1000) + 1)


def _covered(sheet: Any) -> dict[Place, Place]:
    """Every place under a merged cell but its first one. BOMB where they are more than any form has."""
    found: dict[Place, Place] = {}
    for merged in sheet.merged_cells.ranges:
        first = (merged.min_row, merged.min_col)
        for row in range(merged.min_row, merged.max_row + 1):
            for column in range(merged.min_col, merged.max_col + 1):
                if (row, column) != first:
                    found[row, column] = first
        if len(found) > MAX_COVERED:
            raise Unreadable(Why.BOMB)
    return found
