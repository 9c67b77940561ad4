"""Queueing recomputes. A service that makes assessments stale calls this inside its own transaction; it never sends a task itself."""

from __future__ import annotations

from indicators.models import JobRun, JobState
from plans.models import Plan


def queue_recompute(*, plan: Plan | None, why: str) -> JobRun:
    """Write (or find) the queued job that recomputes ``plan`` and the plans whose relative targets look at its region.

    ``plan`` None: everything. One queued row per plan is enough: a job that has not started yet will see this change too.
    The caller's view enqueues ``indicators.tasks.run_job`` with the returned id by ``delay_on_commit``; beat sweeps what was missed.
    """
    waiting = JobRun.objects.select_for_update().filter(plan=plan, state=JobState.QUEUED).first()
    return waiting or JobRun.objects.create(plan=plan, why=why[:200])
