"""The life of a monthly report: draft → submitted → returned with a comment, or approved by another person.

One report a project and month. ``lock`` counts its saves: a writer names the number it read (None: there was nothing yet), and
learns from ``StaleReport`` when somebody else saved since. An approved report that was wrong is reopened with a reason and then goes
the same way again; what was approved stays in the history. Every step locks the project first.
``report_saving`` writes and submits; ``report_effects`` is what an approval does to the project.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import AuditKind, User
from accounts.services import audit
from accounts.services.history import history
from indicators.services.errors import NotSafe, ServiceError, WrongState
from projects.models import ProjectReport, ReportState, ReportWarning
from projects.selectors.leave import leave_to_report
from projects.services import report_steps as steps
from projects.services.errors import OwnReport, ReportFindingsRefused, StaleReport
from projects.services.report_effects import put_in_force, take_back
from projects.services.report_entry import CELLS, Outcome, ReportEntry, ReportFigures, figures_of
from projects.services.report_saving import save_many
from regions.recorded import recorded

#: What an approval writes on a project.
_OF_STAGES = ("stage", "actual_start", "actual_finish", "lock")

__all__ = [
    "CELLS",
    "Decided",
    "NotSafe",
    "Outcome",
    "OwnReport",
    "ReportEntry",
    "ReportFigures",
    "ReportFindingsRefused",
    "ServiceError",
    "StaleReport",
    "WrongState",
    "approve",
    "approve_many",
    "figures_of",
    "reopen",
    "return_report",
    "save_many",
    "withdraw_many",
]


def withdraw_many(*, entries: Sequence[ReportEntry], by: User) -> list[Outcome]:
    """Take submitted reports back into drafts before anybody has reviewed them, each by itself; one outcome each, in order.

    Of an entry project, month and lock count.
    """
    outcomes = [Outcome(entry) for entry in entries]
    for outcome in outcomes:
        try:
            outcome.report = _withdraw(outcome.entry, by)
        except (ServiceError, PermissionDenied) as error:
            outcome.error = error
    return outcomes


def _withdraw(entry: ReportEntry, by: User) -> ProjectReport:
    with transaction.atomic(), history(by, recorded("撤回")):
        project = steps.locked_projects([entry.project.pk])[entry.project.pk]
        leave = leave_to_report(by, project, entry.month, today=timezone.localdate())
        access.require(leave.entitled, user=by, what=f"withdraw report of project {project.pk} {entry.month:%Y-%m}")
        report = ProjectReport.objects.filter(project=project, month=entry.month).first()
        steps.check_lock(report, entry.lock)
        if report is None:
            raise WrongState(_("还没有填写，不能撤回。"))
        steps.check_state(report, {ReportState.SUBMITTED})
        report.project, report.state = project, ReportState.DRAFT
        report.submitted_by = report.submitted_client = report.submitted_at = None
        return steps.save(report)


def return_report(
    *, report: ProjectReport, comment: str, lock: int, cell_comments: Mapping[str, str] | None = None, by: User
) -> ProjectReport:
    """Send a submitted report back with a comment, of the whole or of single cells (``CELLS``), that says what to change.

    Where only cells are commented, the whole says where to look. ``ValidationError`` where nothing is said.
    """
    steps.require_reviewer(report, by, "return")
    cells = steps.check_cell_comments(cell_comments or {})
    with transaction.atomic(), history(by, recorded("退回")):
        current = steps.current_of(report, lock)
        steps.check_state(current, {ReportState.SUBMITTED})
        current.state, current.cell_comments = ReportState.RETURNED, cells
        current.comment = comment.strip() or "；".join(cells.values())
        steps.save(current)
        _record(recorded("退回项目月报：%(name)s %(month)s"), current, by)
        return current


def reopen(*, report: ProjectReport, reason: str, lock: int, by: User) -> ProjectReport:
    """Open an approved report again, with a reason, so that its unit can correct it. What it said of the stage is taken back.

    Until it is approved anew it counts nowhere. ``ValidationError`` on ``comment`` without a reason.
    """
    steps.require_reviewer(report, by, "reopen")
    if not reason.strip():
        raise ValidationError({"comment": _("请写明重新打开的理由")})
    with transaction.atomic(), history(by, recorded("重新打开：%(why)s") % {"why": reason.strip()}):
        current = steps.current_of(report, lock)
        steps.check_state(current, {ReportState.APPROVED})
        take_back(current)
        current.state, current.comment, current.cell_comments = ReportState.RETURNED, reason.strip(), {}
        current.approved_by = current.approved_at = None
        steps.save(current)
        _record(recorded("重新打开项目月报：%(name)s %(month)s"), current, by)
        return current


def approve(*, report: ProjectReport, lock: int, by: User, at: datetime | None = None) -> ProjectReport:
    """Put a submitted report in force: the project's stage follows, a problem is raised. ``at``: as in ``save_many``.

    ``OwnReport`` where the person submitted or typed it. ``ValidationError`` where the stage does not go with what is recorded.
    """
    steps.require_reviewer(report, by, "approve")
    with transaction.atomic(), history(by, recorded("审核通过")):
        current = steps.current_of(report, lock)
        steps.check_state(current, {ReportState.SUBMITTED})
        steps.require_other_person(current, steps.own_reports([current], by), by)
        put_in_force(current, by=by, at=at or timezone.now())
        _record(recorded("审核通过项目月报：%(name)s %(month)s"), current, by)
        return current


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of one report: approved, or why not. ``report`` as it stands now; None: there is no such report."""

    report_id: int
    report: ProjectReport | None
    error: Exception | None

    @property
    def approved(self) -> bool:
        return self.error is None


def approve_many(*, reports: Sequence[tuple[int, int]], by: User, at: datetime | None = None) -> list[Decided]:
    """Approve those of the reports (id, lock) that carry no warning and are not one's own; one answer each, in the order asked.

    One transaction for all; a report that is stale or carries a warning stays as it is and says why. ``PermissionDenied`` where one
    of them is not the person's to review.
    """
    when = at or timezone.now()
    locks = dict(reports)
    with transaction.atomic(), history(by, recorded("批量审核通过")):
        stored = ProjectReport.objects.filter(pk__in=locks)
        projects = steps.locked_projects(set(stored.values_list("project_id", flat=True)))
        current = list(stored.all().order_by("project_id", "month"))
        for one in current:
            one.project = projects[one.project_id]
            steps.require_reviewer(one, by, "approve")
        own = steps.own_reports(current, by)
        warned = set(ReportWarning.objects.filter(report__in=current).values_list("report", flat=True))
        decided = {one.pk: _decide(one, locks[one.pk], own, warned, by, when) for one in current}
    gone = StaleReport(_("这份月报已不存在。"), None)
    return [decided.get(pk) or Decided(pk, None, gone) for pk in locks]


def _decide(report: ProjectReport, lock: int, own: set[int], warned: set[int], by: User, at: datetime) -> Decided:
    """Approve the report, or say why not."""
    try:
        steps.check_lock(report, lock)
        steps.check_state(report, {ReportState.SUBMITTED})
        steps.require_other_person(report, own, by)
        if report.pk in warned:
            raise NotSafe(_("这份月报有提示，请单独审核。"))
        with transaction.atomic():
            put_in_force(report, by=by, at=at)
    except (ServiceError, ValidationError) as error:
        report.project.refresh_from_db(fields=_OF_STAGES)  # others of the batch may be of this project
        project = report.project
        report.refresh_from_db()
        report.project = project
        return Decided(report.pk, report, error)
    _record(recorded("批量审核通过项目月报：%(name)s %(month)s"), report, by)
    return Decided(report.pk, report, None)


def _record(about: str, report: ProjectReport, by: User) -> None:
    said = about % {"name": report.project.name, "month": f"{report.month:%Y-%m}"}
    audit.record(kind=AuditKind.APPROVAL, about=said, by=by, region=report.project.region)
