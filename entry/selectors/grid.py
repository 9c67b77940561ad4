"""The rows of the entry grid: everything a person sees of one plan and year, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Prefetch, Q

from accounts.models import User
from entry.selectors.figures import Asked, asked_by, rows_of
from indicators.models import (
    AnnualTarget,
    Base,
    Observation,
    ObservationState,
    ObservationWarning,
    PlanIndicator,
    ReportingRound,
    Target,
)
from indicators.selectors.rounds import UNITS, Leave, Why, leaves_of, open_rounds_of
from indicators.selectors.value_units import unit_by_forms
from plans.models import Plan, PlanStatus

#: How many years before the entered one stand beside it.
YEARS_BEFORE = 2


#: The warnings of a figure, in the order of its cells.
WARNINGS = Prefetch("warnings", ObservationWarning.objects.order_by("field", "code"))
#: The leave of a row that is about to be written.
NOT_ASKED_YET = Leave(allowed=False, why=Why.NOT_ENTITLED)


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row as it stands. ``past``: the figures in force of the years before, oldest first, None where there is none."""

    row: PlanIndicator
    asked: Asked  # which cells its targets need
    is_asked: bool  # by a round of this year
    unit: str  # of the value cell
    base: Base | None
    past: tuple[Observation | None, ...]
    latest: Observation | None  # newest version of the year, whatever its state; its warnings are fetched
    leave: Leave
    aim: AnnualTarget | None = None  # the year's own target

    @property
    def corrects(self) -> bool:
        """Whether the next save opens a correction beside an approved figure, which needs a reason."""
        return self.leave.correction

    @property
    def editable(self) -> bool:
        """Whether its cells may be written now: leave, and nothing that waits for a reviewer."""
        submitted = self.latest is not None and self.latest.state == ObservationState.SUBMITTED
        return self.leave.allowed and not submitted

    @property
    def withdrawable(self) -> bool:
        """Whether it waits for a reviewer and may be taken back now."""
        submitted = self.latest is not None and self.latest.state == ObservationState.SUBMITTED
        return self.leave.allowed and submitted


def grid_rows(
    user: User, plan: Plan, year: int, *, only: Collection[int] | None = None, to_write: bool = False
) -> list[GridRow]:
    """The person's rows of the plan; returned ones first, then those that a round asks. ``only``: some of them, by id.

    ``to_write``: for a row that is about to be written. What only stands beside it is left out, and its ``leave`` is not
    asked here but under the lock, by the service that writes.
    """
    rows = rows_of(user).filter(plan=plan).order_by("-listing", "position").distinct()
    if only is not None:
        rows = rows.filter(pk__in=only)
    found = list(
        rows.select_related("indicator", "plan__region").prefetch_related(
            Prefetch("targets", Target.objects.filter(in_force=True).order_by("ordinal"), to_attr="promised"),
            *(
                []
                if to_write
                else [UNITS, Prefetch("bases", Base.objects.filter(in_force=True).order_by(), to_attr="begun")]
            ),
        )
    )
    ids = [row.pk for row in found]
    figures = _figures(ids, year, warned=not to_write)
    if to_write:
        return [_grid_row(row, year, figures.get(row.pk, []), NOT_ASKED_YET) for row in found]
    approved = {one.row_id for line in figures.values() for one in line if _is_approved(one, year)}
    leaves = leaves_of(user, found, year, approved=approved)
    aims = {one.row_id: one for one in AnnualTarget.objects.filter(row__in=ids, year=year).exclude(text="")}
    listed = [
        replace(_grid_row(row, year, figures.get(row.pk, []), leaves[row.pk]), aim=aims.get(row.pk)) for row in found
    ]
    return sorted(listed, key=_rank)


def _is_approved(figure: Observation, year: int) -> bool:
    return figure.year == year and figure.state == ObservationState.APPROVED


def _grid_row(row: PlanIndicator, year: int, figures: list[Observation], leave: Leave) -> GridRow:
    in_force = {figure.year: figure for figure in figures if figure.in_force}
    versions = [figure for figure in figures if figure.year == year]
    targets: Sequence[Target] = row.promised  # type: ignore[attr-defined]
    bases: Sequence[Base] = getattr(row, "begun", ())
    return GridRow(
        row=row,
        asked=asked_by(targets),
        is_asked=leave.round is not None,
        unit=unit_by_forms(row, {target.form for target in targets}),
        base=bases[0] if bases else None,
        past=tuple(in_force.get(one) for one in range(year - YEARS_BEFORE, year)),
        latest=max(versions, key=lambda one: one.version, default=None),
        leave=leave,
    )


def _figures(ids: list[int], year: int, *, warned: bool) -> dict[int, list[Observation]]:
    """By row: every version of the year, and what is in force of the years before; with their warnings (``warned``)."""
    wanted = Q(year=year) | Q(year__gte=year - YEARS_BEFORE, year__lt=year, in_force=True)
    found: dict[int, list[Observation]] = {}
    figures = Observation.objects.filter(wanted, row__in=ids).order_by("row_id", "year", "version")
    for figure in figures.prefetch_related(WARNINGS) if warned else figures:
        found.setdefault(figure.row_id, []).append(figure)
    return found


def _rank(one: GridRow) -> tuple[bool, bool]:
    returned = one.latest is not None and one.latest.state == ObservationState.RETURNED
    return (not returned, not one.is_asked)


# --- which plan and year ----------------------------------------------------------------------------------------------
def rounds_open_for(user: User, *, today: date) -> list[ReportingRound]:
    """Rounds in which the person may write today, closing first."""
    return list(open_rounds_of(user, today=today).order_by("closes_on", "-year", "pk"))


def usual_plan(plans: Sequence[Plan]) -> Plan | None:
    """Where no round is open: the newest plan in force, of the person's own region first."""
    return max(plans, key=lambda one: (one.status == PlanStatus.IN_FORCE, one.start_year), default=None)


def usual_year(plan: Plan, today: date) -> int:
    """Last year, kept within the plan: the year whose figures are published now."""
    return min(max(today.year - 1, plan.start_year), plan.end_year)
