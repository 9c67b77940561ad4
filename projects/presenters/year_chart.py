"""The chart of a year's investment and the table beside it: for many projects or for one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext as _

from figures.frame import as_script_text
from figures.investment import Month, Words, investment
from indicators.domain import display, unit_names
from projects.domain.money import share_of, total
from projects.presenters import money

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Amount:
    """Approved investment of a month in 万元; ``planned``: of projects with a figure in the year's plan."""

    month: date
    planned: bool
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """One month of the table, in the chart's unit: done in it; since the year began: done, of those with a plan, the even plan."""

    label: str
    month: str
    so_far: str
    against: str
    planned: str
    share: str


@dataclass(frozen=True, slots=True)
class YearChart:
    """As ``dashboards/_chart.html`` draws it, with its table. ``unit``: of both. ``others``: whether some have no plan."""

    json: str
    alternative: str
    count: int
    unit: str
    lines: tuple[Line, ...]
    others: bool


def year_chart(amounts: Iterable[Amount], planned: Decimal | None, until: date, *, file: str) -> YearChart | None:
    """The year of ``until`` up to that month. ``planned``: the year's plan in 万元, None = nobody has one. None without a report."""
    told = [one for one in amounts if one.month.year == until.year and one.month <= until]
    known = (
        told if planned is not None else [replace(one, planned=True) for one in told]
    )  # nothing to tell them apart by
    if not known:
        return None
    unit, wan = money.unit_for(max([sum((one.amount for one in known), Decimal(0)), planned or Decimal(0)]))
    months, rows = [], []
    for number in range(1, _MONTHS + 1):
        month = date(until.year, number, 1)
        so_far = [one for one in known if one.month <= month] if month <= until else []
        done, other = (total(one.amount for one in so_far if one.planned is kind) for kind in (True, False))
        even = None if planned is None else planned * number / _MONTHS
        label = _("%(month)d 月") % {"month": number}
        months.append(
            Month(
                label,
                *(None if value is None else value / wan for value in (done, other, even)),
                *(display.with_unit(money.in_unit(value, wan), unit) for value in (done, other, even)),
            )
        )
        if month <= until:
            own = total(one.amount for one in so_far if one.month == month)
            rows.append((label, (own, total([done, other]), done, even), display.share(share_of(done, even))))
    digits = [
        money.digits_for(column, wan) for column in zip(*(figures for _label, figures, _share in rows), strict=True)
    ]
    lines = [
        Line(label, *(money.in_unit(one, wan, fine) for one, fine in zip(figures, digits, strict=True)), share)
        for label, figures, share in rows
    ]
    others = any(not one.planned for one in known)
    words = Words(
        done=_("累计完成（有年度计划的）") if others else _("累计完成"),
        other=_("累计完成（没有年度计划的）"),
        planned=_("年度计划按月均摊"),
        unit=unit_names.said(unit),
        file=file,
    )
    return YearChart(_text(tuple(months), words), _alternative(lines, unit), _MONTHS, unit, tuple(lines), others)


def _alternative(lines: Sequence[Line], unit: str) -> str:
    last = lines[-1]
    said = _("到 %(month)s末累计完成投资 %(done)s，年度计划按月均摊 %(planned)s。数字见下表。")
    figures = {"done": display.with_unit(last.so_far, unit), "planned": display.with_unit(last.planned, unit)}
    return said % {"month": last.label, **figures}


@lru_cache(maxsize=128)
def _text(months: tuple[Month, ...], words: Words) -> str:
    """A figure is a function of its data: a page that is asked for again does not draw it again."""
    return as_script_text(investment(months, words))
