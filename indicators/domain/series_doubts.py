"""Doubts about the yearly actuals of one row (NOTATION.md section 4): breaks, revisions, jumps, impossible figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from indicators.domain.display import number
from indicators.domain.doubt_records import SIGNS, Doubt, plain
from indicators.domain.figure_doubts import jumps, outside_limits, times
from indicators.domain.forms import LEVELS
from indicators.domain.notation import ActualSpec
from indicators.domain.types import (
    Actual,
    ActualKind,
    BaseFigure,
    CatalogueFacts,
    DoubtCode,
    Form,
    Measure,
    TargetTerms,
)
from indicators.domain.units import currencies_of, kind_of, same_kind

#: Levels of two years that follow each other within these ratios need no stated growth.
LEAST_RATIO, MOST_RATIO = Decimal("0.7"), Decimal("1.5")
#: A stated growth further than this from the levels' own ratio means that history was revised (percentage points).
REVISION = Decimal(5)
_OF_A_YEAR = frozenset({Form.CUMULATIVE, Form.QUOTA, Form.CUMULATIVE_CUT})
_WITHOUT_FIGURES = frozenset({Form.NONE, Form.ASSIGNED, Form.QUALITATIVE})


def series_doubts(
    actuals: Iterable[Actual],
    *,
    base: BaseFigure | None,
    catalogue: CatalogueFacts,
    targets: Sequence[TargetTerms] = (),
    breaks: frozenset[int] = frozenset(),
) -> tuple[Doubt, ...]:
    """Doubts about the actuals of one row, all in the row's own unit, by year.

    ``breaks``: years already marked as a definition break: history is not compared across them, but levels far apart stay
    in doubt until a base of the new definition is entered, or a person says why they may be compared.
    """
    years = sorted(actuals, key=lambda actual: actual.year)
    found: list[Doubt] = []
    promised = [target for target in targets if _form(target) not in _WITHOUT_FIGURES]
    levels = not promised or not all(_asks_for_the_year(target) for target in promised)
    changes = bool(promised) and all(_is_change_of_the_year(target) for target in promised)
    start = [] if base is None else [Actual(year=base.year, value=base.value)]
    known = {actual.year: actual for actual in start + years}
    for actual in years:
        previous = known.get(actual.year - 1)
        if previous is not None and not (actual.year in breaks and actual.growth is not None):
            found.extend(_step_doubts(previous, actual, levels=levels and catalogue.measure is Measure.AMOUNT))
        found.extend(_jump_doubts(actual, base, targets))
        found.extend(_impossible_doubts(actual, catalogue, limited=not changes))
    return tuple(found)


def _form(target: TargetTerms) -> Form:
    """The form by which figures are read: a number that was handed down is read as its own form."""
    return target.assigned_form or target.form


def _is_change_of_the_year(target: TargetTerms) -> bool:
    return _form(target) is Form.CUMULATIVE_CHANGE and target.actual_kind is ActualKind.CHANGE


def _asks_for_the_year(target: TargetTerms) -> bool:
    """Whether the values are amounts, cuts or changes of a year: two may lie far apart, and no definition has changed."""
    return _form(target) in _OF_A_YEAR or _is_change_of_the_year(target)


def _step_doubts(before: Actual, now: Actual, *, levels: bool) -> Iterator[Doubt]:
    """definition_break (where the figures are ``levels`` of an amount) and history_revised between two years in a row."""
    if before.value is None or now.value is None or before.value <= 0:
        return
    ratio = now.value / before.value
    figure = f"value:{now.year}"
    said = f"{before.year}年{plain(before.value)}，{now.year}年{plain(now.value)}"
    if now.growth is None:
        if levels and not LEAST_RATIO <= ratio <= MOST_RATIO:
            message = f"{said}，为上年的{number(ratio, 2)}倍而未注明增速，疑为统计口径变化"
            yield Doubt(DoubtCode.DEFINITION_BREAK, message, figure)
        return
    implied = (ratio - 1) * 100
    if implied * now.growth < 0 or abs(implied - now.growth) > REVISION:
        message = f"{said}，按绝对数为{number(implied, 2)}%，公布增速{plain(now.growth)}%：上年数可能已修订"
        yield Doubt(DoubtCode.HISTORY_REVISED, message, figure)


def _jump_doubts(actual: Actual, base: BaseFigure | None, targets: Sequence[TargetTerms]) -> Iterator[Doubt]:
    """scale_jump of an actual against the base and against every level, floor or ceiling: one doubt a year.

    A row without a printed target is compared with its base; a row of growth or totals only is not compared at all.
    """
    levels = [target for target in targets if _form(target) in LEVELS]
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


def _impossible_doubts(actual: Actual, catalogue: CatalogueFacts, *, limited: bool) -> Iterator[Doubt]:
    """A value that the natural limits hold for outside them (a share of >100); a growth of -100 % or less."""
    if actual.value is not None and limited:
        broken = outside_limits(actual.value, actual.comparator, catalogue)
        if broken:
            message = f"{actual.year}年{SIGNS[actual.comparator]}{plain(actual.value)}{catalogue.unit}{broken}"
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
