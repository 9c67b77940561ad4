"""The tables of a region's page to take along: its rows as chosen, what is counted, promises of the text, background figures."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from dashboards.presenters import figures_of_row, words
from dashboards.presenters.region import RegionPage
from dashboards.presenters.tables.assessed import assessed_cells, assessed_columns
from dashboards.presenters.tables.cells import shown, status
from indicators.domain import display
from indicators.models import BackgroundFigure, Observation
from indicators.selectors.region_page import PlanFacts, RowFacts
from plans.models import Plan
from sheets.table import Cell, Column, Table


def region_tables(facts: PlanFacts, page: RegionPage) -> tuple[Table, ...]:
    """Every table that the page shows now, with its numbers unrounded."""
    lines = tuple(_lines(page, facts))
    tables = [
        Table(_("主要指标"), _columns(facts.plan), _rows(page.chosen.rows), lines),
        _counts(page, lines),
    ]
    if facts.commitments:
        tables.append(Table(_("文本承诺"), _columns(facts.plan), _rows(facts.commitments), lines))
    if facts.background:
        tables.append(_background(facts.background, lines))
    return tuple(tables)


def region_title(page: RegionPage) -> str:
    """What the workbook is called: region, period, year."""
    return _("%(region)s %(period)s 规划进度 %(year)s") % {
        "region": page.plan.region.name, "period": page.period, "year": page.year,
    }  # fmt: skip


def _lines(page: RegionPage, facts: PlanFacts) -> Iterable[str]:
    yield _("按 %(year)s 年看；%(year)s 年末时序进度 %(share)s。") % {"year": page.year, "share": page.elapsed}
    if page.chosen.choice.filtered:
        counted = {"shown": len(page.chosen.rows), "all": len(facts.rows)}
        yield _("按页面的筛选：%(all)s 行中的 %(shown)s 行。") % counted
    if page.sample:
        yield _("含演示数据：见“数据”一列。")
    yield _("差距与“较时序”为负表示未达到，与指标方向无关。空格表示没有数据。")


def _columns(plan: Plan) -> tuple[Column, ...]:
    return (
        Column(_("编号")),
        Column(_("指标")),
        Column(_("单位")),
        Column(_("分类")),
        Column(_("属性")),
        Column(_("基期"), kind="year"),
        Column(_("%(year)s 基数") % {"year": plan.base_year}, kind="number"),
        Column(_("%(year)s 目标（原文）") % {"year": plan.end_year}),
        Column(_("目标值"), kind="number"),
        Column(_("最新实际"), kind="number"),
        Column(_("当年增速"), kind="number"),
        Column(_("年份"), kind="year"),
        Column(_("版次")),
        *assessed_columns(),
        Column(_("未处理疑点"), kind="number", digits=0),
        Column(_("数据")),
    )


def _rows(rows: Iterable[RowFacts]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(_row(one) for one in rows)


def _row(facts: RowFacts) -> tuple[Cell, ...]:
    row, base, target = facts.row, facts.base, facts.shown_target
    said = (row.number or None, row.short_name, row.unit or None, row.category or None)
    if row.is_heading:
        return (*said, *[None] * 22)
    newest = max(facts.observations, key=lambda one: one.year, default=None)
    sample = any(one.sample for one in facts.observations)
    return (
        *said,
        words.nature_label(row.nature),
        base.year if base else None,
        shown(base.value, display.printed(base.text) or figures_of_row.figure(base.value)) if base else None,
        "；".join(display.printed(one.text) for one in facts.targets if one.text) or None,
        target.value if target else None,
        *_newest(newest, row.unit),
        *assessed_cells(facts.assessment, target, base, row.unit),
        facts.open_doubts,
        _(display.SAMPLE) if sample else None,
    )


def _newest(newest: Observation | None, unit: str) -> tuple[Cell, ...]:
    """The newest figure up to the year: value, growth, year, vintage. Its own unit where that is another than the row's."""
    if newest is None:
        return (None, None, None, None)
    text, _aside, _basis = figures_of_row.entered(newest, unit, by_rate=False)
    value, growth = newest.value, newest.growth
    instead = None if growth is not None or text == display.MISSING else text  # 上报完成, or parts of a whole
    return (
        shown(value, text) if value is not None else instead,
        shown(growth, figures_of_row.figure(growth, "%")),
        newest.year,
        words.vintage_label(newest.vintage) or None,
    )


def _counts(page: RegionPage, lines: tuple[str, ...]) -> Table:
    rows = [(group.label, status(piece.chip), piece.number) for group in page.groups for piece in group.slices]
    columns = (Column(_("属性")), Column(_("状态")), Column(_("项数"), kind="number", digits=0))
    return Table(_("按属性"), columns, tuple(rows), lines)


def _background(figures: Iterable[BackgroundFigure], lines: tuple[str, ...]) -> Table:
    columns = (
        Column(_("名称")),
        Column(_("年份"), kind="year"),
        Column(_("数值"), kind="number"),
        Column(_("增速"), kind="number"),
        Column(_("为何不作实际值")),
        Column(_("来源")),
        Column(_("数据")),
    )
    rows = [
        (
            one.name,
            one.year,
            shown(one.value, figures_of_row.figure(one.value, one.unit)),
            shown(one.growth, figures_of_row.figure(one.growth, "%")),
            one.why,
            one.source_title,
            _(display.SAMPLE) if one.sample else None,
        )
        for one in figures
    ]
    return Table(_("背景数据"), columns, tuple(rows), lines)
