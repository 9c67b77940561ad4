"""The plans that a person is shown."""

from __future__ import annotations

from django.db.models import Case, Count, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from accounts import access
from accounts.models import User
from indicators.models import Doubt, DoubtState, Listing, PlanIndicator
from plans.models import Plan, PlanStatus
from regions.models import Region


def plans_shown(user: User) -> QuerySet[Plan]:
    """Plans of the person's scope, drafts only to those who are shown them; who makes plans finds the drafts first."""
    plans = Plan.objects.filter(region__in=access.visible_regions(user)).select_related("region")
    if not access.sees_drafts(user):
        return plans.exclude(status=PlanStatus.DRAFT).order_by("region__code", "-start_year", "pk")
    if not access.makes_plans(user):
        return plans.order_by("region__code", "-start_year", "pk")
    first = Case(When(status=PlanStatus.DRAFT, then=Value(0)), default=Value(1), output_field=IntegerField())
    return plans.order_by(first, "region__code", "-start_year", "pk")


def with_counts(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """The same with ``row_count`` (main indicators without headings) and ``doubt_count`` (open ones)."""
    rows = PlanIndicator.objects.filter(plan=OuterRef("pk"), listing=Listing.MAIN, is_heading=False)
    doubts = Doubt.objects.filter(plan=OuterRef("pk"), state=DoubtState.OPEN)
    return plans.annotate(row_count=_number(rows), doubt_count=_number(doubts))


def regions_with_plans(plans: QuerySet[Plan]) -> QuerySet[Region]:
    """The regions that the list can be narrowed to."""
    return Region.objects.filter(pk__in=plans.order_by().values("region")).order_by("code")


def periods_of(plans: QuerySet[Plan]) -> list[str]:
    """The periods that occur, the newest first, as the filter takes them: ``2021-2025``."""
    years = plans.order_by("-start_year", "-end_year").values_list("start_year", "end_year").distinct()
    return [f"{start}-{end}" for start, end in years]


def _number(of_a_plan: QuerySet[PlanIndicator] | QuerySet[Doubt]) -> Coalesce:
    counted = of_a_plan.order_by().values("plan").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
