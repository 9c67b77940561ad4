"""Forms of accounts. They read and check what was typed and never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts import access
from accounts.models import PersonRole, Unit, User
from regions.models import Region

_ROLES = [("", _("请选择")), *(one for one in PersonRole.choices if one[0] != PersonRole.SYSTEM)]


class RegionField(forms.CharField):
    """A region of the scope by its code or its name; None where left blank. ``regions`` is set by the form."""

    def __init__(self, **kwargs: Any) -> None:
        self.regions = Region.objects.none()
        super().__init__(max_length=60, **kwargs)

    def clean(self, value: Any) -> Region | None:  # type: ignore[override]
        text = super().clean(value)
        if not text:
            return None
        found = self.regions.filter(code=text) or self.regions.filter(name=text)
        if len(found) == 1:
            return found[0]
        if len(found) > 1:
            raise forms.ValidationError(_now("有多个地区叫“%(text)s”，请填六位区划代码。") % {"text": text})
        raise forms.ValidationError(_now("您管理的范围内没有“%(text)s”。请填区划代码或全称。") % {"text": text})


class PersonForm(forms.Form):
    """An account as an administrator writes it. The pass word is generated, never typed here."""

    username = forms.CharField(
        label=_("用户名"), max_length=150, validators=[UnicodeUsernameValidator()],
        help_text=_("登录用，例如姓名拼音。字母、数字或 @ . + - _，建立后不改。"),
    )  # fmt: skip
    display_name = forms.CharField(label=_("姓名"), max_length=40, required=False)
    email = forms.EmailField(label=_("邮箱"), required=False, help_text=_("可以不填；填报提醒会发到这里。"))
    role = forms.ChoiceField(label=_("角色"), choices=_ROLES)
    region = RegionField(label=_("地区范围"), required=False)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("单位"), required=False, empty_label=_("（无）"), help_text=_("填报员必填。")
    )
    is_active = forms.BooleanField(label=_("可以登录"), required=False, initial=True)

    def __init__(self, *args: Any, administrator: User, units: Any, person: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.administrator, self.person = administrator, person
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["unit"].label_from_instance = lambda unit: f"{unit.region.name} · {unit.name}"  # type: ignore[attr-defined]
        region = self.fields["region"]
        region.regions = access.visible_regions(administrator)  # type: ignore[attr-defined]
        whole = _("区划代码或全称；管理员留空为全国。") if administrator.region is None else _("区划代码或全称。")
        region.help_text = whole
        region.widget.attrs["list"] = "regions"
        if person is None:
            del self.fields["is_active"]
        else:
            self.fields["username"].disabled = True
        if person is not None and person.pk == administrator.pk:
            for name in ("role", "region", "is_active"):
                self.fields[name].disabled = True
                self.fields[name].help_text = _("自己的账号，由其他管理员修改。")

    def clean_username(self) -> str:
        name: str = self.cleaned_data["username"]
        if self.person is None and User.objects.filter(username__iexact=name).exists():
            raise forms.ValidationError(_now("已有这个用户名，请换一个。"))
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        role, region, unit = data.get("role"), data.get("region"), data.get("unit")
        of_the_nation = role == PersonRole.ADMINISTRATOR and self.administrator.region is None
        if "region" in data and region is None and not of_the_nation:
            self.add_error("region", _("请填地区范围。"))
        if "unit" in data and role == PersonRole.CLERK and unit is None:
            self.add_error("unit", _("填报员必须属于一个单位。"))
        if unit and region and not unit.region.lineage.startswith(region.lineage):
            self.add_error("unit", _("该单位不在账号的地区范围内。"))
        return data


def initial_of(person: User) -> dict[str, Any]:
    """What the form shows of an account."""
    names = ("username", "display_name", "email", "role", "unit", "is_active")
    return {name: getattr(person, name) for name in names} | {"region": person.region.code if person.region else ""}


class UnitForm(forms.Form):
    """A unit. Its region is given once."""

    region = RegionField(label=_("地区"), help_text=_("区划代码或全称。"))
    name = forms.CharField(label=_("名称"), max_length=60)

    def __init__(self, *args: Any, administrator: User, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].regions = access.visible_regions(administrator)  # type: ignore[attr-defined]
        self.fields["region"].widget.attrs["list"] = "regions"
        self.unit = unit
        if unit is not None:
            del self.fields["region"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        region = self.unit.region if self.unit else data.get("region")
        same = Unit.objects.filter(region=region, name=data.get("name"))
        if region and same.exclude(pk=self.unit.pk if self.unit else None).exists():
            self.add_error("name", _("该地区已有同名单位。"))
        return data


class DisplayForm(forms.Form):
    """The link of a wall display. ``days`` None: good until it is revoked."""

    name = forms.CharField(label=_("名称"), max_length=60, help_text=_("挂在哪里，例如“三楼会议室”。"))
    region = RegionField(label=_("地区"), help_text=_("区划代码或全称；屏幕显示它和所辖地区。"))
    days = forms.TypedChoiceField(
        label=_("有效期"), coerce=int, empty_value=None, required=False, initial=365,
        choices=[(30, _("30 天")), (365, _("一年")), ("", _("直到停用"))],
    )  # fmt: skip

    def __init__(self, *args: Any, administrator: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].regions = access.visible_regions(administrator)  # type: ignore[attr-defined]
        self.fields["region"].widget.attrs["list"] = "regions"


class OwnPasswordForm(PasswordChangeForm):
    """The own pass word. The rules stand beside the form once, not under the field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = ""
        self.fields["new_password2"].help_text = ""

    def clean_new_password1(self) -> str:
        chosen: str = self.cleaned_data["new_password1"]
        if self.user.check_password(chosen):
            raise forms.ValidationError(_now("新密码不能与现在的密码相同。"))
        return chosen


class CodeForm(forms.Form):
    """A code of the phone, or a backup code."""

    code = forms.CharField(
        label=_("验证码"), max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text", "autocapitalize": "off"}),
    )  # fmt: skip


class CodeAndPasswordForm(CodeForm):
    """What taking the second step away asks for: both."""

    password = forms.CharField(
        label=_("现在的密码"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}), strip=False
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.order_fields(["password", "code"])

    def clean_password(self) -> str:
        typed: str = self.cleaned_data["password"]
        if not self.person.check_password(typed):
            raise forms.ValidationError(_now("密码不正确。"))
        return typed
