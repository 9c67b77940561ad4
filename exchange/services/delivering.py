"""Telling receivers: at least once, one call of a webhook at a time, again after a while where it failed.

Nothing is held while the network is waited for: who calls writes down until when it has the delivery (and the webhook), and
whoever comes after that moment takes it again. A worker that was killed between the call and its note tells the event twice,
under the same id.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from exchange.domain.signing import secret_of, signature_of
from exchange.models import PING, Delivery, DeliveryAttempt, DeliveryState, Webhook
from exchange.selectors.events import may_still_be_told
from exchange.selectors.webhooks import due_webhooks
from exchange.services import calling

log = logging.getLogger("exchange.webhooks")

#: Any number, the same in every process: who holds it calls webhooks.
_TURN = 4107260078
#: How long whoever calls has a delivery for itself: longer than the task may run.
LEASE = timedelta(seconds=60)
#: A webhook that failed is left alone for so long, whatever else waits for it: it would hold a worker with every try.
PAUSE = timedelta(seconds=60)
#: After the first failure, the second, …; after the last one the delivery is given up.
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720))


def work_off(*, go_on: Callable[[], bool]) -> bool:
    """Send all that is due, one webhook after the other, as long as ``go_on()``; True where more is due.

    One process of all calls at a time: receivers that are slow or down never hold more of a worker than that, and whoever
    waits for a recompute finds a free one. A second caller ends at once, for the first goes on until nothing is due.
    """
    with _turn() as ours:
        while ours and (due := due_webhooks(timezone.now())):
            for webhook_id in due:
                if not go_on():
                    return True
                _work_off_one(webhook_id, go_on)
    return False


@contextmanager
def _turn() -> Iterator[bool]:
    """Whether this process may call now; nobody else may until the end, or until this process is gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_TURN])
        [ours] = cursor.fetchone()
    try:
        yield ours
    finally:
        if ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_TURN])


def _work_off_one(webhook_id: int, go_on: Callable[[], bool]) -> None:
    """Send what is due of one webhook, the oldest first. Ends at the first failure, and where another calls this webhook."""
    webhook = Webhook.objects.select_related("client__region").filter(pk=webhook_id).first()
    if webhook is None or not (webhook.is_active and webhook.client.is_active):
        return
    until = None
    while (taken := _take(webhook, until)) is not None:
        until, now = taken, timezone.now()
        due = webhook.deliveries.filter(state=DeliveryState.WAITING, next_at__lte=now).order_by("next_at", "pk")
        delivery = _claim(due.values_list("pk", flat=True)[:1], now) if go_on() else None
        if delivery is None:
            _let_go(webhook, until, now)
            return
        if not _send(webhook, delivery):
            _let_go(webhook, until, timezone.now() + PAUSE)
            return


def send_one(*, delivery_id: int) -> bool | None:
    """Send one delivery now, for a person who waits; whether it arrived, None where it is not due or in other hands."""
    now = timezone.now()
    due = Delivery.objects.filter(pk=delivery_id, state=DeliveryState.WAITING, next_at__lte=now)
    delivery = _claim(due.filter(webhook__is_active=True, webhook__client__is_active=True).values_list("pk"), now)
    return None if delivery is None else _send(delivery.webhook, delivery)


def clear(*, before: datetime) -> int:
    """Forget deliveries that ended before a moment, with their attempts; how many."""
    old = Delivery.objects.filter(finished_at__lt=before)
    with transaction.atomic():
        replays, _of = old.filter(replays__isnull=False).delete()
        kept = Delivery.objects.filter(replays__isnull=False).values("replays")
        firsts, _of = old.filter(replays__isnull=True).exclude(pk__in=kept).delete()
    return replays + firsts


def _take(webhook: Webhook, until: datetime | None) -> datetime | None:
    """Until when the webhook is ours to call; None where it is another's. ``until``: what we were told last time."""
    now = timezone.now()
    ours = Q(free_at=until) if until else Q(free_at__isnull=True) | Q(free_at__lte=now)
    return now + LEASE if Webhook.objects.filter(ours, pk=webhook.pk).update(free_at=now + LEASE) else None


def _let_go(webhook: Webhook, until: datetime, free_at: datetime) -> None:
    Webhook.objects.filter(pk=webhook.pk, free_at=until).update(free_at=free_at)


@transaction.atomic
def _claim(due: object, now: datetime) -> Delivery | None:
    """The delivery among ``due`` (ids), ours until the lease ends; None where there is none or it was just taken."""
    waiting = Delivery.objects.filter(pk__in=due, state=DeliveryState.WAITING, next_at__lte=now)
    locked = waiting.select_for_update(skip_locked=True, no_key=True, of=("self",)).select_related("webhook").first()
    if locked is not None:
        locked.next_at = now + LEASE
        locked.save(update_fields=["next_at"])
    return locked


def _send(webhook: Webhook, delivery: Delivery) -> bool:
    """One try, written down; whether the next one may follow at once: it arrived, or is none of the system's business any more."""
    at = timezone.now()
    if not may_still_be_told(webhook, delivery):
        gone = {"state": DeliveryState.GIVEN_UP, "next_at": None, "finished_at": at}
        Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.WAITING).update(**gone)
        log.warning(
            "webhook delivery %s was dropped: client %s does not reach it any more", delivery.pk, webhook.client_id
        )
        return True
    body = json.dumps(delivery.body, ensure_ascii=False, separators=(",", ":")).encode()
    timestamp = int(at.timestamp())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "guihua-jindu-webhook",
        "X-Jindu-Event": delivery.kind,
        "X-Jindu-Delivery": delivery.event,
        "X-Jindu-Timestamp": str(timestamp),
        "X-Jindu-Signature": signature_of(secret_of(settings.SECRET_KEY, webhook.salt), timestamp, body),
    }
    outcome = calling.call(address=webhook.address, headers=headers, body=body)
    return _note(delivery.pk, at, outcome)


@transaction.atomic
def _note(delivery_id: int, at: datetime, outcome: calling.Outcome) -> bool:
    delivery = Delivery.objects.select_for_update(no_key=True).get(pk=delivery_id)
    DeliveryAttempt.objects.create(
        delivery=delivery, at=at, status=outcome.status, error=outcome.error, milliseconds=outcome.milliseconds
    )
    arrived = not outcome.error
    delivery.attempts += 1
    if delivery.state == DeliveryState.WAITING:  # else another worker, which came after our lease, was quicker
        tries = 1 if delivery.kind == PING else len(DELAYS) + 1
        if arrived or delivery.attempts >= tries:
            delivery.state = DeliveryState.DELIVERED if arrived else DeliveryState.GIVEN_UP
            delivery.next_at, delivery.finished_at = None, timezone.now()
        else:
            delivery.next_at = timezone.now() + DELAYS[delivery.attempts - 1]
    delivery.save(update_fields=["attempts", "state", "next_at", "finished_at"])
    if not arrived:
        log.info("webhook delivery %s failed (%s %s)", delivery.pk, outcome.error, outcome.status)
    return arrived
