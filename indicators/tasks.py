"""Recomputing in the background. A task takes an id, may run twice, and retries only when a server was away.

Long work is cut into slices that stay far below the time limit; between two slices, approvals get their turn.
"""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta
from typing import Any

from celery import Task, shared_task
from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import ConnectionError as RedisConnectionError

from indicators.models import JobRun
from indicators.selectors.jobs import waiting_jobs
from indicators.services import jobs
from regions.recorded import recorded

log = logging.getLogger("indicators.tasks")

#: A server that was away: worth another try. Anything else is a fault that a person must see.
AWAY = (OperationalError, InterfaceError, BrokerError, RedisConnectionError)
#: Seconds after which a task hands the rest of its job to the next one.
SLICE_SECONDS = 10.0


def _stale_before() -> datetime:
    """A job without a sign of life since then has no task any more: its time limit has killed it."""
    return timezone.now() - timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT)


@shared_task(bind=True, autoretry_for=AWAY, retry_backoff=1, retry_backoff_max=30, max_retries=5)
def run_job(self: Task[Any, Any], job_id: int, reached: int | None = None) -> None:
    """Work a ``JobRun`` off. ``reached``: how far the former slice came; None: from the beginning.

    A second message about the same job finds it done or in other hands and ends at once. After a kill the broker
    delivers the message again (or the sweep sends a new one), and the job goes on where it stood.
    """
    again = self.request.retries > 0 or bool((self.request.delivery_info or {}).get("redelivered"))
    job = jobs.resume(job_id=job_id, reached=reached) if reached is not None else None
    if job is None:
        job = jobs.start(job_id=job_id, stale_before=_stale_before(), again=again)
    if job is None:
        return
    began = time.monotonic()
    try:
        done = jobs.work(job=job, go_on=lambda: time.monotonic() - began < SLICE_SECONDS)
    except AWAY:
        raise
    except Exception as error:
        jobs.fail(job=job, error=repr(error))
        raise
    if not done and job.reached is not None:
        run_job.delay(job_id, job.reached)


@shared_task(autoretry_for=AWAY, retry_backoff=1, max_retries=3)
def sweep_queued_jobs() -> int:
    """Every minute: send what Redis missed and what a killed worker left; how many jobs."""
    waiting = waiting_jobs(stale_before=_stale_before())
    for job_id in waiting:
        run_job.delay(job_id)
    return len(waiting)


@shared_task(autoretry_for=AWAY, retry_backoff=1, max_retries=3)
def recompute_everything() -> int:
    """Every night: one visible job over all plans, slice by slice; over unchanged data it changes no row. Its id."""
    with transaction.atomic():
        job = jobs.queue_recompute(plan=None, why=recorded("每夜全部重算"))
    run_job.delay(job.pk)
    return job.pk


def enqueue_on_commit(job: JobRun) -> bool:
    """Send a queued job to the workers; False (Redis is away): the page must say 待重算."""
    return send_on_commit(run_job, job.pk, what="job")


def send_on_commit(task: Task[Any, Any], pk: int, *, what: str) -> bool:
    """Hand the row ``pk`` to ``task`` once the transaction (if one is open) is committed. ``what``: its name in the log.

    False: Redis is away. The row stays queued, the sweep of its app sends it later. Inside a transaction the answer is
    True, because nothing was tried yet.
    """
    sent = [True]

    def send() -> None:
        try:
            task.delay(pk)
        except AWAY as error:
            log.warning("%s %s stays queued, the broker is away: %s", what, pk, error)
            sent[0] = False

    transaction.on_commit(send)
    return sent[0]
