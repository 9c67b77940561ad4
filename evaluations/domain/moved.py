"""What became of the figures since they were kept: for the person who decides about a paper. In Chinese whoever reads."""

from __future__ import annotations

from evaluations.domain.facts import Facts, Line, counted_lines

#: What is looked at of a row, and what it is called.
_LOOKED_AT = (
    ("outcome_label", "结论"), ("status_label", "状态"), ("actual", "实际"), ("achieved", "完成情况"), ("base", "基期值"),
    ("targets", "目标"), ("annual_target", "年度目标"),
)  # fmt: skip


def moved(kept: Facts, now: Facts) -> tuple[str, ...]:
    """One sentence for every row that stands otherwise now, then for what else did."""
    found = _of_lines("", kept.lines, now.lines)
    found += _of_lines("正文承诺 ", kept.commitments, now.commitments)
    before = {one.region: one for one in kept.counties}
    for county in now.counties:
        then = before.get(county.region)
        found += _of_lines(f"{county.name} ", then.lines if then is not None else (), county.lines)
    if kept.projects != now.projects:
        found.append("重点项目的阶段、投资或进度有变化。")
    if (kept.rule_version, kept.method_version) != (now.rule_version, now.method_version):
        found.append("评定规则或方法换了版本。")
    if kept.changes != now.changes:
        found.append("基期值或目标又有修订、调整。")
    return tuple(found)


def _of_lines(where: str, kept: tuple[Line, ...], now: tuple[Line, ...]) -> list[str]:
    before, after = ({one.row: one for one in counted_lines(lines)} for lines in (kept, now))
    found = [f"{where}{one.name}：不再列入。" for row, one in before.items() if row not in after]
    for row, one in after.items():
        if row not in before:
            found.append(f"{where}{one.name}：新列入。")
        else:
            parts = [
                f"{label} {_said(was)} → {_said(is_)}"
                for name, label in _LOOKED_AT
                if (was := getattr(before[row], name)) != (is_ := getattr(one, name))
            ]
            if parts:
                found.append(f"{where}{one.name}：{'；'.join(parts)}。")
    return found


def _said(value: object) -> str:
    text = getattr(value, "text", value)
    return "；".join(text) if isinstance(text, tuple) else str(text) or "（无）"
