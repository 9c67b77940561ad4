"""The monthly reports that a person may write: whose projects, which month, and how each of them stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max, Min, Prefetch, Q, QuerySet

from accounts.access import visible_regions
from accounts.models import PersonRole, Unit, User
from plans.models import PlanStatus
from projects.domain import months
from projects.models import Kind, Project, ProjectReport, ProjectYear, ReportingRule, ReportState, ReportWarning
from projects.selectors.asked import must_report
from projects.selectors.leave import ReportLeave, leave_to_report

#: The warnings of a report, in the order of its cells.
WARNINGS = Prefetch("warnings", ReportWarning.objects.order_by("field", "code"))
#: So many months can be chosen.
MOST_MONTHS = 60


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One project as it stands in a month. ``last``: the newest earlier report that was handed over, None: there is none.

    ``planned``: investment of the year's plan in 万元, None = not stated. ``due``: the last day in time, None: it need not
    report this month.
    """

    project: Project
    month: date
    due: date | None
    planned: Decimal | None
    last: ProjectReport | None
    report: ProjectReport | None
    leave: ReportLeave

    @property
    def is_asked(self) -> bool:
        return self.due is not None

    @property
    def waits(self) -> bool:
        return self.report is not None and self.report.state == ReportState.SUBMITTED

    @property
    def approved(self) -> bool:
        return self.report is not None and self.report.state == ReportState.APPROVED

    @property
    def editable(self) -> bool:
        """Whether its cells may be written now: leave, and nothing that waits for a reviewer or is in force."""
        return self.leave.allowed and not self.waits and not self.approved

    @property
    def withdrawable(self) -> bool:
        return self.leave.allowed and self.waits


def reporting(user: User) -> QuerySet[Project]:
    """Projects whose reports the person may write: of the own unit, or any in scope; no directions, nothing merged into another."""
    found = Project.objects.filter(region__in=visible_regions(user), lead_unit__isnull=False, merged_into__isnull=True)
    found = found.exclude(kind=Kind.DIRECTION).exclude(plan__status=PlanStatus.REPLACED)
    return found.filter(lead_unit=user.unit_id) if user.role == PersonRole.CLERK else found


def units_of(user: User) -> list[Unit]:
    """Whose projects the person may choose: units that lead any which report monthly. A clerk's own alone."""
    if user.role == PersonRole.CLERK:
        return [user.unit] if user.unit is not None else []
    leading = reporting(user).filter(reports_monthly=True).values("lead_unit")
    return list(Unit.objects.filter(pk__in=leading).select_related("region").order_by("region__code", "name"))


def months_of(unit: Unit, *, today: date) -> list[date]:
    """The months that may be chosen, the newest first: those of the rules of its plans, as far as they have come."""
    plans = Project.objects.filter(lead_unit=unit).values("plan")
    rules = ReportingRule.objects.filter(plan__in=plans).aggregate(
        first=Min("first_month"), last=Max("last_month"), open=Min("pk", filter=Q(last_month__isnull=True))
    )
    this = months.first_of(today)
    first, last = rules["first"], rules["last"]
    newest = this if first is None or rules["open"] is not None or last is None else min(last, this)
    oldest = first if first is not None and first <= newest else months.shifted(newest, -11)
    return list(months.span(max(oldest, months.shifted(newest, 1 - MOST_MONTHS)), newest))[::-1]


def usual_month(offered: Sequence[date], *, today: date) -> date:
    """The month that has just ended, or the newest one before it that is offered."""
    ended = months.before(months.first_of(today))
    return next((one for one in offered if one <= ended), offered[0])


def report_rows(
    user: User,
    unit: Unit | None,
    month: date,
    *,
    today: date,
    only: Collection[int] | None = None,
    everything: bool = False,
) -> list[ReportRow]:
    """The projects of a unit (None: any that the person may write) in a month; returned ones first, then those that must report.

    ``everything``: also those that need not report. ``only``: some of them, by id. Eight queries for any number.
    """
    found = reporting(user)
    if unit is not None:
        found = found.filter(lead_unit=unit)
    if only is not None:
        found = found.filter(pk__in=only)
    elif not everything:
        found = found.filter(Q(reports_monthly=True) | Q(reports__month=month)).distinct()
    related = found.select_related("plan__region", "region", "lead_unit").order_by("region__code", "plan", "position")
    projects = list(related)
    ids = [one.pk for one in projects]
    here = ProjectReport.objects.filter(project__in=ids, month=month).select_related("problem_unit")
    reports = {one.project_id: one for one in here.prefetch_related(WARNINGS)}
    last = _last(ids, month)
    years = ProjectYear.objects.filter(project__in=ids, year=month.year)
    planned = dict(years.values_list("project", "planned_investment"))
    due = due_by_project(ids, month)
    rows = [
        ReportRow(
            project=one,
            month=month,
            due=due.get(one.pk),
            planned=planned.get(one.pk),
            last=last.get(one.pk),
            report=reports.get(one.pk),
            leave=leave_to_report(user, one, month, today=today),
        )
        for one in projects
    ]
    return sorted(rows, key=_rank)


def due_by_project(ids: Collection[int], month: date) -> dict[int, date]:
    """The last day in time, for those of the projects that must report the month."""
    asked = must_report(Project.objects.filter(pk__in=ids), month)
    found = asked.values_list("pk", "plan__reporting_rule__due_day")
    return {project_id: months.due_on(month, due_day) for project_id, due_day in found}


def _last(ids: Collection[int], month: date) -> dict[int, ProjectReport]:
    handed = ProjectReport.objects.filter(
        project__in=ids, month__lt=month, state__in=[ReportState.SUBMITTED, ReportState.APPROVED]
    )
    return {one.project_id: one for one in handed.order_by("project_id", "-month").distinct("project_id")}


def _rank(one: ReportRow) -> tuple[bool, bool]:
    returned = one.report is not None and one.report.state == ReportState.RETURNED
    return (not returned, not one.is_asked)


def units_to_ask(user: User, unit: Unit | None) -> list[Unit]:
    """Who may be asked to solve a problem: units of the unit's region, of those above it, then of those below it."""
    region = unit.region if unit is not None else user.region
    every = Unit.objects.select_related("region")
    if region is None:
        return list(every.order_by("region__code", "name"))
    above = [code for code in region.lineage.split("/") if code]
    near = list(every.filter(Q(region__code__in=above) | Q(region__lineage__startswith=region.lineage)))
    return sorted(near, key=lambda one: (one.region_id != region.pk, one.region.lineage, one.name))
