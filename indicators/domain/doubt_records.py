"""The records of 数据疑点: a doubt, and a plan row as far as doubts ask about it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.display import MINUS
from indicators.domain.names import read_name
from indicators.domain.types import (
    BLOCKING_DOUBTS,
    CatalogueFacts,
    Comparator,
    DoubtCode,
    Period,
    PriceBasis,
    TargetSpec,
)
from indicators.domain.units import split_header

#: Whole-row and whole-table figures; others are "base", "target", "value:<year>", "growth:<year>".
ROW, TABLE, BASE, TARGET = "row", "table", "base", "target"

#: How a comparator is written in a message.
SIGNS = {
    Comparator.EQ: "",
    Comparator.GE: "≥",
    Comparator.GT: ">",
    Comparator.LE: "≤",
    Comparator.LT: "<",
    Comparator.ABOUT: "约",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """One 数据疑点. ``target`` is the index of the row's target where ``figure`` is "target", else None."""

    code: DoubtCode
    message: str
    figure: str = ROW
    target: int | None = None

    @property
    def blocking(self) -> bool:
        """Whether figures it concerns are incomparable while it is open."""
        return self.code in BLOCKING_DOUBTS


@dataclass(frozen=True, slots=True)
class RowReading:
    """A plan row as read: its base and targets, forms decided. ``base`` None or of form ``none``: no base printed.

    ``nature``: the printed word, "" a blank cell, None when the table has no such column. ``price_basis`` None: not
    asked. ``heading``: a parent row with sub-rows has no target of its own.
    """

    name: str
    period: Period
    targets: tuple[TargetSpec, ...]
    base: TargetSpec | None = None
    base_year: int | None = None
    unit: str = ""
    catalogue: CatalogueFacts | None = None
    nature: str | None = None
    price_basis: PriceBasis | None = None
    heading: bool = False

    @property
    def years(self) -> int:
        """Years from the base's own year to the end."""
        return self.period.end_year - (self.base_year or self.period.base_year)

    @property
    def header(self) -> str:
        """The unit of the row's levels: its column, else the last bracket of its name; "" when none is printed."""
        return split_header(self.unit)[0] or read_name(self.name).unit

    @property
    def base_value(self) -> Decimal | None:
        return None if self.base is None else self.base.value


def printed(spec: TargetSpec) -> str:
    if spec.text:
        return spec.text
    return "" if spec.value is None else f"{SIGNS[spec.comparator]}{plain(spec.value)}{spec.unit}"


def plain(value: Decimal) -> str:
    """A printed figure in a message: all its digits, no exponent."""
    return format(value, "f").replace("-", MINUS)
