"""Forms of intake: what was typed, read and checked, never saved. The words as printed are typed; the meaning is read anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from indicators.domain.entered import UnreadableFigure, read_figure
from indicators.models.choices import COMPARATORS, FORMS
from intake.domain.edit import Listing
from intake.domain.proposal import ReadIndicator
from projects.models import Kind
from regions.models import Region

#: A year that a plan can name.
_YEARS = {"min_value": 1949, "max_value": 2100}
_PROMISES = {"level", "growth", "cumulative", "cumulative_change", "cumulative_cut", "points"}


class UploadForm(forms.Form):
    """A file, or a text pasted instead; for which region where the person plans for several."""

    file = forms.FileField(label=_("规划文件"), required=False, allow_empty_file=True)
    text = forms.CharField(
        label=_("或粘贴规划全文"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    region = forms.ModelChoiceField(Region.objects.none(), label=_("地区"), required=False, to_field_name="code")

    def __init__(self, *args: Any, regions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = [bool(cleaned.get("file")), bool((cleaned.get("text") or "").strip())]
        if sum(given) == 2:
            raise forms.ValidationError(_now("文件和粘贴的文字只能选一种。请清空其中一个。"))
        if not any(given) and "file" not in self.errors:
            raise forms.ValidationError(_now("请选择一个文件，或粘贴规划全文。"))
        return cleaned


class ExactNumber(forms.CharField):
    """A number with all its typed digits; None where left blank."""

    def clean(self, value: Any) -> Decimal | None:  # type: ignore[override]
        text = super().clean(value)
        try:
            return read_figure(text)
        except UnreadableFigure:
            raise forms.ValidationError(_now("“%(text)s”不是数字。只填数字，例如 6.5。") % {"text": text}) from None


class ItemForm(forms.Form):
    """What all items have: the version that was seen, so that two people do not overwrite each other."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def changes(self) -> dict[str, Any]:
        """What was typed, by the names of the record; the version is no part of it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def refuse(self, error: forms.ValidationError) -> None:
        """Show a service's refusal at the fields it names."""
        for name, problems in (error.error_dict if hasattr(error, "error_dict") else {None: error}).items():
            self.add_error(name if name in self.fields else None, problems)


def _text(label: Any, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=more.pop("required", False), **more)


class IndicatorForm(ItemForm):
    number = _text(_("序号"), 20)
    name = _text(_("名称"), 120, required=True)
    category = _text(_("类别"), 60)
    unit = _text(_("计量单位"), 40)
    base_text = _text(_("基期值（原文）"), 100)
    base_growth_text = _text(_("基期增速（原文）"), 40)
    target_text = _text(_("目标（原文）"), 200)
    growth_text = _text(_("年均或累计（原文）"), 200)
    nature_text = _text(_("属性（原文）"), 40)
    catalogue = forms.ChoiceField(label=_("目录指标"), required=False)
    parent = forms.TypedChoiceField(label=_("上级行"), required=False, coerce=int, empty_value=None)
    heading = forms.BooleanField(label=_("仅为标题行（下有分项，本身没有目标）"), required=False)

    def __init__(
        self,
        *args: Any,
        catalogue: Iterable[tuple[str, str]] = (),
        parents: Iterable[tuple[int, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["catalogue"].choices = [("", _now("没有对应的")), *catalogue]  # type: ignore[attr-defined]
        self.fields["parent"].choices = [("", _now("没有")), *parents]  # type: ignore[attr-defined]


class ResultForm(ItemForm):
    number = _text(_("序号"), 20)
    name = _text(_("名称"), 120, required=True)
    category = _text(_("类别"), 60)
    unit = _text(_("计量单位"), 40)
    base_text = _text(_("基期值（原文）"), 100)
    target_text = _text(_("目标（原文）"), 200)
    target_growth_text = _text(_("目标年均（原文）"), 40)
    actual_text = _text(_("完成（原文）"), 100)
    actual_growth_text = _text(_("完成年均（原文）"), 60)


class ProjectForm(ItemForm):
    name = _text(_("名称"), 300, required=True)
    box = _text(_("专栏"), 120)
    group = _text(_("分组"), 120)
    facts = forms.CharField(label=_("规模与内容"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    kind = forms.ChoiceField(label=_("种类"), choices=Kind.choices)


class CommitmentForm(ItemForm):
    subject = _text(_("承诺的是什么"), 120, required=True)
    form = forms.ChoiceField(label=_("形式"), choices=[one for one in FORMS if one[0] in _PROMISES])
    comparator = forms.ChoiceField(label=_("比较"), choices=COMPARATORS)
    value = ExactNumber(label=_("数值"), max_length=60)
    value_high = ExactNumber(label=_("区间上端"), max_length=60, required=False)
    unit = _text(_("计量单位"), 40)
    year = forms.IntegerField(label=_("年份"), required=False, help_text=_("整个规划期的承诺留空"), **_YEARS)


class PlanForm(ItemForm):
    title = _text(_("标题"), 200, required=True)
    document_number = _text(_("文号"), 60)
    issued_on = forms.DateField(
        label=_("印发日期"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    region_code = _text(_("地区代码"), 9, required=True, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    base_year = forms.IntegerField(label=_("基期年"), **_YEARS)
    start_year = forms.IntegerField(label=_("起始年"), **_YEARS)
    end_year = forms.IntegerField(label=_("末年"), **_YEARS)
    stated_count = forms.IntegerField(label=_("文中所称指标数"), required=False, min_value=1, max_value=999)

    def __init__(self, *args: Any, regions: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        """``regions``: code and name of those to choose from; none: the code is typed."""
        super().__init__(*args, **kwargs)
        choices = list(regions)
        if choices:
            self.fields["region_code"] = forms.ChoiceField(label=_("地区"), choices=[("", _now("请选择")), *choices])


FORM_OF: dict[Listing, type[ItemForm]] = {
    Listing.PLAN: PlanForm,
    Listing.INDICATORS: IndicatorForm,
    Listing.RESULTS: ResultForm,
    Listing.PROJECTS: ProjectForm,
    Listing.COMMITMENTS: CommitmentForm,
}


def initial_of(record: Any) -> Mapping[str, Any]:
    """What the form of a record begins with."""
    values = {one.name: getattr(record, one.name) for one in fields(record)}
    values = {name: value for name, value in values.items() if value is not None}
    if isinstance(record, ReadIndicator):
        values["catalogue"] = record.catalogue
    return {
        name: (format(value, "f") if isinstance(value, Decimal) else getattr(value, "value", value))
        for name, value in values.items()
    }
