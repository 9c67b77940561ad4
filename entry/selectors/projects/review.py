"""The queue of monthly reports that wait for a reviewer, and what one of them is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from accounts.access import visible_regions
from accounts.models import Unit, User
from entry.selectors.projects.desk import WARNINGS
from projects.models import ProjectReport, ReportState

_HANDED = (ReportState.SUBMITTED, ReportState.APPROVED)
_RELATED = (
    "project__region", "project__plan", "project__lead_unit", "submitted_by", "submitted_client", "approved_by", "problem_unit",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WantedReports:
    """What of the queue a reviewer wants to see; None: all. ``warned``: with warnings only (True), without any (False)."""

    month: date | None = None
    unit: int | None = None
    warned: bool | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """A report beside the newest earlier one of its project that was handed over (None: there is none)."""

    report: ProjectReport
    last: ProjectReport | None


@dataclass(frozen=True, slots=True)
class ReportChoices:
    """What the filters offer: only what occurs among the waiting reports. ``warned``, ``safe``: how many of each."""

    months: list[date]
    units: list[Unit]
    warned: int
    safe: int


def waiting(user: User) -> QuerySet[ProjectReport]:
    """Submitted reports of the person's scope, those with warnings first, then the oldest."""
    found = ProjectReport.objects.filter(state=ReportState.SUBMITTED, project__region__in=visible_regions(user))
    return (
        found.annotate(warned=Count("warnings"))
        .select_related(*_RELATED)
        .prefetch_related(WARNINGS)
        .order_by("-warned", "submitted_at", "pk")
    )


def narrowed(found: QuerySet[ProjectReport], wanted: WantedReports) -> QuerySet[ProjectReport]:
    """Those of the queue that the reviewer wants to see."""
    if wanted.month is not None:
        found = found.filter(month=wanted.month)
    if wanted.unit is not None:
        found = found.filter(project__lead_unit=wanted.unit)
    if wanted.warned is not None:
        found = found.filter(warned__gt=0) if wanted.warned else found.filter(warned=0)
    return found


def choices_of(user: User, wanted: WantedReports) -> ReportChoices:
    """Three queries."""
    found = waiting(user).order_by()
    chosen = narrowed(found, WantedReports(wanted.month, wanted.unit))
    counts = chosen.values("pk", "warned").aggregate(some=Count("pk", filter=Q(warned__gt=0)), every=Count("pk"))
    return ReportChoices(
        months=sorted(set(found.values_list("month", flat=True)), reverse=True),
        units=list(Unit.objects.filter(pk__in=found.values("project__lead_unit")).select_related("region")),
        warned=counts["some"],
        safe=counts["every"] - counts["some"],
    )


def beside_last(reports: Sequence[ProjectReport]) -> list[Compared]:
    """Each report with the one before it. Two queries for any number."""
    earlier = ProjectReport.objects.filter(
        project=OuterRef("project"), month__lt=OuterRef("month"), state__in=_HANDED
    ).order_by("-month")
    found = ProjectReport.objects.filter(pk__in=[one.pk for one in reports])
    ids = dict(found.values_list("pk", Subquery(earlier.values("pk")[:1])))
    known = ProjectReport.objects.select_related("problem_unit").in_bulk([pk for pk in ids.values() if pk is not None])
    return [Compared(one, known.get(ids.get(one.pk) or 0)) for one in reports]


def report_for_review(report_id: int) -> ProjectReport | None:
    """The report with its project, whatever its state."""
    return ProjectReport.objects.select_related(*_RELATED).prefetch_related(WARNINGS).filter(pk=report_id).first()


def following(user: User, wanted: WantedReports, report_id: int) -> tuple[int | None, int | None]:
    """The ids before and after a report in the queue; of one that is not in it, None and the first."""
    ids = list(narrowed(waiting(user), wanted).values_list("pk", flat=True))
    if report_id not in ids:
        return None, next(iter(ids), None)
    place = ids.index(report_id)
    return (ids[place - 1] if place else None), (ids[place + 1] if place + 1 < len(ids) else None)
