"""The etag of a yearly figure: which save of a row and year a writer has read."""

from __future__ import annotations

import re


def figure_etag(row_id: int, year: int, lock: int) -> str:
    """``"<row>-<year>-<lock>"`` with its quotes, as HTTP writes it."""
    return f'"{row_id}-{year}-{lock}"'


def lock_in(etag: str, row_id: int, year: int) -> int:
    """The lock that an etag of this row and year names; -1, which no figure has, for one of another."""
    told = re.fullmatch(r'"([0-9]+)-([0-9]+)-([0-9]+)"', etag)
    if told is None or (int(told[1]), int(told[2])) != (row_id, year):
        return -1
    return int(told[3])
