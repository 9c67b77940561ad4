"""The shared catalogue as the API shows it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.fields import CatalogueCode, Code, Figure
from indicators.models import Indicator, choices


class IndicatorSerializer(serializers.ModelSerializer[Indicator]):
    """What an indicator is, whatever plan prints it."""

    code = CatalogueCode(help_text=_("代码，各接口以此指认指标"))
    name = serializers.CharField(help_text=_("名称"))
    name_en = serializers.CharField(help_text=_("英文名称；没有时为空字符串"))
    aliases = serializers.ListField(child=serializers.CharField(), help_text=_("规划中用过的其他名称"))
    unit = serializers.CharField(help_text=_("常用计量单位"))
    direction = Code("Direction", choices.DIRECTIONS, help_text=_("方向：1 越高越好，-1 越低越好"))
    path = Code("PathKind", choices.PATHS, help_text=_("规划路径：geometric 等比，linear 等差"))
    measure = Code(
        "Measure", choices.MEASURES, help_text=_("类型：amount 总量、share 比重、rate 速率、index 指数、count 个数")
    )
    bound = Code(
        "Bound", choices.BOUNDS, allow_null=True, help_text=_("约束方向：floor 底线，ceiling 上限；不是约束线时为 null")
    )
    price_sensitive = serializers.BooleanField(help_text=_("是否受价格影响（有现价与不变价之分）"))
    natural_min = Figure(allow_null=True, help_text=_("自然下限，单位见 unit；没有为 null"))
    natural_max = Figure(allow_null=True, help_text=_("自然上限，单位见 unit；没有为 null"))
    aggregation = Code(
        "Aggregation", choices.AGGREGATIONS, help_text=_("下级汇总方式：sum 相加，weighted 加权平均，none 不汇总")
    )
    note = serializers.CharField(help_text=_("说明；没有时为空字符串"))

    class Meta:
        model = Indicator
        fields = [
            "code", "name", "name_en", "aliases", "unit", "direction", "path", "measure", "bound",
            "price_sensitive", "natural_min", "natural_max", "aggregation", "note",
        ]  # fmt: skip
        read_only_fields = fields
