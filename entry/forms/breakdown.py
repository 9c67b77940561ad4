"""The task breakdown as it is typed: one task on a page, many in a workbook. Texts in, ``TaskEntry`` out; nothing is saved."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Unit
from entry.forms.sheets.compare import opened
from entry.forms.sheets.found import Line, SheetRefused
from entry.presenters.sheets.words import cell_refusal
from plans.models import Plan
from projects.selectors.breakdown import Task
from projects.services.breakdown import TaskEntry
from sheets.cells import SheetCell
from sheets.columns import Column
from sheets.differences import Verdict, differences
from sheets.read import FormRead

LEAD, COOPERATING, TARGET, MEASURES = "lead", "cooperating", "target", "measures"
LONGEST = {TARGET: 60, MEASURES: 2000}
_SALT = "entry.breakdown"
_BETWEEN = re.compile(r"[、,，;；\n]+")


class UnitsField(forms.ModelMultipleChoiceField):
    """Several units of the plan's region."""


class TaskForm(forms.Form):
    """One task of one year. ``seen``: what the person looked at (``Task.seen``)."""

    seen = forms.CharField(widget=forms.HiddenInput)
    lead = forms.ModelChoiceField(
        label=gettext_lazy("牵头单位"), queryset=Unit.objects.none(), required=False, empty_label=gettext_lazy("未定")
    )
    cooperating = UnitsField(
        label=gettext_lazy("配合单位"), queryset=Unit.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    target = forms.CharField(
        label=gettext_lazy("年度目标"), max_length=LONGEST[TARGET], required=False,
        help_text=gettext_lazy("只写数字时，按该指标的计量单位计。"),
    )  # fmt: skip
    measures = forms.CharField(
        label=gettext_lazy("措施"), max_length=LONGEST[MEASURES], required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def __init__(self, *args: Any, task: Task, units: Any, **kwargs: Any) -> None:
        given = {
            "seen": task.seen, LEAD: task.lead, COOPERATING: task.cooperating, TARGET: task.target,
            MEASURES: task.measures,
        }  # fmt: skip
        super().__init__(*args, initial=given, **kwargs)
        self.task = task
        present = Unit.objects.filter(pk__in=[unit.pk for unit in task.units])  # of other regions too: they stay
        self.fields[LEAD].queryset = self.fields[COOPERATING].queryset = units | present

    def entry(self) -> TaskEntry:
        """What the service writes, after ``is_valid``."""
        data = self.cleaned_data
        return TaskEntry(
            self.task.key, data["seen"], data[LEAD], tuple(data[COOPERATING]), data[TARGET], data[MEASURES]
        )


# --- the workbook -----------------------------------------------------------------------------------------------------
@dataclass(slots=True)
class Upload:
    """A returned workbook against what is stored: ``changes`` would be written, ``problems`` stand in the way."""

    changes: list[Line] = field(default_factory=list)
    problems: list[Line] = field(default_factory=list)
    entries: list[TaskEntry] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """Changes when anything that would be written does: what a person has looked at is what is written."""
        said = [(entry.key, entry.seen) for entry in self.entries], [(one.before, one.text) for one in self.changes]
        return hashlib.sha256(repr(said).encode()).hexdigest()


def texts_of(task: Task) -> dict[str, str]:
    """What stands in the cells of a task that may be written."""
    return {
        LEAD: task.lead.name if task.lead else "",
        COOPERATING: "、".join(unit.name for unit in task.cooperating),
        TARGET: task.target,
        MEASURES: task.measures,
    }


def seal(plan: Plan, year: int, tasks: Sequence[Task]) -> str:
    """What the workbook was made for and what stood in it. Signed, not secret."""
    return signing.dumps(
        [plan.pk, year, {task.key: [task.seen, texts_of(task)] for task in tasks}], salt=_SALT, compress=True
    )


def read_upload(
    data: bytes, *, plan: Plan, year: int, tasks: Sequence[Task], units: Mapping[str, Unit], columns: Sequence[Column]
) -> Upload:
    """The workbook against ``tasks`` as they stand; ``units`` by name. Raises ``SheetRefused``."""
    read = opened(data)
    made = _unsealed(read.token, plan, year)
    known = {task.key: task for task in tasks}
    upload = Upload()
    _note_strangers(upload, read, made, known)
    used = tuple(one for one in columns if one.entered and one.key in read.columns)
    keys = [key for key in read.rows if key in made and key in known]
    now = {key: {one.key: read.cell(key, one.key).text.strip() for one in used} for key in keys}
    was = {key: made[key][1] for key in keys}
    stored = {key: texts_of(known[key]) for key in keys}
    moved = {key for key in keys if known[key].seen != made[key][0]}
    titles = {one.key: one.title for one in used}
    for change in differences(used, was=was, now=now, stored=stored, moved=moved):
        cell = read.cell(change.row, change.column)
        said = _refusal(cell, change.column, _named(known[change.row], units))
        if change.verdict is Verdict.CONFLICT:
            said = _("下载之后他人已修改了这项任务。请重新下载一份再改。")
        line = Line(cell, known[change.row].name, titles[change.column], change.after, said, change.before)
        if said:
            upload.problems.append(line)
        else:
            upload.changes.append(line)
            stored[change.row][change.column] = change.after
    changed = {line.cell.row for line in upload.changes if line.cell}
    for key in keys:
        if read.rows[key] in changed:
            upload.entries.append(_entry(known[key], stored[key], _named(known[key], units)))
    return upload


def _unsealed(token: str, plan: Plan, year: int) -> dict[str, Any]:
    try:
        plan_id, of_year, made = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError):
        raise SheetRefused(_("工作簿里隐藏的标识被改动过，或不是任务分工的工作簿。请重新下载一份。")) from None
    if (plan_id, of_year) != (plan.pk, year):
        raise SheetRefused(_("这份工作簿不是%(plan)s %(year)d 年的任务分工。") % {"plan": plan, "year": year})
    return dict(made)


def _note_strangers(upload: Upload, read: FormRead, made: Mapping[str, Any], known: Mapping[str, Task]) -> None:
    for key, places in read.duplicate_rows.items():
        about = known[key].name if key in known else ""
        said = _("第 %(rows)s 行是同一项任务，无法判断以哪一行为准。") % {"rows": _("、").join(map(str, places))}
        upload.problems.append(Line(None, about, "", "", said))
    for number in read.unkeyed:
        said = _("第 %(row)d 行没有隐藏的标识，是后加的行。任务不能在工作簿里增加。") % {"row": number}
        upload.problems.append(Line(None, "", "", "", said))
    for key in read.rows:
        if key in made and key not in known:
            upload.problems.append(Line(None, key, "", "", _("这项任务已不在规划里。请重新下载一份。")))


def _refusal(cell: SheetCell, column: str, units: Mapping[str, Unit]) -> str:
    """Why a changed cell cannot be taken; "" where it can."""
    if not cell.readable:
        return cell_refusal(cell)
    text = cell.text.strip()
    longest = LONGEST.get(column)
    if longest is not None and len(text) > longest:
        return _("这一格有 %(length)d 字，太长了（最多 %(most)d 字）。") % {"length": len(text), "most": longest}
    if column in LONGEST:
        return ""
    names = [text] if column == LEAD else _names(text)
    unknown = [name for name in names if name and name not in units]
    if unknown:
        return _("没有名为“%(names)s”的单位。请核对名称，或请管理员先增加这个单位。") % {"names": _("、").join(unknown)}
    return ""


def _named(task: Task, units: Mapping[str, Unit]) -> Mapping[str, Unit]:
    """Who may be written into the cells of a task: units of the region, and those that answer for it already."""
    return {**units, **{unit.name: unit for unit in task.units}}


def _names(text: str) -> list[str]:
    return [name.strip() for name in _BETWEEN.split(text) if name.strip()]


def _entry(task: Task, said: Mapping[str, str], units: Mapping[str, Unit]) -> TaskEntry:
    return TaskEntry(
        task.key,
        task.seen,
        units.get(said[LEAD]),
        tuple(units[name] for name in _names(said[COOPERATING])),
        said[TARGET],
        said[MEASURES],
    )
