"""Which projects must report a month, and what became of it: reported in time, late, overdue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from projects.domain import months
from projects.models import (
    Kind,
    Project,
    ProjectReport,
    ReportingRule,
    ReportState,
    ReportWarning,
    ReportWarningCode,
    Stage,
    StageChange,
)

#: After these stages reporting is voluntary, from the month after.
ENDED = (Stage.COMPLETED, Stage.IN_OPERATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedReport:
    """A project that must report the month. ``due``: the last day in time.

    ``state``: "" where nothing is written; ``late``: submitted after that day (it stays so when it is returned and mended);
    ``overdue``: that day has passed and it is neither submitted nor approved. ``report``: its id.
    """

    project: int
    region: int
    unit: int
    due: date
    report: int | None
    state: str
    submitted_at: datetime | None
    late: bool
    overdue: bool

    @property
    def handed_in(self) -> bool:
        return self.state in (ReportState.SUBMITTED, ReportState.APPROVED)


def must_report(projects: QuerySet[Project], month: date) -> QuerySet[Project]:
    """Those of ``projects`` that must report ``month`` (its first day), whatever they did."""
    rule = ReportingRule.objects.filter(plan=OuterRef("plan"), first_month__lte=month)
    rule = rule.filter(Q(last_month__isnull=True) | Q(last_month__gte=month))
    stage = StageChange.objects.filter(project=OuterRef("pk"), on__lt=month).order_by("-on", "-pk").values("stage")[:1]
    asked = projects.filter(Exists(rule), reports_monthly=True, merged_into__isnull=True, lead_unit__isnull=False)
    asked = asked.exclude(kind=Kind.DIRECTION).annotate(stage_at_first=Subquery(stage))
    return asked.filter(Q(stage_at_first__isnull=True) | ~Q(stage_at_first__in=ENDED))


def asked_reports(projects: QuerySet[Project], month: date, *, today: date) -> list[AskedReport]:
    """Each project that must report ``month`` with what became of it, in the order of ``projects``. Three queries."""
    asked = must_report(projects, month).annotate(due_day=F("plan__reporting_rule__due_day"))
    rows = list(asked.values_list("pk", "region_id", "lead_unit_id", "due_day"))
    reports = {one.project_id: one for one in _reports([row[0] for row in rows], month)}
    late = set(
        ReportWarning.objects.filter(
            report__in=[one.pk for one in reports.values()], code=ReportWarningCode.LATE
        ).values_list("report", flat=True)
    )
    return [_asked(row, reports.get(row[0]), month, late, today) for row in rows]


def _reports(project_ids: Sequence[int], month: date) -> Iterable[ProjectReport]:
    found = ProjectReport.objects.filter(project__in=project_ids, month=month)
    return found.only("project_id", "state", "submitted_at").order_by()


def _asked(
    row: tuple[int, int, int, int], report: ProjectReport | None, month: date, late: set[int], today: date
) -> AskedReport:
    pk, region, unit, due_day = row
    due = months.due_on(month, due_day)
    state = report.state if report is not None else ""
    at = report.submitted_at if report is not None else None
    handed_in = state in (ReportState.SUBMITTED, ReportState.APPROVED)
    warned = report is not None and report.pk in late
    return AskedReport(
        project=pk,
        region=region,
        unit=unit,
        due=due,
        report=report.pk if report is not None else None,
        state=state,
        submitted_at=at,
        late=at is not None and warned and timezone.localdate(at) > due,
        overdue=not handed_in and today > due,
    )


def is_asked(project: Project, month: date, rule: ReportingRule | None, changes: Sequence[StageChange]) -> bool:
    """The rule of ``must_report`` for one project that is read, with its stage changes in order."""
    if rule is None or month < rule.first_month or (rule.last_month is not None and month > rule.last_month):
        return False
    before = [one.stage for one in changes if one.on < month]
    ended = bool(before) and before[-1] in ENDED
    given = project.reports_monthly and project.merged_into_id is None and project.lead_unit_id is not None
    return given and project.kind != Kind.DIRECTION and not ended
