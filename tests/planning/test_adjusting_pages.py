"""The pages of adjustments as a browser sends them, and the mark that an adjusted row bears from then on."""

from __future__ import annotations

import re
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse

from indicators.domain.types import Form
from indicators.models import Target
from indicators.models.lifecycle import PlannedChange
from indicators.services.recompute import recompute_plans
from planning.services import adjusting as service
from plans.models import Adjustment
from tests.factories import accounts, adjusting, indicators, plans

pytestmark = pytest.mark.django_db

PARTICULARS = {**adjusting.PARTICULARS, "approved_on": "2023-06-30"}
BASE = {
    "base-version": "1", "base-value": "153.7", "base-year": "2020", "base-unit": "亿元", "base-price_basis": "unknown",
    "base-text": "153.7", "base-keeps": "level",
}  # fmt: skip
TARGET = {
    "target-1-version": "1", "target-1-text": "230", "target-1-form": "level", "target-1-comparator": "=",
    "target-1-value": "230", "target-1-value_high": "", "target-1-unit": "亿元", "target-1-price_basis": "unknown",
    "target-1-due_year": "",
}  # fmt: skip


@pytest.fixture(scope="module")
def made(lasting):
    with lasting():
        plan = plans.PlanFactory()
        gdp = indicators.gdp_row(plan)
        for year, value in ((2022, "179.46"), (2024, "193.3")):
            indicators.approved(gdp, year, value=Decimal(value))
        growth = indicators.RowFactory(plan=plan, short_name="居民收入", unit="元")
        indicators.TargetFactory(row=growth, form=Form.GROWTH, value=Decimal(7), unit="%", text="7左右")
        recompute_plans([plan.pk])
        planner = accounts.planner()
        draft = adjusting.drafted(plan, by=planner)
        yield SimpleNamespace(plan=plan, gdp=gdp, growth=growth, planner=planner, draft=draft)


@pytest.fixture
def page(client, made):
    client.force_login(made.planner, backend="django.contrib.auth.backends.ModelBackend")
    return client


def row_address(made, row=None):
    return reverse("planning:adjustment-row", args=[made.draft.pk, (row or made.gdp).pk])


def planned(made):
    return {
        (one.of, one.ordinal): (one.terms, one.keeps) for one in PlannedChange.objects.filter(adjustment=made.draft)
    }


def test_an_adjustment_from_the_document_to_the_mark(page, made):
    answer = page.post(
        reverse("planning:adjustment-new", args=[made.plan.pk]), {**PARTICULARS, "document_number": "一号"}
    )
    found = Adjustment.objects.get(document_number="一号")
    assert answer.url == reverse("planning:adjustment", args=[found.pk])
    address = reverse("planning:adjustment-row", args=[found.pk, made.gdp.pk])
    assert page.post(address, {**BASE, **TARGET, "target-1-text": "200"}).status_code == 302
    shown = page.get(answer.url).content.decode()
    assert "230 亿元（水平值） → <strong>200 亿元（水平值）</strong>" in shown
    assert "2 处状态仅因这次调整而变" in shown
    assert Target.objects.filter(row=made.gdp).count() == 1
    assert page.post(answer.url, {"action": "execute"}).status_code == 302
    recompute_plans([made.plan.pk])
    note = "仅因目标调整（一号），按原目标为滞后"
    row_page = page.get(reverse("dashboards:row", args=[made.gdp.pk]) + "?year=2024").content.decode()
    assert note in row_page
    assert "原定路径" in row_page
    assert row_page.count("仅因调整修订") == 2
    region = reverse("dashboards:region", args=["410726"]) + "?year=2024"
    assert note in page.get(region).content.decode()
    chosen = page.get(f"{region}&mark=adjusted").content.decode()
    assert made.gdp.short_name in chosen
    assert made.growth.short_name not in chosen.split("<tbody")[1]
    done = page.get(answer.url).content.decode()
    assert "2 处状态仅因这次调整而变" in done
    assert 'value="execute"' not in done
    assert page.get(reverse("planning:adjustment-edit", args=[found.pk])).status_code == 404


def test_a_page_sent_as_it_stands_plans_nothing(page, made):
    assert page.post(row_address(made), {**BASE, **TARGET}).status_code == 302
    assert planned(made) == {}


@pytest.mark.parametrize(
    ("keeps", "value"), [("growth", "247.2"), ("change", "241.5")],
)  # fmt: skip
def test_a_revised_base_restates_the_level(page, made, keeps, value):
    page.post(row_address(made), {**BASE, **TARGET, "base-value": "165.2", "base-keeps": keeps})
    assert planned(made) == {
        ("base", None): ({"value": "165.2", "text": ""}, keeps),
        ("target", 1): ({"value": value, "text": value}, keeps),
    }
    shown = page.get(reverse("planning:adjustment", args=[made.draft.pk])).content.decode()
    assert {"growth": "165.2 × 230 ÷ 153.7 = 247.2", "change": "165.2 +（230 − 153.7）= 241.5"}[keeps] in shown
    again = page.get(row_address(made)).content.decode()
    assert 'name="target-1-value" value="230"' in again  # what follows from the base is not taken for typed


def test_a_level_that_stays_is_no_change_of_the_target(page, made):
    page.post(row_address(made), {**BASE, **TARGET, "base-value": "165.2"})
    assert set(planned(made)) == {("base", None)}


def test_a_printed_text_alone_is_read(page, made):
    given = BASE | {"base-version": "", "base-value": "", "base-text": "", "base-unit": "元"}
    target = {
        **TARGET,
        "target-1-form": "growth",
        "target-1-value": "7",
        "target-1-unit": "%",
        "target-1-text": "7左右",
    }
    target["target-1-comparator"] = made.growth.targets.get().comparator
    assert page.post(row_address(made, made.growth), {**given, **target}).status_code == 302
    assert planned(made) == {}
    assert (
        page.post(row_address(made, made.growth), {**given, **target, "target-1-text": "年均增长6以上"}).status_code
        == 302
    )
    assert planned(made)["target", 1][0] == {"value": "6", "comparator": ">=", "text": "年均增长6以上"}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"base-value": ""}, "base-value"),
        ({"base-value": "12%"}, "base-value"),
        ({"base-year": "2021"}, "base-year"),
        ({"target-1-value": "二百"}, "target-1-value"),
        ({"target-1-text": "大幅提高"}, "target-1-text"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(page, made, given, field):
    answer = page.post(row_address(made), {**BASE, **TARGET, **given})
    assert answer.status_code == 422
    assert f'id="id_{field}_errors"' in answer.content.decode()
    assert planned(made) == {}


def test_another_unit_is_refused_with_the_reason(page, made):
    answer = page.post(row_address(made), {**BASE, **TARGET, "target-1-unit": "万元", "target-1-value": "2000000"})
    assert answer.status_code == 422
    assert "按“亿元”计" in answer.content.decode()


def test_a_version_that_somebody_replaced_is_told(page, made):
    answer = page.post(row_address(made), {**BASE, **TARGET, "target-1-version": "7", "target-1-value": "200"})
    assert answer.status_code == 409
    assert "已由他人改过" in answer.content.decode()


@pytest.mark.parametrize("name", ["body", "document_number", "approved_on", "reason", "summary"])
def test_an_adjustment_says_who_when_and_why(page, made, name):
    answer = page.post(reverse("planning:adjustment-new", args=[made.plan.pk]), {**PARTICULARS, name: " "})
    assert answer.status_code == 422
    assert f'id="id_{name}_errors"' in answer.content.decode()


def test_a_leader_sees_what_was_agreed_and_no_drafts(client, made):
    client.force_login(accounts.leader(), backend="django.contrib.auth.backends.ModelBackend")
    over = adjusting.over(made.plan, by=made.planner)
    listed = client.get(reverse("planning:adjustments", args=[made.plan.pk])).content.decode()
    assert f"/plans/adjustments/{over.pk}/" in listed
    assert f"/plans/adjustments/{made.draft.pk}/" not in listed
    assert client.get(reverse("planning:adjustment", args=[over.pk])).status_code == 200
    assert client.get(reverse("planning:adjustment", args=[made.draft.pk])).status_code == 404


def test_withdrawn_without_a_reason_it_stays(page, made):
    address = reverse("planning:adjustment", args=[made.draft.pk])
    assert page.post(address, {"action": "withdraw"}).status_code == 422
    assert service.Adjustment.objects.get(pk=made.draft.pk).state == "draft"


def test_what_others_planned_since_is_not_carried_out_unseen(page, made):
    address = reverse("planning:adjustment", args=[made.draft.pk])
    page.post(row_address(made), {**BASE, **TARGET, "target-1-text": "200"})
    seen = re.search(r'name="seen" value="(\w+)"', page.get(address).content.decode())[1]
    page.post(row_address(made), {**BASE, **TARGET, "target-1-text": "190"})
    answer = page.post(address, {"action": "execute", "seen": seen})
    assert answer.status_code == 409
    assert "没有执行" in answer.content.decode()
    assert Target.objects.filter(row=made.gdp).count() == 1
    shown = re.search(r'name="seen" value="(\w+)"', answer.content.decode())[1]
    assert page.post(address, {"action": "execute", "seen": shown}).status_code == 302
    assert Target.objects.get(row=made.gdp, in_force=True).value == 190


def test_the_history_of_a_draft_is_the_planners_own(client, made):
    for person, status in ((made.planner, 200), (accounts.leader(), 404)):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(reverse("entry:history", args=["plans.adjustment", made.draft.pk])).status_code == status


def test_none_of_these_pages_looks_back(page, made):
    row = made.gdp.pk
    for address in (
        reverse("planning:adjustments", args=[made.plan.pk]), reverse("planning:adjustment", args=[made.draft.pk]),
        reverse("planning:figures", args=[row]), reverse("planning:succeed", args=[made.plan.pk]), row_address(made),
    ):  # fmt: skip
        assert page.get(address, {"as_of": "2024-01-01"}).status_code == 400, address
