"""In which unit the yearly value of a row is entered. Values are never converted: the unit stands beside the box."""

from __future__ import annotations

from indicators.domain.types import Form
from indicators.models import PlanIndicator

_RATIOS = {"%", "‰"}
#: Forms that read the growth of the year, so that a row in % may carry its level in another unit.
_FED_BY_GROWTH = {Form.GROWTH, Form.RELATIVE, Form.NONE}


def value_unit(row: PlanIndicator) -> str:
    """The row's own unit; for a row that is printed as growth in per cent, the catalogue's unit of the level."""
    indicator = row.indicator
    if row.unit not in _RATIOS or indicator is None or indicator.unit in {"", *_RATIOS}:
        return row.unit
    forms = set(row.targets.filter(in_force=True).values_list("form", flat=True))
    return indicator.unit if forms <= _FED_BY_GROWTH else row.unit
