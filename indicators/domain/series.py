"""The yearly series behind a trajectory: planned path, actuals, what the remaining years must bring, the pace gone on.

Drawn from one result and the figures entered, in the terms of the target's form: levels for a level, yearly rates for
growth, running totals for sums and cuts. Formulas: METHODS section 3. Nothing is interpolated between actuals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from enum import StrEnum

from .arithmetic import CONTEXT, HUNDRED, ONE, THOUSAND, ZERO, root
from .types import Form, PathKind

Year = tuple[int, Decimal]


class SeriesKind(StrEnum):
    """What the figures of a series are."""

    LEVEL = "level"
    RATE = "rate"
    TOTAL = "total"
    NOTHING = "nothing"  # words, compositions: there is no line to draw


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a target at a year: fields of its result (unrounded or as stored) and the approved figures.

    ``form`` is the form that was assessed (after a number was handed down, its own). ``values`` and ``growths``: by year, up to
    the year looked at. ``running``: accumulated by year as the result noted it (sums; for cuts what is left of 1).
    """

    form: Form
    base_year: int
    end_year: int
    path: PathKind
    base: Decimal | None = None
    target: Decimal | None = None
    actual_year: int | None = None
    required: Decimal | None = None
    average: Decimal | None = None
    unit: str = ""
    values: Mapping[int, Decimal] = field(default_factory=dict)
    growths: Mapping[int, Decimal] = field(default_factory=dict)
    running: Mapping[int, Decimal] = field(default_factory=dict)
    reference: Mapping[int, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Series:
    """Points by year, ascending. ``line``: the target over the whole width, None where there is no number."""

    kind: SeriesKind
    base: Year | None = None
    planned: tuple[Year, ...] = ()
    actual: tuple[Year, ...] = ()
    unused: tuple[Year, ...] = ()
    required: tuple[Year, ...] = ()
    projected: tuple[Year, ...] = ()
    line: Decimal | None = None
    average: tuple[Year, ...] = ()  # of yearly rates: the average so far, over the years that it is of


def series(known: Known) -> Series:
    """The series of a target; a form without figures gives ``SeriesKind.NOTHING``."""
    with localcontext(CONTEXT):
        return _BY_FORM.get(known.form, _nothing)(known)


def _nothing(known: Known) -> Series:
    return Series(SeriesKind.NOTHING)


def _sorted(figures: Mapping[int, Decimal]) -> tuple[Year, ...]:
    return tuple(sorted(figures.items()))


def _level(known: Known) -> Series:
    base, target = known.base, known.target
    actual = _sorted({year: value for year, value in known.values.items() if year > known.base_year})
    geometric = known.path is PathKind.GEOMETRIC and target is not None and target > 0 and (base is None or base > 0)
    planned: tuple[Year, ...] = ()
    n = known.end_year - known.base_year
    if base is not None and target is not None and n > 0:
        planned = _path(known.base_year, base, known.end_year, target, geometric)
    return Series(
        SeriesKind.LEVEL,
        base=None if base is None else (known.base_year, base),
        planned=planned,
        actual=actual,
        required=_to_target(known, known.values, geometric),
        projected=_go_on(known, known.values, geometric),
        line=target,
    )


def _bound(known: Known) -> Series:
    return Series(
        SeriesKind.LEVEL,
        base=None if known.base is None else (known.base_year, known.base),
        actual=_sorted(known.values),
        line=known.target,
    )


def _rates(known: Known) -> Series:
    """Yearly rates beside the promised one; for a relative target beside the reference's rates (or levels)."""
    relative = known.form is Form.RELATIVE
    by_growth = not relative or bool(known.growths) or not known.values
    fine = THOUSAND / HUNDRED if "‰" in known.unit else ONE  # growth is entered in per cent
    actual = {year: rate * fine for year, rate in known.growths.items()} if by_growth else known.values
    required: tuple[Year, ...] = ()
    if known.required is not None and known.actual_year is not None:
        required = tuple((year, known.required) for year in range(known.actual_year + 1, known.end_year + 1))
    average: tuple[Year, ...] = ()
    projected: tuple[Year, ...] = ()
    if not relative and known.average is not None and known.actual_year is not None:
        average = tuple((year, known.average) for year in range(known.base_year + 1, known.actual_year + 1))
        projected = tuple((year, known.average) for year in range(known.actual_year + 1, known.end_year + 1))
    return Series(
        SeriesKind.RATE if by_growth else SeriesKind.LEVEL,
        planned=_sorted(known.reference),
        actual=_sorted(actual),
        required=required,
        projected=projected,
        average=average,
        line=None if relative else known.target,
    )


def _total(known: Known) -> Series:
    """Running sums against the even path X·τ; figures outside the run are shown, not summed."""
    target, start = known.target, known.base_year
    planned = () if target is None else _path(start, ZERO, known.end_year, target, geometric=False)
    used = dict(known.running)
    return Series(
        SeriesKind.TOTAL,
        planned=planned,
        actual=_sorted(used),
        unused=_unused(known, used),
        required=_to_target(known, used, geometric=False),
        projected=_go_on(known, used, geometric=False),
        line=target,
    )


def _cut(known: Known) -> Series:
    """Running cuts D = 1 − Π(1 − d): what is left of 1 moves geometrically."""
    scale = THOUSAND if "‰" in known.unit else HUNDRED
    target, start, end = known.target, known.base_year, known.end_year
    left = dict(known.running)
    goal = None if target is None else 1 - target / scale
    done = {year: (1 - value) * scale for year, value in left.items()}
    planned: tuple[Year, ...] = ()
    if goal is not None and 0 < goal < 1:
        planned = _turned(_path(start, ONE, end, goal, geometric=True), scale)
    required: tuple[Year, ...] = ()
    projected: tuple[Year, ...] = ()
    last = known.actual_year
    if last is not None and last in left and last < end and left[last] > 0:
        if goal is not None and goal > 0 and known.required is not None:
            required = _turned(_path(last, left[last], end, goal, geometric=True), scale)
        if known.average is not None:
            factor = 1 - known.average / scale
            projected = _turned(_steps(last, left[last], end, lambda value: value * factor), scale)
    return Series(
        SeriesKind.TOTAL, planned=planned, actual=_sorted(done), unused=_unused(known, done), required=required,
        projected=projected, line=target,
    )  # fmt: skip


def _unused(known: Known, used: Mapping[int, Decimal]) -> tuple[Year, ...]:
    return _sorted({year: value for year, value in known.values.items() if year not in used})


def _turned(points: tuple[Year, ...], scale: Decimal) -> tuple[Year, ...]:
    return tuple((year, (1 - left) * scale) for year, left in points)


def _to_target(known: Known, figures: Mapping[int, Decimal], geometric: bool) -> tuple[Year, ...]:
    """From the latest figure to the target, where something is still required."""
    last = known.actual_year
    if known.required is None or known.target is None or last is None or last not in figures or last >= known.end_year:
        return ()
    return _path(last, figures[last], known.end_year, known.target, geometric and figures[last] > 0)


def _go_on(known: Known, figures: Mapping[int, Decimal], geometric: bool) -> tuple[Year, ...]:
    """From the latest figure at the average pace so far."""
    last, average = known.actual_year, known.average
    if average is None or last is None or last not in figures or last >= known.end_year:
        return ()
    if geometric:
        return _steps(last, figures[last], known.end_year, lambda value: value * (1 + average / HUNDRED))
    return _steps(last, figures[last], known.end_year, lambda value: value + average)


def _steps(first: int, value: Decimal, last: int, step: Callable[[Decimal], Decimal]) -> tuple[Year, ...]:
    points = [(first, value)]
    for year in range(first + 1, last + 1):
        points.append((year, step(points[-1][1])))
    return tuple(points)


def _path(first: int, start: Decimal, last: int, end: Decimal, geometric: bool) -> tuple[Year, ...]:
    """Equal factors or equal steps; both ends are the given figures themselves."""
    n = last - first
    if geometric:
        factor = root(end / start, n)
        inner = [(first + j, start * factor**j) for j in range(1, n)]
    else:
        inner = [(first + j, start + (end - start) * j / n) for j in range(1, n)]
    return ((first, start), *inner, (last, end))


_BY_FORM: dict[Form, Callable[[Known], Series]] = {
    Form.LEVEL: _level,
    Form.POINTS: _level,
    Form.FLOOR: _bound,
    Form.CEILING: _bound,
    Form.GROWTH: _rates,
    Form.RELATIVE: _rates,
    Form.CUMULATIVE: _total,
    Form.QUOTA: _total,
    Form.CUMULATIVE_CHANGE: _total,
    Form.CUMULATIVE_CUT: _cut,
}
