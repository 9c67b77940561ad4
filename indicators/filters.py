"""Filters of catalogue, rows, observations and assessments, for pages and API."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field

from accounts.models import Unit
from indicators.models import (
    Assessment,
    Indicator,
    Listing,
    Observation,
    ObservationState,
    PlanIndicator,
    Target,
    choices,
)
from plans.filters import PeriodFilter
from plans.models import Plan
from regions.filters import (
    CodeFilter,
    IdFilter,
    RegionFilter,
    RegionUnderFilter,
    SinceFilter,
    TrueFalseFilter,
    YearFilter,
)

_PLAN = _("规划编号")
_ROW = _("规划指标编号")
_LISTING = _("列入：main 主要指标（不写时即此，除非指明了行或目标），commitment 正文承诺，all 两者")
_NATURE = _("属性")
_CODE = _("指标目录代码")
_SAMPLE = _("是否演示数据")


def _plans() -> IdFilter:
    return IdFilter(queryset=Plan.objects.select_related("region"), help_text=_PLAN)


def _rows() -> IdFilter:
    rows = PlanIndicator.objects.select_related("plan__region")
    return IdFilter(queryset=rows, field_name="row", help_text=_ROW)


@extend_schema_field({"type": "string", "pattern": "^[a-z][a-z0-9_]*$"})
class IndicatorCodeFilter(CodeFilter):
    def __init__(self, field_name: str) -> None:
        super().__init__(queryset=Indicator.objects.all(), field_name=field_name, help_text=_CODE)


class ListingFilter(django_filters.ChoiceFilter):
    """``main``, ``commitment`` or ``all``. Not said: ``main``, what the plan's table lists, unless a row or target is asked for by id.

    ``row``: the lookup to the row, "" of rows themselves. Commitments are left out by their ids: they are few, and a list
    of many assessments is counted without joining its rows.
    """

    def __init__(self, row: str = "") -> None:
        super().__init__(choices=[*Listing.choices, ("all", _("全部"))], help_text=_LISTING)
        self._row = row

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        by_id = any(self.parent.data.get(name) for name in ("plan_indicator", "target_id"))
        if value == "all" or (not value and by_id):
            return qs
        commitments = PlanIndicator.objects.filter(listing=Listing.COMMITMENT).values("pk")
        named = {f"{self._row or 'pk'}__in": commitments}
        return qs.filter(**named) if value == Listing.COMMITMENT else qs.exclude(**named)


class IndicatorFilterSet(django_filters.FilterSet):
    """The catalogue by what an indicator is."""

    measure = django_filters.ChoiceFilter(choices=choices.MEASURES, help_text=_("类型"))
    direction = django_filters.ChoiceFilter(choices=choices.DIRECTIONS, help_text=_("方向：1 越高越好，-1 越低越好"))
    path = django_filters.ChoiceFilter(choices=choices.PATHS, help_text=_("规划路径"))
    price_sensitive = TrueFalseFilter(help_text=_("是否受价格影响"))
    name = django_filters.CharFilter(lookup_expr="contains", help_text=_("名称包含这些字"))
    ordering = django_filters.OrderingFilter(fields=["code", "name"], help_text=_("排序；前面加 - 为倒序。默认按代码"))

    class Meta:
        model = Indicator
        fields: list[str] = []


class RowFilterSet(django_filters.FilterSet):
    """Rows of plans."""

    region = RegionFilter("plan__region")
    region_under = RegionUnderFilter("plan__region__lineage")
    period = PeriodFilter("plan")
    plan = _plans()
    indicator = IndicatorCodeFilter("indicator")
    nature = django_filters.ChoiceFilter(choices=choices.NATURES, help_text=_NATURE)
    listing = ListingFilter()
    is_heading = TrueFalseFilter(help_text=_("是否仅为标题行"))
    unit = IdFilter(queryset=Unit.objects.select_related("region"), field_name="units", help_text=_("责任单位编号"))
    ordering = django_filters.OrderingFilter(
        fields={"plan_id": "plan", "position": "position", "short_name": "name"},
        help_text=_("排序；前面加 - 为倒序。默认按规划、列入、顺序"),
    )

    class Meta:
        model = PlanIndicator
        fields: list[str] = []


class ObservationFilterSet(django_filters.FilterSet):
    """Actuals by row, year, state and time of change."""

    region = RegionFilter("row__plan__region")
    region_under = RegionUnderFilter("row__plan__region__lineage")
    period = PeriodFilter("row__plan")
    plan = IdFilter(queryset=Plan.objects.select_related("region"), field_name="row__plan", help_text=_PLAN)
    plan_indicator = _rows()
    indicator = IndicatorCodeFilter("row__indicator")
    nature = django_filters.ChoiceFilter(choices=choices.NATURES, field_name="row__nature", help_text=_NATURE)
    listing = ListingFilter("row")
    year = YearFilter(help_text=_("年份"))
    state = django_filters.MultipleChoiceFilter(
        choices=ObservationState.choices, distinct=False, help_text=_("状态；可写多次")
    )
    in_force = TrueFalseFilter(help_text=_("是否现行：评估所用的那一版"))
    vintage = django_filters.ChoiceFilter(choices=choices.VINTAGES, help_text=_("数据版次"))
    sample = TrueFalseFilter(help_text=_SAMPLE)
    updated_since = SinceFilter("updated_at")
    ordering = django_filters.OrderingFilter(
        fields={"year": "year", "updated_at": "updated_at", "row_id": "plan_indicator"},
        help_text=_("排序；前面加 - 为倒序。默认按规划、列入、顺序、年份、版本"),
    )

    class Meta:
        model = Observation
        fields: list[str] = []


class AssessmentFilterSet(django_filters.FilterSet):
    """Assessments by row, year, status and time of computing."""

    region = RegionFilter("plan__region")
    region_under = RegionUnderFilter("plan__region__lineage")
    period = PeriodFilter("plan")
    plan = _plans()
    plan_indicator = _rows()
    indicator = IndicatorCodeFilter("row__indicator")
    target_id = IdFilter(
        queryset=Target.objects.select_related("row__plan__region"), field_name="target", help_text=_("目标编号")
    )
    nature = django_filters.ChoiceFilter(choices=choices.NATURES, field_name="row__nature", help_text=_NATURE)
    listing = ListingFilter("row")
    year = YearFilter(help_text=_("所看的年份：每个目标一条"))
    status = django_filters.MultipleChoiceFilter(
        choices=choices.STATUSES, distinct=False, help_text=_("状态代码；可写多次")
    )
    shown = TrueFalseFilter(help_text=_("true：只要每行显示的那个目标"))
    primary = TrueFalseFilter(field_name="target__is_primary", help_text=_("是否主要目标"))
    form = django_filters.ChoiceFilter(choices=choices.FORMS, field_name="target__form", help_text=_("目标形式"))
    early_warning = TrueFalseFilter(help_text=_("是否预警"))
    sample = TrueFalseFilter(help_text=_SAMPLE)
    updated_since = SinceFilter("computed_at")
    ordering = django_filters.OrderingFilter(
        fields={
            "year": "year", "status": "status", "gap": "gap", "attainment": "attainment", "pace_ratio": "pace_ratio",
            "computed_at": "computed_at", "row_id": "plan_indicator",
        },
        help_text=_("排序；前面加 - 为倒序。默认按规划、列入、顺序、目标、年份"),
    )  # fmt: skip

    class Meta:
        model = Assessment
        fields: list[str] = []
