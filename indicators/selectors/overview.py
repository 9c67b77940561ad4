"""Where the regions of a person stand, counted: one line per region, a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Max, Q, QuerySet

from indicators.domain.types import Reason
from indicators.models import Assessment, Doubt, DoubtState, Observation, PlanIndicator
from indicators.models.rows import Listing
from indicators.selectors.jobs import recomputing
from indicators.selectors.region_page import newest_plan
from plans.models import Plan, PlanStatus
from regions.models import Region


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many rows of a nature show a status. ``reported``: declared by phrase, counted apart from figures."""

    nature: str
    status: str
    reported: bool
    form: str
    number: int


@dataclass(slots=True)
class RegionLine:
    """One region with the plan that is looked at, in the year looked at."""

    region: Region
    plan: Plan
    year: int
    periods: list[Plan]
    counts: list[StatusCount] = field(default_factory=list)
    rows: int = 0
    early_warnings: int = 0
    open_doubts: int = 0
    data_year: int | None = None
    recomputing: bool = False


def region_lines(regions: QuerySet[Region], year_of: Callable[[Plan], int]) -> list[RegionLine]:
    """The regions that have a plan, by code. ``year_of`` says which year of a plan is looked at. Seven queries."""
    plans = Plan.objects.filter(region__in=regions).exclude(status=PlanStatus.DRAFT)
    by_region: dict[int, list[Plan]] = defaultdict(list)
    for plan in plans.select_related("region__parent").order_by("region__code", "-start_year"):
        by_region[plan.region_id].append(plan)
    lines: dict[int, RegionLine] = {}
    for periods in by_region.values():
        plan = newest_plan(periods)
        if plan is not None:
            lines[plan.pk] = RegionLine(plan.region, plan, year_of(plan), periods)
    _count_statuses(lines)
    _count_rows(lines)
    for plan_id, number in _open_doubts(lines):
        lines[plan_id].open_doubts = number
    for plan_id, year in _data_years(lines):
        lines[plan_id].data_year = year
    for plan_id in recomputing(lines):
        lines[plan_id].recomputing = True
    return list(lines.values())


def _count_statuses(lines: dict[int, RegionLine]) -> None:
    plans_by_year: dict[int, list[int]] = defaultdict(list)
    for plan_id, line in lines.items():
        plans_by_year[line.year].append(plan_id)
    looked_at = Q(pk__in=[])
    for year, plan_ids in plans_by_year.items():
        looked_at |= Q(year=year, plan__in=plan_ids)
    shown = Assessment.objects.filter(looked_at, shown=True, row__listing=Listing.MAIN).order_by()
    counted = shown.values_list(
        "plan_id", "row__nature", "status", "reason", "target__form", "target__assigned_form"
    ).annotate(number=Count("id"), warnings=Count("id", filter=Q(early_warning=True)))
    for plan_id, nature, status, reason, form, assigned, number, warnings in counted:
        count = StatusCount(nature, status, reason == Reason.REPORTED, assigned or form, number)
        lines[plan_id].counts.append(count)
        lines[plan_id].early_warnings += warnings


def _count_rows(lines: dict[int, RegionLine]) -> None:
    rows = PlanIndicator.objects.filter(plan__in=lines, listing=Listing.MAIN, is_heading=False).order_by()
    for plan_id, number in rows.values_list("plan_id").annotate(number=Count("id")):
        lines[plan_id].rows = number


def _open_doubts(lines: dict[int, RegionLine]) -> Iterable[tuple[int, int]]:
    doubts = Doubt.objects.filter(plan__in=lines, state=DoubtState.OPEN).order_by()
    return doubts.values_list("plan_id").annotate(number=Count("id"))


def _data_years(lines: dict[int, RegionLine]) -> Iterable[tuple[int, int]]:
    figures = Observation.objects.filter(row__plan__in=lines, in_force=True).order_by()
    return figures.values_list("row__plan_id").annotate(year=Max("year"))
