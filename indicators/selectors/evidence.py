"""The files attached to figures: who may read, add and take them off, and which there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from accounts import access
from accounts.models import User
from indicators.models import Evidence, Observation, ObservationState, PlanIndicator
from indicators.models.figures import OPEN_STATES
from indicators.selectors.rounds import writable


def may_read(user: User, evidence: Evidence) -> bool:
    """Whether the person may open the file.

    Of a figure that was approved: everybody in whose scope the region lies. Of one that is still on its way: those who may
    write the row, and the reviewers. A file that was taken off: the reviewers alone.
    """
    figure = evidence.observation
    region = figure.row.plan.region
    if access.may_review(user, region):
        return True
    if evidence.removed_at is not None:
        return False
    if figure.state == ObservationState.APPROVED:
        return access.may_see(user, region)
    return access.may_enter(user, region, list(figure.row.units.all()))


def may_add(user: User, figure: Observation) -> bool:
    """Whether the person may attach a file now: who may write the figure, until it is approved; a reviewer always."""
    if access.may_review(user, figure.row.plan.region):
        return True
    return figure.state in OPEN_STATES and _may_write(user, figure)


def may_take_off(user: User, figure: Observation) -> bool:
    """Whether the person may take a file off: who may write the figure, while no reviewer looks at it; a reviewer always."""
    if access.may_review(user, figure.row.plan.region):
        return True
    return figure.state in {ObservationState.DRAFT, ObservationState.RETURNED} and _may_write(user, figure)


def evidence_of(figures: Iterable[Observation]) -> dict[int, list[Evidence]]:
    """What is attached today, by the figure's key, in order of arrival: one query."""
    found: dict[int, list[Evidence]] = defaultdict(list)
    attached = Evidence.objects.filter(observation__in=[figure.pk for figure in figures], removed_at__isnull=True)
    for one in attached.select_related("uploaded_by").order_by("uploaded_at", "pk"):
        found[one.observation_id].append(one)
    return dict(found)


def evidence_in_force(row: PlanIndicator) -> list[Evidence]:
    """What is attached to the row's figures in force, the newest year first: what a reader of the row may open."""
    attached = Evidence.objects.filter(
        observation__row=row, observation__in_force=True, removed_at__isnull=True
    ).select_related("observation")
    return list(attached.order_by("-observation__year", "uploaded_at", "pk"))


def evidence_with_figure(evidence_id: int) -> Evidence | None:
    """One file with all that ``may_read`` asks, whether it was taken off or not."""
    found = Evidence.objects.select_related("observation__row__plan__region", "observation__row__indicator")
    return found.filter(pk=evidence_id).first()


def _may_write(user: User, figure: Observation) -> bool:
    leave = writable(user, [figure.row_id], figure.year).get(figure.row_id)
    return leave is not None and leave.allowed
