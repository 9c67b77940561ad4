"""What the grid of monthly reports hands to its script: columns, rows and every word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from entry.forms.projects.report import DAYS, LONGEST, NUMBERS, texts_of
from entry.presenters.board import STATES, until_closing
from entry.presenters.projects.words import words
from entry.selectors.projects.desk import ReportRow
from indicators.domain import unit_names
from indicators.domain.said import spoken
from indicators.selectors.board import AskState
from projects.domain.months import month_key, month_text
from projects.models import Project, ProjectReport, ReportState, Stage

_WIDTHS = {
    "investment_month": 72, "investment_to_date": 74, "progress": 52, "progress_text": 122, "stage": 54,
    "stage_on": 84, "next_step": 100, "problem": 96, "problem_unit": 76, "problem_due": 84,
}  # fmt: skip
_SHORT = 60
_DOWN = ("stage", "stage_on", "next_step", "problem_unit", "problem_due")


@dataclass(frozen=True, slots=True)
class ReportPage:
    """``unit`` None: of a person without one. ``units``: who may be asked to solve a problem."""

    user: User
    unit: Unit | None
    month: date
    rows: Sequence[ReportRow]
    units: Sequence[Unit]
    everything: bool


def payload(page: ReportPage) -> dict[str, Any]:
    """Everything as JSON. Choices are [code, label]; texts are shown as they are."""
    key = month_key(page.month)
    return {
        **_columns(page.month),
        "person": page.user.pk,
        "about": {"month": key},
        "kept": f"reports:{key}",
        "back": back_of(page),
        "choices": {
            "stage": [["", _("不变")], *([str(code), str(label)] for code, label in Stage.choices)],
            "problem_unit": [["", ""], *([str(unit.pk), unit_label(unit, page.unit)] for unit in page.units)],
        },
        "addresses": {name: reverse(f"entry:projects-{name}") for name in ("save", "check", "submit", "withdraw")}
        | {"login": reverse("login")},
        "rows": [row_payload(one) for one in page.rows],
        "words": words(),
    }


def back_of(page: ReportPage) -> str:
    """The unit and month as part of an address."""
    unit = f"&unit={page.unit.pk}" if page.unit else ""
    return f"month={month_key(page.month)}{unit}" + ("&all=1" if page.everything else "")


def due_said(rows: Sequence[ReportRow], today: date) -> str:
    """Until when the month is in time, in plain words; "" where nothing must be reported."""
    days = {one.due for one in rows if one.due is not None}
    if not days:
        return ""
    due = min(days)
    left = until_closing(due, today) or _("已过 %(days)d 天") % {"days": (today - due).days}
    return _("报送期限 %(due)s，%(left)s") % {"due": due.isoformat(), "left": left}


def unit_label(unit: Unit, beside: Unit | None) -> str:
    """A unit as the cells name it: that of another region with its region."""
    near = beside is None or unit.region_id == beside.region_id
    return unit.name if near else f"{unit.region.name}{unit.name}"


def _columns(month: date) -> dict[str, Any]:
    briefs = {
        "investment_month": _("本月 {text} 万元"),
        "investment_to_date": _("累计 {text} 万元"),
        "progress": "{text}%",
    }
    cells = [
        {
            "field": name,
            "width": width,
            "most": _SHORT if name in NUMBERS or name in DAYS else LONGEST,
            "number": name in NUMBERS,
            "usual": "",
            "brief": briefs.get(name, ""),
        }
        for name, width in _WIDTHS.items()
    ]
    return {
        "cells": cells,
        "filledBy": list(_WIDTHS),
        "beside": [
            {"field": "planned", "title": _("%(year)d 年计划（万元）") % {"year": month.year}, "width": 74},
            {"field": "last", "title": _("上次累计（万元）"), "width": 70},
        ],
        "fills": {"bases": {}, "down": list(_DOWN)},
        "nameWidth": 176,
        "hintWidth": 130,
    }


def row_payload(one: ReportRow) -> dict[str, Any]:
    """One project. ``editable`` false: ``why`` says why. ``beside``: [text, title] by column."""
    project = one.project
    return {
        "id": project.pk,
        "name": project.name,
        "number": "",
        "unit": total_said(project),
        "means": "",
        "asked": one.is_asked,
        "elsewhere": False,
        "beside": {"planned": [plain(one.planned), ""], "last": last_said(one.last)},
        "lastBases": {},
        "blocked": [],
        "single": False,
        "address": project_address(project.pk),
        **state_payload(one),
    }


def state_payload(one: ReportRow) -> dict[str, Any]:
    """What changes with every step: cells, lock, state, leave, comments, warnings."""
    report = one.report
    return {
        "cells": texts_of(report),
        "lock": report.lock if report else None,
        "version": report.pk if report else None,
        "state": report.state if report else "",
        "sign": STATES[AskState(report.state) if report else AskState.NOT_BEGUN][1],
        "label": str(report.get_state_display()) if report else _("未填报"),
        "editable": one.editable,
        "why": one.leave.sentence or _why(one),
        "withdrawable": one.withdrawable,
        "corrects": False,
        "reason": "",
        "comment": report.comment if report and _to_mend(report) else "",
        "comments": dict(report.cell_comments) if report and _to_mend(report) else {},
        "otherUnit": "",
        "findings": [
            {
                "key": f"{warning.code}:{warning.field}",
                "code": warning.code,
                "severity": "warning",
                "field": warning.field,
                "message": warning.message,
                "answer": warning.reason,
            }
            for warning in (report.warnings.all() if report else ())
        ],
    }


def _to_mend(report: ProjectReport) -> bool:
    """Whether the reviewer's words still ask for something: until it is handed over again."""
    return report.state in {ReportState.RETURNED, ReportState.DRAFT}


def _why(one: ReportRow) -> str:
    if one.waits:
        return _("已提交，等待审核。要修改请先撤回。")
    return _("已审核。要更正，请审核员重新打开。") if one.approved else ""


def total_said(project: Project) -> str:
    """The total investment of the project as it is stated; "" where it is not."""
    if project.investment is None:
        return ""
    unit = unit_names.said(project.investment_unit)
    return _("总投资 %(total)s %(unit)s") % {"total": plain(project.investment), "unit": unit}


def last_said(report: ProjectReport | None) -> list[str]:
    """What the newest earlier report said: its sum, and everything in the title."""
    if report is None:
        return ["", ""]
    said = [
        report.investment_to_date is not None and _("累计 %(sum)s 万元") % {"sum": plain(report.investment_to_date)},
        report.progress is not None and _("进度 %(progress)s%%") % {"progress": plain(report.progress)},
        report.progress_text,
        str(report.get_stage_display()) if report.stage else "",
        report.next_step and _("下步计划：%(text)s") % {"text": report.next_step},
    ]
    month = spoken(month_text(report.month), _)
    return [plain(report.investment_to_date), month + _("：") + _("，").join(one for one in said if one)]


def plain(value: Decimal | None) -> str:
    """The figure as it was typed, never in exponent form; "" where it is not stated."""
    return "" if value is None else f"{value:f}"


def project_address(project_id: int) -> str:
    """The page of the project; the list where there is no such page."""
    try:
        return reverse("projects:project", args=[project_id])
    except NoReverseMatch:
        return reverse("projects:list")


def month_choices(months: Sequence[date]) -> list[tuple[str, str]]:
    """What the box above the grid offers: value and label."""
    return [(month_key(one), spoken(month_text(one), _)) for one in months]


def errors_at_cells(errors: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """By cell; what names none stands under "row"."""
    return {("row" if name == "__all__" else name): [str(one) for one in said] for name, said in errors.items()}
