"""Forms of the register: what a planner writes about a project. They read and check; ``projects.services`` writes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from indicators.models.fields import FigureField
from projects.models import Project, Stage
from projects.services.register import EDITABLE

_DAY = {"type": "date"}


def _day_widget() -> forms.DateInput:
    return forms.DateInput(attrs=_DAY, format="%Y-%m-%d")


class ProjectForm(forms.ModelForm):  # type: ignore[type-arg]
    """``EDITABLE`` and the count of saves that the person saw."""

    lock = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = Project
        fields = EDITABLE
        widgets = {
            "facts": forms.Textarea(attrs={"rows": 3}),
            **{name: _day_widget() for name in ("planned_start", "planned_finish", "actual_start", "actual_finish")},
        }

    def _post_clean(self) -> None:
        """The instance as a form makes it; its rules are asked by the service, once, under the lock."""
        self.instance = forms.models.construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)


class UnitsForm(forms.Form):
    """Who leads and who takes part. ``units``: those to choose from; those of another region than ``home`` say which."""

    lead = forms.ModelChoiceField(
        label=_("牵头单位"), queryset=Unit.objects.none(), required=False, empty_label=_("未定")
    )
    cooperating = forms.ModelMultipleChoiceField(
        label=_("配合单位"), queryset=Unit.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    confirmed = forms.BooleanField(label=_("分工已确认"), required=False)
    lock = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, units: QuerySet[Unit], home: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lead", "cooperating"):
            field: Any = self.fields[name]
            field.queryset = units
            field.label_from_instance = lambda unit: (
                str(unit) if unit.region_id == home else f"{unit}（{unit.region.name}）"
            )


class YearForm(forms.Form):
    """What one year asks of the project. ``lock``: 0 where nothing was written yet."""

    year = forms.IntegerField(widget=forms.HiddenInput)
    lock = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    planned_investment = FigureField().formfield(label=_("计划投资（万元）"), required=False, min_value=0)
    target = forms.CharField(label=_("年度目标"), required=False, max_length=300)
    measures = forms.CharField(label=_("措施"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class StageForm(forms.Form):
    """The project came into a stage on a day."""

    stage = forms.ChoiceField(label=_("阶段"), choices=[("", _("请选择")), *Stage.choices])
    on = forms.DateField(label=_("日期"), widget=_day_widget())
    note = forms.CharField(label=_("说明"), required=False, max_length=300, help_text=_("跳过或退回阶段时必填"))
