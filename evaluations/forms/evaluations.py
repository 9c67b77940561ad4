"""Forms of evaluations: which are listed, a new one, a step, the words. They save nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.domain.facts import Section
from evaluations.models import Evaluation, EvaluationKind, EvaluationState
from plans.models import Plan

_LONGEST = 20_000  # characters of the words of a section


class FilterForm(forms.Form):
    """What the list is narrowed to."""

    plan = forms.ModelChoiceField(Plan.objects.none(), label=_("规划"), required=False, empty_label=_("全部"))
    kind = forms.ChoiceField(label=_("种类"), required=False, choices=[("", _("全部")), *EvaluationKind.choices])
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *EvaluationState.choices])

    def __init__(self, *args: Any, plans: Sequence[Plan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, plans)


class NewForm(forms.Form):
    """A new evaluation. An empty title takes the usual one."""

    plan = forms.ModelChoiceField(Plan.objects.none(), label=_("规划"), empty_label=None)
    kind = forms.ChoiceField(label=_("种类"), choices=EvaluationKind.choices)
    year = forms.IntegerField(label=_("年份"), min_value=1950, max_value=2100)
    title = forms.CharField(
        label=_("标题"),
        required=False,
        max_length=Evaluation._meta.get_field("title").max_length,
        help_text=_("可以不填，按地区、规划期和种类自动生成。"),
    )
    with_counties = forms.BooleanField(label=_("附所辖县（市、区）同期规划的情况"), required=False, initial=True)

    def __init__(self, *args: Any, plans: Sequence[Plan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, plans)


def _offer(form: forms.Form, plans: Sequence[Plan]) -> None:
    field = form.fields["plan"]
    assert isinstance(field, forms.ModelChoiceField)
    found = Plan.objects.filter(pk__in=[one.pk for one in plans]).select_related("region")
    field.queryset = found.order_by("region__lineage", "-start_year")


class StepForm(forms.Form):
    """A step on the way of an evaluation, with what it asks for. ``looked_at``: the seal of the figures on the page,
    ``lock``: how often the paper had been saved by then.
    """

    STEPS = ("submit", "withdraw", "return", "approve", "freeze", "correct", "discard")

    step = forms.ChoiceField(choices=[(one, one) for one in STEPS])
    looked_at = forms.CharField(required=False, max_length=64)
    lock = forms.IntegerField(required=False, min_value=0)
    comment = forms.CharField(
        label=_("退回意见"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    number = forms.CharField(
        label=_("文号"), required=False, max_length=Evaluation._meta.get_field("number").max_length
    )
    reason = forms.CharField(
        label=_("更正理由"), required=False, max_length=Evaluation._meta.get_field("reason").max_length
    )


class WordsForm(forms.Form):
    """Title, and the words of every section in which something is written. ``seen-…``: what stood there when it was opened."""

    title = forms.CharField(label=_("标题"), max_length=Evaluation._meta.get_field("title").max_length)

    def __init__(self, *args: Any, sections: Sequence[Section], stands: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections = sections
        for one in sections:
            self.fields[one.key] = forms.CharField(
                label=one.heading,
                help_text=one.guide,
                required=False,
                max_length=_LONGEST,
                initial=stands.get(one.key, ""),
                widget=forms.Textarea(attrs={"rows": 7, "data-words": one.key}),
            )
            self.fields[f"seen-{one.key}"] = forms.CharField(
                required=False, initial=stands.get(one.key, ""), strip=False, widget=forms.HiddenInput
            )

    def words(self) -> dict[str, str]:
        """What was typed, by section."""
        return {one.key: self.cleaned_data.get(one.key, "") for one in self.sections}

    def seen(self) -> dict[str, str]:
        """What stood there, by section."""
        return {one.key: self.cleaned_data.get(f"seen-{one.key}", "") for one in self.sections}
