"""What relative targets are compared with: another row, or a series entered with its source (METHODS section 2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from indicators.domain import types as t
from indicators.models import PlanIndicator, ReferenceFigure
from indicators.selectors.stored_figures import BASES, Figures
from plans.models import PlanStatus

#: Catalogue code of the growth that 与经济增长同步 means.
ECONOMY = "gdp"
_ECONOMY_WORDS = ("经济增长", "GDP")
_STANDING = {PlanStatus.IN_FORCE: 0, PlanStatus.ENDED: 1, PlanStatus.DRAFT: 2, PlanStatus.REPLACED: 3}


@dataclass(frozen=True, slots=True)
class References:
    """Where the reference of each relative target is found."""

    _rows: dict[int, int]  # target -> row
    _series: dict[int, list[t.Actual]]  # target -> entered figures

    @property
    def row_ids(self) -> set[int]:
        """The rows whose figures are needed besides the own ones."""
        return set(self._rows.values())

    def facts(self, target_id: int, figures: Figures) -> t.ReferenceFacts | None:
        """The reference of a target; None where neither a row nor an entered series is found."""
        row_id = self._rows.get(target_id)
        if row_id is not None:
            return t.ReferenceFacts(figures.actuals(row_id), figures.results(row_id))
        series = self._series.get(target_id)
        return None if series is None else t.ReferenceFacts(tuple(series))


def references_of(targets: Sequence[tuple[tuple[Any, ...], int, int, int]]) -> References:
    """References of relative targets, each given as (stored target, plan, region, start year): at most two queries.

    A row of the reference is searched in the plan itself where it is the same region, else in that region's plan of the
    same period, the one in force first.
    """
    if not targets:
        return References({}, {})
    wanted: dict[int, tuple[int | str, int, int, int]] = {}
    for stored, plan_id, region_id, start in targets:
        indicator = _indicator(stored)
        if indicator is not None:
            wanted[stored[0]] = (indicator, stored[15] or region_id, start, plan_id)
    return References(_rows(wanted), _series([stored[0] for stored, *_ in targets]))


def _indicator(stored: tuple[Any, ...]) -> int | str | None:
    """The catalogue indicator a target names, by id or code; None: an entered series."""
    indicator_id, text = stored[14], stored[16]
    if indicator_id is not None:
        return int(indicator_id)
    if text == t.ECONOMIC_GROWTH or any(word in text for word in _ECONOMY_WORDS):
        return ECONOMY
    return None


def _rows(wanted: dict[int, tuple[int | str, int, int, int]]) -> dict[int, int]:
    if not wanted:
        return {}
    named = {indicator for indicator, *_ in wanted.values()}
    candidates = (
        PlanIndicator.objects.filter(
            Q(indicator_id__in=[one for one in named if isinstance(one, int)]) | Q(indicator__code=ECONOMY),
            is_heading=False,
            plan__region_id__in={region for _, region, _, _ in wanted.values()},
            plan__start_year__in={start for _, _, start, _ in wanted.values()},
        )
        .order_by("plan_id", "-listing", "position")
        .values_list("id", "indicator_id", "indicator__code", "plan__region_id", "plan__start_year", "plan_id",
                     "plan__status")
    )  # fmt: skip
    by_place: dict[tuple[int | str, int, int], list[tuple[int, int, int]]] = defaultdict(list)
    for row_id, indicator_id, code, region_id, start, plan_id, status in candidates:
        for indicator in (indicator_id, code):
            by_place[indicator, region_id, start].append((plan_id, _STANDING[status], row_id))
    found: dict[int, int] = {}
    for target_id, (indicator, region_id, start, own_plan) in wanted.items():
        rows = by_place.get((indicator, region_id, start))
        if rows:
            found[target_id] = min(rows, key=lambda row: (row[0] != own_plan, row[1]))[2]
    return found


def _series(target_ids: list[int]) -> dict[int, list[t.Actual]]:
    series: dict[int, list[t.Actual]] = defaultdict(list)
    stored = ReferenceFigure.objects.filter(target_id__in=target_ids).order_by("target_id", "year")
    for target_id, year, value, growth, basis in stored.values_list(
        "target_id", "year", "value", "growth", "growth_basis"
    ):
        series[target_id].append(t.Actual(year, value, growth, growth_basis=BASES[basis]))
    return series
