"""The comparison as a workbook: every region that is compared, and every one that is not with its reason."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from dashboards.presenters import comparison, comparison_answer, figures_of_row, words
from dashboards.presenters.comparing import Compared, Ranked, distance_of, parent_of
from indicators.domain import display, ranking, unit_names
from indicators.models import Indicator
from indicators.selectors.comparison import Candidate
from indicators.selectors.region_page import RowFacts
from sheets.table import Cell, Column, Figure, Table


def comparison_tables(
    compared: Compared, facts: dict[int, RowFacts], *, indicator: Indicator, year: int
) -> list[Table]:
    """All lines, not only those of a page: the ranking with the region above first, then what stands apart."""
    notes = [comparison_answer.sentence(comparison_answer.answer(compared)), _("按 %(year)s 年看。") % {"year": year}]
    if any(one.row.sample for one in (*compared.ranked, *compared.unlike)):
        notes.append(_("含演示数据，见“备注”列。"))
    rows = [
        _line(compared, row, facts[row.row_id], _("上级，不排位次"), about=_parent(compared, row))
        for row in compared.parents
    ]
    rows += [_ranked(compared, one, facts[one.row.row_id]) for one in compared.table]
    tables = [Table(_("对照"), _columns(indicator), tuple(rows), tuple(notes))]
    if compared.unlike:
        apart = tuple(
            (
                one.row.place.code, compared.label(one.row), _under(compared, one.row),
                comparison.why(one, compared), _status(facts[one.row.row_id]), _target(facts[one.row.row_id]),
            )
            for one in compared.unlike
        )  # fmt: skip
        columns = (
            Column(_("代码")), Column(_("地区")), Column(_("上级")), Column(_("未比较的原因")), Column(_("状态")), Column(_("目标")),
        )  # fmt: skip
        tables.append(Table(_("另列"), columns, apart, tuple(notes[1:])))
    return tables


def _columns(indicator: Indicator) -> tuple[Column, ...]:
    return (
        Column(_("位次"), kind="number", digits=0),
        Column(_("代码")),
        Column(_("地区")),
        Column(_("上级")),
        Column(_("基数"), kind="number"),
        Column(_("目标"), kind="number"),
        Column(_("实际"), kind="number"),
        Column(_("实际年份"), kind="year"),
        Column(_("完成进度"), kind="share"),
        Column(_("时序进度"), kind="share"),
        Column(_("距目标"), kind="number"),
        Column(_("距目标占目标"), kind="share"),
        Column(_("较时序"), kind="number"),
        Column(_("余下每年需"), kind="number"),
        Column(_("年均至今"), kind="number"),
        Column(_("进度比"), kind="number", digits=2),
        Column(_("状态")),
        Column(_("备注")),
    )


def _ranked(compared: Compared, one: Ranked, facts: RowFacts) -> tuple[Cell, ...]:
    about = [_(display.BASIS_NOT_STATED)] if comparison.basis_to_be_said(compared, one) else []
    return _line(compared, one.row, facts, one.place, about=about)


def _parent(compared: Compared, row: Candidate) -> list[str]:
    return list(comparison.unlike_parent(compared, row))


def _line(compared: Compared, row: Candidate, facts: RowFacts, place: Cell, *, about: list[str]) -> tuple[Cell, ...]:
    assessment, target = facts.assessment, facts.shown_target
    head: tuple[Cell, ...] = (place, row.place.code, compared.label(row), _under(compared, row))
    if row.sample:
        about = [*about, _(display.SAMPLE)]
    if assessment is None or target is None:
        return (*head, *(None for _column in range(12)), _("待计算"), _("；").join(about))
    digits, fine, unit, change = figures_of_row.level_measures(assessment, target, facts.base, facts.row.unit)
    form = words.assessed_form(assessment, target)
    whole = not ranking.in_points(form, row.facts.unit)
    required = _figure(row.required, 2, row.required_unit)
    return (
        *head,
        _base(facts),
        _figure(row.target, digits, unit),
        _figure(row.actual, digits, unit, before=figures_of_row.known_side(assessment)),
        row.actual_year,
        row.attainment,
        row.elapsed_share,
        _figure(row.gap, digits, change, signed=True),
        distance_of(row) if whole else None,
        _figure(row.lead, fine, change, signed=True),
        required or figures_of_row.required(assessment, form).replace(display.MISSING, "") or None,
        _figure(row.average, 2, row.average_unit),
        row.pace_ratio,
        words.chip(assessment, target).text,
        _("；").join(about),
    )


def _figure(value: Decimal | None, digits: int, unit: str, *, before: str = "", signed: bool = False) -> Figure | None:
    return None if value is None else Figure(value, digits, unit_names.said(unit), before, signed)


def _base(facts: RowFacts) -> Cell:
    """The base as printed has its own digits."""
    if facts.base is None or facts.base.value is None:
        return display.printed(facts.base.text) if facts.base else None
    return Figure(
        facts.base.value,
        max(display.digits_of(facts.base.text), display.digits_of(facts.base.value)),
        unit_names.said(facts.base.unit),
    )


def _under(compared: Compared, row: Candidate) -> str:
    parent = parent_of(row, compared.above)
    return parent.name if parent else ""


def _status(facts: RowFacts) -> str:
    if facts.assessment is None:
        return _("待计算")
    return words.chip(facts.assessment, facts.shown_target).text


def _target(facts: RowFacts) -> str:
    target = facts.shown_target
    return "" if target is None else display.printed(target.text)
