"""Storing many records at once, with the history that triggers keep for each as if they had been saved one by one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Field, Model


def store(records: Sequence[Model]) -> None:
    """Insert the new ones and write every column of the others: three statements at most, whatever their number.

    The new ones get their numbers, in their order. The rows travel as one JSON text, which for thousands of them is several
    times quicker than a parameter for each column of each. An update goes as an insertion that finds its row: nobody but who
    holds the rows' locks may call it, so that each still stands. Fields are prepared as ``save`` does; nothing is validated.
    """
    new = [one for one in records if one.pk is None]
    changed = [one for one in records if one.pk is not None]
    for one, number in zip(new, _numbers(new), strict=True):
        one.pk = number
    _write(new, add=True)
    _write(changed, add=False)
    for one in new:
        one._state.adding, one._state.db = False, connection.alias


def _numbers(new: Sequence[Model]) -> list[int]:
    """The next numbers of the table, as many as there are records."""
    if not new:
        return []
    with connection.cursor() as cursor:
        table = new[0]._meta.db_table
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, len(new)]
        )
        return [number for (number,) in cursor.fetchall()]


def _write(records: Sequence[Model], *, add: bool) -> None:
    if not records:
        return
    model = records[0]._meta
    fields: list[Field[Any, Any]] = list(model.concrete_fields)
    rows = [{one.column: one.pre_save(record, add) for one in fields} for record in records]
    columns = ", ".join(f'"{one.column}"' for one in fields)
    types = ", ".join(f'"{one.column}" {one.db_type(connection)}' for one in fields)
    # Names of tables, columns and types are the models' own.
    sql = f'INSERT INTO "{model.db_table}" ({columns}) SELECT {columns} FROM jsonb_to_recordset(%s) AS given ({types})'  # noqa: S608
    if not add:
        kept = {"id", *(one.column for one in fields if getattr(one, "auto_now_add", False))}
        told = ", ".join(f'"{one.column}" = EXCLUDED."{one.column}"' for one in fields if one.column not in kept)
        sql += f' ON CONFLICT ("id") DO UPDATE SET {told}'
    with connection.cursor() as cursor:
        cursor.execute(sql, [json.dumps(rows, default=str, ensure_ascii=False)])
