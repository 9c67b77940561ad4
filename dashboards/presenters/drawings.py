"""The small drawings inside table rows: numbers for SVG attributes, made from figures that the core computed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.series import Series, Year

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
    """A line of actuals, the planned path dashed behind it."""

    points: str
    plan: tuple[str, str, str, str] | None  # x1 y1 x2 y2
    dot: tuple[str, str]


def track(attainment: Decimal | None, elapsed_share: Decimal | None) -> Track | None:
    """The bar of a share; None where there is none."""
    if attainment is None:
        return None
    drawn = min(max(attainment, _LOW), _HIGH)
    start, width = (drawn, -drawn) if drawn < 0 else (Decimal(0), drawn)
    tick = None if elapsed_share is None else _number(elapsed_share * 100 - 1)
    return Track(_number(start * 100), _number(width * 100), tick, beyond=drawn != attainment)


def spark(series: Series, first: int, last: int) -> Spark | None:
    """Base and actuals over the years of the plan; None without an actual, or with only one figure in all."""
    actual = [*([series.base] if series.base else []), *series.actual]
    if not series.actual or len(actual) < 2:
        return None
    plan: list[Year] = [series.planned[0], series.planned[-1]] if series.planned else []
    if not plan and series.line is not None:
        plan = [(first, series.line), (last, series.line)]
    values = [value for _, value in (*actual, *plan)]
    low, high = min(values), max(values)
    spread = high - low or Decimal(1)

    def place(year: int, value: Decimal) -> tuple[str, str]:
        x = _LEFT + (_RIGHT - _LEFT) * (year - first) / (last - first)
        y = _BOTTOM - (_BOTTOM - _TOP) * (value - low) / spread
        return _number(x), _number(y)

    points = [place(year, value) for year, value in actual]
    ends = [place(year, value) for year, value in plan]
    return Spark(
        points=" ".join(f"{x},{y}" for x, y in points),
        plan=(*ends[0], *ends[1]) if ends else None,
        dot=points[-1],
    )


def _number(value: Decimal) -> str:
    return f"{value:.1f}"
