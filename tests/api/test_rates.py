"""A system calls as often as was agreed, counted over keys and processes; without Redis everybody is let through."""

import logging
import subprocess
import sys
import time
import uuid
from datetime import date

import pytest
from django.conf import settings as configured

from accounts.api import throttling
from accounts.rates import Rates, name_of_client, rates
from accounts.services import api_keys
from config.embedded_valkey import EmbeddedValkey
from tests.factories import accounts, api

LIST = "/api/v1/regions/"
DAY = date(2026, 3, 1)


@pytest.fixture
def who():
    return f"client:{uuid.uuid4()}"


@pytest.fixture
def valkey(tmp_path):
    """A server of this test's own, which it may stop."""
    server = EmbeddedValkey(tmp_path / "valkey")
    yield server
    server.stop()


# --- counting --------------------------------------------------------------------------------------------------------
def test_so_many_calls_in_any_window(who):
    counter = Rates(configured.REDIS_URL, window=1)
    counts = [counter.take(who, 2, today=DAY) for _ in range(3)]
    assert [(count.allowed, count.left, count.limit) for count in counts] == [(True, 1, 2), (True, 0, 2), (False, 0, 2)]
    assert counts[2].frees_in == 1
    time.sleep(1.05)
    assert counter.take(who, 2, today=DAY).allowed


def test_what_is_refused_takes_no_place_but_counts_for_the_day(who):
    counter = Rates(configured.REDIS_URL)
    assert [counter.take(who, 1, today=DAY).allowed for _ in range(3)] == [True, False, False]
    assert counter.of_day([who, "client:nobody"], DAY) == {who: 3, "client:nobody": 0}
    assert counter.of_day([who], date(2026, 3, 2)) == {who: 0}


CALLS = """
import sys
from datetime import date
from accounts.rates import Rates
counter = Rates(sys.argv[1])
print(sum(counter.take(sys.argv[2], 50, today=date(2026, 3, 1)).allowed for _ in range(40)))
"""


def test_processes_count_together(who):
    """Two that call at the same time are let through as often as one would be, to the very call."""
    line = [sys.executable, "-c", CALLS, configured.REDIS_URL, who]
    both = [
        subprocess.Popen(line, stdout=subprocess.PIPE, text=True, cwd=configured.BASE_DIR, env={}) for _ in range(2)
    ]
    through = [int(process.communicate(timeout=60)[0]) for process in both]
    assert sum(through) == 50
    assert max(through) <= 40


def test_a_redis_that_stops_holds_nobody_back_and_is_told_once(valkey, who, caplog):
    counter = Rates(valkey.ensure_running(), pause=0)
    assert not [counter.take(who, 1, today=DAY) for _ in range(2)][1].allowed
    valkey.stop()
    assert [counter.take(who, 1, today=DAY) for _ in range(3)] == [None] * 3
    assert counter.of_day([who], DAY) is None
    valkey.ensure_running()
    assert counter.take(who, 1, today=DAY) is not None
    told = [record.levelname for record in caplog.records if record.name == "api.rates"]
    assert told == ["ERROR", "WARNING"]


def test_a_redis_that_is_gone_is_not_asked_at_every_call(who):
    counter = Rates("redis://127.0.0.1:1/0", pause=60)
    assert counter.take(who, 1, today=DAY) is None
    counter._limiter = None  # asking again would fail on this
    assert counter.take(who, 1, today=DAY) is None


# --- what callers are told -------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_every_answer_says_what_is_left_and_the_last_one_when_to_come_back():
    system = api.system(rate_per_minute=5, scopes=["read:regions"])
    first, second = (api.with_key(api_keys.issue_key(client=system, by=None)[1]) for _ in range(2))
    answers = [first.get(LIST), second.get(f"{LIST}999999/"), first.get("/api/v1/plans/")]  # found, missing, no scope
    answers.append(second.get(LIST, HTTP_IF_NONE_MATCH=answers[0]["ETag"]))
    answers += [first.get("/api/v1/regions/?limit=x"), second.get(LIST)]
    assert [answer.status_code for answer in answers] == [200, 404, 403, 304, 400, 429]
    assert {answer["RateLimit-Policy"] for answer in answers} == {'"client";q=5;w=60'}
    assert [answer["RateLimit"].partition(";t=")[0] for answer in answers] == [
        f'"client";r={left}' for left in (4, 3, 2, 1, 0, 0)
    ]
    wait = int(answers[5]["Retry-After"])
    assert 50 <= wait <= 60
    assert answers[5]["RateLimit"] == f'"client";r=0;t={wait}'
    assert answers[5]["Content-Type"] == "application/problem+json"
    assert answers[5].json() == {
        "type": "urn:problem-type:too-many-requests", "title": "请求过于频繁", "status": 429, "instance": LIST,
        "detail": f"每分钟最多 5 次请求，已用完。请在 {wait} 秒后再试。", "errors": [],
    }  # fmt: skip
    name = name_of_client(system.pk)
    today = throttling.timezone.localdate()
    assert rates(configured.REDIS_URL).of_day([name], today) == {name: 6}
    assert api.caller(scopes=["read:regions"], rate_per_minute=1).get(LIST).status_code == 200  # another system


@pytest.mark.django_db
def test_a_stranger_is_not_counted(stranger):
    assert "RateLimit" not in stranger.get(LIST)


@pytest.mark.django_db
def test_people_have_a_limit_of_their_own(stranger, monkeypatch):
    monkeypatch.setattr(throttling, "PERSON_PER_MINUTE", 1)
    stranger.force_login(accounts.leader())
    assert [stranger.get(LIST).status_code for _ in range(2)] == [200, 429]
    assert stranger.get(LIST)["RateLimit-Policy"] == '"person";q=1;w=60'


@pytest.mark.django_db
def test_the_api_works_without_redis(settings, caplog):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    caller = api.caller(rate_per_minute=1)
    with caplog.at_level(logging.ERROR, "api.rates"):
        answers = [caller.get(LIST) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert not any("RateLimit" in answer for answer in answers)
    assert len([record for record in caplog.records if record.name == "api.rates"]) == 1
