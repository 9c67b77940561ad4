"""A form that comes back: its seal, and each cell by the hidden keys of its row and column, wherever it was moved."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sheets.cells import CellKind, SheetCell
from sheets.columns import CORNER, DIVIDER, FORM_VERSION, META_MARK, META_SHEET
from sheets.opening import Sheet, open_workbook

_WITHIN: Final = 60  # rows and columns in which the corner of the keys is looked for
_MOST_PIECES: Final = 400
_MOST_CELLS: Final = 200_000  # by their keys; no plan has so many


class Broken(StrEnum):
    """Why a workbook cannot be taken for a form of ours."""

    NO_SEAL = "no_seal"  # a workbook of somebody else, or the hidden sheet is gone
    OLD_VERSION = "old_version"
    NO_KEYS = "no_keys"  # sealed, but the hidden keys are gone: pasted over, or the sheet was removed


class BrokenForm(Exception):
    """``why``; the caller has the words."""

    def __init__(self, why: Broken) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class FormRead:
    """What a returned form says. ``token``: the seal as it was written.

    ``cells``: by key of row and of column; a place without a cell is blank. ``rows``, ``columns``: where each key stands.
    ``duplicate_rows``, ``duplicate_columns``: keys that stand more than once, with their numbers; they have no cells.
    ``unkeyed``: rows below the names in which something stands, but no key. ``other_sheets``: looked at by nobody.
    """

    token: str
    sheet: str
    cells: dict[tuple[str, str], SheetCell]
    rows: dict[str, int]
    columns: dict[str, int]
    duplicate_rows: dict[str, tuple[int, ...]]
    duplicate_columns: dict[str, tuple[int, ...]]
    unkeyed: tuple[int, ...]
    other_sheets: tuple[str, ...]
    form: Sheet

    def cell(self, row: str, column: str) -> SheetCell:
        """The cell of a row and column that both stand in the sheet."""
        return self.cells[row, column]


def read_form(data: bytes) -> FormRead:
    """Raises ``BrokenForm`` beside what ``open_workbook`` raises."""
    sheets = open_workbook(data)
    token = _token(sheets)
    for sheet in sheets:
        corner = _corner(sheet)
        if corner:
            others = tuple(one.name for one in sheets if one is not sheet and not one.hidden and one.cells)
            return _read(sheet, corner, token, others)
    raise BrokenForm(Broken.NO_KEYS)


def _token(sheets: tuple[Sheet, ...]) -> str:
    for sheet in sheets:
        if sheet.name == META_SHEET and sheet.cell(1, 1).text == META_MARK:
            if sheet.cell(2, 1).text != FORM_VERSION:
                raise BrokenForm(Broken.OLD_VERSION)
            return "".join(sheet.cell(row, 1).text for row in range(3, _MOST_PIECES))
    raise BrokenForm(Broken.NO_SEAL)


def _corner(sheet: Sheet) -> tuple[int, int] | None:
    for (row, column), cell in sorted(sheet.cells.items()):
        if row > _WITHIN:
            return None
        if column <= _WITHIN and cell.text == CORNER:
            return row, column
    return None


def _read(sheet: Sheet, corner: tuple[int, int], token: str, others: tuple[str, ...]) -> FormRead:
    key_row, key_column = corner
    row_places: dict[str, list[int]] = defaultdict(list)
    column_places: dict[str, list[int]] = defaultdict(list)
    for (row, column), cell in sorted(sheet.cells.items()):
        if row == key_row and column != key_column:
            column_places[cell.text].append(column)
        elif column == key_column and row != key_row and cell.text != DIVIDER:
            row_places[cell.text].append(row)
    rows = {key: places[0] for key, places in row_places.items() if len(places) == 1}
    columns = {key: places[0] for key, places in column_places.items() if len(places) == 1}
    if len(rows) * len(columns) > _MOST_CELLS:
        raise BrokenForm(Broken.NO_KEYS)
    return FormRead(
        token=token,
        sheet=sheet.name,
        cells={(a, b): _at(sheet, row, column) for a, row in rows.items() for b, column in columns.items()},
        rows=rows,
        columns=columns,
        duplicate_rows={key: tuple(places) for key, places in row_places.items() if len(places) > 1},
        duplicate_columns={key: tuple(places) for key, places in column_places.items() if len(places) > 1},
        unkeyed=_unkeyed(
            sheet, key_column, min((row for one in row_places.values() for row in one), default=0), columns
        ),
        other_sheets=others,
        form=sheet,
    )


def _at(sheet: Sheet, row: int, column: int) -> SheetCell:
    """The cell; one that lies under a merged cell has no text of its own to be believed."""
    if (row, column) in sheet.covered:
        over = sheet.shown(row, column)
        return SheetCell(sheet.name, row, column, CellKind.COVERED, over.name, hidden=over.hidden)
    return sheet.cell(row, column)


def _unkeyed(sheet: Sheet, key_column: int, first: int, columns: dict[str, int]) -> tuple[int, ...]:
    within = set(columns.values())
    keyed = {row for row, column in sheet.cells if column == key_column}
    found = {row for row, column in sheet.cells if column in within and row >= first > 0}
    return tuple(sorted(found - keyed))
