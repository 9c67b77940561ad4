"""`/appraisals/<plan>/`: scores, what stands apart, the weights and who may set them."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluations.domain.appraisal import SUGGESTED
from evaluations.models import AppraisalScheme
from evaluations.presenters.appraisal import appraisal_page
from evaluations.selectors.appraisal import appraisal_facts, latest_year
from evaluations.services.appraisal import SchemeMoved, set_scheme
from indicators.models import PlanIndicator, ResponsibleUnit
from tests.factories import accounts, regions, sample_plan
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(scope="module")
def lasting_plan(lasting):
    """Yanjin's sample plan: the statistics bureau leads two rows, the water office one that has no figure, one is a default."""
    with lasting():
        plan = sample_plan.yanjin_plan()
        rows = {one.short_name: one for one in PlanIndicator.objects.filter(plan=plan)}
        statistics, water = (accounts.UnitFactory(region=plan.region, name=name) for name in ("统计局", "水利局"))
        for name, unit, lead, confirmed in [
            ("地区生产总值", statistics, True, True),
            ("城镇登记失业率", statistics, True, False),
            ("地区生产总值", water, False, True),
            ("空气质量优良天数", water, True, True),
        ]:
            ResponsibleUnit.objects.create(row=rows[name], unit=unit, is_lead=lead, confirmed=confirmed)
        ProjectFactory(plan=plan, lead_unit=water, name="引黄工程")
        return plan


@pytest.fixture
def plan(lasting_plan):
    return type(lasting_plan).objects.select_related("region").get(pk=lasting_plan.pk)


@pytest.fixture
def page(plan):
    return appraisal_page(appraisal_facts(plan, 2023))


def _logged_in(client, person):
    client.force_login(person, backend=BACKEND)
    return client


def _unit(page, name):
    return next(one for one in page.units if one.unit.name == name)


def test_scores_of_units(page):
    """Yanjin's GDP is behind in 2023 (60); the rate of unemployment holds (100), by a default that nobody confirmed."""
    statistics = _unit(page, "统计局")
    assert [(cell.part.value, cell.score) for cell in statistics.cells if cell.lines] == [
        ("binding", "100.0"),
        ("expected", "60.0"),
    ]
    assert statistics.score == "88.6"  # (50·100 + 20·60) / 70
    assert (statistics.whole, statistics.weighed, statistics.unconfirmed) == (False, "70", 1)


def test_what_cannot_be_judged_stands_apart_with_its_reason(page):
    water = _unit(page, "水利局")
    assert water.score == "60.0"  # of the GDP, in which it takes part
    told = {line.thing.name: (line.score, line.why) for cell in water.lists for line in cell.lines}
    assert told["空气质量优良天数"] == ("", "待下达")
    assert told["引黄工程"] == ("", "没有登记阶段")
    assert told["地区生产总值"] == ("60", "")


def test_whoever_has_no_score_comes_last_and_what_nobody_answers_for_is_named(page):
    assert [one.unit.name for one in page.units] == ["统计局", "水利局"]
    assert "一般公共预算收入" in {thing.name for thing in page.unanswered}


def test_the_number_of_queries_does_not_depend_on_the_plan(plan):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            appraisal_page(appraisal_facts(plan, 2023))
        return len(seen)

    before = queries()
    unit = accounts.UnitFactory(region=plan.region, name="交通运输局")
    sample_plan.crowd(plan, 5)
    for row in PlanIndicator.objects.filter(plan=plan, position__gte=100):
        ResponsibleUnit.objects.create(row=row, unit=unit)
        ProjectFactory(plan=plan, lead_unit=unit)
    assert queries() == before


def test_the_page_and_its_workbook_say_the_same(client, plan):
    address = reverse("evaluations:appraisal", args=[plan.pk])
    browser = _logged_in(client, accounts.leader())
    said = browser.get(address, {"year": 2023}).content.decode()
    assert "88.6" in said and "建议权重，尚未确定" in said
    assert "默认分工，待确认" in said
    book = openpyxl.load_workbook(io.BytesIO(browser.get(address, {"year": 2023, "format": "xlsx"}).content))
    units = {row[0]: row[1] for row in book["单位"].iter_rows(values_only=True) if row[0] in {"统计局", "水利局"}}
    assert {name: round(value, 1) for name, value in units.items()} == {"统计局": 88.6, "水利局": 60.0}
    assert any("建议权重" in str(row[0]) for row in book["单位"].iter_rows(values_only=True))


def test_the_year_is_the_newest_with_figures(client, plan):
    assert latest_year(plan) == 2024
    browser = _logged_in(client, accounts.leader())
    assert "按 2024 年看" in browser.get(reverse("evaluations:appraisal", args=[plan.pk])).content.decode()
    assert browser.get(reverse("evaluations:appraisal", args=[plan.pk]), {"year": "2031"}).status_code == 400
    assert browser.get(reverse("evaluations:appraisal", args=[plan.pk]), {"as_of": "2024-01-01"}).status_code == 400


def test_neighbours_and_drafts(client, plan):
    address = reverse("evaluations:appraisal", args=[plan.pk])
    assert _logged_in(client, accounts.leader(regions.weibin())).get(address).status_code == 403
    type(plan).objects.filter(pk=plan.pk).update(status="draft")
    assert _logged_in(client, accounts.leader()).get(address).status_code == 404
    assert _logged_in(client, accounts.planner()).get(address).status_code == 200


def _form(browser, address, **typed):
    fields = browser.get(address).context["form"]
    values = {name: fields[name].value() for name in fields.fields}
    return {name: "" if value is None else value for name, value in values.items()} | typed


def test_a_planner_sets_weights_with_a_reason(client, plan):
    address = reverse("evaluations:appraisal-weights", args=[plan.pk])
    browser = _logged_in(client, accounts.planner())
    form = _form(browser, address)
    assert browser.post(address, form).status_code == 422  # no reason
    assert browser.post(address, form | {"reason": "年度考核", "weight_binding": "49"}).status_code == 422
    assert not AppraisalScheme.objects.exists()
    given = form | {"reason": "年度考核", "weight_binding": "60", "weight_expected": "10", "score_behind": ""}
    assert browser.post(address, given).status_code == 302
    made = AppraisalScheme.objects.get()
    assert (made.version, made.binding, made.scores["behind"], made.scores["met"]) == (1, 60, None, "100")
    page = appraisal_page(appraisal_facts(plan, 2023))
    assert (_unit(page, "统计局").score, _unit(page, "水利局").score) == ("100.0", "—")
    assert "年度考核" in browser.get(reverse("evaluations:appraisal", args=[plan.pk])).content.decode()
    assert browser.post(address, given).status_code == 409  # looked at before the first version


def test_versions_stay(plan):
    by = accounts.planner()
    first = set_scheme(plan=plan, scheme=SUGGESTED, reason="试行", by=by)
    second = set_scheme(plan=plan, scheme=SUGGESTED, reason="正式", by=by, seen=1)
    first.refresh_from_db()
    assert (first.in_force, second.in_force, second.version) == (False, True, 2)
    assert second.joint == Decimal(50)
    with pytest.raises(SchemeMoved):
        set_scheme(plan=plan, scheme=SUGGESTED, reason="迟到", by=by, seen=1)
