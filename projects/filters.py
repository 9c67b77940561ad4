"""Filters of projects, for page and API."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from plans.filters import PeriodFilter
from plans.models import Plan
from projects.models import Kind, Project, Stage
from regions.filters import IdFilter, RegionFilter, RegionUnderFilter, TrueFalseFilter


class ProjectFilterSet(django_filters.FilterSet):
    """Projects by region, plan, box, kind, stage and unit."""

    region = RegionFilter("region")
    region_under = RegionUnderFilter("region__lineage")
    period = PeriodFilter("plan")
    plan = IdFilter(queryset=Plan.objects.select_related("region"), help_text=_("规划编号"))
    box = django_filters.CharFilter(help_text=_("专栏名称，须全同"))
    kind = django_filters.ChoiceFilter(choices=Kind.choices, help_text=_("种类"))
    stage = django_filters.MultipleChoiceFilter(choices=Stage.choices, distinct=False, help_text=_("阶段；可写多次"))
    lead_unit = IdFilter(queryset=Unit.objects.select_related("region"), help_text=_("牵头单位编号"))
    sample = TrueFalseFilter(help_text=_("是否演示数据"))
    ordering = django_filters.OrderingFilter(
        fields=["name", "stage", "investment", "planned_start", "planned_finish"],
        help_text=_("排序；前面加 - 为倒序。默认按规划、顺序"),
    )

    class Meta:
        model = Project
        fields: list[str] = []
