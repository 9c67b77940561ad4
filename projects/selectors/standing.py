"""How projects stand at the end of a month: their latest approved report, the year's money, the stage. Three queries for any number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import BooleanField, Count, QuerySet, Sum
from django.db.models.aggregates import Aggregate

from projects.domain.months import last_day
from projects.models import Project, ProjectReport, ReportState, StageChange


class _AnyTrue(Aggregate):
    function = "bool_or"
    output_field = BooleanField()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A project at the end of a month. Money in 万元, progress in per cent; None and "": not stated (0 is a figure).

    ``month``: of its latest approved report up to then, None: there is none. From that report: ``to_date`` (investment since the
    project began), ``progress``, ``progress_text``, ``next_step``, ``problem`` with the unit that must solve it and its day.
    ``month_amount``: investment of the asked month itself. ``year_amount``: sum of the year's months up to it, None where no month
    states one; ``months_reported``: how many state one. ``stage`` with ``stage_on``: the latest recorded up to the month's end.
    ``sample``: any of it is invented (演示数据).
    """

    month: date | None = None
    report: int | None = None
    to_date: Decimal | None = None
    month_amount: Decimal | None = None
    year_amount: Decimal | None = None
    months_reported: int = 0
    progress: Decimal | None = None
    progress_text: str = ""
    next_step: str = ""
    problem: str = ""
    problem_unit: int | None = None
    problem_due: date | None = None
    stage: str = ""
    stage_on: date | None = None
    sample: bool = False


_REPORT = (
    "project_id", "pk", "month", "investment_month", "investment_to_date", "progress", "progress_text", "next_step", "problem",
    "problem_unit_id", "problem_due", "sample",
)  # fmt: skip


def standings(projects: QuerySet[Project] | Iterable[int], month: date) -> dict[int, Standing]:
    """The standing of every project asked for at the end of ``month`` (its first day); one without reports has an empty one.

    ``projects``: a queryset, which becomes part of the queries, or ids.
    """
    if isinstance(projects, QuerySet):
        asked: object = projects.order_by().values("pk")
        ids = list(projects.order_by().values_list("pk", flat=True))
    else:
        asked = ids = list(projects)
    approved = ProjectReport.objects.filter(project__in=asked, state=ReportState.APPROVED, month__lte=month)
    latest = approved.order_by("project_id", "-month").distinct("project_id").values(*_REPORT)
    reports = {row["project_id"]: row for row in latest}
    year = approved.filter(month__gte=month.replace(month=1), investment_month__isnull=False).order_by()
    sums = {row[0]: row[1:] for row in _sums(year)}
    changes = StageChange.objects.filter(project__in=asked, on__lte=last_day(month)).order_by(
        "project_id", "-on", "-pk"
    )
    stages = {
        row[0]: row[1:] for row in changes.distinct("project_id").values_list("project_id", "stage", "on", "sample")
    }
    return {pk: _standing(reports.get(pk), sums.get(pk), stages.get(pk), month) for pk in ids}


def _sums(year: QuerySet[ProjectReport]) -> QuerySet[ProjectReport, tuple[int, Decimal, int, bool]]:
    summed = year.values("project_id").annotate(
        amount=Sum("investment_month"), number=Count("pk"), any_sample=_AnyTrue("sample")
    )
    return summed.values_list("project_id", "amount", "number", "any_sample")


def _standing(
    report: dict[str, object] | None,
    sums: tuple[Decimal, int, bool] | None,
    stage: tuple[str, date, bool] | None,
    month: date,
) -> Standing:
    found: dict[str, object] = {"sample": False}
    if report is not None:
        found |= {
            "month": report["month"],
            "report": report["pk"],
            "to_date": report["investment_to_date"],
            "month_amount": report["investment_month"] if report["month"] == month else None,
            "progress": report["progress"],
            "progress_text": report["progress_text"],
            "next_step": report["next_step"],
            "problem": report["problem"],
            "problem_unit": report["problem_unit_id"],
            "problem_due": report["problem_due"],
            "sample": report["sample"],
        }
    if sums is not None:
        found |= {"year_amount": sums[0], "months_reported": sums[1], "sample": found["sample"] or sums[2]}
    if stage is not None:
        found |= {"stage": stage[0], "stage_on": stage[1], "sample": found["sample"] or stage[2]}
    return Standing(**found)  # type: ignore[arg-type]
