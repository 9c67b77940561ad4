"""Recompute of the nation against one set-based SQL upsert of the very same rows, and the memory it takes."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping

from django.db import connection, transaction

from bench.nation import YEARS
from bench.table import Line

RATIO, MEMORY_MB = 8.0, 400.0


def measure(environment: Mapping[str, str]) -> Iterator[Line]:
    """The recompute runs in a process of its own, so that its peak memory is its own."""
    first = _in_child(environment)
    upsert = min(_upsert_seconds() for _ in range(2))
    second = _in_child(environment)
    count = f"{first['computed']:,} assessments"
    yield Line(f"recompute, {count}, one process", f"{first['seconds']:.1f} s")
    yield Line(f"set-based SQL upsert, {count}", f"{upsert:.1f} s")
    yield Line.bar("  ratio", first["seconds"] / upsert, RATIO, "×")
    yield Line.bar("  peak memory of the recompute", first["megabytes"], MEMORY_MB, "MB", digits=0)
    yield Line(f"recompute over unchanged data, {second['changed']} rows changed", f"{second['seconds']:.1f} s")
    yield Line("  ratio", f"{second['seconds'] / upsert:.1f} ×")
    yield Line.bar("  rows changed", second["changed"], 0, "", digits=0)


def _in_child(environment: Mapping[str, str]) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.recompute"]
    finished = subprocess.run(command, env=dict(environment), stdout=subprocess.PIPE, text=True, check=True)
    answer: dict[str, float] = json.loads(finished.stdout)
    return answer


def _upsert_seconds() -> float:
    """What the database alone needs for these rows: one INSERT … ON CONFLICT into the empty table, with its commit.

    Without the triggers that tell the change feed: telling is work of ours.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM indicators_assessment LIMIT 0")
        names = [column.name for column in cursor.description if column.name != "id"]
        columns = ", ".join(names)
        values = ", ".join(f"{name} = excluded.{name}" for name in names if name not in ("target_id", "year"))
        cursor.execute(f"CREATE TEMP TABLE bench_rows AS SELECT {columns} FROM indicators_assessment")
        cursor.execute("ANALYZE bench_rows")
        cursor.execute("TRUNCATE indicators_assessment")
        cursor.execute("ALTER TABLE indicators_assessment DISABLE TRIGGER USER")
        cursor.execute("CHECKPOINT")
        began = time.perf_counter()
        with transaction.atomic():
            cursor.execute(
                f"INSERT INTO indicators_assessment ({columns}) SELECT {columns} FROM bench_rows"
                f" ON CONFLICT (target_id, year) DO UPDATE SET {values}"
            )
        seconds = time.perf_counter() - began
        cursor.execute("ALTER TABLE indicators_assessment ENABLE TRIGGER USER")
        cursor.execute("DROP TABLE bench_rows")
        cursor.execute("ANALYZE indicators_assessment")
    return seconds


def main() -> None:
    """The child: recompute everything and print seconds, counts and peak memory as JSON."""
    import django

    django.setup()
    from indicators.services.recompute import recompute_plans
    from plans.models import Plan

    plan_ids = list(Plan.objects.order_by("pk").values_list("pk", flat=True))
    began = time.perf_counter()
    result = recompute_plans(plan_ids, years=list(YEARS))
    seconds = time.perf_counter() - began
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    answer = {"seconds": seconds, "computed": result.computed, "changed": result.changed, "megabytes": megabytes}
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
