"""The parts that bulletins are made from, each by one set-based query over any number of projects."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final, NamedTuple

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.utils import timezone

from projects.domain.bulletin import spans
from projects.domain.bulletin.records import CLOSED, Asked, Hindrance, Outline
from projects.domain.months import due_on
from projects.domain.stages import BEGUN, ENDED
from projects.models import (
    Problem,
    ProblemStep,
    Project,
    ProjectReport,
    ProjectYear,
    ReportingRule,
    ReportState,
    ReportWarning,
    ReportWarningCode,
    StageChange,
)
from projects.selectors.asked import is_asked


class Money(NamedTuple):
    """Investment of a project in 万元, None = no month states any. ``year_before``: of the year up to the span before."""

    span: Decimal | None
    before: Decimal | None
    year_before: Decimal | None
    reported: bool
    sample: bool


_ASKED_OF: Final = ("plan_id", "reports_monthly", "merged_into_id", "lead_unit_id", "kind")
NO_MONEY: Final = Money(None, None, None, reported=False, sample=False)


def money(projects: QuerySet[Project], outline: Outline) -> dict[int, Money]:
    """What approved reports say was done, by project; those without any report are left out."""
    first = spans.months_of(outline.kind, outline.month)[0]
    before, year = spans.before(outline.kind, outline.month)[0], outline.month.replace(month=1)
    reports = _approved(projects).filter(month__gte=min(before, year), month__lte=outline.month)
    summed = reports.values("project_id").annotate(
        span=Sum("investment_month", filter=Q(month__gte=first)),
        before=Sum("investment_month", filter=Q(month__gte=before, month__lt=first)),
        year_before=Sum("investment_month", filter=Q(month__gte=year, month__lt=first)),
        now=Count("pk", filter=Q(month=outline.month)),
        samples=Count("pk", filter=Q(sample=True)),
    )
    rows = summed.values_list("project_id", "span", "before", "year_before", "now", "samples")
    return {pk: Money(*sums, reported=bool(now), sample=bool(samples)) for pk, *sums, now, samples in rows}


def months(projects: QuerySet[Project], month: date) -> tuple[tuple[date, Decimal | None], ...]:
    """Investment of all projects by month of the year so far, None for a month that nobody stated."""
    reports = _approved(projects).filter(month__gte=month.replace(month=1), month__lte=month)
    found = dict(reports.values("month").annotate(done=Sum("investment_month")).values_list("month", "done"))
    return tuple((one, found.get(one)) for one in spans.year_months(month))


def planned(projects: QuerySet[Project], year: int) -> dict[int, tuple[Decimal | None, bool]]:
    """By project: planned investment of the year, and whether it is sample data."""
    rows = ProjectYear.objects.filter(project__in=projects.values("pk"), year=year).order_by()
    return {
        pk: (figure, sample) for pk, figure, sample in rows.values_list("project_id", "planned_investment", "sample")
    }


def dates(projects: QuerySet[Project], month: date) -> dict[int, tuple[date | None, date | None]]:
    """By project: when works first began and first ended by the recorded stages up to the month; others have no stage recorded."""
    changes = StageChange.objects.filter(project__in=projects.values("pk"), on__lte=spans.last_day(month)).order_by()
    found = changes.values("project_id").annotate(
        began=Min("on", filter=Q(stage__in=BEGUN)), ended=Min("on", filter=Q(stage__in=ENDED))
    )
    return {pk: (began, ended) for pk, began, ended in found.values_list("project_id", "began", "ended")}


def hindrances(projects: QuerySet[Project], outline: Outline) -> tuple[Hindrance, ...]:
    """Problems raised up to the month: open ones, and those closed since the span began. As they were on the outline's day."""
    first = spans.months_of(outline.kind, outline.month)[0]
    end = timezone.make_aware(datetime.combine(outline.day + timedelta(days=1), time()))
    begin = timezone.make_aware(datetime.combine(first, time()))
    problems = (
        Problem.objects.filter(project__in=projects.values("pk"))
        .filter(Q(report__month__lte=outline.month) | Q(report__isnull=True, raised_at__lt=_end_of(outline.month)))
        .filter(Q(closed_at__isnull=True) | Q(closed_at__gte=begin))
    )
    steps = ProblemStep.objects.filter(problem__in=problems.order_by().values("pk"), taken_at__lt=end)
    last = {
        pk: (kind, unit, due)
        for pk, kind, unit, due in steps.order_by("problem_id", "-pk")
        .distinct("problem_id")
        .values_list("problem_id", "kind", "unit__name", "due")
    }
    rows = problems.order_by().values_list(
        "pk", "project_id", "text", "kind", "report__month", "raised_at", "state", "unit__name", "due", "closed_at"
    )
    return tuple(_hindrance(row, last.get(row[0]), end) for row in rows)


#: The state of a problem after a step; raised and reopened depend on whether a unit and a day stand.
_AFTER: Final = {
    "assigned": "assigned",
    "answered": "answered",
    "sent_back": "assigned",
    "extended": "assigned",
    "closed": CLOSED,
}


def _hindrance(row: tuple, step: tuple[str, str | None, date | None] | None, end: datetime) -> Hindrance:
    pk, project, text, kind, month, raised_at, state, unit, due, closed_at = row
    if step is not None:
        done, unit, due = step
        state = _AFTER.get(done, "assigned" if unit and due else "open")
    elif closed_at is not None and closed_at >= end:
        state = "open"
    closed_on = timezone.localdate(closed_at) if state == CLOSED and closed_at is not None else None
    return Hindrance(pk, project, text, month or timezone.localdate(raised_at), state, kind, unit or "", due, closed_on)


def asked(projects: QuerySet[Project], outline: Outline) -> tuple[Asked, ...]:
    """The reports that the span asked for, and when they came. Five queries, however many months and projects."""
    months = spans.months_of(outline.kind, outline.month)
    rules = {one.plan_id: one for one in ReportingRule.objects.filter(plan__in=projects.values("plan"))}
    ended = StageChange.objects.filter(project__in=projects.values("pk"), stage__in=ENDED).values("project")
    changes: dict[int, list[StageChange]] = {}
    for change in StageChange.objects.filter(project__in=ended).order_by("project_id", "on", "pk"):
        changes.setdefault(change.project_id, []).append(change)
    reports = ProjectReport.objects.filter(project__in=projects.values("pk"), month__in=months).order_by()
    late = set(
        ReportWarning.objects.filter(report__in=reports.values("pk"), code=ReportWarningCode.LATE).values_list(
            "report", flat=True
        )
    )
    zone = timezone.get_current_timezone()  # asked once: 60,000 reports a year
    came = {
        (project, month): (timezone.localdate(at, zone), pk in late)
        for pk, project, month, at in reports.filter(
            state__in=[ReportState.SUBMITTED, ReportState.APPROVED], submitted_at__isnull=False
        ).values_list("pk", "project_id", "month", "submitted_at")
    }
    dues = {(plan, month): due_on(month, rule.due_day) for plan, rule in rules.items() for month in months}
    return tuple(
        Asked(one.pk, month, due, _came(*came.get((one.pk, month), (None, False)), due, outline.day))
        for one in projects.filter(reports_monthly=True, lead_unit__isnull=False).only(*_ASKED_OF)
        for month in months
        if is_asked(one, month, rules.get(one.plan_id), changes.get(one.pk, ()))
        for due in (dues[one.plan_id, month],)
    )


def _came(on: date | None, warned: bool, due: date, day: date) -> date | None:
    """The day on which a report came. One that came in time, was returned and came again after the day counts as in time."""
    if on is None:
        return None
    on = on if warned else min(on, due)
    return on if on <= day else None


def _approved(projects: QuerySet[Project]) -> QuerySet[ProjectReport]:
    return ProjectReport.objects.filter(project__in=projects.values("pk"), state=ReportState.APPROVED).order_by()


def _end_of(month: date) -> datetime:
    return timezone.make_aware(datetime.combine(spans.last_day(month) + timedelta(days=1), time()))
