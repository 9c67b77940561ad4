"""The texts of a grid's row become the form of one figure: one code reads what is typed, pasted or filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from entry.forms.figure import FigureForm, initial_of
from entry.selectors.grid import GridRow
from indicators.domain.entered import UnreadableFigure, read_pasted

#: The cells of a row, in the order of the columns. What a row needs besides is asked by the single form.
CELLS = ("value", "growth", "value_basis", "growth_basis", "vintage", "source_title", "note")
NUMBERS = ("value", "growth")


def bind(one: GridRow, texts: Mapping[str, str]) -> FigureForm:
    """The row's form with these texts in place of what is stored; fields that the grid does not show stay as they are.

    Numbers may be pasted from a sheet, with thousands groups and the sign of their own unit.
    """
    data: dict[str, Any] = {name: "" if value is None else value for name, value in stored_texts(one).items()}
    for name in CELLS:
        if name in texts and name not in not_applicable(one):
            data[name] = plain_number(texts[name], unit_of(one, name)) if name in NUMBERS else texts[name]
    return FigureForm(data, asked=one.asked)


def plain_number(text: str, unit: str) -> str:
    """The pasted number without its groups; a text that is no number stays as it is, for the form to refuse it by name."""
    try:
        number = read_pasted(text, unit=unit)
    except UnreadableFigure:
        return text
    return "" if number is None else f"{number:f}"


def stored_texts(one: GridRow) -> dict[str, Any]:
    """What the form shows before anybody typed."""
    return {"comparator": "=", **initial_of(one.latest, unit=one.unit)}


def cells_of(one: GridRow) -> dict[str, str]:
    """The texts of the row's cells as they are stored."""
    texts = stored_texts(one)
    return {name: str(texts.get(name) or "") for name in CELLS}


def unit_of(one: GridRow, name: str) -> str:
    """The unit of a cell that holds a number."""
    return "%" if name == "growth" else one.unit


def needs_single_form(one: GridRow) -> bool:
    """Whether the row wants more than the columns: parts of a composition, a reported result, a judgement in words."""
    return bool(one.asked.parts or one.asked.reported or one.asked.judgement)


def not_applicable(one: GridRow) -> frozenset[str]:
    """Cells that the row's targets do not ask for: a composition and a judgement in words have no value and no growth."""
    asks_figures = one.asked.by_value or one.asked.by_growth or one.asked.reported
    if (one.asked.parts or one.asked.judgement) and not asks_figures:
        return frozenset({"value", "growth", "value_basis", "growth_basis"})
    return frozenset()
