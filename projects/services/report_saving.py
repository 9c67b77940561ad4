"""Writing drafts of monthly reports and submitting them, one or many at once: one code for form, grid, sheet and demonstration.

As ``indicators.services.saving``: the projects are locked in one order, a report is refused before anything of it is written, and
all are written at once.
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
from accounts.models import Unit
from accounts.services.history import history
from indicators.domain.checks.findings import Severity
from indicators.selectors.stored_figures import among
from indicators.services.errors import ServiceError, WrongState
from projects.domain.checks.check import check_report
from projects.domain.checks.findings import ReportFinding
from projects.models import Project, ProjectReport, ReportState
from projects.selectors.leave import leave_to_report
from projects.selectors.report_surroundings import reported, surroundings_of
from projects.services import report_steps as steps
from projects.services import report_warnings as warnings
from projects.services.errors import ReportFindingsRefused
from projects.services.register import answers_in
from projects.services.report_entry import CELLS, Outcome, ReportEntry, ReportFigures, figures_of
from regions.recorded import recorded

_OF_SYSTEMS = ("submitted_client", "submitted_at")
#: Outcomes with the report that is to be written for each.
_Written = Sequence[tuple[Outcome, ProjectReport]]


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
    *,
    entries: Sequence[ReportEntry],
    by: Writer,
    all_or_nothing: bool = True,
    dry_run: bool = False,
    at: datetime | None = None,
) -> list[Outcome]:
    """Submit every report or leave nothing of it behind, no draft either; one outcome each, in the same order.

    As ``indicators.services.saving.submit_all``: ``unchanged`` where what stands says exactly this; refused with its ``error``;
    else submitted, or with ``dry_run``, or where ``all_or_nothing`` and any other is refused, it would have been. The months are
    submitted one after the other, the earliest first, so that each is measured by the ones before it; a month costs as many
    queries for thousands of projects as for one.
    """
    outcomes, when = [Outcome(entry) for entry in entries], at or timezone.now()
    with transaction.atomic():
        desk = _Desk(entries, by, when)
        mark = transaction.savepoint()
        for month in sorted({entry.month for entry in entries}):
            _submit_month([one for one in outcomes if one.entry.month == month], desk, when)
        if dry_run or (all_or_nothing and any(one.error for one in outcomes)):
            transaction.savepoint_rollback(mark)
            for one in outcomes:
                one.report = one.report if one.unchanged else None
        else:
            transaction.savepoint_commit(mark)
    return outcomes


def _submit_month(outcomes: Sequence[Outcome], desk: _Desk, at: datetime) -> None:
    """Hand over what may be of one month's reports; the outcomes of the others say why not."""
    drafts = []
    for outcome in outcomes:
        outcome.report = desk.unchanged(outcome.entry)
        outcome.unchanged = outcome.report is not None
        draft = None if outcome.unchanged else _attempt(outcome, desk.draft)
        if draft is not None:
            drafts.append((outcome, draft))
    if not drafts:
        return
    _check(drafts, at)
    stored = warnings.stored_of([draft.pk for _outcome, draft in drafts if draft.pk is not None])
    for outcome, draft in drafts:
        before = stored.get(draft.pk, {})
        _ask_submittable(outcome, draft, warnings.answered_keys(outcome.findings, outcome.entry.answers, before))
    kept = [one for one in drafts if one[0].error is None]
    if kept:
        _store(kept, kept, desk.by, at)
        _hand_over(kept, desk.by, at)
    for outcome, draft in kept:
        outcome.report = draft


def _write(entries: Sequence[ReportEntry], *, by: Writer, submit: bool, at: datetime) -> list[Outcome]:
    outcomes = [Outcome(entry) for entry in entries]
    desk = _Desk(entries, by, at)
    for outcome in outcomes:
        outcome.report = _attempt(outcome, desk.draft if outcome.entry.figures is not None else desk.present)
    written = [(outcome, outcome.report) for outcome in outcomes if outcome.report is not None]
    _check(written, at)
    answered = _store([one for one in written if one[0].entry.figures is not None], written, by, at)
    if submit:
        for outcome, report in written:
            _ask_submittable(outcome, report, answered[report.pk])
        _hand_over([one for one in written if one[0].error is None], by, at)
    return outcomes


class _Desk:
    """What the entries are written against: locked projects and their reports of the months."""

    def __init__(self, entries: Sequence[ReportEntry], by: Writer, at: datetime) -> None:
        self.by, self.today = by, timezone.localdate(at)
        self.projects = steps.locked_projects({one.project.pk for one in entries})
        stored = ProjectReport.objects.filter(
            project__in=among(self.projects), month__in={one.month for one in entries}
        )
        self.reports = {(one.project_id, one.month): one for one in stored.select_related("problem_unit")}
        for one in self.reports.values():
            one.project = self.projects[one.project_id]
        self.seen: set[tuple[int, object]] = set()

    def draft(self, entry: ReportEntry) -> ProjectReport:
        """The report of the month with what was entered, as a draft; checked, not yet stored."""
        assert entry.figures is not None
        project, report = self._opened(entry, "save draft of")
        if report is None:
            report = ProjectReport(project=project, month=entry.month)
        elif report.state == ReportState.SUBMITTED and not steps.is_of_system(report, self.by):
            raise WrongState(_("该月报已提交待审核，不能直接修改。请先撤回，或请审核员退回。"))
        elif report.state == ReportState.APPROVED:
            raise WrongState(_("该月报已审核通过。更正须先由审核员说明理由、重新打开，请与审核员联系。"))
        before = {name: getattr(report, name) for name in (*CELLS, "sample", "state", *_OF_SYSTEMS)}
        try:
            _fill(report, entry.figures)
            _check_unit(project, entry.figures.problem_unit)
            if report.state == ReportState.SUBMITTED:  # a system takes back what nobody has reviewed yet
                report.submitted_client = report.submitted_at = None
            report.state = ReportState.DRAFT
            steps.check(report)
        except ValidationError:
            for name, value in before.items():
                setattr(report, name, value)
            raise
        return report

    def unchanged(self, entry: ReportEntry) -> ProjectReport | None:
        """What stands, where it is in the reviewer's hands or approved and says exactly this; None where not.

        None too where the writer may not write it at all: the refusal is the same whatever stands there.
        """
        report = self.reports.get((entry.project.pk, entry.month))
        if report is None or report.state not in {ReportState.SUBMITTED, ReportState.APPROVED}:
            return None
        entitled = leave_to_report(self.by, report.project, entry.month, today=self.today).entitled
        return report if entitled and figures_of(report) == entry.figures else None

    def present(self, entry: ReportEntry) -> ProjectReport:
        """What is saved already and is to be submitted."""
        report = self._opened(entry, "submit")[1]
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


def _attempt(outcome: Outcome, step: Callable[[ReportEntry], ProjectReport]) -> ProjectReport | None:
    """Run a step of one report; a refusal, which always comes before the first write, stays with the report."""
    try:
        return step(outcome.entry)
    except (ServiceError, ValidationError, PermissionDenied) as error:
        outcome.error = error
        return None


def _check(written: _Written, at: datetime) -> None:
    """Let the outcomes say what the checks find about each."""
    around = surroundings_of([report for _outcome, report in written], today=timezone.localdate(at))
    for (outcome, report), its in zip(written, around, strict=True):
        outcome.findings = check_report(reported(report), its)


def _store(drafts: _Written, checked: _Written, by: Writer, at: datetime) -> Mapping[int, frozenset[str]]:
    """Write the drafts, and the warnings of all that is checked; the keys of the answered ones, by report."""
    told = [(report, outcome.findings, outcome.entry.answers) for outcome, report in checked]
    with history(by, recorded("保存草稿")):
        steps.store_drafts([draft for _outcome, draft in drafts])
        return warnings.refresh_many(told, by=by, at=at)


def _hand_over(drafts: _Written, by: Writer, at: datetime) -> None:
    with history(by, recorded("提交审核")):
        steps.hand_over([draft for _outcome, draft in drafts], by, at)


def _ask_submittable(outcome: Outcome, draft: ProjectReport, answered: frozenset[str]) -> None:
    """Let the outcome say what stands in the way of submitting the draft, if anything does."""
    try:
        _refuse(outcome.findings, answered)
        if outcome.entry.figures is None:
            steps.check(draft)  # what was stored earlier, whoever did; what is entered now is checked
    except (ServiceError, ValidationError) as error:
        outcome.error = error


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
