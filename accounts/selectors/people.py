"""Accounts as an administrator sees them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from accounts.access import visible_regions
from accounts.demo import PASSWORD, usernames
from accounts.models import PersonRole, Unit, User
from regions.models import Region


def people_of(administrator: User) -> QuerySet[User]:
    """The accounts of the administrator's scope; those without a region only for an administrator of the nation."""
    people = User.objects.exclude(role=PersonRole.SYSTEM).select_related("region", "unit")
    if administrator.region is not None:
        people = people.filter(region__in=visible_regions(administrator))
    return people.order_by("region__code", "role", "username")


def units_of(administrator: User) -> QuerySet[Unit]:
    """The units of the administrator's scope."""
    units = Unit.objects.select_related("region").order_by("region__code", "name")
    if administrator.region is not None:
        units = units.filter(region__lineage__startswith=administrator.region.lineage)
    return units


def units_with_people(administrator: User) -> QuerySet[Unit]:
    """The same, each with ``active_people``: how many accounts of it may log in."""
    return units_of(administrator).annotate(active_people=Count("people", filter=Q(people__is_active=True)))


def regions_to_choose(administrator: User) -> QuerySet[Region]:
    """Regions to offer in a list: those of the scope that have people or units, and the scope itself; not all 3,207."""
    used = Q(people__isnull=False) | Q(units__isnull=False)
    if administrator.region_id is not None:
        used |= Q(pk=administrator.region_id)
    return visible_regions(administrator).filter(used).distinct().order_by("code")


def open_demo_accounts() -> list[User]:
    """Demo accounts that can log in with the pass word that everybody knows; none in a sound production."""
    people = User.objects.filter(username__in=usernames(), is_active=True)
    return [person for person in people if person.check_password(PASSWORD)]


def clerks_of(unit_ids: Iterable[int]) -> QuerySet[User]:
    """The people who enter figures for these units and can log in."""
    return User.objects.filter(role=PersonRole.CLERK, is_active=True, unit__in=list(unit_ids)).order_by("username")


def keepers_of(region: Region) -> QuerySet[User]:
    """The reviewers and planners of exactly this region: they enter what no unit answers for."""
    roles = [PersonRole.REVIEWER, PersonRole.PLANNER]
    return User.objects.filter(role__in=roles, is_active=True, region=region).order_by("username")
