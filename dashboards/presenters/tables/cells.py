"""Cells of tables that are taken along: the value as it is computed, with digits, unit and signs as the page prints it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from dashboards.presenters.words import Chip
from indicators.domain import display
from sheets.table import Cell, Figure

_PRINTED: Final = re.compile(
    r"(?P<before>[^\d+−]*)(?P<sign>[+−]?)(?P<whole>\d+)(?:\.(?P<decimals>\d+))?\s*(?P<unit>.*)"
)


def shown(value: Decimal | None, text: str) -> Cell:
    """``value``, looking like ``text``: 36.7 and "−36.70 亿元" is −36.7 shown with two digits and its unit.

    Without a value the word that the page has instead (逐年保持), None where it has "—".
    """
    if value is None:
        return None if text in ("", display.MISSING) else text
    found = _PRINTED.fullmatch(text)
    if found is None:
        return value
    return Figure(
        value,
        digits=len(found["decimals"] or ""),
        unit=found["unit"],
        before=found["before"],
        signed=found["sign"] == "+",
    )


def status(chip: Chip | None) -> str | None:
    """Symbol and word; None where nothing is computed."""
    return f"{chip.symbol} {chip.label}" if chip else None


def notes(chip: Chip | None) -> str | None:
    """What must be said beside a status."""
    return "；".join(chip.notes) or None if chip else None
