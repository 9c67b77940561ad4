"""Accounts: what follows from a role, whose accounts an administrator manages, demo and system accounts."""

from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command

from accounts.models import Unit, User
from accounts.services import people as service
from tests.factories import accounts, regions

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "admin"),
    [("clerk", False), ("reviewer", False), ("leader", False), ("planner", True), ("administrator", True)],
)
def test_the_role_decides_about_the_admin(role, admin):
    unit = accounts.UnitFactory() if role == "clerk" else None
    person = service.create_person(
        username="someone", password=accounts.PASSWORD, role=role, region=regions.yanjin(), unit=unit, by=None
    )
    assert (person.is_staff, person.is_superuser) == (admin, False)


def test_a_clerk_needs_a_unit():
    with pytest.raises(ValidationError, match="填报员必须属于一个单位"):
        service.create_person(username="a", password=accounts.PASSWORD, role="clerk", region=regions.yanjin(), by=None)


def test_an_administrator_grants_nothing_beyond_the_own_scope(caplog):
    administrator = accounts.administrator(regions.yanjin())
    given = {"username": "a", "password": accounts.PASSWORD, "role": "leader", "by": administrator}
    service.create_person(region=regions.yanjin(), **given)
    for region in (regions.weibin(), regions.xinxiang(), None):
        with pytest.raises(PermissionDenied):
            service.create_person(region=region, **{**given, "username": "b", "role": "administrator"})
    assert caplog.text.count("refused: write account b") == 3
    other = accounts.leader(regions.weibin())
    other.region = regions.yanjin()
    with pytest.raises(PermissionDenied):
        service.save_person(person=other, by=administrator)


def test_only_administrators_write_accounts():
    for person in (accounts.planner(), accounts.leader(), accounts.reviewer()):
        with pytest.raises(PermissionDenied):
            service.save_person(person=accounts.leader(), by=person)


def test_list_holds_the_own_scope_only(client):
    here, there = accounts.leader(), accounts.leader(regions.weibin())
    service.system_users()
    client.force_login(accounts.administrator(regions.yanjin()), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/accounts/").content.decode()
    assert here.username in page
    assert f">{there.username}<" not in page
    assert service.SUBMITTER not in page


def test_system_users_are_two_and_made_once():
    first = service.system_users()
    assert service.system_users() == first
    assert first[0] != first[1]
    assert {(one.role, one.is_active, one.is_staff) for one in first} == {("system", False, False)}


def test_demo_accounts_one_per_role_and_region(client):
    regions.yanjin(), regions.xiping()
    shown = StringIO()
    call_command("create_demo_accounts", stdout=shown)
    call_command("create_demo_accounts", stdout=StringIO())
    assert User.objects.count() == 13
    leaders = User.objects.filter(role="leader").order_by("username").values_list("username", "region__code")
    assert list(leaders) == [
        ("henan-leader", "410000"),
        ("xinxiang-leader", "410700"),
        ("xiping-leader", "411721"),
        ("yanjin-leader", "410726"),
    ]
    clerk = User.objects.get(username="yanjin-clerk")
    assert (clerk.unit.name, clerk.unit.region.code) == ("统计局", "410726")
    assert User.objects.get(username="yanjin-project-clerk").unit.name == "住房和城乡建设局"
    username, password = shown.getvalue().splitlines()[0].split()[:2]
    response = client.post("/accounts/login/", {"username": username, "password": password})
    assert response.status_code == 302


def test_demo_accounts_need_regions():
    with pytest.raises(CommandError, match="load_regions"):
        call_command("create_demo_accounts")
    assert not User.objects.exists()
    assert not Unit.objects.exists()


def test_no_demo_accounts_in_production(settings):
    settings.DEPLOYMENT = "production"
    regions.yanjin()
    with pytest.raises(CommandError, match="生产环境"):
        call_command("create_demo_accounts")
    assert not User.objects.exists()
