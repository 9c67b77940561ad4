"""What a workbook of monthly reports is compared with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from accounts.models import User
from projects.models import ProjectReport


def saved_by_others(locks: Mapping[int, int | None], month: date, user: User) -> frozenset[int]:
    """Projects whose report of the month somebody else saved since the given lock was read (None: there was none)."""
    events = ProjectReport.pgh_event_model.objects.filter(project__in=locks, month=month)
    found = events.values_list("project_id", "lock", "pgh_context__metadata__user")
    return frozenset(project for project, lock, who in found if lock > (locks[project] or 0) and who != user.pk)
