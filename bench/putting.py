"""A whole nation's year pushed by another system: 5,000 figures of 200 counties in one request, answered warnings and all."""

from __future__ import annotations

import json
import random
import statistics
import time
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import ApiClient
from accounts.models.api_clients import Scope
from accounts.services.api_keys import issue_key
from bench.nation import END, KINDS, START, code_of, figure_of
from bench.table import Line
from regions.models import Region

COUNTIES, TIMES, SECONDS = 200, 3, 5.0
_FIRST_COUNTY, _ADDRESS = 33, "/api/v1/observations/bulk/"
#: A round of the last year for every county that is pushed, open now, which asks for all its rows.
_ROUNDS = (
    "INSERT INTO indicators_reportinground (plan_id, year, title, opens_on, closes_on, note, sample, lock, created_by_id, created_at)"
    f" SELECT id, {END}, '{END}', current_date - 1, current_date + 30, '', TRUE, 0, 1, now() FROM plans_plan"
    f" WHERE id BETWEEN {_FIRST_COUNTY} AND {_FIRST_COUNTY + COUNTIES * TIMES}",
    "INSERT INTO indicators_roundask (round_id, row_id) SELECT asked.id, line.id FROM indicators_reportinground asked"
    " JOIN indicators_planindicator line USING (plan_id)",
    "ANALYZE indicators_reportinground, indicators_roundask",
)


def measure(regions: int) -> Iterator[Line]:
    """The median of some requests, each of other counties. A dry run before says which warnings want a reason."""
    with connection.cursor() as cursor:
        for statement in _ROUNDS:
            cursor.execute(statement)
    client, rng = _client(), random.Random(7)
    counties = range(_FIRST_COUNTY, regions + 1)
    share = min(COUNTIES, max(len(counties) // TIMES, 1))
    seconds = []
    for turn in range(min(TIMES, len(counties))):
        rows = [row for number in counties[turn * share : (turn + 1) * share] for row in _rows(number, rng)]
        for row, told in zip(rows, _put(client, rows, dry_run=True)["rows"], strict=True):
            row["answers"] = {one["key"]: "已核对" for one in told["findings"]}
        began = time.perf_counter()
        with CaptureQueriesContext(connection) as captured:
            answer = _put(client, rows, dry_run=False)
        seconds.append(time.perf_counter() - began)
        assert answer["counts"]["submitted"] == len(rows), answer["counts"]
    what = f"bulk put of {len(rows):,} figures, {len(captured)} queries"
    if share < COUNTIES:
        yield Line(what, f"{statistics.median(seconds):.1f} s")
    else:
        yield Line.bar(what, statistics.median(seconds), SECONDS, "s")


def _client() -> Client:
    nation = Region.objects.get(code="100000")
    system = ApiClient.objects.create(
        name="bench bulk", region=nation, scopes=[Scope.WRITE_OBSERVATIONS.value], rate_per_minute=6000
    )
    _key, plain = issue_key(client=system, by=None)
    return Client(SERVER_NAME="localhost", headers={"authorization": f"Bearer {plain}", "x-forwarded-proto": "https"})


def _rows(county: int, rng: random.Random) -> Iterator[dict[str, Any]]:
    for place, kind in enumerate(KINDS, start=1):
        figure = round(figure_of(kind, END, rng), 2)
        named = {"region": code_of(county), "period": f"{START}-{END}", "position": place, "year": END}
        yield {**named, "growth" if kind.by_growth else "value": figure, "source_title": "统计公报"}


def _put(client: Client, rows: list[dict[str, Any]], *, dry_run: bool) -> dict[str, Any]:
    body = json.dumps({"mode": "row_by_row", "dry_run": dry_run, "rows": rows})
    answer = client.put(_ADDRESS, body, content_type="application/json")
    assert answer.status_code == 200, answer.content[:500]
    told: dict[str, Any] = answer.json()
    return told
