"""A returned form against what is stored: cell by cell what the person changed, and whether it may be taken over.

Three texts are compared: ``was``, what stood in the cell when the form was made; ``now``, what stands there; ``stored``,
what the house holds today. A cell that still says what it said is nobody's change, whatever has become of the figure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from sheets.columns import Column, Kind


class Verdict(StrEnum):
    """What is to be done with one cell."""

    SAME = "same"  # nothing to do: untouched, or already stored
    CHANGED = "changed"
    CONFLICT = "conflict"  # changed, and somebody else saved since
    CLOSED = "closed"  # changed where nothing may be written


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that does not say what it said. ``before`` = stored, ``after`` = typed; texts as compared."""

    row: str
    column: str
    verdict: Verdict
    before: str
    after: str


def differences(
    columns: tuple[Column, ...],
    *,
    was: Mapping[str, Mapping[str, str]],
    now: Mapping[str, Mapping[str, str]],
    stored: Mapping[str, Mapping[str, str]],
    moved: Collection[str] = (),
    closed: Collection[tuple[str, str]] = (),
) -> tuple[Change, ...]:
    """In the order of ``now``. ``moved``: rows that somebody else saved since; ``closed``: cells, by row and column,
    that may not be written.

    Texts by row and column; a column that ``now`` leaves out is unchanged.
    """
    found = []
    for row, cells in now.items():
        for column in columns:
            if not column.entered or column.key not in cells:
                continue
            after = cells[column.key]
            before = stored.get(row, {}).get(column.key, "")
            if same(column, after, was.get(row, {}).get(column.key, "")) or same(column, after, before):
                continue
            verdict = (
                Verdict.CLOSED if (row, column.key) in closed else Verdict.CONFLICT if row in moved else Verdict.CHANGED
            )
            found.append(Change(row, column.key, verdict, before, after))
    return tuple(found)


def same(column: Column, one: str, other: str) -> bool:
    """Whether two texts say the same in that column: 9.70 is 9.7 as a figure, never as a text."""
    if one == other:
        return True
    if column.kind is not Kind.FIGURE:
        return False
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return False
