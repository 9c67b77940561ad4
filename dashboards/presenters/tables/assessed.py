"""The columns of an assessment, the same in every table that is taken along."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dashboards.presenters import figures_of_row, words
from dashboards.presenters.tables.cells import notes, shown, status
from indicators.models import Assessment, Base, Target
from sheets.table import Cell, Column


def assessed_columns() -> tuple[Column, ...]:
    """The names of what ``assessed_cells`` gives."""
    return (
        Column(_("评估用实际"), kind="number"),
        Column(_("实现程度"), kind="share"),
        Column(_("时序进度"), kind="share"),
        Column(_("距目标"), kind="number"),
        Column(_("较时序"), kind="number"),
        Column(_("余下每年需"), kind="number"),
        Column(_("年均至今"), kind="number"),
        Column(_("进度比"), kind="number", digits=2),
        Column(_("按现速预计期末"), kind="number"),
        Column(_("状态")),
        Column(_("说明")),
    )


def assessed_cells(
    assessment: Assessment | None, target: Target | None, base: Base | None, unit: str
) -> tuple[Cell, ...]:
    """The figures of an assessment as they are stored, looking like the page; empty where nothing is computed."""
    if assessment is None or target is None:
        return (None,) * len(assessed_columns())
    texts = figures_of_row.texts(assessment, target, base, unit)
    chip = words.chip(assessment, target)
    return (
        shown(assessment.actual, texts.actual),
        assessment.attainment,
        assessment.elapsed_share,
        shown(assessment.gap, texts.gap),
        shown(assessment.lead, texts.lead),
        shown(assessment.required, texts.required),
        shown(assessment.average, texts.average),
        assessment.pace_ratio,
        shown(assessment.projected_end, texts.projected),
        status(chip),
        notes(chip),
    )
