"""A worker that is killed while it calls a receiver: the event is told again, under the same id."""

import threading

import pytest
from django.utils import timezone

from exchange.models import Delivery, DeliveryState, Webhook
from exchange.tasks import call_webhooks, hand_out_events
from tests.factories import receivers, webhooks
from tests.faults.test_worker import broker, until, worker  # noqa: F401  (fixtures)

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]


class Hesitant:
    """Takes the first call and says nothing; to every later one it says yes."""

    def __init__(self):
        self.calls = []
        self.called, self.done = threading.Event(), threading.Event()

    def __call__(self, line):
        self.calls.append(line.recv(100_000).decode())
        self.called.set()
        if len(self.calls) == 1:
            self.done.wait(60)
        else:
            line.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")


@pytest.fixture
def receiver(monkeypatch):
    """In the environment of workers that start later."""
    hesitant = Hesitant()
    with receivers.rude(hesitant) as port:
        monkeypatch.setenv("WEBHOOK_PRIVATE_HOSTS", f"127.0.0.1:{port}")
        hesitant.port = port
        yield hesitant
        hesitant.done.set()


def test_the_delivery_of_a_killed_worker_is_told_again(receiver, worker):  # noqa: F811
    hook = webhooks.webhook(address=f"http://127.0.0.1:{receiver.port}/")
    one = webhooks.delivery(hook, due=timezone.now())
    call_webhooks.delay()
    assert receiver.called.wait(20), worker.log.read_text()[-3000:]
    worker.kill()
    one.refresh_from_db()
    assert (one.state, one.attempts) == (DeliveryState.WAITING, 0)
    assert one.next_at > timezone.now()  # nobody else takes it while the dead one might be at it

    Delivery.objects.update(next_at=timezone.now())  # a minute later
    Webhook.objects.update(free_at=timezone.now())
    worker.start()
    hand_out_events.delay()  # as beat does every ten seconds
    until(lambda: Delivery.objects.filter(state=DeliveryState.DELIVERED).exists(), seconds=20, log=worker.log)
    told = [line for call in receiver.calls for line in call.splitlines() if line.startswith("X-Jindu-Delivery")]
    assert told == [f"X-Jindu-Delivery: {one.event}"] * 2
    assert [(tried.status, tried.error) for tried in one.log.all()] == [(204, "")]
