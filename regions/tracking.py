"""How tables that are written by the thousand keep their history: one insertion a statement instead of one a row."""

from __future__ import annotations

import pghistory


def by_statement() -> tuple[pghistory.RowEvent, ...]:
    """For ``@pghistory.track(*by_statement())``: the same events with the same words as everywhere, quicker for many rows."""
    return (
        pghistory.InsertEvent(level=pghistory.Statement),
        pghistory.UpdateEvent(level=pghistory.Statement),
        pghistory.DeleteEvent(),
    )
