"""The etag of a monthly report: which save of a project and month a writer has read."""

from __future__ import annotations

import re
from datetime import date


def report_etag(project_id: int, month: date, lock: int) -> str:
    """``"<project>-<yyyy-mm>-<lock>"`` with its quotes, as HTTP writes it."""
    return f'"{project_id}-{month:%Y-%m}-{lock}"'


def lock_in(etag: str, project_id: int, month: date) -> int:
    """The lock that an etag of this project and month names; -1, which no report has, for one of another."""
    told = re.fullmatch(r'"([0-9]+)-([0-9]{4}-[0-9]{2})-([0-9]+)"', etag)
    if told is None or (int(told[1]), told[2]) != (project_id, f"{month:%Y-%m}"):
        return -1
    return int(told[3])
