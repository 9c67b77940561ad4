"""The matrix as a table to take along: status and gap of every indicator of every region on the page."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from dashboards.presenters.overview.matrix import Matrix
from indicators.domain import unit_names
from sheets.table import Cell, Column, Figure, Table


def matrix_table(matrix: Matrix, name: str) -> Table:
    """Two columns an indicator: the word of the status, and the gap with the digits of the page.

    A cell without a gap is empty; where the plan has no such indicator, both say so.
    """
    columns = [Column(_("代码")), Column(_("地区")), Column(_("落后或未完成"), _("项"), "number", 0)]
    for head in matrix.heads:
        columns += [Column(head.name), Column(_("%(name)s：距目标") % {"name": head.name}, head.unit, "number")]
    rows: list[tuple[Cell, ...]] = []
    for line in matrix.lines:
        cells: list[Cell] = [line.region_code, line.region, line.short]
        for view, head in zip(line.cells, matrix.heads, strict=True):
            if view is None:
                cells += [_("规划未列"), None]
            else:
                word = f"{view.symbol} {view.label}" + (_("（演示数据）") if view.sample else "")
                cells += [word, _gap(view.gap, view.digits, "" if head.unit else unit_names.said(view.unit))]
        rows.append(tuple(cells))
    notes = [_("按 %(year)s 年看。差距为负表示未达到目标，与指标方向无关。") % {"year": matrix.year}]
    if matrix.sample:
        notes.append(_("含演示数据。"))
    return Table(name, tuple(columns), tuple(rows), tuple(notes))


def _gap(value: Decimal | None, digits: int, unit: str) -> Cell:
    return None if value is None else Figure(value, digits, unit, signed=True)
