"""A city's promises against its counties', as tables for a workbook: the comparison, and every county's figure behind it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dashboards.presenters import words
from dashboards.presenters.counties import CountiesPage, IndicatorLine, digits_of, sign_of
from dashboards.presenters.row_lines import Promise
from indicators.domain import display, unit_names
from sheets.table import Cell, Column, Figure, Table


def counties_tables(page: CountiesPage) -> tuple[Table, ...]:
    """The same facts as the page: numbers as numbers, in the city's unit."""
    notes = (page.answer, _("没有录入规划的：%(names)s") % {"names": page.without_plan} if page.without_plan else "")
    return (
        Table(_("对照"), _columns(page), tuple(_row(line) for line in page.lines), tuple(one for one in notes if one)),
        Table(
            _("逐个%(below)s") % {"below": page.below},
            _county_columns(page),
            tuple(row for line in page.lines for row in _county_rows(line)),
        ),
    )


def _columns(page: CountiesPage) -> tuple[Column, ...]:
    return (
        Column(_("指标")), Column(_("单位")), Column(_("%(whole)s目标") % {"whole": page.whole}),
        Column(_("各%(below)s合计或加权") % {"below": page.below}, kind="number"),
        Column(_("占%(whole)s目标") % {"whole": page.whole}, kind="share"),
        Column(_("已知"), kind="number", digits=0), Column(_("共有"), kind="number", digits=0),
        Column(_("差额（负为少于目标）"), kind="number"), Column(_("结论")), Column(_("说明")), Column(_("汇总规则")),
    )  # fmt: skip


def _row(line: IndicatorLine) -> tuple[Cell, ...]:
    found, digits = line.found.allocation, digits_of(line.found)
    together = None if found.together is None else Figure(found.together, digits, before=sign_of(found))
    difference = None if found.difference is None else Figure(found.difference, digits, signed=True)
    return (
        line.name, unit_names.said(line.unit), _printed(line.promises), together, found.share, found.counted, found.among, difference,
        line.chip.label, line.said, line.rule,
    )  # fmt: skip


def _county_columns(page: CountiesPage) -> tuple[Column, ...]:
    return (
        Column(_("指标")), Column(page.below), Column(_("目标（原文）")), Column(_("原单位")),
        Column(_("折成%(whole)s单位") % {"whole": page.whole}, kind="number"), Column(_("单位")),
        Column(_("占%(whole)s目标") % {"whole": page.whole}, kind="share"), Column(_("权数"), kind="number"),
        Column(_("没有计入的原因")),
    )  # fmt: skip


def _county_rows(line: IndicatorLine) -> list[tuple[Cell, ...]]:
    digits = digits_of(line.found)
    sides = [one for one in line.found.counties if one.promised is not None]
    rows: list[tuple[Cell, ...]] = []
    for county, side in zip(line.counties, sides, strict=True):
        part = side.part
        weight = part.base if part.base is not None else part.weight
        quantity = None if part.quantity is None else Figure(part.quantity, digits)
        rows.append(
            (
                line.name, county.name, _printed(county.promises), unit_names.said(county.unit), quantity,
                unit_names.said(line.unit), part.share, weight,
                county.why,
            )
        )  # fmt: skip
    return rows


def _printed(promises: tuple[Promise, ...]) -> str:
    return words.listed(" ".join(part for part in (one.text, one.about) if part) for one in promises) or display.MISSING
