"""The catalogue's indicators as plans have them: one, its periods, and the list of all."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from indicators.models import Indicator, PlanIndicator
from indicators.selectors.comparison import compared_rows
from plans.models import PlanStatus
from regions.models import Region


@dataclass(frozen=True, slots=True)
class Listed:
    """One indicator with the regions whose plans have it, by period, newest first."""

    indicator: Indicator
    periods: tuple[tuple[int, int, int], ...]  # start year, end year, number of regions


def find_indicator(code: str) -> Indicator | None:
    """The catalogue indicator of a code; None for a code that nobody has."""
    return Indicator.objects.filter(code=code).first()


def periods_of(indicator: Indicator, regions: QuerySet[Region]) -> list[tuple[int, int]]:
    """Start and end years of the plans that have the indicator, newest first."""
    rows = compared_rows(indicator, regions).order_by().values_list("plan__start_year", "plan__end_year").distinct()
    return sorted(rows, reverse=True)


def listed_indicators(regions: QuerySet[Region]) -> list[Listed]:
    """Every indicator that a plan of the regions has, those of most regions first. Two queries."""
    rows = PlanIndicator.objects.filter(indicator__isnull=False, is_heading=False, plan__region__in=regions)
    counted = (
        rows.exclude(plan__status__in=[PlanStatus.DRAFT, PlanStatus.REPLACED])
        .order_by()
        .values_list("indicator_id", "plan__start_year", "plan__end_year")
        .annotate(number=Count("plan__region", distinct=True))
    )
    periods: dict[int, list[tuple[int, int, int]]] = {}
    for indicator_id, start, end, number in counted:
        periods.setdefault(indicator_id, []).append((start, end, number))
    found = Indicator.objects.filter(pk__in=periods)
    listed = [Listed(one, tuple(sorted(periods[one.pk], reverse=True))) for one in found]
    return sorted(listed, key=lambda one: (-max(number for *_years, number in one.periods), one.indicator.code))
