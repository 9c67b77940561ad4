"""The sections of an evaluation: for each kind which stand in it, the sentences that the facts make, what staff write there.

In Chinese whoever reads. ``TABLES`` names what may stand below the sentences; page, Word and Excel draw them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evaluations.domain import sentences as said
from evaluations.domain.facts import Facts, Line, Section, counted_lines
from indicators.domain.types import Status

#: What a section's ``table`` may be, in the order of a paper.
TABLES = ("counts", "lines", "yearly", "without", "commitments", "projects", "changes", "counties")
ANNUAL, MIDTERM, FINAL = "annual", "midterm", "final"
HANDED_DOWN = "上级下达"  # as the cause of a change is called
_DIGITS = "一二三四五六七八九十"
_DECLARED_MET, _DECLARED_NOT_MET = "据上报结论完成、没有数字的", "据上报结论未完成、没有数字的"
_GOOD = {Status.MET_EARLY.value, Status.MET.value, Status.AHEAD.value, Status.ON_TRACK.value, Status.HOLDS.value}


@dataclass(frozen=True, slots=True)
class _Plan:
    key: str
    heading: str
    table: str = ""
    guide: str = ""
    sentences: Callable[[Facts], tuple[str, ...]] = lambda _facts: ()
    kinds: tuple[str, ...] = (ANNUAL, MIDTERM, FINAL)
    #: Left out where this is false.
    where: Callable[[Facts], bool] = lambda _facts: True


def sections(facts: Facts) -> tuple[Section, ...]:
    """What the paper consists of, in its order; of one that was submitted as it read then."""
    return facts.sections or tuple(
        Section(one.key, one.heading, one.sentences(facts), one.table, one.guide)
        for one in _SECTIONS
        if facts.kind in one.kinds and one.where(facts)
    )


def numbered(found: Sequence[Section]) -> tuple[tuple[str, Section], ...]:
    """Sections with their headings as papers number them: 一、总体情况."""
    return tuple((f"{_number(at)}、{one.heading}", one) for at, one in enumerate(found, 1))


def written_keys(kind: str) -> tuple[str, ...]:
    """The sections of a kind in which staff write, whatever the facts."""
    return tuple(one.key for one in _SECTIONS if one.guide and kind in one.kinds)


def _number(at: int) -> str:
    return _DIGITS[at - 1] if at <= len(_DIGITS) else f"十{_DIGITS[at - len(_DIGITS) - 1]}"


# --- sentences of the sections ----------------------------------------------------------------------------------------
def _overview(facts: Facts) -> tuple[str, ...]:
    return (facts.answer, *(said.of_nature(one, ended=facts.ended) for one in facts.counts))


def _progress(facts: Facts) -> tuple[str, ...]:
    rows = counted_lines(facts.lines)
    if facts.ended:
        found = [
            _listed("已完成的", [one for one in rows if one.outcome == "met" and not one.reported]),
            _listed("基本完成的", [one for one in rows if one.outcome == "nearly_met"]),
            _listed(_DECLARED_MET, [one for one in rows if one.outcome == "met" and one.reported]),
            _joined(
                "期末数未公布的",
                [
                    f"{one.name}（{one.achieved_year} 年{one.status_label}）"
                    for one in rows
                    if one.outcome == "not_published"
                ],
            ),
            *(_open_still(rows) if facts.kind != FINAL else ()),
        ]
    else:
        good = [one for one in rows if one.status in _GOOD]
        found = [
            _listed("已实现、快于或符合预期、守住界限的", [one for one in good if not one.reported]),
            _listed(_DECLARED_MET, [one for one in good if one.reported]),
            *(f"{one.name}{one.status_label}：{said.achieved(one)}{_needed(one)}。" for one in said.behind(rows)),
        ]
    moved = [f"{one.name}（原为{one.unadjusted_label}）" for one in rows if one.unadjusted_label]
    found += [
        _listed("约束性指标预警", [one for one in rows if one.early_warning]),
        _joined("仅因统计修订或目标调整而改变状态的", moved),
    ]
    return tuple(one for one in found if one)


def _open_still(rows: Sequence[Line]) -> tuple[str, ...]:
    """What a final evaluation has sections of its own for."""
    missed = [one for one in rows if one.outcome == "not_met"]
    return (
        _listed("未完成的", [one for one in missed if not one.reported]),
        _listed(_DECLARED_NOT_MET, [one for one in missed if one.reported]),
        _listed("没有结论的", [one for one in rows if one.outcome == "open"]),
    )


def _needed(one: Line) -> str:
    return "" if one.required.value is None else f"，余下每年需 {one.required.text}"


def _listed(what: str, rows: Sequence[Line]) -> str:
    return _joined(what, [one.name for one in rows])


def _joined(what: str, names: Sequence[str]) -> str:
    return f"{what} {len(names)} 项：{'、'.join(names)}。" if names else ""


def _outlook(facts: Facts) -> tuple[str, ...]:
    rows = counted_lines(facts.lines)
    found = (
        _listed("按现在的速度，期末可以达到目标的", [one for one in rows if one.on_course is True]),
        _listed("按现在的速度，期末达不到目标的", [one for one in rows if one.on_course is False]),
        _listed("不能推算期末数的", [one for one in rows if one.on_course is None]),
    )
    return tuple(one for one in found if one)


def _unmet(facts: Facts) -> tuple[str, ...]:
    rows = said.not_met(facts.lines)
    if not rows:
        settled = len(counted_lines(facts.lines)) - len(said.without_verdict(facts.lines))
        return (f"有结论的 {settled} 项中没有未完成的。" if settled else "各项指标都还没有结论。",)
    judged, declared = ([one for one in rows if one.reported is said_so] for said_so in (False, True))
    found = []
    if judged:
        binding = [one.name for one in judged if one.nature == "binding"]
        among = f"其中约束性指标 {len(binding)} 项（{'、'.join(binding)}）" if binding else "均非约束性指标"
        found = [f"未完成 {len(judged)} 项，{among}。", *(f"{one.name}：{said.achieved(one)}。" for one in judged)]
    return (*found, *([_listed(_DECLARED_NOT_MET, declared)] if declared else ()))


def _without(facts: Facts) -> tuple[str, ...]:
    rows = said.without_verdict(facts.lines)
    return (f"没有结论的 {len(rows)} 项，不计入完成或未完成，逐项列明原因。",)


def _commitments(facts: Facts) -> tuple[str, ...]:
    return (said.counted_together("规划正文承诺", "条", facts.commitment_counts),)


def _projects(facts: Facts) -> tuple[str, ...]:
    found = facts.projects
    stages = "、".join(f"{one.label} {one.number} 个" for one in found.stages)
    first = f"规划重点项目 {found.total} 个（不计方向性内容和并入他项的）"
    first += f"，其中{stages}" if stages else ""
    first += f"；{found.silent} 个没有上报阶段和进度。" if found.silent else "。"
    money = [
        f"{facts.year} 年计划投资 {found.planned.text}" if found.planned.value is not None else "",
        f"{facts.year} 年完成投资 {found.done.text}" if found.done.value is not None else "",
        f"开工以来累计完成投资 {found.invested.text}" if found.invested.value is not None else "",
    ]
    told = "，".join(one for one in money if one)
    return (first, f"{told}（按已审核的月报）。") if told else (first,)


def _yearly(facts: Facts) -> tuple[str, ...]:
    set_ = [one for one in counted_lines(facts.lines) if one.annual_target]
    return (f"{facts.year} 年年度计划定有目标的 {len(set_)} 项。年度目标只作对照，不影响评定。",)


def _changes(facts: Facts) -> tuple[str, ...]:
    moved = dict.fromkeys((one.name, one.moved) for one in facts.changes if one.moved)  # base and target are one row
    handed = sum(one.cause == HANDED_DOWN for one in facts.changes)
    changed = len(facts.changes) - handed
    found = (
        f"规划实施中基期值或目标有 {changed} 处修订、调整，原值保留。" if changed else "",
        f"上级下达目标数 {handed} 处。" if handed else "",
        _joined("仅因修订、调整而改变状态的", [name for name, _years in moved]),
    )
    return tuple(one for one in found if one)


def _counties(facts: Facts) -> tuple[str, ...]:
    with_plan = [one for one in facts.counties if one.plan is not None]
    without = [one.name for one in facts.counties if one.plan is None]
    lines = [
        f"{one.name}：" + "".join(said.of_nature(counts, ended=facts.ended) for counts in one.counts)
        for one in with_plan
        if one.counts
    ]
    left_out = f"没有同期规划、未列入的 {len(without)} 个：{'、'.join(without)}。" if without else ""
    return tuple(one for one in (*lines, left_out) if one)


def _notes(facts: Facts) -> tuple[str, ...]:
    rule = f"评定规则：{facts.rule}；方法第 {facts.method_version} 版。" if facts.rule and facts.method_version else ""
    sources = f"数据来源：{'；'.join(facts.sources)}。" if facts.sources else ""
    return tuple(one for one in (*facts.notes, rule, sources) if one)


_SECTIONS = (
    _Plan("overview", "总体情况", "counts", "规划实施的总体评价、主要成效。", _overview),
    _Plan("progress", "主要指标进展", "lines", "各领域进展情况，快慢的原因。", _progress, (ANNUAL, MIDTERM)),
    _Plan("progress", "主要指标完成情况", "lines", "各领域完成情况。", _progress, (FINAL,)),
    _Plan(
        "yearly", "年度计划执行情况", "yearly", "", _yearly, (ANNUAL,),
        lambda facts: any(one.annual_target for one in facts.lines),
    ),
    _Plan("unmet", "未完成指标及原因", "", "逐项说明未完成的原因和责任。", _unmet, (FINAL,)),
    _Plan(
        "without", "没有结论的指标", "without", "", _without, (FINAL,),
        lambda facts: bool(said.without_verdict(facts.lines)),
    ),
    _Plan("outlook", "期末预判", "", "能否如期完成的判断，须重点突破的指标。", _outlook, (MIDTERM,)),
    _Plan(
        "commitments", "正文承诺落实情况", "commitments", "", _commitments, where=lambda facts: bool(facts.commitments)
    ),
    _Plan(
        "projects", "重点项目进展", "projects", "重大工程项目推进情况。", _projects,
        where=lambda facts: facts.projects.total > 0,
    ),
    _Plan("changes", "规划调整和数据修订", "changes", "", _changes, where=lambda facts: bool(facts.changes)),
    _Plan("counties", "各县（市、区）情况", "counties", "", _counties, where=lambda facts: bool(facts.counties)),
    _Plan("environment", "发展环境变化", "", "规划实施以来国内外环境、政策条件的变化及影响。", kinds=(MIDTERM,)),
    _Plan("problems", "存在问题和原因", "", "实施中的突出问题、成因。"),
    _Plan("advice", "规划调整建议", "", "是否调整目标、任务；调整须按程序报批。", kinds=(MIDTERM,)),
    _Plan("experience", "经验与启示", "", "五年实施的做法和经验。", kinds=(FINAL,)),
    _Plan("next", "下一步措施", "", "后续工作安排、责任单位。", kinds=(ANNUAL, MIDTERM)),
    _Plan("next", "对下期规划的建议", "", "目标、指标、项目如何衔接。", kinds=(FINAL,)),
    _Plan("notes", "有关说明", "", "", _notes),
)  # fmt: skip
