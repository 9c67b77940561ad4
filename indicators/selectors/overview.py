"""Where the plans of a person's regions stand: which plans one period has, and their rows counted by nature and status."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Case, Count, FilteredRelation, Max, Q, QuerySet, Value, When

from indicators.domain.types import Reason
from indicators.models import Doubt, DoubtState, PlanIndicator
from indicators.models.rows import Listing
from indicators.selectors.jobs import recomputing
from indicators.selectors.region_page import newest_plan
from indicators.selectors.stored_figures import among
from plans.models import Plan, PlanStatus
from regions.models import Level, Region

Period = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Scope:
    """The plans of one period, the person's own region first, then by code. ``own``: the plan of that region, None without one.

    ``periods``: every period that has a plan, newest first; ``period`` None: there is no plan at all.
    """

    region: Region | None
    plans: tuple[Plan, ...]
    own: Plan | None
    period: Period | None
    periods: tuple[Period, ...]

    @property
    def plan_ids(self) -> list[int]:
        return [plan.pk for plan in self.plans]


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many rows of a nature show a status. ``own``: of the person's own region, else of those below it.

    ``status`` "": nothing is computed yet. ``reported``: declared by phrase, counted apart from figures.
    ``data_year``: the newest year that an actual behind these statuses is of.
    """

    own: bool
    nature: str
    status: str
    reported: bool
    form: str
    number: int
    early_warnings: int
    data_year: int | None


def scope_of(region: Region | None, regions: QuerySet[Region], asked: Period | None) -> Scope:
    """The plans of ``asked``, else of the period of the own region's newest plan, else of the newest there is. One query.

    Drafts are left out; of several plans of a region for one period the one in force counts.
    """
    found = Plan.objects.filter(region__in=regions).exclude(status=PlanStatus.DRAFT).select_related("region")
    plans = list(found.order_by("region__code", "-start_year", "status"))
    own = [plan for plan in plans if region is not None and plan.region_id == region.pk]
    newest = newest_plan(own) or newest_plan(plans)
    period = asked or (_period(newest) if newest else None)
    of_region: dict[int, list[Plan]] = {}
    for plan in plans:
        if _period(plan) == period:
            of_region.setdefault(plan.region_id, []).append(plan)
    chosen = [plan for one in of_region.values() if (plan := newest_plan(one)) is not None]
    own_id = region.pk if region is not None else None
    chosen.sort(key=lambda plan: (plan.region_id != own_id, plan.region.code))
    return Scope(
        region=region,
        plans=tuple(chosen),
        own=next((plan for plan in chosen if plan.region_id == own_id), None),
        period=period,
        periods=tuple(sorted({_period(plan) for plan in plans}, reverse=True)),
    )


def _period(plan: Plan) -> Period:
    return plan.start_year, plan.end_year


def status_counts(scope: Scope, year: int) -> list[StatusCount]:
    """Main rows of the scope by nature and status, the own region's apart. One query."""
    own = Case(
        When(plan_id=scope.own.pk if scope.own else 0, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    counted = (
        rows_of(scope.plan_ids, year)
        .annotate(own=own)
        .values_list(
            "own", "nature", "seen__status", "seen__reason", "seen__target__form", "seen__target__assigned_form"
        )
        .annotate(
            number=Count("id"),
            warnings=Count("id", filter=Q(seen__early_warning=True)),
            data_year=Max("seen__actual_year"),
        )
    )
    return [
        StatusCount(
            is_own, nature, status or "", reason == Reason.REPORTED, assigned or form or "", number, warned, newest
        )
        for is_own, nature, status, reason, form, assigned, number, warned, newest in counted
    ]


def rows_of(plan_ids: Iterable[int], year: int) -> QuerySet[PlanIndicator]:
    """Main rows that are no headings, in no order; ``seen``: the assessment that each shows in ``year``, null without one."""
    rows = PlanIndicator.objects.filter(plan_id__in=among(plan_ids), listing=Listing.MAIN, is_heading=False).order_by()
    return rows.annotate(
        seen=FilteredRelation("assessments", condition=Q(assessments__shown=True, assessments__year=year))
    )


def open_doubts(plan_ids: Iterable[int]) -> int:
    """How many doubts of these plans are open."""
    return Doubt.objects.filter(plan_id__in=among(plan_ids), state=DoubtState.OPEN).count()


def waiting(plan_ids: Iterable[int]) -> bool:
    """Whether a recompute of one of these plans has not run yet (待重算)."""
    return bool(recomputing(plan_ids))


def without_plan(regions: QuerySet[Region], plans: Iterable[Plan], on: date) -> int:
    """How many regions down to the county, valid on that day, have none of these plans; the nation is not counted."""
    valid = (Q(valid_from=None) | Q(valid_from__lte=on.year)) & (Q(valid_to=None) | Q(valid_to__gte=on.year))
    places = regions.filter(valid, level__gt=Level.NATION, level__lte=Level.COUNTY)
    return places.exclude(pk__in=among(plan.region_id for plan in plans)).count()
