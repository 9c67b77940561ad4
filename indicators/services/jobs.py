"""Recompute jobs as visible rows: queued by services, worked off by tasks.

A service that makes assessments stale calls ``queue_recompute`` inside its own transaction; it never sends a task
itself. A job is done in steps of a few plans. Each step remembers in the row how far it came (``reached``), so that a
worker may be killed at any moment: whoever takes the job again goes on there, and every plan is counted once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from indicators.models import JobRun, JobState
from indicators.selectors.jobs import plans_of_job
from indicators.services.recompute import chunks, recompute_plans
from plans.models import Plan

#: A job taken up so often without coming to an end is given up.
MAX_ATTEMPTS = 10


def queue_recompute(*, plan: Plan | None, why: str) -> JobRun:
    """Write (or find) the queued job that recomputes ``plan`` and the plans whose relative targets look at its region.

    ``plan`` None: everything. One queued row per plan is enough: a job that has not started will see this change too.
    The caller's view enqueues it by ``indicators.tasks.enqueue_on_commit``; beat sweeps what was missed.
    """
    waiting = JobRun.objects.select_for_update().filter(plan=plan, state=JobState.QUEUED).first()
    return waiting or JobRun.objects.create(plan=plan, why=why[:200])


@transaction.atomic
def start(*, job_id: int, stale_before: datetime, again: bool = False) -> JobRun | None:
    """Take a job: one that is queued, or one that runs without a sign of life since ``stale_before``.

    ``again``: the broker says that this message was lost or is a retry, so whoever had the job has it no longer. None:
    the job is done, gone, or in other hands. Committed before anything is read, so that a later change queues anew.
    """
    job = JobRun.objects.select_for_update().filter(pk=job_id).first()
    if job is None or job.state not in (JobState.QUEUED, JobState.RUNNING):
        return None
    if job.state == JobState.RUNNING and not again and job.active_at is not None and job.active_at >= stale_before:
        return None
    if job.attempts >= MAX_ATTEMPTS:
        fail(job=job, error=f"given up after {job.attempts} attempts. {job.error}")
        return None
    now = timezone.now()
    job.state, job.attempts, job.active_at = JobState.RUNNING, job.attempts + 1, now
    job.started_at = job.started_at or now
    job.save(update_fields=["state", "attempts", "active_at", "started_at"])
    return job


def resume(*, job_id: int, reached: int) -> JobRun | None:
    """The job again for its next step, unless it came further than ``reached`` in other hands."""
    return JobRun.objects.filter(pk=job_id, state=JobState.RUNNING, reached=reached).first()


def work(*, job: JobRun, go_on: Callable[[], bool]) -> bool:
    """Recompute the job's plans from where it stands, as long as ``go_on()``; True when nothing is left.

    False: time is up (the caller continues with ``job.reached``) or another worker has taken the job over.
    """
    for plan_ids in _steps(job):
        if not (go_on() and _step(job, plan_ids)):
            return False
    finish(job=job)
    return True


def _steps(job: JobRun) -> Iterator[list[int]]:
    """The plans left to do: the job's own alone, because somebody waits for it, then the others by lots."""
    plan_ids = plans_of_job(job)
    if plan_ids[:1] == [job.plan_id]:
        yield [plan_ids.pop(0)]
    for lot in chunks(plan_ids):
        yield list(lot)


@transaction.atomic
def _step(job: JobRun, plan_ids: list[int]) -> bool:
    """Recompute some plans and note it in one transaction; False where someone else has moved the job meanwhile."""
    result = recompute_plans(plan_ids, job_id=job.pk)
    reached = 0 if plan_ids == [job.plan_id] else plan_ids[-1]
    moved = JobRun.objects.filter(pk=job.pk, state=JobState.RUNNING, reached=job.reached).update(
        reached=reached,
        active_at=timezone.now(),
        computed=job.computed + result.computed,
        changed=job.changed + result.changed,
    )
    if moved:
        job.reached, job.computed, job.changed = reached, job.computed + result.computed, job.changed + result.changed
    return bool(moved)


def finish(*, job: JobRun) -> None:
    """Mark a running job as done."""
    JobRun.objects.filter(pk=job.pk, state=JobState.RUNNING).update(
        state=JobState.DONE, finished_at=timezone.now(), error=""
    )


def fail(*, job: JobRun, error: str) -> None:
    """Give a job up and keep why; its figures are kept, the nightly run computes them again."""
    JobRun.objects.filter(pk=job.pk).update(state=JobState.FAILED, finished_at=timezone.now(), error=error[:4000])
