"""Reads of projects."""

from __future__ import annotations

from django.db.models import QuerySet

from projects.models import Project
from regions.models import Region


def projects_of(regions: QuerySet[Region]) -> QuerySet[Project]:
    """The projects of these regions with what a line of the list names, in the order of their plans."""
    related = Project.objects.filter(region__in=regions).select_related("region", "plan", "lead_unit")
    return related.order_by("region__code", "-plan__start_year", "position")


def regions_with_projects(regions: QuerySet[Region]) -> QuerySet[Region]:
    """Those of these regions that have a project."""
    return regions.filter(projects__isnull=False).distinct()
