"""The queue of figures that wait for a reviewer, and what one of them is compared with."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, IntegerField, QuerySet, Value, When

from accounts.access import visible_regions
from accounts.models import User
from indicators.domain.types import Nature
from indicators.models import Doubt, DoubtState, Observation, ObservationState


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A submitted figure beside the one in force of its year and the one of the year before, with the row's open doubts."""

    figure: Observation
    in_force: Observation | None
    last_year: Observation | None
    doubts: tuple[Doubt, ...]


def waiting(user: User) -> QuerySet[Observation]:
    """Submitted figures of the person's scope: binding rows first, then the oldest."""
    binding_first = Case(
        When(row__nature=Nature.BINDING.value, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    return (
        Observation.objects.filter(state=ObservationState.SUBMITTED, row__plan__region__in=visible_regions(user))
        .select_related("row__plan__region", "submitted_by", "submitted_client")
        .annotate(order=binding_first)
        .order_by("order", "submitted_at", "pk")
    )


def figure_for_review(observation_id: int) -> Observation | None:
    """The figure with its row, plan and region, whatever its state."""
    related = ("row__plan__region", "row__indicator", "submitted_by", "submitted_client", "approved_by")
    return Observation.objects.select_related(*related).filter(pk=observation_id).first()


def review_page(figure: Observation) -> ReviewPage:
    """What the reviewer compares; two queries."""
    in_force = {
        one.year: one
        for one in Observation.objects.filter(row=figure.row, in_force=True, year__in=[figure.year - 1, figure.year])
        if one.pk != figure.pk
    }
    return ReviewPage(
        figure=figure,
        in_force=in_force.get(figure.year),
        last_year=in_force.get(figure.year - 1),
        doubts=tuple(Doubt.objects.filter(row=figure.row, state=DoubtState.OPEN).order_by("-blocking", "code")),
    )
