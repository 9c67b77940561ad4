"""In which unit the yearly value of a row is entered. Values are never converted: the unit stands beside the box."""

from __future__ import annotations

from collections.abc import Collection

from indicators.domain.types import Form
from indicators.models import PlanIndicator

_RATIOS = {"%", "‰"}
#: Forms that read the growth of the year, so that a row in % may carry its level in another unit.
_FED_BY_GROWTH = {Form.GROWTH, Form.RELATIVE, Form.NONE}


def value_unit(row: PlanIndicator) -> str:
    """The row's own unit; for a row that is printed as growth in per cent, the catalogue's unit of the level."""
    if not _may_differ(row):
        return row.unit
    return unit_by_forms(row, set(row.targets.filter(in_force=True).values_list("form", flat=True)))


def unit_by_forms(row: PlanIndicator, forms: Collection[str]) -> str:
    """The same where the forms of the row's targets in force are known already."""
    return row.indicator.unit if row.indicator and _may_differ(row) and set(forms) <= _FED_BY_GROWTH else row.unit


def _may_differ(row: PlanIndicator) -> bool:
    indicator = row.indicator
    return row.unit in _RATIOS and indicator is not None and indicator.unit not in {"", *_RATIOS}
