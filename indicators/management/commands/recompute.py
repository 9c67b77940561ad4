"""``manage.py recompute``: compute assessments now, in this process, and say how many changed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from indicators.models import JobRun, JobState
from indicators.services import jobs
from indicators.services.recompute import recompute_plans
from plans.models import Plan
from regions.models import Region


class Command(BaseCommand):
    help = "Recompute the assessments of every plan, or of the plans of one region and everything below it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--region", metavar="CODE", help="code of the region (GB/T 2260); without it everything")
        parser.add_argument("--year", type=int, help="only this year; without it every year of each plan")

    def handle(self, *args: Any, **options: Any) -> None:
        plans = Plan.objects.order_by("pk")
        code, year = options["region"], options["year"]
        if code:
            region = Region.objects.filter(code=code).first()
            if region is None:
                raise CommandError(f"没有区划代码为 {code} 的地区：请核对代码，或先运行 load_regions。")
            plans = plans.filter(region__lineage__startswith=region.lineage)
        if year is not None:
            plans = plans.filter(start_year__lte=year, end_year__gte=year)
        plan_ids = list(plans.values_list("pk", flat=True))
        taken = self._take_waiting_jobs() if code is None and year is None else []
        result = recompute_plans(plan_ids, years=None if year is None else [year])
        for job in taken:
            jobs.finish(job=job)
        self.stdout.write(f"规划 {len(plan_ids)} 个，评估 {result.computed} 条，变动 {result.changed} 条。")

    def _take_waiting_jobs(self) -> list[JobRun]:
        """What waits is done by computing everything. Taken before, so that a change made meanwhile queues anew."""
        queued = JobRun.objects.filter(state=JobState.QUEUED).values_list("pk", flat=True)
        taken = (jobs.start(job_id=job_id, stale_before=timezone.now()) for job_id in list(queued))
        return [job for job in taken if job is not None]
