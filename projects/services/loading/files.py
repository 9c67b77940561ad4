"""Reading the projects of plans from CSV: every row is checked, and its plan must stand, before anything is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from plans.models import Plan, PlanStatus
from projects.models import Kind
from projects.services.entries import ProjectEntry
from regions.fields import Fields
from regions.files import FileRefused, Problem, label_of, read_csv

COLUMNS = ("box", "group", "name", "facts", "kind", "certainty", "line")
_NAME = re.compile(r"(?P<region>\d{6})-(?P<start>\d{4})-(?P<end>\d{4})\.csv")


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """The projects of one plan in the order of its document. ``file``: how messages name it."""

    plan: Plan
    entries: tuple[ProjectEntry, ...]
    file: str


def read_files(paths: Sequence[Path]) -> list[ProjectFile]:
    """The projects of all files, one file a plan, named ``<region>-<start>-<end>.csv``. ``FileRefused`` names every bad row."""
    problems: list[Problem] = []
    found = [one for one in (_read(path, problems) for path in paths) if one is not None]
    if problems:
        raise FileRefused(problems)
    return found


def plan_of(path: Path, problems: list[Problem]) -> Plan | None:
    """The plan whose region and period the file's name says; None: noted as a problem."""
    named = _NAME.fullmatch(path.name)
    if named is None:
        problems.append(
            Problem(label_of(path), "", "", "", _("文件名不对"), _("文件名须为 地区代码-起始年-结束年.csv"))
        )
        return None
    plans = Plan.objects.filter(region__code=named["region"], start_year=named["start"], end_year=named["end"])
    plan = _standing(plans.select_related("region"))
    if plan is None:
        problems.append(Problem(label_of(path), "", "", "", _("没有这个地区和时期的规划"), _("请先运行 load_plans")))
    return plan


def _standing(plans: QuerySet[Plan]) -> Plan | None:
    """Of several of one period the newest that is carried out or over; a planner may have begun another beside it."""
    newest = plans.exclude(status__in=[PlanStatus.REPLACED, PlanStatus.DRAFT]).order_by("-pk").first()
    return newest or plans.order_by("pk").first()


def _read(path: Path, problems: list[Problem]) -> ProjectFile | None:
    plan = plan_of(path, problems)
    rows = [Fields(label_of(path), row, data, problems) for row, data in read_csv(path, COLUMNS)]
    entries = [_entry(fields) for fields in rows]
    seen: set[ProjectEntry] = set()
    last = 0
    for fields, entry in zip(rows, entries, strict=True):
        if entry in seen:
            fields.refuse("name", _("同一专栏、分组、行里已有同名项目"), _("请去掉重复的一行"))
        seen.add(entry)
        if entry.line is not None and entry.line < last:
            fields.refuse("line", _("行号小于上一行"), _("请按文件原文的顺序排列"))
        last = entry.line or last
    return None if plan is None else ProjectFile(plan, tuple(entries), label_of(path))


def _entry(fields: Fields) -> ProjectEntry:
    fields.choice("certainty", ["box", "prose"], required=True)
    return ProjectEntry(
        box=fields.text("box", most=120),
        group=fields.text("group", most=120),
        name=fields.text("name", required=True, most=300),
        facts=fields.text("facts"),
        kind=fields.choice("kind", Kind.values, required=True),
        line=fields.whole("line", required=True),
    )
