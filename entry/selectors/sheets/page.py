"""What a workbook of a round holds: the rows asked of a unit as the grid shows them, and the planned values beside."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F
from django.utils import timezone

from accounts import access
from accounts.models import PersonRole, Unit, User
from entry.selectors.grid import GridRow, grid_rows
from indicators.models import Assessment, Observation, ObservationState, ReportingRound, RoundAsk, SavedWorkbook
from indicators.selectors.rounds import rounds_of


@dataclass(frozen=True, slots=True)
class SheetPage:
    """``unit`` None: every row that the round asks and the person may enter. ``planned``: by row, None = no path."""

    by: User
    asked: ReportingRound
    unit: Unit | None
    rows: tuple[GridRow, ...]
    planned: Mapping[int, Decimal | None]


def sheet_page(user: User, asked: ReportingRound) -> SheetPage:
    """The rows in the order of the plan; a clerk gets those asked of the own unit."""
    asks = RoundAsk.objects.filter(round=asked)
    unit = user.unit if user.role == PersonRole.CLERK else None
    if unit is not None:
        asks = asks.filter(unit=unit)
    rows = grid_rows(user, asked.plan, asked.year, only=set(asks.values_list("row_id", flat=True)))
    rows.sort(key=lambda one: (one.row.listing != "main", one.row.position))
    found = Assessment.objects.filter(row__in=[one.row.pk for one in rows], year=asked.year, shown=True)
    return SheetPage(user, asked, unit, tuple(rows), dict(found.values_list("row_id", "expected")))


def saved_by_others(locks: Mapping[int, int | None], year: int, user: User) -> frozenset[int]:
    """Rows of which somebody else saved a version since the given lock was read (None: there was no figure)."""
    events = Observation.pgh_event_model.objects.filter(row__in=locks, year=year)
    found = events.values_list("row_id", "lock", "pgh_context__metadata__user")
    return frozenset(row_id for row_id, lock, who in found if lock > (locks[row_id] or 0) and who != user.pk)


# --- what comes back --------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Returned:
    """A round in which figures came back. ``saved``: the person's own workbook, None where there is none to set comments into."""

    number: int
    saved: SavedWorkbook | None


def returned_in(user: User, rounds: Collection[ReportingRound]) -> dict[int, Returned]:
    """By round, where there are any: how many of the person's figures were returned, and the own workbook they came from."""
    asks = RoundAsk.objects.filter(
        round__in=rounds, row__observations__state=ObservationState.RETURNED, row__observations__year=F("round__year")
    )
    if user.role == PersonRole.CLERK:
        asks = asks.filter(unit=user.unit)
    numbers = dict(asks.values_list("round").annotate(number=Count("row", distinct=True)))
    own = {one.round_id: one for one in SavedWorkbook.objects.filter(round__in=rounds, uploaded_by=user)}
    return {round_id: Returned(number, own.get(round_id)) for round_id, number in numbers.items()}


def who_returned(figures: Collection[int]) -> dict[int, tuple[str, date]]:
    """By id of the figure: who returned it last, and the day."""
    events = Observation.pgh_event_model.objects.filter(pgh_obj__in=figures, state=ObservationState.RETURNED)
    found = {}
    for figure, who, when in events.order_by("pgh_id").values_list(
        "pgh_obj_id", "pgh_context__metadata__user", "pgh_created_at"
    ):
        found[figure] = (who, timezone.localtime(when).date())
    people = User.objects.in_bulk({who for who, _day in found.values() if who is not None})
    return {figure: (str(people.get(who, "")), day) for figure, (who, day) in found.items()}


def saved_workbook(user: User, saved_id: int) -> SavedWorkbook | None:
    """The workbook, for the person who saved it and for reviewers of the region; None for anybody else."""
    saved = SavedWorkbook.objects.select_related("round__plan__region", "uploaded_by").filter(pk=saved_id).first()
    if saved is None:
        return None
    mine = saved.uploaded_by_id == user.pk and rounds_of(user).filter(pk=saved.round_id).exists()
    return saved if mine or access.may_review(user, saved.round.plan.region) else None


def workbook_of(figure: Observation) -> SavedWorkbook | None:
    """The kept workbook that a figure came from; None where it was entered otherwise, or the workbook is gone."""
    return SavedWorkbook.objects.filter(observations__contains=[figure.pk]).select_related("uploaded_by").first()
