"""What one region promises, in terms that can be set beside another's: its level, total, limit or growth; or why not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from .arithmetic import HUNDRED, ONE, THOUSAND
from .types import BaseFigure, Comparator, Direction, Form, PriceBasis, TargetTerms
from .units import convert


class Rule(StrEnum):
    SUM = "sum"
    WEIGHTED = "weighted"
    NONE = "none"


class Kind(StrEnum):
    """What is compared."""

    LEVEL = "level"  # values in the end year
    TOTAL = "total"  # amounts of the whole period
    LIMIT = "limit"  # amounts that must not be exceeded
    RATE = "rate"  # average growth, in per cent (per mille where the city prints it so)


class Why(StrEnum):
    """Why a promise is not counted, or nothing can be compared."""

    NO_PLAN = "no_plan"  # the county has no plan of the period here
    NOT_LISTED = "not_listed"  # its plan does not have the indicator
    NO_NUMBER = "no_number"  # handed down later, relative, in words, or none
    FORMS_DIFFER = "forms_differ"  # a level against a total, a growth that has no level
    UNIT_DIFFERS = "unit_differs"
    NO_BASE = "no_base"  # growth without a base that it could start from
    PRICE_BASIS = "price_basis"  # growth at constant prices does not lead to a level at current ones
    NO_WEIGHT = "no_weight"
    DOUBT = "doubt"  # an open blocking doubt about the figure
    NOT_ADDED = "not_added"  # the catalogue says: not added up
    MEAN_GROWS = "mean_grows"  # growth of an average does not follow from the counties' growth
    NOBODY = "nobody"  # no county has a comparable promise


@dataclass(frozen=True, slots=True)
class Promise:
    """What one region promises. ``target`` None: its plan does not list the indicator; ``has_plan`` False: nor a plan.

    ``base_unit``: of the base's value. ``years``: from base to end. ``weight``: the region's figure of the base year that
    averages are weighted with.
    """

    key: str
    target: TargetTerms | None = None
    unit: str = ""
    base: BaseFigure | None = None
    base_unit: str = ""
    years: int = 0
    weight: Decimal | None = None
    has_plan: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """What the catalogue says. ``never_negative``: figures are 0 at least, so that a partial sum only grows."""

    rule: Rule
    direction: Direction
    price_sensitive: bool = False
    never_negative: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """One county. ``quantity``: its promise in the city's unit (growth in the city's rate), None with ``why``.

    ``base``: what its growth starts from, in the unit of ``Allocation.base_unit``. ``converted``: a level computed
    from a growth target, or a growth computed from a level. ``share``: of the city's target, a fraction; only where sums apply.
    """

    key: str
    quantity: Decimal | None = None
    comparator: Comparator = Comparator.EQ
    share: Decimal | None = None
    base: Decimal | None = None
    weight: Decimal | None = None
    converted: bool = False
    why: Why | None = None


LEVELS = {Form.LEVEL, Form.FLOOR, Form.CEILING, Form.POINTS, Form.CUMULATIVE_CHANGE}


def terms_of(promise: Promise) -> TargetTerms:
    return promise.target or TargetTerms(Form.NONE)


def form_of(promise: Promise) -> Form:
    """Of a number that was handed down its own form."""
    terms = terms_of(promise)
    return terms.assigned_form or terms.form if terms.form is Form.ASSIGNED else terms.form


def unit_of(promise: Promise) -> str:
    return terms_of(promise).unit or promise.unit


def not_a_number(promise: Promise) -> Why | None:
    if not promise.has_plan:
        return Why.NO_PLAN
    if promise.target is None:
        return Why.NOT_LISTED
    if promise.target.blocked:
        return Why.DOUBT
    return Why.NO_NUMBER if promise.target.value is None else None


def number_of(facts: Facts, promise: Promise) -> Decimal | None:
    """The figure of the target; of a range the end that is easier to reach."""
    terms = terms_of(promise)
    easier_high = facts.direction is Direction.LOWER or form_of(promise) is Form.QUOTA
    return terms.value_high if easier_high and terms.value_high is not None else terms.value


def level_of(facts: Facts, promise: Promise) -> tuple[Decimal | None, Why | None]:
    """The value promised for the end year in the promise's own unit, from a level or from base and change."""
    form, number, base = form_of(promise), number_of(facts, promise), promise.base
    if number is None or form in {Form.LEVEL, Form.FLOOR, Form.CEILING}:
        return number, None if number is not None else Why.NO_NUMBER
    if base is None or base.value is None:
        return None, Why.NO_BASE
    if base.blocked:
        return None, Why.DOUBT
    return base.value + number * (promise.years if form is Form.POINTS else 1), None


def grown(promise: Promise) -> Decimal | None:
    """(1+g)^n of a growth target; None where it cannot be computed."""
    terms = terms_of(promise)
    if terms.value is None or promise.years <= 0:
        return None
    scale = THOUSAND if "‰" in terms.unit else HUNDRED
    factor = ONE + terms.value / scale
    return factor**promise.years if factor > 0 else None


# --- what a county promises -------------------------------------------------------------------------------------------
def listed(promise: Promise) -> Part:
    terms = terms_of(promise)
    return Part(promise.key, comparator=terms.comparator, weight=promise.weight, why=not_a_number(promise))


def part_of(kind: Kind, facts: Facts, city: Promise, county: Promise) -> Part:
    """The county's promise as what is compared, in the city's unit; or why it is not counted."""
    part = listed(county)
    if part.why is not None:
        return part
    form = form_of(county)
    if kind is Kind.LEVEL and form is Form.GROWTH and facts.rule is Rule.SUM:
        return _from_growth(part, facts, city, county)
    fitting = {Kind.LEVEL: LEVELS, Kind.TOTAL: {Form.CUMULATIVE}, Kind.LIMIT: {Form.QUOTA}}[kind]
    if form not in fitting:
        return replace(part, why=Why.FORMS_DIFFER)
    own, why = level_of(facts, county) if kind is Kind.LEVEL else (number_of(facts, county), None)
    if own is None:
        return replace(part, why=why)
    unit = county.base_unit or county.unit if form in {Form.POINTS, Form.CUMULATIVE_CHANGE} else unit_of(county)
    quantity = convert(own, unit, level_unit(city))
    return replace(part, quantity=quantity, why=Why.UNIT_DIFFERS if quantity is None else None)


def level_unit(city: Promise) -> str:
    """The unit of the city's level: of a promise in points that of the base."""
    return city.base_unit or city.unit if form_of(city) in {Form.POINTS, Form.CUMULATIVE_CHANGE} else unit_of(city)


def _from_growth(part: Part, facts: Facts, city: Promise, county: Promise) -> Part:
    """A growth target as an end-year level: base known, and prices the same throughout."""
    base, factor = county.base, grown(county)
    if base is None or base.value is None or factor is None:
        return replace(part, why=Why.NO_BASE)
    if base.blocked:
        return replace(part, why=Why.DOUBT)
    if facts.price_sensitive and not same_prices(
        terms_of(city).price_basis, base.price_basis, terms_of(county).price_basis
    ):
        return replace(part, why=Why.PRICE_BASIS)
    quantity = convert(base.value * factor, county.base_unit or county.unit, unit_of(city))
    if quantity is None:
        return replace(part, why=Why.UNIT_DIFFERS)
    return replace(part, quantity=quantity, converted=True)


def same_prices(*bases: PriceBasis) -> bool:
    """All known and the same: an unknown basis is not guessed."""
    return PriceBasis.UNKNOWN not in bases and len(set(bases)) == 1
