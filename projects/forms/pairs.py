"""What a person says of two entries that may be the same works, and which pairs a page is asked for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plans.models import Plan
from projects.models import Decision, LikePair


class PairsAsked(forms.Form):
    """The pairs of one plan (none named: of all the person sees), in one state (none named: all)."""

    plan = forms.ModelChoiceField(Plan.objects.none(), required=False, label=_("规划"))
    decision = forms.ChoiceField(choices=[("", _("全部")), *Decision.choices], required=False, label=_("处理"))

    def __init__(self, *args: Any, plans: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """One of the four buttons and a reason."""

    decision = forms.ChoiceField(
        choices=[
            ("merged-first", _("合并，保留前一个")), ("merged-second", _("合并，保留后一个")),
            ("linked", _("有关联")), ("apart", _("不是同一项目")),
        ]
    )  # fmt: skip
    reason = forms.CharField(max_length=300, label=_("理由"), error_messages={"required": _("请写明理由。")})

    def said(self, pair: LikePair) -> dict[str, Any]:
        """Decision, the entry that goes on (None: not merged) and the reason, as ``services.pairs.decide`` takes them."""
        decision, _dash, kept = self.cleaned_data["decision"].partition("-")
        going_on = {"first": pair.first_id, "second": pair.second_id}.get(kept)
        return {"decision": decision, "kept": going_on, "reason": self.cleaned_data["reason"]}
