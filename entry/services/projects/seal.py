"""The seal of a workbook of monthly reports: for whom, which unit and month, and what stood in it. Signed, not secret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core import signing

from entry.services.sheets.seal import SealedRow

_SALT = "entry.reports"


@dataclass(frozen=True, slots=True)
class ReportSeal:
    """What the workbook was made for; ``rows`` by project."""

    month: date
    unit_id: int
    person_id: int
    person: str
    title: str  # for the message where it cannot be taken
    columns: tuple[str, ...]
    rows: Mapping[int, SealedRow]


def seal(made: ReportSeal) -> str:
    """The text that is written into the workbook."""
    rows = {str(row_id): [row.lock, dict(row.was)] for row_id, row in made.rows.items()}
    head = [made.month.isoformat(), made.unit_id, made.person_id, made.person, made.title]
    return signing.dumps([*head, list(made.columns), rows], salt=_SALT, compress=True)


def unseal(token: str) -> ReportSeal | None:
    """What was sealed; None where somebody changed it, or it is another kind of workbook."""
    try:
        month, unit_id, person_id, person, title, columns, rows = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    kept = {int(row_id): SealedRow(lock, was) for row_id, (lock, was) in rows.items()}
    return ReportSeal(date.fromisoformat(month), unit_id, person_id, person, title, tuple(columns), kept)
