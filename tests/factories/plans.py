"""Plans: 2021–2025 with base 2020 unless told otherwise."""

import factory

from plans.models import Plan, PlanStatus
from tests.factories import regions


class PlanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Plan
        django_get_or_create = ("region", "start_year")

    region = factory.LazyFunction(regions.yanjin)
    base_year = factory.LazyAttribute(lambda plan: plan.start_year - 1)
    start_year = 2021
    end_year = factory.LazyAttribute(lambda plan: plan.start_year + 4)
    title = factory.LazyAttribute(lambda plan: f"{plan.region.name}“十四五”规划")
    status = PlanStatus.IN_FORCE
