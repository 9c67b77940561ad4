"""How one indicator, or a few, stand in every region of a scope: what a map and its tiles show. One query however many."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, F, FilteredRelation, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from indicators.domain.types import Reason
from indicators.models import Indicator, PlanIndicator
from indicators.models.rows import Listing
from plans.models import PlanStatus
from regions.models import Level, Region

#: What was assessed, as far as digits and unit of the actual follow from it.
_INPUTS = ("form", "path", "actual_comparator")


class Promise(NamedTuple):
    """The target that a row shows; named like ``Target``."""

    form: str
    unit: str
    text: str
    value: Decimal | None


class Start(NamedTuple):
    """The base in force; named like ``Base``. Both empty: there is none."""

    text: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Cell:
    """The main row of an indicator in one region's plan. ``status`` "" and figures None where nothing is computed yet.

    Named like ``Assessment`` where it stands for one; ``target`` and ``base`` like the models, as far as digits and unit
    follow from them. ``group_code``, ``group_name``: the prefecture (or what stands above a county), under which tiles are put together.
    """

    indicator: str
    region_id: int
    code: str
    name: str
    group_code: str
    group_name: str
    row_id: int
    unit: str
    status: str
    reported: bool
    form: str
    attainment: Decimal | None
    elapsed: Decimal | None
    actual: Decimal | None
    actual_year: int | None
    sample: bool
    target: Promise
    base: Start
    inputs: dict[str, str]


def cells(codes: Collection[str], regions: QuerySet[Region], period: tuple[int, int], year: int) -> list[Cell]:
    """By region code, one cell for each region and indicator: of the plan in force, of its first main row. One query."""
    rows = (
        _main_rows(regions)
        .filter(indicator__code__in=codes, plan__start_year=period[0], plan__end_year=period[1])
        .annotate(
            shown=FilteredRelation("assessments", condition=Q(assessments__shown=True, assessments__year=year)),
            start=FilteredRelation("bases", condition=Q(bases__in_force=True)),
            **{name: KeyTextTransform(name, F("shown__inputs")) for name in _INPUTS},
        )
        .order_by("plan__region__code", "plan__status", "position")
        .values_list(
            "indicator__code", "plan__region_id", "plan__region__code", "plan__region__name", "plan__region__level",
            "plan__region__parent__code", "plan__region__parent__name", "pk", "unit", "shown__status", "shown__reason",
            "shown__target__form", "shown__target__assigned_form", "shown__attainment", "shown__elapsed_share",
            "shown__actual", "shown__actual_year", "shown__sample", "shown__target__unit", "shown__target__text",
            "shown__target__value", "start__text", "start__value", *_INPUTS,
        )
    )  # fmt: skip
    found: dict[tuple[str, int], Cell] = {}
    for (
        indicator, region_id, code, name, level, above, above_name, row_id, unit, status, reason, form, assigned,
        attainment, elapsed, actual, actual_year, sample, target_unit, target_text, target_value, base_text, base_value,
        *used,
    ) in rows:  # fmt: skip
        if (indicator, region_id) in found:
            continue
        own_group = level <= Level.PREFECTURE or not above
        found[(indicator, region_id)] = Cell(
            indicator, region_id, code, name, code if own_group else above, name if own_group else above_name, row_id,
            unit, status or "", reason == Reason.REPORTED, assigned or form or "", attainment, elapsed, actual,
            actual_year, bool(sample), Promise(form or "", target_unit or "", target_text or "", target_value),
            Start(base_text or "", base_value), {name: known for name, known in zip(_INPUTS, used, strict=True) if known},
        )  # fmt: skip
    return list(found.values())


def mapped_indicators(regions: QuerySet[Region]) -> list[Indicator]:
    """The catalogue indicators that plans of the scope have, each with ``plans``: in how many; the most frequent first."""
    used = _main_rows(regions).order_by().values("indicator").annotate(plans=Count("plan__region", distinct=True))
    numbers = {one["indicator"]: one["plans"] for one in used if one["indicator"]}
    found = list(Indicator.objects.filter(pk__in=numbers))
    for one in found:
        one.plans = numbers[one.pk]  # type: ignore[attr-defined]
    return sorted(found, key=lambda one: (-numbers[one.pk], one.code))


def _main_rows(regions: QuerySet[Region]) -> QuerySet[PlanIndicator]:
    rows = PlanIndicator.objects.filter(plan__region__in=regions, listing=Listing.MAIN, is_heading=False)
    return rows.exclude(plan__status__in=[PlanStatus.DRAFT, PlanStatus.REPLACED])
