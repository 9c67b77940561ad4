"""Doubts about figures, as the list of doubts shows them."""

from __future__ import annotations

from django.db.models import QuerySet

from indicators.models import Doubt
from plans.models import Plan, PlanStatus
from regions.models import Region


def doubts_of(regions: QuerySet[Region], *, drafts: bool = True) -> QuerySet[Doubt]:
    """Every doubt of the plans of these regions, with what a line of the list names; open and blocking ones first.

    ``drafts`` False leaves out plans that are still being set up.
    """
    doubts = Doubt.objects.filter(plan__region__in=regions)
    if not drafts:
        doubts = doubts.exclude(plan__status=PlanStatus.DRAFT)
    related = doubts.select_related("plan__region", "row", "resolved_by")
    return related.order_by("plan__region__code", "-plan__start_year", "-blocking", "row__position", "code", "pk")


def find_doubt(doubt_id: int) -> Doubt | None:
    """One doubt with its region; None where there is none."""
    return Doubt.objects.select_related("plan__region", "row").filter(pk=doubt_id).first()


def plans_with_doubts(regions: QuerySet[Region], *, drafts: bool = True) -> QuerySet[Plan]:
    """The plans of these regions that have a doubt, closed or not: what the list can be narrowed to."""
    plans = Plan.objects.filter(region__in=regions, doubts__isnull=False).select_related("region")
    if not drafts:
        plans = plans.exclude(status=PlanStatus.DRAFT)
    return plans.order_by("region__code", "-start_year").distinct()
