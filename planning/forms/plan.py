"""Forms of what stands at the head of a plan. They read and check; ``planning.services.particulars`` writes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from planning.selectors.seen import PARTICULARS
from planning.services.particulars import YEARS
from plans.models import Plan, PlanStatus
from regions.models import Region

_YEAR = {"min_value": 1949, "max_value": 2100}


class ParticularsForm(forms.ModelForm):  # type: ignore[type-arg]
    """``seen``: what the person looked at. Years of a plan that is no draft are shown and not changed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    base_year = forms.IntegerField(label=_("基期年"), **_YEAR)
    start_year = forms.IntegerField(label=_("起始年"), **_YEAR)
    end_year = forms.IntegerField(label=_("末年"), help_text=_("可以是五年，也可以更长或更短。"), **_YEAR)
    reason = forms.CharField(label=_("修改理由"), max_length=500, required=False, strip=True)

    class Meta:
        model = Plan
        fields = PARTICULARS
        widgets = {"issued_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        draft = self.instance.status == PlanStatus.DRAFT
        if draft:
            del self.fields["reason"]
        for name in YEARS:
            self.fields[name].disabled = not draft

    def _post_clean(self) -> None:
        """The instance as a form makes it; its rules are asked by the service, once, under the lock."""
        self.instance = forms.models.construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)


class NewPlanForm(ParticularsForm):
    """An empty plan of a region of the person's scope."""

    region = forms.ModelChoiceField(
        label=_("地区"), queryset=Region.objects.none(), to_field_name="code", empty_label=_("请选择")
    )
    besides = forms.BooleanField(
        label=_("另建"), required=False, help_text=_("已有同一时期的规划，仍另建一个（例如将来替代它的新本）")
    )

    class Meta(ParticularsForm.Meta):
        fields = ("region", *PARTICULARS)

    def __init__(self, *args: Any, regions: QuerySet[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]
        del self.fields["seen"]
