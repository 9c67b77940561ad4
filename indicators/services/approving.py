"""Putting figures in force."""

from __future__ import annotations

from django.utils import timezone

from accounts.models import User
from indicators.models import Observation, ObservationState
from indicators.services import observation_steps as steps


def put_in_force(observation: Observation, by: User) -> Observation:
    """Approve a submitted figure that the caller has locked and checked; the version before it steps back."""
    line = Observation.objects.filter(row=observation.row_id, year=observation.year, in_force=True)
    line.update(in_force=False)
    observation.state, observation.in_force = ObservationState.APPROVED, True
    observation.comment, observation.cell_comments = "", {}
    observation.approved_by, observation.approved_at = by, timezone.now()
    return steps.save(observation)
