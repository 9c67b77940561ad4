"""Doubts about the figures of one plan row: base against target against growth, units, natural limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.display import number
from indicators.domain.doubt_records import BASE, TARGET, Doubt, RowReading, plain, printed
from indicators.domain.forms import LEVELS, direction_of
from indicators.domain.intervals import Interval, interval_of
from indicators.domain.names import read_name
from indicators.domain.types import CatalogueFacts, Comparator, DoubtCode, Form, Role, TargetSpec
from indicators.domain.units import PER_MILLE, convert, currencies_of, is_rate, kind_of, same_kind, split_header

#: Growth and points further apart than this from what base and target imply are a doubt (percentage points a year).
PACE_TOLERANCE = Decimal("0.1")
#: Two levels of one row this many times apart are a doubt.
JUMP = Decimal(8)
#: Money totals of a whole county below this many yuan cannot be meant (卢氏: 53 万元 of retail sales).
SMALLEST_TOTAL = Decimal(10_000_000)
_TOTAL_OF_A_COUNTY = re.compile(r"生产总值|零售总额|预算收入|财政收入|固定资产投资|增加值")
_OF_ONE = re.compile(r"人均|每|单位|万元(GDP|生产总值)|占|比重|率")


def pace_doubts(row: RowReading) -> Iterator[Doubt]:
    """growth_mismatch and points_mismatch: what base and target imply a year, against what is printed."""
    base = row.base_value
    levels = [spec for spec in row.targets if spec.form in LEVELS and spec.value is not None]
    if base is None or row.base is None or not levels or row.years <= 0:
        return
    for index, spec in enumerate(row.targets):
        if spec.value is None or spec.form not in (Form.GROWTH, Form.POINTS):
            continue
        factor = convert(Decimal(1), row.base.unit, levels[0].unit)
        if factor is None:
            continue
        check = _growth_mismatch if spec.form is Form.GROWTH else _points_mismatch
        message = check(row.base, levels[0], spec, Pace(row.years, factor))
        if message:
            code = DoubtCode.GROWTH_MISMATCH if spec.form is Form.GROWTH else DoubtCode.POINTS_MISMATCH
            yield Doubt(code, message, TARGET, index)


@dataclass(frozen=True, slots=True)
class Pace:
    """Years from base to end, and how many of the target's unit are one of the base's."""

    years: int
    factor: Decimal


def _growth_mismatch(base: TargetSpec, level: TargetSpec, growth: TargetSpec, pace: Pace) -> str:
    """base·(1+g)^n against the level: more than 0.1 pp of implied growth apart, and outside the printed rounding."""
    scale = Decimal("0.001") if growth.unit == PER_MILLE else Decimal("0.01")
    t, g = level.value, growth.value
    if base.value is None or t is None or g is None or base.value <= 0 or t <= 0 or 1 + g * scale <= 0:
        return ""
    b, years = base.value * pace.factor, pace.years
    implied = ((t / b) ** (Decimal(1) / years) - 1) * 100
    stated = g * scale * 100
    rates = interval_of(growth).scaled(scale)
    reach = interval_of(base).scaled(pace.factor).times(rates.plus(Decimal(1)).power(years))
    if abs(implied - stated) <= PACE_TOLERANCE or reach.meets(interval_of(level)):
        return ""
    reached = b * (1 + g * scale) ** years
    return (
        f"基数{plain(base.value)}{base.unit}按年均{plain(g)}{growth.unit}"
        f"{years}年后为{number(reached, 1)}{level.unit}，"
        f"表中{plain(t)}{level.unit}相当于年均{number(implied, 2)}%"
    )


def _points_mismatch(base: TargetSpec, level: TargetSpec, points: TargetSpec, pace: Pace) -> str:
    """(T − B)/n against the printed points: over 0.1 pp a year apart. A printed bound is only missed on its side."""
    t, p = level.value, points.value
    if base.value is None or t is None or p is None:
        return ""
    b, years = base.value * pace.factor, pace.years
    implied = (t - b) / years
    low, high = implied - PACE_TOLERANCE, implied + PACE_TOLERANCE
    open_low = level.comparator in (Comparator.LE, Comparator.LT)
    open_high = level.comparator in (Comparator.GE, Comparator.GT)
    allowed = Interval(None if open_low else low, None if open_high else high)
    exact = Interval(p, points.value_high if points.value_high is not None else p).opened(points.comparator)
    if allowed.meets(exact):
        return ""
    return (
        f"基数{plain(base.value)}{base.unit}每年{plain(p)}个百分点，{years}年后为{plain(b + years * p)}{base.unit}，"
        f"表中{plain(t)}{level.unit}相当于每年{number(implied, 2)}个百分点"
    )


def base_and_target_doubts(row: RowReading) -> Iterator[Doubt]:
    """target_worse_than_base, target_equals_base, and scale_jump between base and target."""
    if row.base is None or row.base.value is None:
        return
    for index, spec in enumerate(row.targets):
        if spec.form not in LEVELS or spec.value is None:
            continue
        base = convert(row.base.value, row.base.unit, spec.unit)
        if base is None:
            continue
        direction = direction_of(spec, row.catalogue)
        figures = f"目标{printed(spec)}，基数{printed(row.base)}"
        if spec.value == base and spec.value_high is None:
            yield Doubt(DoubtCode.TARGET_EQUALS_BASE, f"{figures}，两者相等", TARGET, index)
        elif direction is not None and direction * (spec.value - base) < 0 and spec.value_high is None:
            held = "下限" if direction > 0 else "上限"
            yield Doubt(DoubtCode.TARGET_WORSE_THAN_BASE, f"{figures}：目标不及基数，按{held}理解", TARGET, index)
        if jumps(base, spec.value):
            message = f"{figures}，相差{times(base, spec.value)}倍，须核对单位或口径"
            yield Doubt(DoubtCode.SCALE_JUMP, message, TARGET, index)


def jumps(one: Decimal, other: Decimal) -> bool:
    """Whether two levels are 8 times apart or more; never when one is zero."""
    low, high = sorted((one.copy_abs(), other.copy_abs()))
    return low != 0 and high >= JUMP * low


def times(one: Decimal, other: Decimal) -> str:
    low, high = sorted((one.copy_abs(), other.copy_abs()))
    return number(high / low, 1)


def unit_doubts(row: RowReading) -> Iterator[Doubt]:
    """unit_conflict, exchange_rate, unit_implausible, column_shift, name_unit_conflict."""
    for figure, index, spec in _figures(row):
        if spec.own_unit:
            yield from own_unit_doubts(spec, row.header, figure, index)
        if spec.form is Form.CEILING and spec.role is Role.GROWTH:
            message = f"“{printed(spec)}”印在年均增长一栏，按名称理解为期末上限"
            yield Doubt(DoubtCode.COLUMN_SHIFT, message, figure, index)
    yield from _currency_doubts(row)
    yield from _implausible(row)
    name = read_name(row.name)
    if name.growth and not is_rate(row.header) and kind_of(row.header) != "points":
        message = f"名称有“增长”而单位为{row.header}；按单位理解为总量"
        yield Doubt(DoubtCode.NAME_UNIT_CONFLICT, message)
    column = split_header(row.unit)[0]
    if column and name.unit and same_kind(column, name.unit) is False:
        message = f"名称中的单位为{name.unit}，单位栏为{column}"
        yield Doubt(DoubtCode.NAME_UNIT_CONFLICT, message)


def own_unit_doubts(spec: TargetSpec, header: str, figure: str, index: int | None) -> Iterator[Doubt]:
    """A figure whose own unit is of another kind than the row's: 3.01 亿 in a % row."""
    rates = spec.form in (Form.GROWTH, Form.POINTS, Form.CUMULATIVE_CUT)
    points_of_share = kind_of(spec.unit) == "points" and is_rate(header)
    if header and not rates and not points_of_share and same_kind(spec.unit, header) is False:
        message = f"{printed(spec)}的单位与该行单位{header}不是同一类；按格内单位理解"
        yield Doubt(DoubtCode.UNIT_CONFLICT, message, figure, index)


def _currency_doubts(row: RowReading) -> Iterator[Doubt]:
    """Figures of one row, or row and catalogue, in different currencies."""
    units = [row.header, *(spec.unit for _, _, spec in _figures(row))]
    if row.catalogue is not None:
        units.append(row.catalogue.unit)
    found = [unit for unit in dict.fromkeys(units) if currencies_of(unit)]
    if len(frozenset().union(*(currencies_of(unit) for unit in found))) > 1:
        message = f"{'、'.join(found)}币种不同，换算须注明汇率及其日期"
        yield Doubt(DoubtCode.EXCHANGE_RATE, message)


def _implausible(row: RowReading) -> Iterator[Doubt]:
    """A county's total in 万元 that only 亿元 makes sense of; an amount as base of a growth in %."""
    name = read_name(row.name)
    total = _TOTAL_OF_A_COUNTY.search(name.stem) and not _OF_ONE.search(name.stem)
    small = []
    for _, _, spec in _figures(row):
        yuan = convert(spec.value, spec.unit, "元") if spec.value is not None and spec.form in LEVELS else None
        if total and yuan is not None and 0 < yuan < SMALLEST_TOTAL:
            small.append(printed(spec))
    if small:
        message = f"单位印作{row.header}，{'、'.join(small)}对全县总量太小；在确认前按印出的单位保留"
        yield Doubt(DoubtCode.UNIT_IMPLAUSIBLE, message)
    base = row.base
    bare = base is not None and base.form is Form.LEVEL and not base.own_unit and name.growth and is_rate(row.header)
    if bare and base is not None and base.value is not None and base.value > 100:
        message = f"基数{printed(base)}印在单位为%的行内，只能是总量；原样保留，不参与计算"
        yield Doubt(DoubtCode.UNIT_IMPLAUSIBLE, message, BASE)


def value_doubts(row: RowReading) -> Iterator[Doubt]:
    """impossible_value of base and targets."""
    for figure, index, spec in _figures(row):
        cut = spec.value if spec.form is Form.CUMULATIVE_CUT and figure == TARGET else None
        if cut is not None and not 0 < cut < 100:
            message = f"累计降幅{plain(cut)}{spec.unit}不在0与100之间"
            yield Doubt(DoubtCode.IMPOSSIBLE_VALUE, message, figure, index)
        total = sum(spec.parts, Decimal(0))
        if spec.parts and abs(total - 100) > Decimal("0.5"):
            message = f"{printed(spec)}之和为{plain(total)}，不是100"
            yield Doubt(DoubtCode.IMPOSSIBLE_VALUE, message, figure, index)
        if spec.form in LEVELS and row.catalogue is not None and spec.value is not None:
            value = convert(spec.value, spec.unit, row.catalogue.unit)
            broken = None if value is None else outside_limits(value, spec.comparator, row.catalogue)
            if broken:
                yield Doubt(DoubtCode.IMPOSSIBLE_VALUE, f"{printed(spec)}{broken}", figure, index)


def outside_limits(value: Decimal, comparator: Comparator, catalogue: CatalogueFacts) -> str:
    """How a level lies outside the catalogue's natural limits, "" when inside. >100 of a share is above 100."""
    least, most = catalogue.natural_min, catalogue.natural_max
    if most is not None and (value > most or (value == most and comparator is Comparator.GT)):
        return f"超出该指标的自然上限{plain(most)}{catalogue.unit}"
    if least is not None and (value < least or (value == least and comparator is Comparator.LT)):
        return f"低于该指标的自然下限{plain(least)}{catalogue.unit}"
    return ""


def _figures(row: RowReading) -> Iterator[tuple[str, int | None, TargetSpec]]:
    if row.base is not None and row.base.form is not Form.NONE:
        yield BASE, None, row.base
    for index, spec in enumerate(row.targets):
        if spec.value is not None or spec.parts:
            yield TARGET, index, spec
