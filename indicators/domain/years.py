"""Which year is looked at where nobody says one."""

from __future__ import annotations

from decimal import Decimal


def default_year(*, start_year: int, end_year: int, today_year: int) -> int:
    """The end year once it has passed, else last year; never before the plan's first year (DESIGN section 5)."""
    if today_year > end_year:
        return end_year
    return max(start_year, today_year - 1)


def elapsed_share(*, base_year: int, year: int, end_year: int) -> Decimal:
    """τ of a year, counted from the plan's base year: (year − base) ÷ (end − base), a fraction of at most 1."""
    return min(Decimal(year - base_year) / (end_year - base_year), Decimal(1))
