"""What the page of promises asks beside ``region_page.plan_facts``: which plans have any, and who answers for them."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Count, Q, QuerySet

from indicators.models import PlanIndicator, ResponsibleUnit
from indicators.models.rows import Listing
from plans.models import Plan, PlanStatus
from regions.models import Region


def plans_with_commitments(regions: QuerySet[Region]) -> list[Plan]:
    """Plans of these regions, no drafts, whose text promises something; by region, newest first. ``commitments``: how much."""
    counted = Count("rows", filter=Q(rows__listing=Listing.COMMITMENT, rows__is_heading=False))
    plans = Plan.objects.filter(region__in=regions).exclude(status=PlanStatus.DRAFT).annotate(commitments=counted)
    return list(plans.filter(commitments__gt=0).select_related("region").order_by("region__code", "-start_year"))


def answering(plan: Plan) -> dict[int, list[ResponsibleUnit]]:
    """Who answers for each promise of the plan, the leading unit first, by row. One query."""
    found: dict[int, list[ResponsibleUnit]] = defaultdict(list)
    stored = ResponsibleUnit.objects.filter(row__plan=plan, row__listing=Listing.COMMITMENT).select_related("unit")
    for one in stored.order_by("-is_lead", "unit__name"):
        found[one.row_id].append(one)
    return found


def find_promise(row_id: int) -> PlanIndicator | None:
    """A row of a plan with its plan and region; None for a heading, a row of a draft, or none at all."""
    rows = PlanIndicator.objects.filter(pk=row_id, is_heading=False).exclude(plan__status=PlanStatus.DRAFT)
    return rows.select_related("plan__region", "indicator").first()
