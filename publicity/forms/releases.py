"""What an administrator ticks before something goes out, and why it is taken back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from plans.models import Plan


class ReleaseForm(forms.Form):
    """Year and parts. ``looked_at``: the seal of what was shown, "" = nothing was yet."""

    year = forms.TypedChoiceField(label=gettext_lazy("年份"), coerce=int)
    with_projects = forms.BooleanField(label=gettext_lazy("公开重点项目"), required=False)
    with_commitments = forms.BooleanField(label=gettext_lazy("公开正文承诺"), required=False)
    words = forms.CharField(
        label=gettext_lazy("说明"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("随数据一起公开的文字，例如数据来源和口径。"),
    )  # fmt: skip
    looked_at = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, plan: Plan, this_year: int, first: int, **kwargs: Any) -> None:
        """``first``: the year that is offered."""
        last = max(plan.start_year, min(plan.end_year, this_year))
        kwargs.setdefault("initial", {"year": min(first, last)})
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in range(last, plan.start_year - 1, -1)]  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("撤回理由"), max_length=300, help_text=gettext_lazy("只有管理员看得到理由。")
    )
