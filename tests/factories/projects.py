"""Key projects and their monthly reports."""

from datetime import date

import factory

from projects.models import Project, ProjectReport, ReportingRule
from tests.factories import plans
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
