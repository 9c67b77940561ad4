"""Forms of one row: what is understood of it, and who answers for it. They read and check; ``planning.services.rows`` writes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from indicators.models import Indicator, PlanIndicator, choices
from plans.models import PlanStatus

#: Where a row comes: where it is, before all others, or behind the row of this id.
STAYS, FIRST = "-1", "0"
_MOST_LIKE = 6


def said_indicator(indicator: Indicator) -> str:
    """A catalogue indicator as it is offered and typed: its name and its code."""
    return f"{indicator.name} · {indicator.code}"


class CatalogueField(forms.CharField):
    """A catalogue indicator by its code, its name, an alias, or as it is offered; None where left blank."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=200, strip=True, **kwargs)
        self.known: list[Indicator] = []

    def prepare_value(self, value: Any) -> Any:
        """A stored link is shown as it is offered; what was typed stays as typed."""
        if isinstance(value, int):
            return next((said_indicator(one) for one in self.known if one.pk == value), "")
        return value

    def clean(self, value: Any) -> Indicator | None:  # type: ignore[override]
        text = super().clean(value)
        if not text:
            return None
        found = [one for one in self.known if text in (one.code, one.name, said_indicator(one)) or text in one.aliases]
        if len(found) == 1:
            return found[0]
        like = [one for one in self.known if any(text in name for name in (one.name, one.code, *one.aliases))]
        if not like:
            raise forms.ValidationError(_now("目录里没有“%(text)s”。") % {"text": text})
        names = _now("、").join(said_indicator(one) for one in like[:_MOST_LIKE])
        raise forms.ValidationError(
            _now("请从目录里选定一个。含“%(text)s”的有：%(names)s。") % {"text": text, "names": names}
        )


class RowForm(forms.ModelForm):  # type: ignore[type-arg]
    """``seen``: what the person looked at. ``after``: where the row comes. ``relabel``: the unit alone was written wrongly."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    indicator = CatalogueField(
        label=_("目录指标"),
        widget=forms.TextInput(attrs={"list": "catalogue", "autocomplete": "off"}),
        help_text=_("输入名称或代码查找；归入目录，各地、各期的同一指标才能放在一起看。"),
    )
    direction = forms.TypedChoiceField(
        label=_("方向"), required=False, coerce=int, empty_value=None,
        choices=[("", _("未定")), *choices.DIRECTIONS], help_text=_("只有没归入目录的行要填"),
    )  # fmt: skip
    relabel = forms.BooleanField(label=_("只改单位，数字不变"), required=False)
    after = forms.ChoiceField(label=_("位置"))
    reason = forms.CharField(label=_("修改理由"), max_length=500, required=False, strip=True)

    class Meta:
        model = PlanIndicator
        fields = (
            "number", "name", "short_name", "category", "unit", "nature", "nature_text", "parent", "indicator",
            "direction", "is_heading", "assessed_over_period",
        )  # fmt: skip
        help_texts = {"name": _("与规划文本一致"), "short_name": _("不带单位括号，用于页面")}

    def __init__(
        self, *args: Any, catalogue: Iterable[Indicator], others: Iterable[PlanIndicator], **kwargs: Any
    ) -> None:
        """``others``: the other rows of the list, in their order."""
        super().__init__(*args, **kwargs)
        others = list(others)
        draft, new = self.instance.plan.status == PlanStatus.DRAFT, self.instance.pk is None
        self.fields["indicator"].known = list(catalogue)  # type: ignore[attr-defined]
        self.fields["parent"].queryset = PlanIndicator.objects.filter(pk__in=[one.pk for one in others])  # type: ignore[attr-defined]
        self.fields["parent"].empty_label = _now("没有")  # type: ignore[attr-defined]
        behind = [(str(one.pk), _now("“%(name)s”之后") % {"name": one.said_name}) for one in others]
        first = [] if new else [(STAYS, _now("不变"))]
        self.fields["after"].choices = [*first, (FIRST, _now("最前")), *behind]  # type: ignore[attr-defined]
        self.fields["after"].initial = (behind[-1][0] if behind else FIRST) if new else STAYS
        if new or not draft:
            del self.fields["relabel"]
        if draft:
            del self.fields["reason"]
        for name in () if new or draft else ("name", "nature_text"):
            self.fields[name].disabled = True

    def clean_short_name(self) -> str:
        return self.cleaned_data["short_name"].strip()

    def _post_clean(self) -> None:
        """The instance as a form makes it; its rules are asked by the service, once, under the lock."""
        self.instance = forms.models.construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)

    @property
    def place(self) -> int | None:
        """What the service takes, after ``is_valid``: None first, -1 where it is."""
        asked = self.cleaned_data["after"]
        return None if asked == FIRST else int(asked)


class RowUnitsForm(forms.Form):
    """Who leads and who takes part; saving confirms it."""

    seen = forms.CharField(widget=forms.HiddenInput)
    lead = forms.ModelChoiceField(
        label=_("牵头单位"), queryset=Unit.objects.none(), required=False, empty_label=_("未定")
    )
    cooperating = forms.ModelMultipleChoiceField(
        label=_("配合单位"), queryset=Unit.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lead", "cooperating"):
            self.fields[name].queryset = units  # type: ignore[attr-defined]
