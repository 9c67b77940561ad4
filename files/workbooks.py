"""A workbook looked at before a library loads it: how much of it there is, and what it would blow up to."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final
from xml.parsers import expat

from openpyxl.utils.cell import range_boundaries

from files import package
from files.refusal import Unreadable, Why

MAX_MARKUP: Final = 20 * 1024 * 1024  # of all its XML unpacked; some 300,000 cells
#: Places in the ranges of an element, each of which openpyxl makes a cell of, one by one.
MAX_PLACES: Final = {"mergeCell": 1_000_000, "hyperlink": 20_000}
MAX_FORMAT: Final = 1_000  # characters of a number format; openpyxl looks through it again and again, Excel keeps 255
_COLUMNS, _ROWS = 16_384, 1_048_576  # of a sheet
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s>]")
_SPREADS: Final = re.compile(rb"mergeCell|hyperlink|numFmt")
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")


def check_workbook(data: bytes) -> bool:
    """TOO_LARGE and BOMB before anything is loaded; else whether there may be a formula anywhere. The package was checked
    before.
    """
    places: Counter[str] = Counter()
    formulas = False
    for entry in package.check_markup(data, MAX_MARKUP):
        content = package.content_of(data, entry)
        wide = content.startswith(_UTF_16)  # its letters cannot be searched for as bytes
        formulas = formulas or wide or _FORMULA.search(content) is not None
        if wide or _SPREADS.search(content):
            _check_elements(content, places, entry.filename)
    return formulas


def _check_elements(content: bytes, places: Counter[str], name: str) -> None:
    """Add up the ranges by element, read by the parser that openpyxl uses: an attribute can be spelled in many ways."""

    def seen(element: str, attributes: dict[str, str]) -> None:
        local = element.rpartition(" ")[2]
        if local in MAX_PLACES:
            places[local] += _places_of(attributes.get("ref", ""))
            if places[local] > MAX_PLACES[local]:
                raise Unreadable(Why.BOMB, name)
        if local == "numFmt" and len(attributes.get("formatCode", "")) > MAX_FORMAT:
            raise Unreadable(Why.BOMB, name)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = seen
    try:
        parser.Parse(content, True)
    except expat.ExpatError as fault:
        raise Unreadable(Why.DAMAGED, name) from fault


def _places_of(reference: str) -> int:
    """How many; of what is no range openpyxl makes nothing."""
    try:
        left, top, right, bottom = range_boundaries(reference)
    except (ValueError, TypeError):
        return 0
    columns, rows = (right or _COLUMNS) - (left or 1) + 1, (bottom or _ROWS) - (top or 1) + 1  # A:C, 1:9
    return int(columns * rows)
