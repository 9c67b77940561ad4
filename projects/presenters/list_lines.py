"""The lines of the list of projects, on the page and in a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.domain import display
from projects.domain.money import in_wan, share_of
from projects.filters import MISSING, REPORT_STATES
from projects.models import Field, Kind, Project, Stage
from projects.presenters import money
from projects.selectors.standing import Standing
from sheets.table import Cell, Column, Table

_STATES = dict(REPORT_STATES)


@dataclass(frozen=True, slots=True)
class ListLine:
    """One project as the list shows it. Figures as texts, "—" where there is none; ``report``: what became of the month's report,
    "" where the project takes no part in the monthly reports."""

    project: Project
    standing: Standing
    address: str
    place: str
    stage: str
    total: str
    planned: str
    year: str
    share: str
    to_date: str
    progress: str
    report: str
    report_state: str
    as_of: str
    sample: bool


@dataclass(frozen=True, slots=True)
class Known:
    """Which columns of a page of lines say anything at all; the others are left out."""

    totals: bool
    money: bool
    reports: bool


def known(found: Iterable[ListLine]) -> Known:
    shown = list(found)
    return Known(
        totals=any(one.project.investment is not None for one in shown),
        money=any({one.planned, one.year, one.to_date, one.progress} != {display.MISSING} for one in shown),
        reports=any(one.report for one in shown),
    )


def lines(projects: Iterable[Project], standings: Mapping[int, Standing], month: date) -> list[ListLine]:
    """``projects`` as ``selectors.register.with_month`` gives them."""
    labels = _labels()
    start = reverse(
        "projects:list"
    )  # the page of a project lies below; asked for fifty times it would cost a tenth of the page
    return [_line(one, standings.get(one.pk, Standing()), month, f"{start}{one.pk}/", *labels) for one in projects]


def _line(
    project: Project,
    standing: Standing,
    month: date,
    address: str,
    kind: Mapping[str, str],
    field: Mapping[str, str],
) -> ListLine:
    planned: Decimal | None = project.planned  # type: ignore[attr-defined]
    stage = standing.stage or project.stage
    state = _report_state(project)
    place = (project.region.name, kind[project.kind], field.get(project.field), project.box)
    older = standing.month is not None and standing.month != month
    return ListLine(
        project=project,
        standing=standing,
        address=address,
        place=" · ".join(one for one in place if one),
        stage=_stage(project, stage),
        total=display.with_unit(money.exact(project.investment), project.investment_unit),
        planned=money.exact(planned),
        year=money.exact(standing.year_amount),
        share=display.share(share_of(standing.year_amount, planned)),
        to_date=money.exact(standing.to_date),
        progress=display.with_unit(money.exact(standing.progress), "%"),
        report=str(_STATES[state]) if state else "",
        report_state=state,
        as_of=f"{standing.month:%Y-%m}" if older and standing.month else "",
        sample=project.sample or standing.sample,
    )


def _stage(project: Project, stage: str) -> str:
    if stage:
        return str(Stage(stage).label)
    return display.MISSING if project.kind == Kind.DIRECTION else _("未上报")  # an aim is built by nobody


def _labels() -> tuple[dict[str, str], dict[str, str]]:
    """The words of kinds and fields in the language of the page."""
    kinds = {code: str(label) for code, label in Kind.choices}
    return kinds, {code: str(label) for code, label in Field.choices}


def _report_state(project: Project) -> str:
    told: str | None = project.told  # type: ignore[attr-defined]
    if told:
        return told
    asked = project.reports_monthly and project.merged_into_id is None and project.kind != Kind.DIRECTION
    return MISSING if asked else ""


def list_table(found: Iterable[ListLine], month: date) -> Table:
    """The lines as a workbook has them; an owner's contact is no column."""
    year = {"year": month.year}
    columns = (
        Column(_("地区")), Column(_("规划期")), Column(_("专栏")), Column(_("分组")), Column(_("项目")), Column(_("规模与内容")),
        Column(_("种类")), Column(_("领域")), Column(_("阶段")), Column(_("牵头单位")), Column(_("责任领导")),
        Column(_("建设单位")), Column(_("建设地点")), Column(_("总投资"), _("万元"), "number"),
        Column(_("%(year)d 年计划投资") % year, _("万元"), "number"),
        Column(_("%(year)d 年完成投资") % year, _("万元"), "number"), Column(_("完成年度计划"), "", "share", 1),
        Column(_("累计完成投资"), _("万元"), "number"), Column(_("形象进度"), "%", "number"), Column(_("形象进度说明")),
        Column(_("数据截至")), Column(_("当月月报")), Column(_("计划开工")), Column(_("计划竣工")),
        Column(_("并入")), Column(_("来源行"), "", "year"), Column(_("备注")),
    )  # fmt: skip
    rows = tuple(_cells(one) for one in found)
    notes = [_("截至 %(month)s 已审核的月报。") % {"month": f"{month:%Y-%m}"}]
    if any(row[-1] for row in rows):
        notes.append(_("含演示数据。"))
    return Table(_("重点项目"), columns, rows, tuple(notes))


def _cells(line: ListLine) -> tuple[Cell, ...]:
    one, now = line.project, line.standing
    planned: Decimal | None = one.planned  # type: ignore[attr-defined]
    unconfirmed = one.lead_unit is not None and not one.unit_confirmed
    unit = _("%(unit)s（默认分工，待确认）") % {"unit": one.lead_unit} if unconfirmed else str(one.lead_unit or "")
    return (
        one.region.name, one.plan.period, one.box, one.group, one.name, one.facts, one.get_kind_display(),
        one.get_field_display(), line.stage, unit, one.leader, one.owner, one.place,
        in_wan(one.investment, one.investment_unit), planned, now.year_amount, share_of(now.year_amount, planned),
        now.to_date, now.progress, now.progress_text, f"{now.month:%Y-%m}" if now.month else "", line.report,
        _day(one.planned_start), _day(one.planned_finish), str(one.merged_into or ""), one.source_line,
        str(display.SAMPLE) if line.sample else "",
    )  # fmt: skip


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""
