"""The grid of monthly reports: what its addresses answer, whom they refuse, what they never overwrite."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.models import PlanStatus
from projects.models import Kind, ProjectReport, ProjectYear, ReportState
from projects.services import reports as services
from tests.factories import accounts, plans
from tests.factories.projects import ProjectFactory, ReportFactory, ReportingRuleFactory

pytestmark = pytest.mark.django_db
MONTH = date(2025, 3, 1)


@pytest.fixture(scope="module")
def desk(lasting):
    """Two projects of one bureau, one of another; a report of February is in force for the first."""
    with lasting():
        plan = plans.PlanFactory()
        ReportingRuleFactory(plan=plan)
        unit = accounts.UnitFactory(region=plan.region, name="发展和改革委员会")
        other = accounts.UnitFactory(region=plan.region, name="自然资源局")
        first = ProjectFactory(plan=plan, name="产业园", lead_unit=unit, investment=Decimal(2), investment_unit="亿元")
        second = ProjectFactory(plan=plan, name="污水厂", lead_unit=unit, reports_monthly=False)
        theirs = ProjectFactory(plan=plan, name="别家的", lead_unit=other)
        ProjectFactory(plan=plan, name="方向", lead_unit=unit, kind=Kind.DIRECTION)
        ProjectFactory(plan=plan, name="并入的", lead_unit=unit, merged_into=first)
        clerk, reviewer = accounts.clerk(unit), accounts.reviewer(plan.region)
        ReportFactory(
            project=first, month=date(2025, 2, 1), state=ReportState.APPROVED, investment_month=700,
            investment_to_date=5000, progress=25, submitted_by=clerk, submitted_at="2025-03-02T00:00Z",
            approved_by=reviewer, approved_at="2025-03-03T00:00Z",
        )  # fmt: skip
        ProjectYear.objects.create(project=first, year=2025, planned_investment=Decimal(9000))
        return SimpleNamespace(
            plan=plan, unit=unit, other=other, first=first, second=second, theirs=theirs, clerk=clerk, reviewer=reviewer
        )


@pytest.fixture
def send(as_person):
    """Send rows to one of the addresses; what was answered, by project."""

    def post(user, *rows, to="save", month="2025-03", status=200):
        body = json.dumps({"month": month, "rows": list(rows)})
        answer = as_person(user).post(f"/entry/projects/{to}/", body, content_type="application/json")
        assert answer.status_code == status, answer.content[:500]
        return {one["row"]: one for one in answer.json()["rows"]} if status == 200 else answer

    return post


def typed(project, *, lock=None, answers=None, **cells):
    return {"row": project.pk, "lock": lock, "cells": cells, "answers": answers or {}}


def test_the_page_shows_the_units_projects_of_the_month(as_person, desk):
    page = as_person(desk.clerk).get("/entry/projects/?month=2025-03")
    (told,) = page.context["grid"]["rows"]
    assert (told["name"], told["unit"], told["asked"]) == ("产业园", "总投资 2 亿元", True)
    assert told["beside"]["planned"][0] == "9000"
    assert told["beside"]["last"][0] == "5000"
    assert "2025 年 2 月" in told["beside"]["last"][1]
    assert "报送期限 2025-04-05" in page.content.decode()
    every = as_person(desk.clerk).get("/entry/projects/?month=2025-03&all=1")
    assert [one["name"] for one in every.context["grid"]["rows"]] == [
        "产业园",
        "污水厂",
    ]  # no direction, nothing merged


def test_the_month_that_ended_is_offered_first(as_person, desk):
    page = as_person(desk.clerk).get("/entry/projects/")
    assert page.context["month"] < date.today().replace(day=1)
    assert as_person(desk.clerk).get("/entry/projects/?month=2025-13").status_code == 404


def test_a_reviewer_chooses_a_unit_and_a_clerk_has_the_own_one(as_person, desk):
    page = as_person(desk.reviewer).get(f"/entry/projects/?month=2025-03&unit={desk.other.pk}")
    assert [one["name"] for one in page.context["grid"]["rows"]] == ["别家的"]
    assert as_person(desk.clerk).get(f"/entry/projects/?unit={desk.other.pk}").status_code == 404


def test_a_row_is_kept_as_a_draft(send, desk):
    answer = send(
        desk.clerk,
        typed(
            desk.first, investment_month=" 1,200 ", investment_to_date="６２００", progress="31%", stage_on="2025/3/7",
            stage="started", problem="征地未完", problem_unit="自然资源局", problem_due="2025年6月30日",
        ),
    )[desk.first.pk]  # fmt: skip
    stored = ProjectReport.objects.get(month=MONTH)
    assert (answer["result"], answer["lock"], answer["cells"]["investment_to_date"]) == ("saved", 1, "6200")
    assert (stored.investment_month, stored.progress, stored.stage_on) == (1200, 31, date(2025, 3, 7))
    assert (stored.problem_unit, stored.problem_due) == (desk.other, date(2025, 6, 30))
    assert stored.state == "draft"


@pytest.mark.parametrize(
    ("field", "text", "why"),
    [
        ("investment_month", "约1200", "文字"),
        ("investment_month", "0.12亿元", "万元"),
        ("progress", "—", "留空"),
        ("stage", "拆除", "拆除"),
        ("stage_on", "3月底", "2025-03-15"),
        ("problem_unit", "没有这个局", "没有叫"),
        ("next_step", "长" * 501, "500"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_cell(send, desk, field, text, why):
    answer = send(
        desk.clerk, typed(desk.first, **{"progress_text": "基础", field: text}), typed(desk.second, progress="3")
    )
    assert answer[desk.first.pk]["result"] == "fields"
    assert why in answer[desk.first.pk]["errors"][field][0]
    assert answer[desk.second.pk]["result"] == "saved"


def test_a_rule_of_the_table_is_told_at_its_cell(send, desk):
    answer = send(desk.clerk, typed(desk.first, progress="120"))[desk.first.pk]
    assert (answer["result"], list(answer["errors"])) == ("fields", ["progress"])
    assert not ProjectReport.objects.filter(month=MONTH).exists()


def test_somebody_elses_save_is_shown_and_not_overwritten(send, desk):
    send(accounts.clerk(desk.unit), typed(desk.first, investment_month="9"))
    answer = send(desk.clerk, typed(desk.first, investment_month="10"))[desk.first.pk]
    assert answer["result"] == "stale"
    assert (answer["theirs"]["cells"]["investment_month"], answer["theirs"]["lock"]) == ("9", 1)
    assert send(desk.clerk, typed(desk.first, lock=1, investment_month="10"))[desk.first.pk]["result"] == "saved"


def test_the_project_of_another_unit_is_nobodys_row(send, desk):
    answer = send(desk.clerk, typed(desk.theirs, investment_month="9"), typed(desk.first, investment_month="1"))
    assert answer[desk.theirs.pk]["result"] == "forbidden"
    assert answer[desk.first.pk]["result"] == "saved"
    assert not ProjectReport.objects.filter(project=desk.theirs).exists()


def test_a_month_to_come_is_not_written(send, desk):
    answer = send(desk.clerk, typed(desk.first, investment_month="9"), month="2099-01")[desk.first.pk]
    assert answer["result"] not in {"saved", "submitted"}
    assert "还没有到" in answer["message"]


@pytest.mark.parametrize("body", [{"month": "March", "rows": []}, {"month": "2025-03", "rows": 1}, {"rows": []}, []])
def test_what_the_grid_does_not_send_is_refused(as_person, desk, body):
    answer = as_person(desk.clerk).post("/entry/projects/save/", json.dumps(body), content_type="application/json")
    assert answer.status_code == 400


def test_a_warning_wants_its_reason_before_the_report_is_handed_over(send, desk):
    cells = {"investment_month": "300", "investment_to_date": "5300", "progress": "20", "progress_text": "返工"}
    refused = send(desk.clerk, typed(desk.first, **cells), to="submit")[desk.first.pk]
    assert (refused["result"], refused["state"]) == ("findings", "draft")
    keys = [one["key"] for one in refused["findings"]]
    assert "progress_back:progress" in keys
    answers = dict.fromkeys(keys, "已核对，返工重做。")
    done = send(desk.clerk, typed(desk.first, lock=refused["lock"], answers=answers, **cells), to="submit")
    assert done[desk.first.pk]["result"] == "submitted"
    assert done[desk.first.pk]["withdrawable"] is True
    back = send(desk.clerk, typed(desk.first, lock=done[desk.first.pk]["lock"]), to="withdraw")[desk.first.pk]
    assert (back["result"], back["state"]) == ("withdrawn", "draft")


def test_looking_says_what_is_wrong_and_writes_nothing(send, desk):
    send(desk.clerk, typed(desk.first, investment_month="300", investment_to_date="5300", stage="building"))
    before = list(ProjectReport.objects.values_list("pk", "lock"))
    answer = send(desk.clerk, typed(desk.first, lock=1), to="check")[desk.first.pk]
    assert answer["result"] == "checked"
    assert "stage_undated:stage_on" in {one["key"] for one in answer["findings"]}  # an error, kept nowhere
    assert list(ProjectReport.objects.values_list("pk", "lock")) == before


def test_what_the_reviewer_said_stands_at_its_cell_until_it_is_mended(send, as_person, desk):
    send(desk.clerk, typed(desk.first, progress_text="基础完成"))
    ProjectReport.objects.filter(month=MONTH).update(
        state=ReportState.RETURNED, comment="请核对", cell_comments={"progress_text": "完成到哪一层？"}
    )
    (told,) = as_person(desk.clerk).get("/entry/projects/?month=2025-03").context["grid"]["rows"]
    assert (told["state"], told["comment"]) == ("returned", "请核对")
    assert told["comments"] == {"progress_text": "完成到哪一层？"}
    assert told["editable"] is True


def test_an_approved_report_is_locked_with_the_way_out_named(as_person, desk):
    (told,) = as_person(desk.clerk).get("/entry/projects/?month=2025-02").context["grid"]["rows"]
    assert told["editable"] is False
    assert "重新打开" in told["why"]


def test_projects_of_a_replaced_plan_are_gone(as_person, desk):
    type(desk.plan).objects.filter(pk=desk.plan.pk).update(status=PlanStatus.REPLACED)
    page = as_person(desk.clerk).get("/entry/projects/?month=2025-03")
    assert page.context["rows"] == []


def test_the_page_asks_as_often_for_many_projects(as_person, desk):
    client = as_person(desk.clerk)
    client.get("/entry/projects/?month=2025-03")
    with CaptureQueriesContext(connection) as few:
        client.get("/entry/projects/?month=2025-03")
    for number in range(8):
        ReportFactory(project=ProjectFactory(plan=desk.plan, lead_unit=desk.unit, position=100 + number), month=MONTH)
    with CaptureQueriesContext(connection) as many:
        page = client.get("/entry/projects/?month=2025-03")
    assert len(page.context["grid"]["rows"]) == 9
    assert len(many) <= len(few) + 1  # warnings are asked for once there is a report


def test_saving_many_asks_as_often_as_saving_one(send, desk):
    rows = [ProjectFactory(plan=desk.plan, lead_unit=desk.unit, position=200 + number) for number in range(6)]
    with CaptureQueriesContext(connection) as one:
        send(desk.clerk, typed(rows[0], investment_month="1"))
    with CaptureQueriesContext(connection) as five:
        answers = send(desk.clerk, *(typed(row, investment_month="1") for row in rows[1:]))
    assert {answer["result"] for answer in answers.values()} == {"saved"}
    assert len(five) <= len(one) + 4 * 3  # each save of its own, no question of its own


def test_services_know_the_same_cells():
    from entry.forms.projects.report import CELLS

    assert CELLS == services.CELLS
