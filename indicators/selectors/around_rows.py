"""The figures around some rows, read in a constant number of queries: other rows, other regions, earlier plans, background.

Within the plans themselves the newest figure of a year counts, approved or not: 城镇, 农村 and 全体 are entered side by side.
Of other regions and other plans only what is approved is read. Sample figures (演示数据) are never compared with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Q

from indicators.domain import types as t
from indicators.domain.checks.surroundings import Known, Origin, ValueKind, value_kind
from indicators.models import BackgroundFigure, Base, Observation, PlanIndicator, Target
from indicators.selectors.stored_figures import BASES, FORMS, KINDS, among
from indicators.selectors.value_units import unit_of_values
from plans.models import PlanStatus
from regions.models import Level, Region


@dataclass(frozen=True, slots=True)
class Place:
    """A region as far as checks ask about it."""

    id: int
    name: str
    parent_id: int | None
    level: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A row with its own words. ``unit``: in which its values are entered. ``kind``: what its values are."""

    id: int
    plan_id: int
    start_year: int
    end_year: int
    in_force: bool
    region_id: int
    name: str
    code: str
    unit: str
    kind: ValueKind
    additive: bool
    catalogue_unit: str


@dataclass
class Around:
    """Everything read. ``now``: value and unit of the year looked at, by row; ``background``: name, unit and
    figure by region and code."""

    places: dict[int, Place] = field(default_factory=dict)
    rows: dict[int, Standing] = field(default_factory=dict)
    now: dict[int, tuple[Decimal, str]] = field(default_factory=dict)
    earlier: dict[int, list[tuple[str, Known]]] = field(default_factory=lambda: defaultdict(list))
    background: dict[tuple[int, str], list[tuple[str, str, Known]]] = field(default_factory=lambda: defaultdict(list))

    @cached_property
    def rows_by_plan(self) -> Mapping[int, list[Standing]]:
        """The rows of each plan, as printed."""
        found: dict[int, list[Standing]] = defaultdict(list)
        for row in self.rows.values():
            found[row.plan_id].append(row)
        return found

    @cached_property
    def rows_by_code(self) -> Mapping[tuple[int, str], list[Standing]]:
        """The rows of each region and catalogue code, those of plans in force first; none under the code ""."""
        found: dict[tuple[int, str], list[Standing]] = defaultdict(list)
        for row in sorted(self.rows.values(), key=lambda one: not one.in_force):
            if row.code:
                found[row.region_id, row.code].append(row)
        return found

    @cached_property
    def places_within(self) -> Mapping[int | None, list[Place]]:
        """What is directly part of each region, of what was read."""
        found: dict[int | None, list[Place]] = defaultdict(list)
        for place in self.places.values():
            found[place.parent_id].append(place)
        return found


def read_around(row_ids: Collection[int], year: int, codes: Iterable[str]) -> Around:
    """What stands around the rows. ``codes``: catalogue codes wanted besides the rows' own, of the same regions."""
    around = Around()
    own = list(
        PlanIndicator.objects.filter(pk__in=row_ids)
        .order_by()
        .values_list("plan_id", "plan__region_id", "plan__region__parent_id", "indicator__code")
    )
    plans, regions = {one[0] for one in own}, {one[1] for one in own}
    wanted = {one[3] for one in own if one[3]}
    around.places = _places(regions, {one[2] for one in own if one[2] is not None})
    _read_rows(around, plans, regions, wanted, year)
    _read_figures(around, plans, year)
    _read_background(around, wanted | set(codes))
    return around


def _places(regions: set[int], above: set[int]) -> dict[int, Place]:
    """The regions, what they are part of (``above``), what is part of them, and what stands beside them."""
    found = Region.objects.filter(Q(pk__in=regions | above) | Q(parent_id__in=regions | above)).exclude(
        Q(level=Level.ZONE) & ~Q(pk__in=regions)
    )
    return {one[0]: Place(*one) for one in found.values_list("id", "name", "parent_id", "level")}


def _read_rows(around: Around, plans: set[int], regions: set[int], codes: set[str], year: int) -> None:
    covering = Q(plan__start_year__lte=year, plan__end_year__gte=year)
    elsewhere = Q(indicator__code__in=codes, plan__region_id__in=list(around.places))
    stored = list(
        PlanIndicator.objects.filter(
            Q(plan_id__in=plans) | (elsewhere & covering) | (elsewhere & Q(plan__region_id__in=regions)),
            is_heading=False,
        )
        .order_by("plan_id", "-listing", "position")
        .values_list(
            "id", "plan_id", "plan__start_year", "plan__end_year", "plan__status", "plan__region_id", "short_name",
            "unit", "indicator__code", "indicator__unit", "indicator__aggregation",
        )
    )  # fmt: skip
    terms = _terms([one[0] for one in stored])
    for row_id, plan_id, start, end, status, region_id, name, unit, code, catalogue_unit, aggregation in stored:
        own = terms.get(row_id, [])
        around.rows[row_id] = Standing(
            row_id, plan_id, start, end, status == PlanStatus.IN_FORCE, region_id, name, code or "",
            unit_of_values(unit, catalogue_unit or "", (term.form for term in own)), value_kind(own),
            aggregation == "sum", catalogue_unit or "",
        )  # fmt: skip


def _terms(row_ids: list[int]) -> dict[int, list[t.TargetTerms]]:
    terms: dict[int, list[t.TargetTerms]] = defaultdict(list)
    stored = Target.objects.filter(row_id__in=among(row_ids), in_force=True).order_by("row_id", "ordinal")
    for row_id, form, assigned, kind in stored.values_list("row_id", "form", "assigned_form", "actual_kind"):
        handed_down = FORMS[assigned] if assigned else None
        terms[row_id].append(t.TargetTerms(FORMS[form], actual_kind=KINDS[kind], assigned_form=handed_down))
    return terms


def _read_figures(around: Around, plans: set[int], year: int) -> None:
    """Values of the year (the newest version within ``plans``), and all approved figures and bases of other plans."""
    here = [row.id for row in around.rows.values() if row.plan_id in plans]
    others = [row.id for row in around.rows.values() if row.plan_id not in plans]
    stored = Observation.objects.filter(
        Q(row_id__in=among(here), year=year) | Q(row_id__in=among(others), in_force=True), sample=False
    ).order_by("row_id", "year", "version")
    for row_id, when, value, unit, growth, value_basis, growth_basis in stored.values_list(
        "row_id", "year", "value", "unit", "growth", "value_basis", "growth_basis"
    ):
        row: Any = around.rows[row_id]
        if when == year:
            around.now.pop(row_id, None)  # a later version that gives no value replaces one that did
            if value is not None:
                around.now[row_id] = (value, unit)
        if row.plan_id not in plans:
            label = _plan_label(row)
            known = Known(
                when, value, growth, BASES[value_basis], BASES[growth_basis], origin=Origin.EARLIER_PLAN, label=label
            )
            around.earlier[row_id].append((unit, known))
    if not others:
        return
    bases = Base.objects.filter(row_id__in=among(others), in_force=True, value__isnull=False).order_by()
    for row_id, when, value, unit, basis in bases.values_list("row_id", "year", "value", "unit", "price_basis"):
        label = f"{_plan_label(around.rows[row_id])}基期值"
        known = Known(when, value, value_basis=BASES[basis], origin=Origin.EARLIER_PLAN, label=label)
        around.earlier[row_id].append((unit or around.rows[row_id].unit, known))


def _plan_label(row: Standing) -> str:
    return f"{row.start_year}–{row.end_year} 年规划"


def _read_background(around: Around, codes: set[str]) -> None:
    """Published figures that feed no row, of every place around."""
    stored = BackgroundFigure.objects.filter(
        region_id__in=list(around.places), indicator__code__in=codes, year__isnull=False, sample=False
    ).order_by("region_id", "year", "source_title")
    for region_id, code, name, year, value, unit, growth, basis in stored.values_list(
        "region_id", "indicator__code", "name", "year", "value", "unit", "growth", "growth_basis"
    ):
        known = Known(year, value, growth, growth_basis=BASES[basis], origin=Origin.BACKGROUND, label="背景数据")
        around.background[region_id, code].append((name, unit, known))
