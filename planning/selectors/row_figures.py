"""One row with what its page needs, and the rows before and behind it."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.models import Base, Doubt, PlanIndicator, Target


@dataclass(frozen=True, slots=True)
class RowFigures:
    """A row that is no heading, its figures in force and its doubts; ``previous``, ``following``: its neighbours in the list."""

    row: PlanIndicator
    base: Base | None
    targets: list[Target]
    doubts: list[Doubt]
    previous: PlanIndicator | None
    following: PlanIndicator | None


def row_with_neighbours(row_id: int) -> RowFigures | None:
    """The row; None for a heading or an unknown one."""
    row = (
        PlanIndicator.objects.select_related("plan__region", "indicator", "parent")
        .filter(pk=row_id, is_heading=False)
        .first()
    )
    if row is None:
        return None
    in_list = row.plan.rows.filter(listing=row.listing, is_heading=False)
    targets = row.targets.filter(in_force=True).order_by("ordinal")
    return RowFigures(
        row=row,
        base=row.bases.filter(in_force=True).select_related("from_observation").first(),
        targets=list(
            targets.select_related("reference_indicator", "reference_region").prefetch_related("reference_figures")
        ),
        doubts=list(row.doubts.select_related("resolved_by").order_by("state", "-blocking", "code", "pk")),
        previous=in_list.filter(position__lt=row.position).order_by("-position").first(),
        following=in_list.filter(position__gt=row.position).order_by("position").first(),
    )
