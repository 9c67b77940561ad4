"""Writing assessments in bulk: COPY into a temporary table, then one statement that touches only what differs."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any

import orjson
from django.db import connection

from indicators.domain.display import quantise10
from indicators.domain.types import Result

_NULL = "\\N"

_KEY = ("target_id", "year")
_VALUES = (
    "row_id", "plan_id", "shown", "status", "reason", "actual_year", "vintage", "price_basis", "base", "target_value",
    "actual", "attainment", "elapsed_share", "expected", "gap", "lead", "required", "average", "pace_ratio",
    "projected_end", "required_unit", "required_reason", "average_unit", "on_course", "early_warning",
    "breached_years", "first_met_year", "fell_back", "end_not_published", "sample", "unrevised_status", "parts", "inputs",
    "method_version", "rule_version",
)  # fmt: skip
_TABLE = "indicators_assessment"
_STAGED = "assessment_staged"
_COLUMNS = ", ".join((*_KEY, *_VALUES))


def _list(prefix: str) -> str:
    return ", ".join(f"{prefix}.{column}" for column in _VALUES)


_CREATE = (
    f"CREATE TEMP TABLE IF NOT EXISTS {_STAGED} ON COMMIT DROP AS SELECT {_COLUMNS} FROM {_TABLE} LIMIT 0;"  # noqa: S608 - names of this module only
    f"TRUNCATE {_STAGED}"
)
_COPY = f"COPY {_STAGED} ({_COLUMNS}) FROM STDIN"
#: What is stored as it was computed is not even looked at twice: no lock, no new row version, no new ``computed_at``.
_UPSERT = (
    f"INSERT INTO {_TABLE} AS stored ({_COLUMNS}, computed_at)"  # noqa: S608
    f" SELECT staged.target_id, staged.year, {_list('staged')}, statement_timestamp() FROM {_STAGED} staged"
    f" LEFT JOIN {_TABLE} old ON old.target_id = staged.target_id AND old.year = staged.year"
    " AND old.plan_id = ANY(%s)"
    f" WHERE old.id IS NULL OR ({_list('old')}) IS DISTINCT FROM ({_list('staged')})"
    f" ON CONFLICT (target_id, year) DO UPDATE SET ({', '.join(_VALUES)}, computed_at)"
    f" = ({_list('excluded')}, excluded.computed_at)"
    f" WHERE ({_list('stored')}) IS DISTINCT FROM ({_list('excluded')})"
)
_DELETE = (
    f"DELETE FROM {_TABLE} stored WHERE stored.plan_id = ANY(%s) AND (%s::int[] IS NULL OR stored.year = ANY(%s))"  # noqa: S608
    f" AND NOT EXISTS (SELECT 1 FROM {_STAGED} staged"
    " WHERE staged.target_id = stored.target_id AND staged.year = stored.year)"
)


def store(lines: Iterable[str], *, plan_ids: Collection[int], years: Collection[int] | None) -> tuple[int, int]:
    """Make the assessments of the plans (in ``years``, None: all) equal to ``lines``: how many, how many changed.

    Runs in a transaction that holds the locks of the plans. Assessments of targets no longer in force are deleted.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CREATE)
        cursor.copy_expert(_COPY, io.StringIO("".join(lines)))
        computed = cursor.rowcount
        asked = None if years is None else list(years)
        cursor.execute(_DELETE, [list(plan_ids), asked, asked])
        changed = cursor.rowcount
        cursor.execute(_UPSERT, [list(plan_ids)])
        return computed, changed + cursor.rowcount


def line(
    result: Result, *, target_id: int, row_id: int, plan_id: int, shown: bool, unrevised: str, versions: str
) -> str:
    """One assessment in PostgreSQL's text format of COPY. ``versions``: method and rule version, with a tab between.

    ``unrevised``: the status on the base as it was first given, "" where the base was not revised.
    """
    base, target, actual, attainment, elapsed, expected, gap, lead, required, average, pace, projected = [
        _NULL if value is None else str(quantise10(value))
        for value in (
            result.base, result.target, result.actual, result.attainment, result.elapsed_share, result.expected,
            result.gap, result.lead, result.required, result.average, result.pace_ratio, result.projected_end,
        )
    ]  # fmt: skip
    return (
        f"{target_id}\t{result.year}\t{row_id}\t{plan_id}\t{_flag(shown)}\t{result.status}\t"
        f"{'' if result.reason is None else result.reason}\t{_number(result.actual_year)}\t"
        f"{'' if result.vintage is None else result.vintage}\t"
        f"{'' if result.price_basis is None else result.price_basis}\t"
        f"{base}\t{target}\t{actual}\t{attainment}\t{elapsed}\t{expected}\t{gap}\t{lead}\t{required}\t{average}\t"
        f"{pace}\t{projected}\t{_escaped(result.required_unit)}\t"
        f"{'' if result.required_reason is None else result.required_reason}\t{_escaped(result.average_unit)}\t"
        f"{_NULL if result.on_course is None else _flag(result.on_course)}\t{_flag(result.early_warning)}\t"
        f"{{{','.join(map(str, result.breached_years))}}}\t{_number(result.first_met_year)}\t"
        f"{_flag(result.fell_back)}\t{_flag(result.end_not_published)}\t{_flag(result.sample)}\t{unrevised}\t"
        f"{_parts(result)}\t{_json(result.inputs)}\t{versions}\n"
    )


def _flag(value: bool) -> str:
    return "t" if value else "f"


def _number(value: int | None) -> str:
    return _NULL if value is None else str(value)


@lru_cache(maxsize=1024)
def _escaped(text: str) -> str:
    """Text as COPY wants it; units repeat, so it is remembered."""
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def _json(value: Any) -> str:
    return orjson.dumps(value).decode().replace("\\", "\\\\")


def _parts(result: Result) -> str:
    """Parts of a composition, figures as text with ten decimals; an empty list for every other form."""
    if not result.parts:
        return "[]"
    return _json(
        [
            {name: None if value is None else format(quantise10(value), "f") for name, value in part.items()}
            for part in result.parts
        ]
    )
