"""Nobody reaches beyond the own role and region by typing what the page does not offer."""

from io import StringIO

import pytest
from django.core.management import call_command

from accounts import demo
from accounts.models import ApiKey, User
from accounts.services import api_keys
from accounts.services.people import save_person
from config import checks
from projects.models import Project
from tests.factories import accounts, indicators, regions
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db
STRONG = "kui-hua-2031-ting"


@pytest.fixture
def as_person(client):
    def log_in(person):
        person.is_staff = person.role in {"planner", "administrator"}
        person.save()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return log_in


def account(**changed):
    """What the admin's form of an account sends."""
    data = {"username": "someone", "display_name": "某人", "email": "", "role": "leader", "unit": "", "is_active": "on"}
    return data | {"region": regions.yanjin().pk} | changed


def of_project(**changed):
    data = {"box": "", "group": "", "position": 1, "name": "水厂", "facts": "", "kind": "project", "stage": ""}
    return data | {"region": regions.yanjin().pk, "lead_unit": "", "investment": "", "investment_unit": ""} | changed


@pytest.mark.parametrize("changed", [{"region": ""}, {"region": "city"}], ids=["the whole nation", "the city above"])
def test_an_administrator_widens_nobody_not_even_the_own_account(as_person, changed):
    person = accounts.administrator(regions.yanjin())
    data = account(username=person.username, role="administrator", **changed)
    if data["region"] == "city":
        data["region"] = regions.xinxiang().pk
    answer = as_person(person).post(f"/admin/accounts/user/{person.pk}/change/", data)
    assert answer.status_code == 403
    person.refresh_from_db()
    assert person.region == regions.yanjin()


def test_what_the_form_does_not_show_is_not_taken(as_person):
    leader = accounts.leader()
    data = account(username=leader.username, is_staff="on", is_superuser="on", password="x")
    as_person(accounts.administrator(regions.yanjin())).post(f"/admin/accounts/user/{leader.pk}/change/", data)
    stored = User.objects.get(pk=leader.pk)
    assert (stored.is_staff, stored.is_superuser, stored.password) == (False, False, leader.password)
    assert stored.display_name == "某人", "the rest was written"


def test_nothing_of_a_superuser_outlives_the_role():
    first = User.objects.create_superuser("first", password=STRONG)
    assert save_person(person=first, by=None).is_superuser
    first.role, first.region = "leader", regions.yanjin()
    save_person(person=first, by=None)
    stored = User.objects.get(pk=first.pk)
    assert (stored.is_superuser, stored.is_staff) == (False, False)


def test_a_planner_opens_no_account(as_person):
    planner = accounts.planner(regions.yanjin())
    data = account(username=planner.username, role="administrator")
    assert as_person(planner).post(f"/admin/accounts/user/{planner.pk}/change/", data).status_code == 403
    planner.refresh_from_db()
    assert planner.role == "planner"


def test_a_unit_beyond_the_scope_cannot_be_chosen(as_person):
    elsewhere = accounts.UnitFactory(region=regions.xinxiang())
    passwords = {"usable_password": "true", "password1": STRONG, "password2": STRONG}
    client = as_person(accounts.administrator(regions.yanjin()))
    answer = client.post("/admin/accounts/user/add/", account(role="clerk", unit=elsewhere.pk) | passwords)
    assert "该单位不在账号的地区范围内" in answer.content.decode()
    assert not User.objects.filter(username="someone").exists()
    own = accounts.UnitFactory(region=regions.yanjin())
    assert client.post("/admin/accounts/user/add/", account(role="clerk", unit=own.pk) | passwords).status_code == 302


def test_the_admin_writes_no_project(as_person):
    """They are written by their page, which checks rights by region, what one saw, and keeps a reason."""
    project = ProjectFactory(name="水厂")
    client = as_person(accounts.planner(regions.yanjin()))
    assert client.get(f"/admin/projects/project/{project.pk}/change/").status_code == 200
    assert client.post(f"/admin/projects/project/{project.pk}/change/", of_project(name="别的")).status_code == 403
    assert client.post("/admin/projects/project/add/", of_project(plan=project.plan_id)).status_code == 403
    assert [one.name for one in Project.objects.all()] == ["水厂"]


def test_a_unit_that_answers_for_a_row_is_of_the_scope(as_person):
    row = indicators.gdp_row()
    elsewhere = accounts.UnitFactory(region=regions.xinxiang())
    client = as_person(accounts.planner(regions.yanjin()))
    page = client.get(f"/admin/indicators/planindicator/{row.pk}/change/")
    form = page.context["adminform"].form
    data = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    formset = page.context["inline_admin_formsets"][0].formset
    data |= {field.html_name: field.value() for field in formset.management_form}
    prefix = formset.prefix
    data |= {f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-INITIAL_FORMS": 0, f"{prefix}-0-unit": elsewhere.pk}
    assert client.post(f"/admin/indicators/planindicator/{row.pk}/change/", data).status_code == 403
    assert not row.units.filter(pk=elsewhere.pk).exists()
    data[f"{prefix}-0-unit"] = accounts.UnitFactory(region=regions.yanjin(), name="财政局").pk
    assert client.post(f"/admin/indicators/planindicator/{row.pk}/change/", data).status_code == 302
    assert row.units.count() == 2


def key_of(region):
    client = api_keys.register_client(name=f"{region.code} 的系统", region=region, scopes=["read:plans"], by=None)
    return api_keys.issue_key(client=client, by=None)


def test_a_lost_key_is_revoked_in_the_admin_by_its_own_administrator(as_person, client):
    (own, plain), (other, _secret) = key_of(regions.yanjin()), key_of(regions.xinxiang())
    chosen = {"action": "revoke", "_selected_action": [own.pk, other.pk]}
    as_person(accounts.administrator(regions.yanjin())).post("/admin/accounts/apikey/", chosen)
    assert [ApiKey.objects.get(pk=one.pk).revoked_at is None for one in (own, other)] == [False, True]
    client.logout()
    assert client.get("/api/v1/plans/", headers={"authorization": f"Bearer {plain}"}).status_code == 401


def test_a_key_in_the_address_opens_nothing(client):
    _key, plain = key_of(regions.yanjin())
    assert client.get(f"/api/v1/plans/?key={plain}").status_code == 401


def test_other_sessions_end_with_the_pass_word_and_all_with_the_account(client, django_user_model):
    from django.test import Client

    person, other = accounts.leader(), Client()
    for one in (client, other):
        one.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    data = {"old_password": accounts.PASSWORD, "new_password1": STRONG, "new_password2": STRONG}
    assert client.post("/accounts/password/", data).status_code == 302
    assert (client.get("/").status_code, other.get("/").status_code) == (200, 302)
    django_user_model.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get("/").status_code == 302
    assert client.get("/api/v1/plans/").status_code == 401


def test_a_production_with_open_demo_accounts_is_an_error(settings):
    for region in (regions.xinxiang(), regions.yanjin()):
        assert region.code in demo.REGIONS
    assert {regions.xiping().code, regions.henan().code} == set(demo.LED_REGIONS)
    call_command("create_demo_accounts", stdout=StringIO())
    assert checks.demo_accounts(None, databases=["default"]) == [], "a local run has them"
    settings.DEPLOYMENT = "production"
    assert [one.id for one in checks.demo_accounts(None, databases=["default"])] == ["config.E007"]
    first, *rest = User.objects.filter(username__in=demo.usernames())
    first.set_password(STRONG)
    first.save()
    User.objects.filter(pk__in=[one.pk for one in rest]).update(is_active=False)
    assert checks.demo_accounts(None, databases=["default"]) == []
