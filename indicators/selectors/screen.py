"""What a wall shows of a scope: the region's own plan row by row, the counts of every plan below it. A constant few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Max, Q

from indicators.models import Assessment, Base, Observation, PlanIndicator, Target
from indicators.models.rows import Listing
from indicators.selectors.region_page import RowFacts, newest_plan
from plans.models import Plan, PlanStatus
from regions.models import Region


@dataclass(slots=True)
class PlanCounts:
    """Statuses of a plan's main rows in ``year``: by status code, how many. ``computed_at`` None: nothing is computed yet."""

    plan: Plan
    year: int
    numbers: dict[str, int] = field(default_factory=dict)
    computed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ScreenFacts:
    """``own``: the plan of the region itself, None where it has none; ``rows`` are its. ``below``: the others, by code."""

    region: Region
    own: PlanCounts | None
    rows: tuple[RowFacts, ...]
    below: tuple[PlanCounts, ...]


def screen_facts(region: Region, year_of: Callable[[Plan], int]) -> ScreenFacts:
    """The newest plan of every region of the scope, each in the year that ``year_of`` says. Seven queries."""
    plans = Plan.objects.filter(region__lineage__startswith=region.lineage).exclude(status=PlanStatus.DRAFT)
    by_region: dict[int, list[Plan]] = defaultdict(list)
    for plan in plans.select_related("region").order_by("region__code"):
        by_region[plan.region_id].append(plan)
    newest = [found for periods in by_region.values() if (found := newest_plan(periods)) is not None]
    counts = {plan.pk: PlanCounts(plan, year_of(plan)) for plan in newest}
    _count(counts)
    own = next((one for one in counts.values() if one.plan.region_id == region.pk), None)
    rows = main_rows(own.plan, own.year) if own else ()
    return ScreenFacts(region, own, rows, tuple(one for one in counts.values() if one is not own))


def _count(counts: dict[int, PlanCounts]) -> None:
    by_year: dict[int, list[int]] = defaultdict(list)
    for plan_id, one in counts.items():
        by_year[one.year].append(plan_id)
    looked_at = Q(pk__in=[])
    for year, plan_ids in by_year.items():
        looked_at |= Q(year=year, plan__in=plan_ids)
    shown = Assessment.objects.filter(looked_at, shown=True, row__listing=Listing.MAIN, row__is_heading=False)
    counted = shown.order_by().values_list("plan_id", "status").annotate(number=Count("id"), at=Max("computed_at"))
    for plan_id, status, number, at in counted:
        one = counts[plan_id]
        one.numbers[status] = number
        one.computed_at = at if one.computed_at is None else max(one.computed_at, at)


def main_rows(plan: Plan, year: int) -> tuple[RowFacts, ...]:
    """The plan's main rows as they stand in ``year``, in printed order. Five queries."""
    rows = list(
        PlanIndicator.objects.filter(plan=plan, listing=Listing.MAIN).select_related("indicator").order_by("position")
    )
    bases = {one.row_id: one for one in Base.objects.filter(row__plan=plan, in_force=True).order_by()}
    targets: dict[int, list[Target]] = defaultdict(list)
    for target in Target.objects.filter(row__plan=plan, in_force=True).order_by("ordinal"):
        targets[target.row_id].append(target)
    shown = {one.row_id: one for one in Assessment.objects.filter(plan=plan, year=year, shown=True).order_by()}
    figures: dict[int, list[Observation]] = defaultdict(list)
    for one in Observation.objects.filter(row__plan=plan, in_force=True, year__lte=year).order_by("year"):
        figures[one.row_id].append(one)
    for row in rows:
        row.plan = plan
    return tuple(
        RowFacts(row, bases.get(row.pk), tuple(targets[row.pk]), shown.get(row.pk), tuple(figures[row.pk]), 0)
        for row in rows
    )
