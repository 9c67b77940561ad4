"""Entry and review while servers go away: what was acknowledged is there, nothing is half written, one of two wins."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from decimal import Decimal

import pytest
from django.db import connections, transaction

from indicators.models import Assessment, JobRun, JobState, Observation
from indicators.services import observations as service
from indicators.services.observations import ObservationFigures
from indicators.tasks import sweep_queued_jobs
from tests.factories import accounts
from tests.factories.indicators import RowFactory, answers_for, gdp_row, on_course_row, submitted
from tests.factories.rounds import open_round_for
from tests.faults.test_worker import (  # noqa: F401  (fixtures)
    _sent,
    another_connection,
    broker,
    until,
    worker,
)
from tests.faults.web import LOG_IN, web

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]

YEAR, ROWS = 2024, 10
#: Seconds after which a reviewer would think that the page hangs, on a machine that does much else.
PATIENCE = 10


@pytest.fixture
def gdp():
    """Yanjin's GDP, asked in an open round."""
    row = gdp_row()
    open_round_for(row, YEAR)
    return row


@pytest.fixture
def clerk(gdp):
    return accounts.clerk(gdp.units.get())


@pytest.fixture
def at_review(client):
    """The browser of a reviewer."""
    client.force_login(accounts.reviewer(), backend=LOG_IN)
    return client


# --- approving while Redis or the worker is down -------------------------------------------------------------------
def sent_figure(row, clerk):
    figures = ObservationFigures(value=Decimal("193.3"), source_title="2024年统计公报")
    draft = service.save_draft(row=row, year=YEAR, figures=figures, lock=None, by=clerk)
    answers = {one.key: "已核对" for one in draft.warnings.all()}
    return service.submit(observation=draft, lock=draft.lock, answers=answers, by=clerk)


def approve(browser, figure):
    """Through the page; what the reviewer is told."""
    answer = browser.post(
        f"/review/{figure.pk}/", {"action": "approve", "lock": figure.lock, "comment": ""}, follow=True
    )
    assert answer.status_code == 200
    return " ".join(str(one) for one in answer.context["messages"])


def page_of(browser, row):
    answer = browser.get(f"/regions/{row.plan.region.code}/", {"year": YEAR})
    assert answer.status_code == 200
    return answer.content.decode()


def is_assessed(row):
    return Assessment.objects.filter(row=row, year=YEAR, status="behind").exists()


def test_redis_goes_away_while_a_figure_is_approved(worker, broker, gdp, clerk, at_review):  # noqa: F811
    figure = sent_figure(gdp, clerk)
    broker.stop()
    began = time.monotonic()
    told = approve(at_review, figure)
    assert time.monotonic() - began < PATIENCE
    assert "待重算" in told
    assert "正在更新" not in told
    figure.refresh_from_db()
    assert (figure.state, figure.in_force, figure.value) == ("approved", True, Decimal("193.3"))
    assert JobRun.objects.get().state == JobState.QUEUED
    assert "待重算" in page_of(at_review, gdp)
    broker.ensure_running()
    until(lambda: _sent(sweep_queued_jobs), seconds=20)  # as beat does every minute
    until(lambda: is_assessed(gdp), seconds=60, log=worker.log)
    until(lambda: not JobRun.objects.exclude(state=JobState.DONE).exists(), seconds=10)
    assert "待重算" not in page_of(at_review, gdp)


def test_the_worker_is_down_while_a_figure_is_approved(worker, gdp, clerk, at_review):  # noqa: F811
    figure = sent_figure(gdp, clerk)
    worker.kill()
    assert "评估正在更新" in approve(at_review, figure)  # the message lies in the broker
    figure.refresh_from_db()
    assert figure.in_force
    assert not Assessment.objects.exists()
    assert "待重算" in page_of(at_review, gdp)
    worker.start()
    until(lambda: is_assessed(gdp), seconds=60, log=worker.log)


def test_redis_goes_away_while_figures_are_approved_together(worker, broker, gdp, clerk, at_review):  # noqa: F811
    plan = gdp.plan
    rows = [on_course_row(plan, short_name=name) for name in ("平稳一", "平稳二")]
    values = zip(rows, ("138.71", "139.57"), strict=True)
    figures = [submitted(row, YEAR, by=clerk, value=Decimal(value)) for row, value in values]
    chosen = {"figure": [f"{one.pk}:{one.lock}" for one in figures], "confirmed": "1"}
    broker.stop()
    answer = at_review.post("/review/bulk/", chosen, follow=True)
    told = " ".join(str(one) for one in answer.context["messages"])
    assert "已通过 2 条" in told
    assert "待重算" in told
    assert Observation.objects.filter(pk__in=[one.pk for one in figures], in_force=True).count() == 2
    assert JobRun.objects.filter(state=JobState.QUEUED, plan=plan).count() == 1
    broker.ensure_running()
    until(lambda: _sent(sweep_queued_jobs), seconds=20)
    shown = Assessment.objects.filter(row__in=rows, year=YEAR, status="on_track")
    until(lambda: shown.count() == 2, seconds=60, log=worker.log)


# --- two web workers -----------------------------------------------------------------------------------------------
@pytest.fixture
def sheet(gdp):
    """Ten rows of the clerk's unit, asked in the open round."""
    unit = gdp.units.get()
    rows = [RowFactory(plan=gdp.plan, short_name=f"指标{number}") for number in range(ROWS)]
    for row in rows:
        answers_for(row, unit)
        open_round_for(row, YEAR)
    return rows


@pytest.fixture
def served(sheet, clerk, tmp_path):
    """The server, with the clerk logged in."""
    with web(tmp_path) as server:
        server.log_in(clerk)
        yield server


def lines(rows, value, lock=None):
    """What the grid sends for these rows; the value grows by one from row to row."""
    sent = [
        {"row": row.pk, "lock": lock, "cells": {"value": str(value + place), "source_title": "2024年统计公报"}}
        for place, row in enumerate(rows)
    ]
    return {"plan": rows[0].plan_id, "year": YEAR, "rows": sent}


def asked(question, *values):
    """A question to the server, on a connection of its own: whoever waits in a transaction would see an old answer."""
    with closing(another_connection()) as watcher:
        cursor = watcher.cursor()
        cursor.execute(question, values)
        return [line[0] for line in cursor.fetchall()]


WAITING = """SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"""


def test_the_connection_is_cut_in_the_middle_of_a_sheet(served, sheet, clerk):
    answers = []
    save = threading.Thread(target=lambda: answers.append(served.post(clerk, "/entry/save/", lines(sheet, 100))))
    with pytest.raises(Stop), transaction.atomic():
        # somebody else's uncommitted figure of the sixth row: the save has written five rows when it meets it
        Observation.objects.create(row=sheet[5], year=YEAR, value=Decimal(1), submitted_by=None)
        save.start()
        until(lambda: asked(WAITING), seconds=20)
        statement = asked("SELECT query FROM pg_stat_activity WHERE pid = %s", *asked(WAITING))[0]
        assert 'INSERT INTO "indicators_observation"' in statement
        asked("SELECT pg_terminate_backend(%s)", *asked(WAITING))
        save.join(20)
        raise Stop
    assert answers[0][0] == 500
    assert "已保存的数据不受影响" in answers[0][1]
    assert not Observation.objects.exists(), "half a sheet was written"
    assert not Observation.pgh_event_model.objects.exists()
    status, told = served.post(clerk, "/entry/save/", lines(sheet, 100))  # the grid tries again by itself
    assert status == 200
    assert [one["result"] for one in told["rows"]] == ["saved"] * ROWS
    stored = Observation.objects.order_by("row__position").values_list("value", "lock")
    assert list(stored) == [(Decimal(100 + place), 1) for place in range(ROWS)]


class Stop(Exception):
    """The other person's transaction ends without a trace."""


def test_two_web_workers_save_the_same_row_and_one_wins(served, sheet, gdp):
    """Ten rounds of two clerks of one unit; both requests are under way at once, in two processes or two threads."""
    unit = gdp.units.get()
    people = [accounts.clerk(unit), accounts.clerk(unit)]
    for person in people:
        served.log_in(person)
    row, lock = sheet[0], None
    for turn in range(10):
        values = [1000 + turn, 2000 + turn]
        told = at_once(served, people, [lines([row], value, lock) for value in values])
        assert sorted(one["result"] for one in told) == ["saved", "stale"], told
        won = [one["result"] for one in told].index("saved")
        stored = Observation.objects.get(row=row, year=YEAR)
        assert stored.value == values[won]
        assert stored.lock == turn + 1 == told[won]["lock"]
        assert told[1 - won]["theirs"]["lock"] == stored.lock, "the other is shown what was saved"
        lock = stored.lock
    assert Observation.objects.filter(row=row).count() == 1


def at_once(served, people, bodies):
    """Both requests held back before the row until both are there; what each was told about its row."""
    told = [None, None]

    def post(place):
        try:
            told[place] = served.post(people[place], "/entry/save/", bodies[place])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=post, args=[place]) for place in (0, 1)]
    row_id = bodies[0]["rows"][0]["row"]
    with closing(another_connection()) as holder:
        holder.cursor().execute("SELECT 1 FROM indicators_planindicator WHERE id = %s FOR UPDATE", [row_id])
        for thread in threads:
            thread.start()
        until(lambda: len(asked(WAITING)) == 2, seconds=20)
    for thread in threads:
        thread.join(30)
    assert [status for status, _answer in told] == [200, 200]
    return [answer["rows"][0] for _status, answer in told]
