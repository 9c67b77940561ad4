"""How far a value may lie from a known one before it is a jump.

Figures in %, ‰ and years move by differences, all others by ratios; where a sign changes only differences make sense.

* ratio: 1.5 in the first year, 15 % more for each further year; or the square of the largest yearly ratio of the series
  itself (twice its largest step); never above 3, so that ten times a plausible value is never plausible. Amounts of a
  year (sums, quotas) move freely: 2.5.
* difference: of a share, 1 point and half of the value, at most 5 points; of years 3; a quarter of it more for each
  further year; or twice the largest yearly step of the series itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import pairwise

from indicators.domain.arithmetic import CONTEXT, ONE, ZERO, root
from indicators.domain.checks.surroundings import ValueKind
from indicators.domain.units import is_rate, kind_of

RATIO, FURTHER, WIDEST = Decimal("1.5"), Decimal("1.15"), Decimal(3)
RATIO_OF_AMOUNTS = Decimal("2.5")
POINTS, MOST_POINTS, YEARS = Decimal(1), Decimal(5), Decimal(3)
FURTHER_DIFFERENCE = Decimal("0.25")

Points = Sequence[tuple[int, Decimal]]


@dataclass(frozen=True, slots=True)
class Band:
    """From ``low`` to ``high``, both plausible. ``by_ratio``: judged as a ratio of the known value."""

    low: Decimal
    high: Decimal
    by_ratio: bool

    def holds(self, value: Decimal) -> bool:
        return self.low <= value <= self.high


def moves_by_difference(unit: str) -> bool:
    """Whether figures in ``unit`` are compared by subtraction: shares, rates, years of life or schooling."""
    return (bool(unit) and is_rate(unit)) or kind_of(unit) == "years"


def band_around(known: Decimal, *, years: int, unit: str, kind: ValueKind, points: Points) -> Band:
    """What is plausible ``years`` years (one or more) away from ``known``. ``points``: the known series, by year."""
    with localcontext(CONTEXT):
        if moves_by_difference(unit):
            floor = YEARS if kind_of(unit) == "years" else min(POINTS + abs(known) / 2, MOST_POINTS)
            reach = max(floor * (1 + FURTHER_DIFFERENCE * (years - 1)), 2 * largest_difference(points))
            return Band(known - reach, known + reach, by_ratio=False)
        if known <= 0:
            reach = max(abs(known) / 2, 2 * largest_difference(points))
            return Band(known - reach, known + reach, by_ratio=False)
        floor = RATIO_OF_AMOUNTS if kind is ValueKind.AMOUNT else RATIO * FURTHER ** (years - 1)
        reach = min(max(floor, largest_ratio(points) ** 2), WIDEST)
        return Band(known / reach, known * reach, by_ratio=True)


def largest_ratio(points: Points) -> Decimal:
    """The largest ratio of two years in a row, a year; at least 1. Steps from or to zero and below count nothing."""
    largest = ONE
    for (first, one), (second, other) in _steps(points):
        if one > 0 and other > 0:
            largest = max(largest, root(max(one, other) / min(one, other), second - first))
    return largest


def largest_difference(points: Points) -> Decimal:
    """The largest step of two years in a row, a year; 0 where there are no two."""
    return max((abs(other - one) / (second - first) for (first, one), (second, other) in _steps(points)), default=ZERO)


def _steps(points: Points) -> list[tuple[tuple[int, Decimal], tuple[int, Decimal]]]:
    ordered = sorted(points)
    return [pair for pair in pairwise(ordered) if pair[0][0] < pair[1][0]]
