"""Two people at one report, one project or one number of a letter in the same moment: one wins, the other is told."""

import json
from datetime import date

import pytest

from projects.models import Letter, Project, ProjectReport
from projects.services import problems
from tests.at_once import both, logged_in
from tests.factories import accounts
from tests.factories.projects import ProjectFactory, ReportFactory, ReportingRuleFactory

pytestmark = pytest.mark.django_db(transaction=True)
FORM = {"part": "project", "project-kind": "project", "project-lock": 0}


@pytest.fixture
def report():
    project = ProjectFactory(plan=ReportingRuleFactory().plan, name="水厂")
    clerk = accounts.clerk(project.lead_unit)
    return ReportFactory(
        project=project, state="submitted", submitted_by=clerk, submitted_at="2025-04-02T00:00Z", stage="started",
        stage_on=date(2025, 3, 7), problem="用地未批",
    )  # fmt: skip


def approve(report):
    client = logged_in(accounts.reviewer())
    return lambda: client.post(f"/review/projects/{report.pk}/", {"action": "approve", "lock": report.lock})


def test_one_of_two_approvals_counts(report):
    answers = both(approve(report), approve(report))
    assert sorted(one.status_code for one in answers.values()) == [302, 409]
    stored = ProjectReport.objects.get()
    assert (stored.state, stored.lock) == ("approved", report.lock + 1)
    assert stored.project.stage_changes.count() == stored.project.problems.count() == 1


def test_approved_or_withdrawn_but_not_both(report):
    clerk = logged_in(report.submitted_by)
    body = json.dumps(
        {"month": "2025-03", "rows": [{"row": report.project_id, "lock": report.lock, "cells": {}, "answers": {}}]}
    )
    answers = both(
        approve(report), lambda: clerk.post("/entry/projects/withdraw/", body, content_type="application/json")
    )
    stored, won = ProjectReport.objects.get(), answers["first"].status_code == 302
    [told] = answers["second"].json()["rows"]
    assert stored.state == ("approved" if won else "draft") and stored.lock == report.lock + 1
    assert (told["result"] == "withdrawn") is not won, told
    assert stored.project.stage_changes.exists() is won


def test_the_second_of_two_planners_is_told(report):
    project = report.project
    clients = [logged_in(accounts.planner()) for _ in range(2)]
    answers = both(*(
        lambda one=one, name=name: one.post(f"/projects/{project.pk}/edit/", {**FORM, "project-name": name})
        for one, name in zip(clients, ("水厂甲", "水厂乙"), strict=True)
    ))  # fmt: skip
    won = {word: name for word, name in zip(("first", "second"), ("水厂甲", "水厂乙"), strict=True)
           if answers[word].status_code == 302}  # fmt: skip
    assert sorted(one.status_code for one in answers.values()) == [302, 409]
    stored = Project.objects.get(pk=project.pk)
    assert [stored.name] == list(won.values()) and stored.lock == 1


def test_a_number_of_a_letter_is_given_once(report):
    units, by = [accounts.UnitFactory(name=name) for name in ("自然资源局", "水利局")], accounts.reviewer()
    chosen = []
    for unit in units:
        one = problems.raise_problem(project=report.project, text=f"等{unit}", kind="land", by=by)
        chosen.append(problems.assign(problem=one, unit=unit, due=date(2999, 1, 1), lock=one.lock, by=by))
    sent = {"number": "1号", "sender": "发展和改革委员会", "deadline": "2999-01-01"}
    clients = [logged_in(accounts.reviewer()) for _ in range(2)]
    answers = both(*(
        lambda one=one, unit=unit, problem=problem: one.post(f"/letters/new/{unit.pk}/", {**sent, "problems": [problem.pk]})
        for one, unit, problem in zip(clients, units, chosen, strict=True)
    ))  # fmt: skip
    assert sorted(one.status_code for one in answers.values()) == [302, 422]
    assert Letter.objects.count() == 1
