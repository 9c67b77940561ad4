"""What the figures of some rows are checked against (``indicators.domain.checks``), whatever their number in as many queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from indicators.domain import types as t
from indicators.domain.checks.surroundings import Known, Ordered, Origin, Other, Surroundings, ValueKind
from indicators.domain.literals import normalise
from indicators.domain.units import convert
from indicators.selectors.around_rows import Around, Place, Standing, read_around
from indicators.selectors.assessment_inputs import RowInputs, inputs_of_rows
from indicators.selectors.relations import orders, partners


def surroundings_of(
    row_ids: Collection[int],
    year: int,
    *,
    entered: Mapping[int, Decimal | None] | None = None,
    inputs: Mapping[int, RowInputs] | None = None,
) -> dict[int, Surroundings]:
    """The surroundings of each row for ``year``; headings and unknown rows are left out.

    ``entered``: values that stand beside each other on a page or sheet and are not stored yet, by row; None for one that
    was cleared. Rows of one plan are compared with these instead of with what is stored. ``inputs``: of the rows, where they
    are read already.
    """
    if not row_ids:
        return {}
    if inputs is None:
        inputs = inputs_of_rows(row_ids)
    ids = [row_id for row_id in row_ids if row_id in inputs]
    if not ids:
        return {}
    around = read_around(ids, year, {code for order in orders() for code in (order.lower, order.upper)})
    for row_id, value in (entered or {}).items():
        if row_id in around.rows:
            around.now.pop(row_id, None)
            if value is not None:
                around.now[row_id] = (value, around.rows[row_id].unit)
    elsewhere = _Elsewhere(around, year)
    return {row_id: _Gathering(inputs[row_id], elsewhere).surroundings() for row_id in ids}


class _Elsewhere:
    """What other rows and regions say for the year, found once for all the rows that ask the same of them."""

    def __init__(self, around: Around, year: int) -> None:
        self.around, self.year = around, year
        self._neighbours: dict[int, list[tuple[int, Other]]] = {}
        self._within: dict[tuple[int, str, ValueKind, str], list[tuple[int, Other]]] = {}

    def neighbours(self, own: Standing) -> tuple[Other, ...]:
        """The other rows of the plan, as their values are entered."""
        if own.plan_id not in self._neighbours:
            now = self.around.now
            rows = self.around.rows_by_plan[own.plan_id]
            self._neighbours[own.plan_id] = [(row.id, Other(row.name, now[row.id][0])) for row in rows if row.id in now]
        return tuple([other for row_id, other in self._neighbours[own.plan_id] if row_id != own.id])

    def within(self, region_id: int | None, own: Standing) -> tuple[Other, ...]:
        """The same indicator of what is directly part of a region, without the row's own region."""
        if not region_id or not own.code:
            return ()
        key = (region_id, own.code, own.kind, own.unit)
        if key not in self._within:
            found = ((place.id, self.of_region(place.id, own)) for place in self.around.places_within[region_id])
            self._within[key] = [(place_id, other) for place_id, other in found if other is not None]
        return tuple([other for place_id, other in self._within[key] if place_id != own.region_id])

    def of_region(self, region_id: int | None, own: Standing) -> Other | None:
        """The same indicator of another region: its plan's approved figure, else a published one."""
        place = self.around.places.get(region_id) if region_id is not None else None
        if place is None or not own.code:
            return None
        for other in self.around.rows_by_code[place.id, own.code]:
            found = self.of_row(other, place.name, own.unit) if other.kind is own.kind else None
            if found is not None:
                return found
        return self.background(place.id, own.code, name=place.name, unit=own.unit)

    def of_row(self, other: Standing, name: str, unit: str) -> Other | None:
        value, given = self.around.now.get(other.id, (None, ""))
        return _other(name, value, given, unit)

    def background(self, region_id: int, code: str, *, name: str, unit: str) -> Other | None:
        for said, given, known in self.around.background.get((region_id, code), ()):
            if known.year == self.year:
                found = _other(f"{name or said}（背景数据）", known.value, given, unit)
                if found is not None:
                    return found
        return None


def _other(name: str, value: Decimal | None, given: str, unit: str) -> Other | None:
    """The figure in the row's unit; None where there is none or it cannot be converted exactly."""
    converted = None if value is None else convert(value, given, unit)
    return None if converted is None else Other(name, converted)


class _Gathering:
    """One row's surroundings out of what was read for all."""

    def __init__(self, inputs: RowInputs, elsewhere: _Elsewhere) -> None:
        self.inputs, self.elsewhere, self.around = inputs, elsewhere, elsewhere.around
        self.own: Standing = self.around.rows[inputs.id]
        self.place: Place = self.around.places[self.own.region_id]

    def surroundings(self) -> Surroundings:
        row = replace(self.inputs.row, catalogue=self._limits(), base=self._base())
        adds_up = self.own.additive and self.own.kind in (ValueKind.LEVEL, ValueKind.AMOUNT)
        return Surroundings(
            year=self.elsewhere.year,
            name=self.own.name,
            unit=self.own.unit,
            row=row,
            targets=tuple(target.terms for target in self.inputs.targets),
            linked=self.inputs.linked,
            series=(*self._series(row), *self._earlier(), *self._published()),
            related=tuple(self._related()),
            whole=self.elsewhere.of_region(self.place.parent_id, self.own) if adds_up else None,
            counties=self.elsewhere.within(self.place.id, self.own) if adds_up else (),
            peers=self.elsewhere.within(self.place.parent_id, self.own),
            neighbours=self.elsewhere.neighbours(self.own),
        )

    def _limits(self) -> t.CatalogueFacts:
        """The catalogue's facts with unit and natural limits as the value is entered; no limit where units do not convert."""
        facts, unit = self.inputs.row.catalogue, self.own.unit
        low, high = (
            None if limit is None else convert(limit, self.own.catalogue_unit, unit)
            for limit in (facts.natural_min, facts.natural_max)
        )
        low = facts.natural_min if facts.natural_min == 0 else low  # nothing is nothing in every unit
        return replace(facts, unit=unit, natural_min=low, natural_max=high)

    def _base(self) -> t.BaseFigure | None:
        """The base where it is a figure like the values: in their unit."""
        base = self.inputs.row.base
        return base if base is not None and self._same(self.inputs.base_unit or self.own.unit) else None

    def _series(self, row: t.Row) -> Iterable[Known]:
        for one in row.actuals:
            yield Known(one.year, one.value, one.growth, one.value_basis, one.growth_basis, one.parts)
        if row.base is not None and self.own.kind is ValueKind.LEVEL:
            base = row.base
            yield Known(
                base.year,
                base.value,
                value_basis=base.price_basis,
                parts=base.parts,
                origin=Origin.BASE,
                label="基期值",
            )

    def _earlier(self) -> Iterable[Known]:
        """Figures of the region's other plans, of the same indicator, kind and unit."""
        for other in self.around.rows_by_code[self.own.region_id, self.own.code]:
            if other.kind is self.own.kind and other.id != self.own.id:
                yield from (known for unit, known in self.around.earlier.get(other.id, ()) if self._same(unit))

    def _published(self) -> Iterable[Known]:
        if not self.own.code:
            return
        for _name, unit, known in self.around.background.get((self.own.region_id, self.own.code), ()):
            if known.value is None or self._same(unit):
                yield known
            elif known.growth is not None:
                yield replace(known, value=None)

    def _related(self) -> Iterable[Ordered]:
        for code, own_is_lower, why in partners(self.own.code) if self.own.code else ():
            value = self._beside(code)
            if value is not None:
                yield Ordered(value, own_is_lower, why)

    def _beside(self, code: str) -> Other | None:
        """The figure of another indicator of the same plan and year, else of the same region as published background."""
        own = self.own
        for other in self.around.rows_by_code[own.region_id, code]:
            if other.plan_id == own.plan_id and other.kind is ValueKind.LEVEL:
                found = self.elsewhere.of_row(other, other.name, own.unit)
                if found is not None:
                    return found
        return self.elsewhere.background(own.region_id, code, name="", unit=own.unit)

    def _same(self, unit: str) -> bool:
        return unit == self.own.unit or normalise(unit) == normalise(self.own.unit)
