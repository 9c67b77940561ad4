"""A yearly target as people write it: what is understood of it, how a proposal is worded, whether the year reached it.

What is understood of a text is never more than stands in it: words, totals of the period and steps in percentage points
stay words without a figure, and nothing is said of whether they were reached.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from . import display
from .composition import reached_part
from .notation import parse_cell
from .status import DOWN, STRICT, UP, satisfied
from .types import Actual, Comparator, Form, PriceBasis, Reason, Role, TargetSpec
from .units import convert, counts_ones, is_rate
from .yearly import YearFigure, YearKind

#: Decimals of what is computed, at least.
FINE = 2
_POINTS = frozenset({Form.POINTS, Form.CUMULATIVE_CHANGE})
_BEFORE = {Comparator.GT: ">", Comparator.LT: "<", Comparator.GE: "≥", Comparator.LE: "≤"}
_ABOUT = "左右"


@dataclass(frozen=True, slots=True)
class YearText:
    """What a text says of the year. ``value`` in the unit of the row's values, of ``GROWTH`` in per cent; ``high``: the upper
    end of a range."""

    kind: YearKind
    value: Decimal | None = None
    parts: tuple[Decimal, ...] = ()
    comparator: Comparator = Comparator.EQ
    high: Decimal | None = None


def read_year(text: str, *, unit: str, wanted: YearKind) -> YearText | None:
    """What a typed target says; None where it names no figure of the year.

    ``unit``: in which the row's values are entered. ``wanted``: the figure that the row's promise asks for: it decides what a bare
    number of a row in per cent means, and which of two figures (180、8.5%) counts.
    """
    found = [one for spec in parse_cell(text, role=Role.TARGET, unit=unit) if (one := _meant(spec, unit, wanted))]
    return next((one for one in found if one.kind is wanted), found[0] if found else None)


def _meant(spec: TargetSpec, unit: str, wanted: YearKind) -> YearText | None:
    if spec.parts:
        return YearText(YearKind.PARTS, parts=spec.parts)
    value = spec.value
    if value is None or spec.bracket or spec.form in _POINTS or wanted is YearKind.PARTS:
        return None
    own = is_rate(unit)
    rate = is_rate(spec.unit) and (bool(spec.unit) or wanted is YearKind.GROWTH)
    if rate and (not own or wanted is YearKind.GROWTH):
        return _figure(YearKind.GROWTH, spec, value, "%")
    if own and not rate and spec.own_unit:
        return None
    return _figure(YearKind.VALUE, spec, value, unit)


def _figure(kind: YearKind, spec: TargetSpec, value: Decimal, unit: str) -> YearText | None:
    """The figure in ``unit``; None where its own unit is of another kind. A growth that falls (下降 3%) is below zero."""
    low, high = convert(value, spec.unit, unit), None
    if spec.value_high is not None:
        high = convert(spec.value_high, spec.unit, unit)
    if low is None:
        return None
    if kind is YearKind.GROWTH and spec.form is Form.CUMULATIVE_CUT:
        low, high = (-low, None) if high is None else (-high, -low)
    return YearText(kind, low, comparator=spec.comparator, high=high)


def wording(figure: YearFigure, kind: YearKind, *, unit: str, rate: str, stated: str, least: int, fine: int) -> str:
    """A proposal as it would be typed: 180.59, 8.5%左右, ≥95, 30:33.7:36.3. ``read_year`` reads it back.

    Given figures have the digits of the target's own text (``stated``); what is computed is rounded half up to ``fine`` decimals,
    what adds up to the promise so that it suffices (3.8917 a year: 3.90), and shown with at least ``least``.
    ``unit``: of the row's values; ``rate``: % or ‰, in which a growth target is stated.
    """

    def number(value: Decimal) -> str:
        """No more digits than say something: 40.4 and not 40.40 beside 39 and 46."""
        exact, shown = (value, display.digits_of(stated)) if figure.given else (_computed(figure, value, fine), least)
        return display.number(exact, max(shown, display.digits_of(exact))).replace(display.MINUS, "-")

    if figure.value is None:
        return ":".join(number(part) for part in figure.parts)
    sign = rate if kind is YearKind.GROWTH and not is_rate(unit) else ""
    about = _ABOUT if figure.comparator is Comparator.ABOUT else ""
    return f"{_BEFORE.get(figure.comparator, '')}{number(figure.value)}{sign}{about}"


def _computed(figure: YearFigure, value: Decimal, digits: int) -> Decimal:
    """``value`` with so many decimals; ten of it count, what lies behind comes of roots."""
    if not figure.towards:
        return display.rounded(value, digits)
    return display.sufficient(display.rounded(value, 10), digits, figure.towards)


def digits_of_path(printed: Iterable[Decimal | str | None], *, per_share: bool, unit: str = "") -> tuple[int, int]:
    """Decimals of what is computed: the least that are shown (those printed), and to how many it is rounded.

    Two, at least those printed; one more where the years add up to the whole. None of levels that are counted one by one
    (个, 家, 人) and printed so: nobody plans to have 15.31 of them. A share of such a sum keeps its decimals: 0.2 a year is not 0.
    """
    least = display.level_digits(printed, None)
    if per_share:
        return least, max(FINE, least + 1)
    return least, 0 if least == 0 and counts_ones(unit) else max(FINE, least)


# --- whether it was reached -------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Reached:
    """``met`` None: it cannot be said, ``why`` tells; without a reason the actual is known from one side only."""

    met: bool | None
    why: Reason | None = None


def reached(
    said: YearText,
    actual: Actual,
    *,
    direction: int | None,
    basis: PriceBasis = PriceBasis.UNKNOWN,
    base_parts: tuple[Decimal, ...] = (),
) -> Reached:
    """Whether the year's approved figure reaches its yearly target. It is no status and changes none.

    ``direction``: of the row's promise; a comparator in the text goes before it. ``basis``: of the prices of the promise: a growth
    at other prices is not compared. ``base_parts``: seen from which a part has its side.
    """
    if said.kind is YearKind.PARTS:
        return _parts_reached(said, actual, base_parts)
    growth = said.kind is YearKind.GROWTH
    figure = actual.growth if growth else actual.value
    if figure is None or said.value is None:
        return Reached(None, Reason.GROWTH_MISSING if growth else Reason.LEVEL_MISSING)
    if actual.blocked_growth if growth else actual.blocked_value:
        return Reached(None, Reason.BLOCKING_DOUBT)
    known = {basis, actual.growth_basis if growth else actual.value_basis} - {PriceBasis.UNKNOWN}
    if len(known) > 1:
        return Reached(None, Reason.BASIS_DIFFERS)
    d = 1 if said.comparator in UP else -1 if said.comparator in DOWN else direction
    if d is None:
        return Reached(None, Reason.NOT_COMPUTABLE)
    goal = said.high if d < 0 and said.high is not None else said.value
    side = Comparator.EQ if growth else actual.comparator
    return Reached(satisfied(d * (figure - goal), strict=said.comparator in STRICT, d=d, comparator=side))


def _parts_reached(said: YearText, actual: Actual, base: tuple[Decimal, ...]) -> Reached:
    if not actual.parts:
        return Reached(None, Reason.LEVEL_MISSING)
    if actual.blocked_value:
        return Reached(None, Reason.BLOCKING_DOUBT)
    if len(actual.parts) != len(said.parts):
        return Reached(None, Reason.NOT_COMPUTABLE)
    starts: tuple[Decimal | None, ...] = base if len(base) == len(said.parts) else (None,) * len(said.parts)
    return Reached(all(reached_part(*three) for three in zip(starts, said.parts, actual.parts, strict=True)))
