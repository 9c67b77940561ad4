"""``manage.py create_demo_rounds``: a reporting round for each year of 2021–2025 for 新乡市 and 延津县. Local runs only."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.demo import REGIONS, username
from accounts.models import PersonRole, User
from indicators.models import ReportingRound
from indicators.services.rounds import open_round
from plans.models import Plan, PlanStatus

#: The period that the committed plans are of.
START_YEAR = 2021
OPEN_FOR = timedelta(days=365)


class Command(BaseCommand):
    help = "Open demo reporting rounds for 新乡市 (410700) and 延津县 (410726); run create_demo_accounts before; local runs only."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.DEPLOYMENT == "production":
            raise CommandError("生产环境不创建演示填报任务。")
        with transaction.atomic():
            opened = sum(self._rounds(code, word) for code, word in REGIONS.items())
        self.stdout.write(f"新建演示填报任务 {opened} 个")

    def _rounds(self, code: str, word: str) -> int:
        """How many were opened; those that exist stay as a person may have changed them."""
        planner = User.objects.filter(username=username(word, PersonRole.PLANNER)).first()
        if planner is None:
            raise CommandError("没有演示账号。请先运行 create_demo_accounts。")
        plans = Plan.objects.filter(region__code=code, start_year=START_YEAR).select_related("region")
        plan = plans.exclude(status__in=[PlanStatus.REPLACED, PlanStatus.DRAFT]).order_by("pk").first()
        if plan is None and plans.exists():
            return 0  # a planner marked it as replaced or took it back: nothing is asked for it
        if plan is None:
            raise CommandError(f"地区 {code} 没有 {START_YEAR} 年起的规划。请先运行 load_plans。")
        there = set(ReportingRound.objects.filter(plan=plan).values_list("year", flat=True))
        missing = [year for year in range(plan.start_year, plan.end_year + 1) if year not in there]
        today = timezone.localdate()
        for year in missing:
            open_round(
                plan=plan,
                year=year,
                title=f"{year} 年度数据填报（演示）",
                opens_on=today,
                closes_on=today + OPEN_FOR,
                note="演示用的填报任务，不是真实要求。",
                sample=True,
                by=planner,
            )
        return len(missing)
