"""Uploads as the list and the progress page show them."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts import access
from accounts.models import User
from intake.models import Intake

#: Large columns that only the review screen needs.
_HEAVY = ("proposal", "lines")


def intakes_for(user: User) -> QuerySet[Intake]:
    """Uploads for regions of the person's scope, newest first, without what was read in them."""
    return (
        Intake.objects.filter(region__in=access.visible_regions(user))
        .select_related("region", "uploaded_by", "confirmed_by", "plan__region")
        .defer(*_HEAVY)
    )


def intake_with_state(intake_id: int) -> Intake | None:
    """One upload without what was read in it: for the page that watches its progress. None: there is none."""
    return (
        Intake.objects.select_related("region", "uploaded_by", "confirmed_by", "plan__region")
        .defer(*_HEAVY)
        .filter(pk=intake_id)
        .first()
    )
