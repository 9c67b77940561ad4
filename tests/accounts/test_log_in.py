"""Log-in, log-out, pass words, lock-out."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from tests.factories import accounts

pytestmark = pytest.mark.django_db


def log_in(client, username, password):
    return client.post("/accounts/login/", {"username": username, "password": password, "next": "/accounts/password/"})


def test_log_in_and_out(client):
    person = accounts.leader()
    response = log_in(client, person.username, accounts.PASSWORD)
    assert (response.status_code, response.url) == (302, "/accounts/password/")
    assert client.get("/accounts/password/").status_code == 200
    assert client.post("/accounts/logout/").status_code == 302
    assert client.get("/accounts/password/").status_code == 302


def test_a_wrong_password_says_so_and_not_which_part(client):
    person = accounts.leader()
    wrong = log_in(client, person.username, "wrong").content.decode()
    unknown = log_in(client, "nobody", "wrong").content.decode()
    for page in (wrong, unknown):
        assert "用户名或密码不正确" in page


def test_nobody_is_sent_to_another_site(client):
    person = accounts.leader()
    data = {"username": person.username, "password": accounts.PASSWORD, "next": "https://example.org/"}
    assert client.post("/accounts/login/", data).url == "/"


def test_too_many_failures_lock_out_with_a_page_of_ours(client, settings):
    settings.AXES_FAILURE_LIMIT = 3
    person = accounts.leader()
    for _ in range(3):
        response = log_in(client, person.username, "wrong")
    assert response.status_code == 429
    assert "登录尝试过多" in response.content.decode()
    locked = log_in(client, person.username, accounts.PASSWORD)
    assert locked.status_code == 429, "the right pass word does not help either"


def test_inactive_and_system_accounts_never_log_in(client):
    from accounts.services.people import system_users

    person = accounts.leader()
    person.is_active = False
    person.save()
    assert log_in(client, person.username, accounts.PASSWORD).status_code == 200
    submitter, _ = system_users()
    assert not submitter.has_usable_password()
    assert log_in(client, submitter.username, "").status_code == 200


def test_password_change(client):
    person = accounts.leader()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    new = "another-good-one-2025"
    weak = {"old_password": accounts.PASSWORD, "new_password1": "12345678", "new_password2": "12345678"}
    assert client.post("/accounts/password/", weak).status_code == 200
    person.refresh_from_db()
    assert person.check_password(accounts.PASSWORD)
    good = {"old_password": accounts.PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post("/accounts/password/", good).url == "/accounts/password/done/"
    person.refresh_from_db()
    assert person.check_password(new)
    assert "密码已修改" in client.get("/accounts/password/done/").content.decode()


def test_the_first_administrator_comes_from_the_command_line():
    person = User.objects.create_superuser("root", password=accounts.PASSWORD)
    person.full_clean()
    assert (person.role, person.region) == ("administrator", None)


def test_weak_passwords_are_refused_by_the_service():
    from accounts.services.people import create_person

    with pytest.raises(ValidationError):
        create_person(username="a", password="123", role="administrator", region=None, by=None)
    assert not User.objects.exists()
