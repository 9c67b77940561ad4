"""When the clock reminds people of a reporting round: pure, dates in, kind out."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

#: The reminder before the end is due from so many days before the closing day.
CLOSING_DAYS = 3
#: A round that closed longer ago is not brought up again: by then a person talks to the unit.
OVERDUE_DAYS = 14


class Due(StrEnum):
    """The kinds that the clock sends, by their stored words."""

    OPENED = "opened"
    CLOSING = "closing"
    OVERDUE = "overdue"


def due_kind(opens_on: date, closes_on: date, today: date) -> Due | None:
    """What somebody with figures left is told today; None: nothing.

    One kind a day, the most pressing: in a round that opens within its last days nobody gets two letters in one morning.
    A day on which the clock stood still is caught up with on the next.
    """
    if today < opens_on:
        return None
    if today > closes_on:
        return Due.OVERDUE if today <= closes_on + timedelta(days=OVERDUE_DAYS) else None
    return Due.CLOSING if today >= closes_on - timedelta(days=CLOSING_DAYS) else Due.OPENED
