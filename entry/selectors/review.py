"""The queue of figures that wait for a reviewer, the riskiest first, and what one of them is compared with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.access import visible_regions
from accounts.models import Unit, User
from indicators.domain.risk import RiskLevel
from indicators.models import (
    AnnualTarget,
    Doubt,
    DoubtState,
    Evidence,
    Observation,
    ObservationState,
    ReportingRound,
    RoundAsk,
)
from indicators.selectors.evidence import evidence_of
from indicators.selectors.risk import Weighed, weigh
from indicators.selectors.rounds import AskedIn, asked_in
from plans.models import Plan
from regions.models import Region

#: So many figures are weighed and put in order; of more, the oldest.
MOST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What of the queue a reviewer wants to see; None: all. ``region`` counts with everything below it."""

    region: int | None = None
    plan: int | None = None
    year: int | None = None
    unit: int | None = None
    round: int | None = None
    risk: RiskLevel | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """``items``: the riskiest first, then the oldest. ``counts``: by level, before the level was chosen. ``more``: left out."""

    items: tuple[Weighed, ...]
    counts: dict[RiskLevel, int]
    more: int

    def get(self, figure_id: int) -> Weighed | None:
        """One figure of the queue; None where it is not in it."""
        return next((one for one in self.items if one.figure.pk == figure_id), None)

    def beside(self, figure_id: int) -> tuple[int | None, int | None]:
        """The ids before and after a figure; of one that is not in the queue, None and the first."""
        ids = [one.figure.pk for one in self.items]
        if figure_id not in ids:
            return None, next(iter(ids), None)
        place = ids.index(figure_id)
        return (ids[place - 1] if place else None), (ids[place + 1] if place + 1 < len(ids) else None)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer: only what occurs among the waiting figures."""

    regions: list[Region]
    plans: list[Plan]
    years: list[int]
    units: list[Unit]
    rounds: list[ReportingRound]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A figure beside the one in force of its year, the one of the year before, and itself as it was last returned.

    ``asked``: the round that asks for it (None: none does). ``evidence``: files that were not taken off.
    """

    figure: Observation
    in_force: Observation | None
    last_year: Observation | None
    returned: Any | None  # the event of the return: the fields of an Observation as they were
    doubts: tuple[Doubt, ...]
    evidence: tuple[Evidence, ...]
    asked: AskedIn | None
    aim: AnnualTarget | None = None  # the year's own target

    @property
    def must_reopen(self) -> bool:
        """Whether the round would not let the clerk write, so that a return has to open it again.

        A correction may be written only while a reopening covers the row, even in an open round.
        """
        if self.asked is None:
            return False
        standing = self.asked.standing
        return not (standing.may_correct if self.in_force is not None else standing.is_open)


def waiting(user: User) -> QuerySet[Observation]:
    """Submitted figures of the person's scope, the oldest first."""
    related = ("row__plan__region", "row__indicator", "submitted_by__unit", "submitted_client")
    return (
        Observation.objects.filter(state=ObservationState.SUBMITTED, row__plan__region__in=visible_regions(user))
        .select_related(*related)
        .order_by("submitted_at", "pk")
    )


def queue_of(user: User, wanted: Wanted) -> Queue:
    """The whole queue in its order; a constant number of queries."""
    found = _filtered(waiting(user), wanted).prefetch_related("row__units")
    figures = list(found[: MOST + 1])
    more = found.count() - MOST if len(figures) > MOST else 0
    weighed = sorted(weigh(figures[:MOST], by=user), key=lambda one: -one.risk.weight)
    counts = Counter(one.risk.level for one in weighed)
    chosen = [one for one in weighed if wanted.risk is None or one.risk.level is wanted.risk]
    return Queue(tuple(chosen), {level: counts[level] for level in RiskLevel}, more)


def choices_of(user: User) -> Choices:
    """Five queries."""
    figures = waiting(user).order_by()
    asks = RoundAsk.objects.filter(round=OuterRef("pk"))
    answered = asks.filter(Exists(figures.filter(row=OuterRef("row"), year=OuterRef("round__year"))))
    rounds = ReportingRound.objects.filter(Exists(answered)).order_by("-year", "title")
    return Choices(
        regions=list(Region.objects.filter(pk__in=figures.values("row__plan__region")).order_by("code")),
        plans=list(Plan.objects.filter(pk__in=figures.values("row__plan")).select_related("region").order_by("title")),
        years=list(figures.order_by("-year").values_list("year", flat=True).distinct()),
        units=list(Unit.objects.filter(responsibilities__row__observations__in=figures).distinct()),
        rounds=list(rounds),
    )


def chosen_of(user: User, ids: Collection[int]) -> dict[int, Weighed]:
    """Those of the figures that wait within the person's scope, weighed as they stand now."""
    figures = list(waiting(user).filter(pk__in=ids).prefetch_related("row__units"))
    return {one.figure.pk: one for one in weigh(figures, by=user)}


def figure_for_review(observation_id: int) -> Observation | None:
    """The figure with its row, plan and region, whatever its state."""
    related = ("row__plan__region", "row__indicator", "submitted_by__unit", "submitted_client", "approved_by")
    found = Observation.objects.select_related(*related).prefetch_related("row__units")
    return found.filter(pk=observation_id).first()


def review_page(figure: Observation) -> ReviewPage:
    """What the reviewer compares; a constant number of queries."""
    in_force = {
        one.year: one
        for one in Observation.objects.filter(row=figure.row, in_force=True, year__in=[figure.year - 1, figure.year])
        if one.pk != figure.pk
    }
    events = Observation.pgh_event_model.objects.filter(pgh_obj=figure, state=ObservationState.RETURNED)
    return ReviewPage(
        figure=figure,
        in_force=in_force.get(figure.year),
        last_year=in_force.get(figure.year - 1),
        returned=events.order_by("-pgh_id").first(),
        doubts=tuple(Doubt.objects.filter(row=figure.row, state=DoubtState.OPEN).order_by("-blocking", "code")),
        evidence=tuple(evidence_of([figure]).get(figure.pk, ())),
        asked=asked_in([figure.row_id], figure.year).get(figure.row_id),
        aim=AnnualTarget.objects.filter(row=figure.row, year=figure.year).exclude(text="").first(),
    )


def _filtered(figures: QuerySet[Observation], wanted: Wanted) -> QuerySet[Observation]:
    if wanted.region is not None:
        region = Region.objects.filter(pk=wanted.region).first()
        figures = figures.filter(row__plan__region__in=Region.objects.under(region)) if region else figures.none()
    if wanted.plan is not None:
        figures = figures.filter(row__plan=wanted.plan)
    if wanted.year is not None:
        figures = figures.filter(year=wanted.year)
    if wanted.unit is not None:
        figures = figures.filter(row__in=Unit.objects.filter(pk=wanted.unit).values("responsibilities__row"))
    if wanted.round is not None:
        asks = RoundAsk.objects.filter(round=wanted.round, row=OuterRef("row"), round__year=OuterRef("year"))
        figures = figures.filter(Exists(asks))
    return figures
