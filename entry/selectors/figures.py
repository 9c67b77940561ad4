"""What a person answers for, and everything the form of one figure shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.access import visible_regions
from accounts.models import PersonRole, User
from indicators.domain.types import ActualKind, Form
from indicators.models import Base, Observation, ObservationState, PlanIndicator, Target
from indicators.selectors.value_units import value_unit
from plans.models import Plan, PlanStatus

#: Plans offered in the choice above the list; a person with a larger scope narrows it by a region code first.
MOST_PLANS = 300

_AMOUNTS = {Form.CUMULATIVE, Form.QUOTA}
_FED_BY_VALUE = {
    Form.LEVEL, Form.CUMULATIVE, Form.QUOTA, Form.CUMULATIVE_CUT, Form.CUMULATIVE_CHANGE, Form.POINTS, Form.FLOOR,
    Form.CEILING, Form.RELATIVE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What the targets in force of a row ask for each year. ``parts``: how many parts a composition has, 0 = none."""

    parts: int
    reported: bool
    judgement: bool
    value_means: str  # level, amount, cut, change: what the value box holds
    by_growth: bool  # a target is assessed by the growth of the year
    by_value: bool  # a target is assessed by the value


@dataclass(frozen=True, slots=True)
class FigurePage:
    """One row and year: what was promised, what was reached before, what stands now."""

    row: PlanIndicator
    year: int
    base: Base | None
    targets: tuple[Target, ...]
    earlier: tuple[Observation, ...]  # figures in force of the other years, by year
    latest: Observation | None  # newest version, whatever its state
    in_force: Observation | None
    asked: Asked
    value_unit: str  # of the value box

    @property
    def other_unit(self) -> bool:
        """Whether the latest figure stands in another unit than the box asks for: it is shown, never taken over."""
        latest = self.latest
        return latest is not None and latest.value is not None and latest.unit != self.value_unit

    @property
    def is_submitted(self) -> bool:
        return self.latest is not None and self.latest.state == ObservationState.SUBMITTED


@dataclass(frozen=True, slots=True)
class Cell:
    """One year of a row. ``latest`` None: nothing entered; ``in_force``: what the assessments use now."""

    year: int
    latest: Observation | None
    in_force: Observation | None

    @property
    def text(self) -> str:
        """The latest value, else the growth in per cent; "" where neither was entered."""
        if self.latest is None:
            return ""
        if self.latest.value is not None:
            return f"{self.latest.value:f}"
        return "" if self.latest.growth is None else f"{self.latest.growth:f}%"


@dataclass(frozen=True, slots=True)
class ListedRow:
    row: PlanIndicator
    cells: tuple[Cell, ...]


def rows_of(user: User) -> QuerySet[PlanIndicator]:
    """The rows whose figures the person may write: the unit's for a clerk, every row of the scope for the others."""
    rows = PlanIndicator.objects.filter(is_heading=False, plan__region__in=visible_regions(user))
    if user.role == PersonRole.CLERK:
        return rows.filter(responsibilities__unit=user.unit_id)
    return rows


def plans_of(user: User, *, region_code: str = "") -> list[Plan]:
    """Plans with rows of the person, the person's own region and the newest period first; at most ``MOST_PLANS``."""
    plans = Plan.objects.filter(pk__in=rows_of(user).values("plan")).exclude(status=PlanStatus.REPLACED)
    if region_code:
        plans = plans.filter(region__code=region_code)
    return list(plans.select_related("region").order_by("region__lineage", "-start_year")[:MOST_PLANS])


def listed_rows(user: User, plan: Plan) -> list[ListedRow]:
    """The person's rows of one plan with every year: two queries."""
    rows = list(rows_of(user).filter(plan=plan).order_by("-listing", "position").distinct())
    figures = _by_row_and_year(Observation.objects.filter(row__in=rows).order_by("version"))
    years = range(plan.start_year, plan.end_year + 1)
    return [ListedRow(row, tuple(_cell(year, figures[row.pk, year]) for year in years)) for row in rows]


def figure_page(row: PlanIndicator, year: int) -> FigurePage:
    """Everything the form shows; five queries at most."""
    versions = list(row.observations.filter(year=year).order_by("version"))
    earlier = row.observations.filter(in_force=True).exclude(year=year).order_by("year")
    targets = tuple(row.targets.filter(in_force=True).order_by("ordinal"))
    cell = _cell(year, versions)
    return FigurePage(
        row=row,
        year=year,
        base=row.bases.filter(in_force=True).first(),
        targets=targets,
        earlier=tuple(earlier),
        latest=cell.latest,
        in_force=cell.in_force,
        asked=asked_by(targets),
        value_unit=value_unit(row),
    )


def row_for_entry(row_id: int, year: int) -> PlanIndicator | None:
    """The row with its plan and region; None for a heading, an unknown row or a year outside the plan."""
    rows = PlanIndicator.objects.select_related("plan__region", "indicator")
    return rows.filter(pk=row_id, is_heading=False, plan__start_year__lte=year, plan__end_year__gte=year).first()


def asked_by(targets: Iterable[Target]) -> Asked:
    forms = {target.assigned_form or target.form for target in targets}
    printed = {target.form for target in targets}
    composition = next((target for target in targets if target.form == Form.COMPOSITION), None)
    change = any(
        target.actual_kind == ActualKind.CHANGE and target.form == Form.CUMULATIVE_CHANGE for target in targets
    )
    means = "level"
    if forms & _AMOUNTS:
        means = "amount"
    elif Form.CUMULATIVE_CUT in forms:
        means = "cut"
    elif change:
        means = "change"
    return Asked(
        parts=len(composition.parts) if composition else 0,
        reported=Form.ASSIGNED in printed,
        judgement=Form.QUALITATIVE in printed,
        value_means=means,
        by_growth=bool(forms & {Form.GROWTH, Form.RELATIVE}),
        by_value=bool(forms & _FED_BY_VALUE),
    )


def _by_row_and_year(figures: Iterable[Observation]) -> dict[tuple[int, int], list[Observation]]:
    found: dict[tuple[int, int], list[Observation]] = defaultdict(list)
    for figure in figures:
        found[figure.row_id, figure.year].append(figure)
    return found


def _cell(year: int, versions: list[Observation]) -> Cell:
    """``versions`` in their order."""
    in_force = next((figure for figure in versions if figure.in_force), None)
    return Cell(year=year, latest=versions[-1] if versions else None, in_force=in_force)
