"""Forms of what is done about a problem, and of letters: they check what was typed and save nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from projects.domain.problems import Step
from projects.models import Problem, ProblemKind
from projects.selectors.problems import units_around

_LONGEST = 2000


class DayInput(forms.DateInput):
    """The browser's own calendar; it wants and sends ISO days."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def words(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=required, max_length=_LONGEST, widget=area, help_text=help_text)


class StepForm(forms.Form):
    """One step. ``lock``: of the problem that was looked at."""

    lock = forms.IntegerField(widget=forms.HiddenInput)
    text = words(_("内容"))

    def __init__(self, *args: Any, problem: Problem, **kwargs: Any) -> None:
        kwargs["initial"] = {"lock": problem.lock, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class AssignForm(StepForm):
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("责任单位"), empty_label=_("请选择"))
    due = forms.DateField(label=_("解决时限"), widget=DayInput())
    kind = forms.ChoiceField(label=_("类别"), choices=ProblemKind.choices)
    text = words(_("要求"), required=False, help_text=_("可不填"))
    field_order = ("lock", "unit", "due", "kind", "text")

    def __init__(self, *args: Any, problem: Problem, **kwargs: Any) -> None:
        stands = {"unit": problem.unit_id, "due": problem.due, "kind": problem.kind}
        super().__init__(*args, problem=problem, **{**kwargs, "initial": {**stands, **kwargs.get("initial", {})}})
        region = problem.project.region
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = units_around(region)
        field.label_from_instance = lambda unit: _named(unit, region.pk)  # type: ignore[method-assign]


class AnswerForm(StepForm):
    text = words(_("答复"), help_text=_("采取了什么措施，结果如何"))


class SendBackForm(StepForm):
    text = words(_("退回意见"))
    due = forms.DateField(label=_("新的时限"), required=False, widget=DayInput(), help_text=_("不填则时限不变"))


class ExtendForm(StepForm):
    due = forms.DateField(label=_("延至"), widget=DayInput())
    text = words(_("延期理由"))
    field_order = ("lock", "due", "text")


class CloseForm(StepForm):
    text = words(_("销号说明"), help_text=_("如何核实问题已经解决"))


class ReopenForm(StepForm):
    text = words(_("重新打开的理由"))
    due = forms.DateField(label=_("新的时限"), required=False, widget=DayInput(), help_text=_("不填则时限不变"))


FORMS: dict[Step, type[StepForm]] = {
    Step.ASSIGNED: AssignForm,
    Step.ANSWERED: AnswerForm,
    Step.SENT_BACK: SendBackForm,
    Step.EXTENDED: ExtendForm,
    Step.CLOSED: CloseForm,
    Step.REOPENED: ReopenForm,
}


class LetterForm(forms.Form):
    """A new letter to a unit. ``problems``: those that the unit must still solve."""

    number = forms.CharField(label=_("文号"), max_length=40)
    sender = forms.CharField(label=_("发函单位"), max_length=60)
    deadline = forms.DateField(label=_("回复时限"), widget=DayInput())
    problems = forms.MultipleChoiceField(label=_("列入哪些问题"), required=False)
    late = forms.BooleanField(label=_("列入逾期未报的月报"), required=False)
    remark = words(_("补充内容"), required=False, help_text=_("写在函的最后，可不填"))

    def __init__(self, *args: Any, problems: list[Problem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["problems"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(one.pk), one.text) for one in problems]

    def clean_problems(self) -> list[int]:
        return [int(one) for one in self.cleaned_data["problems"]]


class ReplyForm(forms.Form):
    lock = forms.IntegerField(widget=forms.HiddenInput)
    text = words(_("回复"), help_text=_("逐项写明措施、责任人和完成时间"))


class FinishForm(forms.Form):
    lock = forms.IntegerField(widget=forms.HiddenInput)


def proposed_deadline(today: date, days: int = 7) -> date:
    """A week to reply, unless somebody sets another day."""
    return date.fromordinal(today.toordinal() + days)


def _named(unit: Unit, region_id: int) -> str:
    return unit.name if unit.region_id == region_id else f"{unit.region.name} {unit.name}"
