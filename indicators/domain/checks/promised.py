"""The very number that was promised, entered as what was reached."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from indicators.domain.checks import words
from indicators.domain.checks.findings import CheckCode, Finding, Severity
from indicators.domain.checks.surroundings import Surroundings, ValueKind
from indicators.domain.forms import LEVELS
from indicators.domain.types import Actual, Form, TargetTerms

_TOTALS = frozenset({Form.CUMULATIVE, Form.QUOTA, Form.CUMULATIVE_CUT, Form.CUMULATIVE_CHANGE})


def check_promised(actual: Actual, around: Surroundings) -> Iterator[Finding]:
    """equals_target of value, growth and parts."""
    for target in around.targets:
        form = target.assigned_form or target.form
        if actual.value is not None and actual.value == target.value:
            if form in LEVELS and not _held(actual.value, around):
                yield _finding("value", f"{words.figure(actual.value, around.unit)}与规划目标值完全相同。")
            elif form in _TOTALS and around.kind is not ValueKind.LEVEL and actual.value != 0:
                whole = f"{words.figure(actual.value, around.unit)}就是规划期的合计目标，这里要填当年一年的数。"
                yield _finding("value", whole)
        if form is Form.GROWTH and _is_target_growth(actual, target):
            yield _finding("growth", f"增速 {words.per_cent(target.value or Decimal(0))}与规划的年均增速目标完全相同。")
        if actual.parts and actual.parts == target.parts and not _held_parts(actual, around):
            shown = ":".join(f"{part:f}" for part in actual.parts)
            yield _finding("parts", f"{shown} 与规划目标完全相同。")


def _is_target_growth(actual: Actual, target: TargetTerms) -> bool:
    return actual.growth is not None and actual.growth == target.value and "‰" not in target.unit


def _held(value: Decimal, around: Surroundings) -> bool:
    """A value that was there before (100 → 100) or can go no further (100 %) may well be the promised one."""
    facts = around.row.catalogue
    if around.linked and value in (facts.natural_min, facts.natural_max):
        return True
    return any(one.value == value for one in around.known)


def _held_parts(actual: Actual, around: Surroundings) -> bool:
    return any(one.parts == actual.parts for one in around.known)


def _finding(field: str, said: str) -> Finding:
    asked = "请核对是否把目标填成了实际数；如果恰好相同，请说明。"
    return Finding(CheckCode.EQUALS_TARGET, Severity.WARNING, field, said + asked)
