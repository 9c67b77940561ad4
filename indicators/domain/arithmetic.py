"""Decimal helpers of the core: one context, roots by Newton's method, figures as text.

Powers, never roots, decide whether a target is met; roots are only for figures that are shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from functools import lru_cache

#: Enough digits that the fifth power of a ten-digit figure is exact.
CONTEXT = Context(prec=50, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation, DivisionByZero, Overflow])

#: Logarithms decide no verdict; 28 digits cost a third of 50.
_LOGARITHMS = Context(prec=28, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation, DivisionByZero, Overflow])

ZERO = Decimal(0)
ONE = Decimal(1)
HUNDRED = Decimal(100)
THOUSAND = Decimal(1000)


def root(value: Decimal, degree: int) -> Decimal:
    """The positive ``degree``-th root of a positive ``value``, to the digits of the current context."""
    if degree == 1:
        return value
    try:
        seed = float(value) ** (1.0 / degree)
    except OverflowError:
        seed = 0.0
    if not 1e-60 < seed < 1e60:
        return value ** (ONE / degree)
    less = degree - 1
    guess = Decimal(seed)
    for _ in range(2):  # 16 -> 32 -> 64 correct digits
        guess = (less * guess + value / guess**less) / degree
    return guess


@lru_cache(maxsize=4096)
def logarithm(value: Decimal) -> Decimal:
    """Natural logarithm of a positive value, for shares and paces that are shown (rates repeat: it is remembered)."""
    return value.ln(_LOGARITHMS)


def text(value: Decimal | None) -> str | None:
    """A figure as JSON text; ``None`` stays ``None``."""
    return None if value is None else str(value)


def texts(figures: Iterable[tuple[int, Decimal]]) -> dict[str, str]:
    """Figures by year as JSON text, in the order of the years."""
    return {str(year): str(value) for year, value in sorted(figures)}


def finite(*values: Decimal | None) -> None:
    """Refuse NaN and infinities: raise ``InvalidOperation``, which the dispatcher turns into ``not_computable``."""
    for value in values:
        if value is not None and not value.is_finite():
            raise InvalidOperation("a figure is not finite")
