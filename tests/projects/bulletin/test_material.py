"""What a bulletin is made from, read from the database: who counts, which money, as of which day."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.domain.bulletin.records import BY_REGION, BY_UNIT
from projects.selectors.bulletins import bulletin_facts, material, reckoned_day
from tests.factories import accounts, regions
from tests.factories.projects import ProjectFactory
from tests.projects.bulletin.world import JUNE, TODAY, build

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(lasting):
    with lasting():
        yield build()


def of(found, project):
    return next(one for one in found.works if one.id == project.pk)


def test_directions_and_merged_entries_are_left_out(world):
    found = material(regions.yanjin(), "monthly", JUNE, today=TODAY)
    assert {one.name for one in found.works} == {"省道改建", "第三中学", "食品产业园"}


def test_a_city_ranks_its_counties_and_a_county_its_units(world):
    city = bulletin_facts(regions.xinxiang(), "monthly", JUNE, today=TODAY)
    assert city.outline.by == BY_REGION
    assert [(one.name, one.place) for one in city.groups] == [("卫滨区", 1), ("延津县", 2), ("新乡市本级", None)]
    county = bulletin_facts(regions.yanjin(), "monthly", JUNE, today=TODAY)
    assert county.outline.by == BY_UNIT
    assert [(one.name, one.place) for one in county.groups] == [("交通运输局", 1), ("教育局", 2)]


def test_only_approved_money_counts(world):
    found = material(regions.yanjin(), "quarterly", JUNE, today=TODAY)
    road, school, park = (of(found, one) for one in (world.road, world.school, world.park))
    assert (road.year_done, road.span_done, road.before_done, road.year_before) == (600, 300, 300, 300)
    assert (school.year_done, school.span_done, school.before_done) == (30, 30, None)
    assert (school.reported, road.reported) == (False, True)  # submitted is not approved
    assert (park.year_done, park.planned) == (None, None)
    assert (road.total, school.total, park.total) == (15000, 8000, None)  # 万元
    assert found.months == tuple((date(2025, month, 1), Decimal(100 + 30 * (month == 5))) for month in range(1, 7))


def test_stages_are_those_of_the_end_of_the_month(world):
    found = material(regions.xinxiang(), "monthly", JUNE, today=TODAY)
    assert of(found, world.school).started_on is None  # started in July
    assert of(found, world.mill).started_on == date(2025, 6, 30)
    assert (of(found, world.park).stage, of(found, world.park).started_on) == ("preparation", None)  # taken back
    bridge = of(found, world.bridge)
    assert (bridge.stage, bridge.finished_on) == ("completed", date(2025, 6, 20))


def test_problems_are_as_they_were_on_the_day(world):
    found = bulletin_facts(regions.yanjin(), "monthly", JUNE, today=date(2026, 5, 1))
    assert found.outline.day == date(2025, 7, 31)
    [problem] = found.problems
    assert (problem.unit, problem.days, problem.state) == ("交通运输局", 21, "assigned")
    closed = bulletin_facts(regions.yanjin(), "yearly", date(2025, 12, 1), today=date(2026, 1, 20))
    assert (closed.whole.open, closed.whole.closed, closed.problems) == (0, 1, ())


def test_reports_in_time_late_and_missing(world):
    whole = bulletin_facts(regions.yanjin(), "quarterly", JUNE, today=TODAY).whole
    assert (whole.asked, whole.on_time, whole.late, whole.missing) == (9, 5, 1, 3)


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2025, 6, 15), date(2025, 6, 15)),
        (date(2025, 7, 8), date(2025, 7, 8)),
        (date(2026, 1, 1), date(2025, 7, 31)),
    ],
)
def test_until_when_problems_and_reports_count(today, day):
    assert reckoned_day(JUNE, today) == day


def test_sample_data_are_said(world):
    assert bulletin_facts(regions.yanjin(), "monthly", JUNE, today=TODAY).sample
    assert not bulletin_facts(regions.weibin(), "monthly", JUNE, today=TODAY).sample


def test_a_year_outside_the_plan_has_no_projects(world):
    assert bulletin_facts(regions.yanjin(), "monthly", date(2026, 6, 1), today=date(2026, 8, 1)).whole.projects == 0


def test_as_many_queries_for_many_projects_as_for_few(world):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            material(regions.xinxiang(), "quarterly", JUNE, today=TODAY)
        return len(captured)

    few = queries()
    for number in range(5):
        unit = accounts.UnitFactory(region=regions.yanjin(), name=f"局{number}")
        ProjectFactory(plan=world.road.plan, region=world.road.region, lead_unit=unit)
    assert queries() == few <= 25
