"""The promises of a plan's text to take along."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dashboards.presenters import figures_of_row
from dashboards.presenters.promise_page import PromiseLine, PromisePage
from dashboards.presenters.tables.assessed import assessed_cells, assessed_columns
from indicators.selectors.region_page import PlanFacts
from sheets.table import Cell, Column, Table


def promises_table(page: PromisePage, facts: PlanFacts) -> Table:
    """The lines that the page shows, with unrounded figures."""
    columns = (
        Column(_("章")),
        Column(_("承诺")),
        Column(_("单位")),
        Column(_("目标（原文）")),
        Column(_("形式")),
        Column(_("目标值"), kind="number"),
        Column(_("区间上端"), kind="number"),
        Column(_("到哪年"), kind="year"),
        Column(_("责任单位")),
        Column(_("分工")),
        Column(_("主要指标表同一指标")),
        Column(_("与主要指标表")),
        Column(_("支撑项目")),
        Column(_("原文行"), kind="number", digits=0),
        *assessed_columns(),
    )
    lines = [_("按 %(year)s 年看；共 %(total)s 项承诺，本表 %(shown)s 项。")]
    said = {"year": facts.year, "total": page.total, "shown": page.shown}
    return Table(_("正文承诺"), columns, tuple(_row(line) for line in page.lines), tuple(one % said for one in lines))


def _row(line: PromiseLine) -> tuple[Cell, ...]:
    row, target = line.facts.row, line.facts.shown_target
    confirmed = None if not line.units else _("已确认") if line.confirmed else _("默认分工，待确认")
    beside = None if not line.beside else _("不一致") if line.differs else _("一致或不可比")
    return (
        row.category or None,
        row.short_name,
        row.unit or None,
        target.text if target else None,
        figures_of_row.form_label(target.form) if target else None,
        target.value if target else None,
        target.value_high if target else None,
        target.due_year if target else None,
        "、".join(line.units) or None,
        confirmed,
        "；".join(f"{one.name} {'，'.join(said.text for said in one.promises)}" for one in line.beside) or None,
        beside,
        "；".join(line.projects) or None,
        row.source_line,
        *assessed_cells(line.facts.assessment, target, line.facts.base, row.unit),
    )
