"""What the server answers for each project that the grid of monthly reports sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from entry.forms.projects.grid import SentReports
from entry.forms.projects.report import texts_of
from entry.presenters.projects.grid import errors_at_cells, state_payload
from entry.selectors.projects.desk import ReportRow
from projects.domain.checks.findings import ReportFinding
from projects.models import ProjectReport, ReportState
from projects.services.report_entry import Outcome


def rows_payload(
    sent: SentReports,
    outcomes: Mapping[int, Outcome],
    now: Mapping[int, ReportRow],
    found: Mapping[int, Iterable[ReportFinding]],
) -> list[dict[str, Any]]:
    """One answer a row. ``result``: saved, submitted, withdrawn, checked, or why not (fields, stale, findings, forbidden, state).

    ``found``: what the checks say about rows that are only looked at.
    """
    rows = [_row(row_id, sent, outcomes.get(row_id), now[row_id]) for row_id in sent.rows]
    for row in rows:
        if row["result"] == "checked" and row["row"] in found:
            row["findings"] = findings_payload(found[row["row"]], given(sent.answers[row["row"]], now[row["row"]]))
    lost = [{"row": row_id, "result": "forbidden", "message": _("这一项目不由您报送。")} for row_id in sent.unknown]
    return [*rows, *lost]


def _row(row_id: int, sent: SentReports, outcome: Outcome | None, now: ReportRow) -> dict[str, Any]:
    answer: dict[str, Any] = {"row": row_id, "result": "checked", "errors": {}, "message": "", **state_payload(now)}
    form = sent.forms[row_id]
    if outcome is None:
        refused = {"result": "fields", "errors": errors_at_cells(form.errors), "findings": []}
        return answer if form.is_valid() else answer | refused
    if outcome.entry.figures is None and outcome.error is None:
        return answer | {"result": "withdrawn"}
    if outcome.entry.figures is not None:
        answer["findings"] = findings_payload(outcome.findings, given(sent.answers[row_id], now))
    if outcome.report is not None and outcome.error is None:
        submitted = outcome.report.state == ReportState.SUBMITTED
        return answer | {"result": "submitted" if submitted else "saved"}
    answer |= {"result": outcome.kind, "message": outcome.sentence, "errors": errors_at_cells(outcome.fields)}
    if outcome.kind == "stale":
        answer["theirs"] = _theirs(outcome.theirs)
    return answer


def given(answers: Mapping[str, str], now: ReportRow) -> dict[str, str]:
    """The reasons as they are stored now, else as they were sent."""
    stored = now.report.warnings.all() if now.report else ()
    return {**answers, **{f"{one.code}:{one.field}": one.reason for one in stored}}


def findings_payload(findings: Iterable[ReportFinding], answers: Mapping[str, str]) -> list[dict[str, str]]:
    """``answers``: the reasons given, by key."""
    return [
        {
            "key": one.key,
            "code": one.code.value,
            "severity": one.severity.value,
            "field": one.field,
            "message": one.message,
            "answer": answers.get(one.key, ""),
        }
        for one in findings
    ]


def _theirs(report: ProjectReport | None) -> dict[str, Any]:
    """What another person saved: cells, lock and when."""
    when = f"{report.updated_at:%Y-%m-%d %H:%M}" if report else ""
    return {"cells": texts_of(report), "lock": report.lock if report else None, "when": when}
