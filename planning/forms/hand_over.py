"""Forms of the hand-over: the new plan, what becomes of each row, rows that only the new plan has. They save nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.models import PlanIndicator, SuccessionKind
from indicators.models.choices import NATURES
from planning.services.hand_over import Added, Decision, Particulars

#: Left for a later run.
LATER = ""
KINDS = [*SuccessionKind.choices, (LATER, _("以后再定"))]


class PlanForm(forms.Form):
    """The plan that is made as a draft."""

    title = forms.CharField(label=_("标题"), max_length=200, widget=forms.TextInput(attrs={"lang": "zh-CN"}))
    start_year = forms.IntegerField(label=_("起始年"), min_value=1949, max_value=2199)
    end_year = forms.IntegerField(label=_("末年"), min_value=1949, max_value=2199)

    def particulars(self) -> Particulars:
        """Of a valid form."""
        return Particulars(**self.cleaned_data)


class RowForm(forms.Form):
    """What becomes of one row. ``seen``: the figure that stood as its end value when the page was made, 0 for none."""

    kind = forms.ChoiceField(label=_("衔接方式"), choices=KINDS, required=False)
    names = forms.CharField(
        label=_("新名称"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    to_row = forms.TypedChoiceField(label=_("对应新规划的行"), coerce=int, empty_value=None, required=False)
    base = forms.BooleanField(label=_("作基期值"), required=False)
    reason = forms.CharField(label=_("理由"), max_length=500, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: PlanIndicator, there: Sequence[PlanIndicator], may_add: bool, **kwargs: Any):
        super().__init__(*args, prefix=f"row-{row.pk}", **kwargs)
        self.row = row
        if there:
            blank = _("新增一行") if may_add else "—"
            self.fields["to_row"].choices = [("", blank), *((one.pk, _named(one)) for one in there)]  # type: ignore[attr-defined]
        else:
            del self.fields["to_row"]
        for name, field in self.fields.items():  # many rows on one page: each control says whose it is
            if name != "seen":
                field.widget.attrs["aria-label"] = f"{row.said_name} {field.label}"

    def decision(self) -> Decision | None:
        """Of a valid form; None: left for later."""
        typed = self.cleaned_data
        kind, to_row = typed["kind"], typed.get("to_row")
        if kind == LATER:
            return None
        dropped = kind == SuccessionKind.DROPPED
        return Decision(
            kind=kind,
            names=() if dropped or to_row else tuple(filter(None, map(str.strip, typed["names"].splitlines()))),
            to_row=None if dropped else to_row,
            takes_base=typed["base"] and not dropped,
            seen=typed["seen"] or None,
            reason=typed["reason"],
        )


def _named(row: PlanIndicator) -> str:
    return f"{row.said_name}（{row.unit}）" if row.unit else row.said_name


class AddedForm(forms.Form):
    """A row that only the new plan has; left blank, there is none."""

    name = forms.CharField(label=_("名称"), max_length=120, required=False)
    unit = forms.CharField(label=_("计量单位"), max_length=40, required=False)
    category = forms.CharField(label=_("类别"), max_length=60, required=False)
    nature = forms.ChoiceField(label=_("属性"), choices=NATURES, initial="expected")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not typed.get("name") and (typed.get("unit") or typed.get("category")):
            self.add_error("name", _("请填写名称，或把这一行都清空。"))
        return typed

    def added(self) -> Added | None:
        """Of a valid form."""
        return Added(**self.cleaned_data) if self.cleaned_data["name"] else None
