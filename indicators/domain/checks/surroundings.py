"""What an entered figure is checked against: the row, the known years, and the figures of others for the same year.

All values stand in the unit in which the figure is entered; whoever gathers them leaves out what stands in another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import IntEnum, StrEnum
from functools import cached_property

from indicators.domain.arithmetic import CONTEXT
from indicators.domain.forms import LEVELS
from indicators.domain.series import Known as KnownTarget
from indicators.domain.series import series
from indicators.domain.types import ActualKind, Form, PriceBasis, Row, TargetTerms

_WITHOUT_FIGURES = frozenset({Form.NONE, Form.ASSIGNED, Form.QUALITATIVE})


class ValueKind(StrEnum):
    """What the yearly value of a row is."""

    LEVEL = "level"
    AMOUNT = "amount"  # of the year: the target is a sum or a quota
    CUT = "cut"  # of the year in per cent, positive = fall
    CHANGE = "change"  # of the year


class Origin(IntEnum):
    """Where a known figure comes from; of two for one year the smaller is believed."""

    ACTUAL = 0
    BASE = 1
    EARLIER_PLAN = 2
    BACKGROUND = 3


@dataclass(frozen=True, slots=True)
class Known:
    """A figure of another year. ``label`` says in a message where it comes from; "" for the row's own approved figure."""

    year: int
    value: Decimal | None = None
    growth: Decimal | None = None
    value_basis: PriceBasis = PriceBasis.UNKNOWN
    growth_basis: PriceBasis = PriceBasis.UNKNOWN
    parts: tuple[Decimal, ...] = ()
    origin: Origin = Origin.ACTUAL
    label: str = ""


@dataclass(frozen=True)
class Other:
    """The figure of another row or region for the year looked at. ``name``: as people say it."""

    name: str
    value: Decimal

    @cached_property
    def digits(self) -> str:
        """Its digits that count; asked once for all the rows that it is compared with."""
        return significant(self.value)


def significant(value: Decimal) -> str:
    """The digits that count: 3347.60 → 33476, 0.0420 → 42, 0 → ""."""
    return "".join(map(str, value.as_tuple().digits)).strip("0")


@dataclass(frozen=True, slots=True)
class Ordered:
    """A relation of the catalogue: one of two figures is never above the other. ``own_is_lower``: ours is the smaller one."""

    other: Other
    own_is_lower: bool
    why: str = ""


@dataclass(frozen=True)
class Surroundings:
    """Everything that is known around one row and year. Only ``row`` and ``targets`` are required.

    ``row.catalogue``: natural limits and unit as the figure is entered; ``linked`` false: the catalogue does not know the
    row, its facts are placeholders. ``series``: any order, any number a year. ``counties``: the divisions one level below;
    ``whole``: the region that the row's region is part of; both only where amounts add up. ``peers``: the same indicator
    of the other divisions beside it. ``neighbours``: the other rows of the plan.
    """

    year: int
    name: str
    unit: str
    row: Row
    targets: tuple[TargetTerms, ...] = ()
    linked: bool = True
    region: str = ""
    series: tuple[Known, ...] = ()
    related: tuple[Ordered, ...] = ()
    whole: Other | None = None
    counties: tuple[Other, ...] = ()
    peers: tuple[Other, ...] = ()
    neighbours: tuple[Other, ...] = ()

    @cached_property
    def kind(self) -> ValueKind:
        return value_kind(self.targets)

    @cached_property
    def known(self) -> tuple[Known, ...]:
        """One figure a year of the years that may be compared, ascending: none beyond a definition break, none of this year."""
        years: dict[int, Known] = {}
        for one in sorted(self.series, key=_belief):
            if one.year == self.year or self._beyond_break(one.year):
                continue
            first = years.get(one.year)
            years[one.year] = one if first is None else _completed(first, one)
        return tuple(years[year] for year in sorted(years))

    def _beyond_break(self, year: int) -> bool:
        if not self.row.breaks:
            return False
        low, high = sorted((year, self.year))
        return any(low < marked <= high for marked in self.row.breaks)

    def planned(self) -> Decimal | None:
        """What the plan expects for the year: on the path of a level, an even share of a sum; None without a path."""
        with localcontext(CONTEXT):
            for target in self.targets:
                found = self._planned_by(target)
                if found is not None:
                    return found
        return None

    def _planned_by(self, target: TargetTerms) -> Decimal | None:
        form, base, period = target.assigned_form or target.form, self.row.base, self.row.period
        if target.value is None:
            return None
        if form in (Form.CUMULATIVE, Form.QUOTA) and self.kind is ValueKind.AMOUNT:
            return target.value / (period.end_year - period.base_year)
        if form is not Form.LEVEL or self.kind is not ValueKind.LEVEL or base is None or base.value is None:
            return None
        path = series(
            KnownTarget(form, base.year, period.end_year, self.row.catalogue.path, base.value, target.value)
        ).planned
        return next((value for year, value in path if year == self.year), None)

    def promised_levels(self) -> tuple[Decimal, ...]:
        """The values of the targets that levels are compared with."""
        return tuple(
            target.value
            for target in self.targets
            if target.value is not None and (target.assigned_form or target.form) in LEVELS
        )


def value_kind(targets: Sequence[TargetTerms]) -> ValueKind:
    """What is entered as value for a row with these targets: the level, unless every target asks for the year's own figure."""
    kinds = [_kind_of(target) for target in targets if (target.assigned_form or target.form) not in _WITHOUT_FIGURES]
    if not kinds or ValueKind.LEVEL in kinds:
        return ValueKind.LEVEL
    return kinds[0]


def _kind_of(target: TargetTerms) -> ValueKind:
    form = target.assigned_form or target.form
    if form in (Form.CUMULATIVE, Form.QUOTA):
        return ValueKind.AMOUNT
    if form is Form.CUMULATIVE_CUT:
        return ValueKind.CUT
    if form is Form.CUMULATIVE_CHANGE and target.actual_kind is ActualKind.CHANGE:
        return ValueKind.CHANGE
    return ValueKind.LEVEL


def _belief(known: Known) -> tuple[int, str, Decimal, Decimal]:
    """The order in which figures of one year are believed, the same whatever order they came in."""
    return (known.origin, known.label, known.value or Decimal(0), known.growth or Decimal(0))


def _completed(first: Known, other: Known) -> Known:
    """The figure believed, with the growth of the other where it states none itself (and the other way round)."""
    if first.growth is None and other.growth is not None:
        return Known(
            first.year, first.value, other.growth, first.value_basis, other.growth_basis, first.parts, first.origin,
            first.label,
        )  # fmt: skip
    if first.value is None and other.value is not None:
        return Known(
            first.year, other.value, first.growth, other.value_basis, first.growth_basis, first.parts, other.origin,
            other.label,
        )  # fmt: skip
    return first


def nearest(known: Iterable[Known], year: int) -> Known | None:
    """The latest year before ``year``, else the first after it."""
    found = sorted(known, key=lambda one: (one.year > year, abs(one.year - year)))
    return found[0] if found else None
