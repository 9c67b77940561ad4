"""Server time and SQL count of pages, asked by a logged-in leader through Django's test client."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve

from accounts.models import User
from bench.nation import KINDS, code_of
from bench.table import Line

MILLISECONDS, QUERIES = 60.0, 15
_TIMES = 31


def measure(regions: int) -> Iterator[Line]:
    """The county page and the page of one of its indicators, each asked many times."""
    client = Client(SERVER_NAME="localhost", headers={"x-forwarded-proto": "https"})
    client.force_login(User.objects.get(username="leader"), backend="django.contrib.auth.backends.ModelBackend")
    row = (regions - 1) * len(KINDS) + 1
    yield from _page(client, "county page", f"/regions/{code_of(regions)}/?year=2024")
    yield from _page(client, "plan-indicator page", f"/plan-indicators/{row}/?year=2024")


def _page(client: Client, what: str, address: str) -> Iterator[Line]:
    try:
        resolve(address.partition("?")[0])
    except Resolver404:
        yield Line(f"{what}: there is no such page yet", "–")
        return
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address, secure=True)
    count = len(queries)  # now: the next request empties the log
    if answer.status_code != 200:
        yield Line(f"{what}: answered {answer.status_code}", "–", "200", ok=False)
        return
    seconds = []
    for _ in range(_TIMES):
        began = time.perf_counter()
        client.get(address, secure=True)
        seconds.append(time.perf_counter() - began)
    yield Line.bar(f"{what}, median of {_TIMES}", statistics.median(seconds) * 1000, MILLISECONDS, "ms")
    yield Line.bar("  SQL queries", count, QUERIES, "", digits=0)
