"""Months as data: a month is the first of its days. Due days, quarters, halves, and how months are written."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from indicators.domain.said import Said, say

_DECEMBER = 12
#: Years of which anything may be asked: every month of them has others before and after it.
FIRST_YEAR, LAST_YEAR = 1949, 9998


def first_of(day: date) -> date:
    """The month that ``day`` lies in."""
    return day.replace(day=1)


def last_day(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def shifted(month: date, by: int) -> date:
    """The month ``by`` months later (earlier where negative)."""
    count = month.year * 12 + month.month - 1 + by
    return date(count // 12, count % 12 + 1, 1)


def before(month: date) -> date:
    return shifted(month, -1)


def after(month: date) -> date:
    return shifted(month, 1)


def span(first: date, last: date) -> Iterator[date]:
    """The months from ``first`` to ``last``, both with them; none where ``last`` is earlier."""
    while first <= last:
        yield first
        first = after(first)


def year_to(month: date) -> tuple[date, ...]:
    """The months of the year up to ``month``, with it."""
    return tuple(span(month.replace(month=1), month))


def quarter_of(month: date) -> tuple[date, date, date]:
    """The three months of the quarter that ``month`` lies in."""
    first = date(month.year, (month.month - 1) // 3 * 3 + 1, 1)
    return first, shifted(first, 1), shifted(first, 2)


def half_of(month: date) -> tuple[date, ...]:
    """The six months of the half year that ``month`` lies in."""
    first = date(month.year, 1 if month.month <= _DECEMBER // 2 else _DECEMBER // 2 + 1, 1)
    return tuple(span(first, shifted(first, 5)))


def due_on(month: date, due_day: int) -> date:
    """The last day for the report of ``month``: ``due_day`` (1 to 28) of the month after."""
    return after(month).replace(day=due_day)


def days_late(month: date, due_day: int, on: date) -> int:
    """Days after the due day; 0: in time."""
    return max((on - due_on(month, due_day)) // timedelta(days=1), 0)


def month_text(month: date) -> Said:
    """2025 年 3 月."""
    return say("%(year)d 年 %(month)d 月", year=month.year, month=month.month)


def month_key(month: date) -> str:
    """2025-03, as addresses and files write a month."""
    return f"{month:%Y-%m}"


def read_month(text: str) -> date | None:
    """``2025-03`` → the month; None: not a month, or of no year between ``FIRST_YEAR`` and ``LAST_YEAR``."""
    year, _dash, month = text.strip().partition("-")
    if not (len(year) == 4 and len(month) == 2 and (year + month).isascii() and (year + month).isdigit()):
        return None
    known = FIRST_YEAR <= int(year) <= LAST_YEAR and 1 <= int(month) <= _DECEMBER
    return date(int(year), int(month), 1) if known else None
