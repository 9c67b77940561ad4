"""Filters of plans, and those by period that everything below a plan needs."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field

from plans.models import Plan, PlanStatus
from regions.filters import YEAR, RegionFilter, RegionUnderFilter, YearFilter

PERIOD_PATTERN = r"^[1-9][0-9]{3}-[1-9][0-9]{3}\Z"


@extend_schema_field({"type": "string", "pattern": "^[1-9][0-9]{3}-[1-9][0-9]{3}$"})
class PeriodFilter(django_filters.Filter):
    """``2021-2025``: plans that start and end so. ``plan_path`` leads from a row to its plan."""

    field_class = forms.CharField

    def __init__(self, plan_path: str = "") -> None:
        self.prefix = f"{plan_path}__" if plan_path else ""
        valid = RegexValidator(PERIOD_PATTERN, _("规划期写作 2021-2025"))
        super().__init__(validators=[valid], strip=False, help_text=_("规划期，写作 2021-2025"))

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not value:
            return qs
        start, end = value.split("-")
        return qs.filter(**{f"{self.prefix}start_year": start, f"{self.prefix}end_year": end})


class PlanFilterSet(django_filters.FilterSet):
    """Plans by region, period, year and status."""

    region = RegionFilter("region")
    region_under = RegionUnderFilter("region__lineage")
    period = PeriodFilter()
    year = YearFilter(method="covers", help_text=_("规划期包含这一年"))
    status = django_filters.ChoiceFilter(choices=PlanStatus.choices, help_text=_("状态"))
    ordering = django_filters.OrderingFilter(
        fields={"region__code": "region", "start_year": "start_year", "issued_on": "issued_on"},
        help_text=_("排序；前面加 - 为倒序。默认按地区、起始年倒序"),
    )

    class Meta:
        model = Plan
        fields: list[str] = []

    @extend_schema_field(YEAR)
    def covers(self, plans: QuerySet[Plan], name: str, value: int) -> QuerySet[Plan]:
        return plans.filter(start_year__lte=value, end_year__gte=value)
