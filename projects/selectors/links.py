"""Which projects serve which promises of a plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from indicators.models import PlanIndicator
from projects.domain.serving import Named, likely
from projects.models import CommitmentLink, Kind, Project


@dataclass(frozen=True, slots=True)
class Choice:
    """A project of the plan as the page of links offers it. ``likely``: its name says so."""

    project: Project
    linked: bool
    likely: bool
    note: str


def links_of(row_ids: Collection[int]) -> dict[int, list[CommitmentLink]]:
    """Links by row, with their projects in the order of the plan. One query."""
    found: dict[int, list[CommitmentLink]] = defaultdict(list)
    links = CommitmentLink.objects.filter(row_id__in=row_ids).select_related("project")
    for link in links.order_by("project__position"):
        found[link.row_id].append(link)
    return found


def choices_for(row: PlanIndicator) -> list[Choice]:
    """The projects of the row's plan that may serve it, in the order of the plan. Two queries.

    What was merged into another and what is a mere direction is left out, unless it is linked already.
    """
    linked = {link.project_id: link.note for link in CommitmentLink.objects.filter(row=row)}
    projects = [
        one
        for one in Project.objects.filter(plan=row.plan_id).select_related("lead_unit").order_by("position")
        if one.pk in linked or (one.merged_into_id is None and one.kind != Kind.DIRECTION)
    ]
    named = set(likely(row.short_name, [Named(one.pk, one.name, one.facts) for one in projects]))
    return [Choice(one, one.pk in linked, one.pk in named, linked.get(one.pk, "")) for one in projects]
