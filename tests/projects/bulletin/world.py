"""A city with two counties, their projects, reports, problems and dates: what bulletins of June 2025 are made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import User
from projects.models import Problem, ProblemStep, Project, ProjectYear, ReportWarning, StageChange
from tests.factories import accounts, regions
from tests.factories.plans import PlanFactory
from tests.factories.projects import ProjectFactory, ReportFactory, ReportingRuleFactory

JUNE = date(2025, 6, 1)
TODAY = date(2025, 7, 20)


def moment(year: int, month: int, day: int) -> datetime:
    return timezone.make_aware(datetime(year, month, day, 9))


@dataclass
class World:
    """``road``, ``school``, ``park`` of 延津县, ``mill`` of 卫滨区, ``bridge`` of the city itself."""

    clerk: User
    reviewer: User
    road: Project
    school: Project
    park: Project
    mill: Project
    bridge: Project
    problem: Problem


def build() -> World:
    city, yanjin, weibin = regions.xinxiang(), regions.yanjin(), regions.weibin()
    plans = {one.code: ReportingRuleFactory(plan=PlanFactory(region=one)).plan for one in (city, yanjin, weibin)}
    clerk, reviewer = accounts.clerk(accounts.UnitFactory(region=yanjin)), accounts.reviewer(city)

    def project(region: Any, name: str, unit: str, **given: Any) -> Project:
        lead = accounts.UnitFactory(region=region, name=unit)
        return ProjectFactory(plan=plans[region.code], region=region, name=name, lead_unit=lead, **given)

    road = project(yanjin, "省道改建", "交通运输局", investment=Decimal("1.5"), planned_finish=date(2026, 12, 1))
    school = project(
        yanjin, "第三中学", "教育局", investment=Decimal(8000), investment_unit="万元", unit_confirmed=True
    )
    park = project(yanjin, "食品产业园", "教育局", planned_start=date(2025, 3, 1), sample=True)
    mill = project(weibin, "面粉厂扩建", "工业和信息化局")
    bridge = project(city, "卫河大桥", "交通运输局")
    project(yanjin, "并入的", "教育局", merged_into=road)
    project(yanjin, "方向", "教育局", kind="direction")
    for one, planned in ((road, 1200), (school, 600), (mill, 1200)):
        ProjectYear.objects.create(project=one, year=2025, planned_investment=planned)
    by = {"submitted_by": clerk, "approved_by": reviewer}

    def report(of: Project, month: int, amount: int | None, day: int = 3, **given: Any) -> Any:
        at = moment(2025, month + 1, day)
        return ReportFactory(
            project=of, month=date(2025, month, 1), investment_month=amount, state="approved", submitted_at=at,
            approved_at=at, progress=month * 10, progress_text="主体施工", **by, **given,
        )  # fmt: skip

    for month in range(1, 7):
        report(road, month, 100)
    report(school, 4, 0)
    late = report(school, 5, 30, day=9)
    ReportWarning.objects.create(
        report=late,
        code="late",
        field="month",
        message="迟报 4 天",
        reason="等数",
        answered_by=clerk,
        answered_at=moment(2025, 6, 9),
    )
    report(mill, 6, 600)
    report(bridge, 6, 50)
    ReportFactory(
        project=school,
        month=JUNE,
        investment_month=999,
        state="submitted",
        submitted_by=clerk,
        submitted_at=moment(2025, 7, 4),
    )
    for of, stage, on in (
        (road, "started", date(2025, 2, 5)), (road, "building", date(2025, 3, 5)), (mill, "started", date(2025, 6, 30)),
        (bridge, "completed", date(2025, 6, 20)), (school, "started", date(2025, 7, 2)),
        (park, "started", date(2025, 4, 2)), (park, "preparation", date(2025, 5, 2)),
    ):  # fmt: skip
        StageChange.objects.create(project=of, stage=stage, on=on, recorded_by=reviewer)
    problem = Problem.objects.create(
        project=road, text="管线没有迁改", kind="utilities", unit=road.lead_unit, due=date(2025, 7, 10), state="closed",
        raised_by=clerk, raised_at=moment(2025, 6, 4), closed_by=reviewer, closed_at=moment(2026, 1, 5),
    )  # fmt: skip
    for kind, at in (("raised", moment(2025, 6, 4)), ("assigned", moment(2025, 6, 5)), ("closed", moment(2026, 1, 5))):
        unit = None if kind == "raised" else road.lead_unit
        due = None if kind == "raised" else date(2025, 7, 10)
        ProblemStep.objects.create(
            problem=problem, kind=kind, text="办理", unit=unit, due=due, taken_by=reviewer, taken_at=at
        )
    return World(clerk, reviewer, road, school, park, mill, bridge, problem)
