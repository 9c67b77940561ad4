"""The growth that is entered: a fraction for per cent, ten times too much, out of step with other years, last year's again."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from indicators.domain.arithmetic import HUNDRED
from indicators.domain.checks import words
from indicators.domain.checks.band import largest_difference
from indicators.domain.checks.findings import CheckCode, Finding, Severity
from indicators.domain.checks.surroundings import Known, Surroundings, nearest
from indicators.domain.types import Actual, Form

#: A growth may lie this many points from the nearest known one, or twice the largest step that the known ones made.
FREE = Decimal(15)
#: A tenfold slip must bring the growth this near to the known ones.
NEAR = Decimal(3)
_MORE_DIGITS_THAN_PUBLISHED = 3


def check_growth(actual: Actual, around: Surroundings) -> Iterator[Finding]:
    """unit_slip or jump of the growth, never both; growth_repeated."""
    growth = actual.growth
    if growth is None:
        return
    known = [one for one in around.known if one.growth is not None]
    yield from _out_of_step(growth, known, around)
    last = next((one for one in known if one.year == around.year - 1), None)
    if last is not None and last.growth == growth:
        said = (
            f"增速 {words.per_cent(growth, signed=True)}与{words.when(last, around.year)}的增速完全相同。"
            "请核对是否误填了上年数；如果确实相同，请说明。"
        )
        yield Finding(CheckCode.GROWTH_REPEATED, Severity.WARNING, "growth", said)


def _out_of_step(growth: Decimal, known: list[Known], around: Surroundings) -> Iterator[Finding]:
    """Against the growths of other years, without any against the promised growth."""
    near = nearest(known, around.year)
    others = [one.growth for one in known if one.growth is not None]
    if near is not None and near.growth is not None:
        yard, named = near.growth, f"{words.when(near, around.year)}的增速".strip()
    else:
        promised = [one.value for one in around.targets if one.form is Form.GROWTH and one.value is not None]
        if not promised:
            return
        yard, named, others = promised[0], "规划的年均增速", promised
    points = [(one.year, one.growth) for one in known if one.growth is not None]
    reach = max(FREE, 2 * largest_difference(points))
    meant = _fraction(growth, others)
    if meant is None and abs(growth - yard) > reach:
        meant = _tenfold(growth, others)
    if meant is not None:
        said = (
            f"增速 {words.per_cent(growth)}与{named} {words.per_cent(yard)}相差悬殊，像是 {words.per_cent(meant)}。"
            "增速按百分数填（6.5 表示 6.5 %），请核对小数点；如果无误，请说明。"
        )
        yield Finding(CheckCode.UNIT_SLIP, Severity.WARNING, "growth", said)
    elif abs(growth - yard) > reach:
        said = (
            f"增速 {words.per_cent(growth, signed=True)}，{named}是 {words.per_cent(yard, signed=True)}，"
            f"相差 {words.rounded_rate(growth - yard)[:-2]} 个百分点，变动过大。请核对数字；如果无误，请说明原因。"
        )
        yield Finding(CheckCode.JUMP, Severity.WARNING, "growth", said)


def _fraction(growth: Decimal, others: list[Decimal]) -> Decimal | None:
    """6.6 for 0.066: below one per cent, with more digits than any growth is published with, and plausible a hundredfold."""
    decimals = -int(growth.as_tuple().exponent)
    meant = growth * HUNDRED
    if not 0 < abs(growth) < 1 or decimals < _MORE_DIGITS_THAN_PUBLISHED:
        return None
    return meant.normalize() if min(others) - FREE <= meant <= max(others) + FREE else None


def _tenfold(growth: Decimal, others: list[Decimal]) -> Decimal | None:
    """6.6 for 66, and for 660 and more."""
    tens = (Decimal(10), HUNDRED) if abs(growth) >= HUNDRED else (Decimal(10),)
    fitting = (growth / ten for ten in tens)
    return next((one for one in fitting if min(others) - NEAR <= one <= max(others) + NEAR), None)
