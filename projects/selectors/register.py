"""Reads of the register of projects: whose they are, how many, one page of them."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from accounts import access
from accounts.models import Unit, User
from plans.models import PlanStatus
from projects.models import Project, ProjectReport, ReportState
from regions.models import Region


def visible_projects(user: User) -> QuerySet[Project]:
    """The projects that the person may see, in the order of their plans: of the own scope, a leader's without plans in the making."""
    projects = Project.objects.select_related("region", "plan", "lead_unit")
    if user.region is not None:
        projects = projects.filter(region__lineage__startswith=user.region.lineage)
    if not access.sees_drafts(user):
        projects = projects.exclude(plan__status=PlanStatus.DRAFT)
    return projects.order_by("region__code", "-plan__start_year", "position")


def regions_with_projects(regions: QuerySet[Region]) -> QuerySet[Region]:
    """Those of these regions that have a project."""
    return regions.filter(Exists(Project.objects.filter(region=OuterRef("pk")))).order_by("code")


def leading_units(user: User) -> list[tuple[int, str, str]]:
    """The units that lead a project in the person's scope: id, name of the unit and of its region."""
    units = Unit.objects.filter(Exists(Project.objects.filter(lead_unit=OuterRef("pk"))))
    if user.region is not None:
        units = units.filter(region__lineage__startswith=user.region.lineage)
    return list(units.order_by("region__code", "name").values_list("pk", "name", "region__name"))


def latest_month(user: User) -> date | None:
    """The newest month of which the person may see an approved report; None where there is none."""
    reports = ProjectReport.objects.filter(state=ReportState.APPROVED)
    if not access.sees_drafts(user):
        reports = reports.exclude(project__plan__status=PlanStatus.DRAFT)
    if user.region is not None:
        reports = reports.filter(project__region__lineage__startswith=user.region.lineage)
    return reports.order_by("-month").values_list("month", flat=True).first()


def with_month(projects: QuerySet[Project], month: date) -> QuerySet[Project]:
    """Each project with ``planned`` (the year's planned investment in 万元) and ``told`` (state of the month's report); else None."""
    joined = projects.annotate(
        of_year=FilteredRelation("years", condition=Q(years__year=month.year)),
        of_month=FilteredRelation("reports", condition=Q(reports__month=month)),
    )
    return joined.annotate(planned=F("of_year__planned_investment"), told=F("of_month__state"))


def page_of(projects: QuerySet[Project], month: date, first: int, number: int) -> QuerySet[Project]:
    """``number`` of the projects from ``first`` on (0 the first one), as ``with_month`` gives them: only they are joined."""
    chosen = projects.select_related(None).values("pk")[first : first + number]
    return with_month(projects.filter(pk__in=chosen), month)
