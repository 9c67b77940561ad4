"""Reading what the script of the grid of monthly reports sends: JSON, then the form of each project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts import access
from accounts.models import Unit, User
from entry.forms.projects.report import CELLS, ReportForm, offered, texts_of
from entry.forms.sent import Refused, json_object, lock_of, rows_of, text, texts
from entry.selectors.projects.desk import ReportRow, report_rows, units_to_ask
from projects.domain.months import read_month
from projects.services.report_entry import ReportEntry


@dataclass(slots=True)
class SentReports:
    """The projects of one request that the person may write, each with its form; ``entries`` only where the form is valid."""

    user: User
    month: date
    rows: dict[int, ReportRow] = field(default_factory=dict)
    forms: dict[int, ReportForm] = field(default_factory=dict)
    entries: dict[int, ReportEntry] = field(default_factory=dict)
    answers: dict[int, dict[str, str]] = field(default_factory=dict)
    locks: dict[int, int | None] = field(default_factory=dict)
    unknown: list[int] = field(default_factory=list)  # asked for, but not the person's to write


def read_sent(body: bytes, user: User, *, today: date) -> SentReports:
    """``{"month": "2025-03", "rows": [{"row" (the project), "lock", "cells", "answers"}]}``; ``Refused`` where it is not that."""
    said = json_object(body)
    month = read_month(text(said.get("month")))
    if month is None:
        raise Refused(_("没有这个月份。"))
    by_row = rows_of(said)
    sent = SentReports(user, month)
    found = report_rows(user, None, month, today=today, only=list(by_row))
    units = _units(user, found)
    for one in found:
        _take(sent, one, by_row[one.project.pk], units)
    sent.unknown = [row_id for row_id in by_row if row_id not in sent.rows]
    if sent.unknown:
        access.log.warning("refused: reports of projects %s (user=%s role=%s)", sent.unknown, user.pk, user.role)
    return sent


def _units(user: User, found: list[ReportRow]) -> dict[str, Unit]:
    """Who may be named in the cells: rows of one request belong to one unit, as one grid shows one."""
    return offered(units_to_ask(user, found[0].project.lead_unit if found else None))


def _take(sent: SentReports, one: ReportRow, said: Mapping[str, Any], units: Mapping[str, Unit]) -> None:
    row_id = one.project.pk
    typed = {name: cell for name, cell in texts(said.get("cells")).items() if name in CELLS}
    form = ReportForm({**texts_of(one.report), **typed}, units=units)
    sent.rows[row_id], sent.forms[row_id] = one, form
    sent.answers[row_id] = texts(said.get("answers"))
    sent.locks[row_id] = lock_of(dict(said))
    if form.is_valid():
        sent.entries[row_id] = ReportEntry(
            project=one.project,
            month=sent.month,
            figures=form.figures(),
            lock=sent.locks[row_id],
            answers=sent.answers[row_id],
        )
