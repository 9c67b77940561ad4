"""``/api/v1/projects/``."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.fields import Code, Figure, Id, Period, RegionCode
from accounts.api.reach import Reach, declare
from accounts.api.views import ReadViewSet
from accounts.models.api_clients import Scope
from plans.models import PlanStatus
from projects.filters import ProjectFilterSet
from projects.models import Field, Kind, Project, Stage

PROJECTS = declare(Project, Reach(region="region__lineage", unit="lead_unit", drafts=Q(plan__status=PlanStatus.DRAFT)))


class ProjectSerializer(serializers.ModelSerializer[Project]):
    """A key project as its plan prints it."""

    id = Id(help_text=_("编号"))
    plan = Id(source="plan_id", help_text=_("规划编号"))
    region = RegionCode(source="region.code", help_text=_("地区代码"))
    period = Period(source="plan.period", help_text=_("规划期，如 2021-2025"))
    box = serializers.CharField(help_text=_("专栏；没有时为空字符串"))
    group = serializers.CharField(help_text=_("分组；没有时为空字符串"))
    position = serializers.IntegerField(help_text=_("在规划中的顺序"))
    name = serializers.CharField(help_text=_("名称"))
    facts = serializers.CharField(help_text=_("规模与内容；没有时为空字符串"))
    kind = Code("ProjectKind", Kind.choices, help_text=_("种类：project 项目、programme 工程、direction 方向"))
    field = Code(
        "ProjectField",
        Field.choices,
        allow_null=True,
        help_text=_(
            "领域：industry 产业发展、innovation 科技创新、services 现代服务业、agriculture 农业农村、town 城镇建设、"
            "transport 交通物流、water 水利、energy 能源、digital 数字信息、ecology 生态环保、culture 文化旅游、"
            "society 社会民生、safety 安全治理、other 其他；null 为未定"
        ),
    )
    stage = Code(
        "Stage",
        Stage.choices,
        allow_null=True,
        help_text=_(
            "阶段：idea 谋划、reserve 储备、preparation 前期、signed 签约、started 开工、building 在建、"
            "completed 竣工、in_operation 投产；null 为尚未上报"
        ),
    )
    lead_unit = Id(source="lead_unit_id", allow_null=True, help_text=_("牵头单位编号；未定为 null"))
    lead_unit_name = serializers.CharField(
        source="lead_unit.name", read_only=True, default=None, allow_null=True, help_text=_("牵头单位名称；未定为 null")
    )
    unit_confirmed = serializers.BooleanField(help_text=_("牵头单位是否已确认；false 为默认分工，待确认"))
    cooperating_units = serializers.SerializerMethodField(help_text=_("配合单位编号"))
    leader = serializers.CharField(help_text=_("责任领导；没有时为空字符串"))
    owner = serializers.CharField(help_text=_("建设单位；没有时为空字符串"))
    place = serializers.CharField(help_text=_("建设地点；没有时为空字符串"))
    investment = Figure(allow_null=True, help_text=_("总投资，单位见 investment_unit；规划没有写明为 null"))
    investment_unit = serializers.CharField(help_text=_("总投资的单位"))
    planned_start = serializers.DateField(allow_null=True, help_text=_("计划开工日期；没有写明为 null"))
    planned_finish = serializers.DateField(allow_null=True, help_text=_("计划竣工日期；没有写明为 null"))
    actual_start = serializers.DateField(allow_null=True, help_text=_("实际开工日期；没有为 null"))
    actual_finish = serializers.DateField(allow_null=True, help_text=_("实际竣工日期；没有为 null"))
    reports_monthly = serializers.BooleanField(help_text=_("是否纳入月报"))
    merged_into = Id(
        source="merged_into_id",
        allow_null=True,
        help_text=_("并入的项目编号：同一项目，投资和进度以那一项目为准；没有为 null"),
    )
    source_line = serializers.IntegerField(allow_null=True, help_text=_("在来源文件中的行号；不详为 null"))
    sample = serializers.BooleanField(help_text=_("true 为演示数据，不是真实数据"))

    class Meta:
        model = Project
        fields = [
            "id", "plan", "region", "period", "box", "group", "position", "name", "facts", "kind", "field", "stage",
            "lead_unit", "lead_unit_name", "unit_confirmed", "cooperating_units", "leader", "owner", "place",
            "investment", "investment_unit", "planned_start", "planned_finish", "actual_start", "actual_finish",
            "reports_monthly", "merged_into", "source_line", "sample",
        ]  # fmt: skip
        read_only_fields = fields

    def get_cooperating_units(self, project: Project) -> list[int]:
        return [one.unit_id for one in project.cooperations.all()]


class ProjectViewSet(ReadViewSet):
    """规划专栏中的重点项目。"""

    queryset = Project.objects.select_related("plan", "region", "lead_unit").prefetch_related("cooperations")
    serializer_class = ProjectSerializer
    filterset_class = ProjectFilterSet
    resource = Scope.READ_PROJECTS
    reach = PROJECTS
    default_order = ("plan_id", "position")
    lookup_field = "pk"
    lookup_value_regex = "[0-9]+"
