"""The boxes of plans with their sums, as a page or a workbook shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from plans.models import Plan
from projects.selectors.boxes import BoxCount
from sheets.table import Column, Table


@dataclass(frozen=True, slots=True)
class Sums:
    """What all boxes of a plan list together. ``open_pairs``: likely duplicates that nobody has decided."""

    boxes: int
    projects: int
    programmes: int
    directions: int
    merged: int
    total: int
    open_pairs: int = 0


def sums_of(boxes: Sequence[BoxCount], open_pairs: int = 0) -> Sums:
    """The sums of these boxes."""
    return Sums(
        len(boxes),
        sum(one.projects for one in boxes),
        sum(one.programmes for one in boxes),
        sum(one.directions for one in boxes),
        sum(one.merged for one in boxes),
        sum(one.total for one in boxes),
        open_pairs,
    )


def lines_said(box: BoxCount) -> str:
    """On which lines of the source document its entries stand; "" where that is not known."""
    if box.first_line is None or box.last_line is None:
        return ""
    return f"{box.first_line}" if box.first_line == box.last_line else f"{box.first_line}–{box.last_line}"


def boxes_table(plans: Sequence[Plan], boxes: Sequence[BoxCount]) -> Table:
    """One line a box."""
    columns = (
        Column(_("地区")), Column(_("规划期")), Column(_("专栏")), Column(_("来源行")), Column(_("分组"), kind="number"),
        Column(_("项目"), kind="number"), Column(_("工程"), kind="number"), Column(_("方向"), kind="number"),
        Column(_("合计"), kind="number"), Column(_("其中并入其他项目"), kind="number"),
    )  # fmt: skip
    of = {plan.pk: plan for plan in plans}
    rows = tuple(
        (
            of[one.plan_id].region.name, of[one.plan_id].period, one.box or _("（未写专栏）"), lines_said(one), one.groups,
            one.projects, one.programmes, one.directions, one.total, one.merged,
        )
        for one in boxes
    )  # fmt: skip
    return Table(_("专栏"), columns, rows)
