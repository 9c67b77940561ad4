"""Reading uploads in the background. The task takes an id, may run twice, and retries only when a server was away."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from celery import Task, shared_task
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from indicators.tasks import AWAY
from intake.models import Intake
from intake.selectors.queue import waiting_intakes
from intake.services import reading

log = logging.getLogger("intake.tasks")


def _stale_before() -> datetime:
    """A reading without a sign of life since then has no task any more: its time limit has killed it."""
    return timezone.now() - timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT)


@shared_task(bind=True, autoretry_for=AWAY, retry_backoff=1, retry_backoff_max=30, max_retries=5)
def read_intake(self: Task[Any, Any], intake_id: int) -> None:
    """Read one upload. A second message about it finds it read or in other hands and ends at once."""
    again = self.request.retries > 0 or bool((self.request.delivery_info or {}).get("redelivered"))
    intake = reading.start(intake_id=intake_id, stale_before=_stale_before(), again=again)
    if intake is None:
        return
    try:
        reading.read(intake=intake)
    except AWAY:
        raise
    except Exception as error:
        reading.fail(intake=intake, error=repr(error))
        raise


@shared_task(autoretry_for=AWAY, retry_backoff=1, max_retries=3)
def sweep_queued_intakes() -> int:
    """Every minute: send what Redis missed and what a killed worker left; how many uploads."""
    waiting = waiting_intakes(stale_before=_stale_before())
    for intake_id in waiting:
        read_intake.delay(intake_id)
    return len(waiting)


def enqueue_on_commit(intake: Intake) -> bool:
    """Send an upload to the workers once the transaction (if one is open) is committed.

    False: Redis is away; the upload stays queued and the sweep sends it later. Inside a transaction the answer is True.
    """
    sent = [True]

    def send() -> None:
        try:
            read_intake.delay(intake.pk)
        except AWAY as error:
            log.warning("intake %s stays queued, the broker is away: %s", intake.pk, error)
            sent[0] = False

    transaction.on_commit(send)
    return sent[0]
