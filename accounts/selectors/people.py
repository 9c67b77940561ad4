"""Accounts as an administrator sees them."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.access import visible_regions
from accounts.demo import PASSWORD, usernames
from accounts.models import PersonRole, User


def people_of(administrator: User) -> QuerySet[User]:
    """The accounts of the administrator's scope; those without a region only for an administrator of the nation."""
    people = User.objects.exclude(role=PersonRole.SYSTEM).select_related("region", "unit")
    if administrator.region is not None:
        people = people.filter(region__in=visible_regions(administrator))
    return people.order_by("region__code", "role", "username")


def open_demo_accounts() -> list[User]:
    """Demo accounts that can log in with the pass word that everybody knows; none in a sound production."""
    people = User.objects.filter(username__in=usernames(), is_active=True)
    return [person for person in people if person.check_password(PASSWORD)]
