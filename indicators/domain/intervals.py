"""What a printed figure may have been before rounding: 7.6 is anything from 7.55 to 7.65, >61 anything above 61."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.types import Comparator, TargetSpec


@dataclass(frozen=True, slots=True)
class Interval:
    """Lowest and highest possible value, both included; None: no end on that side."""

    low: Decimal | None
    high: Decimal | None

    def meets(self, other: Interval) -> bool:
        """Whether the two share a value."""
        below = self.low is None or other.high is None or self.low <= other.high
        above = self.high is None or other.low is None or other.low <= self.high
        return below and above

    def opened(self, comparator: Comparator) -> Interval:
        """The same with the side open that the comparator leaves open."""
        if comparator in (Comparator.GE, Comparator.GT):
            return Interval(self.low, None)
        if comparator in (Comparator.LE, Comparator.LT):
            return Interval(None, self.high)
        return self

    def scaled(self, factor: Decimal) -> Interval:
        """Every value times a positive ``factor``."""
        low = None if self.low is None else self.low * factor
        return Interval(low, None if self.high is None else self.high * factor)

    def plus(self, amount: Decimal) -> Interval:
        low = None if self.low is None else self.low + amount
        return Interval(low, None if self.high is None else self.high + amount)

    def power(self, exponent: int) -> Interval:
        """Every value to a positive ``exponent``; values below zero count as zero."""
        zero = Decimal(0)
        low = None if self.low is None else max(self.low, zero) ** exponent
        return Interval(low, None if self.high is None else max(self.high, zero) ** exponent)

    def times(self, other: Interval) -> Interval:
        """Products of two intervals without negative values."""
        low = None if self.low is None or other.low is None else self.low * other.low
        return Interval(low, None if self.high is None or other.high is None else self.high * other.high)


def interval_of(spec: TargetSpec) -> Interval:
    """The values that a printed figure or range stands for, by its digits and its comparator."""
    if spec.value is None:
        return Interval(None, None)
    high = spec.value if spec.value_high is None else spec.value_high
    return Interval(spec.value - _half_digit(spec.value), high + _half_digit(high)).opened(spec.comparator)


def _half_digit(value: Decimal) -> Decimal:
    """Half a unit of the last printed digit: 0.05 of 7.6, 0.5 of 365 and of 300 (zeros are taken as printed)."""
    exponent = value.as_tuple().exponent
    return Decimal(5).scaleb(min(exponent, 0) - 1) if isinstance(exponent, int) else Decimal(0)
