"""What no page of projects sends: numbers without end, months that are none, earlier days, types that are not its own."""

from __future__ import annotations

import json
from datetime import date
from types import SimpleNamespace

import pytest
from django.test import Client

from projects.models import Problem, Project, ProjectReport
from projects.services import problems, reports
from projects.services.reports import ReportEntry, ReportFigures, approve_many, save_many
from tests.factories import accounts
from tests.factories.projects import ProjectFactory, ReportFactory, ReportingRuleFactory, issued_bulletin

pytestmark = pytest.mark.django_db
ENDLESS, BEYOND = "1" * 5_000, "9" * 30
ODD = (ENDLESS, BEYOND, "-1", "abc", "٣")
MONTHS = ("2025-13", "2025-00", "0000-01", "0001-01", "9999-12", "2025-1", "二〇二五-01", BEYOND)


@pytest.fixture(scope="module")
def world(lasting):
    """A project whose plan asks for reports without an end, a problem, a bulletin; a reviewer, planner and clerk."""
    with lasting():
        rule = ReportingRuleFactory()
        project = ProjectFactory(plan=rule.plan, name="水厂", position=1)
        reviewer = accounts.reviewer()
        problem = problems.raise_problem(project=project, text="用地未批", kind="land", by=reviewer)
        issued = issued_bulletin(rule.plan.region, by=reviewer)
        report = ReportFactory(
            project=project, month=date(2025, 2, 1), state="submitted", submitted_by=accounts.clerk(project.lead_unit),
            submitted_at="2025-03-02T00:00Z",
        )  # fmt: skip
        return SimpleNamespace(
            plan=rule.plan, project=project, problem=problem, issued=issued, report=report, reviewer=reviewer,
            planner=accounts.planner(), clerk=accounts.clerk(project.lead_unit), administrator=accounts.administrator(),
        )  # fmt: skip


@pytest.fixture
def as_():
    def log_in(person) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return log_in


def test_numbers_and_months_that_are_none_are_told_and_never_a_fault(world, as_):
    """Asked by the one who may open everything."""
    client, plan = as_(world.administrator), world.plan.pk
    single = [
        "/projects/{}/", "/projects/{}/edit/", "/problems/{}/", "/letters/{}/", "/letters/{}/letter.docx", "/letters/new/{}/",
        "/reports/bulletins/{}/", "/commitments/{}/projects/", "/review/projects/{}/", "/tasks/{}/2025/sheet/",
        f"/tasks/{plan}/{{}}/sheet/", f"/tasks/{plan}/2025/row-{{}}/", f"/tasks/{plan}/2025/project-{{}}/",
        f"/reports/plans/{plan}/tasks/{{}}.docx", "/history/projects.project/{}/", "/api/v1/projects/{}/",
        "/api/v1/project-reports/{}/",
    ]  # fmt: skip
    for address in single:
        for odd in ODD:
            assert client.get(address.format(odd)).status_code == 404, (address, odd[:40])
    queries = [
        "/projects/?page={}", "/projects/?plan={}", "/projects/?lead_unit={}", "/projects/?planned_year={}",
        "/projects/boxes/?plan={}", "/projects/pairs/?plan={}", "/projects/pairs/?page={}", "/problems/?unit={}",
        "/problems/?page={}", "/problems/?project={}", "/letters/?unit={}", "/letters/?page={}", "/tasks/?plan={}",
        "/tasks/?year={}", "/tasks/?page={}", "/tasks/?unit={}", "/entry/projects/?unit={}", "/entry/projects/sheets/?file={}",
        "/review/projects/?unit={}&page={}", "/reports/bulletins/?page={}", "/commitments/?year={}", "/api/v1/projects/?plan={}",
    ]  # fmt: skip
    for address in queries:
        for odd in ODD:
            assert client.get(address.format(odd, odd)).status_code < 500, (address, odd[:40])
    months = [
        "/projects/?month={}", f"/projects/{world.project.pk}/?month={{}}", "/entry/projects/?month={}",
        "/entry/projects/sheet/?month={}", "/review/projects/?month={}",
        *(f"/reports/bulletins/410726/{kind}/{{}}/" for kind in ("monthly", "quarterly", "half_yearly", "yearly")),
        "/api/v1/projects/?report=draft&month={}", "/api/v1/project-reports/?month_from={}",
    ]  # fmt: skip
    for address in months:
        for odd in MONTHS:
            status = client.get(address.format(odd)).status_code
            assert status in ({200} if address.startswith("/review") else {400, 404, 422}), (address, odd, status)


def test_earlier_days_are_refused_on_every_page_and_paper(world, as_):
    client, plan, pk = as_(world.administrator), world.plan.pk, world.project.pk
    for address in (
        "/projects/", f"/projects/{pk}/", f"/projects/{pk}/edit/", "/projects/boxes/", "/projects/pairs/", "/problems/",
        f"/problems/{world.problem.pk}/", "/letters/", f"/letters/new/{world.project.lead_unit_id}/", "/tasks/", "/commitments/",
        f"/tasks/{plan}/2025/project-{pk}/", f"/tasks/{plan}/2025/sheet/", f"/tasks/{plan}/2025/upload/",
        f"/reports/plans/{plan}/tasks/2025.docx", "/reports/bulletins/", "/reports/bulletins/410726/monthly/2025-02/",
        f"/reports/bulletins/{world.issued.pk}/", "/entry/projects/", "/entry/projects/sheet/", "/entry/projects/sheets/",
        "/review/projects/", f"/review/projects/{world.report.pk}/", "/letters/1/letter.docx", "/commitments/1/projects/",
        "/api/v1/projects/", "/api/v1/project-reports/",
    ):  # fmt: skip
        answer = client.get(address, {"as_of": "2024-03-31"})
        assert (answer.status_code, "as_of" in answer.content.decode()) == (400, True), address
        assert "script-src 'self'" in answer["Content-Security-Policy"]


def _line(project, **changes):
    return {"row": project.pk, "lock": None, "cells": {"investment_month": "1"}, "answers": {}, **changes}


@pytest.mark.parametrize("to", ["save", "check", "submit", "withdraw"])
def test_what_is_no_row_of_the_grid_is_refused_as_a_whole(world, as_, to):
    client = as_(world.clerk)
    odd = [
        {"cells": {"progress_text": "\x00"}}, {"cells": {"problem": "\ud800"}}, {"cells": {"investment_month": 1}},
        {"cells": {"investment_month": None}}, {"cells": []}, {"answers": {"late:month": 1}}, {"answers": "x"}, {"lock": "1"},
        {"lock": -1}, {"lock": 2**63}, {"lock": True}, {"row": "1"}, {"row": 2**70}, {"row": -1}, {"row": None},
        {"cells": {"next_step": "字" * 10_001}},
    ]  # fmt: skip
    bodies = [{"month": "2025-03", "rows": [_line(world.project, **one)]} for one in odd]
    bodies += [
        {"month": month, "rows": [_line(world.project)]} for month in (*MONTHS, "", "\x00", None, 202503, ["2025-03"])
    ]
    bodies += [{"month": "2025-03", "rows": {}}, {"month": "2025-03"}, [], None, 7, "x"]
    for body in [*map(json.dumps, bodies), "", "{", "[" * 100_000, '{"month": ' + ENDLESS + "}"]:
        answer = client.post(f"/entry/projects/{to}/", body, content_type="application/json")
        assert answer.status_code == 400, body[:80]
    assert ProjectReport.objects.count() == 1


def test_cells_that_nobody_asks_are_passed_over(world, as_):
    cells = {
        "investment_month": "1",
        "state": "approved",
        "sample": "1",
        "approved_by": "1",
        "project": "1",
        "month": "2024-01",
    }
    body = json.dumps({"month": "2025-03", "rows": [_line(world.project, cells=cells)]})
    as_(world.clerk).post("/entry/projects/save/", body, content_type="application/json")
    stored = ProjectReport.objects.get(month=date(2025, 3, 1))
    assert (stored.state, stored.sample, stored.approved_by, stored.project) == ("draft", False, None, world.project)


@pytest.mark.parametrize(
    "value", [ENDLESS, "9" * 40, "1e400", "NaN", "Infinity", "-" + BEYOND, "１２.３.４", "=1+1", "0x10"]
)
def test_figures_that_no_column_holds_are_told_at_their_cell(world, as_, value):
    client, edit = as_(world.clerk), f"/projects/{world.project.pk}/edit/"
    for name in ("investment_month", "investment_to_date", "progress", "stage_on", "problem_unit"):
        body = json.dumps({"month": "2025-03", "rows": [_line(world.project, cells={name: value})]})
        [said] = client.post("/entry/projects/save/", body, content_type="application/json").json()["rows"]
        assert (said["result"], list(said["errors"])) == ("fields", [name]), said
    sent = {"part": "year-2025", "year-2025-year": 2025, "year-2025-lock": 0, "year-2025-planned_investment": value}
    assert as_(world.planner).post(edit, sent).status_code == 422
    assert not world.project.years.exists()


def test_forms_with_nul_and_numbers_without_end_write_nothing(world, as_):
    planner, reviewer = as_(world.planner), as_(world.reviewer)
    edit = f"/projects/{world.project.pk}/edit/"
    whole = {"part": "project", "project-name": "水厂", "project-kind": "project", "project-lock": world.project.lock}
    assert planner.post(edit, {**whole, "project-owner": "x\x00"}).status_code == 400
    for odd in (ENDLESS, BEYOND, "-1", "x", ""):
        assert planner.post(edit, {**whole, "project-lock": odd, "project-owner": "x"}).status_code in {409, 422}
        assert planner.post(edit, {"part": f"year-{odd}"}).status_code == 302
        answer = reviewer.post(
            f"/problems/{world.problem.pk}/", {"step": "closed", "closed-lock": odd, "closed-text": "x"}
        )
        assert answer.status_code in {409, 422}
        reviewer.post("/review/projects/bulk/", {"figure": [f"{world.report.pk}:{odd}", f"{odd}:1", odd, ":"]})
        answer = reviewer.post(f"/review/projects/{world.report.pk}/", {"action": "approve", "lock": odd})
        assert answer.status_code in {409, 422}
        answer = planner.post("/projects/pairs/find/", {"plan": odd})
        assert answer.status_code == 404
    assert reviewer.post(f"/problems/{world.problem.pk}/", {"step": "drop"}).status_code == 400
    assert (Project.objects.get().owner, Problem.objects.get().state) == ("", "open")
    assert ProjectReport.objects.get().state == "submitted"


def test_a_page_of_pairs_sends_nobody_out_of_the_house(world, as_):
    for address in ("//evil.example/", "https://evil.example/", "javascript:alert(1)", "/projects/\r\nSet-Cookie: x=1"):
        answer = as_(world.planner).post("/projects/pairs/find/", {"plan": world.plan.pk, "next": address})
        assert answer.status_code == 302 and answer.url.startswith("/projects/") and "\n" not in answer.url


def test_a_refused_report_leaves_no_trace_on_its_project_when_the_next_one_is_approved(world):
    """Two months of one project together: the first goes back in time with its stage, the second goes through."""
    project = ProjectFactory(plan=world.plan, planned_finish=None, actual_finish=date(2025, 1, 10), position=7)
    told = {
        date(2025, 3, 1): ("started", date(2025, 3, 5)),  # begun after it was finished
        date(2025, 4, 1): ("preparation", date(2025, 4, 5)),
    }
    waiting = []
    for month, (stage, on) in told.items():
        waiting.append(ReportFactory(
            project=project, month=month, state="submitted", submitted_by=world.clerk, submitted_at="2025-05-02T00:00Z",
            stage=stage, stage_on=on,
        ))  # fmt: skip
    first, second = approve_many(reports=[(one.pk, one.lock) for one in waiting], by=world.reviewer)
    assert (first.approved, second.approved) == (False, True), (first.error, second.error)
    project.refresh_from_db()
    assert (project.stage, project.actual_start) == ("preparation", None)


def test_the_same_row_twice_in_one_request_is_one(world, as_):
    rows = [_line(world.project), _line(world.project, cells={"investment_month": "2"})]
    body = json.dumps({"month": "2025-03", "rows": rows})
    assert (
        len(as_(world.clerk).post("/entry/projects/save/", body, content_type="application/json").json()["rows"]) == 1
    )
    entry = ReportEntry(project=world.project, month=date(2025, 4, 1), figures=ReportFigures(), lock=None)
    kinds = [one.kind for one in save_many(entries=[entry, entry], by=world.clerk)]
    assert kinds[1] == "fields" and reports.ProjectReport.objects.filter(month=entry.month).count() <= 1
