"""One indicator of a region over all its plans, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from indicators.domain import types as t
from indicators.domain.long_view import Measured
from indicators.domain.years import default_year
from indicators.models import (
    Assessment,
    Base,
    DefinitionBreak,
    Doubt,
    DoubtState,
    Indicator,
    Listing,
    Observation,
    PeriodResult,
    PlanIndicator,
    Succession,
    SuccessionKind,
    Target,
)
from indicators.selectors.succession import SAME
from plans.models import PlanStatus
from regions.models import Region

#: Forms whose yearly figure is no level.
_OF_THE_YEAR = {t.Form.CUMULATIVE, t.Form.QUOTA, t.Form.CUMULATIVE_CUT}


@dataclass(frozen=True, slots=True)
class PeriodFacts:
    """One plan's row, looked at in ``year`` (its end once that has passed). ``assessment``: the one that the row shows."""

    row: PlanIndicator
    year: int
    base: Base | None
    targets: tuple[Target, ...]
    assessment: Assessment | None
    observations: tuple[Observation, ...]
    results: tuple[PeriodResult, ...]
    breaks: tuple[DefinitionBreak, ...]
    doubted: tuple[str, ...]

    @property
    def shown_target(self) -> Target | None:
        """The target of the assessment; without one the primary."""
        shown = [one for one in self.targets if self.assessment and one.pk == self.assessment.target_id]
        return next(iter([*shown, *(one for one in self.targets if one.is_primary)]), None)

    @property
    def value_unit(self) -> str:
        """In what the levels are counted: of a promised growth (%) often 亿元, as its figures say."""
        units = {one.unit or self.row.unit for one in self.observations if one.value is not None}
        if len(units) == 1:
            return units.pop()
        return (self.base.unit or self.row.unit) if self.base and not units else self.row.unit

    @property
    def measured(self) -> Measured:
        """What the figures are, in the words of the core."""
        target = next((one for one in self.targets if one.is_primary), None)
        form = t.Form(target.figure_form) if target else t.Form.NONE
        change = form is t.Form.CUMULATIVE_CHANGE and target is not None and target.actual_kind == t.ActualKind.CHANGE
        of_the_year = form in _OF_THE_YEAR or change
        return Measured(self.value_unit, of_the_year, bool(self.breaks), bool(self.doubted))


def long_rows(region: Region, indicator: Indicator, *, drafts: bool) -> list[PlanIndicator]:
    """The rows of the indicator in the region's plans, oldest first: by the catalogue, and what became of these rows as the
    same thing under another name. Plans that another has replaced are left out; ``drafts``: those in the making come along.
    """
    counted = PlanIndicator.objects.filter(plan__region=region, listing=Listing.MAIN, is_heading=False)
    counted = counted.exclude(plan__status=PlanStatus.REPLACED)
    if not drafts:
        counted = counted.exclude(plan__status=PlanStatus.DRAFT)
    mine = PlanIndicator.objects.filter(plan__region=region, indicator=indicator).order_by().values("pk")
    same = Succession.objects.filter(kind__in=SAME).order_by()
    tied = Q(pk__in=same.filter(from_row__in=mine).values("to_row")) | Q(
        pk__in=same.filter(to_row__in=mine).values("from_row")
    )
    found = counted.filter(Q(indicator=indicator) | tied).select_related("plan", "indicator")
    return list(found.order_by("plan__start_year", "plan__pk", "position"))


def long_facts(rows: list[PlanIndicator], today: date) -> list[PeriodFacts]:
    """Everything that the page prints of these rows. Seven queries."""
    years = {row.pk: _year(row, today) for row in rows}
    ids = list(years)
    bases = {
        one.row_id: one
        for one in Base.objects.filter(row__in=ids, in_force=True).select_related("from_observation").order_by()
    }
    targets = _by_row(Target.objects.filter(row__in=ids, in_force=True).order_by("ordinal"))
    wanted = Q(pk=None)
    for row_id, year in years.items():
        wanted |= Q(row_id=row_id, year=year)
    assessments = {one.row_id: one for one in Assessment.objects.filter(wanted, shown=True).order_by()}
    observations = _by_row(Observation.objects.filter(row__in=ids, in_force=True).order_by("year"))
    results = _by_row(PeriodResult.objects.filter(row__in=ids, in_force=True).order_by("year", "kind"))
    breaks = _by_row(DefinitionBreak.objects.filter(row__in=ids).order_by("year"))
    doubts = _by_row(Doubt.objects.filter(row__in=ids, blocking=True, state=DoubtState.OPEN).order_by("code"))
    return [
        PeriodFacts(
            row, years[row.pk], bases.get(row.pk), targets[row.pk], assessments.get(row.pk), observations[row.pk],
            results[row.pk], breaks[row.pk], tuple(one.message for one in doubts[row.pk]),
        )
        for row in rows
    ]  # fmt: skip


def parted(rows: list[PlanIndicator], *, drafts: bool) -> list[Succession]:
    """Where one of the rows was split, merged or dropped, or came of several; ``drafts``: also in a plan in the making. One query."""
    ids = [row.pk for row in rows]
    kinds = (SuccessionKind.SPLIT, SuccessionKind.MERGED, SuccessionKind.DROPPED)
    found = Succession.objects.filter(Q(from_row__in=ids) | Q(to_row__in=ids), kind__in=kinds)
    if not drafts:
        found = found.exclude(to_plan__status=PlanStatus.DRAFT)
    return list(found.select_related("from_row", "to_row", "to_plan").order_by("to_plan__start_year", "pk"))


def _year(row: PlanIndicator, today: date) -> int:
    return default_year(start_year=row.plan.start_year, end_year=row.plan.end_year, today_year=today.year)


def _by_row(found: QuerySet) -> dict[int, tuple]:  # type: ignore[type-arg]
    stored: dict[int, list] = defaultdict(list)  # type: ignore[type-arg]
    for one in found:
        stored[one.row_id].append(one)
    return defaultdict(tuple, {row_id: tuple(each) for row_id, each in stored.items()})
