"""Lock-outs: listed for the administrator of the account, released, recorded."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client

from accounts.models import AuditEntry
from tests.factories import accounts, regions

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _three_attempts(settings):
    settings.AXES_FAILURE_LIMIT = 3


@pytest.fixture
def office(client):
    client.force_login(accounts.administrator(regions.yanjin()), backend="django.contrib.auth.backends.ModelBackend")
    return client


def fail(person, address="10.1.2.3", times=3):
    name = person if isinstance(person, str) else person.username
    data = {"username": name, "password": "wrong"}
    for _ in range(times):
        answer = Client().post("/accounts/login/", data, REMOTE_ADDR=address)
    return answer


def enter(person, address="10.1.2.3"):
    data = {"username": person.username, "password": accounts.PASSWORD}
    return Client().post("/accounts/login/", data, REMOTE_ADDR=address).status_code


def listed(client):
    return [(one.person, one.address, one.failures) for one in client.get("/accounts/lockouts/").context["locks"]]


def test_the_door_says_how_long_and_whom_to_ask():
    answer = fail(accounts.leader())
    page = answer.content.decode()
    assert answer.status_code == 429
    assert "15 分钟内" in page and "管理员" in page


def test_the_list_names_account_and_address_of_the_own_scope(office):
    here, nearly, elsewhere = accounts.leader(), accounts.leader(), accounts.leader(regions.weibin())
    fail(here)
    fail(nearly, times=2)
    fail(elsewhere)
    fail("my-pass-word-by-mistake")
    assert listed(office) == [(here, "10.1.2.3", 3)]
    assert "my-pass-word" not in office.get("/accounts/lockouts/").content.decode()
    assert [one.username for one in office.get("/accounts/?state=locked").context["found"]] == [here.username]


def test_a_lock_out_that_is_over_is_not_listed(office):
    fail(accounts.leader())
    assert len(listed(office)) == 1
    attempt = AccessAttempt.objects.get()
    AccessAttempt.objects.update(attempt_time=attempt.attempt_time - timedelta(minutes=14, seconds=50))
    assert len(listed(office)) == 1
    AccessAttempt.objects.update(attempt_time=attempt.attempt_time - timedelta(minutes=15, seconds=1))
    assert listed(office) == []


def test_a_release_opens_the_one_address(office):
    person = accounts.leader()
    fail(person)
    fail(person, "10.9.9.9")
    assert enter(person) == 429
    answer = office.post(f"/accounts/people/{person.pk}/release/", {"address": "10.1.2.3"}, follow=True)
    assert "已解除" in answer.content.decode()
    assert (enter(person), enter(person, "10.9.9.9")) == (302, 429)
    entry = AuditEntry.objects.get(kind="released")
    assert entry.region == person.region and "10.1.2.3" in entry.about and person.username in entry.about


def test_a_release_of_nothing_is_no_entry(office):
    person, other = accounts.leader(), accounts.leader()
    fail(other)
    for address in ("10.1.2.3", "", "nonsense"):
        office.post(f"/accounts/people/{person.pk}/release/", {"address": address})
    assert not AuditEntry.objects.filter(kind="released").exists()
    assert enter(other) == 429


def test_others_release_nobody(office):
    elsewhere = accounts.leader(regions.weibin())
    fail(elsewhere)
    assert office.post(f"/accounts/people/{elsewhere.pk}/release/", {"address": "10.1.2.3"}).status_code == 403
    office.force_login(accounts.planner(regions.weibin()), backend="django.contrib.auth.backends.ModelBackend")
    assert office.post(f"/accounts/people/{elsewhere.pk}/release/", {"address": "10.1.2.3"}).status_code == 403
    assert enter(elsewhere) == 429
