"""Pages of other systems: registered, changed, given keys that are shown once, by administrators of their regions alone."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import ApiClient, ApiKey, AuditEntry
from accounts.models.api_clients import Scope
from accounts.services import api_keys
from exchange.presenters.clients import MEANINGS, what_it_may
from tests.factories import accounts, api, regions

pytestmark = pytest.mark.django_db
LIST = "/api/v1/regions/"
TYPED = {"name": "县统计局平台", "region": "410726", "unit": "", "rate_per_minute": "60",
         "scopes": ["read:assessments", "write:observations"]}  # fmt: skip


@pytest.fixture
def office(client):
    """The browser of an administrator of Yanjin."""
    client.person = accounts.administrator(regions.yanjin())
    client.force_login(client.person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def system():
    return api.system(scopes=["read:regions"])


def page(client: ApiClient) -> str:
    return f"/exchange/clients/{client.pk}/"


def issue(office, system, **typed):
    keys = ApiKey.objects.filter(client=system).order_by("-pk")
    newest = keys[0].pk if keys else 0
    return office.post(f"{page(system)}keys/", {"days": "365", "newest": newest} | typed)


def key_shown(answer) -> str:
    return re.search(r'id="api-key">([^<]+)<', answer.content.decode())[1]


# --- systems ---------------------------------------------------------------------------------------------------------
def test_a_system_is_registered_and_changed(office):
    unit = accounts.UnitFactory(region=regions.yanjin())
    answer = office.post("/exchange/clients/new/", TYPED | {"unit": unit.pk})
    made = ApiClient.objects.get()
    assert answer.url == page(made)
    assert (made.name, made.region.code, made.unit, made.rate_per_minute, made.is_active) == (
        "县统计局平台", "410726", unit, 60, True
    )  # fmt: skip
    assert made.scopes == ["read:assessments", "write:observations"]
    answer = office.post(f"{page(made)}edit/", TYPED | {"name": "新平台", "scopes": ["read:plans"]})
    assert answer.url == page(made)
    made.refresh_from_db()
    assert (made.name, made.unit, made.scopes, made.is_active) == ("新平台", None, ["read:plans"], False)
    shown = office.get(page(made)).content.decode()
    assert "接口客户端 县统计局平台：改名为 新平台" in shown
    assert "每分钟 60 次，停用" in shown
    assert f"{page(made)}keys/" not in shown  # it is stopped


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"region": "410700"}, "您管理的范围内没有“410700”"),
        ({"region": ""}, "该字段是必填项。"),
        ({"scopes": []}, "至少选一项权限。"),
        ({"scopes": ["read:everything"]}, "read:everything"),
        ({"rate_per_minute": "0"}, "1"),
        ({"rate_per_minute": "100000"}, "6000"),
        ({"name": "有了"}, "已有同名的系统"),
    ],
)
def test_what_cannot_be_registered(office, typed, said):
    ApiClient.objects.create(name="有了", region=regions.weibin())
    answer = office.post("/exchange/clients/new/", TYPED | typed)
    errors = answer.context["form"].errors
    assert (answer.status_code, list(errors)) == (422, list(typed))
    assert said in str(errors)
    assert ApiClient.objects.count() == 1


def test_a_unit_elsewhere_is_not_offered_and_not_taken(client):
    client.force_login(accounts.administrator(regions.xinxiang()), backend="django.contrib.auth.backends.ModelBackend")
    regions.yanjin()
    elsewhere = accounts.UnitFactory(region=regions.weibin())  # within the scope, not within the system's region
    answer = client.post("/exchange/clients/new/", TYPED | {"unit": elsewhere.pk})
    assert answer.context["form"].errors == {"unit": ["该单位不在系统的地区范围内。"]}


def test_the_list_shows_the_own_scope_with_state_and_use(office, system):
    now = timezone.now()
    stopped = api.system(is_active=False)
    ending = api.system(scopes=Scope.values)
    api_keys.issue_key(client=ending, by=None, expires_at=now + timedelta(days=3))
    used = api.system()
    for at, address in ((now - timedelta(days=2), "10.0.0.2"), (now - timedelta(days=1), "10.0.0.1"), (None, None)):
        key, plain = api_keys.issue_key(client=used, by=None)
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=at, last_used_ip=address)
    api.with_key(plain).get(LIST, REMOTE_ADDR="10.0.0.3")
    api.with_key(plain).get(LIST)
    api.system(regions.weibin())
    lines = {line.client: line for line in office.get("/exchange/clients/").context["lines"]}
    assert {client: line.state.word for client, line in lines.items()} == {
        system: "没有可用密钥", stopped: "停用", ending: "密钥将到期", used: "启用"
    }  # fmt: skip
    assert (lines[used].client.last_used_ip, lines[used].calls, lines[system].calls) == ("10.0.0.3", 2, 0)
    assert lines[system].client.last_used_at is None
    assert lines[ending].may == "全部读权限、报送实际值、报送项目月报"


def test_what_it_may_is_said_one_by_one_where_it_may_not_read_all():
    assert what_it_may(["write:observations", "read:plans"]) == "读规划、报送实际值"
    assert set(MEANINGS) == set(Scope)


def test_the_list_asks_as_often_for_many_as_for_one(office, django_assert_num_queries):
    for _ in range(2):
        api_keys.issue_key(client=api.system(), by=None)
        with django_assert_num_queries(5):
            office.get("/exchange/clients/")


def test_pages_work_without_redis(office, system, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert office.get("/exchange/clients/").context["lines"][0].calls is None
    assert office.get(page(system)).status_code == 200


# --- keys ------------------------------------------------------------------------------------------------------------
def test_a_key_is_shown_once_and_never_by_a_page_loaded_again(office, system):
    answer = issue(office, system)
    plain = key_shown(answer)
    assert "no-store" in answer["Cache-Control"]
    assert api.with_key(plain).get(LIST).status_code == 200
    key = ApiKey.objects.get()
    assert timedelta(days=364) < key.expires_at - timezone.now() <= timedelta(days=365)
    again = issue(office, system, newest=0)  # what a browser sends when the page is loaded again
    assert (again.status_code, again.url) == (302, page(system))
    shown = office.get(page(system)).content.decode()
    assert "刚才已签发过密钥" in shown
    assert plain not in shown
    assert plain not in str(list(AuditEntry.objects.values())) + str(dict(office.session))
    assert ApiKey.objects.count() == 1


def test_a_key_is_replaced(office, system):
    old = ApiKey.objects.get(prefix=key_shown(issue(office, system, days=""))[:11])
    assert old.expires_at is None
    address = f"/exchange/keys/{old.pk}/rotate/"
    assert office.get(address).context["form"].initial["newest"] == old.pk
    answer = office.post(address, {"overlap": "7", "days": "90", "newest": old.pk})
    plain = key_shown(answer)
    assert "no-store" in answer["Cache-Control"]
    old.refresh_from_db()
    assert abs(old.expires_at - timezone.now() - timedelta(days=7)) < timedelta(minutes=1)
    assert api.with_key(plain).get(LIST).status_code == 200
    assert office.post(address, {"overlap": "7", "days": "90", "newest": old.pk}).status_code == 302
    assert ApiKey.objects.count() == 2
    assert office.post(address, {"overlap": "9", "days": "90", "newest": old.pk}).status_code == 422


def test_a_key_is_revoked(office, system):
    plain = key_shown(issue(office, system))
    key = ApiKey.objects.get()
    assert office.post(f"/exchange/keys/{key.pk}/revoke/").url == page(system)
    assert api.with_key(plain).get(LIST).status_code == 401
    shown = office.get(page(system)).content.decode()
    assert "已吊销" in shown
    assert f"吊销接口密钥 {key.prefix}" in shown
    assert not office.get(f"/exchange/keys/{key.pk}/rotate/").context["good"]


def test_a_stopped_system_gets_no_key(office, system):
    ApiClient.objects.update(is_active=False)
    assert issue(office, system).status_code == 302
    assert not ApiKey.objects.exists()


def test_what_lies_elsewhere_is_not_there(office):
    """Another county's system answers exactly like one that does not exist."""
    key, _plain = api_keys.issue_key(client=api.system(regions.weibin()), by=None)
    for client_id, key_id in ((key.client_id, key.pk), (999999, 999999)):
        base, keys = f"/exchange/clients/{client_id}/", f"/exchange/keys/{key_id}/"
        got = [
            office.get(base),
            office.get(f"{base}edit/"),
            office.post(f"{base}edit/", TYPED),
            office.get(f"{keys}rotate/"),
        ]
        got += [office.post(f"{base}keys/", {"days": "90", "newest": key.pk}), office.post(f"{keys}revoke/")]
        got += [office.post(f"{keys}rotate/", {"days": "90", "overlap": "0", "newest": key.pk})]
        assert {answer.status_code for answer in got} == {404}
    assert ApiKey.objects.get().revoked_at is None
