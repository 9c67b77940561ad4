"""Parts against wholes: figures that the catalogue puts in an order, a county against its city, its counties against a city.

Who sees a region sees what is below it, and nothing above or beside it: a message about a county names its city and its
neighbours, their figures never. Messages are stored, and every reader of the row reads the same one.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from indicators.domain.checks import words
from indicators.domain.checks.findings import CheckCode, Finding, Severity
from indicators.domain.checks.surroundings import Surroundings, ValueKind
from indicators.domain.types import Actual

#: The counties may exceed their city by this much: printed figures are rounded.
ROUNDING = Decimal("1.01")


def check_related(actual: Actual, around: Surroundings) -> Iterator[Finding]:
    """parts_whole: one finding that names every figure on the wrong side."""
    value = actual.value
    if value is None or around.kind is not ValueKind.LEVEL:
        return
    wrong = [
        one for one in around.related if (value > one.other.value if one.own_is_lower else value < one.other.value)
    ]
    if not wrong:
        return
    said = "；".join(
        f"{'高' if one.own_is_lower else '低'}于{one.other.name} {words.figure(one.other.value, around.unit)}"
        f"（{one.why}）"
        for one in wrong
    )
    yield Finding(
        CheckCode.PARTS_WHOLE,
        Severity.WARNING,
        "value",
        f"{words.figure(value, around.unit)}{said}。请核对两个数是否填反或填错了栏；如果无误，请说明。",
    )


def check_regions(actual: Actual, around: Surroundings) -> Iterator[Finding]:
    """county_city, for amounts that add up: a county above its city, the counties together above it."""
    value = actual.value
    if value is None or value <= 0 or around.kind not in (ValueKind.LEVEL, ValueKind.AMOUNT):
        return
    said = _above_the_whole(value, around) or _below_the_parts(value, around)
    if said:
        yield Finding(CheckCode.COUNTY_CITY, Severity.WARNING, "value", f"{said}请核对数字和单位；如果无误，请说明。")


def _above_the_whole(value: Decimal, around: Surroundings) -> str:
    whole = around.whole
    if whole is None or whole.value <= 0:
        return ""
    own = words.figure(value, around.unit)
    if value > whole.value:
        return f"{own}高于{whole.name}的同期数，局部不会大于全体。"
    together = value + sum((one.value for one in around.peers), Decimal(0))
    if len(around.peers) > 0 and together > whole.value * ROUNDING:
        names = "、".join(one.name for one in around.peers)
        return f"{own}加上{names}的同期数，合计超过{whole.name}。"
    return ""


def _below_the_parts(value: Decimal, around: Surroundings) -> str:
    if not around.counties:
        return ""
    own = words.figure(value, around.unit)
    largest = max(around.counties, key=lambda one: one.value)
    if largest.value > value:
        return f"{own}低于{largest.name} {words.figure(largest.value, around.unit)}，全体不会小于局部。"
    together = sum((one.value for one in around.counties), Decimal(0))
    if together > value * ROUNDING:
        names = "、".join(one.name for one in around.counties)
        return f"{own}低于{names}之和 {words.figure(together, around.unit)}。"
    return ""
