"""The seal of a workbook for entry: for whom and for which round it was made, and what stood in it. Signed, not secret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core import signing

_SALT = "entry.sheet"


@dataclass(frozen=True, slots=True)
class SealedRow:
    """One row when the workbook was made. ``lock`` None: there was no figure. ``was``: texts by column, blanks left out."""

    lock: int | None
    was: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Seal:
    """What the workbook was made for. ``unit_id`` None: by a person without a unit, of all rows asked."""

    round_id: int
    plan_id: int
    year: int
    person_id: int
    unit_id: int | None
    title: str  # of the round, for the message where it is gone
    person: str
    columns: tuple[str, ...]
    rows: Mapping[int, SealedRow]


def seal(made: Seal) -> str:
    """The text that is written into the workbook."""
    rows = {str(row_id): [row.lock, dict(row.was)] for row_id, row in made.rows.items()}
    head = [made.round_id, made.plan_id, made.year, made.person_id, made.unit_id, made.title, made.person]
    return signing.dumps([*head, list(made.columns), rows], salt=_SALT, compress=True)


def unseal(token: str) -> Seal | None:
    """What was sealed; None where somebody changed it or another house wrote it."""
    try:
        *head, columns, rows = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    kept = {int(row_id): SealedRow(lock, was) for row_id, (lock, was) in rows.items()}
    return Seal(*head, columns=tuple(columns), rows=kept)
