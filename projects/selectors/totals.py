"""What many projects come to: how many in which stage, field, box or region, and their money by month. Two set-based queries.

Merged entries are counted in their box or region, and in no sum; directions (方向) are no works and stand in no sum either.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, Case, Count, F, FilteredRelation, Min, Q, QuerySet, Sum, When
from django.db.models.aggregates import Aggregate

from indicators.models.fields import FigureField
from projects.domain.money import WAN_IN_YI
from projects.models import InvestmentUnit, Kind, Project, ReportState


class _AnyTrue(Aggregate):
    function = "bool_or"
    output_field = BooleanField()


@dataclass(frozen=True, slots=True)
class Group:
    """Projects that agree in everything named here. ``place``: id of the plan with the box (and ``period``), or of the region.

    ``total``: sum of the stated total investments in 万元, of ``stated`` projects; ``planned``: of the year's plans, of ``with_plan``
    projects. None: nobody stated one. ``works``: whether they stand in sums. ``first``: place of the first one in its plan.
    """

    place: int
    period: str
    box: str
    field: str
    stage: str
    works: bool
    merged: bool
    monthly: bool
    number: int
    total: Decimal | None
    stated: int
    planned: Decimal | None
    with_plan: int
    sample: bool
    first: int


@dataclass(frozen=True, slots=True)
class MonthAmount:
    """Approved investment of one month in 万元, of the projects of a field, with or without a figure in the year's plan."""

    month: date
    field: str
    planned: bool
    amount: Decimal
    reports: int
    sample: bool


def total_in_wan() -> Case:
    """A project's total investment in 万元; None stays None."""
    yi = When(investment_unit=InvestmentUnit.YI, then=F("investment") * WAN_IN_YI)
    return Case(yi, default=F("investment"), output_field=FigureField())


def groups(projects: QuerySet[Project], year: int, *, by_box: bool) -> list[Group]:
    """``projects`` counted, by plan and box or else by region."""
    place = ("plan_id", "plan__start_year", "plan__end_year", "box") if by_box else ("region_id",)
    found = (
        projects.order_by()
        .select_related(None)
        .annotate(
            of_year=FilteredRelation("years", condition=Q(years__year=year)),
            merged_entry=Q(merged_into__isnull=False),
            direction=Q(kind=Kind.DIRECTION),
        )
        .values(*place, "field", "stage", "merged_entry", "direction", "reports_monthly")
        .annotate(
            number=Count("pk"), total=Sum(total_in_wan()), stated=Count("investment"),
            planned=Sum("of_year__planned_investment"), with_plan=Count("of_year__planned_investment"),
            any_sample=_AnyTrue("sample"), first=Min("position"),
        )
    )  # fmt: skip
    return [_group(row, by_box=by_box) for row in found]


def _group(row: dict, *, by_box: bool) -> Group:
    return Group(
        place=row["plan_id" if by_box else "region_id"], box=row.get("box", ""),
        period=f"{row['plan__start_year']}-{row['plan__end_year']}" if by_box else "", field=row["field"], stage=row["stage"],
        works=not (row["merged_entry"] or row["direction"]), merged=row["merged_entry"], monthly=row["reports_monthly"],
        number=row["number"], total=row["total"], stated=row["stated"], planned=row["planned"],
        with_plan=row["with_plan"], sample=row["any_sample"], first=row["first"],
    )  # fmt: skip


#: The works are found first, once: joined to 60,000 reports one by one they took twice as long.
_MONTHS = """
WITH asked (id, field, has_plan) AS MATERIALIZED ({works})
SELECT told.month, asked.field, asked.has_plan, SUM(told.investment_month), COUNT(*), BOOL_OR(told.sample)
FROM projects_projectreport told JOIN asked ON asked.id = told.project_id
WHERE told.state = %s AND told.month >= %s AND told.month <= %s AND told.investment_month IS NOT NULL
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""


def month_amounts(projects: QuerySet[Project], until: date) -> list[MonthAmount]:
    """The year's money up to a month, month by month."""
    works = (
        projects.order_by()
        .select_related(None)
        .filter(merged_into__isnull=True)
        .exclude(kind=Kind.DIRECTION)
        .annotate(of_year=FilteredRelation("years", condition=Q(years__year=until.year)))
        .annotate(has_plan=Q(of_year__planned_investment__isnull=False))
        .values_list("pk", "field", "has_plan")
    )
    try:
        sql, parameters = works.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        told = [ReportState.APPROVED.value, until.replace(month=1), until]
        cursor.execute(_MONTHS.format(works=sql), [*parameters, *told])
        return [MonthAmount(*row) for row in cursor.fetchall()]
