"""How findings write figures: as typed, with the unit; per cent with a blank before it, as the interface does."""

from __future__ import annotations

from decimal import Decimal

from indicators.domain.checks.surroundings import Known
from indicators.domain.display import number, points_unit
from indicators.domain.doubt_records import plain
from indicators.domain.types import PriceBasis

_BASES = {PriceBasis.CONSTANT: "不变价", PriceBasis.CURRENT: "现价", PriceBasis.UNKNOWN: "口径未注明"}


def figure(value: Decimal, unit: str) -> str:
    """A figure with all its digits and its unit."""
    return f"{plain(value)} {unit}".strip()


def per_cent(value: Decimal, *, signed: bool = False) -> str:
    """A rate as entered: +4 %."""
    sign = "+" if signed and value > 0 else ""
    return f"{sign}{plain(value)} %"


def rounded_rate(value: Decimal) -> str:
    """A computed rate without its sign, two digits, trailing zeros dropped."""
    shown = number(abs(value), 2).rstrip("0").rstrip(".")
    return f"{shown} %"


def difference(value: Decimal, unit: str) -> str:
    """The distance of two figures."""
    return figure(abs(value), points_unit(unit))


def when(known: Known, year: int) -> str:
    """Which figure is meant: 上年（2022 年）, 2020 年（基期值）, 上年（2020 年，十三五规划）."""
    if known.year == year - 1:
        return f"上年（{'，'.join(part for part in (f'{known.year} 年', known.label) if part)}）"
    return f" {known.year} 年" + (f"（{known.label}）" if known.label else "")


def basis(one: PriceBasis) -> str:
    return _BASES[one]


def times(larger: Decimal, smaller: Decimal) -> str:
    """How many times: 2.0, 10000."""
    ratio = abs(larger / smaller)
    return number(ratio, 0) if ratio >= 100 else number(ratio, 1).rstrip("0").rstrip(".")
