"""``changes/`` under ``/api/v1/``: what changed after a place, in one order, without gap or double."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.callers import caller_of
from accounts.api.fields import CatalogueCode, Code, Id, Period, RegionCode, Small
from accounts.api.rendering import ContractRenderer
from accounts.api.views import ReadViewSet
from accounts.models.api_clients import Scope
from exchange.api.feed_paging import FeedPagination
from exchange.filters import KINDS, ChangeFilterSet
from exchange.models import Change, ChangeAction, ChangeWhy
from exchange.selectors.changes import changes_within
from indicators.api.assessments import AssessmentSerializer
from indicators.api.observations import ObservationSerializer
from indicators.api.rows import BaseSerializer, TargetSerializer
from indicators.models import ReportingRound, choices


class RoundSerializer(serializers.ModelSerializer[ReportingRound]):
    """A reporting round, as a change tells of it."""

    id = Id(help_text=_("编号"))
    region = RegionCode(source="plan.region.code", help_text=_("地区代码"))
    period = Period(source="plan.period", help_text=_("规划期，如 2021-2025"))
    year = Small(help_text=_("填报哪一年的数据"))
    title = serializers.CharField(help_text=_("名称"))
    opens_on = serializers.DateField(help_text=_("开始日期"))
    closes_on = serializers.DateField(help_text=_("截止日期（当天仍可填报）"))
    note = serializers.CharField(help_text=_("填报说明；没有时为空字符串"))
    sample = serializers.BooleanField(help_text=_("true 为演示数据，不是真实数据"))

    class Meta:
        model = ReportingRound
        fields = ["id", "region", "period", "year", "title", "opens_on", "closes_on", "note", "sample"]
        read_only_fields = fields


#: What ``data`` holds: of each kind what its own list says of one.
_DATA = PolymorphicProxySerializer(
    component_name="ChangeData",
    serializers=[ObservationSerializer, BaseSerializer, TargetSerializer, AssessmentSerializer, RoundSerializer],
    resource_type_field_name=None,
    allow_null=True,
)


class ChangeSerializer(serializers.ModelSerializer[Change]):
    """One change. Keep objects by ``kind`` and ``id``: ``set`` puts one in place, ``remove`` takes it away."""

    position = Id(help_text=_("在变更序列中的位置，依次增大"))
    kind = Code("ChangeKind", KINDS, help_text=_("对象：实际值、基期值、目标、评估或填报任务"))
    action = Code("ChangeAction", ChangeAction.choices, help_text=_("set：对象现在如 data 所说；remove：对象不再有效"))
    why = Code(
        "ChangeWhy",
        ChangeWhy.choices,
        help_text=_(
            "缘由：entry 首次填报，correction 更正，revision 修订（数据版次、基期值、目标），definition 口径、规则或名称变化，"
            "recompute 因其他变更重算，published 规划公开（或撤回）"
        ),
    )
    at = serializers.DateTimeField(help_text=_("变更时间；先后以 position 为准"))
    id = Id(source="object_id", help_text=_("对象的编号"))
    supersedes = Id(allow_null=True, help_text=_("取代的那一版的编号；没有为 null"))
    plan = Id(source="plan_id", help_text=_("规划编号"))
    region = RegionCode(source="plan.region.code", help_text=_("地区代码"))
    period = Period(source="plan.period", help_text=_("规划期，如 2021-2025"))
    plan_indicator = Id(source="row_id", allow_null=True, help_text=_("规划指标编号；填报任务为 null"))
    indicator = CatalogueCode(
        source="row.indicator.code", default=None, allow_null=True, help_text=_("指标目录代码；没有归入目录时为 null")
    )
    number = serializers.CharField(source="row.number", help_text=_("规划所印序号；没有时为空字符串"))
    year = Small(allow_null=True, help_text=_("年份；目标为承诺年份，即规划末年的为 null"))
    shown = serializers.BooleanField(help_text=_("评估：是否为该行所显示的目标；其他为 false"))
    status_before = Code(
        "AssessmentStatus", choices.STATUSES, allow_null=True, help_text=_("评估原来的状态；首次评估和其他对象为 null")
    )
    status_after = Code(
        "AssessmentStatus", choices.STATUSES, allow_null=True, help_text=_("评估现在的状态；移除的和其他对象为 null")
    )
    status_moved = serializers.BooleanField(help_text=_("状态是否变动；显示的目标换了时，与该行原来显示的状态相比"))
    data = serializers.SerializerMethodField(help_text=_("变更后的对象，字段与各自的接口相同；移除时为 null"))

    class Meta:
        model = Change
        fields = [
            "position", "kind", "action", "why", "at", "id", "supersedes", "plan", "region", "period",
            "plan_indicator", "indicator", "number", "year", "shown", "status_before", "status_after", "status_moved",
            "data",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(_DATA)
    def get_data(self, change: Change) -> dict[str, Any] | None:
        raise NotImplementedError("changes are shown by exchange.selectors.change_records")


class ChangeViewSet(ReadViewSet):
    """变更：实际值、基期值、目标、评估和填报任务的每一次变动，依次排列。

    从 `after=0` 取起，每次记下 `next_after`，下一次从那里接着取，不漏也不重。密钥除“读变更”外，还须有读该类对象的权限。
    """

    queryset = Change.objects.all()
    serializer_class = ChangeSerializer
    filterset_class = ChangeFilterSet
    pagination_class = FeedPagination
    resource = Scope.READ_CHANGES
    default_order = ("position",)
    shaping = ()

    def get_renderers(self) -> list[Any]:
        return [ContractRenderer()]  # a table cannot say how far it goes

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            return Change.objects.none()
        caller = caller_of(self.request)
        return changes_within(lineage=caller.lineage, unit_id=caller.unit_id, scopes=caller.scopes)

    @extend_schema(operation_id="changes_list")
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.get_paginated_response(self.paginate_queryset(self.filter_queryset(self.get_queryset())))
