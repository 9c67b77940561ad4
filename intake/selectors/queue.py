"""Which uploads wait for a worker."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from intake.models import Intake, IntakeState


def waiting_intakes(*, stale_before: datetime) -> list[int]:
    """Uploads that nobody reads: queued, or being read without a sign of life since ``stale_before``; the oldest first."""
    idle = Q(state=IntakeState.QUEUED) | Q(state=IntakeState.READING, active_at__lt=stale_before)
    return list(Intake.objects.filter(idle).order_by("uploaded_at").values_list("pk", flat=True))
