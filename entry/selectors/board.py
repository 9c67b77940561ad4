"""Rounds as the pages show them: whose part, by unit and by figure, what can be asked in one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Prefetch, QuerySet

from accounts.access import visible_regions
from accounts.models import PersonRole, Unit, User
from accounts.selectors.people import clerks_of
from entry.selectors.figures import MOST_PLANS
from indicators.models import PlanIndicator, Reminder, Reopening, ReportingRound, ResponsibleUnit, RoundAsk
from indicators.selectors.board import AskState, Board, Line, boards
from indicators.selectors.rounds import rounds_of
from plans.models import Plan, PlanStatus


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a board with all units that answer for it: a line of the table."""

    line: Line
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class UnitPart:
    """The part of one unit (None: what no unit answers for). ``clerks``: accounts that can enter it; ``told``: last reminder."""

    unit: Unit | None
    board: Board
    clerks: int
    told: datetime | None


@dataclass(frozen=True, slots=True)
class AskableRow:
    """A row with the units that answer for it: each can be asked; where there is none, reviewer or planner."""

    row: PlanIndicator
    units: tuple[Unit, ...]

    @property
    def choices(self) -> tuple[tuple[int, int | None], ...]:
        """What can be ticked: row and unit."""
        return tuple((self.row.pk, unit.pk) for unit in self.units) or ((self.row.pk, None),)


def listed(user: User) -> QuerySet[ReportingRound]:
    """The person's rounds, the newest year first, then from the top of the scope down."""
    return rounds_of(user).order_by("-year", "plan__region__lineage", "-plan__start_year")


def round_by_id(round_id: int) -> ReportingRound | None:
    return ReportingRound.objects.select_related("plan__region", "created_by").filter(pk=round_id).first()


def may_look(user: User, round: ReportingRound) -> bool:
    """Whether the round is one of the person's: in scope; for a clerk one that asks something of the unit."""
    return rounds_of(user).filter(pk=round.pk).exists()


def parts_of(user: User, rounds: Iterable[ReportingRound], *, today: date) -> list[Board]:
    """Boards as the person may see them: a clerk's own unit, all of it for everybody else."""
    whole = boards(rounds, today=today)
    if user.role == PersonRole.CLERK:
        return [board.of_unit(user.unit_id) for board in whole]
    return whole


def by_figure(board: Board) -> list[Figure]:
    """Every figure once, in the order of the plan."""
    units: dict[int, list[Unit]] = {}
    first: dict[int, Line] = {}
    for line in board.lines:
        first.setdefault(line.row.pk, line)
        units.setdefault(line.row.pk, []).extend([line.unit] if line.unit else [])
    return [Figure(line, tuple(units[row_id])) for row_id, line in first.items()]


def by_unit(board: Board) -> list[UnitPart]:
    """The parts of all units, those with most left to do first. Two queries: accounts, reminders."""
    units = {line.unit.pk if line.unit else None: line.unit for line in board.lines}
    known = [unit for unit in units if unit is not None]
    clerks = dict(clerks_of(known).order_by().values_list("unit").annotate(Count("pk")))
    reminders = Reminder.objects.filter(round=board.round, person__unit__in=known).order_by()
    told = dict(reminders.values_list("person__unit").annotate(Max("sent_at")))
    parts = [
        UnitPart(unit, board.of_unit(unit_id), clerks.get(unit_id, 0), told.get(unit_id))
        for unit_id, unit in units.items()
    ]
    return sorted(parts, key=_most_to_do)


def reopenings_of(round: ReportingRound) -> list[Reopening]:
    """Every reopening of the round, the newest first."""
    return list(round.reopenings.select_related("row", "opened_by").order_by("-opened_at", "-pk"))


# --- what a round can ask ---------------------------------------------------------------------------------------------
def plans_with_rounds(user: User) -> list[Plan]:
    """Plans of the person's scope for which a round can be made; at most ``MOST_PLANS``."""
    plans = Plan.objects.filter(region__in=visible_regions(user)).exclude(status=PlanStatus.REPLACED)
    return list(plans.select_related("region").order_by("region__lineage", "-start_year")[:MOST_PLANS])


def askable(plan: Plan) -> list[AskableRow]:
    """Every row of the plan that takes figures, main indicators first: two queries."""
    answering = ResponsibleUnit.objects.select_related("unit").order_by("-is_lead", "unit__name")
    rows = plan.rows.filter(is_heading=False).order_by("-listing", "position")
    return [
        AskableRow(row, tuple(one.unit for one in row.responsibilities.all()))
        for row in rows.prefetch_related(Prefetch("responsibilities", queryset=answering))
    ]


def usual_choice(user: User, plans: list[Plan], today: date) -> dict[str, int]:
    """Plan and year proposed for a new round: the own region's running plan, else the first; last year, as far as it has it."""
    own = [plan for plan in plans if plan.region_id == user.region_id] or plans
    if not own:
        return {}
    running = [plan for plan in own if plan.start_year < today.year and plan.status == PlanStatus.IN_FORCE] or own
    plan = running[0]
    return {"plan": plan.pk, "year": min(max(today.year - 1, plan.start_year), plan.end_year)}


def asks_gone(round: ReportingRound, rows: Iterable[AskableRow]) -> list[RoundAsk]:
    """Asks of units that answer for their row no more: they cannot be kept when the round is saved again."""
    offered = {choice for one in rows for choice in one.choices}
    asks = RoundAsk.objects.filter(round=round).select_related("row", "unit")
    return [ask for ask in asks if (ask.row_id, ask.unit_id) not in offered]


def asks_of(round: ReportingRound) -> set[tuple[int, int | None]]:
    """Row and unit of everything that the round asks now."""
    return set(RoundAsk.objects.filter(round=round).values_list("row_id", "unit_id"))


def _most_to_do(part: UnitPart) -> tuple[int, int, str]:
    counts: Mapping[AskState, int] = Counter(part.board.counts)
    return (
        -counts.get(AskState.OVERDUE, 0),
        part.board.handed_in - part.board.asked,
        part.unit.name if part.unit else "",
    )
