"""Unbroken runs of years: growth indices, sums and compounded cuts (METHODS section 3).

A run starts in the year after the base and goes on while every year has its figure and no definition break lies
between. An official figure (``PeriodFigure``) from the base to a year overrides the run to that year and may restart it
behind a gap or a break. Nothing is interpolated; a missing year is never zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from .arithmetic import HUNDRED, ONE, THOUSAND, ZERO, root, texts
from .status import Look
from .types import Actual, PeriodFigure, ResultKind


@dataclass(frozen=True, slots=True)
class Law:
    """How figures of years accumulate. ``official`` turns an official figure over k years into the accumulated one."""

    start: Decimal
    step: Callable[[Decimal, Decimal, Decimal], Decimal]  # accumulated, figure, scale -> accumulated
    official: Callable[[PeriodFigure, int, Decimal], Decimal]
    kinds: frozenset[ResultKind]
    possible: Callable[[Decimal, Decimal], bool]  # figure, scale: whether a factor is positive

    def serves(self, figure: PeriodFigure) -> bool:
        """Whether an official figure of this kind can stand for the run."""
        return figure.kind in self.kinds


def _always(figure: Decimal, scale: Decimal) -> bool:
    return True


GROWTH = Law(
    start=ONE,
    step=lambda index, figure, scale: index * (1 + figure / scale),
    official=lambda figure, k, scale: (1 + figure.value / scale) ** k,
    kinds=frozenset({ResultKind.AVERAGE}),
    possible=lambda figure, scale: figure > -scale,
)
CUT = Law(  # what is left of 1 after the cuts
    start=ONE,
    step=lambda left, figure, scale: left * (1 - figure / scale),
    official=lambda figure, k, scale: 1 - figure.value / scale,
    kinds=frozenset({ResultKind.CUMULATIVE}),
    possible=lambda figure, scale: figure <= scale,
)
SUM = Law(
    start=ZERO,
    step=lambda total, figure, scale: total + figure,
    official=lambda figure, k, scale: figure.value,
    kinds=frozenset({ResultKind.CUMULATIVE}),
    possible=_always,
)
CHANGE = Law(  # percentage points a year are an official average of a share
    start=ZERO,
    step=lambda total, figure, scale: total + figure,
    official=lambda figure, k, scale: figure.value * (k if figure.kind is ResultKind.AVERAGE else 1),
    kinds=frozenset({ResultKind.CUMULATIVE, ResultKind.AVERAGE}),
    possible=_always,
)


@dataclass(slots=True)
class Chain:
    """What a series of years accumulates to. ``running``: by year, as far as known; ``isolated``: shown, not used.

    ``scale``: of the target's unit (100 for %, 1000 for ‰); ``entered``: of the figures. Growth is entered in per cent.
    """

    law: Law
    scale: Decimal
    entered: Decimal
    base_year: int
    running: dict[int, Decimal]
    used: dict[int, Actual]
    figures: dict[int, Decimal]
    officials: dict[int, PeriodFigure]
    isolated: dict[int, Decimal]

    @property
    def end(self) -> int | None:
        """The last year the run reaches; None without a run."""
        return max(self.running) if self.running else None

    @property
    def latest_isolated(self) -> tuple[int | None, Decimal | None]:
        """The newest figure that cannot be used, to be shown: its year and the year's own figure in the target's unit."""
        if not self.isolated:
            return None, None
        year = max(self.isolated)
        return year, self._in_target_unit(self.isolated[year])

    def _in_target_unit(self, figure: Decimal) -> Decimal:
        return figure if self.scale == self.entered else figure * self.scale / self.entered

    def _from(self, year: int) -> int:
        """First year whose own figure counts towards ``year``: behind the newest official figure up to it."""
        if not self.officials:
            return self.base_year + 1
        return max((one for one in self.officials if one <= year), default=self.base_year) + 1

    def used_to(self, year: int) -> list[Actual]:
        first = self._from(year)
        return [actual for one, actual in sorted(self.used.items()) if first <= one <= year]

    def officials_to(self, year: int) -> list[PeriodFigure]:
        newest = self._from(year) - 1
        return [self.officials[newest]] if newest in self.officials else []

    def impossible_to(self, year: int) -> bool:
        """Whether a figure that counts makes the index zero or negative (1 + g ≤ 0)."""
        first = self._from(year)
        yearly = (value for one, value in self.figures.items() if first <= one <= year)
        official = (one.value for one in self.officials_to(year))
        return not all(self.law.possible(value, self.entered) for value in (*yearly, *official))

    def average_to(self, year: int, k: int) -> Decimal:
        """Geometric average in the unit of the target; the official one where it ends at ``year``."""
        if year in self.officials and self.law is GROWTH:
            return self._in_target_unit(self.officials[year].value)
        return (root(self.running[year], k) - ONE) * self.scale

    def figures_text(self, year: int) -> dict[str, str]:
        """The yearly figures that count towards ``year``, as text."""
        first = self._from(year)
        return texts((one, value) for one, value in self.figures.items() if first <= one <= year)


def follow(
    look: Look,
    law: Law,
    pick: Callable[[Actual], Decimal | None],
    actuals: Iterable[Actual],
    results: Iterable[PeriodFigure],
    *,
    breaks: frozenset[int] | None = None,
) -> Chain:
    """Accumulate the figures that ``pick`` finds, from the year after the base up to the year looked at."""
    base_year, last = look.base_year, look.last
    gaps = look.row.breaks if breaks is None else breaks
    scale = THOUSAND if "‰" in look.target.unit else HUNDRED
    unit = HUNDRED if law is GROWTH else scale
    entered: dict[int, tuple[Actual, Decimal]] = {}
    for actual in actuals:
        figure = pick(actual)
        if figure is not None and base_year < actual.year <= last:
            entered[actual.year] = (actual, figure)
    officials = {one.year: one for one in results if law.serves(one) and base_year < one.year <= last}
    chain = Chain(law, scale, unit, base_year, {}, {}, {}, officials, {})
    known: Decimal | None = law.start
    for year in sorted(entered.keys() | officials.keys()):
        reached = known is not None and year not in gaps and (year - 1 == base_year or year - 1 in chain.running)
        if year in officials:
            known = law.official(officials[year], year - base_year, unit)
        elif reached and known is not None:
            known = law.step(known, entered[year][1], unit)
        else:
            chain.isolated[year] = entered[year][1]
            continue
        chain.running[year] = known
        if year in entered:
            chain.used[year], chain.figures[year] = entered[year]
    return chain
