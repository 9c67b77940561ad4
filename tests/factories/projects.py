"""Key projects and their monthly reports."""

from datetime import UTC, date, datetime
from typing import Any

import factory

from projects.models import Project, ProjectReport, ReportingRule
from projects.selectors.bulletins import bulletin_facts
from projects.services.bulletins import issue_bulletin
from tests.factories import accounts, plans
from tests.factories.accounts import UnitFactory


class ProjectFactory(factory.django.DjangoModelFactory):
    """A project of Yanjin's plan that reports monthly, led by its 发展和改革委员会."""

    class Meta:
        model = Project

    plan = factory.SubFactory(plans.PlanFactory)
    region = factory.SelfAttribute("plan.region")
    position = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"项目{n}")
    lead_unit = factory.LazyAttribute(lambda one: UnitFactory(region=one.region, name="发展和改革委员会"))
    reports_monthly = True


class ReportingRuleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReportingRule
        django_get_or_create = ("plan",)

    plan = factory.SubFactory(plans.PlanFactory)
    first_month = date(2025, 1, 1)
    due_day = 5


class ReportFactory(factory.django.DjangoModelFactory):
    """A draft of March 2025 as it stands in the table, past every service."""

    class Meta:
        model = ProjectReport

    project = factory.SubFactory(ProjectFactory)
    month = date(2025, 3, 1)
    lock = 1


def approved_report(project: Project, month: date, **figures: Any) -> ProjectReport:
    """A report as it stands once a clerk and a reviewer of the project's region are done with it, past every service."""
    moment = datetime(2025, 4, 2, 9, tzinfo=UTC)
    return ReportFactory(
        project=project, month=month, state="approved", submitted_by=accounts.clerk(project.lead_unit), submitted_at=moment,
        approved_by=accounts.reviewer(project.region), approved_at=moment, **figures,
    )  # fmt: skip


def issued_bulletin(region, *, by, kind="monthly", month=date(2025, 6, 1)):
    """A bulletin as it would be issued on the tenth of the month after."""
    facts = bulletin_facts(region, kind, month, today=date(month.year + month.month // 12, month.month % 12 + 1, 10))
    return issue_bulletin(facts=facts, number=f"{month:%Y}年第{month.month}期", by=by)
