"""Whether a person may write a figure now: the one answer that service, form, grid, sheet and API share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import ApiClient, PersonRole, Unit, User
from indicators.domain.rounds import RoundState, Standing, Window, standing
from indicators.models import (
    Indicator,
    Observation,
    ObservationState,
    PlanIndicator,
    Reopening,
    ReportingRound,
    ResponsibleUnit,
    RoundAsk,
)
from indicators.selectors.stored_figures import among
from plans.models import Plan, PlanStatus

#: The units that answer for rows, in no order: sorting by their regions would cost as much as all the rest.
UNITS = Prefetch("units", Unit.objects.order_by())


class Why(StrEnum):
    """Why a figure may be written or not."""

    OPEN = "open"
    REOPENED = "reopened"
    NO_ROUND = "no_round"  # asked in no round of the year: reviewers and planners write
    NOT_ENTITLED = "not_entitled"  # by role, scope or unit
    NOT_ASKED = "not_asked"  # the round asks another unit, or nobody, for it
    BEFORE = "before"
    CLOSED = "closed"
    REPLACED = "replaced"  # another plan took the place of this one
    APPROVED = "approved"  # approved already, and nothing reopened it


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """Leave to write one row of one year. ``sentence``: why not, what to do; "" where allowed.

    ``until``: the last day of writing (of a closed round: that was); None: no limit or not begun. ``correction``: an
    approved version exists, what is written is a correction and needs a reason; ``may_correct``: one would be allowed.
    """

    allowed: bool
    why: Why
    sentence: str = ""
    round: ReportingRound | None = None
    until: date | None = None
    correction: bool = False
    may_correct: bool = False


@dataclass(frozen=True, slots=True)
class AskedIn:
    """The round of a row's plan and year that asks for it, of which units, and how it stands for this row."""

    round: ReportingRound
    unit_ids: frozenset[int]  # empty: no unit answers, a reviewer or planner enters it
    standing: Standing


def writable(
    user: access.Writer, row_ids: Collection[int], year: int, *, today: date | None = None
) -> dict[int, Leave]:
    """Leave for each row that exists: six queries, whatever their number."""
    rows = list(PlanIndicator.objects.filter(pk__in=row_ids).select_related("plan__region").prefetch_related(UNITS))
    stored = Observation.objects.filter(row__in=row_ids, year=year, state=ObservationState.APPROVED).order_by()
    return leaves_of(user, rows, year, approved=set(stored.values_list("row_id", flat=True)), today=today)


def leaves_of(
    user: access.Writer,
    rows: Collection[PlanIndicator],
    year: int,
    *,
    approved: Collection[int],
    units: Mapping[int, list[Unit]] | None = None,
    today: date | None = None,
) -> dict[int, Leave]:
    """The same for rows that are read with plan and region; ``approved``: ids of those with an approved figure.

    ``units``: who answers for each row (``units_of``); without it the rows are read with their units too.
    """
    asked = asked_in([row.pk for row in rows], year, today=today)
    return {
        row.pk: _leave(
            user,
            row,
            list(row.units.all()) if units is None else units.get(row.pk, []),
            row.pk in approved,
            asked.get(row.pk),
        )
        for row in rows
    }


def units_of(row_ids: Collection[int]) -> dict[int, list[Unit]]:
    """The units that answer for each row, in no order; a row that is missing has none. Two queries, every unit made once."""
    pairs = list(ResponsibleUnit.objects.filter(row__in=among(row_ids)).order_by().values_list("row_id", "unit_id"))
    units = Unit.objects.in_bulk({unit_id for _row, unit_id in pairs})
    found: dict[int, list[Unit]] = defaultdict(list)
    for row_id, unit_id in pairs:
        found[row_id].append(units[unit_id])
    return found


def with_places(rows: QuerySet[PlanIndicator]) -> list[PlanIndicator]:
    """The rows, each with plan, region and catalogue indicator: of thousands of rows every plan is made only once."""
    found = list(rows)
    plans = Plan.objects.select_related("region").in_bulk({row.plan_id for row in found})
    known = Indicator.objects.in_bulk({row.indicator_id for row in found if row.indicator_id is not None})
    for row in found:
        row.plan = plans[row.plan_id]
        row.indicator = None if row.indicator_id is None else known[row.indicator_id]
    return found


def asked_in(row_ids: Collection[int], year: int, *, today: date | None = None) -> dict[int, AskedIn]:
    """The rounds that ask for the rows; a row that is missing is asked in none. Three queries."""
    day = today or timezone.localdate()
    asks = RoundAsk.objects.filter(row__in=among(row_ids), round__year=year).order_by("round_id", "pk")
    found = list(asks.values_list("round_id", "row_id", "unit_id"))
    if not found:
        return {}
    rounds = ReportingRound.objects.select_related("plan").in_bulk({round_id for round_id, _row, _unit in found})
    reopened = _windows(Reopening.objects.filter(round__in=rounds).order_by("opened_at"))
    units: dict[int, set[int]] = defaultdict(set)
    for _round, row_id, unit_id in found:
        if unit_id is not None:
            units[row_id].add(unit_id)
    asking = {row_id: rounds[round_id] for round_id, row_id, _unit in found}
    return {
        row_id: AskedIn(one, frozenset(units[row_id]), _standing(one, reopened, row_id, day))
        for row_id, one in asking.items()
    }


def rounds_of(user: User) -> QuerySet[ReportingRound]:
    """Rounds that the person may see: of the scope; for a clerk those that ask something of the unit."""
    rounds = ReportingRound.objects.filter(plan__region__in=access.visible_regions(user)).select_related("plan__region")
    if user.role == PersonRole.CLERK:
        rounds = rounds.filter(Exists(RoundAsk.objects.filter(round=OuterRef("pk"), unit=user.unit_id)))
    return rounds


def round_of(plan: Plan, year: int) -> ReportingRound | None:
    """The round of the plan and year, of which there is at most one."""
    return ReportingRound.objects.filter(plan=plan, year=year).first()


def open_rounds_of(user: User, *, today: date | None = None) -> QuerySet[ReportingRound]:
    """Those of ``rounds_of`` in which something may be written today: open, or reopened for all or for a row."""
    day = today or timezone.localdate()
    again = Reopening.objects.filter(round=OuterRef("pk"), opens_on__lte=day, closes_on__gte=day)
    if user.role == PersonRole.CLERK:
        own = RoundAsk.objects.filter(round=OuterRef("round"), row=OuterRef("row"), unit=user.unit_id)
        again = again.filter(Q(row=None) | Exists(own))
    return rounds_of(user).filter(Q(opens_on__lte=day, closes_on__gte=day) | Exists(again))


# --- how it is decided ------------------------------------------------------------------------------------------------
def _leave(user: access.Writer, row: PlanIndicator, units: list[Unit], approved: bool, asked: AskedIn | None) -> Leave:
    if not access.may_enter(user, row.plan.region, units):
        return _refused(Why.NOT_ENTITLED, _("这一指标不由您填报。"), asked, approved)
    if row.plan.status == PlanStatus.REPLACED:
        return _refused(Why.REPLACED, _("该规划已被替代，不再填报。"), asked, approved)
    if asked is None:
        if access.writes_when_asked(user):
            sentence = _("这一年没有要求填报这一指标的填报任务。如需填写，请联系审核员或规划科。")
            return _refused(Why.NO_ROUND, sentence, asked, approved)
        return Leave(allowed=True, why=Why.NO_ROUND, correction=approved, may_correct=True)
    if not _asked_of(user, asked):
        return _refused(
            Why.NOT_ASKED,
            _("“%(round)s”没有要求您的单位填报这一指标。如应由您填报，请联系规划科。") % {"round": asked.round},
            asked,
            approved,
        )
    if not asked.standing.is_open:
        why = Why.BEFORE if asked.standing.state == RoundState.BEFORE else Why.CLOSED
        return _refused(why, _shut(asked), asked, approved)
    if approved and not asked.standing.may_correct:
        sentence = _("该数据已审核通过。更正须先由审核员说明理由、重新开放填报，请与审核员联系。")
        return _refused(Why.APPROVED, sentence, asked, approved)
    return Leave(
        allowed=True,
        why=Why.REOPENED if asked.standing.state == RoundState.REOPENED else Why.OPEN,
        round=asked.round,
        until=asked.standing.until,
        correction=approved,
        may_correct=asked.standing.may_correct,
    )


def _asked_of(user: access.Writer, asked: AskedIn) -> bool:
    """Whether the round asks the person's or system's unit for the row; who is bound to no unit is asked for all."""
    bound = access.writes_when_asked(user) and not (isinstance(user, ApiClient) and user.unit_id is None)
    return not bound or user.unit_id in asked.unit_ids


def _refused(why: Why, sentence: str, asked: AskedIn | None, approved: bool) -> Leave:
    return Leave(
        allowed=False,
        why=why,
        sentence=sentence,
        round=asked.round if asked else None,
        until=asked.standing.until if asked else None,
        correction=approved,
        may_correct=False,
    )


def _shut(asked: AskedIn) -> str:
    """Since when or until when the round is shut, and whom to ask."""
    if asked.standing.until is None:
        return _("“%(round)s”于 %(day)s 开始填报，现在还不能填写。") % {
            "round": asked.round,
            "day": asked.round.opens_on.isoformat(),
        }
    return _("“%(round)s”已于 %(day)s 截止填报。如需填写或更正，请向审核员说明理由，由其重新开放。") % {
        "round": asked.round,
        "day": asked.standing.until.isoformat(),
    }


#: Reopenings by round and row; row None: of everything the round asks.
_Windows = Mapping[tuple[int, int | None], list[Window]]


def _windows(reopenings: Iterable[Reopening]) -> _Windows:
    found: dict[tuple[int, int | None], list[Window]] = defaultdict(list)
    for one in reopenings:
        found[one.round_id, one.row_id].append(Window(one.opens_on, one.closes_on))
    return found


def _standing(asking: ReportingRound, reopened: _Windows, row_id: int, today: date) -> Standing:
    again = [*reopened.get((asking.pk, None), ()), *reopened.get((asking.pk, row_id), ())]
    return standing(Window(asking.opens_on, asking.closes_on), again, today)
