"""The parts of a composition against the latest known ones: a part that jumps, parts in the wrong order."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from indicators.domain.checks import words
from indicators.domain.checks.findings import CheckCode, Finding, Severity
from indicators.domain.checks.surroundings import Surroundings, nearest
from indicators.domain.types import Actual

#: Points a part may move in the first year, and in each further one.
FREE, FURTHER = Decimal(5), Decimal("1.25")


def check_parts(actual: Actual, around: Surroundings) -> Iterator[Finding]:
    """jump of the parts."""
    near = nearest([one for one in around.known if len(one.parts) == len(actual.parts) and one.parts], around.year)
    if not actual.parts or near is None:
        return
    reach = FREE + FURTHER * (abs(around.year - near.year) - 1)
    moves = [part - before for part, before in zip(actual.parts, near.parts, strict=True)]
    if all(abs(move) <= reach for move in moves):
        return
    shown, before = (":".join(f"{part:f}" for part in parts) for parts in (actual.parts, near.parts))
    worst = max(moves, key=abs)
    swapped = sorted(actual.parts) == sorted(near.parts)
    said = (
        f"{shown}，{words.when(near, around.year).strip()}是 {before}，第 {moves.index(worst) + 1} 部分"
        f"{'高' if worst > 0 else '低'}了 {words.difference(worst, '%')}，变动过大。"
    )
    asked = "数字相同而次序不同，请核对次序；" if swapped else "请核对各部分的数字和次序；"
    yield Finding(CheckCode.JUMP, Severity.WARNING, "parts", f"{said}{asked}如果无误，请说明原因。")
