"""``Idempotency-Key`` of two requests at once: the first holds the key in a transaction that is still open."""

import threading
from contextlib import closing

import pytest
from django.db import connection, connections

from exchange.services import sent
from tests.factories import api

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_second_waits_for_the_first():
    client, done = api.system(), []
    begun, go_on = threading.Event(), threading.Event()

    def slow():
        begun.set()
        go_on.wait(20)
        return sent.Answer(200, "application/json", b"1")

    def run(act):
        with closing(connection):
            done.append(sent.carry_out(client=client, key="k", digest="d", act=act))

    first = threading.Thread(target=run, args=[slow])
    first.start()
    assert begun.wait(20)
    second = threading.Thread(target=run, args=[lambda: pytest.fail("carried out twice")])
    second.start()
    second.join(0.5)
    assert second.is_alive(), "it did not wait"
    go_on.set()
    for thread in (first, second):
        thread.join(20)
    assert [(one.body, one.replayed) for one in done] == [(b"1", False), (b"1", True)]


def test_who_waits_too_long_is_told_to_come_again(monkeypatch):
    monkeypatch.setattr(sent, "PATIENCE", 0.2)
    client = api.system()
    with closing(connections["default"].copy()) as other:
        other.set_autocommit(False)
        other.cursor().execute(
            "INSERT INTO exchange_sentrequest (client_id, key, digest, content_type, body, created_at)"
            " VALUES (%s, 'k', 'd', '', '', now())",
            [client.pk],
        )
        with pytest.raises(sent.StillRunning):
            sent.carry_out(client=client, key="k", digest="d", act=lambda: pytest.fail("carried out twice"))
        other.rollback()
    answer = sent.carry_out(client=client, key="k", digest="d", act=lambda: sent.Answer(200, "text/plain", b"now"))
    assert (answer.body, answer.replayed) == (b"now", False)
