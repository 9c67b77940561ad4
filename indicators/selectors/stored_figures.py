"""The figures of rows as the pure core speaks of them: approved actuals, official results, blocking doubts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models.expressions import RawSQL

from indicators.domain import types as t
from indicators.models import Doubt, DoubtState, Observation, PeriodResult

# Looking a word up is several times quicker than calling its enumeration, and there are millions of them.
BASES = {basis.value: basis for basis in t.PriceBasis}
COMPARATORS = {comparator.value: comparator for comparator in t.Comparator}
DIRECTIONS = {direction.value: direction for direction in t.Direction}
FORMS = {form.value: form for form in t.Form}
KINDS = {kind.value: kind for kind in t.ActualKind}
_VINTAGES = {vintage.value: vintage for vintage in t.Vintage}
_RESULT_KINDS = {kind.value: kind for kind in t.ResultKind}
_STATUSES = {status.value: status for status in t.Status}

#: Codes of the open blocking doubts, by row and by the figure they name (``base``, ``target``, ``value:2023`` …).
Blocked = dict[int, dict[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Figures:
    """Actuals, results and blocking doubts of a set of rows."""

    _actuals: dict[int, list[t.Actual]]
    _results: dict[int, list[t.PeriodFigure]]
    _blocked: Blocked

    def actuals(self, row_id: int) -> tuple[t.Actual, ...]:
        """By year; empty where nothing is approved."""
        return tuple(self._actuals.get(row_id, ()))

    def results(self, row_id: int) -> tuple[t.PeriodFigure, ...]:
        """Official results in force, by year."""
        return tuple(self._results.get(row_id, ()))

    def blocked(self, row_id: int, figure: str) -> tuple[str, ...]:
        """Codes of the open blocking doubts about one figure of the row."""
        doubts = self._blocked.get(row_id)
        return () if doubts is None else doubts.get(figure, ())


def among(ids: Iterable[int]) -> RawSQL:
    """A set of ids as one array parameter: for thousands of them several times quicker than a list of parameters."""
    return RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])


def figures_of(row_ids: Collection[int]) -> Figures:
    """Three queries, whatever the number of rows."""
    blocked = _blocked(row_ids)
    return Figures(_actuals(row_ids, blocked), _results(row_ids, blocked), blocked)


def _blocked(row_ids: Collection[int]) -> Blocked:
    doubts: Blocked = defaultdict(dict)
    stored = Doubt.objects.filter(row_id__in=among(row_ids), blocking=True, state=DoubtState.OPEN).order_by("code")
    for row_id, figure, code in stored.values_list("row_id", "figure", "code"):
        doubts[row_id][figure] = (*doubts[row_id].get(figure, ()), code)
    return doubts


def _actuals(row_ids: Collection[int], blocked: Blocked) -> dict[int, list[t.Actual]]:
    actuals: dict[int, list[t.Actual]] = defaultdict(list)
    stored = Observation.objects.filter(row_id__in=among(row_ids), in_force=True).order_by("row_id", "year")
    for (
        row_id, year, value, growth, value_basis, growth_basis, parts, reported, judgement, comparator, vintage, sample
    ) in stored.values_list(
        "row_id", "year", "value", "growth", "value_basis", "growth_basis", "parts", "reported", "judgement",
        "comparator", "vintage", "sample",
    ):  # fmt: skip
        doubts = blocked.get(row_id)
        actuals[row_id].append(
            t.Actual(
                year, value, growth, BASES[value_basis], BASES[growth_basis], tuple(parts), reported,
                _STATUSES.get(judgement), COMPARATORS[comparator], _VINTAGES[vintage], sample,
                doubts.get(f"value:{year}", ()) if doubts else (),
                doubts.get(f"growth:{year}", ()) if doubts else (),
            )
        )  # fmt: skip
    return actuals


def _results(row_ids: Collection[int], blocked: Blocked) -> dict[int, list[t.PeriodFigure]]:
    results: dict[int, list[t.PeriodFigure]] = defaultdict(list)
    stored = PeriodResult.objects.filter(row_id__in=among(row_ids), in_force=True).order_by("row_id", "year", "kind")
    for row_id, kind, value, year, comparator, basis in stored.values_list(
        "row_id", "kind", "value", "year", "comparator", "price_basis"
    ):
        doubts = blocked.get(row_id, {}).get(f"result:{year}", ())
        results[row_id].append(
            t.PeriodFigure(_RESULT_KINDS[kind], value, year, COMPARATORS[comparator], BASES[basis], doubts)
        )
    return results
