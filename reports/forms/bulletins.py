"""Forms of bulletins: which one is looked at, and what is written when it is issued. They save nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import Bulletin, BulletinKind
from regions.models import Region


class ChooseForm(forms.Form):
    """Region, kind and a month of the span."""

    region = forms.ModelChoiceField(Region.objects.none(), label=_("地区"), to_field_name="code", empty_label=None)
    kind = forms.ChoiceField(label=_("种类"), choices=BulletinKind.choices)
    month = forms.DateField(
        label=_("月份"),
        input_formats=["%Y-%m"],
        widget=forms.DateInput(format="%Y-%m", attrs={"type": "month"}),
        error_messages={"invalid": _("月份写作 2025-06")},
    )

    def __init__(self, *args: Any, regions: list[Region], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        field = self.fields["region"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Region.objects.filter(pk__in=[one.pk for one in regions]).order_by("lineage")
        self.fields["month"].widget.attrs["max"] = f"{today:%Y-%m}"

    def clean_month(self) -> date:
        month: date = self.cleaned_data["month"]
        if month > self._today:
            raise forms.ValidationError(_("这个月还没有到。"))
        return month


class IssueForm(forms.Form):
    """What people add: number, words, of a correction its reason. ``looked_at``: the seal of the facts on the page."""

    number = forms.CharField(label=_("期号"), max_length=Bulletin._meta.get_field("number").max_length)
    remarks = forms.CharField(
        label=_("工作要求"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("印在通报最后，一行一段；可以不写。"),
    )
    reason = forms.CharField(label=_("更正理由"), max_length=Bulletin._meta.get_field("reason").max_length)
    looked_at = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, corrects: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not corrects:
            del self.fields["reason"]
