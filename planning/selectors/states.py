"""What stands in the way of another state of a plan, and what speaks for looking twice."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from indicators.models import Doubt, DoubtState, Listing, Observation, PlanIndicator, ReportingRound, Target
from plans.models import AdjustmentState, Plan, PlanStatus
from projects.models import ProjectReport


@dataclass(frozen=True, slots=True)
class Standing:
    """``bare``: main rows without a target; ``blocking``: open doubts that keep figures from being assessed.

    ``rival``: the plan in force of the same region and start year. ``figures``, ``rounds``, ``reports``, ``adjustments``
    (executed) and ``papers`` (evaluations, releases) are what was built on the plan; ``successors``: made from it.
    """

    rows: int
    bare: list[PlanIndicator]
    blocking: int
    rival: Plan | None
    figures: int
    rounds: int
    reports: int
    adjustments: int
    papers: int
    successors: int

    @property
    def used(self) -> bool:
        """Something was entered, assessed, adjusted or written about the plan: it is no draft any more."""
        return bool(self.figures or self.rounds or self.reports or self.adjustments or self.papers or self.successors)


def standing_of(plan: Plan) -> Standing:
    """How the plan stands now."""
    rows = plan.rows.filter(is_heading=False)
    return Standing(
        rows=rows.count(),
        bare=list(without_target(rows.filter(listing=Listing.MAIN)).select_related("indicator").order_by("position")),
        blocking=Doubt.objects.filter(plan=plan, state=DoubtState.OPEN, blocking=True).count(),
        rival=rival_of(plan),
        figures=Observation.objects.filter(row__plan=plan).count(),
        rounds=ReportingRound.objects.filter(plan=plan).count(),
        reports=ProjectReport.objects.filter(project__plan=plan).count(),
        adjustments=plan.adjustments.filter(state=AdjustmentState.IN_FORCE).count(),
        papers=_papers(plan),
        successors=plan.successors.count(),
    )


def rival_of(plan: Plan) -> Plan | None:
    """The other plan in force of the same region and start year; there is at most one."""
    others = Plan.objects.filter(region=plan.region, start_year=plan.start_year, status=PlanStatus.IN_FORCE)
    return others.exclude(pk=plan.pk).select_related("region").first()


def without_target(rows):  # type: ignore[no-untyped-def]
    """Those of the rows that promise nothing: no target in force, or one that says that there is none."""
    promises = Target.objects.filter(row=OuterRef("pk"), in_force=True).exclude(form="none")
    return rows.filter(~Q(Exists(promises)))


def _papers(plan: Plan) -> int:
    """What stands above this app refers to the plan by relations of its own: evaluations, releases."""
    above = ("evaluations", "releases")
    return sum(getattr(plan, name).count() for name in above if hasattr(plan, name))
