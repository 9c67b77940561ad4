"""How findings write figures, months and days: as typed, with the unit, in Chinese."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from indicators.domain.doubt_records import plain


def wan(value: Decimal) -> str:
    return f"{plain(value)} 万元"


def per_cent(value: Decimal) -> str:
    return f"{plain(value)} %"


def month(one: date) -> str:
    return f"{one.year} 年 {one.month} 月"


def day(one: date) -> str:
    return f"{one.year} 年 {one.month} 月 {one.day} 日"
