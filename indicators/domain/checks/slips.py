"""Which mistake of the unit makes a value plausible: a power of ten, 万 for 亿, ‰ for %, 亿斤 for 万吨."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.checks.band import Band
from indicators.domain.units import convert, kind_of, read_unit

#: Powers of ten that people slip by; the unit itself may be read wrong by others.
TENS = tuple(Decimal(10) ** power for power in (1, 2, 3, 4, 8))
#: Units that reports print, by kind. Compound units (元/人) slip by powers of ten only.
_PRINTED = {
    "money": ("元", "万元", "亿元"),
    "dollars": ("美元", "万美元", "亿美元"),
    "area": ("平方米", "万平方米", "亩", "万亩", "公顷", "万公顷", "平方公里"),
    "mass": ("斤", "万斤", "亿斤", "吨", "万吨", "亿吨"),
    "coal": ("吨标准煤", "万吨标准煤", "亿吨标准煤"),
    "volume": ("立方米", "万立方米", "亿立方米"),
    "persons": ("人", "万人"),
    "percent": ("%", "‰"),
}
#: A conversion that is no power of ten must bring the value this near to the known one.
_NEAR = Decimal("1.2")


@dataclass(frozen=True, slots=True)
class Slip:
    """``meant``: the value that is plausible. ``unit``: the unit in which it was entered, "" for a misplaced point."""

    meant: Decimal
    unit: str = ""
    fraction: bool = False  # 0.42 for 42 %


def find_slip(value: Decimal, known: Decimal, band: Band, unit: str) -> Slip | None:
    """The slip that brings ``value`` nearest to ``known``; None when none brings it into the band."""
    if value == 0:
        return None
    fitting = [
        slip
        for slip in _candidates(value, unit)
        if band.holds(slip.meant) and slip.meant * known > 0 and _near_enough(slip, known, value)
    ]
    return min(fitting, key=lambda slip: (abs(slip.meant - known), not slip.unit), default=None)


def _candidates(value: Decimal, unit: str) -> Iterator[Slip]:
    for entered in _PRINTED.get(kind_of(unit) or "", ()):
        meant = convert(value, entered, unit)
        if meant is not None and meant != value and read_unit(entered) != read_unit(unit):
            yield Slip(meant, entered)
    for ten in TENS:
        yield Slip(value / ten)
        yield Slip(value * ten, fraction=unit in ("%", "％") and ten == TENS[1])


def _near_enough(slip: Slip, known: Decimal, value: Decimal) -> bool:
    """A power of ten may land anywhere in the band; other ratios are common enough that they must land near."""
    ratio = abs(slip.meant / value)
    if (ratio if ratio >= 1 else 1 / ratio).normalize().as_tuple().digits == (1,):
        return True
    return known / _NEAR <= slip.meant <= known * _NEAR
