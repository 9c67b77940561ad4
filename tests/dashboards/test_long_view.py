"""One indicator of a region over all its plans: what continues, what stands apart and why, and both plans in a trajectory."""

from __future__ import annotations

import html
import json
import re
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from figures.long_view import LongView, Stretch, Words, long_view
from figures.trajectory import Point
from indicators.domain.long_view import Apart, Measured, apart, lines
from indicators.models import DefinitionBreak, Observation, PlanIndicator, Succession
from indicators.services.recompute import recompute_plans
from tests.factories import accounts, indicators, plans, regions

pytestmark = pytest.mark.django_db
ADDRESS = "/regions/410726/indicators/gdp/"


@pytest.fixture(scope="module")
def periods(lasting):
    """GDP of 延津 in three plans: one that ended, one in force with a sample end value, one in the making."""
    with lasting():
        old = plans.PlanFactory(start_year=2016, status="ended")
        gdp = indicators.gdp_row()
        first = indicators.RowFactory(plan=old, indicator=gdp.indicator)
        indicators.BaseFactory(row=first, value=Decimal("110"))
        indicators.TargetFactory(row=first, value=Decimal("150"))
        indicators.approved(first, 2018, value=Decimal("130"), vintage="final")
        indicators.approved(first, 2020, value=Decimal("152.9"), vintage="preliminary")
        indicators.approved(gdp, 2022, value=Decimal("179.46"), vintage="final")
        end = indicators.approved(gdp, 2025, value=Decimal("204.7"), sample=True)
        new = plans.PlanFactory(start_year=2026, status="draft", predecessor=gdp.plan)
        third = indicators.RowFactory(plan=new, indicator=gdp.indicator)
        indicators.BaseFactory(
            row=third, value=Decimal("204.7"), source="previous_table", from_observation=end, year=2025
        )
        indicators.TargetFactory(row=third, form="none", value=None)
        recompute_plans([old.pk, gdp.plan_id, new.pk])
        people = {"leader": accounts.leader(), "planner": accounts.planner()}
        yield SimpleNamespace(first=first, gdp=gdp, third=third, end=end, **people)


@pytest.fixture
def leader(client, periods):
    client.force_login(periods.leader, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def planner(client, periods):
    client.force_login(periods.planner, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text_of(client, address=ADDRESS):
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", html.unescape(answer.content.decode()))


def figure_of(text, name):
    return json.loads(re.search(rf'<script type="application/json" id="{name}-figure">(.*?)</script>', text, re.S)[1])


def test_a_leader_sees_the_plans_that_count_with_base_target_actuals_and_verdict(leader):
    text = text_of(leader)
    assert "2016–2020" in text
    assert "2021–2025" in text
    assert "2026–2030" not in text  # in the making
    for figure in ("110", "150", "152.9", "153.7", "230", "179.46", "204.7", "演示数据"):
        assert figure in text
    assert 'class="status status-met"' in text  # 152.9 of 150 in 2020
    assert 'class="status status-not_met"' in text  # 204.7 of 230 in 2025
    assert "2020 年：上期的实际值是 152.9 亿元，本期的基期值是 153.7 亿元。" in text


def test_a_planner_sees_the_draft_too_with_the_base_it_took_over(planner):
    text = text_of(planner)
    assert "2026–2030" in text
    assert "上期规划期末值" in text
    figure = figure_of(text, "long-view-1")
    actual = next(one for one in figure["data"] if "实际" in one["name"])
    assert actual["x"] == ["2018", "2020", "2022", "2025"]
    assert figure["layout"]["xaxis"]["categoryarray"] == [str(year) for year in range(2015, 2031)]


def test_another_unit_stands_apart_with_the_reason(leader, periods):
    periods.first.observations.update(unit="万元")
    text = text_of(leader)
    assert "与上期单位不同：万元，亿元。" in text
    assert figure_of(text, "long-view-1")["layout"]["xaxis"]["categoryarray"][-1] == "2020"
    assert figure_of(text, "long-view-2")["layout"]["xaxis"]["categoryarray"][0] == "2020"


def test_a_growth_target_in_per_cent_goes_on_where_its_levels_are_counted_alike(leader, periods):
    PlanIndicator.objects.filter(pk=periods.first.pk).update(unit="%")  # its figures are still in 亿元
    text = text_of(leader)
    assert "与上期单位不同" not in text
    assert figure_of(text, "long-view-1")["layout"]["xaxis"]["categoryarray"][-1] == "2025"


def test_a_marked_break_stands_apart_with_its_reason(leader, periods):
    DefinitionBreak.objects.create(row=periods.gdp, year=2021, reason="五经普")
    assert "2021 年起，五经普" in text_of(leader)


def test_a_row_that_was_renamed_goes_on(leader, periods):
    fields = {"to_plan": periods.gdp.plan, "decided_by": periods.leader, "decided_at": timezone.now()}
    Succession.objects.create(from_row=periods.first, to_row=periods.gdp, kind="renamed", **fields)
    PlanIndicator.objects.filter(pk=periods.first.pk).update(indicator=None, short_name="国内生产总值")
    assert "国内生产总值" in text_of(leader)
    figure = figure_of(text_of(leader, f"/plan-indicators/{periods.gdp.pk}/?year=2025"), "trajectory")
    assert "以前各期的实际" in [one["name"] for one in figure["data"]]


def test_a_row_page_draws_the_plan_before_up_to_the_base(leader, periods):
    text = text_of(leader, f"/plan-indicators/{periods.gdp.pk}/?year=2022")
    assert ADDRESS in text
    figure = figure_of(text, "trajectory")
    earlier = next(one for one in figure["data"] if one["name"] == "以前各期的实际")
    assert (earlier["x"], earlier["y"]) == (["2018", "2020"], [130.0, 152.9])
    assert figure["layout"]["xaxis"]["categoryarray"][0] == "2018"


def test_the_row_of_the_plan_after_says_that_its_base_was_revised(planner, periods):
    address = f"/plan-indicators/{periods.third.pk}/"
    assert "基期取自的数已修订" not in text_of(planner, address)
    Observation.objects.filter(pk=periods.end.pk).update(in_force=False)
    indicators.approved(periods.gdp, 2025, version=2, value=Decimal("206.1"), vintage="final")
    text = text_of(planner, address)
    assert "基期取自的数已修订" in text
    assert "206.1" in text
    assert f"/plans/rows/{periods.third.pk}/end-value/" in text


def test_as_of_a_day_it_stands_as_recorded_then(leader, periods):
    """What is corrected now is not in the page of the day before; before the first record there is nothing."""
    assert "204.7" in text_of(leader, f"{ADDRESS}?as_of={timezone.localdate()}")
    assert leader.get(f"{ADDRESS}?as_of=2000-01-01").status_code == 404


def test_few_queries_whatever_the_number_of_plans(leader, periods):
    def queries():
        leader.get(ADDRESS)
        with CaptureQueriesContext(connection) as captured:
            leader.get(ADDRESS)
        return len(captured)

    few = queries()
    for start in (2006, 2011):
        row = indicators.RowFactory(
            plan=plans.PlanFactory(start_year=start, status="ended"), indicator=periods.gdp.indicator
        )
        indicators.BaseFactory(row=row)
        indicators.TargetFactory(row=row)
    assert queries() == few <= 15


def test_who_sees_it(client, periods):
    client.force_login(accounts.leader(regions.weibin()), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(ADDRESS).status_code == 403
    client.force_login(periods.leader, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/regions/410726/indicators/nothing/").status_code == 404
    assert client.get("/regions/999999/indicators/gdp/").status_code == 404
    indicators.IndicatorFactory(code="elsewhere")
    assert client.get("/regions/410726/indicators/elsewhere/").status_code == 404


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (Measured("亿元"), Measured("亿元"), None),
        (Measured("亿元"), Measured("%"), Apart.UNIT),
        (Measured("万人", of_the_year=True), Measured("万人"), Apart.KIND),
        (Measured("亿元"), Measured("亿元", broken=True), Apart.BREAK),
        (Measured("亿元", broken=True), Measured("亿元"), None),  # what follows a break continues it
        (Measured("亿元", doubted=True), Measured("亿元"), Apart.DOUBT),
        (Measured("亿元"), Measured("亿元", doubted=True), Apart.DOUBT),
    ],
)
def test_what_continues(before, after, why):
    assert apart(before, after) is why
    assert lines([before, after]) == ([[0, 1]] if why is None else [[0], [1]])


def test_the_figure_is_one_of_plotly_and_has_bars_for_amounts_of_a_year():
    from plotly import graph_objects as go

    point = Point(2016, Decimal(3), "3", "初步数", firm=False)
    stretch = Stretch(
        "2016–2020", 2016, 2020, base=Point(2015, Decimal(2), "2"), planned=(point,), actuals=(point,), goal=point
    )
    words = Words(base="基期", planned="规划路径", actual="实际", target="目标")
    for as_bars in (False, True):
        figure = long_view(LongView("亿元", (stretch,), as_bars), words)
        go.Figure(figure.to_dict())  # raises on what Plotly does not know
        assert [one.type for one in figure.data if one.name == "实际"] == ["bar" if as_bars else "scatter"]
        assert figure.layout.xaxis.categoryarray == ("2015", "2016", "2017", "2018", "2019", "2020")
