"""The digits of a neighbour: the figure of the line above, or of another county, typed into this row.

Three significant digits must be the very same number; from four on the digits are enough, wherever the point stands. Shares
need four: rates near 100 are often alike. Of another region only the name is said: its figure is not every reader's.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from indicators.domain.checks import words
from indicators.domain.checks.findings import CheckCode, Finding, Severity
from indicators.domain.checks.surroundings import Other, Surroundings, significant
from indicators.domain.types import Actual
from indicators.domain.units import is_rate

SAME_NUMBER, SAME_DIGITS = 3, 4


def check_neighbours(actual: Actual, around: Surroundings) -> Iterator[Finding]:
    """neighbour: at most one finding, another row of the plan before another region."""
    if actual.value is None:
        return
    digits = significant(actual.value)
    if len(digits) < SAME_NUMBER:
        return
    share = bool(around.unit) and is_rate(around.unit)
    for others, say in ((around.neighbours, _of_the_plan), (around.peers, _of_another_region)):
        for other in others:
            if other.digits == digits and alike(actual.value, other.value, share=share):
                said = f"{words.figure(actual.value, around.unit)}与{say(other, around.year)}数字相同。"
                asked = "请核对是否填错了行；如果恰好相同，请说明。"
                yield Finding(CheckCode.NEIGHBOUR, Severity.WARNING, "value", said + asked)
                return


def alike(one: Decimal, other: Decimal, *, share: bool = False) -> bool:
    """Whether one figure looks copied from the other."""
    digits = significant(one)
    if digits != significant(other):
        return False
    return len(digits) >= SAME_DIGITS or (len(digits) >= SAME_NUMBER and one == other and not share)


def _of_the_plan(other: Other, year: int) -> str:
    return f"同一规划的{other.name} {year} 年的 {words.figure(other.value, '')}"


def _of_another_region(other: Other, year: int) -> str:
    return f"{other.name} {year} 年的"
