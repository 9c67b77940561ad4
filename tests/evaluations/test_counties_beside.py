"""A city's evaluation has each county's plan of the same years beside it, by as many queries for many rows as for few."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluations.selectors.facts import evaluation_facts
from indicators.services.recompute import recompute_plans
from plans.models import PlanStatus
from tests.factories import indicators as made
from tests.factories import regions
from tests.factories.city_and_counties import city_and_counties, promised
from tests.factories.indicators import approved
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


def test_counties_stand_with_their_own_plans_by_as_many_queries_for_many():
    made.RuleFactory()
    city, yanjin, weibin = city_and_counties()
    drafted = PlanFactory(region=regions.RegionFactory(code="410781", name="卫辉市", parent=regions.xinxiang()))
    drafted.status = PlanStatus.DRAFT
    drafted.save()
    approved(yanjin.rows.first(), 2021, value=Decimal(1))
    recompute_plans([city.pk, yanjin.pk, weibin.pk])
    with CaptureQueriesContext(connection) as few:
        found = evaluation_facts(city, kind="annual", year=2024, day=DAY)
    told = {one.name: (one.plan, one.note, len(one.lines)) for one in found.counties}
    assert told["延津县"] == (yanjin.pk, "", yanjin.rows.count())
    assert told["卫辉市"] == (None, "没有同期规划", 0)
    for plan in (city, yanjin):
        for position in range(30, 36):
            promised(plan, position, f"more_{position}", "level", "150")
    recompute_plans([city.pk, yanjin.pk])
    with CaptureQueriesContext(connection) as many:
        evaluation_facts(city, kind="annual", year=2024, day=DAY)
    assert len(many) == len(few) <= 25
    assert evaluation_facts(city, kind="annual", year=2024, day=DAY, with_counties=False).counties == ()
