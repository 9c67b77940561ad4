"""Writing drafts of monthly reports and submitting them, one or many at once: one code for form, grid, sheet and demonstration.

As ``indicators.services.saving``: the projects are locked in one order, a report is refused before anything of it is written, and
all are checked after all of them are written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from accounts.access import Writer
from accounts.models import ApiClient, Unit
from accounts.services.history import history
from indicators.domain.checks.findings import Severity
from indicators.services.errors import ServiceError, WrongState
from projects.domain.checks.check import check_report
from projects.domain.checks.findings import ReportFinding
from projects.models import Project, ProjectReport, ReportState
from projects.selectors.leave import leave_to_report
from projects.selectors.report_surroundings import reported, surroundings_of
from projects.services import report_steps as steps
from projects.services.errors import ReportFindingsRefused
from projects.services.register import answers_in
from projects.services.report_entry import CELLS, Outcome, ReportEntry, ReportFigures, figures_of
from projects.services.report_warnings import refresh_many
from regions.recorded import recorded


def save_many(
    *,
    entries: Sequence[ReportEntry],
    by: Writer,
    submit: bool = False,
    all_or_nothing: bool = False,
    at: datetime | None = None,
) -> list[Outcome]:
    """Write every entry as a draft (and submit it), in one transaction; one outcome each, in the same order.

    A refused entry leaves the others alone, unless ``all_or_nothing``: then nothing at all is written. One that is saved but may
    not be submitted (an error, a warning without a reason) stays a draft. ``at``: when it happens; None: now. Only
    demonstration data of earlier months name another moment.
    """
    when = at or timezone.now()
    with transaction.atomic():
        outcomes = _write(entries, by=by, submit=submit, at=when)
        if all_or_nothing and any(outcome.error for outcome in outcomes):
            transaction.set_rollback(True)
            for outcome in outcomes:
                outcome.report = None
    return outcomes


def submit_all(
    *, entries: Sequence[ReportEntry], by: Writer, all_or_nothing: bool = True, dry_run: bool = False
) -> list[Outcome]:
    """Submit every entry or leave nothing of it behind, no draft either; one outcome each, in the same order.

    As ``indicators.services.saving.submit_all``: an entry is ``unchanged``, refused (``error``), or submitted, which with
    ``dry_run`` or beside a refused one of ``all_or_nothing`` only means that it would have been (``report`` is None).
    """
    when = timezone.now()
    outcomes = [Outcome(entry) for entry in entries]
    with transaction.atomic():
        desk = _Desk(entries, by, when)
        for outcome in outcomes:
            outcome.report = desk.unchanged(outcome.entry)
            outcome.unchanged = outcome.report is not None
        pending = [outcome for outcome in outcomes if not outcome.unchanged]
        while pending:
            mark = transaction.savepoint()
            tried = _write([outcome.entry for outcome in pending], by=by, submit=True, at=when)
            refused = any(one.error for one in tried)
            for outcome, one in zip(pending, tried, strict=True):
                outcome.findings, outcome.error = one.findings, one.error
                outcome.report = None if refused or dry_run else one.report
            if not refused and not dry_run:
                transaction.savepoint_commit(mark)
                break
            transaction.savepoint_rollback(mark)
            if not refused or all_or_nothing:
                break
            pending = [outcome for outcome in pending if outcome.error is None]
    return outcomes


def _write(entries: Sequence[ReportEntry], *, by: Writer, submit: bool, at: datetime) -> list[Outcome]:
    outcomes = [Outcome(entry) for entry in entries]
    desk = _Desk(entries, by, at)
    with history(by, recorded("保存草稿")):
        for outcome in outcomes:
            _attempt(outcome, desk.draft if outcome.entry.figures is not None else desk.present)
        answered = _check(outcomes, by, at)
    if submit:
        with history(by, recorded("提交审核")):
            for outcome in outcomes:
                if outcome.error is None:
                    _attempt(outcome, lambda one: _submitted(one, answered, by, at))
    return outcomes


class _Desk:
    """What the entries are written against: locked projects and their reports of the months."""

    def __init__(self, entries: Sequence[ReportEntry], by: Writer, at: datetime) -> None:
        self.by, self.today = by, timezone.localdate(at)
        self.projects = steps.locked_projects({one.project.pk for one in entries})
        stored = ProjectReport.objects.filter(project__in=self.projects, month__in={one.month for one in entries})
        self.reports = {(one.project_id, one.month): one for one in stored.select_related("problem_unit")}
        for one in self.reports.values():
            one.project = self.projects[one.project_id]
        self.seen: set[tuple[int, object]] = set()

    def draft(self, outcome: Outcome) -> ProjectReport:
        """The report of the month with what was entered, as a draft."""
        entry = outcome.entry
        assert entry.figures is not None
        project, report = self._opened(entry, "save draft of")
        if report is None:
            report = ProjectReport(project=project, month=entry.month)
        elif steps.is_of_system(report, self.by):
            report.submitted_client = report.submitted_at = None  # a system takes back what nobody has reviewed yet
        elif report.state == ReportState.SUBMITTED:
            raise WrongState(_("该月报已提交待审核，不能直接修改。请先撤回，或请审核员退回。"))
        elif report.state == ReportState.APPROVED:
            raise WrongState(_("该月报已审核通过。更正须先由审核员说明理由、重新打开，请与审核员联系。"))
        before = {name: getattr(report, name) for name in (*CELLS, "sample", "state")}
        try:
            _fill(report, entry.figures)
            _check_unit(project, entry.figures.problem_unit)
            report.state = ReportState.DRAFT
            steps.save(report)
        except ValidationError:
            for name, value in before.items():
                setattr(report, name, value)
            raise
        self.reports[project.pk, entry.month] = report
        return report

    def unchanged(self, entry: ReportEntry) -> ProjectReport | None:
        """What stands, where it is in the reviewer's hands or approved and says exactly this, and the writer may write it."""
        report = self.reports.get((entry.project.pk, entry.month))
        if report is None or report.state not in {ReportState.SUBMITTED, ReportState.APPROVED}:
            return None
        leave = leave_to_report(self.by, self.projects[entry.project.pk], entry.month, today=self.today)
        return report if leave.entitled and figures_of(report) == entry.figures else None

    def present(self, outcome: Outcome) -> ProjectReport:
        """What is saved already and is to be submitted."""
        report = self._opened(outcome.entry, "submit")[1]
        if report is None:
            raise WrongState(_("还没有填写，不能提交。"))
        steps.check_state(report, {ReportState.DRAFT, ReportState.RETURNED})
        return report

    def _opened(self, entry: ReportEntry, doing: str) -> tuple[Project, ProjectReport | None]:
        project = self.projects[entry.project.pk]
        if (project.pk, entry.month) in self.seen:
            raise ValidationError(_("“%(project)s”在这一批里出现了两次，只取第一次的。") % {"project": project.name})
        self.seen.add((project.pk, entry.month))
        leave = leave_to_report(self.by, project, entry.month, today=self.today)
        access.require(leave.entitled, user=self.by, what=f"{doing} report of project {project.pk} {entry.month:%Y-%m}")
        if entry.month.day != 1:
            raise ValidationError({"month": _("月份写成当月 1 日")})
        report = self.reports.get((project.pk, entry.month))
        steps.check_lock(report, entry.lock)
        if leave.sentence:
            raise WrongState(leave.sentence)
        return project, report


def _fill(report: ProjectReport, figures: ReportFigures) -> None:
    for name in (*CELLS, "sample"):
        setattr(report, name, getattr(figures, name))


def _check_unit(project: Project, unit: Unit | None) -> None:
    """Who must solve a problem: a unit of the project's region or of one above or below it."""
    if unit is not None and not answers_in(unit, project):
        raise ValidationError({"problem_unit": _("“%(unit)s”不是本地区或上下级地区的单位。") % {"unit": unit.name}})


def _attempt(outcome: Outcome, step: Callable[[Outcome], ProjectReport]) -> None:
    """Run a step of one report; a refusal, which always comes before the first write, stays with the report."""
    try:
        outcome.report = step(outcome)
    except (ServiceError, ValidationError, PermissionDenied) as error:
        outcome.error = error


def _check(outcomes: Sequence[Outcome], by: Writer, at: datetime) -> Mapping[int, frozenset[str]]:
    """What the checks say about all that is written; the keys of the answered warnings, by report."""
    written = [outcome for outcome in outcomes if outcome.error is None and outcome.report is not None]
    reports = [outcome.report for outcome in written if outcome.report is not None]
    around = surroundings_of(reports, today=timezone.localdate(at))
    checked = []
    for outcome, report in zip(written, reports, strict=True):
        outcome.findings = check_report(reported(report), around[report.pk])
        checked.append((report, outcome.findings, outcome.entry.answers))
    return refresh_many(checked, by=by, at=at)


def _submitted(outcome: Outcome, answered: Mapping[int, frozenset[str]], by: Writer, at: datetime) -> ProjectReport:
    """Hand the draft to the reviewer, unless something found stands in the way."""
    report = outcome.report
    assert report is not None
    _refuse(outcome.findings, answered[report.pk])
    report.state, report.cell_comments = ReportState.SUBMITTED, {}
    report.submitted_by = None if isinstance(by, ApiClient) else by
    report.submitted_client = by if isinstance(by, ApiClient) else None
    report.submitted_at = at
    return steps.save(report)


def _refuse(findings: Sequence[ReportFinding], answered: frozenset[str]) -> None:
    errors = tuple(one for one in findings if one.severity is Severity.ERROR)
    if errors:
        raise ReportFindingsRefused(
            _("有错误须改正，不能提交：%(found)s") % {"found": " ".join(one.message for one in errors)}, errors
        )
    open_still = tuple(one for one in findings if one.severity is Severity.WARNING and one.key not in answered)
    if open_still:
        raise ReportFindingsRefused(
            _("有提示须说明理由或改正，才能提交：%(found)s") % {"found": " ".join(one.message for one in open_still)},
            open_still,
        )
