"""Writing assessments in bulk: COPY into a temporary table, then one statement that touches only what differs."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable

from django.db import connection

from indicators.selectors.assessment_lines import COLUMNS, VALUES

_TABLE = "indicators_assessment"
_STAGED = "assessment_staged"


def _list(prefix: str) -> str:
    return ", ".join(f"{prefix}.{column}" for column in VALUES)


_CREATE = (
    f"CREATE TEMP TABLE IF NOT EXISTS {_STAGED} ON COMMIT DROP AS SELECT {COLUMNS} FROM {_TABLE} LIMIT 0;"  # noqa: S608 - names of this module only
    f"TRUNCATE {_STAGED}"
)
_COPY = f"COPY {_STAGED} ({COLUMNS}) FROM STDIN"
#: What is stored as it was computed is not even looked at twice: no lock, no new row version, no new ``computed_at``.
_UPSERT = (
    f"INSERT INTO {_TABLE} AS stored ({COLUMNS}, computed_at)"  # noqa: S608
    f" SELECT staged.target_id, staged.year, {_list('staged')}, statement_timestamp() FROM {_STAGED} staged"
    f" LEFT JOIN {_TABLE} old ON old.target_id = staged.target_id AND old.year = staged.year"
    " AND old.plan_id = ANY(%s)"
    f" WHERE old.id IS NULL OR ({_list('old')}) IS DISTINCT FROM ({_list('staged')})"
    f" ON CONFLICT (target_id, year) DO UPDATE SET ({', '.join(VALUES)}, computed_at)"
    f" = ({_list('excluded')}, excluded.computed_at)"
    f" WHERE ({_list('stored')}) IS DISTINCT FROM ({_list('excluded')})"
)
#: A row that shows another target now moved too, so what a row shows is compared with what it showed. Asked before anything
#: is deleted: the target that was shown may have been replaced.
_MOVES = (
    "INSERT INTO indicators_statusmove (row_id, target_id, year, before, after, shown, moved_at, job_id)"  # noqa: S608
    " SELECT staged.row_id, staged.target_id, staged.year, old.status, staged.status, staged.shown,"
    f" statement_timestamp(), %s FROM {_STAGED} staged"
    f" JOIN {_TABLE} old ON old.plan_id = ANY(%s) AND old.row_id = staged.row_id AND old.year = staged.year"
    " AND CASE WHEN staged.shown THEN old.shown ELSE old.target_id = staged.target_id END"
    " WHERE old.status <> staged.status"
)
_DELETE = (
    f"DELETE FROM {_TABLE} stored WHERE stored.plan_id = ANY(%s) AND (%s::int[] IS NULL OR stored.year = ANY(%s))"  # noqa: S608
    f" AND NOT EXISTS (SELECT 1 FROM {_STAGED} staged"
    " WHERE staged.target_id = stored.target_id AND staged.year = stored.year)"
)


def store(
    lines: Iterable[str], *, plan_ids: Collection[int], years: Collection[int] | None, job_id: int | None = None
) -> tuple[int, int]:
    """Make the assessments of the plans (in ``years``, None: all) equal to ``lines``: how many, how many changed.

    Runs in a transaction that holds the locks of the plans. Assessments of targets no longer in force are deleted; a status
    that changed is noted as a move, under ``job_id``.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CREATE)
        cursor.copy_expert(_COPY, io.StringIO("".join(lines)))
        computed = cursor.rowcount
        asked = None if years is None else list(years)
        cursor.execute(_MOVES, [job_id, list(plan_ids)])
        cursor.execute(_DELETE, [list(plan_ids), asked, asked])
        changed = cursor.rowcount
        cursor.execute(_UPSERT, [list(plan_ids)])
        return computed, changed + cursor.rowcount
