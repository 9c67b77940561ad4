"""The appraisal as a workbook: the units, every item, and by which weights."""

from __future__ import annotations

from django.utils.translation import gettext as _

from evaluations.domain.appraisal import PART_LABELS, WEIGHED
from evaluations.presenters.appraisal import AppraisalPage
from sheets.table import Cell, Column, Figure, Table


def appraisal_tables(page: AppraisalPage) -> list[Table]:
    """Three sheets; every score as the page prints it."""
    notes = [_("按 %(year)s 年看。") % {"year": page.year}, weights_in_words(page)]
    if page.sample:
        notes.append(_("含演示数据。"))
    return [_units(page, tuple(notes)), _items(page, tuple(notes)), _weights(page)]


def weights_in_words(page: AppraisalPage) -> str:
    """By what the scores are made, in one sentence."""
    weights = weights_listed(page)
    if page.scheme is None:
        return _("建议权重，尚未确定：%(weights)s。") % {"weights": weights}
    return _("权重第 %(version)s 版（%(reason)s）：%(weights)s。") % {
        "version": page.scheme.version,
        "reason": page.scheme.reason,
        "weights": weights,
    }


def weights_listed(page: AppraisalPage) -> str:
    return _("、").join(f"{one.label} {one.weight}" for one in page.weights)


def _units(page: AppraisalPage, notes: tuple[str, ...]) -> Table:
    columns = [Column(_("单位")), Column(_("得分"), kind="number", digits=1), Column(_("所用权重合计"), kind="number")]
    for part in WEIGHED:
        label = _(PART_LABELS[part])
        columns += [Column(label, kind="number", digits=1), Column(_("%(part)s计分/另列") % {"part": label})]
    columns.append(Column(_("默认分工，待确认"), kind="number", digits=0))
    rows: list[tuple[Cell, ...]] = []
    for one in page.units:
        cells: list[Cell] = [one.unit.name, one.points, _number(one.weighed)]
        for cell in one.cells:
            cells += [cell.points, f"{cell.counted}/{cell.apart}" if cell.lines else None]
        rows.append((*cells, one.unconfirmed))
    return Table(_("单位"), tuple(columns), tuple(rows), notes)


def _number(text: str) -> Cell:
    return Figure(int(text)) if text.isdecimal() else text


def _items(page: AppraisalPage, notes: tuple[str, ...]) -> Table:
    columns = (
        Column(_("单位")), Column(_("类别")), Column(_("序号")), Column(_("事项")), Column(_("目标")), Column(_("实际")),
        Column(_("状态")), Column(_("得分"), kind="number"), Column(_("未计分原因")), Column(_("分工")),
        Column(_("备注")),
    )  # fmt: skip
    rows = tuple(
        (
            unit.unit.name, cell.label, line.thing.number, line.thing.name, line.thing.promised or None,
            line.thing.actual or None, line.thing.label or None, line.points, line.why or None,
            (_("牵头") if line.lead else _("配合")) + ("" if line.confirmed else _("（默认分工，待确认）")),
            _("演示数据") if line.thing.sample else None,
        )
        for unit in page.units
        for cell in unit.lists
        for line in cell.lines
    )  # fmt: skip
    return Table(_("事项"), columns, rows, notes)


def _weights(page: AppraisalPage) -> Table:
    rows = [(_("权重"), one.label, one.weight) for one in page.weights]
    rows.append((_("折算"), _("配合单位按牵头单位的百分之几计"), page.joint))
    rows += [(_("得分"), one.label, one.weight) for one in page.scores]
    columns = (Column(_("项")), Column(_("名称")), Column(_("数值")))
    return Table(_("权重"), columns, tuple(rows), (weights_in_words(page),))
