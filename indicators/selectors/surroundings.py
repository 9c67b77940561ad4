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
    return {row_id: _Gathering(inputs[row_id], around, year).surroundings() for row_id in ids}


class _Gathering:
    """One row's surroundings out of what was read for all."""

    def __init__(self, inputs: RowInputs, around: Around, year: int) -> None:
        self.inputs, self.around, self.year = inputs, around, year
        self.own: Standing = around.rows[inputs.id]
        self.place: Place = around.places[self.own.region_id]

    def surroundings(self) -> Surroundings:
        row = replace(self.inputs.row, catalogue=self._limits(), base=self._base())
        adds_up = self.own.additive and self.own.kind in (ValueKind.LEVEL, ValueKind.AMOUNT)
        return Surroundings(
            year=self.year,
            name=self.own.name,
            unit=self.own.unit,
            row=row,
            targets=tuple(target.terms for target in self.inputs.targets),
            linked=self.inputs.linked,
            series=(*self._series(row), *self._earlier(), *self._published()),
            related=tuple(self._related()),
            whole=self._of_region(self.place.parent_id) if adds_up else None,
            counties=tuple(self._of_regions(self._within(self.place.id))) if adds_up else (),
            peers=tuple(self._of_regions(self._within(self.place.parent_id))),
            neighbours=tuple(self._neighbours()),
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
        for other in self._rows_of(self.own.region_id):
            if other.kind is self.own.kind:
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
        for other in self.around.rows.values():
            if other.plan_id == self.own.plan_id and other.code == code and other.kind is ValueKind.LEVEL:
                found = self._now(other, other.name)
                if found is not None:
                    return found
        return self._background(self.own.region_id, code, name="")

    def _of_region(self, region_id: int | None) -> Other | None:
        """The same indicator of another region: its plan's approved figure, else a published one."""
        place = self.around.places.get(region_id) if region_id is not None else None
        if place is None or not self.own.code:
            return None
        for other in sorted(self._rows_of(place.id), key=lambda row: not row.in_force):
            found = self._now(other, place.name) if other.kind is self.own.kind else None
            if found is not None:
                return found
        return self._background(place.id, self.own.code, name=place.name)

    def _of_regions(self, places: Iterable[Place]) -> Iterable[Other]:
        found = (self._of_region(place.id) for place in places)
        return (one for one in found if one is not None)

    def _within(self, region_id: int | None) -> list[Place]:
        """What is directly part of a region, without the row's own."""
        places = self.around.places.values()
        return [one for one in places if one.parent_id == region_id and region_id and one.id != self.place.id]

    def _rows_of(self, region_id: int) -> list[Standing]:
        """Rows of the same indicator in a region, the row itself left out."""
        rows = self.around.rows.values()
        return [
            one for one in rows if one.region_id == region_id and one.code == self.own.code != "" and one != self.own
        ]

    def _neighbours(self) -> Iterable[Other]:
        for other in self.around.rows.values():
            if other.plan_id == self.own.plan_id and other.id != self.own.id and other.id in self.around.now:
                yield Other(other.name, self.around.now[other.id][0])

    def _now(self, other: Standing, name: str) -> Other | None:
        value, unit = self.around.now.get(other.id, (None, ""))
        return self._other(name, value, unit)

    def _background(self, region_id: int, code: str, *, name: str) -> Other | None:
        for said, unit, known in self.around.background.get((region_id, code), ()):
            if known.year == self.year:
                found = self._other(f"{name or said}（背景数据）", known.value, unit)
                if found is not None:
                    return found
        return None

    def _other(self, name: str, value: Decimal | None, unit: str) -> Other | None:
        """The figure in the row's unit; None where there is none or it cannot be converted exactly."""
        converted = None if value is None else convert(value, unit, self.own.unit)
        return None if converted is None else Other(name, converted)

    def _same(self, unit: str) -> bool:
        return normalise(unit) == normalise(self.own.unit)
