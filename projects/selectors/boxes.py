"""What the boxes (专栏) of plans list: how many entries of each kind, on which lines, how many are merged into others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q, QuerySet

from plans.models import Plan, PlanStatus
from projects.models import Kind, Project
from regions.models import Region


@dataclass(frozen=True, slots=True)
class BoxCount:
    """One box of a plan. ``merged`` of ``total`` are the same works as another entry; they are counted here all the same.

    ``first_line``, ``last_line``: where its entries stand in the source document; None: not known.
    """

    plan_id: int
    box: str
    groups: int
    projects: int
    programmes: int
    directions: int
    merged: int
    first_line: int | None
    last_line: int | None

    @property
    def total(self) -> int:
        """All entries of the box."""
        return self.projects + self.programmes + self.directions


def plans_with_projects(regions: QuerySet[Region], *, drafts: bool) -> QuerySet[Plan]:
    """The plans of these regions that list projects, each with its region. ``drafts``: those still being set up too."""
    plans = Plan.objects.filter(region__in=regions, projects__isnull=False).exclude(status=PlanStatus.REPLACED)
    shown = plans if drafts else plans.exclude(status=PlanStatus.DRAFT)
    return shown.select_related("region").distinct().order_by("region__code", "-start_year", "pk")


def counted_boxes(plans: Iterable[Plan]) -> list[BoxCount]:
    """The boxes of these plans, in the order of each plan. One query."""
    of_kind = {f"{kind}s": Count("id", filter=Q(kind=kind)) for kind in Kind.values}
    found = (
        Project.objects.filter(plan__in=list(plans))
        .order_by()
        .values("plan_id", "box")
        .annotate(
            place=Min("position"),
            groups=Count("group", filter=~Q(group=""), distinct=True),
            merged=Count("merged_into"),
            first_line=Min("source_line"),
            last_line=Max("source_line"),
            **of_kind,
        )
        .order_by("plan_id", "place")
    )
    return [BoxCount(**{name: value for name, value in one.items() if name != "place"}) for one in found]
