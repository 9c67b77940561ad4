"""What cannot be: outside the natural limits, a growth of −100 % or less, parts outside 0–100. Always errors."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from indicators.domain.arithmetic import HUNDRED
from indicators.domain.checks import words
from indicators.domain.checks.findings import CheckCode, Finding, Severity
from indicators.domain.checks.surroundings import Surroundings, ValueKind
from indicators.domain.doubt_records import SIGNS
from indicators.domain.types import Actual, CatalogueFacts, Comparator


def check_limits(actual: Actual, around: Surroundings) -> Iterator[Finding]:
    """natural_limit of value, growth and parts."""
    if actual.value is not None and around.linked and around.kind is not ValueKind.CHANGE:
        said = _outside(actual.value, actual.comparator, around.row.catalogue, around.unit)
        if said:
            yield _error("value", said)
    if around.kind is ValueKind.CUT and actual.value is not None and actual.value >= HUNDRED:
        yield _error("value", f"一年降低 {words.per_cent(actual.value)}不可能。请填当年的降幅，例如 2.7。")
    if actual.growth is not None and actual.growth <= -HUNDRED:
        yield _error("growth", f"增速 {words.per_cent(actual.growth)}不可能：降到零才是 −100 %。请核对小数点和正负号。")
    wrong = [part for part in actual.parts if not 0 <= part <= HUNDRED]
    if wrong:
        said = "、".join(words.per_cent(part) for part in wrong)
        yield _error("parts", f"{said}不在 0 与 100 之间，不会是占比。请逐个核对各部分。")


def _outside(value: Decimal, comparator: Comparator, facts: CatalogueFacts, unit: str) -> str:
    """How a value lies outside the limits, "" when inside. A printed >100 of a share is above 100."""
    least, most = facts.natural_min, facts.natural_max
    shown = f"{SIGNS[comparator]}{words.figure(value, unit)}"
    if most is not None and (value > most or (value == most and comparator is Comparator.GT)):
        return f"{shown}高于这个指标可能的最大值 {words.figure(most, unit)}。请核对小数点和计量单位。"
    if least is not None and (value < least or (value == least and comparator is Comparator.LT)):
        return f"{shown}低于这个指标可能的最小值 {words.figure(least, unit)}。请核对正负号和所填的栏。"
    return ""


def _error(field: str, message: str) -> Finding:
    return Finding(CheckCode.NATURAL_LIMIT, Severity.ERROR, field, message)
