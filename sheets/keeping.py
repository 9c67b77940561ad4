"""A person's own workbook with comments set into it: what else stands in it stays, and what cannot stay is named beforehand."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import partial
from typing import Any, Final
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.styles import Protection
from openpyxl.utils.datetime import to_excel

from sheets import comments
from sheets.columns import META_SHEET, Mark
from sheets.opening import Place
from sheets.write import put_text, token_pieces

_FORMULA: Final = re.compile(rb'<c r="([A-Z]{1,3}[0-9]+)"([^>]*)>(<f(?:[^>]*/>|[^>]*>[^<]*</f>))<v\s*/?>(?:</v>)?</c>')


class Lost(StrEnum):
    """What a workbook may hold that does not survive being written anew."""

    SHAPES = "shapes"  # text boxes, arrows, drawn figures
    PICTURES = "pictures"  # in formats of Windows (emf, wmf); others stay
    CONTROLS = "controls"  # buttons, boxes to tick
    EMBEDDED = "embedded"  # documents inside
    THREADS = "threads"  # conversations; their first text stays as a note
    SLICERS = "slicers"
    SPARKLINES = "sparklines"  # and rules of format or entry that only newer versions know
    CONNECTIONS = "connections"  # to outer data


_PARTS: Final[tuple[tuple[Lost, re.Pattern[str]], ...]] = (
    (Lost.PICTURES, re.compile(r"xl/media/.*\.(?:emf|wmf)", re.IGNORECASE)),
    (Lost.CONTROLS, re.compile(r"xl/(?:ctrlProps|activeX)/")),
    (Lost.EMBEDDED, re.compile(r"xl/embeddings/")),
    (Lost.THREADS, re.compile(r"xl/threadedComments/")),
    (Lost.SLICERS, re.compile(r"xl/(?:slicers|timelines)/")),
    (Lost.CONNECTIONS, re.compile(r"xl/(?:connections\.xml|queryTables/)")),
)
_SHAPE: Final = re.compile(rb"<xdr:(?:sp|cxnSp|grpSp)[\s>]")
_NEWER: Final = re.compile(rb"<x14:(?:sparklineGroups|conditionalFormattings|dataValidations)[\s>]")


@dataclass(frozen=True, slots=True)
class Remarks:
    """What is set into the sheet ``sheet``. ``notes``: by row and column; ``marked``: places to be coloured;

    ``opened``: places that must be writable; ``entered``: the columns that are filled in, whose colour of an earlier
    return goes.
    """

    sheet: str
    notes: Mapping[Place, str]
    marked: Collection[Place]
    opened: Collection[Place]
    entered: Collection[int]


def losses(data: bytes) -> tuple[Lost, ...]:
    """What ``set_remarks`` cannot keep of this workbook, by what its package holds. ``data`` has been opened before."""
    found = set()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            found |= {lost for lost, pattern in _PARTS if pattern.match(name)}
            if name.startswith("xl/drawings/drawing") and _SHAPE.search(package.read(name)):
                found.add(Lost.SHAPES)
            if name.startswith("xl/worksheets/sheet") and _NEWER.search(package.read(name)):
                found.add(Lost.SPARKLINES)
    return tuple(lost for lost in Lost if lost in found)


def set_remarks(data: bytes, remarks: Remarks, *, token: str) -> bytes:
    """The workbook with the remarks and a new seal. Formulas keep the results that they had."""
    book = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    for sheet in book.worksheets:
        comments.size_notes(sheet)
    sheet = book[remarks.sheet]
    _unmark(sheet, remarks)
    for place in remarks.opened:
        cell = sheet.cell(*place)
        cell.protection = Protection(locked=False, hidden=cell.protection.hidden)
    for place, text in remarks.notes.items():
        cell = sheet.cell(*place)
        if cell.comment is None or comments.clean(text) not in cell.comment.text:
            comments.note(cell, text)
    for place in remarks.marked:
        comments.mark(sheet.cell(*place), Mark.RETURNED)
    _seal(book[META_SHEET], token)
    filled = io.BytesIO()
    book.save(filled)
    return _with_results(filled.getvalue(), [values[one.title] for one in book.worksheets])


def _unmark(sheet: Any, remarks: Remarks) -> None:
    """Cells that an earlier return coloured are cells to fill in like the others again."""
    returned = comments.FILLS[Mark.RETURNED].fgColor.rgb
    for here, cell in sheet._cells.items():
        if here[1] in remarks.entered and here not in remarks.marked and cell.fill.fgColor.rgb == returned:
            cell.fill = copy(comments.OPEN_FILL)


def _seal(sheet: Any, token: str) -> None:
    for number in range(3, sheet.max_row + 1):
        sheet.cell(number, 1).value = None
    for number, piece in enumerate(token_pieces(token), start=3):
        put_text(sheet.cell(number, 1), piece)


# --- results of formulas ----------------------------------------------------------------------------------------------
def _with_results(data: bytes, values: list[Any]) -> bytes:
    """openpyxl writes formulas without their results; they are put back, so that a program that computes nothing reads them."""
    filled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(filled, "w", zipfile.ZIP_DEFLATED) as after:
        sheets = {f"xl/worksheets/sheet{number}.xml": sheet for number, sheet in enumerate(values, start=1)}
        for entry in before.infolist():
            content = before.read(entry.filename)
            sheet = sheets.get(entry.filename)
            if sheet is not None and b"<f" in content:
                content = _FORMULA.sub(partial(_computed, sheet), content)
            after.writestr(entry.filename, content)
    return filled.getvalue()


def _computed(sheet: Any, found: re.Match[bytes]) -> bytes:
    name, attributes, formula = found[1].decode(), found[2], found[3]
    cell = sheet[name]
    if cell.value is None:
        return found[0]
    kind, text = _as_stored(cell.value, is_error=cell.data_type == "e")
    return b'<c r="%b"%b%b>%b<v>%b</v></c>' % (name.encode(), attributes, kind, formula, escape(text).encode())


def _as_stored(value: Any, *, is_error: bool) -> tuple[bytes, str]:
    """Type and text of a result as a sheet stores them."""
    if is_error:
        return b' t="e"', str(value)
    if isinstance(value, bool):
        return b' t="b"', "1" if value else "0"
    if isinstance(value, datetime | date | time | timedelta):
        return b"", repr(float(to_excel(value)))
    if isinstance(value, int | float):
        return b"", repr(value)
    return b' t="str"', str(value)
