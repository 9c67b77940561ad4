"""What the checks say about reports as they are stored: errors too, which are kept nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from entry.selectors.projects.desk import ReportRow
from projects.domain.checks.check import check_report
from projects.domain.checks.findings import ReportFinding
from projects.selectors.report_surroundings import reported, surroundings_of


def findings_of(rows: Iterable[ReportRow], *, today: date) -> dict[int, tuple[ReportFinding, ...]]:
    """By project, where something is written that may still be changed. A constant number of queries."""
    reports = []
    for one in rows:
        if one.report is not None and one.editable:
            one.report.project = one.project
            reports.append(one.report)
    around = surroundings_of(reports, today=today)
    return {one.project_id: check_report(reported(one), its) for one, its in zip(reports, around, strict=True)}
