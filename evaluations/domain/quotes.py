"""Figures in the words of staff: ``{地区生产总值.实际}`` becomes the figure, so that words and table agree.

In Chinese whoever reads. What is quoted and does not exist is an error that says what there is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from evaluations.domain.counts import number_of
from evaluations.domain.facts import Facts, Line, counted_lines
from evaluations.domain.sentences import period
from indicators.domain.display import MISSING, with_unit
from indicators.domain.verdict import Outcome

_QUOTE = re.compile(r"[{｛]([^{}｛｝\n]*)[}｝]")
#: What stands where a figure that is quoted is not there.
NOTHING = "（无数据）"
#: The name under which the plan as a whole is quoted.
WHOLE = "规划"
_FEW = 8

Offered = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A quotation that means nothing: as it is written, and what there is instead."""

    quoted: str
    why: str


def offered(facts: Facts) -> dict[str, dict[str, str]]:
    """Every name and what may be quoted of it, the plan first, then the rows in printed order."""
    found = {WHOLE: _of_plan(facts)}
    for one in (*counted_lines(facts.lines), *counted_lines(facts.commitments)):
        name, again = one.name, 2
        while name in found:
            name, again = f"{one.name}{again}", again + 1
        found[name] = _of_line(one)
    return found


def fill(text: str, names: Offered) -> str:
    """The text with its figures. What is not known stays as it was written."""
    return _QUOTE.sub(lambda found: _figure(found[1], names) or found[0], text)


def unknown(text: str, names: Offered) -> tuple[Unknown, ...]:
    """The quotations of the text that mean nothing, each once."""
    found = {one[0]: one[1] for one in _QUOTE.finditer(text)}
    return tuple(Unknown(whole, _why(inner, names)) for whole, inner in found.items() if not _figure(inner, names))


def _figure(inner: str, names: Offered) -> str:
    """The figure that is quoted; "" where there is none of that name."""
    name, _dot, item = inner.strip().rpartition(".")
    found = names.get(name.strip(), {}).get(item.strip(), "")
    return NOTHING if found == MISSING else found


def _why(inner: str, names: Offered) -> str:
    name, _dot, item = (one.strip() for one in inner.strip().rpartition("."))
    if not name:
        return f"引用数据写作 {{名称.项目}}，例如 {{{WHOLE}.指标数}}。"
    if name in names:
        return f"“{name}”没有“{item}”这一项，可以引用：{'、'.join(names[name])}。"
    near = [one for one in names if name in one or one in name] or get_close_matches(name, names, _FEW, 0.3)
    some = near[:_FEW] or list(names)[:_FEW]
    return f"没有名为“{name}”的指标，{'相近的有' if near else '可以引用的有'}：{'、'.join(some)}。"


def _of_plan(facts: Facts) -> dict[str, str]:
    rows = counted_lines(facts.lines)
    found = {"名称": facts.plan_title, "规划期": period(facts), "年份": str(facts.year), "指标数": f"{len(rows)} 项"}
    if facts.ended:
        found |= {
            "完成": f"{number_of(facts.counts, Outcome.MET, label='完成')} 项",
            "上报完成": f"{number_of(facts.counts, Outcome.MET, label='上报完成')} 项",
            "基本完成": f"{number_of(facts.counts, Outcome.NEARLY_MET)} 项",
            "未完成": f"{number_of(facts.counts, Outcome.NOT_MET, label='未完成')} 项",
            "上报未完成": f"{number_of(facts.counts, Outcome.NOT_MET, label='上报未完成')} 项",
        }
    for one in facts.counts:
        found[one.label] = f"{one.total} 项"
        for _code, label, number in one.outcomes or one.statuses:
            found[f"{one.label}{label}"] = f"{number} 项"
    if facts.projects.total:
        found |= {"重点项目": f"{facts.projects.total} 个", "累计投资": facts.projects.invested.text}
    return found


def _of_line(one: Line) -> dict[str, str]:
    return {
        "实际": _own(one.actual.text, one),
        "实际年份": str(one.actual_year) if one.actual_year is not None else MISSING,
        "增速": one.actual_aside.removeprefix("增长 ") or MISSING,
        "完成情况": one.achieved.text,
        "基期": _own(one.base.text, one),
        "目标": one.targets[0] if one.targets else MISSING,
        "目标值": one.target.text,
        "年度目标": one.annual_target or MISSING,
        "实现程度": one.attainment.text,
        "时序进度": one.elapsed.text,
        "应达": one.expected.text,
        "距目标": one.gap.text,
        "较时序": one.lead.text,
        "余下每年需": one.required.text,
        "年均": one.average.text,
        "预计期末": one.projected.text,
        "状态": one.status_label or MISSING,
        "结论": one.outcome_label or MISSING,
        "牵头单位": one.units[0] if one.units else MISSING,
    }


def _own(text: str, one: Line) -> str:
    """A figure as the table has it, with the unit that stands beside the row's name there."""
    bare = text.replace(".", "", 1).replace("-", "", 1).replace("−", "", 1).isdecimal()
    return with_unit(text, one.unit) if bare else text
