"""One plan as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from indicators.models import Base, Doubt, DoubtState, Listing, PlanIndicator, Target
from intake.models import Intake
from plans.models import Plan, PlanStatus


@dataclass(frozen=True, slots=True)
class PlanPage:
    """``rows``: main indicators without headings; ``table``: all of them, with ``base_now`` and ``targets_now``.
    ``rival``: the plan in force in whose place this draft would come.
    """

    plan: Plan
    rows: int
    commitments: int
    projects: int
    open_doubts: int
    intakes: list[Intake]
    rival: Plan | None
    table: list[PlanIndicator]


def plan_page(plan_id: int) -> PlanPage | None:
    """None: there is no such plan."""
    counts = {
        "main": Count("rows", filter=Q(rows__listing="main", rows__is_heading=False), distinct=True),
        "promised": Count("rows", filter=Q(rows__listing="commitment"), distinct=True),
        "listed": Count("projects", distinct=True),
    }
    plan = Plan.objects.select_related("region").annotate(**counts).filter(pk=plan_id).first()
    if plan is None:
        return None
    others = Plan.objects.filter(region=plan.region, start_year=plan.start_year, status=PlanStatus.IN_FORCE)
    return PlanPage(
        plan=plan,
        rows=plan.main,
        commitments=plan.promised,
        projects=plan.listed,
        open_doubts=Doubt.objects.filter(plan=plan, state=DoubtState.OPEN).count(),
        intakes=list(plan.intakes.select_related("uploaded_by").defer("proposal", "lines")),
        table=list(_table(plan)),
        rival=others.exclude(pk=plan.pk).first() if plan.status == PlanStatus.DRAFT else None,
    )


def _table(plan: Plan) -> QuerySet[PlanIndicator]:
    """The main table in its order, with the bases and targets in force."""
    targets = Target.objects.filter(in_force=True).exclude(form="none").order_by("ordinal")
    return (
        PlanIndicator.objects.filter(plan=plan, listing=Listing.MAIN)
        .prefetch_related(
            Prefetch("bases", Base.objects.filter(in_force=True), to_attr="base_now"),
            Prefetch("targets", targets, to_attr="targets_now"),
        )
        .order_by("position")
    )
