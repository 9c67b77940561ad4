"""Reading what the script of the grid sends: JSON that is checked word by word, then the forms of its rows."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts import access
from accounts.models import User
from entry.forms.figure import FigureForm
from entry.presenters.typed import CELLS, bind
from entry.selectors.grid import GridRow, grid_rows
from indicators.services.entered import Entered
from plans.models import Plan

#: More rows than any plan has in one request are refused: nobody types them.
MOST_ROWS = 1000
#: A cell longer than this was not meant to be one.
LONGEST = 10_000


class Refused(Exception):
    """The request is not what the grid sends; the sentence says what is wrong."""


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
    said = _object(_json(body))
    plan_id, year = _whole(said.get("plan")), _whole(said.get("year"))
    asked = said.get("rows")
    if not isinstance(asked, list) or len(asked) > MOST_ROWS:
        raise Refused(_("一次最多保存 %(most)d 行。") % {"most": MOST_ROWS})
    by_row = {_whole(_object(one).get("row")): one for one in asked}
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
    cells = {name: text for name, text in _texts(said.get("cells")).items() if name in CELLS}
    form = bind(one, cells)
    sent.rows[row_id], sent.forms[row_id] = one, form
    sent.answers[row_id] = _texts(said.get("answers"))
    lock = said.get("lock")
    sent.locks[row_id] = None if lock is None else _whole(lock)
    if form.is_valid():
        reason = said.get("reason")
        sent.entries[row_id] = Entered(
            row=one.row,
            year=sent.year,
            figures=form.figures(),
            lock=sent.locks[row_id],
            answers=sent.answers[row_id],
            reason=_text(reason) if reason is not None else None,
        )


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise Refused(_("内容不是 JSON。")) from None


def _object(said: Any) -> dict[str, Any]:
    if not isinstance(said, dict):
        raise Refused(_("内容的格式不对。"))
    return said


def _whole(said: Any) -> int:
    if not isinstance(said, int) or isinstance(said, bool) or not 0 <= said < 2**31:
        raise Refused(_("编号必须是整数。"))
    return said


def _text(said: Any) -> str:
    if not isinstance(said, str) or len(said) > LONGEST or not _storable(said):
        raise Refused(_("单元格的内容必须是文字，且不超过 %(most)d 字。") % {"most": LONGEST})
    return said


def _storable(text: str) -> bool:
    """JSON can spell what no database takes: NUL, and half of a pair of surrogates."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _texts(said: Any) -> dict[str, str]:
    return {str(name): _text(text) for name, text in _object({} if said is None else said).items()}
