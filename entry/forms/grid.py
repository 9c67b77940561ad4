"""Reading what the script of the grid sends: JSON that is checked word by word, then the forms of its rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts import access
from accounts.models import User
from entry.forms.figure import FigureForm
from entry.forms.sent import Refused, json_object, lock_of, rows_of, text, texts, whole
from entry.presenters.typed import CELLS, bind
from entry.selectors.grid import GridRow, grid_rows
from indicators.services.entered import Entered
from plans.models import Plan


@dataclass(slots=True)
class Sent:
    """The rows of one request that belong to the person, each with its form; ``entries`` only where the form is valid."""

    user: User
    year: int
    rows: dict[int, GridRow] = field(default_factory=dict)
    forms: dict[int, FigureForm] = field(default_factory=dict)
    entries: dict[int, Entered] = field(default_factory=dict)
    answers: dict[int, dict[str, str]] = field(default_factory=dict)
    locks: dict[int, int | None] = field(default_factory=dict)
    unknown: list[int] = field(default_factory=list)  # asked for, but not the person's to write


def read_sent(body: bytes, user: User, *, to_write: bool) -> Sent:
    """``{"plan", "year", "rows": [{"row", "lock", "cells", "reason", "answers"}]}``; ``Refused`` where it is not that.

    ``to_write``: as in ``grid_rows``.
    """
    said = json_object(body)
    plan_id, year = whole(said.get("plan")), whole(said.get("year"))
    by_row = rows_of(said)
    plan = Plan.objects.select_related("region").filter(pk=plan_id, start_year__lte=year, end_year__gte=year).first()
    if plan is None:
        raise Refused(_("没有这个规划或年份。"))
    sent = Sent(user, year)
    for one in grid_rows(user, plan, year, only=list(by_row), to_write=to_write):
        _take(sent, one, by_row[one.row.pk])
    sent.unknown = [row_id for row_id in by_row if row_id not in sent.rows]
    if sent.unknown:
        access.log.warning("refused: rows %s of the grid (user=%s role=%s)", sent.unknown, user.pk, user.role)
    return sent


def _take(sent: Sent, one: GridRow, said: dict[str, Any]) -> None:
    row_id = one.row.pk
    cells = {name: typed for name, typed in texts(said.get("cells")).items() if name in CELLS}
    form = bind(one, cells)
    sent.rows[row_id], sent.forms[row_id] = one, form
    sent.answers[row_id] = texts(said.get("answers"))
    sent.locks[row_id] = lock_of(said)
    if form.is_valid():
        reason = said.get("reason")
        sent.entries[row_id] = Entered(
            row=one.row,
            year=sent.year,
            figures=form.figures(),
            lock=sent.locks[row_id],
            answers=sent.answers[row_id],
            reason=text(reason) if reason is not None else None,
        )
