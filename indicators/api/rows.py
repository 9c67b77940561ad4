"""A plan's rows with base and targets in force, as the API shows them."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.fields import CatalogueCode, Code, Figure, Id, Period, RegionCode, Small
from indicators.models import Base, Listing, PlanIndicator, ResponsibleUnit, Target, choices
from indicators.models.promises import BaseSource

_BASIS = _("价格口径：constant 不变价，current 现价，unknown 未注明")
_VERSION = _("版本，从 1 起；调整、修订后加 1")
_REASON = _("调整、修订的理由；第 1 版为空字符串")
_DOCUMENT = _("依据文件；没有时为空字符串")
_PARTS = _("结构比的各部分，按规划所印的顺序；其他形式为空数组")


class BaseSerializer(serializers.ModelSerializer[Base]):
    """The base in force."""

    value = Figure(allow_null=True, help_text=_("基期值，单位见 unit；null 为规划没有印出可计算的数"))
    parts = serializers.ListField(child=Figure(), help_text=_PARTS)
    unit = serializers.CharField(help_text=_("计量单位"))
    year = Small(help_text=_("基期值的年份，通常是规划的基期年"))
    price_basis = Code("PriceBasis", choices.PRICE_BASES, help_text=_BASIS)
    text = serializers.CharField(help_text=_("规划所印原文"))
    growth_text = serializers.CharField(help_text=_("基期增速原文；没有时为空字符串"))
    source = Code(
        "BaseSource",
        BaseSource.choices,
        help_text=_("出处：table 本规划表，previous_table 上期规划表，prose 正文，revision 修订"),
    )
    version = Small(help_text=_VERSION)
    reason = serializers.CharField(help_text=_REASON)
    document = serializers.CharField(help_text=_DOCUMENT)

    class Meta:
        model = Base
        fields = [
            "value", "parts", "unit", "year", "price_basis", "text", "growth_text", "source", "version", "reason",
            "document",
        ]  # fmt: skip
        read_only_fields = fields


class TargetSerializer(serializers.ModelSerializer[Target]):
    """One promise of the row, in force."""

    id = Id(help_text=_("编号；评估中的 target_id"))
    ordinal = Small(help_text=_("本行的第几个目标，从 1 起"))
    primary = serializers.BooleanField(source="is_primary", help_text=_("是否主要目标"))
    form = Code(
        "Form",
        choices.FORMS,
        help_text=_(
            "目标形式：level 水平值、growth 年均增长、cumulative 五年累计、quota 总量控制、cumulative_cut 累计降低、"
            "cumulative_change 累计提高、points 年均百分点、floor 底线、ceiling 上限、assigned 按上级下达、"
            "relative 相对参照、composition 结构比、qualitative 定性、none 未定目标"
        ),
    )
    value = Figure(allow_null=True, help_text=_("目标值，单位见 unit；没有数字的形式为 null"))
    value_high = Figure(allow_null=True, help_text=_("区间的上端；不是区间时为 null"))
    comparator = Code(
        "Comparator", choices.COMPARATORS, help_text=_("比较：= 等于、>= 不低于、> 高于、<= 不高于、< 低于、~ 左右")
    )
    unit = serializers.CharField(help_text=_("目标值的单位：增速和累计降低为 %，其他照规划所印"))
    price_basis = Code("PriceBasis", choices.PRICE_BASES, help_text=_BASIS)
    parts = serializers.ListField(child=Figure(), help_text=_PARTS)
    text = serializers.CharField(help_text=_("规划所印原文"))
    actual_kind = Code("ActualKind", choices.ACTUAL_KINDS, help_text=_("每年填报：level 水平值，change 当年变动"))
    by = serializers.CharField(help_text=_("下达机关；不是按上级下达时为空字符串"))
    assigned_form = Code("Form", choices.FORMS, allow_null=True, help_text=_("下达后的形式；没有下达时为 null"))
    assigned_document = serializers.CharField(help_text=_("下达文号；没有下达时为空字符串"))
    reference_indicator = CatalogueCode(
        source="reference_indicator.code", default=None, allow_null=True, help_text=_("参照指标的目录代码；没有为 null")
    )
    reference_region = RegionCode(
        source="reference_region.code", default=None, allow_null=True, help_text=_("参照地区的代码；没有为 null")
    )
    reference_text = serializers.CharField(help_text=_("参照原文；没有时为空字符串"))
    tolerant = serializers.BooleanField(help_text=_("true 为“基本同步”，容许差见状态规则"))
    version = Small(help_text=_VERSION)
    reason = serializers.CharField(help_text=_REASON)
    document = serializers.CharField(help_text=_DOCUMENT)

    class Meta:
        model = Target
        fields = [
            "id", "ordinal", "primary", "form", "value", "value_high", "comparator", "unit", "price_basis", "parts",
            "text", "actual_kind", "by", "assigned_form", "assigned_document", "reference_indicator",
            "reference_region", "reference_text", "tolerant", "version", "reason", "document",
        ]  # fmt: skip
        read_only_fields = fields


class ResponsibleUnitSerializer(serializers.ModelSerializer[ResponsibleUnit]):
    """A unit that answers for the row."""

    id = Id(source="unit_id", help_text=_("单位编号"))
    name = serializers.CharField(source="unit.name", help_text=_("单位名称"))
    lead = serializers.BooleanField(source="is_lead", help_text=_("是否牵头"))
    confirmed = serializers.BooleanField(help_text=_("false 为默认分工，待确认"))

    class Meta:
        model = ResponsibleUnit
        fields = ["id", "name", "lead", "confirmed"]
        read_only_fields = fields


class PlanIndicatorSerializer(serializers.ModelSerializer[PlanIndicator]):
    """A row of a plan."""

    id = Id(help_text=_("编号；其他接口中的 plan_indicator"))
    plan = Id(source="plan_id", help_text=_("规划编号"))
    region = RegionCode(source="plan.region.code", help_text=_("地区代码"))
    period = Period(source="plan.period", help_text=_("规划期，如 2021-2025"))
    indicator = CatalogueCode(
        source="indicator.code", default=None, allow_null=True, help_text=_("指标目录代码；没有归入目录时为 null")
    )
    parent = Id(source="parent_id", allow_null=True, help_text=_("上级行的编号；不是子行时为 null"))
    listing = Code("Listing", Listing.choices, help_text=_("列入：main 主要指标，commitment 正文承诺"))
    position = Small(help_text=_("在表中的顺序，从 1 起"))
    number = serializers.CharField(help_text=_("规划所印序号；没有时为空字符串"))
    name = serializers.CharField(source="short_name", help_text=_("名称，不带单位"))
    printed_name = serializers.CharField(source="name", help_text=_("规划所印名称"))
    category = serializers.CharField(help_text=_("类别；没有时为空字符串"))
    unit = serializers.CharField(help_text=_("计量单位；没有时为空字符串"))
    is_heading = serializers.BooleanField(help_text=_("true 为标题行：有子行，没有目标，不计数"))
    nature = Code("Nature", choices.NATURES, help_text=_("属性：binding 约束性，expected 预期性，unmapped 未归类"))
    nature_text = serializers.CharField(help_text=_("规划所印属性；没有时为空字符串"))
    assessed_over_period = serializers.BooleanField(help_text=_("是否五年统筹考核（不逐年预警）"))
    source_line = serializers.IntegerField(allow_null=True, help_text=_("在来源文件中的行号；不详为 null"))
    printed = serializers.DictField(
        child=serializers.CharField(allow_null=True), help_text=_("各单元格原文，键为列；空格为 null")
    )
    units = ResponsibleUnitSerializer(source="responsibilities", many=True, help_text=_("责任单位"))
    base = serializers.SerializerMethodField(help_text=_("现行基期值；没有为 null"))
    targets = TargetSerializer(many=True, help_text=_("现行目标，按规划所印的顺序；标题行没有目标"))

    class Meta:
        model = PlanIndicator
        fields = [
            "id", "plan", "region", "period", "indicator", "parent", "listing", "position", "number", "name",
            "printed_name", "category", "unit", "is_heading", "nature", "nature_text", "assessed_over_period",
            "source_line", "printed", "units", "base", "targets",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(BaseSerializer(allow_null=True))
    def get_base(self, row: PlanIndicator) -> dict[str, Any] | None:
        bases = row.bases.all()  # prefetched: the one in force, or none
        return BaseSerializer(bases[0]).data if bases else None


def rows_with_parts() -> QuerySet[PlanIndicator]:
    """Rows with everything that the serializer shows: five queries, however many rows."""
    targets = Target.objects.filter(in_force=True).select_related("reference_indicator", "reference_region")
    duties = ResponsibleUnit.objects.select_related("unit").order_by("-is_lead", "unit__name")
    return PlanIndicator.objects.select_related("plan__region", "indicator").prefetch_related(
        Prefetch("bases", Base.objects.filter(in_force=True)),
        Prefetch("targets", targets.order_by("ordinal")),
        Prefetch("responsibilities", duties),
    )
