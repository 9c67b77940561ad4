"""The page of a hand-over, from the end values to the draft; what moved on since, at one click."""

from __future__ import annotations

import re
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.domain.types import Form
from indicators.models import Observation, Succession
from planning.services.hand_over import Decision, Particulars, hand_over
from plans.models import Plan
from tests.factories import accounts, indicators, plans

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(lasting):
    with lasting():
        plan = plans.PlanFactory()
        gdp = indicators.gdp_row(plan)
        end = indicators.approved(gdp, 2025, value=Decimal("204.70"), sample=True)
        town = indicators.RowFactory(plan=plan, short_name="常住人口城镇化率", unit="%")
        indicators.TargetFactory(row=town, value=Decimal("46"))
        indicators.approved(town, 2024, value=Decimal("42.1"))
        jobs = indicators.RowFactory(plan=plan, short_name="城镇新增就业", unit="万人")
        indicators.TargetFactory(row=jobs, form=Form.CUMULATIVE, value=Decimal("2.3"))
        planner = accounts.planner()
        yield SimpleNamespace(plan=plan, gdp=gdp, end=end, town=town, jobs=jobs, planner=planner)


@pytest.fixture
def page(client, made):
    client.force_login(made.planner, backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(made):
    return f"/plans/{made.plan.pk}/succeed/"


def fields(html: str) -> dict[str, str]:
    """What a browser would send of the page as it stands: inputs, chosen options, texts."""
    sent = {}
    for tag in re.findall(r"<input[^>]*>", html):
        known = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if "name" in known and (known.get("type") != "checkbox" or " checked" in tag):
            sent[known["name"]] = known.get("value", "on" if known.get("type") == "checkbox" else "")
    for name, body in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', html, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', body) or re.search(r'<option value="([^"]*)"', body)
        sent[name] = chosen[1]
    for name in re.findall(r'<textarea name="([^"]+)"', html):
        sent[name] = ""
    return sent


def test_the_page_says_what_each_end_value_is(page, made):
    text = page.get(address(made)).content.decode()
    assert "204.7" in text
    assert "演示数据" in text
    assert "2025 年数未公布，取 2024 年" in text
    sent = fields(text)
    assert (sent["start_year"], sent["end_year"]) == ("2026", "2030")
    assert {sent[f"row-{row.pk}-kind"] for row in (made.gdp, made.town, made.jobs)} == {"kept"}
    assert sent[f"row-{made.gdp.pk}-base"] == "on"
    assert f"row-{made.jobs.pk}-base" not in sent


def test_sent_as_it_stands_it_makes_the_draft(page, made):
    sent = fields(page.get(address(made)).content.decode()) | {"new-0-name": "数字经济占比", "new-0-unit": "%"}
    answer = page.post(address(made), sent)
    plan = Plan.objects.get(start_year=2026)
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"/plans/{plan.pk}/")
    assert [row.short_name for row in plan.rows.all()] == [
        "地区生产总值",
        "常住人口城镇化率",
        "城镇新增就业",
        "数字经济占比",
    ]
    assert Succession.objects.filter(to_plan=plan).count() == 3
    again = page.get(address(made)).content.decode()
    assert "各行都已衔接" in again
    assert 'name="start_year"' not in again


def test_what_was_typed_stays_where_a_row_cannot_be_handed_over(page, made):
    sent = fields(page.get(address(made)).content.decode())
    sent |= {
        f"row-{made.gdp.pk}-kind": "dropped",
        f"row-{made.town.pk}-kind": "renamed",
        f"row-{made.town.pk}-names": "城镇化率",
    }
    answer = page.post(address(made), sent)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "取消指标必须写明理由" in text
    assert "城镇化率</textarea>" in text
    assert not Plan.objects.filter(start_year=2026).exists()


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"start_year": "2025"}, 422),
        ({"start_year": ""}, 422),
        ({"end_year": "2020"}, 422),
        ({"new-1-unit": "%"}, 422),
        ({"row-{gdp}-kind": "stolen"}, 422),
        ({"row-{gdp}-seen": "0"}, 422),  # another figure than the one looked at
        ({"row-{gdp}-kind": "", "row-{town}-kind": "", "row-{jobs}-kind": ""}, 422),  # nothing chosen
    ],
)
def test_wrong_input_is_answered_with_the_page(page, made, wrong, status):
    names = {"gdp": made.gdp.pk, "town": made.town.pk, "jobs": made.jobs.pk}
    sent = fields(page.get(address(made)).content.decode())
    sent |= {name.format(**names): value for name, value in wrong.items()}
    assert page.post(address(made), sent).status_code == status
    assert not Plan.objects.filter(start_year=2026).exists()


def test_a_plan_read_from_its_document_is_offered_row_by_row(page, made):
    after = plans.PlanFactory(start_year=2026)
    same = indicators.RowFactory(plan=after, indicator=made.gdp.indicator, short_name="生产总值")
    sent = fields(page.get(address(made)).content.decode())
    assert (sent[f"row-{made.gdp.pk}-to_row"], sent[f"row-{made.gdp.pk}-kind"]) == (str(same.pk), "kept")
    assert sent[f"row-{made.jobs.pk}-kind"] == ""
    assert f"row-{made.gdp.pk}-base" not in sent  # the plan is carried out: a base is a decision of its own
    sent[f"row-{made.gdp.pk}-base"] = "on"
    assert page.post(address(made), sent).status_code == 302
    [one] = Succession.objects.filter(to_plan=after)
    assert (one.from_row, one.to_row, one.kind) == (made.gdp, same, "renamed")
    assert same.bases.get().value == Decimal("204.70")


def test_a_revised_end_value_is_taken_over_at_one_click(page, made):
    plan = _after(made)
    Observation.objects.filter(pk=made.end.pk).update(in_force=False)
    now = indicators.approved(made.gdp, 2025, version=2, value=Decimal("206.1"), vintage="final")
    row = plan.rows.get()
    text = page.get(address(made)).content.decode()
    assert "基期取自的数已修订" in text
    answer = page.post(f"/plans/rows/{row.pk}/end-value/", {"version": "1", "seen": str(now.pk)})
    assert answer.status_code == 302
    assert row.bases.get(in_force=True).value == Decimal("206.1")
    assert "基期取自的数已修订" not in page.get(address(made)).content.decode()


def _after(made):
    decisions = {made.gdp.pk: Decision(kind="kept", seen=made.end.pk)}
    to = Particulars(title="下期", start_year=2026, end_year=2030)
    return hand_over(plan=made.plan, to=to, decisions=decisions, by=made.planner).plan


def test_queries_do_not_grow_with_the_rows(page, made):
    _after(made)
    counts = []
    for more in (0, 8):
        for _ in range(more):
            row = indicators.RowFactory(plan=made.plan)
            indicators.TargetFactory(row=row)
            indicators.approved(row, 2025, value=Decimal(1))
        page.get(address(made))
        with CaptureQueriesContext(connection) as captured:
            page.get(address(made))
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 15


def test_only_planners_of_the_region_hand_over(client, made):
    for person in (accounts.leader(), accounts.reviewer()):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(address(made)).status_code == 403
        assert client.post(f"/plans/rows/{made.gdp.pk}/end-value/").status_code == 403
    client.force_login(made.planner, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/plans/0/succeed/").status_code == 404
    assert client.get(f"/plans/{_after(made).pk}/succeed/").status_code == 404  # a draft has nothing to hand over
    assert client.post("/plans/rows/0/end-value/").status_code == 404


def test_a_leader_reads_nothing_of_the_plan_in_the_making(client, made):
    plan = _after(made)
    dropped = {made.jobs.pk: Decision(kind="dropped", reason="国家不再下达")}
    hand_over(plan=made.plan, to=plan, decisions=dropped, by=made.planner)
    long_view = f"/regions/410726/indicators/{made.jobs.indicator.code}/"
    for person, reads in ((made.planner, True), (accounts.leader(), False)):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        assert (plan.title in client.get(f"/plans/{made.plan.pk}/").content.decode()) is reads
        assert ("国家不再下达" in client.get(long_view).content.decode()) is reads
