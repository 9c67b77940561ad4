"""Everything that the page of one project shows, in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.models import Unit
from indicators.models import PlanIndicator
from projects.models import (
    Decision,
    LikePair,
    Problem,
    Project,
    ProjectReport,
    ProjectYear,
    ReportState,
    StageChange,
)
from projects.selectors.standing import Standing, standings


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """One project. ``reports``: approved ones, the newest first; ``waiting``: those that are not approved, by month.

    ``pairs``: entries that may be, or are, the same works (those that a person found apart are left out); ``parts``: entries merged
    into this one; ``serves``: indicators and promises that it serves, with the words on it.
    """

    project: Project
    standing: Standing
    cooperating: tuple[Unit, ...]
    stages: tuple[StageChange, ...]
    years: tuple[ProjectYear, ...]
    reports: tuple[ProjectReport, ...]
    waiting: tuple[ProjectReport, ...]
    problems: tuple[Problem, ...]
    pairs: tuple[LikePair, ...]
    parts: tuple[Project, ...]
    serves: tuple[tuple[PlanIndicator, str], ...]


def find_project(project_id: int) -> Project | None:
    """The project with what its page names; None where there is none."""
    related = Project.objects.select_related("region", "plan__region", "lead_unit__region", "merged_into")
    return related.filter(pk=project_id).first()


def project_facts(project: Project, month: date) -> ProjectFacts:
    """``month``: how it stands at the end of which month; everything else is told whole."""
    reports = list(ProjectReport.objects.filter(project=project).select_related("problem_unit").order_by("-month"))
    pairs = LikePair.objects.filter(Q(first=project) | Q(second=project)).exclude(decision=Decision.APART)
    links = project.serves.select_related("row__plan__region", "row__indicator").order_by(
        "row__listing", "row__position"
    )
    return ProjectFacts(
        project=project,
        standing=standings([project.pk], month)[project.pk],
        cooperating=tuple(one.unit for one in project.cooperations.select_related("unit__region")),
        stages=tuple(project.stage_changes.select_related("report", "recorded_by").order_by("on", "pk")),
        years=tuple(project.years.all()),
        reports=tuple(one for one in reports if one.state == ReportState.APPROVED),
        waiting=tuple(one for one in reports if one.state != ReportState.APPROVED),
        problems=tuple(project.problems.select_related("unit__region").order_by("-raised_at", "-pk")),
        pairs=tuple(pairs.select_related("first", "second")),
        parts=tuple(project.merged.order_by("position")),
        serves=tuple((one.row, one.note) for one in links),
    )
