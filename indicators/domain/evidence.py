"""From a printed quantity to a form: the order of evidence (NOTATION.md section 3).

Literal (bracket, comparator, 个百分点, words) > the cell's own unit other than % > unit of name or column other than %
> the name's words > the column's role > %.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from indicators.domain.grammar import Quantity, Verb
from indicators.domain.names import NameFacts
from indicators.domain.types import Comparator, Form, Role
from indicators.domain.units import PER_MILLE, PERCENT, POINTS, is_points, is_rate, kind_of

_MIRROR = {
    Comparator.GE: Comparator.LE,
    Comparator.GT: Comparator.LT,
    Comparator.LE: Comparator.GE,
    Comparator.LT: Comparator.GT,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a quantity stands: its column, what its name says, and the unit of name or column."""

    role: Role
    name: NameFacts
    header: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a quantity means: its form and unit, its value with the sign that words give it."""

    form: Form
    unit: str
    value: Decimal
    high: Decimal | None
    comparator: Comparator


def weigh(found: Quantity, cell: Cell) -> Meaning | None:
    """The meaning of a quantity in its cell; None when no reading is honest (年均 or 提高 20 % of an amount)."""
    unit = found.unit or cell.header
    if found.to_level:
        return _meaning(Form.LEVEL, unit, found)
    if is_points(unit):
        return _of_points(found, cell)
    if found.verb is Verb.GROW:
        return _of_growing(found, cell)
    if found.yearly:
        return _of_a_year(found, cell)
    if found.verb is not Verb.NONE:
        return _of_change(found, cell, unit)
    if found.bracket or found.total:
        return _of_total(found, cell, unit)
    if cell.name.unemployment and not cell.name.cut and is_rate(unit) and cell.role is not Role.BASE:
        ceiling = _ceiling(found, unit)
        if ceiling:
            return ceiling
    if cell.role is Role.GROWTH:
        return _in_growth_column(found, cell)
    return _in_level_column(found, cell, unit)


def _meaning(form: Form, unit: str, found: Quantity) -> Meaning:
    return Meaning(form, unit, found.value, found.high, found.comparator)


def _fall(meaning: Meaning) -> Meaning:
    """The same as a negative change: 降低 2 以上 is a change of at most -2. A printed minus already says so."""
    low, high = meaning.value, meaning.high
    if low <= 0:
        return meaning
    comparator = _MIRROR.get(meaning.comparator, meaning.comparator)
    if high is None:
        return replace(meaning, value=low.copy_negate(), comparator=comparator)
    return replace(meaning, value=high.copy_negate(), high=low.copy_negate(), comparator=comparator)


def _of_points(found: Quantity, cell: Cell) -> Meaning:
    """个百分点: a year's change unless bracket, 累计, or a verb outside the growth column makes it a total change."""
    verb_says = found.verb is not Verb.NONE and cell.role is not Role.GROWTH
    whole = found.bracket or found.total or cell.name.total or verb_says
    meaning = _meaning(Form.CUMULATIVE_CHANGE if whole and not found.yearly else Form.POINTS, POINTS, found)
    down = found.verb is Verb.DOWN or (found.verb is Verb.NONE and cell.name.cut)
    return _fall(meaning) if down else meaning


def _rate_unit(found: Quantity, cell: Cell) -> str:
    """The unit of a growth or cut: as printed in the cell, else ‰ where the header says so, else %."""
    return found.unit or (cell.header if cell.header and is_rate(cell.header) else PERCENT)


def _share_unit(unit: str) -> str:
    """The unit of a share's change: points, or thousandths as printed."""
    return unit if unit == PER_MILLE else POINTS


def _of_growing(found: Quantity, cell: Cell) -> Meaning:
    if found.unit and not is_rate(found.unit):
        return _meaning(Form.CUMULATIVE_CHANGE, found.unit, found)
    return _meaning(Form.CUMULATIVE if found.total or found.bracket else Form.GROWTH, _rate_unit(found, cell), found)


def _of_a_year(found: Quantity, cell: Cell) -> Meaning | None:
    if not is_rate(found.unit):
        return None
    share = cell.name.share and is_rate(cell.header)
    unit = _rate_unit(found, cell)
    meaning = _meaning(Form.POINTS, _share_unit(unit), found) if share else _meaning(Form.GROWTH, unit, found)
    return _fall(meaning) if found.verb is Verb.DOWN else meaning


def _of_change(found: Quantity, cell: Cell, unit: str) -> Meaning | None:
    """提高, 增加, 降低, 下降, 减少 with a number that is not in points."""
    down = found.verb is Verb.DOWN
    share = cell.name.share and not cell.name.cut
    if share and is_rate(unit) and unit != PER_MILLE:
        return _of_points(found, cell)
    if share or not is_rate(unit):
        change = _meaning(Form.CUMULATIVE_CHANGE, unit, found)
        return _fall(change) if down else change
    if down:
        return _meaning(Form.CUMULATIVE_CUT, unit or PERCENT, found)
    of_a_year = cell.role is Role.GROWTH and not found.total and not found.bracket
    return _meaning(Form.GROWTH, unit or PERCENT, found) if of_a_year else None


def _of_total(found: Quantity, cell: Cell, unit: str) -> Meaning:
    """A total of the period: a cut, a change of a share or of years, a quota, else an amount."""
    name = cell.name
    if name.cut and is_rate(unit):
        return _cut(found, cell, unit)
    share = name.share and not name.growth and is_rate(unit)
    if share or kind_of(unit) == "years" or (not unit and name.span):
        return _meaning(Form.CUMULATIVE_CHANGE, unit, found)
    return _meaning(Form.QUOTA if name.quota else Form.CUMULATIVE, unit, found)


def _cut(found: Quantity, cell: Cell, unit: str) -> Meaning:
    """A cut, positive = fall. Under 降幅 a printed minus is the fall itself (-3 % is a fall of 3 %)."""
    meaning = _meaning(Form.CUMULATIVE_CUT, unit or PERCENT, found)
    if not cell.name.fall or found.value >= 0 or found.high is not None:
        return meaning
    return replace(meaning, value=found.value.copy_negate(), comparator=_MIRROR.get(found.comparator, found.comparator))


def _ceiling(found: Quantity, unit: str) -> Meaning | None:
    """A rate of unemployment that is not to be exceeded, in whatever column; None when it is printed as a floor."""
    if found.comparator in (Comparator.GE, Comparator.GT):
        return None
    comparator = Comparator.LE if found.comparator is Comparator.EQ else found.comparator
    return replace(_meaning(Form.CEILING, unit, found), comparator=comparator)


def _in_growth_column(found: Quantity, cell: Cell) -> Meaning:
    if not is_rate(found.unit):
        return _amount(found, cell, found.unit)
    if not is_rate(cell.header):
        whole = cell.name.total and not found.unit
        return _amount(found, cell, cell.header) if whole else _meaning(Form.GROWTH, found.unit or PERCENT, found)
    if _is_cut(cell):
        return _cut(found, cell, found.unit or cell.header)
    if cell.name.share and not cell.name.growth:
        return _meaning(Form.POINTS, _share_unit(_rate_unit(found, cell)), found)
    return _meaning(Form.GROWTH, _rate_unit(found, cell), found)


def _in_level_column(found: Quantity, cell: Cell, unit: str) -> Meaning:
    if not is_rate(unit):
        return _amount(found, cell, unit)
    if found.unit and not is_rate(cell.header):
        return _meaning(Form.LEVEL, unit, found)
    if _is_cut(cell):
        return _cut(found, cell, unit)
    if cell.name.growth:
        if cell.role is not Role.BASE or found.unit:
            return _meaning(Form.GROWTH, unit or PERCENT, found)
        return _meaning(Form.LEVEL, "" if is_rate(cell.name.unit) else cell.name.unit, found)
    if cell.name.total and cell.role is not Role.BASE:
        return _of_total(found, cell, unit)
    return _meaning(Form.LEVEL, unit, found)


def _is_cut(cell: Cell) -> bool:
    """Whether a bare number is the cut that the name speaks of; in a mixed row it is the other part's level."""
    return cell.name.cut and not cell.name.mixed


def _amount(found: Quantity, cell: Cell, unit: str) -> Meaning:
    if cell.name.total and cell.role is not Role.BASE:
        return _of_total(found, cell, unit)
    return _meaning(Form.LEVEL, unit, found)
