"""The key to the statuses that every page of leaders shares: symbol, word, and what it means in one clause."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as marked

from dashboards.presenters.words import Chip
from indicators.domain import display
from indicators.domain.types import Status
from indicators.models import StatusRule

#: What a status says; the thresholds stand behind it where the rule is given.
_MEANS: dict[Status, str] = {
    Status.MET: marked("期末达到目标"),
    Status.NEARLY_MET: marked("期末与“左右”的目标相差很小"),
    Status.NOT_MET: marked("期末没有达到目标"),
    Status.MET_EARLY: marked("规划期未满，已达到目标"),
    Status.AHEAD: marked("进展快于规划路径"),
    Status.ON_TRACK: marked("进展与规划路径相当"),
    Status.BEHIND: marked("进展慢于规划路径"),
    Status.FAR_BEHIND: marked("进展远慢于规划路径"),
    Status.REVERSING: marked("比基期更差，方向反了"),
    Status.HOLDS: marked("逐年守住的界限或总量没有突破"),
    Status.BREACHED: marked("逐年守住的界限或总量被突破"),
    Status.PENDING: marked("上级还没有下达数字"),
    Status.INCOMPARABLE: marked("价格口径不同，或疑点未处理，暂不评估"),
    Status.NO_DATA: marked("还没有可用的实际值"),
    Status.NOT_ASSESSABLE: marked("缺少目标、基期等，无法计算"),
}
#: Good to bad, then what is open: the order in which a key is read.
ORDER: tuple[Status, ...] = tuple(_MEANS)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the key. ``pace``: between which pace ratios the status lies, "" where it is not given by one."""

    chip: Chip
    means: str
    pace: str = ""


def legend(rule: StatusRule | None = None) -> tuple[Entry, ...]:
    """Every status in reading order; with ``rule`` the thresholds of those that a pace ratio decides."""
    paces = {} if rule is None else _paces(rule)
    return tuple(
        Entry(
            Chip(code=status.value, symbol=display.SYMBOLS[status], label=_(display.STATUS_LABELS[status])),
            _(means),
            paces.get(status, ""),
        )
        for status, means in _MEANS.items()
    )


def _paces(rule: StatusRule) -> dict[Status, str]:
    ahead, even, behind = (display.pace(one) for one in (rule.ahead, rule.on_track, rule.behind))
    return {
        Status.AHEAD: f"≥{ahead}",
        Status.ON_TRACK: f"{even}–{ahead}",
        Status.BEHIND: f"{behind}–{even}",
        Status.FAR_BEHIND: f"0–{behind}",
        Status.REVERSING: "<0",
    }
