"""What of each model a caller reaches, said once: for lists, for single objects and for what a filter names.

What lies outside answers like what does not exist, because it is never found; only the log knows the difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from accounts.api.callers import Caller
from accounts.models import Unit
from regions.models import Region


@dataclass(frozen=True, slots=True)
class Reach:
    """Lookups from a row. ``region``: to the lineage of its region; ``unit``: to the units that answer for it; None: of no region or unit.

    ``drafts``: the rows of plans in the making, which keys and leaders are not shown; None: of no plan.
    """

    region: str | None = None
    unit: str | None = None
    drafts: Q | None = None

    def within(self, rows: QuerySet[Any], caller: Caller) -> QuerySet[Any]:
        """The rows of the caller's regions, and where a key is bound to a unit of that unit."""
        if self.region is not None and not caller.reaches_all:
            rows = rows.filter(**{f"{self.region}__startswith": caller.lineage})
        if self.unit is not None and caller.unit_id is not None:
            rows = rows.filter(**{self.unit: caller.unit_id})
        return rows if caller.drafts or self.drafts is None else rows.exclude(self.drafts)


_DECLARED: dict[type[Model], Reach] = {}


def declare(model: type[Model], reach: Reach) -> Reach:
    """Say it of a model, beside its endpoint; a model that filters name and nobody declared is a ``LookupError``."""
    _DECLARED[model] = reach
    return reach


def reached(rows: QuerySet[Any], caller: Caller) -> QuerySet[Any]:
    """Those of ``rows`` that the caller reaches."""
    if rows.model not in _DECLARED:
        raise LookupError(f"nobody declared who reaches {rows.model.__name__}")
    return _DECLARED[rows.model].within(rows, caller)


REGIONS = declare(Region, Reach(region="lineage"))
declare(Unit, Reach(region="region__lineage", unit="pk"))
