"""How many indicators of each nature show which status; natures are never added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from dashboards.presenters import words
from dashboards.presenters.words import Chip
from indicators.domain.at_risk import SHORT
from indicators.domain.types import Status
from indicators.selectors.overview import Scope, StatusCount

_SHORT = {status.value for status in SHORT}


@dataclass(frozen=True, slots=True)
class Slice:
    """A counted status. ``x`` and ``width`` in per cent of the bar of its nature."""

    chip: Chip
    number: int
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class NatureCounts:
    """The rows of one nature. ``short``: behind or missed; ``waiting``: not computed yet, in no slice."""

    code: str
    label: str
    number: int
    short: int
    without_data: int
    waiting: int
    slices: tuple[Slice, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """The counts of one region's plan, or of all the plans below it."""

    title: str
    own: bool
    natures: tuple[NatureCounts, ...]

    @property
    def short(self) -> int:
        """For a sentence that names the natures too."""
        return sum(nature.short for nature in self.natures)


def blocks(scope: Scope, counts: list[StatusCount]) -> tuple[Block, ...]:
    """The own plan's counts and those of the plans below it; one that has no plan is left out."""
    found = []
    if scope.own is not None:
        found.append(_block(scope.own.region.name, True, counts))
    below = len(scope.plans) - (scope.own is not None)
    if below:
        title = _("所辖 %(number)s 个地区合计") if scope.region is not None else _("%(number)s 个地区合计")
        found.append(_block(title % {"number": below}, False, counts))
    return tuple(found)


def _block(title: str, own: bool, counts: list[StatusCount]) -> Block:
    mine = [one for one in counts if one.own == own]
    natures = (_nature(nature, [one for one in mine if one.nature == nature]) for nature in words.NATURE_ORDER)
    return Block(title, own, tuple(nature for nature in natures if nature.number))


def _nature(nature: str, counts: Iterable[StatusCount]) -> NatureCounts:
    counts = list(counts)
    chips: dict[tuple[str, str], Chip] = {}
    numbers: Counter[tuple[str, str]] = Counter()
    for count in counts:
        if count.status:
            chip = words.plain_chip(count.status, reported=count.reported, form=count.form)
            chips[chip.code, chip.label] = chip
            numbers[chip.code, chip.label] += count.number
    return NatureCounts(
        code=nature,
        label=words.nature_label(nature),
        number=sum(one.number for one in counts),
        short=sum(one.number for one in counts if one.status in _SHORT),
        without_data=sum(one.number for one in counts if one.status == Status.NO_DATA),
        waiting=sum(one.number for one in counts if not one.status),
        slices=_slices(chips, numbers),
    )


def _slices(chips: dict[tuple[str, str], Chip], numbers: Counter[tuple[str, str]]) -> tuple[Slice, ...]:
    order = [status.value for status in words.STATUS_ORDER]
    total, start, slices = sum(numbers.values()) or 1, Decimal(0), []
    for key in sorted(numbers, key=lambda one: (order.index(one[0]), one[1])):
        width = Decimal(numbers[key] * 100) / total
        slices.append(Slice(chips[key], numbers[key], f"{start:.2f}%", f"{width:.2f}%"))
        start += width
    return tuple(slices)
