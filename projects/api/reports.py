"""``/api/v1/project-reports/``: approved monthly reports. Drafts and what waits for review are for the pages."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.fields import Code, Figure, Id, RegionCode
from accounts.api.reach import Reach, declare
from accounts.api.views import ReadViewSet
from accounts.models.api_clients import Scope
from plans.models import PlanStatus
from projects.domain.etags import report_etag
from projects.filters import ReportFilterSet
from projects.models import ProjectReport, ReportState, Stage

REPORTS = declare(
    ProjectReport,
    Reach(
        region="project__region__lineage",
        unit="project__lead_unit",
        drafts=Q(project__plan__status=PlanStatus.DRAFT),
    ),
)


class ProjectReportSerializer(serializers.ModelSerializer[ProjectReport]):
    """What was done on a project in one month. Money in 万元."""

    id = Id(help_text=_("编号"))
    project = Id(source="project_id", help_text=_("项目编号"))
    region = RegionCode(source="project.region.code", help_text=_("地区代码"))
    name = serializers.CharField(source="project.name", help_text=_("项目名称"))
    month = serializers.DateField(help_text=_("月份：当月 1 日"))
    investment_month = Figure(allow_null=True, help_text=_("当月完成投资，万元；没有填为 null，0 是真的 0"))
    investment_to_date = Figure(allow_null=True, help_text=_("累计完成投资，万元；没有填为 null"))
    progress = Figure(allow_null=True, help_text=_("形象进度，%，0 到 100；没有填为 null"))
    progress_text = serializers.CharField(help_text=_("形象进度说明；没有时为空字符串"))
    stage = Code("Stage", Stage.choices, allow_null=True, help_text=_("月末阶段，代码同 projects；null 为与上月相同"))
    stage_on = serializers.DateField(allow_null=True, help_text=_("进入阶段日期；没有填为 null"))
    next_step = serializers.CharField(help_text=_("下步计划；没有时为空字符串"))
    problem = serializers.CharField(help_text=_("存在问题；没有时为空字符串"))
    problem_unit = Id(source="problem_unit_id", allow_null=True, help_text=_("需解决问题的单位编号；没有为 null"))
    problem_due = serializers.DateField(allow_null=True, help_text=_("问题的解决时限；没有为 null"))
    sample = serializers.BooleanField(help_text=_("true 为演示数据，不是真实数据"))
    approved_at = serializers.DateTimeField(help_text=_("审核时间"))
    updated_at = serializers.DateTimeField(help_text=_("更新时间"))
    etag = serializers.SerializerMethodField(help_text=_("这份月报的 etag，连同引号；报送时作 if_match"))

    class Meta:
        model = ProjectReport
        fields = [
            "id", "project", "region", "name", "month", "investment_month", "investment_to_date", "progress",
            "progress_text", "stage", "stage_on", "next_step", "problem", "problem_unit", "problem_due", "sample",
            "approved_at", "updated_at", "etag",
        ]  # fmt: skip
        read_only_fields = fields

    def get_etag(self, one: ProjectReport) -> str:
        return report_etag(one.project_id, one.month, one.lock)


class ProjectReportViewSet(ReadViewSet):
    """重点项目已审核的月报。"""

    queryset = ProjectReport.objects.filter(state=ReportState.APPROVED).select_related("project__region")
    serializer_class = ProjectReportSerializer
    filterset_class = ReportFilterSet
    resource = Scope.READ_PROJECTS
    reach = REPORTS
    default_order = ("project_id", "month")
    lookup_field = "pk"
    lookup_value_regex = "[0-9]+"
