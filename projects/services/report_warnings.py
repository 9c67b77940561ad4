"""Warnings about a monthly report, kept beside it with the reasons given for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from accounts.access import Writer
from accounts.models import User
from indicators.domain.checks.findings import Severity
from indicators.selectors.stored_figures import among
from projects.domain.checks.findings import ReportFinding
from projects.models import ProjectReport, ReportWarning

#: A report, what the checks say about it, and the reasons that were given now, by key.
Checked = tuple[ProjectReport, Sequence[ReportFinding], Mapping[str, str]]


def refresh_many(checked: Sequence[Checked], *, by: Writer, at: datetime) -> dict[int, frozenset[str]]:
    """Make the stored warnings of the reports say what was found; by report the keys of those with a reason.

    A warning that is no longer found goes (the history keeps it). A reason stays with its warning as long as that says the same;
    about other numbers it is another warning, which wants its own. A blank answer takes the reason back.
    """
    stored = stored_of([one.pk for one, _found, _answers in checked])
    new, gone, answered = [], [], {}
    for report, findings, answers in checked:
        before = stored[report.pk]
        found = {one.key: one for one in findings if one.severity is Severity.WARNING}
        now = {key: before.get(key) or _new(report, one) for key, one in found.items()}
        for key, warning in now.items():
            if _told(warning, found[key].message, answers.get(key), by, at) and warning.pk is not None:
                warning.save()
        new += [warning for warning in now.values() if warning.pk is None]
        gone += [warning.pk for key, warning in before.items() if key not in found]
        answered[report.pk] = frozenset(key for key, warning in now.items() if warning.reason)
    if gone:
        ReportWarning.objects.filter(pk__in=gone).delete()
    ReportWarning.objects.bulk_create(new)
    return answered


def stored_of(report_ids: Collection[int]) -> dict[int, dict[str, ReportWarning]]:
    """The stored warnings of each report, by key. One query."""
    stored: dict[int, dict[str, ReportWarning]] = {one: {} for one in report_ids}
    for warning in ReportWarning.objects.filter(report__in=among(stored)).order_by():
        stored[warning.report_id][f"{warning.code}:{warning.field}"] = warning
    return stored


def answered_keys(
    findings: Sequence[ReportFinding], answers: Mapping[str, str], before: Mapping[str, ReportWarning]
) -> frozenset[str]:
    """Which of the warnings found would have a reason once they are stored (``refresh_many``); nothing is written."""
    return frozenset(
        one.key
        for one in findings
        if one.severity is Severity.WARNING and _reason(before.get(one.key), one.message, answers.get(one.key))
    )


def _reason(stored: ReportWarning | None, message: str, answer: str | None) -> str:
    """The reason that holds for what is said now: the one given now, else the one that stands with the same words."""
    if answer is not None:
        return answer.strip()
    return stored.reason if stored is not None and stored.message == message else ""


def _new(report: ProjectReport, finding: ReportFinding) -> ReportWarning:
    return ReportWarning(report=report, code=finding.code.value, field=finding.field)


def _told(warning: ReportWarning, message: str, answer: str | None, by: Writer, at: datetime) -> bool:
    """Take over what is found and said now; whether anything changed."""
    reason = _reason(warning, message, answer)
    if (warning.message, warning.reason) == (message, reason):
        return False
    if reason != warning.reason:
        person = by if isinstance(by, User) else None  # of a system the report itself says which
        warning.answered_by, warning.answered_at = (person, at) if reason else (None, None)
    warning.message, warning.reason = message, reason
    return True
