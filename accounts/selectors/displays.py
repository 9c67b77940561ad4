"""Keys of wall displays as an administrator sees them."""

from __future__ import annotations

from django.db.models import F, QuerySet

from accounts.models import DisplayKey, User


def display_keys_of(administrator: User) -> QuerySet[DisplayKey]:
    """The keys of the administrator's scope, those in use first, newest first."""
    keys = DisplayKey.objects.select_related("region", "issued_by")
    if administrator.region is not None:
        keys = keys.filter(region__lineage__startswith=administrator.region.lineage)
    return keys.order_by(F("revoked_at").desc(nulls_first=True), "-issued_at")
