"""The bases of many rows: in force, and as they were first agreed."""

from __future__ import annotations

from dataclasses import replace

from indicators.domain import types as t
from indicators.models import Base
from indicators.selectors.first_agreed import is_change
from indicators.selectors.stored_figures import BASES, Figures, among


def bases_of(
    row_ids: list[int], figures: Figures
) -> tuple[dict[int, t.BaseFigure], dict[int, t.BaseFigure], dict[int, str]]:
    """The bases in force, those as first agreed where the one in force says another figure, and the units in force."""
    in_force: dict[int, t.BaseFigure] = {}
    units: dict[int, str] = {}
    first: dict[int, t.BaseFigure] = {}
    changed: set[int] = set()
    stored = Base.objects.filter(row_id__in=among(row_ids)).order_by("row_id", "version")
    for row_id, current, value, year, basis, parts, unit, version, cause in stored.values_list(
        "row_id", "in_force", "value", "year", "price_basis", "parts", "unit", "version", "cause"
    ):
        base = t.BaseFigure(value, year, BASES[basis], tuple(parts))
        if current:
            in_force[row_id] = replace(base, blocked=figures.blocked(row_id, "base"))
            units[row_id] = unit
        if value is None and not parts:
            continue
        if row_id not in first:
            first[row_id] = base
        elif is_change(version, cause):
            changed.add(row_id)
        elif row_id not in changed:
            first[row_id] = base
    revised = {row_id: base for row_id, base in first.items() if not _same(base, in_force.get(row_id))}
    return in_force, revised, units


def _same(one: t.BaseFigure, other: t.BaseFigure | None) -> bool:
    return other is not None and replace(other, blocked=()) == one
