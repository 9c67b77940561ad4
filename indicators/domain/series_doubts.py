"""Doubts about the yearly actuals of one row (NOTATION.md section 4): breaks, revisions, jumps, impossible figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from indicators.domain.doubt_records import Doubt, plain, rounded
from indicators.domain.figure_doubts import jumps, outside_limits, times
from indicators.domain.forms import LEVELS
from indicators.domain.notation import ActualSpec
from indicators.domain.types import Actual, BaseFigure, CatalogueFacts, DoubtCode, Form, Measure, TargetTerms
from indicators.domain.units import currencies_of, kind_of, same_kind

#: Levels of two years that follow each other within these ratios need no stated growth.
LEAST_RATIO, MOST_RATIO = Decimal("0.7"), Decimal("1.5")
#: A stated growth further than this from the levels' own ratio means that history was revised (percentage points).
REVISION = Decimal(5)


def series_doubts(
    actuals: Iterable[Actual],
    *,
    base: BaseFigure | None,
    catalogue: CatalogueFacts,
    targets: Sequence[TargetTerms] = (),
    breaks: frozenset[int] = frozenset(),
) -> tuple[Doubt, ...]:
    """Doubts about the actuals of one row, all in the row's own unit, by year.

    ``breaks``: years already marked as a definition break: nothing is compared across them.
    """
    years = sorted(actuals, key=lambda actual: actual.year)
    found: list[Doubt] = []
    start = [] if base is None else [Actual(year=base.year, value=base.value)]
    known = {actual.year: actual for actual in start + years}
    for actual in years:
        previous = known.get(actual.year - 1)
        if previous is not None and actual.year not in breaks:
            found.extend(_step_doubts(previous, actual, catalogue))
        found.extend(_jump_doubts(actual, base, targets))
        found.extend(_impossible_doubts(actual, catalogue))
    return tuple(found)


def _step_doubts(before: Actual, now: Actual, catalogue: CatalogueFacts) -> Iterator[Doubt]:
    """definition_break and history_revised between two years that follow each other."""
    if before.value is None or now.value is None or before.value <= 0:
        return
    ratio = now.value / before.value
    figure = f"value:{now.year}"
    levels = f"{before.year}年{plain(before.value)}，{now.year}年{plain(now.value)}"
    if now.growth is None:
        if catalogue.measure is Measure.AMOUNT and not LEAST_RATIO <= ratio <= MOST_RATIO:
            message = f"{levels}，为上年的{rounded(ratio)}倍而未注明增速，疑为统计口径变化"
            yield Doubt(DoubtCode.DEFINITION_BREAK, message, figure)
        return
    implied = (ratio - 1) * 100
    if implied * now.growth < 0 or abs(implied - now.growth) > REVISION:
        message = f"{levels}，按绝对数为{rounded(implied)}%，公布增速{plain(now.growth)}%：上年数可能已修订"
        yield Doubt(DoubtCode.HISTORY_REVISED, message, figure)


def _jump_doubts(actual: Actual, base: BaseFigure | None, targets: Sequence[TargetTerms]) -> Iterator[Doubt]:
    """scale_jump of an actual against the base and against every level, floor or ceiling: one doubt a year.

    A row without a printed target is compared with its base; a row of growth or totals only is not compared at all.
    """
    levels = [target for target in targets if target.form in LEVELS]
    comparable = bool(levels) or all(target.form is Form.NONE for target in targets)
    if actual.value is None or not comparable:
        return
    others = [("基数", base.value)] if base is not None and base.year != actual.year else []
    others += [("目标", target.value) for target in levels]
    said = [
        f"{word}{plain(other)}相差{times(actual.value, other)}倍"
        for word, other in others
        if other is not None and jumps(actual.value, other)
    ]
    if said:
        message = f"{actual.year}年{plain(actual.value)}与{'、与'.join(said)}，须核对单位或口径"
        yield Doubt(DoubtCode.SCALE_JUMP, message, f"value:{actual.year}")


def _impossible_doubts(actual: Actual, catalogue: CatalogueFacts) -> Iterator[Doubt]:
    """A level outside the natural limits (a share of >100); a growth of -100 % or less."""
    if actual.value is not None:
        broken = outside_limits(actual.value, actual.comparator, catalogue)
        if broken:
            message = f"{actual.year}年{plain(actual.value)}{catalogue.unit}{broken}"
            yield Doubt(DoubtCode.IMPOSSIBLE_VALUE, message, f"value:{actual.year}")
    if actual.growth is not None and actual.growth <= -100:
        message = f"{actual.year}年增速{plain(actual.growth)}%不可能"
        yield Doubt(DoubtCode.IMPOSSIBLE_VALUE, message, f"growth:{actual.year}")


def actual_unit_doubts(actual: ActualSpec, row_unit: str, year: int) -> tuple[Doubt, ...]:
    """Doubts about the unit printed in an actual cell: 101.7 亿元 in a 亿美元 row is another currency."""
    if not actual.own_unit or not row_unit or same_kind(actual.unit, row_unit) is not False:
        return ()
    if actual.growth or (kind_of(actual.unit) == "points" and kind_of(row_unit) == "percent"):
        return ()
    figure = f"value:{year}"
    message = f"{year}年{actual.text}的单位与该行单位{row_unit}不是同一类"
    found = [Doubt(DoubtCode.UNIT_CONFLICT, message, figure)]
    if len(currencies_of(actual.unit) | currencies_of(row_unit)) > 1:
        message = f"{year}年{actual.text}换算成{row_unit}须注明汇率及其日期"
        found.append(Doubt(DoubtCode.EXCHANGE_RATE, message, figure))
    return tuple(found)
