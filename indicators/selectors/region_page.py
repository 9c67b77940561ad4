"""Everything that the page of one region's plan shows, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count

from indicators.models import (
    Assessment,
    BackgroundFigure,
    Base,
    Doubt,
    DoubtState,
    Observation,
    PlanIndicator,
    StatusRule,
    Target,
)
from indicators.models.rows import Listing
from indicators.selectors.jobs import recomputing
from plans.models import Plan, PlanStatus
from regions.models import Region


@dataclass(frozen=True, slots=True)
class RowFacts:
    """One printed row. ``assessment``: of the target that the row shows, None where nothing is computed (yet) or for a heading.

    ``observations``: approved and in force, up to the year looked at, by year.
    """

    row: PlanIndicator
    base: Base | None
    targets: tuple[Target, ...]
    assessment: Assessment | None
    observations: tuple[Observation, ...]
    open_doubts: int

    @property
    def shown_target(self) -> Target | None:
        """The target of the assessment that is shown; without one the primary."""
        if self.assessment is not None:
            for target in self.targets:
                if target.pk == self.assessment.target_id:
                    return target
        return next((target for target in self.targets if target.is_primary), None)


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """One plan looked at in one year. ``recomputing``: a job for it is queued or running (待重算)."""

    plan: Plan
    year: int
    rows: tuple[RowFacts, ...]
    rule: StatusRule | None
    background: tuple[BackgroundFigure, ...]
    open_doubts: int
    recomputing: bool


def find_region(code: str) -> Region | None:
    """The region of a code with its parent; None for a code that nobody has."""
    return Region.objects.select_related("parent").filter(code=code).first()


def plans_of(region: Region) -> list[Plan]:
    """Every plan of the region that is no draft, newest period first."""
    plans = Plan.objects.filter(region=region).exclude(status=PlanStatus.DRAFT)
    return list(plans.order_by("-start_year", "status"))


def newest_plan(plans: list[Plan]) -> Plan | None:
    """The newest plan in force, else the newest there is."""
    in_force = [plan for plan in plans if plan.status == PlanStatus.IN_FORCE]
    return max(in_force or plans, key=lambda plan: plan.start_year, default=None)


def plan_facts(plan: Plan, year: int) -> PlanFacts:
    """The plan's main rows as they stand in ``year``. Nine queries whatever the number of rows."""
    rows = list(
        PlanIndicator.objects.filter(plan=plan, listing=Listing.MAIN).select_related("indicator").order_by("position")
    )
    for row in rows:
        row.plan = plan
    bases = {base.row_id: base for base in Base.objects.filter(row__plan=plan, in_force=True).order_by()}
    targets: dict[int, list[Target]] = defaultdict(list)
    for target in Target.objects.filter(row__plan=plan, in_force=True).order_by("ordinal"):
        targets[target.row_id].append(target)
    shown = Assessment.objects.filter(plan=plan, year=year, shown=True).order_by()
    assessments = {assessment.row_id: assessment for assessment in shown}
    observations: dict[int, list[Observation]] = defaultdict(list)
    in_force = Observation.objects.filter(row__plan=plan, in_force=True, year__lte=year)
    for observation in in_force.order_by("year"):
        observations[observation.row_id].append(observation)
    doubts = _open_doubts(plan)
    return PlanFacts(
        plan=plan,
        year=year,
        rows=tuple(
            RowFacts(
                row=row,
                base=bases.get(row.pk),
                targets=tuple(targets[row.pk]),
                assessment=assessments.get(row.pk),
                observations=tuple(observations[row.pk]),
                open_doubts=doubts.get(row.pk, 0),
            )
            for row in rows
        ),
        rule=StatusRule.objects.filter(active=True).first(),
        background=tuple(BackgroundFigure.objects.filter(plan=plan).order_by("name", "year")),
        open_doubts=sum(doubts.values()),
        recomputing=bool(recomputing([plan.pk])),
    )


def _open_doubts(plan: Plan) -> dict[int | None, int]:
    """Number of open doubts by row; those about the whole table stand under None."""
    counted = Doubt.objects.filter(plan=plan, state=DoubtState.OPEN).order_by().values_list("row_id")
    return dict(counted.annotate(number=Count("id")))
