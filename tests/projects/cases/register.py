"""Constraints of projects and of what belongs to them (``models/project.py``, ``models/register.py``)."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from indicators.models import PlanIndicator
from projects.models import CommitmentLink, CooperatingUnit, LikePair, Project, ProjectYear, StageChange
from tests.constraints import Case
from tests.factories import accounts, indicators
from tests.factories.plans import PlanFactory
from tests.factories.projects import ProjectFactory


def project(**given):
    plan = PlanFactory()
    return Project(**{"plan": plan, "region": plan.region, "position": 9, "name": "项目", **given})


def stored(position=1):
    return Project.objects.filter(position=position).first() or ProjectFactory(position=position)


def cooperation():
    return CooperatingUnit(project=stored(), unit=accounts.UnitFactory())


def stage(**given):
    by = accounts.planner()
    return StageChange(**{"project": stored(), "stage": "started", "on": date(2025, 3, 1), "recorded_by": by} | given)


def year():
    return ProjectYear(project=stored(), year=2025, planned_investment=Decimal(0))


def pair(**given):
    return LikePair(**{"first": stored(1), "second": stored(2), "score": Decimal("0.9"), **given})


def decided():
    return pair(decision="merged", reason="同一项目", decided_by=accounts.planner(), decided_at=timezone.now())


def link():
    row = PlanIndicator.objects.first() or indicators.RowFactory()
    return CommitmentLink(project=stored(), row=row)


CASES = [
    Case("project_position", project, collides=True),
    Case("project_kind_known", project, {"kind": "dream"}),
    Case("project_field_known", project, {"field": "dreams"}),
    Case("project_stage_known", project, {"stage": "asleep"}),
    Case("project_investment_not_negative", project, {"investment": Decimal(-1)}),
    Case("project_investment_not_negative", project, {"investment": Decimal(1), "investment_unit": ""}),
    Case("project_dates_in_order", project, {"planned_start": date(2024, 1, 2), "planned_finish": date(2024, 1, 1)}),
    Case("project_actual_dates_in_order", project, {"actual_start": date(2024, 2, 1), "actual_finish": date(2024, 1, 1)}),
    Case("cooperation_once", cooperation, collides=True),
    Case("stage_change_once_a_day", stage, collides=True),
    Case("stage_change_stage_known", stage, {"stage": "asleep"}),
    Case("project_year_once", year, collides=True),
    Case("project_year_investment_not_negative", year, {"planned_investment": Decimal(-1)}),
    Case("like_pair_once", pair, collides=True),
    Case("like_pair_of_two", pair, {"second": stored}),
    Case("like_pair_decision_known", decided, {"decision": "maybe"}),
    Case("like_pair_decided_by_whom", decided, {"reason": ""}),
    Case("like_pair_decided_by_whom", decided, {"decided_by": None}),
    Case("like_pair_decided_by_whom", pair, {"decision": "apart"}),
    Case("commitment_link_once", link, collides=True),
]  # fmt: skip
