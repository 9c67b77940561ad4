"""What page, Word and Excel say of a line in so many words, from its facts alone."""

from __future__ import annotations

from evaluations.domain.facts import Facts, Line
from evaluations.domain.sentences import period
from indicators.domain.display import MISSING
from indicators.domain.verdict import SETTLED


def actual(line: Line) -> str:
    """The newest published figure with its year and vintage: 193.3（2024，初步数）."""
    if line.actual.text == MISSING:
        return MISSING
    told = "，".join(str(one) for one in (line.actual_year, line.vintage) if one)
    said = f"{line.actual.text}（{told}）" if told else line.actual.text
    return "，".join(one for one in (said, line.actual_aside) if one)


def promised(line: Line) -> str:
    """Every promise as printed."""
    return "；".join(line.targets) or MISSING


def done(line: Line, *, ended: bool) -> str:
    """What was achieved in the target's own form, against it: how much of it, how far off."""
    parts = []
    if line.achieved.text != MISSING:
        parts.append(_pair(line.achieved_label, line.achieved.text))
        parts.append(_pair("目标", line.target.text))
        parts.append(_pair("实现程度", line.attainment.text))
        parts.append(_pair("距目标", line.gap.text))
    if not ended:
        parts.append(_pair("时序应达", line.expected.text))
        needed = _pair("余下每年需", line.required.text)
        parts.append(needed if line.required.value is not None else line.required.text.replace(MISSING, ""))  # 逐年保持
    return "，".join(one for one in parts if one) or MISSING


def verdict(line: Line, *, ended: bool) -> str:
    """The verdict at the end of the plan, before it the status; with its symbol."""
    label = line.outcome_label if ended and line.outcome in SETTLED else line.status_label
    if ended and line.outcome and line.outcome not in SETTLED:
        label = f"{line.outcome_label}（{label}）" if label else line.outcome_label
    return f"{line.symbol} {label}".strip() or MISSING


def remarks(line: Line) -> str:
    """Why, what changed it, what must be known with it; "" where there is nothing to say."""
    years = "、".join(str(one) for one in line.breached_years)
    said = [
        line.why,
        f"仅因统计修订或目标调整而变，按原定为{line.unadjusted_label}"
        if line.unadjusted_label and "仅因" not in line.why
        else "",
        "预警" if line.early_warning else "",
        f"未保持的年份：{years}" if years else "",
        f"曾于 {line.first_met_year} 年达到，后又回落" if line.fell_back and line.first_met_year else "",
        line.base_note,
        line.price_basis,
        f"本年目标 {line.annual_target}" if line.annual_target else "",
        f"数据疑点 {line.doubts} 项" if line.doubts else "",
        "演示数据" if line.sample else "",
    ]  # fmt: skip
    return "；".join(dict.fromkeys(one for one in said if one))


def named(line: Line) -> str:
    """The name, a sub-row set in."""
    return f"　{line.name}" if line.sub else line.name


def nature(line: Line) -> str:
    """The printed word, else what it was understood as."""
    labels = {"binding": "约束性", "expected": "预期性"}
    return line.nature_text or labels.get(line.nature, "")


def title_of_period(facts: Facts) -> str:
    """2016–2020 年."""
    return f"{period(facts)} 年"


def _pair(label: str, text: str) -> str:
    return "" if text in ("", MISSING) else f"{label} {text}".strip()
