"""``manage.py create_demo_rounds``: a round for each year, once, and never in production."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from indicators.models import ReportingRound
from tests.factories import regions
from tests.factories.indicators import gdp_row
from tests.factories.plans import PlanFactory
from tests.factories.rounds import day

pytestmark = pytest.mark.django_db


@pytest.fixture
def plans():
    regions.xinxiang(), regions.yanjin(), regions.xiping()
    found = [PlanFactory(region=regions.xinxiang()), PlanFactory(region=regions.yanjin())]
    for plan in found:
        gdp_row(plan)
    return found


def test_each_year_is_asked_once(plans):
    with pytest.raises(CommandError, match="create_demo_accounts"):
        call_command("create_demo_rounds")
    call_command("create_demo_accounts", stdout=StringIO())
    call_command("create_demo_rounds", stdout=StringIO())
    ReportingRound.objects.filter(year=2024).update(title="改过的")
    said = StringIO()
    call_command("create_demo_rounds", stdout=said)
    assert "0 个" in said.getvalue()
    assert ReportingRound.objects.count() == 2 * 5
    one = ReportingRound.objects.get(plan=plans[1], year=2023)
    assert (one.sample, one.opens_on, one.closes_on) == (True, day(), day(365))
    assert one.title == "2023 年度数据填报（演示）"
    assert one.asks.get().unit.name == "统计局"
    assert ReportingRound.objects.filter(title="改过的").count() == 2


def test_never_in_production(plans, settings):
    settings.DEPLOYMENT = "production"
    with pytest.raises(CommandError, match="生产环境"):
        call_command("create_demo_rounds")
    assert not ReportingRound.objects.exists()
