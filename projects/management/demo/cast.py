"""Who plays in the sample: the demo accounts, and people of other units who can never log in."""

from __future__ import annotations

from django.core.management.base import CommandError

from accounts.demo import REGIONS, username
from accounts.models import PersonRole, Unit, User
from accounts.services.people import save_person
from regions.models import Region


class Cast:
    """Finds the person for a part and makes the missing ones."""

    def __init__(self) -> None:
        self._clerks: dict[int, User] = {}
        self._offices: dict[tuple[int, PersonRole], User] = {}

    def office(self, region: Region, role: PersonRole) -> User:
        """The demo account of the region, or of the city above it."""
        if (region.pk, role) not in self._offices:
            self._offices[region.pk, role] = self._office(region, role)
        return self._offices[region.pk, role]

    def _office(self, region: Region, role: PersonRole) -> User:
        for one in (region, region.parent):
            word = REGIONS.get(one.code) if one is not None else None
            found = User.objects.filter(username=username(word, role)).first() if word else None
            if found is not None:
                return found
        raise CommandError("没有演示账号。请先运行 create_demo_accounts。")

    def clerk(self, unit: Unit) -> User:
        """The clerk of a unit: whoever is there, else an account that nobody can log in with."""
        if unit.pk not in self._clerks:
            clerks = User.objects.filter(unit=unit, role=PersonRole.CLERK).order_by("-is_active", "pk")
            self._clerks[unit.pk] = clerks.first() or self._made(unit)
        return self._clerks[unit.pk]

    def _made(self, unit: Unit) -> User:
        person = User(
            username=f"sample-{unit.region.code}-{unit.pk}",
            display_name=f"{unit.region.name}{unit.name}填报员（演示）"[:60],
            role=PersonRole.CLERK,
            region=unit.region,
            unit=unit,
            is_active=False,
        )
        person.set_unusable_password()
        return save_person(person=person, by=None)
