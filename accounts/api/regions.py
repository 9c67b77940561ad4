"""``/api/v1/regions/``. It stands here because ``regions`` lies below the app that knows who calls."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.fields import Code, RegionCode, Small
from accounts.api.reach import REGIONS
from accounts.api.views import ReadViewSet
from accounts.models.api_clients import Scope
from regions.filters import RegionFilterSet
from regions.models import Level, Region


class LevelCode(Code):
    """The level of a division as a word."""

    def to_representation(self, value: int) -> str:
        return Level(value).name.lower()


class RegionSerializer(serializers.ModelSerializer[Region]):
    """An administrative division (GB/T 2260)."""

    code = RegionCode(help_text=_("区划代码：六位（GB/T 2260），乡级九位"))
    name = serializers.CharField(help_text=_("名称"))
    short_name = serializers.CharField(help_text=_("简称；没有时为空字符串"))
    level = LevelCode(
        "Level",
        [(level.name.lower(), level.label) for level in Level],
        help_text=_("级别：nation 国家、province 省级、prefecture 地级、county 县级、township 乡级、zone 功能区"),
    )
    parent = RegionCode(source="parent.code", default=None, allow_null=True, help_text=_("上级的代码；国家为 null"))
    valid_from = Small(allow_null=True, help_text=_("启用年份；null 为不详或一直有效"))
    valid_to = Small(allow_null=True, help_text=_("停用年份（含）；null 为仍在使用"))

    class Meta:
        model = Region
        fields = ["code", "name", "short_name", "level", "parent", "valid_from", "valid_to"]
        read_only_fields = fields


class RegionViewSet(ReadViewSet):
    """行政区划。按代码取一个：`/api/v1/regions/410726/`。"""

    queryset = Region.objects.select_related("parent")
    serializer_class = RegionSerializer
    filterset_class = RegionFilterSet
    resource = Scope.READ_REGIONS
    reach = REGIONS
    default_order = ("code",)
    lookup_field = "code"
    lookup_value_regex = "[0-9]+"
