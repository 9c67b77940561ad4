"""Since when something is new to a person."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User, Visit


def last_visit(person: User) -> datetime | None:
    """When the person last looked at anything on the visit before this one; None on the first visit. One query."""
    return Visit.objects.filter(person=person).values_list("previous_at", flat=True).first()
