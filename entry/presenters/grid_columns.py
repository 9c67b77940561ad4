"""The columns of the grid of figures as its script takes them: what is typed, what stands beside it, what may be filled in."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from entry.presenters.typed import NUMBERS
from entry.selectors.grid import YEARS_BEFORE
from indicators.domain.types import PriceBasis, Vintage

#: Fields of the cells with their width in pixels and how many characters they take.
_CELLS = {
    "value": (88, 60), "growth": (76, 60), "value_basis": (78, 0), "growth_basis": (78, 0), "vintage": (66, 0),
    "source_title": (96, 200), "note": (60, 2000),
}  # fmt: skip
#: What an unsaid choice stands for.
_USUAL = {
    "value_basis": PriceBasis.UNKNOWN.value, "growth_basis": PriceBasis.UNKNOWN.value,
    "vintage": Vintage.PRELIMINARY.value,
}  # fmt: skip


def columns(year: int, *, aims: bool = False) -> dict[str, Any]:
    """``brief``: how a cell is said where rows are handed over; ``filledBy``: cells without which nothing is entered.

    ``aims``: whether any row has a target of the year's own plan.
    """
    briefs = {"value": "{text} {unit}", "growth": _("增速 {text}%")}
    return {
        "cells": [
            {
                "field": name,
                "width": width,
                "most": most,
                "number": name in NUMBERS,
                "usual": _USUAL.get(name, ""),
                "brief": briefs.get(name, ""),
            }
            for name, (width, most) in _CELLS.items()
        ],
        "filledBy": list(NUMBERS),
        "beside": [
            {"field": "base", "title": _("基数"), "width": 56},
            *(
                {"field": f"past{at}", "title": str(one), "width": 58}
                for at, one in enumerate(range(year - YEARS_BEFORE, year))
            ),
            {"field": "planned", "title": _("%(year)d 应达") % {"year": year}, "width": 76},
            *([{"field": "aim", "title": _("年度目标"), "width": 76}] if aims else []),
        ],
        "fills": {
            "bases": {"value_basis": "value", "growth_basis": "growth"},
            "down": ["value_basis", "growth_basis", "vintage", "source_title"],
        },
        "nameWidth": 216,
        "hintWidth": 190,
    }
