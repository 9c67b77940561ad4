"""Everything that the page of one region's plan shows, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

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

    ``observations``: approved and in force, up to the year looked at, by year. ``blocking_doubts``: those of the open ones
    that hold an assessment back.
    """

    row: PlanIndicator
    base: Base | None
    targets: tuple[Target, ...]
    assessment: Assessment | None
    observations: tuple[Observation, ...]
    open_doubts: int
    blocking_doubts: int = 0

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
    """One plan looked at in one year. ``recomputing``: a job for it is queued or running (待重算).

    ``before``: the rows of the plan before it, as they stood in its end year, where they were asked for; ``commitments``:
    the promises of the text, likewise.
    """

    plan: Plan
    year: int
    rows: tuple[RowFacts, ...]
    rule: StatusRule | None
    background: tuple[BackgroundFigure, ...]
    open_doubts: int
    recomputing: bool
    commitments: tuple[RowFacts, ...] = ()
    before: tuple[RowFacts, ...] = ()


def find_region(code: str) -> Region | None:
    """The region of a code with its parent; None for a code that nobody has."""
    return Region.objects.select_related("parent").filter(code=code).first()


def plans_of(region: Region) -> list[Plan]:
    """Every plan of the region that is no draft, newest period first. ``commitments``: how many promises its text makes."""
    rows = PlanIndicator.objects.filter(plan=OuterRef("pk"), listing=Listing.COMMITMENT, is_heading=False).order_by()
    counted = Subquery(rows.values("plan").annotate(number=Count("pk")).values("number"), IntegerField())
    plans = Plan.objects.filter(region=region).exclude(status=PlanStatus.DRAFT)
    return list(plans.annotate(commitments=Coalesce(counted, 0)).order_by("-start_year", "status"))


def newest_plan(plans: list[Plan]) -> Plan | None:
    """The newest plan in force, else the newest there is."""
    in_force = [plan for plan in plans if plan.status == PlanStatus.IN_FORCE]
    return max(in_force or plans, key=lambda plan: plan.start_year, default=None)


def plan_before(plans: list[Plan], plan: Plan) -> Plan | None:
    """The plan whose period ended before ``plan`` starts, the latest one; None where there is none."""
    earlier = [one for one in plans if one.end_year <= plan.base_year]
    return max(earlier, key=lambda one: (one.end_year, one.status != PlanStatus.REPLACED), default=None)


def plan_facts(plan: Plan, year: int, *, before: Plan | None = None, commitments: bool = False) -> PlanFacts:
    """The plan's main rows as they stand in ``year``; with them those of ``before`` at its end, and the promises of the text.

    Nine queries whatever the number of rows, and whatever is asked for besides.
    """
    wanted, shown = Q(plan=plan), Q(plan=plan, year=year)
    if not commitments:
        wanted &= Q(listing=Listing.MAIN)
    if before is not None:
        wanted |= Q(plan=before, listing=Listing.MAIN, indicator__isnull=False, is_heading=False)
        shown |= Q(plan=before, year=before.end_year)
    rows = rows_with_figures(PlanIndicator.objects.filter(wanted).order_by("position"), shown, year)
    doubts = _open_doubts(plan)
    for facts in rows:
        facts.row.plan = plan if facts.row.plan_id == plan.pk else before or plan
    own = [
        replace(
            facts, open_doubts=doubts.get(facts.row.pk, (0, 0))[0], blocking_doubts=doubts.get(facts.row.pk, (0, 0))[1]
        )
        for facts in rows
        if facts.row.plan_id == plan.pk
    ]
    return PlanFacts(
        plan=plan,
        year=year,
        rows=tuple(facts for facts in own if facts.row.listing == Listing.MAIN),
        rule=StatusRule.objects.filter(active=True).first(),
        background=tuple(BackgroundFigure.objects.filter(plan=plan).order_by("name", "year")),
        open_doubts=sum(number for number, _blocking in doubts.values()),
        recomputing=bool(recomputing([plan.pk])),
        commitments=tuple(facts for facts in own if facts.row.listing == Listing.COMMITMENT),
        before=tuple(facts for facts in rows if facts.row.plan_id != plan.pk),
    )


def rows_with_figures(found: QuerySet[PlanIndicator], shown: Q, year: int) -> list[RowFacts]:
    """The rows with base, targets, the assessments that ``shown`` names, and figures up to ``year``. Five queries."""
    rows = list(found.select_related("indicator"))
    ids = [row.pk for row in rows]
    bases = {base.row_id: base for base in Base.objects.filter(row__in=ids, in_force=True).order_by()}
    targets: dict[int, list[Target]] = defaultdict(list)
    for target in Target.objects.filter(row__in=ids, in_force=True).order_by("ordinal"):
        targets[target.row_id].append(target)
    stored = Assessment.objects.filter(shown, row__in=ids, shown=True).order_by()
    assessments = {assessment.row_id: assessment for assessment in stored}
    observations: dict[int, list[Observation]] = defaultdict(list)
    for one in Observation.objects.filter(row__in=ids, in_force=True, year__lte=year).order_by("year"):
        observations[one.row_id].append(one)
    return [
        RowFacts(
            row=row,
            base=bases.get(row.pk),
            targets=tuple(targets[row.pk]),
            assessment=assessments.get(row.pk),
            observations=tuple(observations[row.pk]),
            open_doubts=0,
        )
        for row in rows
    ]


def _open_doubts(plan: Plan) -> dict[int | None, tuple[int, int]]:
    """Number of open doubts, and of those that block, by row; those about the whole table stand under None."""
    counted = Doubt.objects.filter(plan=plan, state=DoubtState.OPEN).order_by().values_list("row_id")
    numbers = counted.annotate(number=Count("id"), blocking_number=Count("id", filter=Q(blocking=True)))
    return {row: (number, blocking) for row, number, blocking in numbers}
