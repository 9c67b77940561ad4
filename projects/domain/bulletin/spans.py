"""The months that a bulletin covers: one, a quarter, half a year, a year; always within one calendar year."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import Final

MONTHLY, QUARTERLY, HALF_YEARLY, YEARLY = "monthly", "quarterly", "half_yearly", "yearly"
#: How many months each kind covers.
LENGTHS: Final = {MONTHLY: 1, QUARTERLY: 3, HALF_YEARLY: 6, YEARLY: 12}


def ends_in(kind: str, month: date) -> bool:
    """Whether a bulletin of this kind ends with the month: quarters in March, June, September, December, and so on."""
    return month.month % LENGTHS[kind] == 0


def months_of(kind: str, month: date) -> tuple[date, ...]:
    """First days of the covered months, oldest first. ``month``: the first day of the last one; ValueError where none ends with it."""
    if month.day != 1 or not ends_in(kind, month):
        raise ValueError(f"no {kind} bulletin ends with {month}")
    return tuple(month.replace(month=number) for number in range(month.month - LENGTHS[kind] + 1, month.month + 1))


def before(kind: str, month: date) -> tuple[date, ...]:
    """The months of the span before; of the first span of a year they lie in the year before."""
    first = months_of(kind, month)[0]
    return months_of(kind, first.replace(month=first.month - 1) if first.month > 1 else date(first.year - 1, 12, 1))


def year_months(month: date) -> tuple[date, ...]:
    """First days of the months of the year up to this one."""
    return tuple(month.replace(month=number) for number in range(1, month.month + 1))


def last_day(month: date) -> date:
    """The last day of the month."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def elapsed(month: date) -> Decimal:
    """The share of the year that is over at the end of the month (时序进度): March 0.25."""
    return Decimal(month.month) / 12


def last_reached(kind: str, month: date, today: date) -> date:
    """The last month of the span that ``month`` lies in; where that is still ahead of ``today``, of the span before.

    In a year's first span that has not ended there is none before it in the year: then it is the last of the year before.
    """
    length = LENGTHS[kind]
    last = month.replace(day=1, month=-(-month.month // length) * length)
    return last if last <= today else before(kind, last)[-1]
