"""Forms of pages for leaders; they read and check what was typed and never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from accounts import access
from accounts.forms import RegionField
from accounts.models import User
from regions.boundary_files import review_number_of
from regions.models.boundaries import REVIEW_NUMBER_PATTERN, REVIEW_NUMBER_WORDS


class ReviewNumberField(forms.CharField):
    """审图号 in the usual ways of writing; blanks and the label in front are taken off."""

    default_validators = [RegexValidator(REVIEW_NUMBER_PATTERN, REVIEW_NUMBER_WORDS)]

    def to_python(self, value: Any) -> str:
        return review_number_of(super().to_python(value))


class BoundaryForm(forms.Form):
    """An approved map to be loaded."""

    file = forms.FileField(
        label=_("GeoJSON 文件"),
        help_text=_("要素集合，面；经纬度（CGCS2000 或 WGS 84）；属性 adcode 或 code 为区划代码。不超过 30 MB。"),
    )
    name = forms.CharField(label=_("名称"), max_length=80, help_text=_("例如“新乡市县级行政区划”。"))
    root = RegionField(label=_("覆盖地区"), help_text=_("区划代码或全称；文件里的地区都须在其内。"))
    review_number = ReviewNumberField(
        label=_("审图号"), max_length=40,
        help_text=_("照地图上印的写，例如 GS(2024)1234号、豫S〔2024年〕012号。它会印在图上。"),
    )  # fmt: skip
    source = forms.CharField(
        label=_("出版或来源"), max_length=200, help_text=_("谁审核、谁出版，从哪里取得。会印在图上。")
    )
    valid_from = forms.DateField(
        label=_("边界现势日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("可以不填。"),
    )
    simplify_m = forms.IntegerField(
        label=_("简化容差（米）"), required=False, min_value=1, max_value=5000,
        help_text=_("一般留空：照文件画。填写后相邻边界可能错开不超过这个距离，图上会注明；经审核的地图改动后可能要重新送审。"),
    )  # fmt: skip

    def __init__(self, *args: Any, administrator: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        root = self.fields["root"]
        root.regions = access.visible_regions(administrator)  # type: ignore[attr-defined]
        root.widget.attrs["list"] = "regions"
