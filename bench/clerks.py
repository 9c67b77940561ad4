"""``python -m bench.clerks``: 50 clerks type and save for 60 s against two gunicorn workers, some of them in the same row.

Each saves a figure, looks at it for one to three seconds and saves the next, as the autosave of the grid does. Measured:
the time of a save (p50, p95, worst), answers of 5xx, and whether any acknowledged save was lost: every acknowledged save
of a row must be a link of its own in the row's line of locks, and the last one must be what is stored.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

CLERKS, SECONDS, P95_MILLISECONDS = 50, 60, 500.0
YEAR = 2025
_UNITS, _TOKEN = 5, "b" * 32


@dataclass(frozen=True)
class Clerk:
    """Somebody who is logged in: session, plan and the rows that the person answers for."""

    session: str
    plan: int
    rows: list[int]


@dataclass
class Saved:
    """One acknowledged save."""

    row: int
    lock: int
    value: str


@dataclass
class Log:
    """What one clerk saw."""

    milliseconds: list[float] = field(default_factory=list)
    saved: list[Saved] = field(default_factory=list)
    conflicts: int = 0
    faults: list[str] = field(default_factory=list)


def main() -> int:
    """Run the load and print the table; exit 1 where a bar is missed."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django

    django.setup()
    from bench.scratch import scratch_database
    from bench.server import serving

    parser = argparse.ArgumentParser(prog="bench.clerks", description=__doc__)
    parser.add_argument("--clerks", type=int, default=CLERKS)
    parser.add_argument("--seconds", type=int, default=SECONDS)
    parser.add_argument("--pause", type=float, default=2.0, help="mean pause between two saves, seconds (%(default)s)")
    given = parser.parse_args()
    over = False
    with scratch_database() as environment:
        people = _people(given.clerks)
        with serving(environment) as address:
            logs = _work(people, address, seconds=given.seconds, pause=given.pause)
        for line in _lines(logs, given.seconds):
            print(line.text(), flush=True)
            over = over or line.ok is False
    return 1 if over else 0


# --- who works on what --------------------------------------------------------------------------------------------
def _people(clerks: int) -> list[Clerk]:
    """Ten counties' worth of units; the last row of a plan is asked of all its units."""
    from django.test import Client
    from django.utils import timezone

    from accounts.models import Unit, User
    from bench import nation
    from indicators.models import PlanIndicator, ReportingRound, ResponsibleUnit, RoundAsk

    nation.build(33 + (clerks + _UNITS - 1) // _UNITS)
    maker, today, found = User.objects.get(username="reviewer"), timezone.localdate(), []
    plans = list(PlanIndicator.objects.order_by("-plan_id").values_list("plan_id", "plan__region_id").distinct())
    for number in range(clerks):
        plan, region = plans[number // _UNITS]
        asked = ReportingRound.objects.get_or_create(
            plan_id=plan, year=YEAR,
            defaults={"title": "负载测试", "opens_on": today, "closes_on": today + timedelta(days=1), "created_by": maker},
        )[0]  # fmt: skip
        unit = Unit.objects.create(region_id=region, name=f"单位{number % _UNITS}")
        rows = list(PlanIndicator.objects.filter(plan_id=plan).order_by("position").values_list("pk", flat=True))
        own = [*rows[number % _UNITS : -1 : _UNITS], rows[-1]]
        ResponsibleUnit.objects.bulk_create([ResponsibleUnit(row_id=row, unit=unit, confirmed=True) for row in own])
        RoundAsk.objects.bulk_create([RoundAsk(round=asked, row_id=row, unit=unit) for row in own])
        person = User.objects.create(
            pk=1000 + number, username=f"clerk{number}", role="clerk", region_id=region, unit=unit
        )
        browser = Client(SERVER_NAME="localhost")
        browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        found.append(Clerk(browser.cookies["sessionid"].value, plan, own))
    return found


# --- the clerks ---------------------------------------------------------------------------------------------------
def _work(people: list[Clerk], address: tuple[str, int], *, seconds: int, pause: float) -> list[Log]:
    logs = [Log() for _ in people]
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_type, args=(number, clerk, address, until, pause, logs[number]))
        for number, clerk in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return logs


def _type(number: int, clerk: Clerk, address: tuple[str, int], until: float, pause: float, log: Log) -> None:
    """One clerk, a connection for each save: the server closes idle ones. A row that somebody else saved is taken up there."""
    rng = random.Random(number)
    locks: dict[int, int | None] = dict.fromkeys(clerk.rows)
    headers = {"Content-Type": "application/json", "Cookie": f"sessionid={clerk.session}; csrftoken={_TOKEN}",
               "X-CSRFToken": _TOKEN}  # fmt: skip
    time.sleep(rng.uniform(0, pause))
    while time.monotonic() < until:
        row, value = rng.choice(clerk.rows), f"{rng.uniform(100, 200):.2f}"
        sent = {"row": row, "lock": locks[row], "cells": _cells(value)}
        body = {"plan": clerk.plan, "year": YEAR, "rows": [sent]}
        connection = http.client.HTTPConnection(*address, timeout=30)
        began = time.perf_counter()
        try:
            connection.request("POST", "/entry/save/", json.dumps(body), headers)
            answer = connection.getresponse()
            text = answer.read()
        except OSError as error:
            log.faults.append(repr(error))
            continue
        finally:
            connection.close()
        log.milliseconds.append((time.perf_counter() - began) * 1000)
        _note(log, locks, row, value, answer.status, text)
        time.sleep(rng.uniform(0.5, 1.5) * pause)


def _cells(value: str) -> dict[str, str]:
    return {"value": value, "comparator": "=", "value_basis": "unknown", "growth": "", "growth_basis": "unknown",
            "vintage": "preliminary", "source_title": "", "source_address": "", "note": ""}  # fmt: skip


def _note(log: Log, locks: dict[int, int | None], row: int, value: str, status: int, text: bytes) -> None:
    if status != 200:
        log.faults.append(f"{status}: {text[:200]!r}")
        return
    told: dict[str, Any] = json.loads(text)["rows"][0]
    if told["result"] == "saved":
        log.saved.append(Saved(row, told["lock"], value))
        locks[row] = told["lock"]
    elif told["result"] == "stale":
        log.conflicts += 1
        locks[row] = told["theirs"]["lock"]
    else:
        log.faults.append(f"refused: {told}")


# --- what came of it ----------------------------------------------------------------------------------------------
def _lines(logs: list[Log], seconds: int) -> Iterator[Any]:
    from bench.table import Line

    times = sorted(one for log in logs for one in log.milliseconds)
    saves = sum(len(log.saved) for log in logs)
    faults = [fault for log in logs for fault in log.faults]
    yield Line(f"{len(logs)} clerks, {seconds} s: saves acknowledged", f"{saves:,}")
    yield Line("  a second", f"{saves / seconds:.1f}")
    yield Line("  told that somebody else saved first", f"{sum(log.conflicts for log in logs):,}")
    if times:
        yield Line("time of a save, median", f"{times[len(times) // 2]:.0f} ms")
        yield Line.bar("  95 of 100 within", times[int(len(times) * 0.95)], P95_MILLISECONDS, "ms", digits=0)
        yield Line("  worst", f"{times[-1]:.0f} ms")
    yield Line.bar("answers that were no save and no conflict", len(faults), 0, "", digits=0)
    for fault in sorted(set(faults))[:5]:
        yield Line(f"  {fault[:200]}", "")
    yield Line.bar("acknowledged saves that are lost", _lost(logs), 0, "", digits=0)


def _lost(logs: list[Log]) -> int:
    """Saves that share a lock with another one, gaps in the line, and rows whose last save is not what is stored."""
    from indicators.models import Observation

    by_row: dict[int, list[Saved]] = defaultdict(list)
    for log in logs:
        for saved in log.saved:
            by_row[saved.row].append(saved)
    stored = {one.row_id: one for one in Observation.objects.filter(row__in=by_row, year=YEAR)}
    lost = 0
    for row, saves in by_row.items():
        locks = sorted(saved.lock for saved in saves)
        lost += len(set(range(1, len(saves) + 1)) - set(locks))
        last = max(saves, key=lambda saved: saved.lock)
        one = stored.get(row)
        lost += one is None or (one.lock, one.value) != (last.lock, Decimal(last.value))
    return lost


if __name__ == "__main__":
    sys.exit(main())
