"""Pages of people and units: who is listed, what is written and recorded, what an administrator cannot do."""

import re

import pytest
from django.urls import reverse

from accounts.models import AuditEntry, AuditKind, Unit, User
from accounts.services import units as unit_service
from accounts.services.passwords import generate_password
from tests.factories import accounts, regions

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return accounts.administrator(regions.yanjin())


@pytest.fixture
def office(client, administrator):
    """The administrator's browser."""
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    return client


def typed(**changed):
    data = {"username": "zhang-san", "display_name": "张三", "email": "", "role": "leader", "region": "410726"}
    return data | {"unit": "", "is_active": "on"} | changed


def one_time(answer):
    return re.search(r'id="one-time-password">([^<]+)<', answer.content.decode())[1]


def told(kind=AuditKind.ACCOUNT):
    return list(AuditEntry.objects.filter(kind=kind).values_list("about", flat=True))


def test_a_new_account_gets_a_password_that_is_shown_once(office, administrator):
    unit = accounts.UnitFactory()
    answer = office.post("/accounts/people/new/", typed(role="clerk", unit=unit.pk, email="a@example.org"))
    password = one_time(answer)
    person = User.objects.get(username="zhang-san")
    assert person.check_password(password)
    assert (person.role, person.unit, person.region, person.email) == ("clerk", unit, unit.region, "a@example.org")
    assert person.must_change_password
    assert "no-store" in answer["Cache-Control"]
    entry = AuditEntry.objects.get(kind=AuditKind.ACCOUNT)
    assert (entry.person, entry.region) == (administrator, unit.region)
    assert "zhang-san" in entry.about and password not in entry.about
    assert password not in office.get(f"/accounts/people/{person.pk}/").content.decode()


def test_generated_passwords_differ_and_are_read_out_easily():
    made = {generate_password() for _one in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"[a-hj-km-np-z2-9]{4}(-[a-hj-km-np-z2-9]{4}){3}", one) for one in made)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"region": "410700"}, "您管理的范围内没有"),
        ({"region": "卫滨区"}, "您管理的范围内没有"),
        ({"region": "", "role": "administrator"}, "请填地区范围"),
        ({"role": "clerk"}, "填报员必须属于一个单位"),
        ({"role": "system"}, "选择一个有效的选项"),
        ({"username": "有 空格"}, "用户名"),
        ({"username": "TAKEN"}, "已有这个用户名"),
    ],
)
def test_what_the_form_refuses(office, changed, sentence):
    regions.weibin()
    accounts.UserFactory(username="taken")
    before = User.objects.count()
    answer = office.post("/accounts/people/new/", typed(**changed))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert User.objects.count() == before


def test_a_region_is_found_by_its_name(office):
    assert office.post("/accounts/people/new/", typed(region="延津县")).status_code == 200
    assert User.objects.get(username="zhang-san").region == regions.yanjin()


def test_an_account_is_changed_and_the_log_says_what(office):
    person = accounts.leader()
    address = f"/accounts/people/{person.pk}/"
    same = typed(username="other", display_name=person.display_name)
    assert office.post(address, same).status_code == 302
    assert told() == [], "nothing was changed, the user name never is"
    assert office.post(address, same | {"role": "reviewer", "is_active": ""}).status_code == 302
    stored = User.objects.get(pk=person.pk)
    assert (stored.username, stored.role, stored.is_active) == (person.username, "reviewer", False)
    assert told() == [f"修改账号 {person.username}：角色 领导 → 审核员；状态 启用 → 停用"]


def test_nobody_locks_oneself_out(office, administrator):
    address = f"/accounts/people/{administrator.pk}/"
    office.post(address, typed(role="leader", is_active="", display_name="新名"))
    stored = User.objects.get(pk=administrator.pk)
    assert (stored.role, stored.is_active, stored.display_name) == ("administrator", True, "新名")
    for page in ("password", "two-step"):
        assert office.post(f"{address}{page}/").status_code == 403


def test_the_service_refuses_it_too(administrator):
    from django.core.exceptions import PermissionDenied

    from accounts.services.people import save_person

    for name, value in (("role", "leader"), ("is_active", False)):
        person = User.objects.get(pk=administrator.pk)
        setattr(person, name, value)
        with pytest.raises(PermissionDenied):
            save_person(person=person, by=administrator)


def test_a_superuser_stays_one_and_nobody_becomes_one(client):
    first = User.objects.create_superuser("first", password=accounts.PASSWORD)
    second = accounts.administrator()
    client.force_login(second, backend="django.contrib.auth.backends.ModelBackend")
    data = typed(role="administrator", region="", is_superuser="on", is_staff="on", display_name="甲")
    assert client.post(f"/accounts/people/{first.pk}/", data).status_code == 302
    assert client.post("/accounts/people/new/", data).status_code == 200
    assert set(User.objects.filter(is_superuser=True)) == {first}


@pytest.mark.parametrize("page", ["", "password/", "two-step/", "release/"])
def test_accounts_beyond_the_scope_are_out_of_reach(office, page):
    for person in (accounts.leader(regions.weibin()), accounts.leader(regions.xinxiang()), accounts.administrator()):
        before = User.objects.get(pk=person.pk).password
        assert office.post(f"/accounts/people/{person.pk}/{page}", typed()).status_code == 403
        assert User.objects.get(pk=person.pk).password == before
    assert office.post(f"/accounts/people/999999/{page}").status_code == 404


def test_a_reset_ends_the_old_password_and_its_sessions(office, client):
    from django.test import Client

    person, theirs = accounts.leader(), Client()
    theirs.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    password = one_time(office.post(f"/accounts/people/{person.pk}/password/"))
    person.refresh_from_db()
    assert person.check_password(password) and person.must_change_password
    assert theirs.get("/").status_code == 302
    assert told(AuditKind.PASSWORD) == [f"重置了账号 {person.username} 的密码"]


def test_the_list_is_filtered(office):
    unit = accounts.UnitFactory()
    clerk, gone = accounts.clerk(unit), accounts.reviewer()
    User.objects.filter(pk=gone.pk).update(is_active=False)

    def listed(**query):
        return {one.username for one in office.get("/accounts/", query).context["found"]}

    assert listed(unit=unit.pk) == {clerk.username}
    assert listed(role="reviewer") == {gone.username}
    assert gone.username not in listed(state="active") and listed(state="inactive") == {gone.username}
    assert listed(name=clerk.display_name) == {clerk.username}
    assert listed(state="locked") == set()
    assert listed(region="410726") == listed()
    wrong = office.get("/accounts/", {"role": "king"})
    assert wrong.status_code == 200 and "king" in wrong.content.decode() and not wrong.context["found"]


def test_the_list_costs_a_constant_number_of_queries(office, django_assert_max_num_queries):
    for number in range(20):
        accounts.clerk(accounts.UnitFactory(name=f"局{number}"))
    with django_assert_max_num_queries(10):
        office.get("/accounts/")


def test_units_are_made_and_renamed_and_recorded(office):
    assert office.post("/accounts/units/new/", {"region": "410726", "name": "财政局"}).status_code == 302
    unit = Unit.objects.get(name="财政局")
    again = office.post("/accounts/units/new/", {"region": "410726", "name": "财政局"})
    assert again.status_code == 422 and "已有同名单位" in again.content.decode()
    assert office.post(f"/accounts/units/{unit.pk}/", {"name": "财政和金融局"}).status_code == 302
    assert told() == ["单位改名：财政局 → 财政和金融局", f"新建单位 {unit.region.name} · 财政局"]
    page = office.get("/accounts/units/").content.decode()
    assert "财政和金融局" in page and "没有" in page, "nobody could enter its figures"


def test_units_of_others_are_out_of_reach(office, administrator):
    from django.core.exceptions import PermissionDenied

    other = accounts.UnitFactory(region=regions.weibin(), name="别处的局")
    assert office.post(f"/accounts/units/{other.pk}/", {"name": "甲"}).status_code == 403
    assert office.post("/accounts/units/new/", {"region": "410700", "name": "甲"}).status_code == 422
    assert "别处的局" not in office.get("/accounts/units/").content.decode()
    with pytest.raises(PermissionDenied):
        unit_service.create_unit(region=regions.xinxiang(), name="甲", by=administrator)


def test_a_unit_leads_to_the_rows_it_answers_for(office):
    from tests.factories.indicators import gdp_row

    row = gdp_row()
    unit = row.units.get()
    address = reverse("admin:indicators_planindicator_changelist") + f"?units__id__exact={unit.pk}"
    assert address.replace("&", "&amp;") in office.get("/accounts/units/").content.decode()
    assert row.short_name in office.get(address).content.decode()
