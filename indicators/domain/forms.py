"""Which form a target takes beside its base and the catalogue (METHODS section 2): floor, ceiling, quota, bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from indicators.domain.types import BaseFigure, Bound, CatalogueFacts, Comparator, Direction, Form, TargetSpec
from indicators.domain.units import convert

LEVELS = frozenset({Form.LEVEL, Form.FLOOR, Form.CEILING})
_BOUND_FORM = {Direction.HIGHER: Form.FLOOR, Direction.LOWER: Form.CEILING}
_PRINTED = {
    Comparator.GE: Direction.HIGHER,
    Comparator.GT: Direction.HIGHER,
    Comparator.LE: Direction.LOWER,
    Comparator.LT: Direction.LOWER,
}


def decide_form(
    spec: TargetSpec, base: BaseFigure | None, catalogue: CatalogueFacts | None, *, base_unit: str | None = None
) -> TargetSpec:
    """``spec`` with the form that its base and the catalogue give it; everything else is kept.

    ``base_unit``: the unit of the base, None when it is the target's own. A base of another kind decides nothing.
    ``growth``, ``points``, ``cumulative_cut``, ``assigned`` and words are never turned.
    """
    if spec.form is Form.CUMULATIVE:
        return replace(spec, form=Form.QUOTA) if _must_not_exceed(spec, catalogue) else spec
    if spec.form is Form.CUMULATIVE_CHANGE:
        return _bound_at_base(spec, base, catalogue, base_unit)
    if spec.form not in (Form.LEVEL, Form.CEILING) or spec.value is None:
        return spec
    if base is None or base.value is None:
        bound = catalogue.bound if catalogue else None
        return replace(spec, form=Form(bound.value)) if bound and spec.form is Form.LEVEL else spec
    figure = base.value if base_unit is None else convert(base.value, base_unit, spec.unit)
    direction = direction_of(spec, catalogue)
    if figure is None or direction is None:
        return spec
    satisfied = direction * (figure - _nearest(spec, direction)) >= 0
    return replace(spec, form=_BOUND_FORM[direction] if satisfied else Form.LEVEL)


def direction_of(spec: TargetSpec, catalogue: CatalogueFacts | None) -> Direction | None:
    """The direction of a target: its printed comparator, else the catalogue, else the name; None when none says."""
    printed = _PRINTED.get(spec.comparator)
    if printed is not None:
        return printed
    return catalogue.direction if catalogue else spec.direction


def _nearest(spec: TargetSpec, direction: Direction) -> Decimal:
    """The end of a printed range that is reached first; the value itself where there is no range."""
    low = spec.value if spec.value is not None else Decimal(0)
    return spec.value_high if direction is Direction.LOWER and spec.value_high is not None else low


def _must_not_exceed(spec: TargetSpec, catalogue: CatalogueFacts | None) -> bool:
    printed = _PRINTED.get(spec.comparator)
    if printed is not None:
        return printed is Direction.LOWER
    return catalogue is not None and (catalogue.direction is Direction.LOWER or catalogue.bound is Bound.CEILING)


def _bound_at_base(
    spec: TargetSpec, base: BaseFigure | None, catalogue: CatalogueFacts | None, base_unit: str | None
) -> TargetSpec:
    """A change of 0 promises that the base is held: a floor or ceiling at the base's own figure."""
    direction = direction_of(spec, catalogue)
    zero = spec.value == 0 and spec.value_high is None
    if not zero or base is None or base.value is None or direction is None:
        return spec
    unit = base_unit if base_unit is not None else spec.unit if catalogue is None else catalogue.unit
    return replace(spec, form=_BOUND_FORM[direction], value=base.value, unit=unit, bracket=False)


def choose_primary(specs: Sequence[TargetSpec], catalogue: CatalogueFacts | None) -> int:
    """Index of the target that a row shows: growth where prices matter, else the level, else the first printed.

    Raises ValueError when there is no target at all (a row without a printed target has one of form ``none``).
    """
    if not specs:
        raise ValueError("a row has at least one target")
    by_growth = catalogue is not None and catalogue.price_sensitive
    wanted = ({Form.GROWTH}, LEVELS) if by_growth else (LEVELS,)
    for forms in wanted:
        for index, spec in enumerate(specs):
            if spec.form in forms:
                return index
    return next((index for index, spec in enumerate(specs) if spec.form is not Form.NONE), 0)


def row_targets(*cells: Sequence[TargetSpec]) -> tuple[TargetSpec, ...]:
    """The targets of one row from its target and growth cells: ``none`` stays only when nothing else is printed."""
    specs = tuple(spec for cell in cells for spec in cell)
    printed = tuple(spec for spec in specs if spec.form is not Form.NONE)
    return printed or specs[:1]


def points_level(base: Decimal, points: Decimal, years: int) -> Decimal:
    """The level after ``years`` of ``points`` percentage points a year: B + n·p. A printed T is its own target."""
    return base + years * points
