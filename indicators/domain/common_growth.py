"""The growth that counties reach together: the weight of each is its own base (Σ B·(1+g)^n ÷ Σ B, as a rate a year)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from .arithmetic import HUNDRED, ONE, THOUSAND, ZERO, root
from .promised import Facts, Part, Promise, Why, form_of, grown, listed, same_prices, terms_of, unit_of
from .types import Form, PriceBasis
from .units import convert, is_rate


@dataclass(frozen=True, slots=True)
class Common:
    """``rate``: in the city's rate (per cent a year, or per mille), None where no county is counted.

    ``unit``: of the bases.
    """

    rate: Decimal | None
    unit: str
    parts: tuple[Part, ...]


def common_growth(facts: Facts, city: Promise, counties: Sequence[Promise]) -> Common:
    """The counties' growth targets as one rate; a level counts as growth where its prices allow it."""
    unit = _common_unit(counties)
    parts, before, after = [], ZERO, ZERO
    for county in counties:
        part, factor = _part(facts, city, county, unit)
        parts.append(part)
        if part.base is not None and factor is not None:
            before, after = before + part.base, after + part.base * factor
    quantities = [part.quantity for part in parts if part.quantity is not None]
    if not quantities:
        return Common(None, unit, tuple(parts))
    rate = (root(after / before, city.years) - ONE) * _scale(city)
    return Common(min(max(rate, min(quantities)), max(quantities)), unit, tuple(parts))  # a root is rounded


def _common_unit(counties: Sequence[Promise]) -> str:
    """The unit that most bases have; the order of the counties does not matter."""
    units = Counter(_base_unit(one) for one in counties if _base(one) is not None)
    return min(units, key=lambda unit: (-units[unit], unit), default="")


def _base_unit(county: Promise) -> str:
    return county.base_unit or county.unit


def _base(county: Promise) -> Decimal | None:
    """What growth starts from. A base in per cent is the growth of the base year, no amount."""
    base = county.base
    if base is None or base.value is None or base.value <= 0 or is_rate(_base_unit(county)):
        return None
    return base.value


def _scale(city: Promise) -> Decimal:
    return THOUSAND if "‰" in unit_of(city) else HUNDRED


def _part(facts: Facts, city: Promise, county: Promise, unit: str) -> tuple[Part, Decimal | None]:
    """A county's rate with its base in the common unit, and (1+g)^n."""
    part, base, form = listed(county), _base(county), form_of(county)
    if part.why is not None:
        return part, None
    if form not in {Form.GROWTH, Form.LEVEL, Form.FLOOR}:
        return replace(part, why=Why.FORMS_DIFFER), None
    if county.base is not None and county.base.blocked:
        return replace(part, why=Why.DOUBT), None
    if base is None or county.years != city.years or county.years <= 0:
        return replace(part, why=Why.NO_BASE), None
    start = convert(base, _base_unit(county), unit)
    if start is None:
        return replace(part, why=Why.UNIT_DIFFERS), None
    factor, why = _factor(form, facts, city, county, base)
    if factor is None:
        return replace(part, why=why), None
    printed = terms_of(county).value if form is Form.GROWTH and unit_of(county) == unit_of(city) else None
    rate = printed if printed is not None else (root(factor, county.years) - ONE) * _scale(city)
    return replace(part, quantity=rate, base=start, converted=form is not Form.GROWTH), factor


def _factor(
    form: Form, facts: Facts, city: Promise, county: Promise, base: Decimal
) -> tuple[Decimal | None, Why | None]:
    """(1+g)^n of a growth target on the city's price basis, or of a level where both its ends have that basis."""
    own, asked = terms_of(county), terms_of(city).price_basis
    if form is Form.GROWTH:
        known = PriceBasis.UNKNOWN not in (own.price_basis, asked)
        if facts.price_sensitive and known and own.price_basis is not asked:
            return None, Why.PRICE_BASIS
        return grown(county), Why.NO_NUMBER
    basis = county.base.price_basis if county.base is not None else PriceBasis.UNKNOWN
    if facts.price_sensitive and not same_prices(asked, basis, own.price_basis):
        return None, Why.PRICE_BASIS
    level = None if own.value is None else convert(own.value, unit_of(county), _base_unit(county))
    if level is None or level <= 0:
        return None, Why.UNIT_DIFFERS
    return level / base, None
