"""Server time and SQL count of pages, asked by logged-in leaders through Django's test client."""

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


def measure(regions: int, times: int) -> Iterator[Line]:
    """County page, plan-indicator page, overview of the largest province, comparison of the whole nation."""
    row, county = (regions - 1) * len(KINDS) + 1, code_of(regions)
    nation, province = reader("leader"), reader("province")
    yield from _page(nation, "county page", f"/regions/{county}/?year=2024", 60, 15, times)
    yield from _page(nation, "plan-indicator page", f"/plan-indicators/{row}/?year=2024", 60, 15, times)
    yield from _page(province, "overview of a province", "/?period=2021-2025&year=2024", 200, 20, times)
    yield from _page(nation, "comparison of the nation's counties", "/indicators/gdp/?year=2024", 300, 20, times)


def reader(name: str) -> Client:
    """Somebody who is logged in, with a browser that takes pages compressed: that is part of the server's time."""
    client = Client(SERVER_NAME="localhost", headers={"x-forwarded-proto": "https", "accept-encoding": "gzip"})
    client.force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _page(client: Client, what: str, address: str, milliseconds: float, most: int, times: int) -> Iterator[Line]:
    try:
        resolve(address.partition("?")[0])
    except Resolver404:
        yield Line(f"{what}: there is no such page yet", "–")
        return
    client.get(address, secure=True)  # notes the visit, which is written once a minute
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address, secure=True)
    count = len(queries)  # now: the next request empties the log
    if answer.status_code != 200:
        yield Line(f"{what}: answered {answer.status_code}", "–", "200", ok=False)
        return
    seconds = []
    for _ in range(times):
        began = time.perf_counter()
        client.get(address, secure=True)
        seconds.append(time.perf_counter() - began)
    yield Line.bar(f"{what}, median of {times}", statistics.median(seconds) * 1000, milliseconds, "ms")
    yield Line.bar("  SQL queries", count, most, "", digits=0)
