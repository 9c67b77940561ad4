"""Bulk puts while servers go away: with its key a request is carried out once, whatever happens to the first try."""

from __future__ import annotations

import http.client
import json
import threading
from contextlib import closing

import pytest
from django.db import connections, transaction

from accounts.models.api_clients import Scope
from accounts.services import api_keys
from exchange.models import SentRequest
from indicators.models import Observation
from tests.factories import api
from tests.faults.test_entry import (  # noqa: F401  (fixtures)
    ROWS,
    WAITING,
    YEAR,
    Stop,
    asked,
    clerk,
    gdp,
    lines,
    sheet,
)
from tests.faults.test_worker import another_connection, until
from tests.faults.web import web

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]

ADDRESS = "/api/v1/observations/bulk/"
KEY = {"Idempotency-Key": "figures-of-2024"}


@pytest.fixture
def key(gdp):  # noqa: F811
    """The key of a system that may write Yanjin's figures."""
    system = api.system(scopes=[Scope.WRITE_OBSERVATIONS])
    return api_keys.issue_key(client=system, by=None)[1]


def body(rows):
    """Figures far enough from each other that nobody asks why."""
    return {
        "rows": [
            {"region": "410726", "period": "2021-2025", "indicator": row.indicator.code, "year": YEAR,
             "value": round(57.13 + place * 7.7, 2), "source_title": "统计公报"}
            for place, row in enumerate(rows)
        ]
    }  # fmt: skip


def begun(server, key, sent, headers):
    """The connection, with the request sent and the answer not read yet."""
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    content = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"}
    line.request("PUT", ADDRESS, json.dumps(sent), content | headers)
    return line


def put(server, key, sent, headers=KEY):
    """Status, what was answered, and whether from memory."""
    with closing(begun(server, key, sent, headers)) as line:
        answer = line.getresponse()
        return answer.status, json.loads(answer.read()), answer.headers.get("Idempotent-Replayed")


def results(told):
    return [row["result"] for row in told["rows"]]


def held(rows, act):
    """Run ``act`` while somebody else's uncommitted figure of the sixth row keeps the put waiting in the middle of its writing."""
    with pytest.raises(Stop), transaction.atomic():
        Observation.objects.create(row=rows[5], year=YEAR, value=1)
        act()
        raise Stop


def in_the_middle():
    """The put has locked its rows and is writing them."""
    until(lambda: asked(WAITING), seconds=30)
    (statement,) = asked("SELECT query FROM pg_stat_activity WHERE pid = %s", asked(WAITING)[0])
    return 'INSERT INTO "indicators_observation"' in statement


def test_the_server_is_killed_in_the_middle_and_the_request_sent_again(sheet, key, tmp_path):  # noqa: F811
    sent = body(sheet)
    with web(tmp_path) as server:

        def kill():
            line = begun(server, key, sent, KEY)
            assert in_the_middle()
            server.kill()
            with pytest.raises((ConnectionError, http.client.HTTPException)):
                line.getresponse()

        held(sheet, kill)
    until(lambda: not asked("SELECT 1 FROM pg_locks l JOIN pg_class c ON c.oid = l.relation"
                            " WHERE c.relname = 'exchange_sentrequest'"), seconds=20)  # fmt: skip
    assert not Observation.objects.exists(), "half of it was written"
    assert not Observation.pgh_event_model.objects.exists()
    assert not SentRequest.objects.exists(), "a request that never ended was remembered"
    with web(tmp_path) as server:
        status, told, replayed = put(server, key, sent)
        assert (status, results(told), replayed) == (200, ["submitted"] * ROWS, None), told
        assert put(server, key, sent) == (200, told, "true")
    assert written() == [1] * ROWS


def written():
    """How often each row was handed in: the history has one event each."""
    events = Observation.pgh_event_model.objects.filter(state="submitted").order_by("pgh_obj")
    assert Observation.objects.filter(state="submitted").count() == events.count()
    return [1 for _event in events]


def test_an_answer_that_was_lost_is_given_again(sheet, key, tmp_path):  # noqa: F811
    sent = body(sheet)
    with web(tmp_path) as server:
        begun(server, key, sent, KEY).close()  # the client is gone before it heard anything
        until(lambda: asked("SELECT 1 FROM exchange_sentrequest"), seconds=30)
        status, told, replayed = put(server, key, sent)
    assert (status, results(told), replayed) == (200, ["submitted"] * ROWS, "true")
    assert written() == [1] * ROWS


@pytest.mark.parametrize("headers", [KEY, {}], ids=["with the key", "without"])
def test_the_same_request_twice_at_once(sheet, key, tmp_path, headers):  # noqa: F811
    sent, answers = body(sheet), []

    def one():
        try:
            answers.append(put(server, key, sent, headers))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(2)]
    with web(tmp_path) as server:

        def both():
            for thread in threads:
                thread.start()
            until(lambda: len(asked(WAITING)) == 2, seconds=30)

        held(sheet, both)
        for thread in threads:
            thread.join(60)
    assert [status for status, _told, _replayed in answers] == [200, 200], answers
    first, second = sorted(answers, key=lambda one: (one[2] or "", results(one[1])[0] == "unchanged"))
    assert results(first[1]) == ["submitted"] * ROWS
    if headers:
        assert second == (200, first[1], "true")
    else:
        assert results(second[1]) == ["unchanged"] * ROWS
    assert written() == [1] * ROWS


def test_a_clerk_and_a_system_at_once_and_one_wins(sheet, key, clerk, tmp_path):  # noqa: F811
    """Both read that nothing stands there; whoever comes second is told, nothing is lost."""
    row, told = sheet[0], {}
    with web(tmp_path) as server:
        server.log_in(clerk)

        def run(name, act):
            try:
                told[name] = act()
            finally:
                connections.close_all()

        acts = {
            "clerk": lambda: server.post(clerk, "/entry/save/", lines([row], 100)),
            "system": lambda: put(server, key, body([row]), {}),
        }
        threads = [threading.Thread(target=run, args=pair) for pair in acts.items()]
        with closing(another_connection()) as holder:
            holder.cursor().execute("SELECT 1 FROM indicators_planindicator WHERE id = %s FOR UPDATE", [row.pk])
            for thread in threads:
                thread.start()
            until(lambda: len(asked(WAITING)) == 2, seconds=30)
        for thread in threads:
            thread.join(60)
    (saved,) = told["clerk"][1]["rows"]
    (pushed,) = told["system"][1]["rows"]
    stored = Observation.objects.get(row=row, year=YEAR)
    if saved["result"] == "saved":
        assert (pushed["result"], pushed["errors"][0]["code"]) == ("refused", "precondition_required")
        assert (stored.value, pushed["etag"]) == (100, f'"{row.pk}-{YEAR}-{stored.lock}"')
    else:
        assert (saved["result"], pushed["result"]) == ("stale", "submitted")
        assert (str(stored.value), saved["theirs"]["lock"]) == ("57.13", stored.lock)
