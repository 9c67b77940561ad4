"""The second step of the log-in, with the codes that a real authenticator shows (RFC 6238)."""

import re
import time

import pytest
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import AuditEntry
from accounts.services import second_factor
from tests.factories import accounts, regions

pytestmark = pytest.mark.django_db


class Phone:
    """An authenticator that knows a secret and has a clock of its own."""

    def __init__(self, person):
        self.device = TOTPDevice.objects.get(user=person)

    def code(self, steps=0):
        """The code of now; ``steps`` half minutes later."""
        clock = TOTP(self.device.bin_key, self.device.step, self.device.t0, self.device.digits)
        clock.time = time.time() + steps * self.device.step
        return f"{clock.token():06d}"


@pytest.fixture
def person():
    return accounts.leader()


@pytest.fixture
def phone(person):
    """The person's, the second step on; the code of now is not used yet."""
    second_factor.prepare(person=person)
    mine = Phone(person)
    mine.backup = second_factor.confirm(person=person, code=mine.code(-1))
    return mine


@pytest.fixture
def browser(person, client):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def password(person, client=None, **more):
    client = client or Client()
    data = {"username": person.username, "password": accounts.PASSWORD} | more
    answer = client.post("/accounts/login/", data, REMOTE_ADDR="10.1.2.3")
    return client, answer


def send(client, code):
    return client.post("/accounts/login/code/", {"code": code}, REMOTE_ADDR="10.1.2.3")


def is_in(client):
    return client.get("/accounts/me/").status_code == 200


def told():
    return list(AuditEntry.objects.order_by("pk").values_list("about", flat=True))


def forget_throttle(person):
    """As if the person had waited."""
    TOTPDevice.objects.filter(user=person).update(throttling_failure_count=0)


def test_switched_on_with_a_picture_and_a_code(browser, person):
    browser.post("/accounts/two-step/begin/")
    page = browser.get("/accounts/two-step/")
    text = page.content.decode()
    assert 'src="data:image/svg+xml' in text and "no-store" in page["Cache-Control"]
    assert password(person)[1].url == "/", "not asked before it is confirmed"
    phone = Phone(person)
    wrong = f"{(int(phone.code()) + 1) % 1_000_000:06d}"
    refused = browser.post("/accounts/two-step/confirm/", {"code": wrong})
    assert refused.status_code == 422 and "验证码不正确" in refused.content.decode()
    forget_throttle(person)
    done = browser.post("/accounts/two-step/confirm/", {"code": phone.code()}).content.decode()
    assert len(set(re.findall(r"<li>([a-z2-9]{4}-[a-z2-9]{4})</li>", done))) == 10
    assert "启用了两步验证" in told()
    again = browser.get("/accounts/two-step/").content.decode()
    assert "data:image" not in again and phone.device.key not in again
    assert browser.post("/accounts/two-step/begin/").status_code == 403, "no second authenticator over the first"


def test_the_secret_that_is_shown_is_the_one_of_the_picture(browser, person):
    from base64 import b32decode

    browser.post("/accounts/two-step/begin/")
    shown = re.search(r'id="secret">([^<]+)<', browser.get("/accounts/two-step/").content.decode())[1]
    assert b32decode(shown.replace(" ", "")) == TOTPDevice.objects.get(user=person).bin_key


def test_log_in_asks_for_the_code_and_goes_where_one_wanted(person, phone):
    client, answer = password(person, next="/accounts/me/")
    assert answer.url == "/accounts/login/code/"
    assert not is_in(client)
    assert client.get(answer.url).status_code == 200
    assert send(client, phone.code()).url == "/accounts/me/"
    assert is_in(client)
    assert told()[-1] == "登录成功（两步验证）"


def test_who_did_not_ask_for_it_is_not_asked(person, phone):
    client, answer = password(accounts.leader())
    assert answer.url == "/" and is_in(client)


def test_a_code_is_taken_once(person, phone):
    code = phone.code()
    assert send(password(person)[0], code).status_code == 302
    client, _answer = password(person)
    assert send(client, code).status_code == 422
    assert not is_in(client)


@pytest.mark.parametrize("steps", [-3, 3, 100])
def test_a_code_of_another_time_is_refused(person, phone, steps):
    client, _answer = password(person)
    assert send(client, phone.code(steps)).status_code == 422
    assert not is_in(client)


def test_a_backup_code_opens_once_and_is_stored_as_a_digest(person, phone):
    stored = set(StaticToken.objects.values_list("token", flat=True))
    assert not stored & {code.replace("-", "") for code in phone.backup}
    client, _answer = password(person)
    assert send(client, phone.backup[0].upper()).status_code == 302
    assert is_in(client) and told()[-1] == "登录成功（备用码，还剩 9 个）"
    client, _answer = password(person)
    assert send(client, phone.backup[0]).status_code == 422


def test_wrong_codes_slow_down_and_lock_out(person, phone, settings):
    settings.AXES_FAILURE_LIMIT = 3
    client, _answer = password(person)
    first = send(client, "000000")
    assert "秒再试" in first.content.decode()
    assert send(client, phone.code()).status_code == 422, "within the second that was told, even the right one"
    forget_throttle(person)
    locked = send(client, "000000")
    assert locked.status_code == 429
    forget_throttle(person)
    assert send(client, phone.code()).status_code == 429
    assert password(person)[1].status_code == 429, "the pass word does not begin anew"
    kinds = list(AuditEntry.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["second_factor", "log_in_failed", "log_in_failed", "locked_out"]


def test_a_right_password_does_not_wipe_out_wrong_codes(person, phone, settings):
    settings.AXES_FAILURE_LIMIT = 4
    for _ in range(3):
        forget_throttle(person)
        client, _answer = password(person)
        assert send(client, "000000").status_code == 422
    forget_throttle(person)
    client, _answer = password(person)
    assert send(client, "000000").status_code == 429


def test_between_the_steps_time_and_password_count(person, phone, monkeypatch):
    from accounts.views import log_in

    client, _answer = password(person)
    late = time.time() + 301
    monkeypatch.setattr(log_in.time, "time", lambda: late)
    assert client.get("/accounts/login/code/").url == "/accounts/login/"
    monkeypatch.undo()
    assert client.get("/accounts/login/code/").status_code == 200
    person.set_password("another-good-one-2025")
    person.save()
    assert send(client, phone.code()).url == "/accounts/login/"
    assert not is_in(client)


def test_a_closed_account_does_not_come_in_by_the_second_step(person, phone):
    client, _answer = password(person)
    person.is_active = False
    person.save()
    assert send(client, phone.code()).url == "/accounts/login/"
    assert not is_in(client)


@pytest.mark.parametrize(
    ("typed", "code", "gone"),
    [("wrong", True, False), (accounts.PASSWORD, False, False), (accounts.PASSWORD, True, True)],
)
def test_switching_off_asks_for_password_and_code(browser, person, phone, typed, code, gone):
    data = {"password": typed, "code": phone.code() if code else "000000", "what": "off"}
    answer = browser.post("/accounts/two-step/change/", data)
    assert answer.status_code == (302 if gone else 422)
    assert TOTPDevice.objects.exists() != gone
    assert StaticToken.objects.exists() != gone
    assert ("停用了两步验证" in told()) == gone


def test_new_backup_codes_end_the_old_ones(browser, person, phone):
    data = {"password": accounts.PASSWORD, "code": phone.code(), "what": "codes"}
    page = browser.post("/accounts/two-step/change/", data).content.decode()
    fresh = re.findall(r"<li>([a-z2-9]{4}-[a-z2-9]{4})</li>", page)
    assert len(fresh) == 10 and not set(fresh) & set(phone.backup)
    client, _answer = password(person)
    assert send(client, phone.backup[0]).status_code == 422
    from django_otp.plugins.otp_static.models import StaticDevice

    StaticDevice.objects.update(throttling_failure_count=0)
    assert send(client, fresh[0]).status_code == 302


def test_an_administrator_takes_it_from_somebody_who_lost_the_phone(person, phone, client):
    administrator = accounts.administrator(regions.yanjin())
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    assert "解除两步验证" in client.get(f"/accounts/people/{person.pk}/").content.decode()
    assert client.post(f"/accounts/people/{person.pk}/two-step/").status_code == 302
    assert not TOTPDevice.objects.exists() and not StaticToken.objects.exists()
    entry = AuditEntry.objects.order_by("pk").last()
    assert (entry.kind, entry.person, entry.region) == ("second_factor", administrator, person.region)
    assert password(person)[1].url == "/"


def test_pages_ask_nothing_about_it(browser, person, django_assert_num_queries):
    """Session and account, as before there was a second step."""
    browser.get("/accounts/password/")
    with django_assert_num_queries(2):
        browser.get("/accounts/password/")


def test_secrets_are_in_no_admin(client, phone):
    client.force_login(accounts.administrator(), backend="django.contrib.auth.backends.ModelBackend")
    for path in ("otp_totp/totpdevice/", "otp_static/staticdevice/", "axes/accessattempt/"):
        assert client.get(f"/admin/{path}").status_code == 404
