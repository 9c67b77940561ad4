"""``/api/v1/plans/``."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.fields import Code, Id, Period, RegionCode, Small
from accounts.api.reach import Reach, declare
from accounts.api.views import ReadViewSet
from accounts.models.api_clients import Scope
from plans.filters import PlanFilterSet
from plans.models import Plan, PlanStatus

PLANS = declare(Plan, Reach(region="region__lineage", drafts=Q(status=PlanStatus.DRAFT)))


class PlanSerializer(serializers.ModelSerializer[Plan]):
    """A region's plan for a period."""

    id = Id(help_text=_("编号"))
    region = RegionCode(source="region.code", help_text=_("地区代码"))
    period = Period(help_text=_("规划期，如 2021-2025"))
    base_year = Small(help_text=_("基期年"))
    start_year = Small(help_text=_("起始年"))
    end_year = Small(help_text=_("末年"))
    title = serializers.CharField(help_text=_("标题"))
    document_number = serializers.CharField(help_text=_("文号；没有时为空字符串"))
    issued_on = serializers.DateField(allow_null=True, help_text=_("印发日期；null 为不详"))
    status = Code(
        "PlanStatus",
        PlanStatus.choices,
        help_text=_("状态：draft 草案、in_force 实施中、ended 已结束、replaced 已被替代"),
    )
    source_document = serializers.CharField(help_text=_("来源文件；没有时为空字符串"))
    source_table = serializers.CharField(help_text=_("来源表；没有时为空字符串"))
    stated_count = Small(allow_null=True, help_text=_("规划正文写明的主要指标项数；没有写明为 null"))

    class Meta:
        model = Plan
        fields = [
            "id", "region", "period", "base_year", "start_year", "end_year", "title", "document_number",
            "issued_on", "status", "source_document", "source_table", "stated_count",
        ]  # fmt: skip
        read_only_fields = fields


class PlanViewSet(ReadViewSet):
    """五年规划。"""

    queryset = Plan.objects.select_related("region")
    serializer_class = PlanSerializer
    filterset_class = PlanFilterSet
    resource = Scope.READ_PLANS
    reach = PLANS
    default_order = ("region__code", "-start_year")
    lookup_field = "pk"
    lookup_value_regex = "[0-9]+"
