"""Parameters of addresses: understood or refused with one clear sentence, never guessed."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.views.asked import BadParameter, require_known
from dashboards.presenters.choice import KINDS, MARKS, NATURES, SORTS, STATUSES, Choice
from indicators.domain.years import default_year
from plans.models import Plan

_PERIOD = re.compile(r"(\d{4})-(\d{4})")
_YEAR = re.compile(r"\d{4}")


def today() -> date:
    """The day on which the page is asked for, in the office's time zone."""
    return timezone.localdate()


def period_of(query: QueryDict) -> tuple[int, int] | None:
    """``period=2021-2025`` as two years; None where it is not given."""
    text = query.get("period", "").strip()
    if not text:
        return None
    found = _PERIOD.fullmatch(text)
    if found is None or int(found[1]) > int(found[2]):
        raise BadParameter(
            _("参数 period 写作“起始年-末年”，例如 2021-2025；收到的是“%(text)s”。") % {"text": text[:40]}
        )
    return int(found[1]), int(found[2])


def year_of(query: QueryDict, plan: Plan) -> int | None:
    """``year=2024`` within the plan; None where it is not given."""
    text = query.get("year", "").strip()
    if not text:
        return None
    if not _YEAR.fullmatch(text):
        raise BadParameter(_("参数 year 写作四位年份，例如 2024；收到的是“%(text)s”。") % {"text": text[:40]})
    year = int(text)
    if not plan.start_year <= year <= plan.end_year:
        raise BadParameter(
            _("year=%(year)s 不在规划期 %(start)s–%(end)s 之内。")
            % {"year": year, "start": plan.start_year, "end": plan.end_year}
        )
    return year


def due_year(plan: Plan, day: date) -> int:
    """The year looked at on ``day`` where the address names none."""
    return default_year(start_year=plan.start_year, end_year=plan.end_year, today_year=day.year)


#: What an address keeps when rows are chosen in it.
_KEPT = ("period", "year", "as_of", "compare", "commitments")


def row_choice(query: QueryDict) -> Choice:
    """``status=behind&status=far_behind&nature=binding&category=…&mark=doubt&sort=-gap``: which rows, in which order.

    A value may come more than once. A category that the plan does not have is no mistake: then there are no rows.
    """
    values = {kind: tuple(dict.fromkeys(one.strip() for one in query.getlist(kind) if one.strip())) for kind in KINDS}
    known: dict[str, Collection[str]] = {"status": STATUSES, "nature": NATURES, "mark": MARKS}
    for kind, allowed in known.items():
        require_known(kind, values[kind], allowed)
    order = query.get("sort", "").strip()
    require_known("sort", [order.removeprefix("-")] if order else [], SORTS)
    return Choice(
        **values,
        sort=order.removeprefix("-"),
        descending=order.startswith("-"),
        kept=tuple((name, query[name]) for name in _KEPT if query.get(name, "").strip()),
    )
