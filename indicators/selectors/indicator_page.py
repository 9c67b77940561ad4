"""One catalogue indicator across regions, side by side."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from indicators.models import Assessment, Base, Indicator, Observation, PlanIndicator, Target
from indicators.selectors.region_page import RowFacts
from plans.models import PlanStatus
from regions.models import Region


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """Rows of one indicator in the plans of one period, by region code."""

    indicator: Indicator
    rows: tuple[RowFacts, ...]


def find_indicator(code: str) -> Indicator | None:
    """The catalogue indicator of a code; None for a code that nobody has."""
    return Indicator.objects.filter(code=code).first()


def periods_of(indicator: Indicator, regions: QuerySet[Region]) -> list[tuple[int, int]]:
    """Start and end years of the plans that have the indicator, newest first."""
    rows = _rows(indicator, regions).order_by().values_list("plan__start_year", "plan__end_year").distinct()
    return sorted(rows, reverse=True)


def indicator_facts(
    indicator: Indicator, regions: QuerySet[Region], period: tuple[int, int], year: int
) -> IndicatorFacts:
    """The rows of a period as they stand in ``year``. Five queries."""
    rows = list(
        _rows(indicator, regions)
        .filter(plan__start_year=period[0], plan__end_year=period[1])
        .select_related("plan__region", "indicator")
        .order_by("plan__region__code", "position")
    )
    ids = [row.pk for row in rows]
    bases = {base.row_id: base for base in Base.objects.filter(row__in=ids, in_force=True).order_by()}
    targets: dict[int, list[Target]] = {row_id: [] for row_id in ids}
    for target in Target.objects.filter(row__in=ids, in_force=True).order_by("ordinal"):
        targets[target.row_id].append(target)
    shown = Assessment.objects.filter(row__in=ids, year=year, shown=True).order_by()
    assessments = {assessment.row_id: assessment for assessment in shown}
    observations: dict[int, list[Observation]] = {row_id: [] for row_id in ids}
    for one in Observation.objects.filter(row__in=ids, in_force=True, year__lte=year).order_by("year"):
        observations[one.row_id].append(one)
    return IndicatorFacts(
        indicator,
        tuple(
            RowFacts(
                row, bases.get(row.pk), tuple(targets[row.pk]), assessments.get(row.pk),
                tuple(observations[row.pk]), 0,
            )
            for row in rows
        ),
    )  # fmt: skip


def _rows(indicator: Indicator, regions: QuerySet[Region]) -> QuerySet[PlanIndicator]:
    rows = PlanIndicator.objects.filter(indicator=indicator, is_heading=False, plan__region__in=regions)
    return rows.exclude(plan__status=PlanStatus.DRAFT)
