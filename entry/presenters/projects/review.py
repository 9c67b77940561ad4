"""Monthly reports as a reviewer reads them: this month beside the one before, warnings with the reasons given for them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.forms import BoundField
from django.utils.translation import gettext as _

from entry.forms.projects.report import CELLS, NUMBERS
from entry.forms.projects.review import ReopenForm, ReportReviewForm
from entry.presenters.projects.grid import plain, project_address, total_said
from entry.presenters.projects.words import TITLES
from entry.presenters.review_queue import Doubtful
from entry.selectors.projects.review import Compared, ReportChoices, WantedReports
from indicators.domain import display
from indicators.domain.said import spoken
from projects.domain.months import month_key, month_text
from projects.models import ProjectReport, ReportState


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of this month and of the report before, "" = not stated; ``step``: by how much it differs, with its sign."""

    now: str
    last: str
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """One waiting report. ``selectable``: it may be approved with others."""

    report: ProjectReport
    name: str
    unit: str
    month: str
    month_investment: Amount
    to_date: Amount
    progress: Amount
    stage: str
    warnings: list[Doubtful]
    own: bool
    selectable: bool


@dataclass(frozen=True, slots=True)
class CellLine:
    """One cell of a report: how it is called, what the report before said, what this one says, the box for a comment."""

    name: str
    label: str
    last: str
    now: str
    step: str
    changed: bool
    comment: BoundField


def report_line(one: Compared, own: Collection[int]) -> ReportLine:
    """One line of the queue."""
    report = one.report
    warnings = doubtful(report)
    mine = report.pk in own
    return ReportLine(
        report=report,
        name=report.project.name,
        unit=_unit(report),
        month=spoken(month_text(report.month), _),
        month_investment=_amount(one, "investment_month"),
        to_date=_amount(one, "investment_to_date"),
        progress=_amount(one, "progress"),
        stage=_stage(one),
        warnings=warnings,
        own=mine,
        selectable=not warnings and not mine,
    )


def _unit(report: ProjectReport) -> str:
    unit = report.project.lead_unit
    return f"{report.project.region.name} · {unit}" if unit else report.project.region.name


def _amount(one: Compared, name: str) -> Amount:
    now, last = getattr(one.report, name), getattr(one.last, name) if one.last else None
    return Amount(plain(now), plain(last), step(last, now))


def step(last: Decimal | None, now: Decimal | None) -> str:
    """By how much a number differs from the one before, with its sign; "" where one is missing or nothing changed."""
    if last is None or now is None or last == now:
        return ""
    digits = max(0, -int(now.as_tuple().exponent), -int(last.as_tuple().exponent))
    return display.number(now - last, digits, signed=True)


def _stage(one: Compared) -> str:
    """The stage that is reported, with the day; "" where it stays."""
    report = one.report
    if not report.stage:
        return ""
    day = f"（{report.stage_on}）" if report.stage_on else ""
    return f"{report.get_stage_display()}{day}"


def doubtful(report: ProjectReport) -> list[Doubtful]:
    """Its warnings with the reasons given for them."""
    return [
        Doubtful(str(one.get_code_display()), one.message, one.reason, "", late=False) for one in report.warnings.all()
    ]


def queue_context(
    lines: Sequence[Compared], own: Collection[int], choices: ReportChoices, wanted: WantedReports
) -> dict[str, Any]:
    """The context of the queue's page without its paging."""
    shown = [report_line(one, own) for one in lines]
    others = query_of(WantedReports(wanted.month, wanted.unit))
    levels = [
        ("", _("全部"), choices.warned + choices.safe, wanted.warned is None),
        ("1", _("有提示"), choices.warned, wanted.warned is True),
        ("0", _("无提示"), choices.safe, wanted.warned is False),
    ]
    return {
        "lines": shown,
        "selectable": sum(line.selectable for line in shown),
        "months": [(month_key(one), spoken(month_text(one), _), one == wanted.month) for one in choices.months],
        "units": [(one.pk, f"{one.region.name} {one.name}", one.pk == wanted.unit) for one in choices.units],
        "levels": levels,
        "others": others,
        "query": query_of(wanted),
        "total": choices.warned + choices.safe,
        "wanted": wanted,
    }


def query_of(wanted: WantedReports) -> str:
    """The filters as part of an address."""
    said: dict[str, str] = {}
    if wanted.month is not None:
        said["month"] = month_key(wanted.month)
    if wanted.unit is not None:
        said["unit"] = str(wanted.unit)
    if wanted.warned is not None:
        said["warned"] = "1" if wanted.warned else "0"
    return urlencode(said)


def review_context(
    one: Compared,
    form: ReportReviewForm,
    reopening: ReopenForm,
    *,
    own: bool,
    beside: tuple[int | None, int | None],
    query: str,
) -> dict[str, Any]:
    """The context of the page of one report."""
    report = one.report
    return {
        "report": report,
        "project": report.project,
        "address": project_address(report.project_id),
        "unit": _unit(report),
        "total": total_said(report.project),
        "month": spoken(month_text(report.month), _),
        "last_month": spoken(month_text(one.last.month), _) if one.last else "",
        "cells": [cell_line(one, name, form) for name in CELLS],
        "warnings": doubtful(report),
        "waiting": report.state == ReportState.SUBMITTED,
        "approved": report.state == ReportState.APPROVED,
        "own": own,
        "form": form,
        "reopening": reopening,
        "previous": beside[0],
        "next": beside[1],
        "query": query,
    }


def cell_line(one: Compared, name: str, form: ReportReviewForm) -> CellLine:
    """One cell beside the report before."""
    now, last = said(one.report, name), said(one.last, name)
    apart = step(getattr(one.last, name), getattr(one.report, name)) if one.last and name in NUMBERS else ""
    changed = one.last is not None and now != last
    return CellLine(name, str(TITLES[name]), last, now, apart, changed, form[f"cell_{name}"])


def said(report: ProjectReport | None, name: str) -> str:
    """What stands in a cell, in words; "" for nothing."""
    if report is None:
        return ""
    if name == "stage":
        return str(report.get_stage_display()) if report.stage else ""
    value = getattr(report, name)
    return plain(value) if isinstance(value, Decimal) else "" if value is None else str(value)
