"""Money of projects as people read it. Monthly and yearly figures are in 万元; a sum of 1 亿元 and more is said in 亿元."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from indicators.domain import display
from projects.domain.money import WAN, WAN_IN_YI, YI

_FINE = 2


def unit_for(largest: Decimal | None) -> tuple[str, Decimal]:
    """The unit for figures up to ``largest`` 万元, and how many 万元 it has."""
    if largest is not None and abs(largest) >= WAN_IN_YI:
        return YI, WAN_IN_YI
    return WAN, Decimal(1)


def digits_for(values: Iterable[Decimal | None], wan_in_unit: Decimal) -> int:
    """How many decimals figures that stand below each other have: as many as the finest needs, at most two."""
    return max((min(_FINE, display.digits_of(one / wan_in_unit)) for one in values if one is not None), default=0)


def in_unit(value: Decimal | None, wan_in_unit: Decimal, digits: int | None = None) -> str:
    """A figure in 万元 as one of another unit, without the unit. ``digits``: decimals, None = as many as it needs, at most two."""
    if value is None:
        return display.MISSING
    return display.number(value / wan_in_unit, digits_for([value], wan_in_unit) if digits is None else digits)


def said(value: Decimal | None) -> str:
    """A sum in 万元 with its unit: 3200 万元, 12.35 亿元."""
    unit, wan = unit_for(value)
    return display.with_unit(in_unit(value, wan), unit)


def exact(value: Decimal | None) -> str:
    """A figure as it was reported: all its digits, without the unit."""
    return display.level(value, display.digits_of(value))
