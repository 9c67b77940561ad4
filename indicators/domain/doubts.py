"""数据疑点 about one plan row and one table (NOTATION.md section 4): raised here, never fixed here.

A doubt names the figure it concerns, because a doubt about a value must not block a growth target. Messages are plain
Chinese sentences with the figures in them, stored as they are. Doubts about series: ``series_doubts``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from indicators.domain.doubt_records import BASE, TABLE, TARGET, Doubt, RowReading, plain, printed
from indicators.domain.figure_doubts import base_and_target_doubts, pace_doubts, unit_doubts, value_doubts
from indicators.domain.forms import LEVELS, direction_of
from indicators.domain.literals import is_nothing, normalise
from indicators.domain.names import map_nature, read_name
from indicators.domain.types import Comparator, Direction, DoubtCode, Form, Nature, PriceBasis

__all__ = ["Doubt", "RowReading", "contradicts_text", "duplicate_reading", "row_doubts", "table_doubts"]


def row_doubts(row: RowReading) -> tuple[Doubt, ...]:
    """Every doubt about one row, in the order of NOTATION section 4. A heading row is asked for its name only."""
    if row.heading:
        return ()
    found: list[Doubt] = []
    for check in (
        pace_doubts,
        base_and_target_doubts,
        _missing_doubts,
        _nature_doubts,
        unit_doubts,
        _basis_doubts,
        _name_doubts,
        _definition_doubts,
        value_doubts,
        _direction_doubts,
    ):
        found.extend(check(row))
    return tuple(found)


def table_doubts(
    numbers: Sequence[int | None], *, stated_count: int | None = None, natures: Sequence[str | None] = ()
) -> tuple[Doubt, ...]:
    """Doubts about one table. ``numbers``: as printed, in order, None where a row has none; ``stated_count``: what the
    text says (设置21项主要指标); ``natures``: the printed words of the rows, None where there is no such column.
    """
    found: list[Doubt] = []
    given = [number for number in numbers if number is not None]
    for before, after in pairwise(given):
        if after - before > 1:
            missing = "、".join(str(number) for number in range(before + 1, after))
            message = f"序号由{before}跳到{after}，没有第{missing}行"
            found.append(Doubt(DoubtCode.NUMBER_SKIPPED, message, TABLE))
    counted = len(given) or len(numbers)
    if stated_count is not None and stated_count != counted:
        message = f"正文称设置{stated_count}项主要指标，表中为{counted}项"
        found.append(Doubt(DoubtCode.COUNT_MISMATCH, message, TABLE))
    if natures and all(nature is None for nature in natures):
        found.append(Doubt(DoubtCode.MISSING_NATURE, "本表没有指标属性一栏，预期性、约束性均未注明", TABLE))
    return tuple(found)


def duplicate_reading(readings: Sequence[str], figure: str = TARGET) -> Doubt | None:
    """A doubt when one cell was read in several ways (卫滨: [2.9] and [2.5]); None when all readings agree."""
    different = list(dict.fromkeys(normalise(reading) for reading in readings))
    if len(different) < 2:
        return None
    return Doubt(DoubtCode.DUPLICATE_READING, f"同一格读出{'、'.join(different)}，须对照原件", figure)


def contradicts_text(table: Decimal, text: Decimal, *, unit: str = "", figure: str = BASE) -> Doubt | None:
    """A doubt when the plan's prose gives another figure than its table (PM2.5 66 and 61); None when they agree."""
    if table == text:
        return None
    return Doubt(DoubtCode.CONTRADICTS_TEXT, f"表中为{plain(table)}{unit}，正文为{plain(text)}{unit}", figure)


def _missing_doubts(row: RowReading) -> Iterator[Doubt]:
    forms = {spec.form for spec in row.targets}
    name = read_name(row.name)
    amount_of_a_year = name.cut or name.growth or name.flow or name.quota or name.total
    handed_down = Form.ASSIGNED in forms and not amount_of_a_year
    needs_base = forms & {Form.LEVEL, Form.POINTS, Form.CUMULATIVE_CHANGE, Form.COMPOSITION} or handed_down
    if needs_base and row.base_value is None and not (row.base and row.base.parts):
        yield Doubt(DoubtCode.MISSING_BASE, "没有基数，距目标的路径无从计算", BASE)
    if forms <= {Form.NONE}:
        yield Doubt(DoubtCode.MISSING_TARGET, "没有印出目标", TARGET)
    levels = LEVELS | {Form.CUMULATIVE, Form.QUOTA, Form.CUMULATIVE_CHANGE}
    figures = [spec for spec in (row.base, *row.targets) if spec is not None and spec.form in levels]
    if figures and not row.header:
        own = next((spec.unit for spec in figures if spec.own_unit), "")
        message = f"名称没有单位；按格内的{own}理解" if own else "名称和格内都没有单位"
        yield Doubt(DoubtCode.MISSING_UNIT, message)


def _nature_doubts(row: RowReading) -> Iterator[Doubt]:
    if row.nature is None:
        return
    if is_nothing(normalise(row.nature)):
        yield Doubt(DoubtCode.MISSING_NATURE, "指标属性一格空白")
    elif map_nature(row.nature) is Nature.UNMAPPED:
        message = f"指标属性印作“{row.nature.strip()}”，不是预期性也不是约束性，须确认归类"
        yield Doubt(DoubtCode.NATURE_UNMAPPED, message)


def _basis_doubts(row: RowReading) -> Iterator[Doubt]:
    sensitive = row.catalogue is not None and row.catalogue.price_sensitive
    if sensitive and row.price_basis is PriceBasis.UNKNOWN:
        for index, spec in enumerate(row.targets):
            if spec.form is Form.GROWTH or spec.form in LEVELS:
                yield Doubt(DoubtCode.BASIS_UNKNOWN, "未注明是不变价还是现价", TARGET, index)


def _name_doubts(row: RowReading) -> Iterator[Doubt]:
    parts = read_name(row.name).parts
    if parts:
        message = f"一行{len(parts)}个指标：{'、'.join(parts)}；建议拆分"
        yield Doubt(DoubtCode.MERGED_INDICATORS, message)


def _definition_doubts(row: RowReading) -> Iterator[Doubt]:
    """Two targets that define the same thing: a number beside 完成省下达目标, or one form with two values."""
    given = [(index, spec) for index, spec in enumerate(row.targets) if spec.form is not Form.NONE]
    for position, (index, spec) in enumerate(given):
        for _, earlier in given[:position]:
            one_assigned = (spec.form is Form.ASSIGNED) != (earlier.form is Form.ASSIGNED)
            same_form = spec.form is earlier.form or {spec.form, earlier.form} <= LEVELS
            if one_assigned or (same_form and spec != earlier):
                message = f"同一行既印{printed(earlier)}，又印{printed(spec)}；两者各自评估"
                yield Doubt(DoubtCode.DOUBLE_DEFINITION, message, TARGET, index)
                break


def _direction_doubts(row: RowReading) -> Iterator[Doubt]:
    """A printed < or > that goes against the catalogue, or against the name where the catalogue is silent."""
    for index, spec in enumerate(row.targets):
        if spec.comparator in (Comparator.EQ, Comparator.ABOUT) or spec.form in (Form.CUMULATIVE_CHANGE, Form.POINTS):
            continue
        said = direction_of(spec, None)
        known = read_name(row.name).direction if row.catalogue is None else row.catalogue.direction
        if spec.form is Form.CUMULATIVE_CUT:
            known = Direction.HIGHER
        if known is not None and said is not known:
            word = "越高越好" if known is Direction.HIGHER else "越低越好"
            message = f"目标印作“{printed(spec)}”，与该指标{word}相反"
            yield Doubt(DoubtCode.DIRECTION_CONFLICT, message, TARGET, index)
