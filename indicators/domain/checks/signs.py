"""Signs: a negative figure where there is hardly one, a cut entered as a fall, a change against its promise."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from indicators.domain.checks import words
from indicators.domain.checks.findings import CheckCode, Finding, Severity
from indicators.domain.checks.surroundings import Surroundings, ValueKind
from indicators.domain.types import Actual


def check_sign(actual: Actual, around: Surroundings) -> Iterator[Finding]:
    """sign of the value. A negative growth is nothing unusual; a series that was negative before neither."""
    value = actual.value
    if value is None or value == 0:
        return
    said = ""
    if around.kind is ValueKind.CUT:
        said = _cut(value, around)
    elif around.kind is ValueKind.CHANGE:
        said = _change(value, around)
    elif value < 0 and not any(one.value is not None and one.value < 0 for one in around.known):
        said = (
            f"{words.figure(value, around.unit)}是负数，“{around.name}”一般不会为负。"
            "请核对正负号；确为负数的，请说明原因。"
        )
    if said:
        yield Finding(CheckCode.SIGN, Severity.WARNING, "value", said)


def _cut(value: Decimal, around: Surroundings) -> str:
    if value > 0:
        return ""
    return (
        f"这里填当年的降幅，正数表示下降。填 {words.per_cent(value)}表示上升了 {words.per_cent(-value)}。"
        f"如果是下降，请改为 {words.per_cent(-value)}；确为上升的，请说明原因。"
    )


def _change(value: Decimal, around: Surroundings) -> str:
    """A change of the year that runs against the promised total."""
    total = next((target.value for target in around.targets if target.value), None)
    if total is None or value * total > 0:
        return ""
    way, against = ("提高", "下降") if total > 0 else ("降低", "上升")
    return (
        f"目标是五年{way} {words.figure(abs(total), around.unit)}，今年填 {words.figure(value, around.unit)}"
        f"表示{against}。请核对正负号；确为{against}的，请说明原因。"
    )
