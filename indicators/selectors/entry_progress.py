"""How far the rounds that are open now have come, counted by the database: one query, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Subquery

from accounts.models import PersonRole, User
from indicators.models import Observation, ObservationState, RoundAsk
from indicators.selectors.rounds import open_rounds_of


@dataclass(frozen=True, slots=True)
class RoundProgress:
    """Figures that one round asks for, of a clerk those of the own unit: a row that two units answer for is one figure."""

    round_id: int
    year: int
    closes_on: date
    sample: bool
    asked: int
    approved: int
    submitted: int

    @property
    def missing(self) -> int:
        """Not handed in: not begun, a draft, or returned."""
        return self.asked - self.approved - self.submitted


def progress_of(user: User, *, today: date) -> list[RoundProgress]:
    """Rounds that the person may see and in which something may be written today, the newest year first."""
    newest = Observation.objects.filter(row=OuterRef("row"), year=OuterRef("round__year")).order_by("-version")
    asks = RoundAsk.objects.filter(round__in=open_rounds_of(user, today=today).order_by().values("pk")).order_by()
    if user.role == PersonRole.CLERK:
        asks = asks.filter(unit=user.unit_id)
    asked = asks.annotate(state=Subquery(newest.values("state")[:1]))
    found = asked.values_list("round_id", "round__year", "round__closes_on", "round__sample", "state")
    counted: dict[tuple[int, int, date, bool], dict[str | None, int]] = defaultdict(dict)
    for *which, state, number in found.annotate(number=Count("row", distinct=True)):
        counted[tuple(which)][state] = number  # type: ignore[index]
    rounds = [
        RoundProgress(
            *which,
            asked=sum(states.values()),
            approved=states.get(ObservationState.APPROVED, 0),
            submitted=states.get(ObservationState.SUBMITTED, 0),
        )
        for which, states in counted.items()
    ]
    return sorted(rounds, key=lambda one: (-one.year, one.round_id))
