"""What a workbook of a round holds: the rows asked of a unit as the grid shows them, and the planned values beside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import PersonRole, Unit, User
from entry.selectors.grid import GridRow, grid_rows
from indicators.models import Assessment, Observation, ReportingRound, RoundAsk


@dataclass(frozen=True, slots=True)
class SheetPage:
    """``unit`` None: every row that the round asks and the person may enter. ``planned``: by row, None = no path."""

    by: User
    asked: ReportingRound
    unit: Unit | None
    rows: tuple[GridRow, ...]
    planned: Mapping[int, Decimal | None]


def sheet_page(user: User, asked: ReportingRound) -> SheetPage:
    """The rows in the order of the plan; a clerk gets those asked of the own unit."""
    asks = RoundAsk.objects.filter(round=asked)
    unit = user.unit if user.role == PersonRole.CLERK else None
    if unit is not None:
        asks = asks.filter(unit=unit)
    rows = grid_rows(user, asked.plan, asked.year, only=set(asks.values_list("row_id", flat=True)))
    rows.sort(key=lambda one: (one.row.listing != "main", one.row.position))
    found = Assessment.objects.filter(row__in=[one.row.pk for one in rows], year=asked.year, shown=True)
    return SheetPage(user, asked, unit, tuple(rows), dict(found.values_list("row_id", "expected")))


def saved_by_others(locks: Mapping[int, int | None], year: int, user: User) -> frozenset[int]:
    """Rows of which somebody else saved a version since the given lock was read (None: there was no figure)."""
    events = Observation.pgh_event_model.objects.filter(row__in=locks, year=year)
    found = events.values_list("row_id", "lock", "pgh_context__metadata__user")
    return frozenset(row_id for row_id, lock, who in found if lock > (locks[row_id] or 0) and who != user.pk)
