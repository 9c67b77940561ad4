"""A workbook looked at before a library loads it: how much of it there is, and what it would blow up to."""

from __future__ import annotations

import re
from typing import Final

from openpyxl.utils.cell import range_boundaries

from files import package
from files.refusal import Unreadable, Why

MAX_MARKUP: Final = 20 * 1024 * 1024  # of all its XML unpacked; some 300,000 cells
MAX_MERGED: Final = 1_000_000  # cells under merged ranges, which openpyxl makes one by one
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s>]")
_RANGE: Final = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"']([A-Za-z]{1,3}[0-9]{1,7}:[A-Za-z]{1,3}[0-9]{1,7})[\"']"
)


def check_workbook(data: bytes) -> bool:
    """TOO_LARGE and BOMB before anything is loaded; else whether there is a formula anywhere. The package was checked before."""
    merged, formulas = 0, False
    for entry in package.check_markup(data, MAX_MARKUP):
        content = package.content_of(data, entry)
        formulas = formulas or _FORMULA.search(content) is not None
        for found in _RANGE.finditer(content):
            left, top, right, bottom = range_boundaries(found[1].decode("ascii"))
            merged += (right - left + 1) * (bottom - top + 1)
            if merged > MAX_MERGED:
                raise Unreadable(Why.BOMB, entry.filename)
    return formulas
