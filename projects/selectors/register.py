"""Reads of the register of projects."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from projects.models import Project
from regions.models import Region


def projects_of(regions: QuerySet[Region]) -> QuerySet[Project]:
    """The projects of these regions with what a line of the list names, in the order of their plans."""
    related = Project.objects.filter(region__in=regions).select_related("region", "plan", "lead_unit")
    return related.order_by("region__code", "-plan__start_year", "position")


def regions_with_projects(regions: QuerySet[Region]) -> QuerySet[Region]:
    """Those of these regions that have a project."""
    return regions.filter(projects__isnull=False).distinct()


@dataclass(frozen=True, slots=True)
class ProjectCount:
    """How many projects are of one kind and stage; ``stage`` "": not reported yet."""

    kind: str
    stage: str
    sample: bool
    number: int


def counted_projects(plan_ids: Iterable[int]) -> list[ProjectCount]:
    """Projects of these plans by kind and stage. One query."""
    found = Project.objects.filter(plan__in=list(plan_ids)).order_by().values_list("kind", "stage", "sample")
    return [ProjectCount(*one) for one in found.annotate(number=Count("id"))]
