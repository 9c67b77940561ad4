"""A figure of the facts as a cell of a workbook: a real number where it prints as the page prints it, else the page's words."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from evaluations.domain.facts import Shown
from indicators.domain import display
from reports.word_cells import said
from sheets.table import Cell, Column, Figure

_PRINTED: Final = re.compile(r"(?P<before>[^\d+−]*)(?P<figure>[+−]?\d+(?:\.(?P<decimals>\d+))?)(?P<behind>\D*)")
NUMBERS: Final = Column("", kind="number")
SHARES: Final = Column("", kind="share")


def cell(shown: Shown, column: Column = NUMBERS) -> Cell:
    """None for "—"; ``column``: of what kind it stands in, a share is a fraction."""
    if shown.text in ("", display.MISSING):
        return None
    if shown.value is None:
        return shown.text
    made = _share(shown.text, shown.value) if column.kind == "share" else _figure(shown.text, shown.value)
    return made if made is not None and said(column, made) == shown.text else shown.text


def _share(text: str, value: Decimal) -> Figure | None:
    found = _PRINTED.fullmatch(text)
    return Figure(value, len(found["decimals"] or "")) if found else None


def _figure(text: str, value: Decimal) -> Figure | None:
    found = _PRINTED.fullmatch(text)
    if found is None:
        return None
    return Figure(
        value, len(found["decimals"] or ""), found["behind"].strip(), found["before"], found["figure"].startswith("+")
    )  # fmt: skip
