"""Somebody's own sheet with years across and merged headers: its headers made flat, what each column seems to mean, its rows.

What a column means is a short text, so that it can be stored and chosen from a list: ``""`` (not read), ``name``, ``unit``,
``value:2023``, ``growth:2023``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sheets.cells import CellKind, SheetCell
from sheets.opening import Sheet

NAME, UNIT, IGNORED = "name", "unit", ""
MOST_COLUMNS: Final = 80
MOST_HEAD_ROWS: Final = 6
MOST_ROWS: Final = 1_000
_HEADER_LENGTH: Final = 200
_NAME_LENGTH: Final = 400  # of which no indicator has half; a text without end is not looked through
YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_FOUR_DIGITS: Final = re.compile(r"[0-9]{4}")
_GROWTH: Final = re.compile(r"增速|增长|同比|增幅|±%|增减")
_NAME: Final = re.compile(r"指标|项目|名称")
_UNIT: Final = re.compile(r"单位")
_OTHER: Final = re.compile(r"目标|计划|预期|规划|完成率|进度|排名|位次|备注|责任")
_FIGURES: Final = (CellKind.NUMBER, CellKind.PERCENT)
_BLANKS: Final = re.compile(r"[\s　]+")
_MARKS: Final = re.compile(r"^[（(]?[0-9一二三四五六七八九十]+[)）.、．]\s*|^[#*＃其中：:、\-—]+|\*+$")
_BRACKETS: Final = str.maketrans("（）【】：，％＃", "()[]:,%#")


@dataclass(frozen=True, slots=True)
class Head:
    """The rows of the headers (from 1, both included) and the flat header of each column from ``left``."""

    first: int
    last: int
    left: int
    headers: tuple[str, ...]

    def column(self, index: int) -> int:
        """The column of the sheet that the header at ``index`` belongs to."""
        return self.left + index


@dataclass(frozen=True, slots=True)
class WideRow:
    """One row below the headers. ``cells``: by (field, year), blanks left out; field is value or growth."""

    number: int
    name: SheetCell
    unit: str
    cells: Mapping[tuple[str, int], SheetCell]


def propose_head(sheet: Sheet) -> tuple[int, int]:
    """First and last row of the headers: what stands directly above the first row of figures, without a title across."""
    by_row: dict[int, list[tuple[int, SheetCell]]] = defaultdict(list)
    for (row, column), cell in sheet.cells.items():
        by_row[row].append((column, cell))
    rows = sorted(by_row)
    first_data = next((row for row in rows if _is_data(by_row[row])), None)
    if first_data is None:
        return (rows[0], rows[0]) if rows else (1, 1)
    last = max((row for row in rows if row < first_data), default=first_data)
    first = last
    while first > 1 and last - first + 1 < MOST_HEAD_ROWS and len(_shown_in(sheet, first - 1)) >= 2:
        first -= 1
    return first, last


def flatten(sheet: Sheet, first: int, last: int) -> Head:
    """Each column's texts from top to bottom, a merged text under all its columns, the same text once."""
    columns = sorted({column for _row, column in sheet.cells})
    if not columns:
        return Head(first, last, 1, ())
    left, right = columns[0], min(columns[-1], columns[0] + MOST_COLUMNS - 1)
    headers = []
    for column in range(left, right + 1):
        texts = [
            _plain(sheet.shown(row, column).text) for row in range(first, min(last, first + MOST_HEAD_ROWS - 1) + 1)
        ]
        headers.append(" / ".join(dict.fromkeys(text for text in texts if text))[:_HEADER_LENGTH])
    return Head(first, last, left, tuple(headers))


def propose_meanings(head: Head, years: range) -> tuple[str, ...]:
    """What each column seems to mean; at most one name and one unit, and no measure of a year twice."""
    found: list[str] = []
    for header in head.headers:
        meaning = _meaning(header, years)
        found.append(IGNORED if meaning in found else meaning)
    return tuple(found)


def meaning_of(text: str) -> tuple[str, int] | None:
    """Field and year of a column of figures; None for any other meaning."""
    field, _colon, year = text.partition(":")
    return (field, int(year)) if field in ("value", "growth") and _FOUR_DIGITS.fullmatch(year) else None


def wide_rows(sheet: Sheet, head: Head, meanings: Mapping[int, str]) -> tuple[WideRow, ...]:
    """The rows with a name. ``meanings``: by index of the header."""
    columns = {text: head.column(index) for index, text in meanings.items() if text}
    if NAME not in columns:
        return ()
    numbers = sorted({row for row, _column in sheet.cells if row > head.last})[:MOST_ROWS]
    found = []
    for number in numbers:
        name = sheet.shown(number, columns[NAME])
        if not name.text:
            continue
        cells = {
            figure: sheet.cell(number, column)
            for text, column in columns.items()
            if (figure := meaning_of(text)) and sheet.cell(number, column).kind is not CellKind.BLANK
        }
        unit = sheet.shown(number, columns[UNIT]).text if UNIT in columns else ""
        found.append(
            WideRow(number, SheetCell(sheet.name, number, columns[NAME], name.kind, name.text), _plain(unit), cells)
        )
    return tuple(found)


def plain_name(text: str) -> str:
    """A name by which spellings are compared: no blanks, one kind of bracket, no numbering, no mark, no unit in brackets."""
    bare = _BLANKS.sub("", text[:_NAME_LENGTH])
    bare = _MARKS.sub("", bare).translate(_BRACKETS)
    return (
        re.sub(r"\((?:[^()]*(?:元|%|‰|人|吨|亩|年|天|个|岁|里|米|克|斤|户|件|㎡|张|时|标准煤)[^()]*)\)$", "", bare)
        or bare
    )


def match(name: str, known: Mapping[int, frozenset[str]]) -> tuple[int, ...]:
    """The rows that go by this name exactly, once spelled alike. ``known``: plain names of each row."""
    sought = plain_name(name)
    return tuple(row_id for row_id, names in known.items() if sought in names)


def _is_data(row: list[tuple[int, SheetCell]]) -> bool:
    """A row, its cells by column, with a text and, further right, a figure that is no year."""
    cells = sorted(row, key=lambda one: one[0])
    first_text = next((column for column, cell in cells if cell.kind is CellKind.TEXT), None)
    return first_text is not None and any(
        column > first_text and cell.kind in _FIGURES and not YEAR.fullmatch(cell.text) for column, cell in cells
    )


def _shown_in(sheet: Sheet, row: int) -> set[str]:
    """The different texts that are seen in a row."""
    columns = {column for _row, column in sheet.cells}
    return {text for column in columns if (text := sheet.shown(row, column).text)}


def _meaning(header: str, years: range) -> str:
    year = next((int(found) for found in YEAR.findall(header) if int(found) in years), None)
    if year is None:
        if _UNIT.search(header) and not _NAME.search(header):
            return UNIT
        return NAME if _NAME.search(header) else IGNORED
    if _OTHER.search(header):
        return IGNORED
    return f"{'growth' if _GROWTH.search(header) else 'value'}:{year}"


def _plain(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()
