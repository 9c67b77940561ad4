"""The page of a hand-over in words: end values, what they say as bases, and the form of each row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboards.presenters import figures_of_row, words
from indicators.domain.hand_over import NoBase
from indicators.models import PlanIndicator
from indicators.selectors.succession import EndRow
from planning.forms.hand_over import LATER, RowForm
from planning.selectors.hand_over import HandOverPage

_WHY = {
    NoBase.NO_FIGURE: gettext_lazy("没有已审核的数"),
    NoBase.ONLY_GROWTH: gettext_lazy("只有增速，没有水平值"),
    NoBase.OF_THE_YEAR: gettext_lazy("逐年累计的指标，新一期从零起算，基期值以规划文本为准"),
    NoBase.REPORTED: gettext_lazy("只有上报结果，没有数字"),
    NoBase.ONE_SIDED: gettext_lazy("只知一侧，按原文保留，不参与计算"),
}


@dataclass(frozen=True, slots=True)
class EndText:
    """An end figure as printed. ``note``: what must be known of it (not of the end year, doubted, no base and why)."""

    text: str
    year: int | None
    vintage: str
    aside: str
    sample: bool
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the plan that ends. ``form`` None: a heading, which goes along with its rows."""

    row: PlanIndicator
    end: EndText | None
    form: RowForm | None
    error: str = ""


def lines(
    page: HandOverPage, data: Mapping[str, Any] | None = None, errors: Mapping[int, str] | None = None
) -> list[Line]:
    """The rows that are left, in printed order, with their forms: as proposed, or as typed."""
    return [
        Line(end.row, None, None)
        if end.row.is_heading
        else Line(
            end.row,
            end_text(end, other_unit=_other_unit(page, end)),
            form_of(page, end, data),
            (errors or {}).get(end.row.pk, ""),
        )
        for end in page.left
    ]


def _other_unit(page: HandOverPage, end: EndRow) -> bool:
    """Whether the row that is proposed in the plan after counts in another unit."""
    proposed = (page.proposed or {}).get(end.row.pk)
    return any(row.pk == proposed and row.unit != end.row.unit for row in page.there)


def form_of(page: HandOverPage, end: EndRow, data: Mapping[str, Any] | None) -> RowForm:
    """The form of a row; a first hand-over proposes to keep every row, a later one those that were found in the plan after."""
    proposed = (page.proposed or {}).get(end.row.pk)
    takes = page.may_add and end.base.is_written and not end.doubted and not _other_unit(page, end)
    initial = {
        "kind": "kept" if page.after is None or proposed else LATER,
        "to_row": proposed,
        "base": takes,
        "seen": end.end.pk if end.end else 0,
    }
    return RowForm(data, initial=initial, row=end.row, there=page.there, may_add=page.may_add)


def end_text(end: EndRow, *, other_unit: bool = False) -> EndText:
    """The newest figure of the row, with its year and everything that speaks against it."""
    notes = []
    if end.base.early and end.end is not None:
        said = _("%(end)d 年数未公布，取 %(year)d 年")
        notes.append(said % {"end": end.row.plan.end_year, "year": end.end.year})
    if end.base.why is not None and end.end is not None:
        notes.append(str(_WHY[end.base.why]))
    if other_unit:
        notes.append(_("与新规划对应行的单位不同，不换算，不作基期值"))
    if end.doubted:
        notes.append(_("有未处理的疑点或口径变化，请核对后再作基期值"))
    if end.end is None:
        return EndText(str(_WHY[NoBase.NO_FIGURE]), None, "", "", False, tuple(notes))
    text, aside, _basis = figures_of_row.entered(
        end.end, end.row.unit, by_rate=False
    )  # what a plan starts from is a level
    return EndText(text, end.end.year, words.vintage_label(end.end.vintage), aside, end.end.sample, tuple(notes))
