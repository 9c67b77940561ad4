"""What reports are measured by: earlier reports, the stage before, the year's plan, by when they are due. Six queries for any number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from projects.domain import months
from projects.domain.checks.findings import Around, Reported
from projects.domain.money import in_wan
from projects.models import (
    Project,
    ProjectReport,
    ProjectYear,
    ReportingRule,
    ReportState,
    ReportWarning,
    ReportWarningCode,
    Stage,
    StageChange,
)
from projects.selectors.asked import is_asked

#: So far back figures are looked for.
_MONTHS_BACK = 36
_FIELDS = ("investment_month", "investment_to_date", "progress", "progress_text", "stage", "stage_on")
_FIELDS += ("next_step", "problem")


def reported(report: ProjectReport) -> Reported:
    """The report as the checks take it."""
    return Reported(month=report.month, **{name: getattr(report, name) for name in _FIELDS})


def surroundings_of(reports: Sequence[ProjectReport], *, today: date) -> list[Around]:
    """One each, in the same order; a report, saved or not, carries its ``project``. ``today``: the day of submitting, were it now."""
    if not reports:
        return []
    projects = {one.project_id: one.project for one in reports}
    earlier = _earlier(projects, reports)
    changes = _changes(projects)
    years = ProjectYear.objects.filter(project__in=projects, year__in={one.month.year for one in reports})
    planned = {(pk, year): value for pk, year, value in years.values_list("project", "year", "planned_investment")}
    rules = {
        one.plan_id: one for one in ReportingRule.objects.filter(plan__in={one.plan_id for one in projects.values()})
    }
    late = _known_late(reports)
    return [
        _around(
            one, earlier[one.project_id], changes[one.project_id], planned.get((one.project_id, one.month.year)),
            rules.get(one.project.plan_id), late, today,
        )
        for one in reports
    ]  # fmt: skip


def _earlier(projects: Mapping[int, Project], reports: Sequence[ProjectReport]) -> dict[int, list[ProjectReport]]:
    """Submitted and approved reports of the projects, the latest first."""
    monthly = [one.month for one in reports]
    found = ProjectReport.objects.filter(
        project__in=projects,
        month__lt=max(monthly),
        month__gte=months.shifted(min(monthly), -_MONTHS_BACK),
        state__in=[ReportState.SUBMITTED, ReportState.APPROVED],
    )
    kept: dict[int, list[ProjectReport]] = defaultdict(list)
    for one in found.only("project_id", "month", "state", *_FIELDS).order_by("-month"):
        kept[one.project_id].append(one)
    return kept


def _changes(projects: Iterable[int]) -> dict[int, list[StageChange]]:
    kept: dict[int, list[StageChange]] = defaultdict(list)
    for one in StageChange.objects.filter(project__in=list(projects)).order_by("on", "pk"):
        kept[one.project_id].append(one)
    return kept


def _known_late(reports: Sequence[ProjectReport]) -> set[int]:
    """Reports that were late when they were first submitted: what is returned stays what it was, late or in time."""
    submitted = [one.pk for one in reports if one.submitted_at is not None]
    if not submitted:
        return set()
    warned = ReportWarning.objects.filter(report__in=submitted, code=ReportWarningCode.LATE)
    return set(warned.values_list("report", flat=True))


def _around(
    report: ProjectReport,
    earlier: Sequence[ProjectReport],
    changes: Sequence[StageChange],
    planned: Decimal | None,
    rule: ReportingRule | None,
    late: set[int],
    today: date,
) -> Around:
    project = report.project
    before = [one for one in earlier if one.month < report.month]
    stage, stage_on = _stage_before(report, before, changes)
    others = _without_own(report, changes)
    started = min((one.on for one in others if one.stage == Stage.STARTED), default=None)
    asked = is_asked(project, report.month, rule, others)
    judged = report.submitted_at is None or report.pk in late
    return Around(
        earlier=tuple(reported(one) for one in before),
        stage=stage,
        stage_on=stage_on,
        total=in_wan(project.investment, project.investment_unit) if project.investment is not None else None,
        planned_year=planned,
        started_on=started or project.actual_start,
        due=months.due_on(report.month, rule.due_day) if rule and asked and judged else None,
        on=today,
        asked_from=rule.first_month if rule else None,
        asked_to=rule.last_month if rule else None,
    )


def _without_own(report: ProjectReport, changes: Sequence[StageChange]) -> list[StageChange]:
    """The changes of stage but for those that this report brought."""
    return [one for one in changes if one.report_id is None or one.report_id != report.pk]


def _stage_before(
    report: ProjectReport, before: Sequence[ProjectReport], changes: Sequence[StageChange]
) -> tuple[str, date | None]:
    """The stage at the end of the month without this report: recorded, or said by an earlier report that waits for review."""
    end = months.last_day(report.month)
    known = [(one.on, one.stage) for one in _without_own(report, changes) if one.on <= end]
    known += [(one.stage_on, one.stage) for one in reversed(before) if one.stage and one.stage_on is not None]
    if not known:
        return report.project.stage if not changes else "", None
    on, stage = max(known, key=lambda one: one[0])
    return stage, on
