"""Unit slips and jumps of the value: out of step with the series, and whether a slip of the unit explains it.

Judged against the nearest known year (``band``), without one against the plan. What lies on the planned path is no jump; a
stated growth that agrees with the two values explains one. Cuts and changes of a year jump freely.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext

from indicators.domain.arithmetic import CONTEXT, HUNDRED
from indicators.domain.checks import words
from indicators.domain.checks.band import WIDEST, Band, band_around, moves_by_difference
from indicators.domain.checks.contradiction import contradict, implied_growth, previous_value
from indicators.domain.checks.findings import CheckCode, Finding, Severity
from indicators.domain.checks.slips import Slip, find_slip
from indicators.domain.checks.surroundings import Known, Surroundings, ValueKind, nearest
from indicators.domain.types import Actual, Measure

#: As near to the planned path as this a value is plausible whatever the series says.
ON_THE_PATH = Decimal("0.05")
#: Counts below this may do what they like: 3 enterprises after 8.
FEW = 30
#: Against the plan alone a share may lie this many points off, or as far as its own size.
OFF_THE_PLAN = Decimal(15)
#: A figure with more digits than this was computed, not entered.
_DIGITS_ENTERED = 12


@dataclass(frozen=True, slots=True)
class Yardstick:
    """The known value a figure is measured with, and how it is named. ``known``: None where it is the plan's."""

    value: Decimal
    named: str
    band: Band
    known: Known | None = None

    @property
    def shown(self) -> Decimal:
        """As entered; a computed one shortened."""
        return self.value if self.known is not None else _short(self.value)


def check_scale(actual: Actual, around: Surroundings) -> Iterator[Finding]:
    """unit_slip or jump of the value, never both."""
    if actual.value is None or around.kind in (ValueKind.CUT, ValueKind.CHANGE):
        return
    with localcontext(CONTEXT):
        yard = _yardstick(around)
        if yard is None or yard.band.holds(actual.value) or _plausible(actual, around, yard):
            return
        slip = find_slip(actual.value, yard.value, yard.band, around.unit)
    if slip is not None:
        yield Finding(CheckCode.UNIT_SLIP, Severity.WARNING, "value", _slip_message(actual.value, slip, yard, around))
    else:
        yield Finding(CheckCode.JUMP, Severity.WARNING, "value", _jump_message(actual.value, yard, around))


def _yardstick(around: Surroundings) -> Yardstick | None:
    """The nearest known year that is not zero, else the planned value of the year, else the target."""
    known = [one for one in around.known if one.value]
    near = nearest(known, around.year)
    if near is not None and near.value is not None:
        points = [(one.year, one.value) for one in known if one.value is not None]
        band = band_around(
            near.value, years=abs(around.year - near.year), unit=around.unit, kind=around.kind, points=points
        )
        return Yardstick(near.value, words.when(near, around.year), band, near)
    planned = around.planned()
    if planned is None and around.kind is ValueKind.LEVEL:
        planned = next((value for value in around.promised_levels() if value), None)
        named = "目标值 "
    else:
        named = "规划平均每年 " if around.kind is ValueKind.AMOUNT else f"规划路径 {around.year} 年的 "
    if not planned or planned <= 0:
        return None
    return Yardstick(planned, named, _band_of_plan(planned, around.unit))


def _band_of_plan(planned: Decimal, unit: str) -> Band:
    if moves_by_difference(unit):
        reach = min(OFF_THE_PLAN, planned + 1)
        return Band(planned - reach, planned + reach, by_ratio=False)
    return Band(planned / WIDEST, planned * WIDEST, by_ratio=True)


def _plausible(actual: Actual, around: Surroundings, yard: Yardstick) -> bool:
    """On the planned path; or explained by the growth that is stated; or so few that no ratio means anything."""
    value, planned = actual.value, around.planned()
    assert value is not None
    if planned is not None and abs(value - planned) <= abs(planned) * ON_THE_PATH:
        return True
    before = previous_value(around)
    if before is not None and before.value is not None and actual.growth is not None:
        return not contradict(actual, implied_growth(value, before.value))
    few = around.row.catalogue.measure is Measure.COUNT and around.linked
    return few and all(one == one.to_integral_value() and 0 <= one < FEW for one in (value, yard.value))


def _slip_message(value: Decimal, slip: Slip, yard: Yardstick, around: Surroundings) -> str:
    unit, meant = around.unit, words.figure(_short(slip.meant), around.unit)
    compared = f"{words.figure(value, unit)}与{yard.named}{words.figure(yard.shown, unit)}相差悬殊"
    if slip.fraction:
        return f"{compared}，像是按小数填的（{_short(value):f} = {meant}）。请换成百分数；如果无误，请说明。"
    if slip.unit:
        return (
            f"{compared}，像是按“{slip.unit}”填的（{words.figure(value, slip.unit)} = {meant}）。"
            f"本栏单位是“{unit}”，请换算后再填；如果无误，请说明。"
        )
    larger = abs(value) > abs(slip.meant)
    count = words.times(value if larger else slip.meant, slip.meant if larger else value)
    return (
        f"{compared}，像是{'大' if larger else '小'}了 {count} 倍（应为 {meant}？）。"
        f"本栏单位是“{unit or '未写明'}”，请核对单位和小数点；如果无误，请说明。"
    )


def _jump_message(value: Decimal, yard: Yardstick, around: Surroundings) -> str:
    unit = around.unit
    compared = f"{words.figure(value, unit)}，{yard.named.strip()}是 {words.figure(yard.shown, unit)}，"
    if yard.band.by_ratio and value >= 0:
        change = (value / yard.value - 1) * HUNDRED
        moved = f"{'增加' if change > 0 else '减少'}了 {words.rounded_rate(change)}"
    else:
        moved = f"{'高' if value > yard.value else '低'}了 {words.difference(_short(value - yard.value), unit)}"
    asked = "请核对数字、单位和统计口径；如果无误，请说明原因"
    if yard.known is not None and yard.known.label:
        asked += "（例如口径已变，并写明文件）"
    if value == 0:
        asked = f"没有数据的请留空，不要填 0；{asked}"
    return f"{compared}{moved}，变动过大。{asked}。"


def _short(value: Decimal) -> Decimal:
    """A computed figure without trailing zeros and with at most six significant digits; an entered one keeps its own."""
    plain = value.normalize()
    return plain if len(plain.as_tuple().digits) <= _DIGITS_ENTERED else Decimal(f"{value:.6g}")
