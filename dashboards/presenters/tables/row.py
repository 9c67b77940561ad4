"""The tables of a row's page to take along: its years, its promises, its doubts."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dashboards.presenters import figures_of_row
from dashboards.presenters.row import RowPage, shown_target
from dashboards.presenters.row_years import YearLine, paths
from dashboards.presenters.tables.assessed import assessed_cells, assessed_columns
from dashboards.presenters.tables.cells import shown, status
from dashboards.presenters.tables.doubts import doubts_table
from indicators.domain import display
from indicators.domain.series import Series, SeriesKind
from indicators.models import Observation
from indicators.selectors.row_page import RowPageFacts
from sheets.table import Cell, Column, Table


def row_tables(facts: RowPageFacts, page: RowPage) -> tuple[Table, ...]:
    """Every table that the page shows, with its numbers unrounded."""
    said = _("%(name)s（%(unit)s）") if facts.row.unit else "%(name)s"
    lines = [said % {"name": facts.row.name, "unit": facts.row.unit}]
    lines.append(_("按 %(year)s 年看。") % {"year": page.year})
    if page.sample:
        lines.append(_("含演示数据：见“数据”一列。"))
    tables = [_years(facts, page, tuple(lines)), _targets(facts, page, tuple(lines))]
    for one in facts.doubts:
        one.plan, one.row = facts.row.plan, facts.row  # known, not to be asked for again
    if facts.doubts:
        tables.append(doubts_table(facts.doubts, tuple(lines)))
    return tuple(tables)


def row_title(facts: RowPageFacts, page: RowPage) -> str:
    """What the workbook is called: region, indicator, year."""
    return f"{facts.row.plan.region.name} {facts.row.short_name} {page.year}"


def _years(facts: RowPageFacts, page: RowPage, lines: tuple[str, ...]) -> Table:
    planned, required, projected = paths(facts, _series(facts, page))
    figures = {one.year: one for one in facts.observations}
    columns = (
        Column(_("年份"), kind="year"),
        Column(page.planned_head, kind="number"),
        Column(page.required_head, kind="number"),
        Column(_("按现速"), kind="number"),
        *((Column(_("年度目标")), Column(_("是否达到"))) if page.tells_aims else ()),
        Column(_("实际"), kind="number"),
        Column(_("增速"), kind="number"),
        Column(_("版次")),
        Column(_("口径")),
        Column(_("当年状态")),
        Column(_("来源")),
        Column(_("说明")),
        Column(_("数据")),
    )
    rows = [
        (
            line.year,
            shown(planned.get(line.year), line.planned),
            None if line.is_base else shown(required.get(line.year), line.required),
            None if line.is_base else shown(projected.get(line.year), line.projected),
            *_aim(page, line),
            *_figures(facts, line, figures.get(line.year)),
            line.vintage or (_("基期") if line.is_base else None),
            line.basis or None,
            status(line.chip),
            line.source or None,
            line.note or None,
            _(display.SAMPLE) if line.sample else None,
        )
        for line in page.years
    ]
    return Table(_("逐年数据"), columns, tuple(rows), lines)


def _aim(page: RowPage, line: YearLine) -> tuple[Cell, ...]:
    if not page.tells_aims:
        return ()
    return (None, None) if line.aim is None else (line.aim.text, line.aim.verdict or None)


def _figures(facts: RowPageFacts, line: YearLine, one: Observation | None) -> tuple[Cell, Cell]:
    """Value and growth of a year; of the base year those of the base."""
    if line.is_base:
        value = facts.base.value if facts.base else None
        return shown(value, line.value), None if line.growth == display.MISSING else line.growth
    return shown(one.value if one else None, line.value), shown(one.growth if one else None, line.growth)


def _series(facts: RowPageFacts, page: RowPage) -> Series:
    target = shown_target(facts, page.year)
    assessment = facts.assessment(target, page.year) if target else None
    if target is None or assessment is None:
        return Series(SeriesKind.NOTHING)
    upto = [one for one in facts.observations if one.year <= page.year]
    return figures_of_row.series_of(facts.row, target, facts.base, assessment, upto)


def _targets(facts: RowPageFacts, page: RowPage, lines: tuple[str, ...]) -> Table:
    columns = (
        Column(_("目标（原文）")),
        Column(_("理解为")),
        Column(_("按此评估")),
        Column(_("目标值"), kind="number"),
        *assessed_columns(),
    )
    rows = [
        (
            part.text,
            part.understood,
            _("是") if part.shown else None,
            part.target.value,
            *assessed_cells(facts.assessment(part.target, page.year), part.target, facts.base, facts.row.unit),
        )
        for part in page.parts
    ]
    return Table(_("目标"), columns, tuple(rows), lines)
