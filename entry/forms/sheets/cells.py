"""One cell of a returned workbook as the text that the figure's form would get, or the sentence why not."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from entry.presenters.sheets import columns as words
from entry.presenters.sheets.words import cell_refusal, figure_refusal
from entry.selectors.grid import GridRow
from indicators.domain.entered import UnreadableFigure, read_figure, read_pasted
from indicators.models import ObservationState
from sheets.cells import SheetCell
from sheets.columns import Column, Kind

_BETWEEN_PARTS = re.compile(r"[:：∶;；/、]")  # blanks around a figure are left out where it is read


#: A cell longer than this was not meant to be one.
LONGEST = 10_000


class CellRefused(ValueError):
    """``str(error)`` is the sentence to show beside the cell."""


def text_of(cell: SheetCell, column: Column, one: GridRow) -> str:
    """Figures in full, choices by code, a blank choice as what it stands for. Raises ``CellRefused``."""
    if not cell.readable:
        raise CellRefused(cell_refusal(cell))
    if len(cell.text) > LONGEST:
        raise CellRefused(
            _("这一格有 %(length)d 字，太长了（最多 %(most)d 字）。") % {"length": len(cell.text), "most": LONGEST}
        )
    try:
        if column.kind is Kind.FIGURE:
            found = read_pasted(cell.text, unit=words.unit_of(one, column.key))
            return "" if found is None else f"{found:f}"
        if column.key == words.PARTS:
            return _parts(cell.text)
    except UnreadableFigure as error:
        raise CellRefused(figure_refusal(error)) from None
    if column.kind is not Kind.CHOICE:
        return cell.text
    code = column.code(cell.text)
    if code is None:
        labels = _("、").join(label for _code, label in column.choices)
        raise CellRefused(_("“%(text)s”不在可选项里。请选：%(labels)s。") % {"text": cell.text, "labels": labels})
    return code or words.DEFAULTS.get(column.key, "")


def _parts(text: str) -> str:
    if not text:
        return ""
    return ":".join("" if part is None else f"{part:f}" for part in map(read_figure, _BETWEEN_PARTS.split(text)))


def why_closed(one: GridRow, column: Column) -> str:
    """Why the cell may not be written; "" where it may."""
    if words.is_open(one, column):
        return ""
    if not one.leave.allowed:
        return one.leave.sentence
    if one.latest is not None and one.latest.state == ObservationState.SUBMITTED:
        return _("该数据已提交待审核。要修改，请先在网页上撤回。")
    return _("该指标不填“%(column)s”。") % {"column": column.title}
