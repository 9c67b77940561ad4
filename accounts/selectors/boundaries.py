"""Boundaries of approved maps: which one a page draws, and what administrators have loaded."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from accounts.models import User
from regions.models import BoundarySet, BoundaryShape, Region


@dataclass(frozen=True, slots=True)
class Drawn:
    """One outline of a map. ``region_id`` None: part of the map that is no division."""

    region_id: int | None
    code: str
    name: str
    path: str
    label: tuple[int, int]
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The map in use and those of its outlines that lie in the scope, by code."""

    set: BoundarySet
    shapes: tuple[Drawn, ...]


def boundaries_for(scope: Region, region_ids: Collection[int]) -> Boundaries | None:
    """The map in use that shows the most of these regions, cut to the scope; None where none shows any. Two queries."""
    in_use = BoundaryShape.objects.filter(set__retired_at__isnull=True)
    inside = Q(region__lineage__startswith=scope.lineage)
    matched = (
        in_use.filter(inside).order_by().values_list("set_id").annotate(number=Count("id", Q(region__in=region_ids)))
    )
    numbers = {set_id: number for set_id, number in matched if number}
    if not numbers:
        return None
    best = max(numbers, key=lambda set_id: (numbers[set_id], set_id))
    whole = Q(region__isnull=True, set__root__lineage__startswith=scope.lineage)
    shapes = BoundaryShape.objects.filter(inside | whole, set=best).select_related("set", "region").defer("geometry")
    found = list(shapes.order_by("code"))
    drawn = (
        Drawn(one.region_id, one.code, one.region.name if one.region else "", one.path, (one.label_x, one.label_y),
              (one.x0, one.y0, one.x1, one.y1))
        for one in found
    )  # fmt: skip
    return Boundaries(found[0].set, tuple(drawn))


def boundary_sets_of(administrator: User) -> QuerySet[BoundarySet]:
    """The maps of the administrator's scope, in use and retired, newest first, each with how many outlines it has."""
    sets = BoundarySet.objects.select_related("root", "uploaded_by", "retired_by").annotate(number=Count("shapes"))
    if administrator.region is not None:
        sets = sets.filter(root__lineage__startswith=administrator.region.lineage)
    return sets.order_by(F("retired_at").desc(nulls_first=True), "-uploaded_at")
