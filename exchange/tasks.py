"""Work for other systems in the background: events are handed out and delivered, what is old is forgotten.

Each task may run twice, or be killed and run again.
"""

from __future__ import annotations

import logging
import time
from datetime import timedelta

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from exchange.models import Delivery
from exchange.selectors.webhooks import due_webhooks
from exchange.services import delivering, handing_out, sent
from indicators.tasks import AWAY

log = logging.getLogger("exchange.tasks")

#: Seconds for which one task calls webhooks before it lets other tasks have their turn.
SLICE_SECONDS = 10.0
#: A call takes 15 seconds at most; a lease lasts longer than the task that has it.
_LIMITS = {"soft_time_limit": 40, "time_limit": 45}
#: Days for which the log of deliveries is kept.
DELIVERIES_KEPT = timedelta(days=90)


@shared_task(autoretry_for=AWAY, retry_backoff=1, max_retries=3)
def hand_out_events() -> int:
    """Every ten seconds: write deliveries of what happened and have all that is due sent; how many were written."""
    written = handing_out.hand_out(now=timezone.now(), today=timezone.localdate())
    if due_webhooks(timezone.now()):
        call_webhooks.delay()
    return written


@shared_task(autoretry_for=AWAY, retry_backoff=1, max_retries=3, **_LIMITS)
def call_webhooks() -> None:
    """Deliver what is due, a slice at a time."""
    began = time.monotonic()
    if delivering.work_off(go_on=lambda: time.monotonic() - began < SLICE_SECONDS):
        call_webhooks.delay()


@shared_task(autoretry_for=AWAY, retry_backoff=1, max_retries=3, **_LIMITS)
def send_delivery(delivery_id: int) -> None:
    """One delivery for which a person waits."""
    delivering.send_one(delivery_id=delivery_id)


@shared_task
def clear_deliveries() -> int:
    """Every night: forget deliveries that ended long ago; how many."""
    return delivering.clear(before=timezone.now() - DELIVERIES_KEPT)


@shared_task
def clear_sent_requests() -> int:
    """Every night: forget answers to requests of more than a week ago; how many."""
    return sent.clear(now=timezone.now())


def send_on_commit(delivery: Delivery) -> None:
    """Have one delivery sent once the transaction (if one is open) is committed. Without a broker the sweep sends it."""

    def send() -> None:
        try:
            send_delivery.delay(delivery.pk)
        except AWAY as error:
            log.warning("delivery %s waits for the sweep, the broker is away: %s", delivery.pk, error)

    transaction.on_commit(send)
