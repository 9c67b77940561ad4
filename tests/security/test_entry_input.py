"""What no page sends: the grid's addresses and the pages around them with types, sizes and things that are not theirs."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.test import Client

from indicators.models import Observation
from plans.models import Plan
from tests.factories import accounts, regions
from tests.factories.indicators import approved, gdp_row
from tests.factories.plans import PlanFactory
from tests.factories.rounds import open_round_for, reopened

pytestmark = pytest.mark.django_db
YEAR = 2024
ENDLESS = "1" * 5_000  # more digits than Python makes a number of


@pytest.fixture
def row():
    row = gdp_row()
    open_round_for(row, YEAR)
    return row


@pytest.fixture
def browser(row):
    client = Client(raise_request_exception=False)
    client.person = accounts.clerk(row.units.get())
    client.force_login(client.person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def send(browser, said, to="save"):
    body = said if isinstance(said, str) else json.dumps(said)
    return browser.post(f"/entry/{to}/", body, content_type="application/json")


def one(asked, **changes):
    return {"row": asked.pk, "lock": None, "cells": {"value": "193.3"}, "answers": {}, "reason": None, **changes}


def sheet(row, *rows):
    return {"plan": row.plan_id, "year": YEAR, "rows": list(rows)}


@pytest.mark.parametrize("to", ["save", "check", "submit"])
@pytest.mark.parametrize(
    "changes",
    [
        {"cells": {"note": "\ud800"}},
        {"cells": {"source_title": "\udfff"}},
        {"cells": {"note": "\x00"}},
        {"cells": {"note": "字" * 10_001}},
        {"cells": {"value": 193.3}},
        {"cells": {"value": None}},
        {"cells": {"value": ["1"]}},
        {"cells": [["value", "1"]]},
        {"answers": {"jump:value": {"a": 1}}},
        {"answers": {"jump:value": "\ud834"}},
        {"answers": "因为"},
        {"reason": 1},
        {"reason": "\ud800"},
        {"lock": "1"},
        {"lock": -1},
        {"lock": 2**63},
        {"lock": True},
        {"lock": 1.0},
        {"row": "1"},
        {"row": -1},
        {"row": 2**70},
        {"row": None},
        {"row": [1]},
    ],
)
def test_what_is_no_cell_is_refused_as_a_whole(browser, row, changes, to):
    assert send(browser, sheet(row, one(row, **changes)), to).status_code == 400
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    "body",
    ["", "[]", "null", "7", '"x"', "{", "[" * 100_000, '{"plan": ' + ENDLESS + "}", '{"plan": NaN}', "\ufeff{}", "{}"],
)
def test_what_is_no_request_is_refused(browser, row, body):
    assert send(browser, body).status_code == 400


@pytest.mark.parametrize("year", [0, -1, 2019, 2026, 99_999, 2**40, "2024", None])
def test_a_year_that_is_not_of_the_plan(browser, row, year):
    assert send(browser, {**sheet(row, one(row)), "year": year}).status_code == 400
    assert not Observation.objects.exists()


def test_the_rows_of_others_are_named_as_not_ones_own_and_nothing_else_is_said(browser, row):
    """Another plan, another region, another unit, none at all: the answer is the same."""
    elsewhere = gdp_row(PlanFactory(region=regions.weibin()), accounts.UnitFactory(region=regions.weibin()))
    another_unit = gdp_row(row.plan, accounts.UnitFactory(region=row.plan.region, name="财政局"))
    for each in (elsewhere, another_unit):
        open_round_for(each, YEAR)
    answer = send(browser, sheet(row, *(one(row, row=pk) for pk in (elsewhere.pk, another_unit.pk, 2**31 - 1)))).json()
    for said in answer["rows"]:
        assert {**said, "row": 0} == {"row": 0, "result": "forbidden", "message": "这一行不由您填报。"}
    theirs = {"plan": elsewhere.plan_id, "year": YEAR, "rows": [one(elsewhere)]}
    assert send(browser, theirs).json()["rows"][0]["result"] == "forbidden"
    assert not Observation.objects.exists()


@pytest.mark.parametrize("role", ["clerk", "reviewer", "planner"])
def test_a_plan_that_was_replaced_takes_no_figures_whatever_its_round_says(browser, row, role):
    """The pages list it no more; the addresses still know its rows."""
    Plan.objects.filter(pk=row.plan_id).update(status="replaced")
    person = browser.person if role == "clerk" else getattr(accounts, role)()
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    said = send(browser, sheet(row, one(row))).json()["rows"][0]
    assert (said["result"], said["message"]) == ("closed", "该规划已被替代，不再填报。")
    assert not Observation.objects.exists()


def test_cells_that_the_row_does_not_ask_are_passed_over(browser, row):
    cells = {"value": "1", "judgement": "met", "reported": "yes", "part_1": "100", "state": "approved", "in_force": "1",
             "unit": "万元", "sample": "1", "comparator": ">"}  # fmt: skip
    send(browser, sheet(row, one(row, cells=cells)))
    stored = Observation.objects.get()
    assert (stored.judgement, stored.reported, stored.parts, stored.state) == ("", None, [], "draft")
    assert (stored.unit, stored.comparator, stored.in_force, stored.sample) == ("亿元", "=", False, False)


def test_answers_to_findings_that_do_not_exist_are_kept_nowhere(browser, row):
    said = one(row, answers={"jump:value": "因为", "x:y": "z", "'; DROP TABLE": "z"})
    assert send(browser, sheet(row, said), "submit").json()["rows"][0]["result"] == "submitted"
    assert not Observation.objects.get().warnings.exists()


def test_a_reason_for_a_correction_stands_only_beside_a_correction(browser, row):
    send(browser, sheet(row, one(row, reason="普查修订")))
    first = Observation.objects.get()
    assert first.reason == ""
    first.delete()
    stands = approved(row, YEAR, value=Decimal(150))
    reopened(row, YEAR)
    send(browser, sheet(row, one(row, lock=stands.lock, reason="普查修订")))
    assert Observation.objects.get(version=2).reason == "普查修订"


@pytest.mark.parametrize("lock", ["", ENDLESS, "-1", "x", "9" * 30])
def test_a_lock_that_is_none_withdraws_nothing(browser, row, lock):
    send(browser, sheet(row, one(row)), "submit")
    browser.post(f"/entry/{row.pk}/{YEAR}/", {"action": "withdraw", "lock": lock})
    answer = browser.post(f"/entry/{row.pk}/{YEAR}/", {"action": "withdraw", "lock": lock})
    assert answer.status_code in (302, 404)
    assert Observation.objects.get().state == "submitted"


def test_addresses_with_numbers_without_end(browser, row):
    for address in (f"/entry/?plan={row.plan_id}&year={ENDLESS}", f"/entry/?plan={ENDLESS}",
                    f"/entry/years/?plan={ENDLESS}", f"/entry/sheets/?file={ENDLESS}",
                    f"/entry/sheets/wide/?plan={ENDLESS}&file={'a' * 64}", f"/entry/rounds/?page={ENDLESS}"):  # fmt: skip
        assert browser.get(address).status_code < 500, address[:40]


def test_the_admin_has_no_account_of_that_number():
    client = Client(raise_request_exception=False)
    client.force_login(accounts.administrator(), backend="django.contrib.auth.backends.ModelBackend")
    for number in ("abc", ENDLESS, "-1"):
        assert client.get(f"/admin/accounts/user/{number}/password/").status_code == 404
