"""Reads of problems (问题清单): what a person is shown, in which order, and how the units stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, IntegerField, Min, Q, QuerySet, Value, When

from accounts.access import sees_drafts, visible_regions
from accounts.models import PersonRole, Unit, User
from plans.models import PlanStatus
from projects.models import Problem, ProblemState, ProblemStep
from regions.models import Region

#: What still waits for somebody.
UNSETTLED = (ProblemState.OPEN, ProblemState.ASSIGNED, ProblemState.ANSWERED)


def problems_in_sight(user: User) -> QuerySet[Problem]:
    """Problems of projects of the scope, and those that a unit of the scope must solve for a project above it.

    A leader is not shown those of plans in the making.
    """
    related = Problem.objects.select_related("project__region", "unit__region", "raised_by")
    if not sees_drafts(user):
        related = related.exclude(project__plan__status=PlanStatus.DRAFT)
    if user.region is None:
        return related.filter(project__region__in=visible_regions(user))
    lineage = user.region.lineage
    return related.filter(
        Q(project__region__lineage__startswith=lineage) | Q(unit__region__lineage__startswith=lineage)
    )


def found_problem(user: User, problem_id: int) -> Problem | None:
    """One of them; None where there is none or it is not the person's to see."""
    return problems_in_sight(user).select_related("report", "closed_by").filter(pk=problem_id).first()


def overdue(today: date) -> Q:
    """Assigned, without an answer, and the day has passed."""
    return Q(state=ProblemState.ASSIGNED, due__lt=today)


def in_order(problems: QuerySet[Problem], today: date) -> QuerySet[Problem]:
    """The overdue ones first, the longest on top; then what waits to be assigned, solved, closed; the closed ones last."""
    rank = Case(
        When(overdue(today), then=Value(0)),
        When(state=ProblemState.OPEN, then=Value(1)),
        When(state=ProblemState.ASSIGNED, then=Value(2)),
        When(state=ProblemState.ANSWERED, then=Value(3)),
        default=Value(4),
        output_field=IntegerField(),
    )
    return problems.annotate(rank=rank).order_by("rank", F("due").asc(nulls_last=True), "-raised_at", "pk")


@dataclass(frozen=True, slots=True)
class UnitCount:
    """How the problems of one unit stand; ``unit`` None: nobody was named yet. ``overdue`` are among ``assigned``.

    ``late_since``: the earliest day that has passed, None where nothing is overdue.
    """

    unit: int | None
    name: str
    region: str
    open: int
    assigned: int
    overdue: int
    answered: int
    closed: int
    late_since: date | None

    @property
    def unsettled(self) -> int:
        return self.open + self.assigned + self.answered


def counts_by_unit(problems: QuerySet[Problem], today: date) -> list[UnitCount]:
    """A line for every unit of these problems, the most overdue first. One query."""
    late = overdue(today)
    found = (
        problems.order_by()
        .values("unit", "unit__name", "unit__region__name")
        .annotate(
            **{state.value: Count("pk", filter=Q(state=state)) for state in ProblemState},
            late=Count("pk", filter=late),
            late_since=Min("due", filter=late),
        )
    )
    lines = [
        UnitCount(
            unit=row["unit"], name=row["unit__name"] or "", region=row["unit__region__name"] or "", open=row["open"],
            assigned=row["assigned"], overdue=row["late"], answered=row["answered"], closed=row["closed"],
            late_since=row["late_since"],
        )
        for row in found
    ]  # fmt: skip
    return sorted(lines, key=lambda line: (-line.overdue, -line.unsettled, line.unit is None, line.name))


def steps_of(problem: Problem) -> QuerySet[ProblemStep]:
    """What was done about it, the latest last."""
    return problem.steps.select_related("unit", "taken_by__unit").order_by("pk")


def units_around(region: Region) -> QuerySet[Unit]:
    """Units that may answer for something of a region: its own, those above it, those below; its own first."""
    above = [f"{'/'.join(region.lineage.split('/')[:n])}/" for n in range(1, region.lineage.count("/") + 1)]
    found = Unit.objects.filter(Q(region__lineage__in=above) | Q(region__lineage__startswith=region.lineage))
    own_first = Case(When(region=region, then=Value(0)), default=Value(1), output_field=IntegerField())
    return found.select_related("region").order_by(own_first, "region__code", "name")


def regions_with_problems(problems: QuerySet[Problem]) -> QuerySet[Region]:
    """Regions whose projects have one of these problems."""
    return Region.objects.filter(pk__in=problems.order_by().values("project__region")).order_by("code")


def units_with_problems(problems: QuerySet[Problem]) -> QuerySet[Unit]:
    """Units that one of these problems was given to."""
    return Unit.objects.filter(pk__in=problems.order_by().values("unit")).select_related("region")


def waiting_for(user: User, today: date) -> tuple[int, int]:
    """How many problems wait for an answer of a clerk's unit, and how many of them are overdue; (0, 0) for the others."""
    if user.role != PersonRole.CLERK or user.unit_id is None:
        return 0, 0
    own = Problem.objects.filter(unit=user.unit_id, state=ProblemState.ASSIGNED)
    counted = own.aggregate(all=Count("pk"), late=Count("pk", filter=overdue(today)))
    return counted["all"], counted["late"]
