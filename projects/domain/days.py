"""A day as people write it in a cell: read exactly, or not at all."""

from __future__ import annotations

import re
from datetime import date

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．－／", "0123456789.-/")
_DAY = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日?)")


class NoDay(ValueError):
    """The text is no day of the calendar, or leaves its day out."""


def read_day(text: str) -> date | None:
    """``2025-03-05``, ``2025/3/5``, ``2025.3.5``, ``2025年3月5日``; None for blanks only. Raises ``NoDay``.

    A month without its day is refused: nobody knows which one is meant.
    """
    plain = text.translate(_FULL_WIDTH).strip()
    if not plain:
        return None
    match = _DAY.fullmatch(plain)
    if match is None:
        raise NoDay(text)
    year, _sign, *parts = match.groups()
    month, day = (part for part in parts if part is not None)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise NoDay(text) from None
