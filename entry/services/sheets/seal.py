"""The seal of a workbook for entry: for whom and for which round it was made, and what stood in it. Signed, not secret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core import signing

_SALT = "entry.sheet"
_HEAD = 7  # what stands before columns and rows


@dataclass(frozen=True, slots=True)
class SealedRow:
    """One row when the workbook was made. ``lock`` None: there was no figure. ``was``: texts by column, blanks left out."""

    lock: int | None
    was: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Seal:
    """What the workbook was made for. ``unit_id`` None: by a person without a unit, of all rows asked.

    ``only``: the rows that were returned, of a workbook that came back with comments; nothing else of it is taken.
    None: everything that is open.
    """

    round_id: int
    plan_id: int
    year: int
    person_id: int
    unit_id: int | None
    title: str  # of the round, for the message where it is gone
    person: str
    columns: tuple[str, ...]
    rows: Mapping[int, SealedRow]
    only: frozenset[int] | None = None


def seal(made: Seal) -> str:
    """The text that is written into the workbook."""
    rows = {str(row_id): [row.lock, dict(row.was)] for row_id, row in made.rows.items()}
    head = [made.round_id, made.plan_id, made.year, made.person_id, made.unit_id, made.title, made.person]
    more = [] if made.only is None else [sorted(made.only)]
    return signing.dumps([*head, list(made.columns), rows, *more], salt=_SALT, compress=True)


def unseal(token: str) -> Seal | None:
    """What was sealed; None where somebody changed it or another house wrote it."""
    try:
        said = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    head, (columns, rows), more = said[:_HEAD], said[_HEAD : _HEAD + 2], said[_HEAD + 2 :]
    only = frozenset(more[0]) if more else None
    kept = {int(row_id): SealedRow(lock, was) for row_id, (lock, was) in rows.items()}
    return Seal(*head, columns=tuple(columns), rows=kept, only=only)
