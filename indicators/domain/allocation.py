"""What a city promises against what its counties promise: added up, weighted, or only set side by side.

Only promises are compared, never actuals. Rules, by the catalogue's ``aggregation``:

* ``sum``: end-year levels, totals of the period and limits are added up, in the city's unit. A county's growth target
  becomes its end-year level B·(1+g)^n only where its base is known and the price basis allows it. Where the city itself
  promises growth, the growth that the counties' bases would reach together is set against it (weight: the own base).
* ``weighted``: levels of shares and averages are weighted by a stated figure of the base year. Where weights are missing,
  the outcome is still certain if every county, or none, reaches the city's figure.
* ``none``: only listed.

Counties whose promise is not known are counted and never filled in: as long as one is missing, a sum says "at least".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from enum import StrEnum

from .arithmetic import CONTEXT, ZERO
from .common_growth import common_growth
from .promised import (
    LEVELS,
    Facts,
    Kind,
    Part,
    Promise,
    Rule,
    Why,
    form_of,
    level_of,
    listed,
    not_a_number,
    number_of,
    part_of,
    terms_of,
    unit_of,
)  # fmt: skip
from .types import Comparator, Direction, Form


class Outcome(StrEnum):
    COVERED = "covered"  # exactly what the city promises, or certainly enough where no amount is known
    UNCOVERED = "uncovered"  # less than the city promises
    OVER = "over"  # more than the city promises; of a limit: more handed out than there is
    WITHIN = "within"  # of a limit: not all of it is handed out
    OPEN = "open"  # not every county is known, and those that are do not decide it
    LISTED = "listed"  # not comparable: ``why``


@dataclass(frozen=True, slots=True)
class Allocation:
    """The comparison. ``together``: sum, weighted mean or common growth of the counties that are counted.

    ``difference`` = together − target in the city's unit (percentage points for rates), None where it says nothing.
    ``counted`` of ``among`` counties. ``at_least``: together comes from some of the counties only.
    """

    kind: Kind | None
    outcome: Outcome
    why: Why | None = None
    target: Decimal | None = None
    comparator: Comparator = Comparator.EQ
    unit: str = ""
    base_unit: str = ""
    together: Decimal | None = None
    together_comparator: Comparator = Comparator.EQ
    difference: Decimal | None = None
    counted: int = 0
    among: int = 0
    parts: tuple[Part, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every county is counted."""
        return self.counted == self.among

    @property
    def share(self) -> Decimal | None:
        """Together as a fraction of the city's target; only for sums with a target above zero."""
        if self.together is None or not self.target or self.target < 0 or self.kind is Kind.RATE:
            return None
        with localcontext(CONTEXT):
            return self.together / self.target


def allocate(facts: Facts, city: Promise, counties: Sequence[Promise]) -> Allocation:
    """The city's promise against its counties'. The order of the counties changes nothing but the order of ``parts``."""
    with localcontext(CONTEXT):
        kind, target, why = _of_city(facts, city)
        if kind is None or target is None:
            shown = tuple(listed(one) for one in counties)
            return Allocation(None, Outcome.LISTED, why, unit=unit_of(city), among=len(counties), parts=shown)
        found = Allocation(
            kind,
            Outcome.LISTED,
            target=target,
            comparator=terms_of(city).comparator,
            unit=unit_of(city),
            among=len(counties),
        )
        if kind is Kind.RATE:
            return _growing(found, facts, city, counties)
        parts = tuple(part_of(kind, facts, city, one) for one in counties)
        if facts.rule is Rule.WEIGHTED:
            return _weighted(found, facts, parts)
        return _added(found, facts, parts)


# --- what the city promises -------------------------------------------------------------------------------------------
def _of_city(facts: Facts, city: Promise) -> tuple[Kind | None, Decimal | None, Why | None]:
    """What is compared and the city's figure; or why nothing is."""
    why = not_a_number(city)
    if why is not None:
        return None, None, why
    if facts.rule is Rule.NONE:
        return None, None, Why.NOT_ADDED
    form = form_of(city)
    if form is Form.GROWTH:
        return (
            (None, None, Why.MEAN_GROWS) if facts.rule is Rule.WEIGHTED else (Kind.RATE, number_of(facts, city), None)
        )
    if form in {Form.CUMULATIVE, Form.QUOTA}:
        kind = Kind.LIMIT if form is Form.QUOTA else Kind.TOTAL
        return (kind, number_of(facts, city), None) if facts.rule is Rule.SUM else (None, None, Why.NOT_ADDED)
    if form in LEVELS:
        level, why = level_of(facts, city)
        return (Kind.LEVEL, level, None) if level is not None else (None, None, why)
    return None, None, Why.NO_NUMBER


# --- together ---------------------------------------------------------------------------------------------------------
def _added(found: Allocation, facts: Facts, parts: tuple[Part, ...]) -> Allocation:
    known = [part for part in parts if part.quantity is not None]
    target = found.target or ZERO
    shared = tuple(
        replace(part, share=part.quantity / target) if part.quantity is not None and target > 0 else part
        for part in parts
    )
    if not known:
        return replace(found, why=Why.NOBODY, parts=shared)
    together = sum((part.quantity or ZERO for part in known), ZERO)
    found = replace(
        found, together=together, together_comparator=joined(part.comparator for part in known), counted=len(known),
        difference=together - target, parts=shared,
    )  # fmt: skip
    downwards = found.kind is Kind.LIMIT or facts.direction is Direction.LOWER
    if not found.complete and not (facts.never_negative and _decided(found, downwards=downwards)):
        return replace(found, outcome=Outcome.OPEN)
    return replace(found, outcome=_outcome(found, downwards=downwards))


def _decided(found: Allocation, *, downwards: bool) -> bool:
    """Whether the counties that are not known could only add to what is certain already."""
    if found.difference:
        return found.difference > 0
    return not downwards and _of_equals(found, downwards=False) is Outcome.COVERED


def _outcome(found: Allocation, *, downwards: bool) -> Outcome:
    """Of everything that is counted, as if nothing more came."""
    difference = found.difference or ZERO
    if not difference:
        return _of_equals(found, downwards=downwards)
    if found.kind is Kind.LIMIT:
        return Outcome.OVER if difference > 0 else Outcome.WITHIN
    if not found.complete and downwards:  # a partial sum that is too high already
        return Outcome.UNCOVERED
    return Outcome.OVER if (difference < 0) is downwards else Outcome.UNCOVERED


def _of_equals(found: Allocation, *, downwards: bool) -> Outcome:
    """A strict promise (>) is reached by an equal sum only where the counties promise more than their figures as well."""
    strict = Comparator.LT if downwards else Comparator.GT
    if found.comparator is strict and found.together_comparator is not strict:
        return Outcome.UNCOVERED
    return Outcome.COVERED


def _weighted(found: Allocation, facts: Facts, parts: tuple[Part, ...]) -> Allocation:
    known = [part for part in parts if part.quantity is not None]
    found = replace(found, counted=len(known), parts=parts)
    if not known:
        return replace(found, why=Why.NOBODY)
    found = replace(found, together_comparator=joined(part.comparator for part in known))
    weighted = all(part.weight is not None and part.weight >= 0 for part in known)
    weights = sum((part.weight or ZERO for part in known), ZERO) if weighted else ZERO
    if weights > 0:
        mean = sum(((part.quantity or ZERO) * (part.weight or ZERO) for part in known), ZERO) / weights
        mean = min(max(mean, min(quantities_of(known))), max(quantities_of(known)))  # rounding leaves no mean outside
        found = replace(found, together=mean, difference=mean - (found.target or ZERO))
        if not found.complete:
            return replace(found, outcome=Outcome.OPEN, difference=None)
        return replace(found, outcome=_outcome(found, downwards=facts.direction is Direction.LOWER))
    if not found.complete:
        return replace(found, outcome=Outcome.OPEN, why=Why.NO_WEIGHT)
    return _certain_without_weights(found, facts, quantities_of(known))


def quantities_of(parts: Iterable[Part]) -> list[Decimal]:
    return [part.quantity for part in parts if part.quantity is not None]


def _certain_without_weights(found: Allocation, facts: Facts, quantities: list[Decimal]) -> Allocation:
    """A mean lies between the smallest and the largest, whatever the weights."""
    target, d = found.target or ZERO, Decimal(int(facts.direction))
    strict = found.comparator in {Comparator.GT, Comparator.LT}
    reached = [d * (one - target) > 0 or (not strict and one == target) for one in quantities]
    if all(reached):
        return replace(found, outcome=Outcome.COVERED, why=Why.NO_WEIGHT)
    if not any(reached):
        return replace(found, outcome=Outcome.UNCOVERED, why=Why.NO_WEIGHT)
    return replace(found, why=Why.NO_WEIGHT)


def _growing(found: Allocation, facts: Facts, city: Promise, counties: Sequence[Promise]) -> Allocation:
    common = common_growth(facts, city, counties)
    known = [part for part in common.parts if part.quantity is not None]
    found = replace(found, parts=common.parts, counted=len(known), base_unit=common.unit, together=common.rate)
    if common.rate is None:
        return replace(found, why=Why.NOBODY)
    found = replace(found, together_comparator=joined(part.comparator for part in known))
    if not found.complete:
        return replace(found, outcome=Outcome.OPEN)
    found = replace(found, difference=common.rate - (found.target or ZERO))
    return replace(found, outcome=_outcome(found, downwards=facts.direction is Direction.LOWER))


def joined(comparators: Iterable[Comparator]) -> Comparator:
    """The comparator of a sum: of figures and "at least" it is "at least"; opposite ones leave only "about"."""
    known = set(comparators) - {Comparator.EQ}
    if not known:
        return Comparator.EQ
    for strict, plain in ((Comparator.GT, Comparator.GE), (Comparator.LT, Comparator.LE)):
        if known <= {strict, plain}:
            return strict if strict in known else plain
    return Comparator.ABOUT
