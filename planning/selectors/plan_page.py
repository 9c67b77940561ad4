"""One plan as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from indicators.models import Base, Doubt, DoubtState, Listing, PlanIndicator, Target
from intake.models import Intake
from plans.models import Plan, PlanStatus


@dataclass(frozen=True, slots=True)
class PlanPage:
    """``rows``: main indicators without headings; ``table``: all of them, with ``base_now`` and ``targets_now``."""

    rows: int
    commitments: int
    projects: int
    open_doubts: int
    intakes: list[Intake]
    successors: list[Plan]
    table: list[PlanIndicator]


def plan_page(plan: Plan, *, drafts: bool) -> PlanPage:
    """What stands on the page of ``plan``, whose region is loaded. ``drafts``: also a plan after it that is still being set up."""
    after = plan.successors if drafts else plan.successors.exclude(status=PlanStatus.DRAFT)
    rows = plan.rows.filter(is_heading=False).aggregate(
        main=Count("pk", filter=Q(listing=Listing.MAIN)), promised=Count("pk", filter=Q(listing=Listing.COMMITMENT))
    )
    return PlanPage(
        rows=rows["main"],
        commitments=rows["promised"],
        projects=plan.projects.count(),
        open_doubts=Doubt.objects.filter(plan=plan, state=DoubtState.OPEN).count(),
        intakes=list(plan.intakes.select_related("uploaded_by").defer("proposal", "lines")),
        successors=list(after.select_related("region")),
        table=list(_table(plan)),
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
