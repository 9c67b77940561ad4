"""The states that may follow, each with what it means and what is in the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import PlanIndicator
from planning.selectors.states import Standing
from planning.services.states import NEXT, needs_reason
from plans.models import Plan, PlanStatus

#: What a state means for everybody who works with the plan.
MEANS: dict[str, Promise] = {
    PlanStatus.DRAFT: gettext_lazy("领导的页面不用它，其他地方也不引用它；各处可以直接修改，每次修改都有记录。"),
    PlanStatus.IN_FORCE: gettext_lazy(
        "总览、地区页、地图、比较和提醒都用它，可以发起填报。基期值和目标不再直接修改，只能以新版本更正、修订或调整。"
    ),
    PlanStatus.ENDED: gettext_lazy(
        "不再是现行规划，但期末数仍可填报、审核，总结评估仍可编写；已有的数据、评估和历史都保留。"
    ),
    PlanStatus.REPLACED: gettext_lazy("不再列入比较、地图和汇总，也不再填报；它的页面和历史仍可查看。"),
}
_BUTTONS: dict[str, Promise] = {
    PlanStatus.DRAFT: gettext_lazy("退回草案"),
    PlanStatus.IN_FORCE: gettext_lazy("设为实施中"),
    PlanStatus.ENDED: gettext_lazy("标为已结束"),
    PlanStatus.REPLACED: gettext_lazy("标为已被替代"),
}
_MOST_NAMES = 8


@dataclass(frozen=True, slots=True)
class Step:
    """``refusals``: why it cannot be done now; ``notes``: what to know before; ``rival``: the plan that gives way."""

    to: str
    label: str
    button: str
    means: str
    reason: bool
    rival: Plan | None = None
    refusals: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def steps(plan: Plan, standing: Standing, *, today: date) -> list[Step]:
    """The states that may follow that of ``plan``, the usual one first."""
    return [_step(plan, to, standing, today) for to in NEXT[plan.status]]


def _step(plan: Plan, to: str, standing: Standing, today: date) -> Step:
    rival = standing.rival if to == PlanStatus.IN_FORCE else None
    step = Step(to, PlanStatus(to).label, str(_BUTTONS[to]), str(MEANS[to]), needs_reason(plan.status, to), rival)
    if to in (PlanStatus.IN_FORCE, PlanStatus.ENDED) and not standing.rows:
        step.refusals.append(_("该规划还没有一行指标。请先添加指标。"))
    if to == PlanStatus.DRAFT and standing.used:
        step.refusals.append(_("已经建立在它之上的：%(what)s。") % {"what": _built(standing)})
    if to == PlanStatus.IN_FORCE:
        step.notes.extend(_before_it_is_carried_out(plan, standing, today))
    if to == PlanStatus.ENDED and today.year <= plan.end_year:
        step.notes.append(_("规划期到 %(year)d 年底才结束。") % {"year": plan.end_year})
    return step


def _before_it_is_carried_out(plan: Plan, standing: Standing, today: date) -> Iterable[str]:
    if standing.rival is not None:
        said = _("%(title)s（%(period)s）正在实施，将改为“已被替代”。")
        yield said % {"title": standing.rival.title, "period": standing.rival.span}
    if standing.bare:
        said = _("%(count)d 行还没有目标，不作评估：%(names)s。")
        yield said % {"count": len(standing.bare), "names": _names(standing.bare)}
    if standing.blocking:
        said = _("%(count)d 项影响评估的疑点还没有处理，相关数据按“口径不可比”对待。")
        yield said % {"count": standing.blocking}
    if plan.end_year < today.year:
        yield _("规划期已过。若只作历史对照，可直接标为已结束。")


def _names(rows: list[PlanIndicator]) -> str:
    names = _("、").join(row.said_name for row in rows[:_MOST_NAMES])
    return _("%(names)s等") % {"names": names} if len(rows) > _MOST_NAMES else names


def _built(standing: Standing) -> str:
    counted = (
        (standing.figures, _("%(count)d 个实际值")),
        (standing.rounds, _("%(count)d 次填报任务")),
        (standing.reports, _("%(count)d 份项目月报")),
        (standing.adjustments, _("%(count)d 次调整修订")),
        (standing.papers, _("%(count)d 份评估或公开内容")),
        (standing.successors, _("%(count)d 个下期规划")),
    )
    return _("、").join(said % {"count": count} for count, said in counted if count)
