"""In which unit the yearly value of a row is entered. Values are never converted: the unit stands beside the box."""

from __future__ import annotations

from collections.abc import Iterable

from indicators.domain.types import Form
from indicators.models import PlanIndicator

_RATIOS = {"%", "‰"}
#: Forms that read the growth of the year, so that a row in % may carry its level in another unit.
_FED_BY_GROWTH = {Form.GROWTH, Form.RELATIVE, Form.NONE}


def value_unit(row: PlanIndicator) -> str:
    """The row's own unit; for a row that is printed as growth in per cent, the catalogue's unit of the level."""
    if row.unit not in _RATIOS:
        return row.unit
    return unit_by_forms(row, row.targets.filter(in_force=True).values_list("form", flat=True))


def unit_by_forms(row: PlanIndicator, forms: Iterable[str]) -> str:
    """The same where the forms of the row's targets in force are known already."""
    return unit_of_values(row.unit, row.indicator.unit if row.indicator else "", forms)


def unit_of_values(unit: str, catalogue_unit: str, forms: Iterable[str]) -> str:
    """The same from bare words: the row's unit, its catalogue indicator's ("" for none), its targets' forms."""
    if unit not in _RATIOS or catalogue_unit in {"", *_RATIOS}:
        return unit
    return catalogue_unit if set(forms) <= _FED_BY_GROWTH else unit
