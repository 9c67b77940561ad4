"""Sessions: half logged in, with a pass word to change, idle, too old. Each side of each edge, at every address."""

import time

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts import sessions
from accounts.models import AuditEntry, User
from accounts.services import second_factor
from accounts.services.people import create_person
from tests.factories import accounts, regions
from tests.house.addresses import HALF_WAY, OPEN, POSTED
from tests.house.test_addresses import API, NAMES, lasting_things, things

pytestmark = pytest.mark.django_db
assert things and lasting_things  # the fixtures of the sweep

IDLE, HOURS = 3600, 36_000


@pytest.fixture
def browser(client):
    client.force_login(accounts.leader(), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def clock(monkeypatch):
    """``clock(5)``: it is five seconds later than at the beginning of the test."""
    began = int(time.time())

    def later(seconds):
        monkeypatch.setattr(sessions, "now", lambda: float(began + seconds))

    later(0)
    return later


def is_in(client):
    return client.get("/accounts/password/").status_code == 200


def half_way():
    """A browser whose pass word fitted and whose code is still to come."""
    person = accounts.administrator(regions.yanjin())
    device = second_factor.prepare(person=person)
    device.confirmed = True
    device.save()
    client = Client()
    answer = client.post("/accounts/login/", {"username": person.username, "password": accounts.PASSWORD})
    assert answer.url == "/accounts/login/code/"
    return client


@pytest.mark.parametrize("name", sorted(NAMES - OPEN - HALF_WAY))
def test_half_way_one_is_a_stranger(things, name):
    client, address = half_way(), reverse(name, args=things[1].get(name, []))
    for answer in (client.get(address), client.post(address)):
        if name in API:
            assert answer.status_code in {401, 403}
        else:
            sent_away = answer.status_code == 302 and answer.url.startswith("/accounts/login/?next=")
            assert sent_away or name in POSTED or answer.status_code == 405  # /screen/ is asked, never told
    assert client.post("/accounts/logout/").status_code == 302
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("name", sorted(NAMES - OPEN - HALF_WAY - {"password_change", "logout", "language"}))
def test_with_a_password_to_change_nothing_else_opens(client, things, name):
    person = accounts.administrator(regions.yanjin())
    User.objects.filter(pk=person.pk).update(must_change_password=True)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse(name, args=things[1].get(name, []))
    for answer in (client.get(address), client.post(address)):
        if address.startswith("/api/"):
            assert answer.status_code == 403
            assert answer["Content-Type"] == "application/problem+json"
        else:
            assert (answer.status_code, answer.url) == (302, "/accounts/password/")
    assert client.get("/admin/").url == "/accounts/password/"


def test_the_first_log_in_changes_the_password(client):
    administrator = accounts.administrator(regions.yanjin())
    given = "kmtq-7h4w-x9dp-rvn3"
    person = create_person(username="first", password=given, role="leader", region=regions.yanjin(), by=administrator)
    client.post("/accounts/login/", {"username": "first", "password": given})
    assert client.get("/", follow=True).redirect_chain == [("/accounts/password/", 302)]
    page = client.get("/accounts/password/").content.decode()
    assert "一次性密码" in page and "至少 10 个字符" in page, "why one is here, and the rules"
    same = {"old_password": given, "new_password1": given, "new_password2": given}
    assert "不能与现在的密码相同" in client.post("/accounts/password/", same).content.decode()
    person.refresh_from_db()
    assert person.must_change_password
    new = "kui-hua-2031-ting"
    changed = client.post("/accounts/password/", same | {"new_password1": new, "new_password2": new})
    assert changed.url == "/"
    assert client.get("/").status_code == 200
    person.refresh_from_db()
    assert not person.must_change_password and person.check_password(new)
    assert AuditEntry.objects.filter(kind="password", person=person).count() == 1


def test_accounts_of_the_command_line_need_not_change(db):
    regions.yanjin()
    given = {"password": "kui-hua-2031-ting", "role": "leader", "region": regions.yanjin()}
    assert not create_person(username="demo", by=None, **given).must_change_password
    assert not User.objects.create_superuser("first", password=accounts.PASSWORD).must_change_password


@pytest.mark.parametrize(("seconds", "still"), [(IDLE - 1, True), (IDLE, False), (IDLE + 1, False)])
def test_idle_time(browser, clock, seconds, still):
    clock(0)
    assert is_in(browser)
    clock(seconds)
    assert is_in(browser) == still


def test_whatever_is_asked_for_counts_as_activity(browser, clock):
    for seconds in range(0, 3 * IDLE, IDLE // 2):
        clock(seconds)
        browser.post("/doubts/1/resolve/")  # a request of a page, not a page
    clock(3 * IDLE)
    assert is_in(browser)


@pytest.mark.parametrize(("seconds", "still"), [(HOURS - 1, True), (HOURS, False)])
def test_hours_since_the_log_in_whatever_was_done(browser, clock, seconds, still):
    for moment in range(0, HOURS - IDLE // 2, IDLE // 2):
        clock(moment)
        assert is_in(browser)
    clock(HOURS - IDLE // 2)
    assert is_in(browser)
    clock(seconds)
    assert is_in(browser) == still


def test_a_request_writes_no_session_until_a_tenth_has_passed(browser, clock, django_assert_num_queries):
    clock(0)
    assert is_in(browser)
    clock(IDLE / 10 - 1)
    with django_assert_num_queries(2):  # session, account
        assert is_in(browser)
    clock(IDLE / 10)
    with django_assert_num_queries(5):  # and the session written, in a savepoint
        assert is_in(browser)
    clock(IDLE / 10 + 1)
    with django_assert_num_queries(2):
        assert is_in(browser)


def test_the_log_in_page_says_why_and_leads_back(browser, clock):
    clock(IDLE)
    answer = browser.get("/doubts/", follow=True)
    assert answer.redirect_chain == [("/accounts/login/?next=/doubts/", 302)]
    assert "超过 60 分钟没有操作" in answer.content.decode()
    assert "没有操作" not in browser.get("/accounts/login/").content.decode(), "said once"


def test_an_idle_session_opens_no_api_either(browser, clock):
    clock(IDLE - 1)
    assert browser.get("/api/v1/plans/").status_code == 200
    clock(2 * IDLE)
    assert browser.get("/api/v1/plans/").status_code == 401


def test_a_session_of_before_the_stamps_is_over(browser):
    session = browser.session
    del session[sessions.BEGAN]
    session.save()
    assert not is_in(browser)


def test_log_out_clears(browser):
    assert Session.objects.count() == 1
    browser.post("/accounts/logout/")
    assert not Session.objects.exists()
    assert not is_in(browser)


def test_the_admin_has_no_door_of_its_own(client):
    person = accounts.administrator()
    data = {"username": person.username, "password": accounts.PASSWORD, "next": "/admin/"}
    answer = client.post("/admin/login/", data)
    assert (answer.status_code, answer.url) == (302, "/accounts/login/")
    assert client.get("/admin/login/?next=/admin/").url == "/accounts/login/?next=%2Fadmin%2F"
    assert client.get("/admin/").status_code == 302
    client.post("/accounts/login/", data)
    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/password_change/").url == "/accounts/password/"
    assert client.get(f"/admin/accounts/user/{person.pk}/password/").url == f"/accounts/people/{person.pk}/"
    client.post("/admin/logout/")
    assert AuditEntry.objects.filter(kind="log_out").count() == 1


def test_who_may_not_enter_the_admin_is_told_and_not_sent_in_circles(browser):
    answer = browser.get("/admin/", follow=True)
    assert answer.status_code == 403
    assert len(answer.redirect_chain) == 1
