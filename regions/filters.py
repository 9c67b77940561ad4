"""Filters that more than one app needs, and the one of regions. One FilterSet serves page and API."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.fields import IsoDateTimeField
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from regions.models import Level, Region

FIRST_YEAR, LAST_YEAR = 1949, 2200

#: What the schema of the API says of such parameters. Whether a thing of that id or code exists, it cannot say.
ID = {"type": "integer", "minimum": 1}
YEAR = {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}
REGION_CODE = {"type": "string", "pattern": "^[1-9][0-9]{5}([0-9]{3})?$"}


class TrueFalseField(forms.Field):
    """``true`` or ``false``; anything else is an error, where a form's own field would take it for "no filter"."""

    def to_python(self, value: Any) -> bool | None:
        if value in self.empty_values:
            return None
        known = {"true": True, "false": False}
        if str(value).lower() not in known:
            raise ValidationError(_("只能是 true 或 false"), code="invalid")
        return known[str(value).lower()]


@extend_schema_field(OpenApiTypes.BOOL)
class TrueFalseFilter(django_filters.Filter):
    field_class = TrueFalseField


@extend_schema_field(ID)
class IdFilter(django_filters.ModelChoiceFilter):
    """A row named by its id; one that does not exist is an error."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"invalid_choice": _("没有编号为 %(value)s 的数据")})
        super().__init__(*args, **kwargs)


@extend_schema_field(YEAR)
class YearFilter(django_filters.Filter):
    field_class = forms.IntegerField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, min_value=FIRST_YEAR, max_value=LAST_YEAR, **kwargs)


class MomentField(IsoDateTimeField):
    """A moment in UTC: PostgreSQL knows no zone beyond sixteen hours. One before the first year or after the last is their border."""

    def to_python(self, value: Any) -> datetime | None:
        moment: datetime | None = super().to_python(value)
        if moment is None:
            return None
        try:
            return moment.astimezone(UTC)
        except OverflowError:
            return datetime.min.replace(tzinfo=UTC) if moment.year == 1 else datetime.max.replace(tzinfo=UTC)


@extend_schema_field({"type": "string", "format": "date-time"})
class SinceFilter(django_filters.IsoDateTimeFilter):
    """What was changed at this moment or later."""

    field_class = MomentField

    def __init__(self, field_name: str) -> None:
        said = _("只要这一时刻及以后更新的，ISO 8601，如 2024-03-31T08:00:00Z；不写时区按北京时间")
        super().__init__(field_name=field_name, lookup_expr="gte", help_text=said)


@extend_schema_field(REGION_CODE)
class CodeFilter(django_filters.ModelChoiceFilter):
    """A row named by its code, a region unless a subclass says otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"invalid_choice": _("没有代码为 %(value)s 的数据")})
        super().__init__(*args, to_field_name="code", **kwargs)


class RegionFilter(CodeFilter):
    """Exactly this region."""

    def __init__(self, field_name: str) -> None:
        super().__init__(queryset=Region.objects.all(), field_name=field_name, help_text=_("地区代码：只要这一地区"))


class RegionUnderFilter(CodeFilter):
    """The region and everything below it. ``lineage_path`` leads from a row to the lineage of its region."""

    def __init__(self, lineage_path: str) -> None:
        self.lineage_path = lineage_path
        super().__init__(queryset=Region.objects.all(), help_text=_("地区代码：该地区及其全部下级"))

    def filter(self, qs: QuerySet[Any], value: Region | None) -> QuerySet[Any]:
        return qs.filter(**{f"{self.lineage_path}__startswith": value.lineage}) if value else qs


class RegionFilterSet(django_filters.FilterSet):
    """Regions by place in the tree, level and year."""

    region = CodeFilter(queryset=Region.objects.all(), method="is_region", help_text=_("地区代码：只要这一地区"))
    region_under = RegionUnderFilter("lineage")
    parent = CodeFilter(queryset=Region.objects.all(), help_text=_("上级的代码：它的直接下级"))
    level = django_filters.ChoiceFilter(
        choices=[(level.name.lower(), level.label) for level in Level], method="at_level", help_text=_("级别")
    )
    year = YearFilter(method="valid_in", help_text=_("该年有效的区划"))
    ordering = django_filters.OrderingFilter(fields=["code", "name"], help_text=_("排序；前面加 - 为倒序。默认按代码"))

    class Meta:
        model = Region
        fields: list[str] = []

    @extend_schema_field(REGION_CODE)
    def is_region(self, regions: QuerySet[Region], name: str, value: Region) -> QuerySet[Region]:
        return regions.filter(pk=value.pk)

    @extend_schema_field({"type": "string", "enum": [level.name.lower() for level in Level]})
    def at_level(self, regions: QuerySet[Region], name: str, value: str) -> QuerySet[Region]:
        return regions.filter(level=Level[value.upper()])

    @extend_schema_field(YEAR)
    def valid_in(self, regions: QuerySet[Region], name: str, value: int) -> QuerySet[Region]:
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=value)
        not_ended = Q(valid_to__isnull=True) | Q(valid_to__gte=value)
        return regions.filter(begun & not_ended)


def told_errors(filters: django_filters.FilterSet) -> str:
    """The errors of a filter form in one sentence, for a page."""
    errors: dict[str, list[Any]] = filters.form.errors
    return "；".join(f"{name}：{' '.join(str(one) for one in found)}" for name, found in errors.items())
