"""What the projects of plans come to in one year, for pages that are about more than projects. One query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, FilteredRelation, OuterRef, Q, Subquery, Sum
from django.db.models.aggregates import Aggregate
from django.db.models.fields import BooleanField

from indicators.models.fields import FigureField
from projects.models import Project, ProjectReport, ReportState


class _AnyTrue(Aggregate):
    function = "bool_or"
    output_field = BooleanField()


@dataclass(frozen=True, slots=True)
class YearGroup:
    """Projects of one kind and stage. Money of the year in 万元, None = nobody stated any; ``done_planned``: of those with a plan."""

    kind: str
    stage: str
    merged: bool
    number: int
    planned: Decimal | None
    done: Decimal | None
    done_planned: Decimal | None
    sample: bool


def year_groups(plan_ids: Iterable[int], year: int) -> list[YearGroup]:
    """Projects of these plans with the year's approved investment against the year's plan, by kind and stage."""
    told = ProjectReport.objects.filter(
        project=OuterRef("pk"), state=ReportState.APPROVED, month__gte=date(year, 1, 1), month__lte=date(year, 12, 1)
    )
    done = told.order_by().values("project").annotate(amount=Sum("investment_month")).values("amount")
    found = (
        Project.objects.filter(plan__in=list(plan_ids))
        .order_by()
        .annotate(
            of_year=FilteredRelation("years", condition=Q(years__year=year)),
            done_year=Subquery(done, output_field=FigureField()),
            merged_entry=Q(merged_into__isnull=False),
        )
        .annotate(planned_year=F("of_year__planned_investment"))
        .values("kind", "stage", "merged_entry")
        .annotate(
            number=Count("pk"),
            planned=Sum("planned_year"),
            done=Sum("done_year"),
            done_planned=Sum("done_year", filter=Q(planned_year__isnull=False)),
            any_sample=_AnyTrue("sample"),
        )
    )
    columns = ("kind", "stage", "merged_entry", "number", "planned", "done", "done_planned", "any_sample")
    return [YearGroup(*row) for row in found.values_list(*columns)]
