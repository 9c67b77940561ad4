"""Lists of the API against what PostgreSQL itself needs to make JSON of the same rows, in one run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import ApiClient
from accounts.models.api_clients import Scope
from accounts.services.api_keys import issue_key
from bench.table import Line
from indicators.models import Assessment
from regions.models import Region

TIMES_OF_JSON_AGG, PAGE_MILLISECONDS = 5.0, 15.0
_TIMES = 21
_THOUSAND = "/api/v1/assessments/?year=2024&limit=1000"


def measure() -> Iterator[Line]:
    """A thousand assessments as a ratio; fifty of all there are, by offset and by cursor, in milliseconds."""
    client = _client()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(_THOUSAND)
    if answer.status_code != 200 or len(answer.json()["results"]) != 1000:
        yield Line("API list: no 1,000 assessments in so small a nation", "–")
        return
    rows = next(query["sql"] for query in captured.captured_queries if "LIMIT 1000" in query["sql"])
    ours = _median(lambda: client.get(_THOUSAND))
    theirs = _median(lambda: _run(f"SELECT json_agg(listed) FROM ({rows}) listed"))
    yield Line("json_agg of 1,000 assessments", f"{theirs:.1f} ms")
    yield Line("API list of 1,000 assessments", f"{ours:.1f} ms")
    yield Line.bar("  as a multiple of json_agg", ours / theirs, TIMES_OF_JSON_AGG, "×")
    there = Assessment.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) indicators_assessment")  # as autovacuum does after so many new rows
    by_cursor = _median(lambda: client.get("/api/v1/assessments/?limit=50&cursor=*"))
    yield Line.bar(f"API, 50 of {there:,} assessments by cursor", by_cursor, PAGE_MILLISECONDS, "ms")
    by_offset = _median(lambda: client.get("/api/v1/assessments/?limit=50"))
    yield Line("  by offset, which also counts them all", f"{by_offset:.1f} ms")


def _client() -> Client:
    nation = Region.objects.get(code="100000")
    system = ApiClient.objects.create(name="bench", region=nation, scopes=[Scope.READ_ASSESSMENTS.value])
    _key, plain = issue_key(client=system, by=None)
    headers = {"authorization": f"Bearer {plain}", "x-forwarded-proto": "https"}
    return Client(SERVER_NAME="localhost", headers=headers)


def _run(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def _median(call: Callable[[], Any]) -> float:
    """Median time of a call in milliseconds, the first one not counted."""
    call()
    seconds = []
    for _ in range(_TIMES):
        began = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds) * 1000
