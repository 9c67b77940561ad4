"""The task breakdown (任务分工方案) as an official paper that staff can edit: who leads, who takes part, what the year asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from entry.presenters.breakdown import PARTS, heading, named
from plans.models import Plan
from projects.selectors.breakdown import Lack, Part, Task
from regions.recorded import in_the_house_language, recorded
from reports.word import document
from sheets.table import Column

_WIDTHS = (5, 22, 14, 19, 12, 12, 16)
_NUMERALS = recorded("一二三四")  # at most three parts and the tasks without a unit
_MARK = "＊"  # 默认分工，待确认; the words themselves would make three lines of each of hundreds of rows


@in_the_house_language
def breakdown_paper(plan: Plan, year: int, tasks: Sequence[Task], *, unit: str, made_at: datetime) -> bytes:
    """The docx. ``unit``: name of the one unit it is narrowed to, "" = all. Tasks without a lead unit are listed at the end."""
    sample = any(task.sample for task in tasks)
    title = heading(plan, year)
    paper = document(title, made_at=made_at, subtitle=unit, sample=sample, landscape=True)
    unled = [task for task in tasks if Lack.UNIT in task.lacks]
    unconfirmed = sum(Lack.CONFIRMED in task.lacks for task in tasks)
    said = _("共 %(number)d 项任务，其中没有牵头单位 %(unled)d 项，默认分工、待确认 %(unconfirmed)d 项（标＊）。")
    paper.paragraph(said % {"number": len(tasks), "unled": len(unled), "unconfirmed": unconfirmed})
    numerals = iter(_NUMERALS)
    for part in Part:
        members = [task for task in tasks if task.part is part]
        if members:
            paper.heading(_("%(numeral)s、%(part)s") % {"numeral": next(numerals), "part": PARTS[part]})
            paper.table(_columns(year), [_row(number, task) for number, task in enumerate(members, 1)], widths=_WIDTHS)
    if unled:
        paper.heading(_("%(numeral)s、尚未明确牵头单位的任务") % {"numeral": next(numerals)})
        columns = (
            Column(_("序号"), kind="number"),
            Column(_("类别")),
            Column(_("任务")),
            Column(_("来源行"), kind="number"),
        )
        rows = [(number, str(PARTS[task.part]), named(task), task.line) for number, task in enumerate(unled, 1)]
        paper.table(columns, rows, widths=(5, 10, 60, 8))
    paper.note(
        _("来源：%(title)s。标“%(mark)s”的为默认分工，待确认：由系统按指标或领域给出，尚未经规划科确认。")
        % {"title": plan.title, "mark": _MARK}
    )
    return paper.data()


def _columns(year: int) -> tuple[Column, ...]:
    return (
        Column(_("序号"), kind="number"),
        Column(_("任务")),
        Column(_("规划目标或内容")),
        Column(_("牵头单位")),
        Column(_("配合单位")),
        Column(_("%(year)d 年目标") % {"year": year}),
        Column(_("措施")),
    )


def _row(number: int, task: Task) -> tuple[int | str | None, ...]:
    unit = f"（{task.unit}）" if task.unit else ""
    lead = task.lead.name if task.lead else None
    if lead and not task.confirmed:
        lead = f"{lead}{_MARK}"
    return (
        number,
        f"{named(task)}{unit}",
        _("；").join(task.promised) or None,
        lead,
        _("、").join(one.name for one in task.cooperating) or None,
        task.target or None,
        task.measures or None,
    )
