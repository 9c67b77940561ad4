"""Filters of projects, for page, workbook and API."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, When
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from accounts.models import Unit
from plans.filters import PeriodFilter
from plans.models import Plan
from projects.models import (
    CooperatingUnit,
    Field,
    Kind,
    Project,
    ProjectReport,
    ProjectYear,
    ReportState,
    Stage,
)
from projects.selectors.totals import total_in_wan
from regions.filters import (
    FIRST_YEAR,
    ID,
    LAST_YEAR,
    YEAR,
    IdFilter,
    RegionFilter,
    RegionUnderFilter,
    SinceFilter,
    TrueFalseFilter,
    YearFilter,
)

#: A project of which nobody said the field or the stage: an own word, as an empty parameter means "no filter".
UNSAID = "none"
#: The reporting states of a month, and "missing": takes part in the monthly reports and has none.
MISSING = "missing"
REPORT_STATES = [*ReportState.choices, (MISSING, _("未填报"))]
_LONGEST_SEARCH = 60


class MonthField(forms.Field):
    """``2025-06``: a month as its first day."""

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        year, dash, month = str(value).partition("-")
        if not (dash and len(year) == 4 and len(month) == 2 and (year + month).isascii() and (year + month).isdigit()):
            raise ValidationError(_("月份写作 2025-06"), code="invalid")
        if not (FIRST_YEAR <= int(year) <= LAST_YEAR and 1 <= int(month) <= 12):
            raise ValidationError(_("没有这个月份"), code="invalid")
        return date(int(year), int(month), 1)


@extend_schema_field({"type": "string", "pattern": "^(1949|19[5-9][0-9]|2[01][0-9]{2}|2200)-(0[1-9]|1[0-2])$"})
class MonthFilter(django_filters.Filter):
    field_class = MonthField


class ProjectOrdering(django_filters.OrderingFilter):
    """Stages in the order of a project's life, investments in one unit; ties as printed."""

    def filter(self, qs: QuerySet[Project], value: Any) -> QuerySet[Project]:
        wanted = {name.lstrip("-") for name in value or ()}
        if "stage" in wanted:
            order = [When(stage=stage, then=place) for place, stage in enumerate(Stage.values, 1)]
            qs = qs.annotate(stage_order=Case(*order, default=0, output_field=IntegerField()))
        if "investment" in wanted:
            qs = qs.annotate(investment_wan=total_in_wan())
        if not wanted:
            return qs
        columns = {"stage": "stage_order", "investment": "investment_wan"}
        named = [(name.startswith("-"), name.lstrip("-")) for name in value]
        fields = [(falling, F(columns.get(name, name))) for falling, name in named]
        ordered = [one.desc(nulls_last=True) if falling else one.asc(nulls_last=True) for falling, one in fields]
        return qs.order_by(*ordered, "plan_id", "position")


class ReportForm(forms.Form):
    """``report`` says the state of one month: the one is nothing without the other."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = {name for name in ("report", "month") if cleaned.get(name)}
        if len(given) == 1 and not self.errors:
            self.add_error(given.pop(), ValidationError(_("report 与 month 要一起写"), code="alone"))
        return cleaned


class ProjectFilterSet(django_filters.FilterSet):
    """Projects by region, plan, box, field, kind, stage, unit, yearly plan, report of a month and words."""

    region = RegionFilter("region")
    region_under = RegionUnderFilter("region__lineage")
    period = PeriodFilter("plan")
    plan = IdFilter(queryset=Plan.objects.select_related("region"), help_text=_("规划编号"))
    box = django_filters.CharFilter(help_text=_("专栏名称，须全同"))
    group = django_filters.CharFilter(help_text=_("分组名称，须全同"))
    field = django_filters.ChoiceFilter(
        choices=[*Field.choices, (UNSAID, _("未定"))], method="of_field", help_text=_("领域；none 为未定")
    )
    kind = django_filters.ChoiceFilter(choices=Kind.choices, help_text=_("种类"))
    stage = django_filters.MultipleChoiceFilter(
        choices=[*Stage.choices, (UNSAID, _("未上报"))], method="in_stage", help_text=_("阶段；可写多次；none 为未上报")
    )
    lead_unit = IdFilter(queryset=Unit.objects.select_related("region"), help_text=_("牵头单位编号"))
    unit = IdFilter(queryset=Unit.objects.select_related("region"), method="of_unit", help_text=_("牵头或配合单位编号"))
    planned_year = YearFilter(method="planned_in", help_text=_("该年有年度计划投资"))
    reports_monthly = TrueFalseFilter(help_text=_("是否纳入月报"))
    report = django_filters.ChoiceFilter(
        choices=REPORT_STATES, method="with_report", help_text=_("month 这个月月报的状态；missing 为纳入月报而未填报")
    )
    month = MonthFilter(method="told_by_report", help_text=_("report 所说的月份，写作 2025-06"))
    merged = TrueFalseFilter(method="is_merged", help_text=_("是否已并入另一项目"))
    sample = TrueFalseFilter(help_text=_("是否演示数据"))
    search = django_filters.CharFilter(
        method="with_words", max_length=_LONGEST_SEARCH, help_text=_("名称、规模与内容、地点、建设单位中的文字")
    )
    ordering = ProjectOrdering(
        fields=["name", "stage", "investment", "planned_start", "planned_finish"],
        help_text=_("排序；前面加 - 为倒序。默认按规划、顺序"),
    )

    class Meta:
        model = Project
        form = ReportForm
        fields: list[str] = []

    @extend_schema_field({"type": "string", "enum": [*Field.values, UNSAID]})
    def of_field(self, projects: QuerySet[Project], name: str, value: str) -> QuerySet[Project]:
        return projects.filter(field="" if value == UNSAID else value) if value else projects

    @extend_schema_field({"type": "array", "items": {"type": "string", "enum": [*Stage.values, UNSAID]}})
    def in_stage(self, projects: QuerySet[Project], name: str, value: list[str]) -> QuerySet[Project]:
        return projects.filter(stage__in=["" if one == UNSAID else one for one in value]) if value else projects

    @extend_schema_field(ID)
    def of_unit(self, projects: QuerySet[Project], name: str, value: Unit) -> QuerySet[Project]:
        helps = CooperatingUnit.objects.filter(project=OuterRef("pk"), unit=value)
        return projects.filter(Q(lead_unit=value) | Exists(helps))

    @extend_schema_field(YEAR)
    def planned_in(self, projects: QuerySet[Project], name: str, value: int) -> QuerySet[Project]:
        planned = ProjectYear.objects.filter(project=OuterRef("pk"), year=value, planned_investment__isnull=False)
        return projects.filter(Exists(planned))

    @extend_schema_field({"type": "string", "enum": [code for code, _label in REPORT_STATES]})
    def with_report(self, projects: QuerySet[Project], name: str, value: str) -> QuerySet[Project]:
        reports = ProjectReport.objects.filter(project=OuterRef("pk"), month=self.form.cleaned_data["month"])
        if value == MISSING:
            asked = projects.filter(reports_monthly=True, merged_into=None).exclude(kind=Kind.DIRECTION)
            return asked.filter(~Exists(reports))
        return projects.filter(Exists(reports.filter(state=value)))

    def told_by_report(self, projects: QuerySet[Project], name: str, value: date) -> QuerySet[Project]:
        return projects

    @extend_schema_field(OpenApiTypes.BOOL)
    def is_merged(self, projects: QuerySet[Project], name: str, value: bool) -> QuerySet[Project]:
        return projects.filter(merged_into__isnull=not value)

    @extend_schema_field({"type": "string", "minLength": 1, "maxLength": _LONGEST_SEARCH})
    def with_words(self, projects: QuerySet[Project], name: str, value: str) -> QuerySet[Project]:
        for word in value.split():
            found = [Q(**{f"{column}__icontains": word}) for column in ("name", "facts", "place", "owner")]
            projects = projects.filter(found[0] | found[1] | found[2] | found[3])
        return projects


class ReportFilterSet(django_filters.FilterSet):
    """Monthly reports by region, plan, project, lead unit and month."""

    region = RegionFilter("project__region")
    region_under = RegionUnderFilter("project__region__lineage")
    period = PeriodFilter("project__plan")
    plan = IdFilter(queryset=Plan.objects.select_related("region"), field_name="project__plan", help_text=_("规划编号"))
    project = IdFilter(queryset=Project.objects.select_related("region"), help_text=_("项目编号"))
    lead_unit = IdFilter(
        queryset=Unit.objects.select_related("region"), field_name="project__lead_unit", help_text=_("牵头单位编号")
    )
    year = YearFilter(field_name="month", lookup_expr="year", help_text=_("该年各月"))
    month = MonthFilter(help_text=_("月份，写作 2025-06"))
    month_from = MonthFilter(field_name="month", lookup_expr="gte", help_text=_("从这个月起，写作 2025-01"))
    month_to = MonthFilter(field_name="month", lookup_expr="lte", help_text=_("到这个月止，写作 2025-06"))
    stage = django_filters.MultipleChoiceFilter(choices=Stage.choices, distinct=False, help_text=_("阶段；可写多次"))
    sample = TrueFalseFilter(help_text=_("是否演示数据"))
    updated_since = SinceFilter("updated_at")
    ordering = django_filters.OrderingFilter(
        fields=["month", "updated_at"], help_text=_("排序；前面加 - 为倒序。默认按项目、月份")
    )

    class Meta:
        model = ProjectReport
        fields: list[str] = []
