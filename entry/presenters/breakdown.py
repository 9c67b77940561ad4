"""The task breakdown for its page and its workbook: what is counted, what stands in which column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Unit
from entry.forms import breakdown as fields
from plans.models import Plan
from projects.selectors.breakdown import Lack, Part, Task
from regions.recorded import in_the_house_language
from sheets.columns import DIVIDER, Column, Form, FormCell, FormRow, Kind

PARTS: dict[Part, Promise] = {
    Part.MAIN: gettext_lazy("主要指标"),
    Part.COMMITMENT: gettext_lazy("正文承诺"),
    Part.PROJECT: gettext_lazy("重点项目"),
}
LACKS: dict[Lack, Promise] = {
    Lack.UNIT: gettext_lazy("没有牵头单位"),
    Lack.CONFIRMED: gettext_lazy("默认分工，待确认"),
    Lack.TARGET: gettext_lazy("没有年度目标"),
    Lack.MEASURES: gettext_lazy("没有措施"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to narrow by: its code, word and how many tasks it leaves. ``chosen``: it is what is shown."""

    code: str
    label: str
    number: int
    chosen: bool


def narrowed(tasks: Iterable[Task], *, part: str, lack: str, unit: str) -> list[Task]:
    """The tasks of a part (code), that lack something (code), in which a unit (id) leads or takes part; "" = all."""
    return [
        task
        for task in tasks
        if (not part or task.part == part)
        and (not lack or lack in task.lacks)
        and (not unit or unit in {str(one.pk) for one in task.units})
    ]


def parts_of(tasks: Sequence[Task], chosen: str) -> list[Choice]:
    """All parts with their numbers."""
    numbers = Counter(task.part for task in tasks)
    return [Choice(part, str(label), numbers[part], part == chosen) for part, label in PARTS.items()]


def lacks_of(tasks: Sequence[Task], chosen: str) -> list[Choice]:
    """What tasks lack, with how many do."""
    numbers = Counter(lack for task in tasks for lack in task.lacks)
    return [Choice(lack, str(label), numbers[lack], lack == chosen) for lack, label in LACKS.items()]


def units_in(tasks: Iterable[Task]) -> list[Unit]:
    """The units that lead or take part in any of the tasks, by name."""
    return sorted({unit for task in tasks for unit in task.units}, key=lambda unit: unit.name)


# --- the workbook -----------------------------------------------------------------------------------------------------
@in_the_house_language
def columns(year: int) -> tuple[Column, ...]:
    """The columns of the workbook; units are written by their names."""
    shown, text = Kind.SHOWN, Kind.TEXT
    several = _("几个单位用顿号隔开。单位须已在系统里。")
    return (
        Column("number", _("序号"), shown, 6),
        Column("name", _("任务"), shown, 30),
        Column("promised", _("规划目标或内容"), shown, 20),
        Column("unit", _("计量单位"), shown, 9),
        Column("line", _("来源行"), shown, 8),
        Column(fields.LEAD, _("牵头单位"), text, 16, note=_("一个单位的名称。改过即为确认。")),
        Column(fields.COOPERATING, _("配合单位"), text, 22, note=several),
        Column(fields.TARGET, _("%(year)d 年目标") % {"year": year}, text, 20, note=_("最多 60 字；只写数字时按计量单位计。")),
        Column(fields.MEASURES, _("措施"), text, 40),
        Column("state", _("分工状态"), shown, 14),
    )  # fmt: skip


@in_the_house_language
def form_of(plan: Plan, year: int, tasks: Sequence[Task], *, writes: bool) -> Form:
    """The breakdown as a workbook; ``writes``: with open cells, for a planner; else to be read."""
    rows: list[FormRow] = []
    for part, members in groupby(tasks, key=lambda task: task.part):
        rows.append(FormRow(DIVIDER, title=str(PARTS[part])))
        rows += [_row(task, writes) for task in members]
    sample = [_("含演示数据。")] if any(task.sample for task in tasks) else []
    how = [_("白底的格可以填写，填好后在“任务分工”页上传；上传后先列出修改，核对之后才保存。")] if writes else []
    return Form(
        name=_("任务分工"),
        heading=heading(plan, year),
        lines=(_("共 %(number)d 项任务。") % {"number": len(tasks)}, *how, *sample),
        columns=columns(year),
        rows=tuple(rows),
        token=fields.seal(plan, year, tasks),
        footer=heading(plan, year),
    )


@in_the_house_language
def heading(plan: Plan, year: int) -> str:
    """What the breakdown is called on paper."""
    return _("%(region)s %(period)s 规划任务分工（%(year)d 年）") % {
        "region": plan.region.name, "period": plan.span, "year": year,
    }  # fmt: skip


def state_of(task: Task) -> str:
    """Whether the units of a task are settled, in words."""
    if task.lead is None:
        return str(LACKS[Lack.UNIT])
    return _("已确认") if task.confirmed else str(LACKS[Lack.CONFIRMED])


def named(task: Task) -> str:
    """A task's name, of a sub-row with that of its heading; 演示数据 is said."""
    name = _("%(above)s：%(name)s") % {"above": task.above, "name": task.name} if task.above else task.name
    return f"{name}{_('（演示数据）')}" if task.sample else name


def _row(task: Task, writes: bool) -> FormRow:
    shown = {
        "number": FormCell(task.number),
        "name": FormCell(named(task)),
        "promised": FormCell(_("；").join(task.promised)),
        "unit": FormCell(task.unit),
        "line": FormCell(str(task.line) if task.line else ""),
        "state": FormCell(state_of(task)),
    }
    return FormRow(task.key, shown | {key: FormCell(text, open=writes) for key, text in fields.texts_of(task).items()})
