"""``manage.py recompute``: compute assessments now, in this process, and say how many changed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

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
                raise CommandError(f"没有区划代码为 {code} 的地区:请核对代码,或先运行 load_regions。")
            plans = plans.filter(region__lineage__startswith=region.lineage)
        if year is not None:
            plans = plans.filter(start_year__lte=year, end_year__gte=year)
        plan_ids = list(plans.values_list("pk", flat=True))
        result = recompute_plans(plan_ids, years=None if year is None else [year])
        self.stdout.write(f"规划 {len(plan_ids)} 个,评估 {result.computed} 条,变动 {result.changed} 条。")
