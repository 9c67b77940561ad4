"""What is gathered around a row, and what is left out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.domain.checks.surroundings import Origin
from indicators.domain.types import Form
from indicators.models import BackgroundFigure, Observation
from indicators.selectors.relations import orders, partners, weights
from indicators.selectors.surroundings import surroundings_of
from regions.models import Level
from tests.factories import regions
from tests.factories.indicators import BaseFactory, IndicatorFactory, RowFactory, TargetFactory, approved, gdp_row
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def gdp():
    """延津's GDP, its catalogue indicator adding up over counties."""
    row = gdp_row()
    row.indicator.aggregation = "sum"
    row.indicator.save()
    return row


def around(row, year=2022, **more):
    return surroundings_of([row.pk], year, **more)[row.pk]


def series(row, year=2022):
    return {(one.year, one.value, one.origin) for one in around(row, year).series}


def elsewhere(region, row, start=2021, **more):
    return RowFactory(plan=PlanFactory(region=region, start_year=start), indicator=row.indicator, **more)


def background(row, value, year=2021, **more):
    more = {"region": row.plan.region, "indicator": row.indicator, "unit": "亿元", **more}
    return BackgroundFigure.objects.create(name=more["indicator"].name, year=year, value=value, why="只供核对", **more)


def test_the_series_has_the_base_the_approved_years_earlier_plans_and_background(gdp):
    approved(gdp, 2021, value=D("165"))
    earlier = elsewhere(gdp.plan.region, gdp, start=2016)
    BaseFactory(row=earlier, value=D("110"))
    approved(earlier, 2019, value=D("148"))
    background(gdp, D("150"), year=2018)
    assert series(gdp) == {
        (2020, D("153.7"), Origin.BASE), (2021, D("165"), Origin.ACTUAL), (2015, D("110"), Origin.EARLIER_PLAN),
        (2019, D("148"), Origin.EARLIER_PLAN), (2018, D("150"), Origin.BACKGROUND),
    }  # fmt: skip


def test_figures_in_another_unit_or_of_another_kind_are_left_out(gdp):
    background(gdp, D("1650000"), unit="万元")
    earlier = elsewhere(gdp.plan.region, gdp, start=2016, unit="万元")
    approved(earlier, 2019, value=D("1480000"))
    summed = elsewhere(gdp.plan.region, gdp, start=2011)
    TargetFactory(row=summed, form=Form.CUMULATIVE, value=D("500"))
    approved(summed, 2013, value=D("90"))
    assert series(gdp) == {(2020, D("153.7"), Origin.BASE)}


def test_a_growth_in_the_background_counts_whatever_the_unit_of_its_level(gdp):
    background(gdp, D("1650000"), unit="万元", growth=D("6.1"))
    assert [(one.value, one.growth) for one in around(gdp).series if one.year == 2021] == [(None, D("6.1"))]


def test_other_regions_count_where_approved_and_in_a_unit_that_converts(gdp):
    city, beside = elsewhere(regions.xinxiang(), gdp), elsewhere(regions.weibin(), gdp, unit="万元")
    assert (around(gdp).whole, around(gdp).peers) == (None, ())
    approved(city, 2022, value=D("3464"))
    approved(beside, 2022, value=D("1500000"))
    Observation.objects.create(row=elsewhere(regions.RegionFactory(parent=regions.xinxiang()), gdp), year=2022,
                               value=D("99"), unit="亿元")  # fmt: skip
    found = around(gdp)
    assert (found.whole.name, found.whole.value) == ("新乡市", D("3464"))
    assert [(one.name, one.value) for one in found.peers] == [("卫滨区", D("150"))]
    assert {one.name for one in around(city).counties} == {"卫滨区"}
    approved(gdp, 2022, value=D("179.46"))
    assert {one.name for one in around(city).counties} == {"卫滨区", "延津县"}


def test_a_city_without_a_plan_counts_by_its_published_figure(gdp):
    background(gdp, D("3464"), year=2022, region=regions.xinxiang())
    assert around(gdp).whole.value == D("3464")


def test_what_does_not_add_up_is_not_compared_with_the_city(gdp):
    gdp.indicator.aggregation = "weighted"
    gdp.indicator.save()
    approved(elsewhere(regions.xinxiang(), gdp), 2022, value=D("3464"))
    assert around(gdp).whole is None


def test_zones_are_part_of_counties_already(gdp):
    zone = regions.RegionFactory(name="开发区", level=Level.ZONE, parent=regions.xinxiang())
    approved(elsewhere(zone, gdp), 2022, value=D("80"))
    assert around(gdp).peers == ()


def test_rows_of_the_plan_count_as_they_stand(gdp):
    other = RowFactory(plan=gdp.plan, indicator=IndicatorFactory(code="retail", name="零售"))
    draft = Observation.objects.create(row=other, year=2022, value=D("57.96"), unit="亿元")
    assert [one.value for one in around(gdp).neighbours] == [D("57.96")]
    assert around(gdp, entered={other.pk: D("58")}).neighbours[0].value == D("58")
    assert around(gdp, entered={other.pk: None}).neighbours == ()
    draft.sample = True
    draft.save()
    assert around(gdp).neighbours == ()


def test_related_rows_are_found_in_the_plan_before_the_background(gdp):
    urban, whole = (IndicatorFactory(code=code, name=code, unit="元") for code in ("urban_income", "household_income"))
    row = RowFactory(plan=gdp.plan, indicator=whole, unit="元")
    background(gdp, D("30325"), year=2022, indicator=urban, unit="元")
    assert [(one.other.value, one.own_is_lower) for one in around(row).related] == [(D("30325"), True)]
    own = RowFactory(plan=gdp.plan, indicator=urban, unit="元")
    Observation.objects.create(row=own, year=2022, value=D("30400"), unit="元")
    assert [one.other.value for one in around(row).related] == [D("30400")]


def test_headings_and_unknown_rows_have_no_surroundings(gdp):
    heading = RowFactory(plan=gdp.plan, is_heading=True)
    assert set(surroundings_of([gdp.pk, heading.pk, 0], 2022)) == {gdp.pk}
    assert surroundings_of([heading.pk], 2022) == {}


def test_a_row_that_the_catalogue_does_not_know_is_still_checked_against_its_own_series(gdp):
    row = RowFactory(plan=gdp.plan, indicator=None, short_name="其他", name="其他")
    BaseFactory(row=row, value=D("10"))
    found = around(row)
    assert (found.linked, found.peers, found.whole) == (False, (), None)
    assert [one.value for one in found.series] == [D("10")]


def test_relations_name_indicators_of_the_catalogue(settings):
    """Each pair once, never both ways round, both known, each with its reason."""
    from indicators.services.loading.catalogue import read_catalogue

    paths = sorted((settings.BASE_DIR / "indicators" / "catalogue").glob("*.yaml"))
    pairs = [(one.lower, one.upper) for one in orders()]
    assert {code for pair in pairs for code in pair} <= set(read_catalogue(paths))
    assert len({frozenset(pair) for pair in pairs}) == len(pairs)
    assert all(one.why and one.lower != one.upper for one in orders())


def test_weights_name_indicators_of_the_catalogue(settings):
    """An average is weighted with an amount that adds up; nothing is weighted with itself."""
    from indicators.services.loading.catalogue import read_catalogue

    known = read_catalogue(sorted((settings.BASE_DIR / "indicators" / "catalogue").glob("*.yaml")))
    assert {*weights(), *weights().values()} <= set(known)
    assert {known[code].columns["aggregation"] for code in weights()} == {"weighted"}
    assert {known[code].columns["aggregation"] for code in weights().values()} == {"sum"}
    assert {(code, lower) for code, lower, _why in partners("household_income")} == {
        ("urban_income", True), ("rural_income", False),
    }  # fmt: skip
