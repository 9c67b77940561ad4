"""Delivering: signed, at least once, again later, one call of a webhook at a time."""

import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from exchange.domain.signing import secret_of, signature_of
from exchange.models import PING, Delivery, DeliveryState, Webhook
from exchange.selectors.webhooks import due_webhooks
from exchange.services import calling, delivering
from tests.factories import receivers, webhooks
from tests.faults.test_worker import another_connection

pytestmark = pytest.mark.django_db

MOMENT = timedelta(seconds=5)


@pytest.fixture(scope="module")
def server():
    with receivers.receiver() as one:
        yield one


@pytest.fixture
def receiver(server, settings):
    settings.WEBHOOK_PRIVATE_HOSTS = [server.place]
    server.got, server.answers, server.headers = [], [204], {}
    return server


@pytest.fixture
def hook(receiver):
    return webhooks.webhook(address=receiver.address)


def now():
    return timezone.now()


def work(receiver=None, turns=99):
    """Send what is due, until the receiver got so many more."""
    before = len(receiver.got) if receiver else 0
    return delivering.work_off(go_on=lambda: receiver is None or len(receiver.got) - before < turns)


def later(delivery, **passed):
    """As if so much time had passed: for the delivery and its webhook."""
    delivery.refresh_from_db()
    Delivery.objects.filter(pk=delivery.pk).update(next_at=delivery.next_at - timedelta(**passed))
    Webhook.objects.filter(pk=delivery.webhook_id).update(free_at=None)


def tries(delivery):
    return [(one.status, one.error) for one in delivery.log.all()]


def test_a_signature_is_an_hmac_of_time_and_body():
    secret = secret_of("house key", "salt")
    assert secret == "jdw_" + hmac.new(b"house key", b"webhook:salt", hashlib.sha256).hexdigest()
    by_hand = hmac.new(secret.encode(), b"1700000000." + b'{"a":1}', hashlib.sha256).hexdigest()
    assert signature_of(secret, 1700000000, b'{"a":1}') == "sha256=" + by_hand
    assert secret_of("house key", "other") != secret


def test_a_delivery_arrives_signed(hook, receiver, settings):
    one = webhooks.delivery(hook, due=now())
    assert work() is False
    one.refresh_from_db()
    assert (one.state, one.attempts, one.next_at) == (DeliveryState.DELIVERED, 1, None)
    assert tries(one) == [(204, "")]
    [(_path, headers, body)] = receiver.got
    assert json.loads(body) == one.body
    assert "地区生产总值" in body.decode()
    assert headers["X-Jindu-Event"] == "status.changed"
    assert headers["X-Jindu-Delivery"] == one.event
    assert abs(int(headers["X-Jindu-Timestamp"]) - now().timestamp()) < 60
    signed = headers["X-Jindu-Timestamp"].encode() + b"." + body
    secret = secret_of(settings.SECRET_KEY, hook.salt)
    assert headers["X-Jindu-Signature"] == "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def test_the_oldest_first_and_each_once(hook, receiver):
    events = [webhooks.delivery(hook, due=now() - timedelta(seconds=back)).event for back in (1, 3, 2)]
    future = webhooks.delivery(hook, due=now() + timedelta(minutes=1))
    assert due_webhooks(now()) == [hook.pk]
    work()
    assert [headers["X-Jindu-Delivery"] for _path, headers, _body in receiver.got] == [events[1], events[2], events[0]]
    assert due_webhooks(now()) == []
    work()
    assert len(receiver.got) == 3
    future.refresh_from_db()
    assert future.state == DeliveryState.WAITING


def test_a_slice_ends_and_says_that_more_is_due(hook, receiver):
    for _one in range(3):
        webhooks.delivery(hook, due=now())
    assert work(receiver, turns=2) is True
    assert len(receiver.got) == 2
    assert work() is False
    assert len(receiver.got) == 3


def test_back_off_until_it_is_given_up(hook, receiver):
    receiver.answers = [500]
    one = webhooks.delivery(hook, due=now())
    waits = []
    for _try in range(7):
        work()
        one.refresh_from_db()
        waits.append(one.next_at and round((one.next_at - now()) / timedelta(minutes=1)))
        if one.next_at:
            work()  # too early: nothing happens
            later(one, days=1)
    assert waits == [1, 5, 30, 120, 360, 720, None]
    assert (one.state, one.attempts) == (DeliveryState.GIVEN_UP, 7)
    assert one.finished_at is not None
    assert tries(one) == [(500, "status")] * 7
    assert {headers["X-Jindu-Delivery"] for _path, headers, _body in receiver.got} == {one.event}


def test_it_arrives_at_the_second_try(hook, receiver):
    receiver.answers = [503, 200]
    one = webhooks.delivery(hook, due=now())
    work()
    later(one, minutes=1)
    work()
    one.refresh_from_db()
    assert one.state == DeliveryState.DELIVERED
    assert tries(one) == [(503, "status"), (200, "")]


def test_a_webhook_that_failed_is_left_alone_for_a_minute(hook, receiver):
    receiver.answers = [500, 204]
    first, second = webhooks.delivery(hook, due=now() - MOMENT), webhooks.delivery(hook, due=now())
    assert work() is False
    assert (tries(first), tries(second)) == ([(500, "status")], [])
    assert due_webhooks(now()) == []
    assert due_webhooks(now() + timedelta(seconds=61)) == [hook.pk]
    assert work() is False
    assert len(receiver.got) == 1
    Webhook.objects.update(free_at=now())
    work()
    assert tries(second) == [(204, "")]


def test_what_failed_where_nothing_was_sent_is_in_the_log(hook, receiver, settings):
    settings.WEBHOOK_PRIVATE_HOSTS = []  # since it was registered
    one = webhooks.delivery(hook, due=now())
    work()
    assert tries(one) == [(None, "host_not_allowed")]
    assert receiver.got == []


@pytest.mark.parametrize("off", ["webhook", "client"])
def test_nobody_is_called_while_it_is_off(hook, receiver, off):
    one = webhooks.delivery(hook, due=now())
    thing = hook if off == "webhook" else hook.client
    type(thing).objects.filter(pk=thing.pk).update(is_active=False)
    assert due_webhooks(now()) == []
    work()
    assert delivering.send_one(delivery_id=one.pk) is None
    assert receiver.got == []
    type(thing).objects.filter(pk=thing.pk).update(is_active=True)
    work()
    assert len(receiver.got) == 1


def test_nobody_calls_a_webhook_that_another_calls(hook, receiver):
    webhooks.delivery(hook, due=now())
    Webhook.objects.update(free_at=now() + delivering.LEASE)  # another worker has it
    assert work() is False
    assert receiver.got == []


def test_one_process_calls_at_a_time(hook, receiver):
    webhooks.delivery(hook, due=now())
    other = another_connection()
    try:
        other.cursor().execute("SELECT pg_advisory_lock(%s)", [delivering._TURN])
        assert work() is False
        assert receiver.got == []
        other.cursor().execute("SELECT pg_advisory_unlock(%s)", [delivering._TURN])
    finally:
        other.close()
    work()
    assert len(receiver.got) == 1


def test_many_events_of_one_do_not_keep_the_others_waiting(hook, receiver):
    other = webhooks.webhook(address=receiver.address)
    for _one in range(4):
        webhooks.delivery(hook, due=now() - MOMENT)
    theirs = webhooks.delivery(other, due=now())
    assert work(receiver, turns=2) is True
    assert len(receiver.got) == 2
    assert work(receiver, turns=1) is True
    assert tries(theirs) == [(204, "")]


def test_a_worker_that_was_overtaken_leaves_the_webhook_to_the_other(hook, receiver, monkeypatch):
    """Its call took longer than its lease: another worker has taken webhook and delivery meanwhile."""
    one, two = webhooks.delivery(hook, due=now() - MOMENT), webhooks.delivery(hook, due=now())
    others = now() + timedelta(minutes=5)

    def slow(**given):
        Webhook.objects.update(free_at=others)
        Delivery.objects.filter(pk=one.pk).update(state=DeliveryState.DELIVERED, next_at=None, finished_at=now())
        return calling.Outcome(status=500, error="status", milliseconds=70_000)

    monkeypatch.setattr(calling, "call", slow)
    assert work() is False
    hook.refresh_from_db()
    one.refresh_from_db()
    assert hook.free_at == others
    assert one.state == DeliveryState.DELIVERED
    assert tries(one) == [(500, "status")]
    assert tries(two) == []


def test_one_delivery_for_a_person_who_waits(hook, receiver):
    Webhook.objects.update(free_at=now() + timedelta(minutes=1))  # it failed just now
    one = webhooks.delivery(hook, due=now())
    assert delivering.send_one(delivery_id=one.pk) is True
    assert delivering.send_one(delivery_id=one.pk) is None
    assert len(receiver.got) == 1


def test_a_ping_is_tried_once(hook, receiver):
    receiver.answers = [500]
    one = webhooks.delivery(hook, due=now(), kind=PING)
    assert delivering.send_one(delivery_id=one.pk) is False
    one.refresh_from_db()
    assert one.state == DeliveryState.GIVEN_UP


def test_old_deliveries_are_forgotten_with_what_repeats_them(hook):
    def ended(days, **fields):
        state = {"state": DeliveryState.DELIVERED, "next_at": None, "finished_at": now() - timedelta(days=days)}
        return webhooks.delivery(hook, due=None, **state | fields)

    old, repeated, recent = ended(100), ended(100), ended(10)
    again = ended(5, replays=repeated)
    ended(95, replays=old)
    waiting = webhooks.delivery(hook, due=now())
    old.log.create(at=now(), status=204, milliseconds=3)
    assert delivering.clear(before=now() - timedelta(days=90)) >= 2
    assert set(Delivery.objects.all()) == {repeated, recent, again, waiting}
