"""Bases that were taken from the plan before and whose figure moved on since: both figures side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboards.presenters import figures_of_row, words
from indicators.domain.hand_over import Moved
from indicators.models import Observation, PlanIndicator
from indicators.selectors.succession import MovedBase

_MOVED = {
    Moved.REVISED: gettext_lazy("基期取自的数已修订"),
    Moved.FIRMED: gettext_lazy("基期取自的数未变，版次已更新"),
    Moved.LATER: gettext_lazy("上期更晚年份的数已公布"),
    Moved.GONE: gettext_lazy("基期取自的数已撤下"),
}


@dataclass(frozen=True, slots=True)
class MoveLine:
    """A base whose figure moved on. ``seen`` None: nothing can be taken over."""

    row: PlanIndicator
    said: str
    was: str
    now: str
    version: int
    seen: int | None


def move_lines(moves: Iterable[MovedBase]) -> list[MoveLine]:
    """Each base as it was taken, and what stands there now."""
    return [
        MoveLine(
            row=one.base.row,
            said=str(_MOVED[one.how]),
            was=_full(one.taken, one.base.row.unit),
            now=_full(one.now, one.base.row.unit) if one.now else "—",
            version=one.base.version,
            seen=one.now.pk if one.now else None,
        )
        for one in moves
    ]


def _full(one: Observation, unit: str) -> str:
    text, _aside, _basis = figures_of_row.entered(one, unit, by_rate=False)
    sample = _("，演示数据") if one.sample else ""
    said = _("%(figure)s（%(year)d 年%(vintage)s%(sample)s）")
    vintage = words.vintage_label(one.vintage)
    return said % {"figure": text, "year": one.year, "vintage": vintage, "sample": sample}
