"""Which plans a recompute job is about, and which jobs wait."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from indicators.domain.types import Form
from indicators.models import JobRun, JobState, Target
from plans.models import Plan


def plans_of_job(job: JobRun) -> list[int]:
    """The plans left to do: behind ``job.reached``, in the order of their ids; the job's own plan before the others."""
    if job.plan_id is None:
        return list(Plan.objects.filter(pk__gt=job.reached or 0).order_by("pk").values_list("pk", flat=True))
    if job.reached is None:
        return [job.plan_id, *dependent_plans(job.plan_id)]
    return [plan_id for plan_id in dependent_plans(job.plan_id) if plan_id > job.reached]


def dependent_plans(plan_id: int) -> list[int]:
    """Other plans of the same period with a relative target that looks at the region of this plan."""
    place = Plan.objects.filter(pk=plan_id).values_list("region_id", "start_year").first()
    if place is None:
        return []
    region_id, start_year = place
    looking = Target.objects.filter(
        Q(reference_region_id=region_id) | Q(reference_region=None, row__plan__region_id=region_id),
        form=Form.RELATIVE,
        in_force=True,
        row__is_heading=False,
        row__plan__start_year=start_year,
    ).exclude(row__plan_id=plan_id)
    return sorted(set(looking.order_by().values_list("row__plan_id", flat=True)))


def waiting_jobs(*, stale_before: datetime) -> list[int]:
    """Jobs that nobody works on: queued, or running without a sign of life since ``stale_before``; the oldest first."""
    idle = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, active_at__lt=stale_before)
    return list(JobRun.objects.filter(idle).order_by("created_at").values_list("pk", flat=True))


def recomputing(plan_ids: Iterable[int]) -> set[int]:
    """Those of the plans whose assessments have not followed yet (待重算): a job of theirs, or of everything, waits or runs."""
    asked = set(plan_ids)
    unfinished = JobRun.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING])
    found = set(unfinished.filter(Q(plan__in=asked) | Q(plan=None)).values_list("plan_id", flat=True))
    return asked if None in found else asked & found
