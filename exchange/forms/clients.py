"""Forms of systems and their keys. They read and check what was typed and never save."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts import access
from accounts.forms import RegionField
from accounts.models import ApiClient, User
from accounts.models.api_clients import Scope
from exchange.presenters.clients import MEANINGS

_ENDS = [("90", _("90 天")), ("365", _("一年")), ("730", _("两年")), ("", _("直到吊销"))]
_OVERLAPS = [("0", _("立即失效")), ("1", _("1 天")), ("7", _("7 天")), ("30", _("30 天"))]


class ClientForm(forms.Form):
    """A system: its name, how far it reaches, what it may do, how often it may call."""

    name = forms.CharField(
        label=_("系统名称"), max_length=80, help_text=_("哪个单位的哪个系统，例如“县统计局数据平台”。")
    )
    region = RegionField(label=_("地区范围"), help_text=_("区划代码或全称；它和所辖地区。"))
    unit = forms.ModelChoiceField(
        None, label=_("单位范围"), required=False, empty_label=_("所有单位"),
        help_text=_("选了单位，就只读、只报这个单位负责的指标和项目。"),
    )  # fmt: skip
    scopes = forms.MultipleChoiceField(
        label=_("权限"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("至少选一项权限。")},
    )  # fmt: skip
    rate_per_minute = forms.IntegerField(
        label=_("每分钟请求上限"), min_value=1, max_value=6000, initial=600,
        help_text=_("这个系统所有密钥合计；超出的请求会被退回，稍后可以再试。"),
    )  # fmt: skip
    is_active = forms.BooleanField(label=_("启用"), required=False)

    def __init__(self, *args: Any, administrator: User, units: Any, client: ApiClient | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client = client
        self.fields["region"].regions = access.visible_regions(administrator)  # type: ignore[attr-defined]
        self.fields["region"].widget.attrs["list"] = "regions"
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["unit"].label_from_instance = lambda unit: f"{unit.region.name} · {unit.name}"  # type: ignore[attr-defined]
        if client is None:
            del self.fields["is_active"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if ApiClient.objects.filter(name=name).exclude(pk=self.client and self.client.pk).exists():
            raise forms.ValidationError(_now("已有同名的系统，请换一个名称。"))
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        region, unit = data.get("region"), data.get("unit")
        if unit and region and not unit.region.lineage.startswith(region.lineage):
            self.add_error("unit", _("该单位不在系统的地区范围内。"))
        return data

    def ticks(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """The scopes in two groups, each with its words and whether it is ticked."""
        ticked = set(self["scopes"].value() or ())
        ticks = [
            {"value": one.value, "label": one.label, "means": MEANINGS[one], "ticked": one.value in ticked}
            for one in Scope
        ]
        reading = [tick for tick in ticks if tick["value"].startswith("read:")]
        return [(_now("读"), reading), (_now("报送"), [tick for tick in ticks if tick not in reading])]


def initial_of(client: ApiClient) -> dict[str, Any]:
    """What the form shows of a system."""
    names = ("name", "unit", "scopes", "rate_per_minute", "is_active")
    return {name: getattr(client, name) for name in names} | {"region": client.region.code}


class KeyForm(forms.Form):
    """A new key. ``newest``: the newest key when the form was shown, by which a form that is sent twice is known."""

    days = forms.TypedChoiceField(
        label=_("有效期"), coerce=int, empty_value=None, required=False, initial="365", choices=_ENDS
    )
    newest = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def ends(self, now: datetime) -> datetime | None:
        """When the new key ends; None: it does not."""
        days: int | None = self.cleaned_data["days"]
        return None if days is None else now + timedelta(days=days)


class RotationForm(KeyForm):
    """A new key in place of an old one, which stays good a while longer."""

    overlap = forms.TypedChoiceField(
        label=_("旧密钥还可用"), coerce=int, initial="7", choices=_OVERLAPS,
        help_text=_("对方换上新密钥所需的时间；旧密钥本来更早到期的，仍按原来的时间。"),
    )  # fmt: skip
    field_order = ["overlap", "days", "newest"]
