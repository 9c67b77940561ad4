"""Actions of the matrix of roles at the grid, with workbooks and in bulk: each is tried, and says whether it was done."""

from __future__ import annotations

import io
import json
import re
from decimal import Decimal

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from indicators.models import Observation, SheetMapping
from tests.factories import accounts
from tests.factories.indicators import on_course_row, submitted
from tests.factories.workbooks import edit

YEAR = 2025
TYPED = Decimal("160.5")


# --- grid -------------------------------------------------------------------------------------------------------------
def _send(client, world, to: str):
    line = {"row": world.row.pk, "lock": None, "cells": {"value": str(TYPED)}, "answers": {}, "reason": None}
    body = json.dumps({"plan": world.plan.pk, "year": YEAR, "rows": [line]})
    return client.post(reverse(f"entry:{to}"), body, content_type="application/json")


def check(client, world):
    answer = _send(client, world, "check")
    return lambda: answer.status_code == 200 and answer.json()["rows"][0]["result"] == "checked"


def save(client, world):
    _send(client, world, "save")
    return lambda: _state(world) == "draft"


def submit(client, world):
    _send(client, world, "submit")
    return lambda: _state(world) == "submitted"


def _state(world) -> str:
    found = Observation.objects.filter(row=world.row, year=YEAR, value=TYPED).first()
    return found.state if found else ""


# --- workbooks --------------------------------------------------------------------------------------------------------
def _workbook(client, world) -> bytes:
    """The round's workbook as the person gets it; b"" where refused."""
    answer = client.get(reverse("entry:sheet", args=[world.round.pk]))
    return answer.content if answer.status_code == 200 else b""


def _of_the_clerk(world) -> bytes:
    client = Client()
    client.force_login(accounts.clerk(world.unit), backend="django.contrib.auth.backends.ModelBackend")
    return _workbook(client, world)


def download(client, world):
    found = _workbook(client, world)
    return lambda: found.startswith(b"PK")


def apply_own(client, world):
    """Who gets no workbook tries with the clerk's."""
    return _apply(client, world, _workbook(client, world) or _of_the_clerk(world))


def apply_of_another(client, world):
    return _apply(client, world, _of_the_clerk(world))


def _apply(client, world, data: bytes):
    def fill(book):
        sheet = book["填报"]
        column = next(cell.column for cell in sheet[1] if cell.value == "value")
        number = next(cell.row for cell in sheet["A"] if cell.value == str(world.row.pk))
        sheet.cell(number, column).value = float(TYPED)

    file = SimpleUploadedFile("x.xlsx", edit(data, fill))
    sent = client.post(reverse("entry:sheets"), {"workbook": file}, follow=True)
    found = [re.search(rf'name="{name}" value="([^"]*)"', sent.content.decode()) for name in ("file", "digest")]
    if all(found):
        given = {"file": found[0][1], "digest": found[1][1], "action": "save"}
        client.post(reverse("entry:sheets"), given)
    return lambda: _state(world) == "draft"


def map_wide(client, world):
    book, written = openpyxl.Workbook(), io.BytesIO()
    for line in (["指标名称", f"{YEAR}年"], [world.row.short_name, 160.5]):
        book.active.append(line)
    book.save(written)
    address = reverse("entry:sheets-wide")
    file = SimpleUploadedFile("x.xlsx", written.getvalue())
    sent = client.post(address, {"workbook": file, "plan": world.plan.pk})
    key = re.search(r"file=([0-9a-f]{64})", sent.get("Location", ""))
    given = {"action": "map", "plan": world.plan.pk, "file": key[1] if key else "a" * 64, "sheet": "Sheet", "first": 1,
             "last": 1, "c0": "name", "c1": f"value:{YEAR}"}  # fmt: skip
    client.post(address, given)
    return lambda: SheetMapping.objects.filter(region=world.plan.region).exists()


# --- review -----------------------------------------------------------------------------------------------------------
def bulk(*, own: bool):
    """A figure without anything to look at."""

    def do(client, world):
        row = on_course_row(world.plan, short_name="平稳", nature="expected")
        by = client.person if own and hasattr(client, "person") else accounts.clerk(world.unit)
        figure = submitted(row, 2024, by=by, value=Decimal("138.71"))
        client.post(reverse("entry:review-bulk"), {"figure": [f"{figure.pk}:{figure.lock}"], "confirmed": "1"})
        return lambda: Observation.objects.get(pk=figure.pk).state == "approved"

    return do


ACTIONS = {
    "check-figure-in-grid": check,
    "save-figure-in-grid": save,
    "submit-figure-in-grid": submit,
    "download-sheet": download,
    "apply-own-sheet": apply_own,
    "apply-sheet-of-another": apply_of_another,
    "map-wide-sheet": map_wide,
    "approve-in-bulk": bulk(own=False),
    "approve-own-in-bulk": bulk(own=True),
}
