"""What the approval of a monthly report does to its project, and what reopening it takes back."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from projects.models import ProjectReport, ReportState, ReportWarning, StageChange
from projects.services import report_steps as steps
from projects.services.problems import raise_from_report
from projects.services.stages import take_back_stages, write_stage

_STAGE_CELLS = ("stage", "stage_on")


def put_in_force(report: ProjectReport, *, by: User, at: datetime) -> ProjectReport:
    """Approve a submitted report that the caller has locked and checked. A new stage is recorded, a problem is raised."""
    report.state, report.comment, report.cell_comments = ReportState.APPROVED, "", {}
    report.approved_by, report.approved_at = by, at
    _enter_stage(report, by)
    steps.save(report)
    raise_from_report(report=report, by=by, at=at)
    return report


def take_back(report: ProjectReport) -> None:
    """The report is open again: the stages that it recorded go; a problem that it raised stays until somebody closes it."""
    take_back_stages(report=report)


def _enter_stage(report: ProjectReport, by: User) -> None:
    if not report.stage or report.stage_on is None:
        return
    known = (
        StageChange.objects.filter(project=report.project_id, on__lte=report.stage_on).order_by("-on", "-pk").first()
    )
    if known is not None and known.stage == report.stage:
        return
    reasons = ReportWarning.objects.filter(report=report, field__in=_STAGE_CELLS).exclude(reason="")
    note = "；".join(reasons.values_list("reason", flat=True))[:300]
    write_stage(
        project=report.project,
        stage=report.stage,
        on=report.stage_on,
        by=by,
        report=report,
        note=note,
        sample=report.sample,
    )
