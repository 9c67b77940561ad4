"""The sentences of an evaluation that are made from its facts alone: pure, so that page and paper say the same.

In Chinese whoever reads: what an evaluation says is kept with it.
"""

from __future__ import annotations

from collections.abc import Sequence

from evaluations.domain.counts import number_of, of_all
from evaluations.domain.facts import Counted, Facts, Line, counted_lines
from indicators.domain.display import MINUS, MISSING
from indicators.domain.types import Status
from indicators.domain.verdict import SETTLED, Outcome

_BEHIND = {Status.BEHIND.value, Status.FAR_BEHIND.value, Status.REVERSING.value}


def answer(facts: Facts) -> str:
    """Where the plan stands: how many rows stand how, then the one that is furthest behind."""
    rows = counted_lines(facts.lines)
    if not rows:
        return "这个规划的主要指标表里还没有指标。"
    whole = of_all(facts.counts)
    settled = [one for one in whole.outcomes if one[0] in SETTLED]
    opening = f"{period(facts)} 年规划期满：" if facts.ended else f"按 {facts.year} 年看，"
    rest = [one for one in whole.outcomes if one[0] not in SETTLED] if settled else []
    behind = f"；{enumerated(rest)}" if rest else _waiting(whole)
    return f"{opening}{len(rows)} 项主要指标中，{enumerated(settled or whole.statuses)}{behind}。{worst(facts)}"


def _waiting(whole: Counted) -> str:
    """That the last year's figures are not out, where no verdict is known yet."""
    number = number_of([whole], Outcome.NOT_PUBLISHED)
    return f"；其中 {number} 项期末数未公布，按最近一年的数看" if number else ""


def enumerated(counts: Sequence[tuple[str, str, int]]) -> str:
    """11 项完成、12 项上报完成、6 项未完成."""
    return "、".join(f"{number} 项{label}" for _code, label, number in counts)


def period(facts: Facts) -> str:
    """2021–2025 as people write it."""
    return facts.period.replace("-", "–")


def worst(facts: Facts) -> str:
    """The row furthest from its target; "" where none is behind."""
    found = furthest_behind(facts.lines, ended=facts.ended)
    if found is None:
        return ""
    needs = found.required.value is not None and not facts.ended
    needed = f"，余下每年需 {found.required.text}" if needs else ""
    short = found.gap.text.lstrip(MINUS)
    return f"差距最大的是{found.name}：{found.achieved_label} {found.achieved.text}，距目标还差 {short}{needed}。"


def furthest_behind(lines: Sequence[Line], *, ended: bool) -> Line | None:
    """Behind with the smallest pace ratio; at the end the one not met with the smallest attainment, before all others."""
    behind = [(one.pace.value, one) for one in lines if one.status in _BEHIND and one.pace.value is not None]
    missed = [
        (one.attainment.value, one)
        for one in lines
        if one.status == Status.NOT_MET and one.attainment.value is not None
    ]
    for found in (missed, behind) if ended else (behind, missed):
        known = [one for _share, one in sorted(found, key=lambda pair: pair[0]) if one.gap.text != MISSING]
        if known:
            return known[0]
    return None


def of_nature(counts: Counted, *, ended: bool) -> str:
    """One nature in one sentence: 约束性指标 19 项：4 项完成、12 项上报完成、1 项未完成、2 项无结论。"""
    judged = ended and any(code in SETTLED for code, _label, _number in counts.outcomes)
    return f"{counts.label}指标 {counts.total} 项：{enumerated(counts.outcomes if judged else counts.statuses)}。"


def counted_together(what: str, measure: str, groups: Sequence[Counted], *, ended: bool = False) -> str:
    """All natures in one sentence, where they are not told apart: 规划正文承诺 86 条：3 条符合预期、83 条无数据。"""
    whole = of_all(groups)
    judged = ended and any(code in SETTLED for code, _label, _number in whole.outcomes)
    shown = whole.outcomes if judged else whole.statuses
    counts = "、".join(f"{number} {measure}{label}" for _code, label, number in shown)
    return f"{what} {whole.total} {measure}：{counts}。"


def behind(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The rows behind the path, that did not keep a bound or missed an earlier year's promise, the furthest first."""
    short = {*_BEHIND, Status.BREACHED.value, Status.NOT_MET.value}
    found = [one for one in counted_lines(lines) if one.status in short]
    return tuple(sorted(found, key=lambda one: (one.pace.value is None, one.pace.value or 0)))


def not_met(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The rows whose verdict is 未完成."""
    return tuple(one for one in counted_lines(lines) if one.outcome == Outcome.NOT_MET)


def without_verdict(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The rows of an ended plan of which nothing can be said, or not yet."""
    return tuple(one for one in counted_lines(lines) if one.outcome not in SETTLED)


def achieved(line: Line) -> str:
    """What was reached against what was promised, in the target's own form."""
    if line.achieved.text == MISSING:
        return line.status_label
    against = line.target.text if line.target.text != MISSING else "；".join(line.targets[:1])
    parts = [f"{line.achieved_label} {line.achieved.text}".strip()]
    if against and not line.reported:
        parts.append(f"目标 {against}")
    if line.gap.text != MISSING:
        parts.append(f"距目标 {line.gap.text}")
    return "，".join(parts)
