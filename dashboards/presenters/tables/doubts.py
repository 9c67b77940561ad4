"""Doubts to take along."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from dashboards.presenters import words
from indicators.models import Doubt
from indicators.presenters.doubt_words import doubt_label, figure_label
from sheets.table import Cell, Column, Table


def doubts_table(doubts: Iterable[Doubt], lines: tuple[str, ...] = ()) -> Table:
    """One line a doubt, those about a whole table too."""
    columns = (
        Column(_("地区")),
        Column(_("规划")),
        Column(_("指标")),
        Column(_("疑点")),
        Column(_("所指")),
        Column(_("说明")),
        Column(_("影响评估")),
        Column(_("状态")),
        Column(_("处理意见")),
        Column(_("处理人")),
        Column(_("处理日期")),
    )
    return Table(_("疑点"), columns, tuple(_line(one) for one in doubts), lines)


def _line(one: Doubt) -> tuple[Cell, ...]:
    return (
        one.plan.region.name,
        words.period_label(one.plan),
        one.row.short_name if one.row else _("整表"),
        doubt_label(one.code),
        figure_label(one.figure) or None,
        one.message,
        _("是") if one.blocking else None,
        one.get_state_display(),
        one.resolution or None,
        str(one.resolved_by) if one.resolved_by else None,
        f"{timezone.localtime(one.resolved_at):%Y-%m-%d}" if one.resolved_at else None,
    )
