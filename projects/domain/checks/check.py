"""Checking one monthly report: every kind of check, one finding a key, errors first."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import localcontext

from indicators.domain.arithmetic import CONTEXT
from indicators.domain.checks.findings import Severity
from projects.domain import months, stages
from projects.domain.checks.findings import Around, ReportCode, Reported, ReportFinding
from projects.domain.checks.money import check_money
from projects.domain.checks.stage import check_progress, check_stage
from projects.domain.checks.words import day, month


def check_report(report: Reported, around: Around) -> tuple[ReportFinding, ...]:
    """Every finding, errors first, then in the order of the cells."""
    checks = (check_said, check_time, check_money, check_progress, check_stage)
    with localcontext(CONTEXT):
        found = {one.key: one for check in checks for one in check(report, around)}
    return tuple(sorted(found.values(), key=lambda one: one.severity is not Severity.ERROR))


def check_said(report: Reported, around: Around) -> Iterator[ReportFinding]:
    """A report that says nothing is none; what hinders says something."""
    figures = (report.investment_month, report.investment_to_date, report.progress)
    if all(one is None for one in figures) and not (report.progress_text or report.stage or report.problem):
        message = "这份月报还没有内容。请填写投资、形象进度或存在问题；本月没有进展的，投资填 0，并写明形象进度。"
        yield ReportFinding(ReportCode.EMPTY, Severity.ERROR, "progress_text", message)


def check_time(report: Reported, around: Around) -> Iterator[ReportFinding]:
    """Late, and after months that nobody reported. The message does not count days: the reason stays good on the next."""
    if around.due is not None and around.on is not None and around.on > around.due:
        message = f"{month(report.month)}月报应在 {day(around.due)}前报送，已经逾期。请说明原因。"
        yield ReportFinding(ReportCode.LATE, Severity.WARNING, "month", message)
    if around.earlier and around.asked_from is not None and around.stage not in stages.ENDED:
        first = max(months.after(around.earlier[0].month), around.asked_from)
        last = min(months.before(report.month), around.asked_to or report.month)
        missing = [month(one) for one in months.span(first, last)]
        if missing:
            named = missing[0] if len(missing) == 1 else f"{missing[0]}至{missing[-1]}（{len(missing)} 个月）"
            message = f"{named}的月报还没有报送。请先补报；不补的，请说明原因。"
            yield ReportFinding(ReportCode.MONTH_MISSING, Severity.WARNING, "month", message)
