"""A key is issued once, checked whole, and tells the caller nothing when it is wrong; the log is told everything."""

import logging
from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import ApiClient, ApiKey, AuditEntry
from accounts.models.api_clients import Scope
from accounts.services import api_keys
from tests.factories import accounts, api, regions

LIST = "/api/v1/regions/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued():
    key, plain = api_keys.issue_key(client=api.system(), by=None)
    return key, plain


def test_a_key_opens_the_api_and_is_stored_only_as_a_hash(issued):
    key, plain = issued
    assert api.with_key(plain).get(LIST).status_code == 200
    stored = ApiKey.objects.values().get(pk=key.pk)
    assert plain not in str(stored)
    assert plain.startswith(stored["prefix"])
    assert len(stored["key_hash"]) == 64


def test_nobody_is_anonymous(stranger):
    answer = stranger.get(LIST)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["type"] == "urn:problem-type:not-authenticated"


def _unknown(key, plain):
    return plain[:-1] + ("a" if plain[-1] != "a" else "b")


def _revoked(key, plain):
    api_keys.revoke_key(key=key, by=None)
    return plain


def _expired(key, plain):
    ApiKey.objects.filter(pk=key.pk).update(expires_at=timezone.now())
    return plain


def _inactive(key, plain):
    ApiClient.objects.filter(pk=key.client_id).update(is_active=False)
    return plain


@pytest.mark.parametrize(
    ("spoil", "logged"),
    [
        (_unknown, "unknown"),
        (_revoked, "revoked"),
        (_expired, "expired"),
        (_inactive, "client is not active"),
        (lambda key, plain: "", "unknown"),
        (lambda key, plain: plain.upper(), "unknown"),
        (lambda key, plain: f"{plain} {plain}", "unknown"),
        (lambda key, plain: "\x00密钥".encode().decode("latin-1"), "unknown"),
    ],
)
def test_every_wrong_key_gets_the_same_answer_and_its_own_line_in_the_log(issued, caplog, spoil, logged):
    shown = spoil(*issued)
    with caplog.at_level(logging.WARNING, "security.api"):
        answer = api.with_key(shown).get(LIST)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["detail"] == "密钥无效。请检查 Authorization 标头，或向管理员申请新的密钥。"
    (line,) = [record.getMessage() for record in caplog.records if record.name == "security.api"]
    assert f"key not accepted: {logged} " in line
    assert not shown or shown not in line


def test_another_scheme_is_no_key(stranger, issued):
    stranger.credentials(HTTP_AUTHORIZATION=f"Basic {issued[1]}")
    assert stranger.get(LIST).status_code == 401


def test_use_is_noted_at_most_once_a_minute(issued, django_assert_num_queries):
    key, plain = issued
    caller = api.with_key(plain)
    caller.get(LIST, REMOTE_ADDR="127.0.0.9")
    key.refresh_from_db()
    first = key.last_used_at
    assert (key.last_used_ip, timezone.now() - first < timedelta(seconds=20)) == ("127.0.0.9", True)
    with django_assert_num_queries(2):  # the key with its client, the regions
        caller.get(LIST, REMOTE_ADDR="127.0.0.10")
    key.refresh_from_db()
    assert (key.last_used_at, key.last_used_ip) == (first, "127.0.0.9")
    ApiKey.objects.update(last_used_at=first - timedelta(minutes=2))
    caller.get(LIST, REMOTE_ADDR="127.0.0.10")
    key.refresh_from_db()
    assert (key.last_used_at > first, key.last_used_ip) == (True, "127.0.0.10")


def test_a_person_who_is_logged_in_reads_too(stranger):
    stranger.force_login(accounts.leader())
    assert [found["code"] for found in stranger.get(LIST).json()["results"]] == ["410726"]


def test_a_key_is_no_log_in_for_pages(issued):
    assert api.with_key(issued[1]).get("/admin/").status_code == 302


# --- services and command --------------------------------------------------------------------------------------------
def test_an_expiry_in_the_past_is_refused():
    with pytest.raises(ValidationError) as caught:
        api_keys.issue_key(client=api.system(), by=None, expires_at=timezone.now())
    assert "expires_at" in caught.value.message_dict
    assert not ApiKey.objects.exists()


def test_revoking_twice_keeps_the_first_time(issued):
    key, _plain = issued
    first = api_keys.revoke_key(key=key, by=None).revoked_at
    assert api_keys.revoke_key(key=key, by=None).revoked_at == first


def issue(*, client: str, region: str, scope: list[str]) -> str:
    out = StringIO()
    scopes = [word for name in scope for word in ("--scope", name)]
    call_command("issue_key", "--client", client, "--region", region, *scopes, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_the_command_prints_only_the_key_and_registers_the_system():
    regions.yanjin()
    output = issue(client="统计局平台", region="410726", scope=["read"])
    assert len(output.splitlines()) == 1
    assert api.with_key(output.strip()).get(LIST).status_code == 200
    system = ApiClient.objects.get()
    assert (system.name, system.region.code) == ("统计局平台", "410726")
    assert set(system.scopes) == {scope for scope in Scope.values if scope.startswith("read:")}


def test_the_command_gives_a_known_system_another_key():
    regions.yanjin()
    first, second = (issue(client="平台", region="410726", scope=["read:regions"]).strip() for _ in range(2))
    assert first != second
    assert (ApiClient.objects.count(), ApiKey.objects.count()) == (1, 2)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"region": "999999"}, "没有代码为 999999 的地区"),
        ({"region": "410703"}, "与所给范围不同"),
        ({"scope": ["read:regions", "read:plans"]}, "与所给权限不同"),
        ({"scope": ["read:everything"]}, "没有“read:everything”这种权限"),
    ],
)
def test_the_command_refuses_and_changes_nothing(options, said):
    regions.yanjin(), regions.weibin()
    good = {"client": "平台", "region": "410726", "scope": ["read:regions"]}
    issue(**good)
    with pytest.raises(CommandError, match=said):
        issue(**good | options)
    assert (ApiClient.objects.get().scopes, ApiKey.objects.count()) == (["read:regions"], 1)


def test_a_stopped_system_gets_no_key():
    system = api.system(is_active=False)
    with pytest.raises(ValidationError, match="已停用"):
        api_keys.register_client(name=system.name, region=system.region, scopes=system.scopes, by=None)


def test_the_command_knows_writing_a_unit_and_an_end():
    unit = accounts.UnitFactory(region=regions.yanjin(), name="统计局")
    call_command("issue_key", "--client", "平台", "--region", "410726", "--scope", "read", "--scope", "write",
                 "--unit", "统计局", "--days", "30", stdout=StringIO(), stderr=StringIO())  # fmt: skip
    key = ApiKey.objects.select_related("client").get()
    assert (set(key.client.scopes), key.client.unit) == (set(Scope.values), unit)
    assert timedelta(days=29, hours=23) < key.expires_at - timezone.now() <= timedelta(days=30)
    with pytest.raises(CommandError, match="没有叫“财政局”的单位"):
        call_command("issue_key", "--client", "平台", "--region", "410726", "--scope", "read", "--unit", "财政局")


# --- replacing a key -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("expires", "overlap", "ends"),
    [(None, 7, 7), (30, 7, 7), (3, 7, 3), (None, 0, 0)],  # in days from now; an old key never gains time
)
def test_a_key_is_replaced_and_the_old_one_ends_after_the_overlap(issued, expires, overlap, ends):
    key, plain = issued
    now = timezone.now()
    ApiKey.objects.filter(pk=key.pk).update(expires_at=expires and now + timedelta(days=expires))
    fresh, secret = api_keys.rotate_key(key=key, by=None, overlap=timedelta(days=overlap))
    key.refresh_from_db()
    assert abs(key.expires_at - now - timedelta(days=ends)) < timedelta(seconds=30)
    assert fresh.client == key.client
    assert api.with_key(secret).get(LIST).status_code == 200
    assert api.with_key(plain).get(LIST).status_code == (200 if ends else 401)
    told = AuditEntry.objects.order_by("-pk")[0].about
    assert f"轮换接口密钥 {key.prefix}（" in told
    assert fresh.prefix in told and secret not in told


@pytest.mark.parametrize("spoil", [_revoked, _expired])
def test_a_key_that_ended_is_not_replaced(issued, spoil):
    spoil(*issued)
    with pytest.raises(ValidationError, match="已失效"):
        api_keys.rotate_key(key=issued[0], by=None, overlap=timedelta(days=7))
    assert ApiKey.objects.count() == 1


def test_a_form_that_is_sent_twice_issues_one_key(issued):
    key, _plain = issued
    seen = key.pk
    api_keys.issue_key(client=key.client, by=None, newest=seen)
    for again in (
        lambda: api_keys.issue_key(client=key.client, by=None, newest=seen),
        lambda: api_keys.rotate_key(key=key, by=None, overlap=timedelta(0), newest=seen),
    ):
        with pytest.raises(ValidationError) as caught:
            again()
        assert caught.value.code == "sent_twice"
    assert ApiKey.objects.count() == 2


# --- who may ---------------------------------------------------------------------------------------------------------
def test_an_administrator_manages_the_systems_of_the_own_regions_alone(issued):
    key, _plain = issued
    city, neighbour = accounts.administrator(regions.xinxiang()), accounts.administrator(regions.weibin())
    later = timezone.now() + timedelta(days=1)
    for attempt in (
        lambda by: api_keys.issue_key(client=key.client, by=by, expires_at=later),
        lambda by: api_keys.rotate_key(key=key, by=by, overlap=timedelta(0)),
        lambda by: api_keys.revoke_key(key=key, by=by),
        lambda by: api_keys.save_client(client=key.client, by=by),
    ):
        with pytest.raises(PermissionDenied):
            attempt(neighbour)
        with pytest.raises(PermissionDenied):
            attempt(accounts.planner())
    assert ApiKey.objects.get().revoked_at is None
    api_keys.issue_key(client=key.client, by=city)
    own = accounts.administrator(regions.yanjin())
    key.client.region = regions.xinxiang()
    with pytest.raises(PermissionDenied):
        api_keys.save_client(client=key.client, by=own)  # would reach beyond the scope
    assert ApiClient.objects.get().region == regions.yanjin()


def test_a_unit_elsewhere_is_refused():
    elsewhere = accounts.UnitFactory(region=regions.weibin())
    with pytest.raises(ValidationError) as caught:
        api_keys.register_client(name="平台", region=regions.yanjin(), unit=elsewhere, scopes=["read:plans"], by=None)
    assert list(caught.value.message_dict) == ["unit"]


def test_what_a_client_was_called_and_where_it_was_is_recorded_on_both_sides(issued):
    system = issued[0].client
    system.name, system.region = "新平台", regions.weibin()
    api_keys.save_client(client=system, by=accounts.administrator())
    told = AuditEntry.objects.order_by("-pk")[:3]
    assert [entry.region.code for entry in told] == ["410703", "410726", "410726"]
    assert "改名为 新平台" in told[1].about
    assert "地区范围改为" in told[2].about
