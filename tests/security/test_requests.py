"""What a request may carry: no NUL, no way to another site, no line of its own in the log, no other language by accident."""

import logging
from io import StringIO

import pytest
from django.conf import settings as django_settings

from config import logs
from tests.factories import accounts, indicators, regions

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    return indicators.gdp_row()


@pytest.fixture
def planner(client):
    person = accounts.planner(regions.yanjin())
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize(
    "address", ["/regions/%00/", "/indicators/g%00dp/", "/entry/?region=%00", "/entry/?%00=1", "/projects/?box=a%00"]
)
def test_a_nul_character_is_refused_and_breaks_nothing(planner, row, address):
    answer = planner.get(address)
    assert answer.status_code == 400
    assert "没有做任何改动" in answer.content.decode()


def test_a_nul_character_in_a_form_or_a_cookie_is_refused_too(planner, row):
    assert planner.post("/doubts/1/resolve/", {"state": "resolved", "resolution": "a\x00b"}).status_code == 400
    assert planner.get("/", headers={"cookie": 'sessionid="abcdefgh\\000"'}).status_code == 400


def test_the_api_tells_a_nul_character_as_a_problem(planner):
    answer = planner.get("/api/v1/plans/?region=%00")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize(
    "address", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_closing_a_doubt_sends_nobody_to_another_site(planner, row, address):
    doubt = row.doubts.create(plan=row.plan, code="missing_base", message="疑点")
    data = {"state": "resolved", "resolution": "已核对", "next": address}
    assert planner.post(f"/doubts/{doubt.pk}/resolve/", data).url == "/doubts/"


def test_a_relative_word_to_go_back_to_is_no_error(planner, row):
    """A word without a slash was looked up as the name of a page: a 500 after the doubt had been closed."""
    doubt = row.doubts.create(plan=row.plan, code="missing_base", message="疑点")
    data = {"state": "resolved", "resolution": "已核对", "next": "nowhere"}
    assert planner.post(f"/doubts/{doubt.pk}/resolve/", data).status_code == 302


def test_a_message_cannot_begin_a_line_of_the_log():
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.OneLine("{levelname} {name} {message}", style="{"))
    log = logging.Logger("test")
    log.addHandler(handler)
    log.warning("locked out %s", "x\n2026-01-01 WARNING accounts.access forged\r\u2028\x1b[31m")
    assert written.getvalue().count("\n") == 1
    assert "\r" not in written.getvalue() and "\x1b" not in written.getvalue()
    assert "延津" in logs.OneLine("{message}", style="{").format(log.makeRecord("a", 30, "", 1, "延津", (), None))


def test_only_a_failure_prints_its_traceback():
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.OneLine("{levelname} {message}", style="{"))
    log, malformed = logging.Logger("test"), logging.Logger("django.security.DisallowedHost")
    log.addHandler(handler)
    malformed.addHandler(handler)
    try:
        raise ValueError("inside")
    except ValueError:
        log.warning("refused", exc_info=True)
        malformed.error("a host name that is not ours", exc_info=True)
        assert "Traceback" not in written.getvalue()
        log.exception("failed")
    assert written.getvalue().count("Traceback") == 1


def test_every_browser_is_answered_in_chinese(client):
    """The frame's own sentences too: an office with browsers set to English must not get half a page of it."""
    data = {"username": "", "password": ""}
    page = client.post("/accounts/login/", data, headers={"accept-language": "en"}).content.decode()
    assert '<html lang="zh-CN">' in page
    assert "This field is required" not in page and "必填项" in page
    assert [code for code, _name in django_settings.LANGUAGES] == ["zh-hans", "en"], "one is chosen, see test_languages"


def test_an_error_tells_nothing_of_the_inside(planner, settings, monkeypatch):
    from indicators.selectors import overview

    def fail(*args):
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr(overview, "scope_of", fail)
    planner.raise_request_exception = False
    answer = planner.get("/")
    assert answer.status_code == 500
    assert "secret of the inside" not in answer.content.decode() and "Traceback" not in answer.content.decode()


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example"])
def test_a_foreign_host_name_is_refused_and_not_repeated(client, host):
    answer = client.get("/accounts/login/", headers={"host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()


def test_a_lock_out_names_the_address_and_not_what_was_typed_as_a_name(client, settings, caplog):
    settings.AXES_FAILURE_LIMIT = 1
    with caplog.at_level(logging.WARNING, logger="axes"):
        data = {"username": "my-pass-word-by-mistake", "password": "x"}
        assert client.post("/accounts/login/", data, REMOTE_ADDR="10.9.8.7").status_code == 429
    told = " ".join(record.getMessage() for record in caplog.records)
    assert "10.9.8.7" in told
    assert "my-pass-word" not in told
