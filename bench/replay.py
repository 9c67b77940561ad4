"""Pages as of a past day, and the brief on paper: seconds, told and not judged (docs/as-of.md promises some of them)."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from datetime import timedelta

from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone

from bench.nation import code_of
from bench.pages import reader
from bench.table import Line

_TIMES = 3
_APPS = {"plans", "indicators", "projects"}


def measure(regions: int, times: int) -> Iterator[Line]:
    """County page, overview of the largest province and comparison of yesterday; a county's brief as PDF."""
    remember()
    nation, province = reader("leader"), reader("province")
    county, day = code_of(regions), timezone.localdate() - timedelta(days=1)
    for what, client, address in (
        ("county page as of yesterday", nation, f"/regions/{county}/?year=2024&as_of={day}"),
        ("overview of a province as of yesterday", province, f"/?period=2021-2025&year=2024&as_of={day}"),
        ("comparison as of yesterday", nation, f"/indicators/gdp/?year=2024&as_of={day}"),
        ("brief of a county as PDF", nation, f"/reports/regions/{county}/brief.pdf?year=2024"),
    ):
        yield _told(client, what, address, min(times, _TIMES))


def remember() -> None:
    """Write the history that COPY went past: every stored row was there two days ago."""
    with connection.cursor() as cursor:
        for model in apps.get_models():
            tracked = getattr(model, "pgh_tracked_model", None)
            if tracked is None or tracked._meta.app_label not in _APPS:
                continue
            known = {field.column for field in model._meta.concrete_fields}
            columns = ", ".join(f'"{one.column}"' for one in tracked._meta.concrete_fields if one.column in known)
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} ({columns}, pgh_label, pgh_obj_id, pgh_created_at)"
                f" SELECT {columns}, 'insert', id, now() - interval '2 days' FROM {tracked._meta.db_table}"
            )
        cursor.execute("ANALYZE")


def _told(client: Client, what: str, address: str, times: int) -> Line:
    seconds = []
    for _ in range(times):
        began = time.perf_counter()
        answer = client.get(address, secure=True)
        seconds.append(time.perf_counter() - began)
    if answer.status_code != 200:
        return Line(f"{what}: answered {answer.status_code}", "–")
    return Line(f"{what}, median of {times}", f"{statistics.median(seconds):.2f} s")
