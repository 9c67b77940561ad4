"""Units and people, one function per role."""

import factory

from accounts.models import PersonRole, Unit, User
from tests.factories import regions

PASSWORD = "jin-du-2025-tests"


class UnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Unit
        django_get_or_create = ("region", "name")

    region = factory.LazyFunction(regions.yanjin)
    name = "统计局"


class UserFactory(factory.django.DjangoModelFactory):
    """A leader of Yanjin who can log in with ``PASSWORD``; give ``role``, ``region``, ``unit`` for another."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    display_name = factory.LazyAttribute(lambda user: f"某{user.username}")
    role = PersonRole.LEADER
    region = factory.LazyFunction(regions.yanjin)
    unit = None
    password = factory.django.Password(PASSWORD)


def clerk(unit: Unit | None = None) -> User:
    unit = unit or UnitFactory()
    return UserFactory(role=PersonRole.CLERK, region=unit.region, unit=unit)


def reviewer(region=None) -> User:
    return UserFactory(role=PersonRole.REVIEWER, region=region or regions.yanjin())


def planner(region=None) -> User:
    return UserFactory(role=PersonRole.PLANNER, region=region or regions.yanjin())


def leader(region=None) -> User:
    return UserFactory(role=PersonRole.LEADER, region=region or regions.yanjin())


def administrator(region=None) -> User:
    return UserFactory(role=PersonRole.ADMINISTRATOR, region=region, is_staff=True)
