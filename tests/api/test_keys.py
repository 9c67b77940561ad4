"""A key is issued once, checked whole, and tells the caller nothing when it is wrong; the log is told everything."""

import logging
from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import ApiClient, ApiKey
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
