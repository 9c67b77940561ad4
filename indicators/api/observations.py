"""Actuals as the API shows them: the contract, and the quick way to the same objects."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.fields import CatalogueCode, Code, Figure, Id, Period, RegionCode, Small
from indicators.domain.etags import figure_etag
from indicators.models import Observation, ObservationState, choices

#: Columns in the order in which ``observation_record`` takes them.
COLUMNS = (
    "id", "row_id", "row__plan__region__code", "row__plan__start_year", "row__plan__end_year", "row__indicator__code",
    "row__number", "row__short_name", "year", "version", "state", "in_force", "value", "unit", "value_basis", "growth",
    "growth_basis", "parts", "comparator", "reported", "judgement", "text", "vintage", "source_title", "source_address",
    "note", "sample", "submitted_at", "approved_at", "updated_at", "lock",
)  # fmt: skip
_SAME = COLUMNS[8:20]  # from ``year`` to ``reported``: sent as they are
_BASIS = _("价格口径：constant 不变价，current 现价，unknown 未注明")


class ObservationSerializer(serializers.ModelSerializer[Observation]):
    """What was reached in one year, in one version."""

    id = Id(help_text=_("编号"))
    plan_indicator = Id(source="row_id", help_text=_("规划指标编号"))
    region = RegionCode(source="row.plan.region.code", help_text=_("地区代码"))
    period = Period(source="row.plan.period", help_text=_("规划期，如 2021-2025"))
    indicator = CatalogueCode(
        source="row.indicator.code", default=None, allow_null=True, help_text=_("指标目录代码；没有归入目录时为 null")
    )
    number = serializers.CharField(source="row.number", help_text=_("规划所印序号；没有时为空字符串"))
    name = serializers.CharField(source="row.short_name", help_text=_("指标名称，不带单位"))
    year = Small(help_text=_("年份"))
    version = Small(help_text=_("版本：同一行同一年从 1 起"))
    state = Code(
        "ObservationState",
        ObservationState.choices,
        help_text=_("状态：draft 草稿、submitted 待审核、returned 已退回、approved 已审核"),
    )
    in_force = serializers.BooleanField(help_text=_("是否现行：已审核且没有被后来的版本替代，评估用它"))
    value = Figure(
        allow_null=True,
        help_text=_("当年数值，单位见 unit；累计降低为当年降幅（正数为下降）；没有填为 null，0 是真的 0"),
    )
    unit = serializers.CharField(help_text=_("数值的计量单位"))
    value_basis = Code("PriceBasis", choices.PRICE_BASES, help_text=_BASIS)
    growth = Figure(allow_null=True, help_text=_("当年增速，%（6.5 即 6.5%）；没有填为 null，不由两年数值推算"))
    growth_basis = Code("PriceBasis", choices.PRICE_BASES, help_text=_BASIS)
    parts = serializers.ListField(child=Figure(), help_text=_("结构比的各部分，按规划所印的顺序；其他为空数组"))
    comparator = Code(
        "Comparator", choices.COMPARATORS, help_text=_("比较：= 等于、>= 不低于、> 高于、<= 不高于、< 低于、~ 左右")
    )
    reported = serializers.BooleanField(
        allow_null=True, help_text=_("上报完成 true、上报未完成 false；不以此上报为 null")
    )
    judgement = Code(
        "AssessmentStatus",
        choices.STATUSES,
        allow_null=True,
        help_text=_("定性指标的人工判定，为状态代码；没有为 null"),
    )
    text = serializers.CharField(help_text=_("来源中的原文；没有时为空字符串"))
    vintage = Code(
        "Vintage", choices.VINTAGES, help_text=_("数据版次：preliminary 初步数、revised 修订数、final 最终核实数")
    )
    source_title = serializers.CharField(help_text=_("来源；没有时为空字符串"))
    source_address = serializers.CharField(help_text=_("来源地址；没有时为空字符串"))
    note = serializers.CharField(help_text=_("备注；没有时为空字符串"))
    sample = serializers.BooleanField(help_text=_("true 为演示数据，不是真实数据"))
    submitted_at = serializers.DateTimeField(allow_null=True, help_text=_("提交时间；没有提交为 null"))
    approved_at = serializers.DateTimeField(allow_null=True, help_text=_("审核时间；没有审核通过为 null"))
    updated_at = serializers.DateTimeField(help_text=_("更新时间"))
    etag = serializers.SerializerMethodField(help_text=_("这一版的 etag，连同引号；报送时作 if_match"))

    class Meta:
        model = Observation
        fields = [
            "id", "plan_indicator", "region", "period", "indicator", "number", "name", "year", "version", "state",
            "in_force", "value", "unit", "value_basis", "growth", "growth_basis", "parts", "comparator", "reported",
            "judgement", "text", "vintage", "source_title", "source_address", "note", "sample", "submitted_at",
            "approved_at", "updated_at", "etag",
        ]  # fmt: skip
        read_only_fields = fields

    def get_etag(self, one: Observation) -> str:
        return figure_etag(one.row_id, one.year, one.lock)


def observation_record(row: tuple[Any, ...]) -> dict[str, Any]:
    """One JSON object from ``COLUMNS``, field by field what the serializer gives."""
    zone = timezone.get_default_timezone()
    identity, plan_row, region, start, end, indicator, number, name = row[:8]
    judgement, text, vintage, title, address, note, sample, submitted, approved, updated, lock = row[20:]
    return {
        "id": identity,
        "plan_indicator": plan_row,
        "region": region,
        "period": f"{start}-{end}",
        "indicator": indicator,
        "number": number,
        "name": name,
        **dict(zip(_SAME, row[8:20], strict=True)),
        "judgement": judgement or None,
        "text": text,
        "vintage": vintage,
        "source_title": title,
        "source_address": address,
        "note": note,
        "sample": sample,
        "submitted_at": submitted and submitted.astimezone(zone),
        "approved_at": approved and approved.astimezone(zone),
        "updated_at": updated.astimezone(zone),
        "etag": figure_etag(plan_row, row[8], lock),
    }
