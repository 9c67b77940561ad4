"""The overview: one line per region, counts by nature, never added up across natures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dashboards.presenters import words
from dashboards.presenters.words import Chip
from indicators.domain import display
from indicators.domain.types import Status
from indicators.selectors.overview import RegionLine, StatusCount

_GOOD, _SHORT, _OPEN, _WITHOUT = range(4)
_OF_TONE = {"green": _GOOD, "blue": _GOOD, "amber": _SHORT, "red": _SHORT, "red-outline": _SHORT, "grey": _OPEN}


def group_labels() -> tuple[str, ...]:
    """The columns that statuses are counted in, from good to unknown."""
    return _("按期或完成"), _("落后或未完成"), _("尚无结论"), _("无数据")


@dataclass(frozen=True, slots=True)
class NatureCounts:
    """Statuses of one nature, in the columns of ``group_labels``; a column without any is empty."""

    label: str
    number: int
    groups: tuple[tuple[tuple[Chip, int], ...], ...]


@dataclass(frozen=True, slots=True)
class OverviewLine:
    line: RegionLine
    period: str
    natures: tuple[NatureCounts, ...]
    waiting: int  # rows whose assessment is not stored yet


def overview_lines(lines: list[RegionLine]) -> list[OverviewLine]:
    """The regions as the overview prints them."""
    return [_line(line) for line in lines]


def _line(line: RegionLine) -> OverviewLine:
    counted = sum(count.number for count in line.counts)
    return OverviewLine(
        line=line,
        period=words.period_label(line.plan),
        natures=tuple(
            _nature(nature, [count for count in line.counts if count.nature == nature])
            for nature in words.NATURE_ORDER
            if any(count.nature == nature for count in line.counts)
        ),
        waiting=line.rows - counted,
    )


def _nature(nature: str, counts: list[StatusCount]) -> NatureCounts:
    chips: dict[tuple[str, str], Chip] = {}
    numbers: Counter[tuple[str, str]] = Counter()
    for count in counts:
        chip = words.plain_chip(count.status, reported=count.reported, form=count.form)
        chips[(chip.code, chip.label)] = chip
        numbers[(chip.code, chip.label)] += count.number
    order = [Status(status).value for status in words.STATUS_ORDER]
    ordered = sorted(numbers, key=lambda key: (order.index(key[0]), key[1]))
    return NatureCounts(
        label=words.nature_label(nature),
        number=sum(numbers.values()),
        groups=tuple(
            tuple((chips[key], numbers[key]) for key in ordered if _group(Status(key[0])) == group)
            for group in (_GOOD, _SHORT, _OPEN, _WITHOUT)
        ),
    )


def _group(status: Status) -> int:
    return _WITHOUT if status is Status.NO_DATA else _OF_TONE[display.TONES[status]]
