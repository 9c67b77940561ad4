"""Order among regions that are compared: distance to the own target, places, quartiles, a histogram. Decimals, unrounded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import floor
from typing import TypeVar

from .types import Form

T = TypeVar("T")

#: Forms whose figures are rates or shares: their distance is in percentage points, not a share of the target.
_BY_POINTS = frozenset({Form.GROWTH, Form.CUMULATIVE_CUT, Form.RELATIVE})
_SHARE_UNITS = frozenset({"%", "％", "‰"})
#: Of a quota the smaller share is the better one: it is told by what is left.
_NOT_BY_SHARE = frozenset({Form.QUOTA})


def in_points(form: Form, unit: str) -> bool:
    """Whether distances of the form are percentage points; else they are shares of the target."""
    return form in _BY_POINTS or unit in _SHARE_UNITS


def distance(form: Form, unit: str, gap: Decimal | None, target: Decimal | None) -> Decimal | None:
    """How far from the own target, made comparable: percentage points of rates, else the gap as a share of the target.

    Signed like the gap (negative: short of the target). None where there is no gap, or a target of zero.
    """
    if gap is None:
        return None
    if in_points(form, unit):
        return gap
    return gap / abs(target) if target else None


def by_attainment(form: Form) -> bool:
    """Whether places follow from the attainment, as long as there is one; else they follow from the distance."""
    return form not in _NOT_BY_SHARE


def places(measures: Sequence[Decimal | None]) -> list[int | None]:
    """The place of each, 1 = the largest; equal ones share a place and the next is left out; None without a measure."""
    known = sorted((one for one in measures if one is not None), reverse=True)
    first: dict[Decimal, int] = {}
    for place, one in enumerate(known, start=1):
        first.setdefault(one, place)
    return [None if one is None else first[one] for one in measures]


def ordered(items: Sequence[T], key: Callable[[T], Decimal | str | int | None], *, descending: bool = False) -> list[T]:
    """Sorted by ``key``, stable; what has none stands last either way."""
    known = [one for one in items if key(one) is not None]
    without = [one for one in items if key(one) is None]
    return sorted(known, key=key, reverse=descending) + without  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Quartiles:
    """Least, lower quartile, median, upper quartile, greatest."""

    low: Decimal
    lower: Decimal
    median: Decimal
    upper: Decimal
    high: Decimal


def quartiles(values: Sequence[Decimal]) -> Quartiles | None:
    """By linear interpolation between neighbours (as QUARTILE.INC does); None without a value."""
    if not values:
        return None
    line = sorted(values)
    return Quartiles(
        line[0], _at(line, Decimal("0.25")), _at(line, Decimal("0.5")), _at(line, Decimal("0.75")), line[-1]
    )


def _at(line: Sequence[Decimal], share: Decimal) -> Decimal:
    place = share * (len(line) - 1)
    before = int(place)
    after = min(before + 1, len(line) - 1)
    return line[before] + (line[after] - line[before]) * (place - before)


@dataclass(frozen=True, slots=True)
class Bin:
    """``low`` ≤ value < ``high``; None: open at that end."""

    low: Decimal | None
    high: Decimal | None
    number: int


def histogram(values: Sequence[Decimal], *, low: Decimal, high: Decimal, step: Decimal) -> tuple[Bin, ...]:
    """Counts in steps from ``low`` to ``high``; what lies beyond is counted in an open bin at that end, if there is any."""
    steps = int((high - low) / step)
    numbers = [0] * (steps + 2)
    for value in values:
        numbers[min(max(floor((value - low) / step), -1), steps) + 1] += 1
    inner = [Bin(low + step * at, low + step * (at + 1), numbers[at + 1]) for at in range(steps)]
    below = [Bin(None, low, numbers[0])] if numbers[0] else []
    above = [Bin(high, None, numbers[-1])] if numbers[-1] else []
    return (*below, *inner, *above)


def ends(items: Sequence[T], number: int) -> tuple[list[T], list[T]]:
    """The first and the last ``number`` of a ranking, none twice: where they meet, the first take the middle."""
    first = list(items[:number])
    return first, list(items[max(number, len(items) - number) :])


#: Attainment is told in tenths, from nothing done to half as much again as promised.
_ATTAINMENT = (Decimal(0), Decimal("1.5"), Decimal("0.1"))
_PROMISED = Decimal(1)
#: Attainments that lie closer together are told in finer steps.
_CLOSE = Decimal("0.4")
_STEPS = 12


def steps(values: Sequence[Decimal], *, by_attainment: bool) -> tuple[Bin, ...]:
    """The histogram of attainments in tenths (always up to the whole), or of distances in about a dozen round steps; () without values."""
    if not values:
        return ()
    if by_attainment and max(values) - min(values) > _CLOSE:
        low, high, step = _ATTAINMENT
        reached = (floor(max(values) / step) + 1) * step
        return histogram(values, low=low, high=min(max(reached, _PROMISED), high), step=step)
    step = _round_step((max(values) - min(values)) / _STEPS)
    low = floor(min(values) / step) * step
    high = (floor(max(values) / step) + 1) * step
    return histogram(values, low=low, high=high, step=step)


def _round_step(least: Decimal) -> Decimal:
    """The smallest of 1, 2, 5 × 10^k that is not below ``least`` (one hundredth where all values are alike)."""
    if least <= 0:
        return Decimal("0.01")
    power = Decimal(1).scaleb(least.adjusted())
    return next(one for factor in (1, 2, 5, 10) if (one := power * factor) >= least)
