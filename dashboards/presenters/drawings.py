"""The small drawings inside table rows: numbers for SVG attributes, made from figures that the core computed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.series import Series

_LEFT, _RIGHT, _TOP, _BOTTOM = Decimal(4), Decimal(92), Decimal(4), Decimal(20)
#: How far a bar is drawn beyond 0 % and 100 %; the printed share always says the rest.
_LOW, _HIGH = Decimal("-0.10"), Decimal("1.16")


@dataclass(frozen=True, slots=True)
class Track:
    """An attainment bar: 0 % at x = 0, 100 % at x = 100. ``tick``: where the plan expects it, None where unknown."""

    x: str
    width: str
    tick: str | None
    beyond: bool


@dataclass(frozen=True, slots=True)
class Spark:
    """A line of actuals, the planned path dashed behind it. ``dots``: figures that stand alone, and the newest one last.

    ``plan`` "" where no path is known; ``points`` "" with fewer than two figures; ``has_actual`` False: only the path.
    """

    points: str
    plan: str
    dots: tuple[tuple[str, str], ...]
    has_actual: bool


def track(attainment: Decimal | None, elapsed_share: Decimal | None) -> Track | None:
    """The bar of a share; None where there is none."""
    if attainment is None:
        return None
    drawn = min(max(attainment, _LOW), _HIGH)
    start, width = (drawn, -drawn) if drawn < 0 else (Decimal(0), drawn)
    tick = None if elapsed_share is None else _number(elapsed_share * 100 - 1)
    return Track(_number(start * 100), _number(width * 100), tick, beyond=drawn != attainment)


def spark(series: Series, first: int, last: int) -> Spark | None:
    """Base and actuals over the years of the plan, beside its path; None where neither is known.

    Figures that take no part in the sum (years before them are missing) stand as dots.
    """
    actual = [*([series.base] if series.base and series.actual else []), *series.actual]
    plan = list(series.planned)
    if not plan and series.line is not None:
        plan = [(first, series.line), (last, series.line)]
    known = [*actual, *series.unused, *plan]
    if not known or not (actual or series.unused or len(plan) > 1):
        return None
    start, end = min(first, *(year for year, _ in known)), max(last, *(year for year, _ in known))
    low, high = min(value for _, value in known), max(value for _, value in known)
    spread = high - low or Decimal(1)

    def place(year: int, value: Decimal) -> tuple[str, str]:
        x = _LEFT + (_RIGHT - _LEFT) * (year - start) / (end - start)
        y = _BOTTOM - (_BOTTOM - _TOP) * (value - low) / spread
        return _number(x), _number(y)

    dots = [place(year, value) for year, value in (*series.unused, *actual[-1:])]
    return Spark(
        points=_line(place(year, value) for year, value in actual) if len(actual) > 1 else "",
        plan=_line(place(year, value) for year, value in plan) if len(plan) > 1 else "",
        dots=tuple(dots),
        has_actual=bool(dots),
    )


def _line(points: Iterable[tuple[str, str]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)


def _number(value: Decimal) -> str:
    return f"{value:.1f}"
