"""Figures that came into force since a moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet, Window

from indicators.models import Observation, ObservationState
from indicators.models.rows import Listing
from indicators.selectors.stored_figures import among


@dataclass(frozen=True, slots=True)
class Approved:
    """``lines``: the newest of them, each with row, plan and region. ``number`` of all, ``revised`` of them corrections."""

    lines: tuple[Observation, ...] = ()
    number: int = 0
    revised: int = 0


def approved_since(plan_ids: Sequence[int], moment: datetime, limit: int) -> Approved:
    """Figures in force of main rows that were approved after ``moment``, the newest first. One query."""
    newest = _approved(plan_ids, moment).annotate(
        number=Window(Count("id")), revised=Window(Count("id", filter=Q(version__gt=1)))
    )
    related = newest.select_related("row__plan__region").order_by(F("approved_at").desc(), "-pk")
    lines = tuple(related[:limit])
    return Approved(lines, lines[0].number, lines[0].revised) if lines else Approved()


def _approved(plan_ids: Sequence[int], moment: datetime) -> QuerySet[Observation]:
    return Observation.objects.filter(
        row__plan__in=among(plan_ids), row__listing=Listing.MAIN, state=ObservationState.APPROVED, in_force=True,
        approved_at__gt=moment,
    )  # fmt: skip
