"""Entries of a plan's boxes become projects: the one way for files and for confirmed documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plans.models import Plan
from projects.models import Project


@dataclass(frozen=True, slots=True)
class ProjectEntry:
    """One entry of a plan's boxes as printed. ``kind``: a word of ``projects.models.Kind``."""

    box: str
    group: str
    name: str
    facts: str
    kind: str
    line: int | None


def add_projects(*, plan: Plan, entries: Sequence[ProjectEntry]) -> list[Project]:
    """Append projects to a plan in the order given, in the caller's transaction and history."""
    last = plan.projects.order_by("-position").values_list("position", flat=True).first() or 0
    new = [
        Project(
            plan=plan, region_id=plan.region_id, position=position, box=entry.box, group=entry.group, name=entry.name,
            facts=entry.facts, kind=entry.kind, source_line=entry.line,
        )
        for position, entry in enumerate(entries, start=last + 1)
    ]  # fmt: skip
    return Project.objects.bulk_create(new)
