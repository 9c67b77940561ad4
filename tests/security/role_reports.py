"""Actions of the matrix of roles at monthly reports of projects: each is tried, and says whether it was done."""

from __future__ import annotations

import json
import re
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.models import ProjectReport
from tests.factories import accounts
from tests.factories.projects import ProjectFactory, ReportFactory, ReportingRuleFactory
from tests.factories.workbooks import edit

MONTH, TYPED = "2025-03", Decimal("160.5")


def _project(world):
    """A project that the clerk's unit leads."""
    ReportingRuleFactory(plan=world.plan)
    return ProjectFactory(plan=world.plan, lead_unit=world.unit)


def _state(project) -> str:
    found = ProjectReport.objects.filter(project=project, investment_month=TYPED).first()
    return found.state if found else ""


def send(to: str, state: str):
    def do(client, world):
        project = _project(world)
        line = {
            "row": project.pk,
            "lock": None,
            "cells": {"investment_month": str(TYPED), "progress": "5"},
            "answers": {},
        }
        # being late, a month that nobody reported: said beforehand, so that nothing stands in the way
        codes = ("late:month", "month_missing:month", "not_a_sum:investment_to_date")
        line["answers"] = dict.fromkeys(codes, "已核对")
        body = json.dumps({"month": MONTH, "rows": [line]})
        client.post(reverse(f"entry:projects-{to}"), body, content_type="application/json")
        return lambda: _state(project) == state

    return do


def withdraw(client, world):
    report = _submitted(world, by=accounts.clerk(world.unit))
    line = {"row": report.project_id, "lock": report.lock, "cells": {}, "answers": {}}
    body = json.dumps({"month": MONTH, "rows": [line]})
    client.post(reverse("entry:projects-withdraw"), body, content_type="application/json")
    return lambda: _now(report) == "draft"


# --- workbooks --------------------------------------------------------------------------------------------------------
def _workbook(client, world) -> bytes:
    answer = client.get(reverse("entry:projects-sheet"), {"month": MONTH, "unit": world.unit.pk})
    return answer.content if answer.status_code == 200 else b""


def _of_the_clerk(world) -> bytes:
    client = Client()
    client.force_login(accounts.clerk(world.unit), backend="django.contrib.auth.backends.ModelBackend")
    return _workbook(client, world)


def download(client, world):
    _project(world)
    found = _workbook(client, world)
    return lambda: found.startswith(b"PK")


def apply(*, of_another: bool):
    """Who gets no workbook tries with the clerk's."""

    def do(client, world):
        project = _project(world)
        data = (not of_another and _workbook(client, world)) or _of_the_clerk(world)

        def fill(book):
            sheet = book["项目月报"]
            column = next(cell.column for cell in sheet[1] if cell.value == "investment_month")
            number = next(cell.row for cell in sheet["A"] if cell.value == str(project.pk))
            sheet.cell(number, column).value = float(TYPED)

        address = reverse("entry:projects-sheets")
        sent = client.post(address, {"workbook": SimpleUploadedFile("x.xlsx", edit(data, fill))}, follow=True)
        found = [re.search(rf'name="{name}" value="([^"]*)"', sent.content.decode()) for name in ("file", "digest")]
        if all(found):
            client.post(address, {"file": found[0][1], "digest": found[1][1], "action": "save"})
        return lambda: _state(project) == "draft"

    return do


# --- review -----------------------------------------------------------------------------------------------------------
def _submitted(world, *, by, **fields) -> ProjectReport:
    given = {"state": "submitted", "submitted_by": by, "submitted_at": timezone.now(), "investment_month": TYPED}
    return ReportFactory(project=_project(world), **{**given, **fields})


def _now(report) -> str:
    return ProjectReport.objects.get(pk=report.pk).state


def open_queue(client, world):
    answer = client.get(reverse("entry:projects-review"))
    return lambda: answer.status_code == 200


def decide(action: str, state: str, *, own: bool = False, **words):
    def do(client, world):
        by = client.person if own and hasattr(client, "person") else accounts.clerk(world.unit)
        report = _submitted(world, by=by)
        address = reverse("entry:projects-review-report", args=[report.pk])
        client.post(address, {"action": action, "lock": report.lock, **words})
        return lambda: _now(report) == state

    return do


def bulk(client, world):
    report = _submitted(world, by=accounts.clerk(world.unit))
    client.post(reverse("entry:projects-review-bulk"), {"figure": [f"{report.pk}:{report.lock}"]})
    return lambda: _now(report) == "approved"


def reopen(client, world):
    clerk, reviewer = accounts.clerk(world.unit), accounts.reviewer(world.plan.region)
    report = _submitted(world, by=clerk, state="approved", approved_by=reviewer, approved_at=timezone.now())
    address = reverse("entry:projects-review-report", args=[report.pk])
    client.post(address, {"action": "reopen", "lock": report.lock, "reason": "数字有误"})
    return lambda: _now(report) == "returned"


REPORTS = {
    "save-report-in-grid": send("save", "draft"),
    "submit-report-in-grid": send("submit", "submitted"),
    "withdraw-report": withdraw,
    "download-report-sheet": download,
    "apply-own-report-sheet": apply(of_another=False),
    "apply-report-sheet-of-another": apply(of_another=True),
    "open-report-queue": open_queue,
    "approve-report": decide("approve", "approved"),
    "return-report": decide("return", "returned", comment="请核对"),
    "approve-own-report": decide("approve", "approved", own=True),
    "approve-reports-in-bulk": bulk,
    "reopen-report": reopen,
}
