"""Reading uploads in the background. The task takes an id, may run twice, and retries only when a server was away."""

from __future__ import annotations

import logging
from typing import Any

from celery import Task, shared_task
from django.conf import settings
from django.db import Error as DatabaseFault

from indicators.tasks import AWAY, send_on_commit
from intake.models import Intake
from intake.models.uploads import Why
from intake.selectors.queue import waiting_intakes
from intake.services import reading
from intake.services.alive import NoLongerOurs
from intake.timer import OutOfTime, within

log = logging.getLogger("intake.tasks")


@shared_task(
    bind=True, autoretry_for=AWAY, retry_backoff=1, retry_backoff_max=30, max_retries=5,
    soft_time_limit=settings.INTAKE_TIME_LIMIT + 20, time_limit=settings.INTAKE_TIME_LIMIT + 30,
)  # fmt: skip
def read_intake(self: Task[Any, Any], intake_id: int) -> None:
    """Read one upload. A second message about it finds it read or in other hands and ends at once.

    This may take longer than the broker waits for an answer (``CELERY_VISIBILITY_TIMEOUT``): the message that it then sends
    again finds a sign of life. After a kill the sweep (or that message) takes the upload up again.
    """
    intake = reading.start(intake_id=intake_id)
    if intake is None:
        return
    try:
        with within(settings.INTAKE_TIME_LIMIT):
            reading.read(intake=intake)
    except OutOfTime:
        reading.refuse(intake=intake, why=Why.TOO_LONG)
    except NoLongerOurs:
        log.info("intake %s is no longer ours (attempt %s)", intake.pk, intake.attempts)
    except AWAY:
        _let_go(intake)
        raise
    except Exception as error:
        reading.fail(intake=intake, error=repr(error))
        raise


def _let_go(intake: Intake) -> None:
    """For the retry; where the database is away too, the upload is free after a while without a sign of life."""
    try:
        reading.let_go(intake=intake)
    except DatabaseFault as error:
        log.warning("intake %s is not let go: %s", intake.pk, error)


@shared_task(autoretry_for=AWAY, retry_backoff=1, max_retries=3)
def sweep_queued_intakes() -> int:
    """Every minute: send what Redis missed and what a killed worker left; how many uploads."""
    waiting = waiting_intakes(stale_before=reading.lost_before())
    for intake_id in waiting:
        read_intake.delay(intake_id)
    return len(waiting)


def enqueue_on_commit(intake: Intake) -> bool:
    """Send an upload to the workers; False (Redis is away): the upload stays queued and the sweep sends it later."""
    return send_on_commit(read_intake, intake.pk, what="intake")
