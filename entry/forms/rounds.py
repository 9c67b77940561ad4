"""Forms of reporting rounds: they check what was typed and save nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entry.selectors.board import AskableRow
from indicators.models import PlanIndicator, ReportingRound
from plans.models import Plan

#: A row and a unit, "12:5"; "12:0": asked of no unit, the reviewer or planner enters it.
Ask = tuple[int, int | None]


def ask_word(ask: Ask) -> str:
    """How a tick is sent."""
    return f"{ask[0]}:{ask[1] or 0}"


def read_ask(word: str) -> Ask:
    """``ValueError`` for anything that ``ask_word`` does not write."""
    row, unit = word.split(":")
    return int(row), int(unit) or None


class DayInput(forms.DateInput):
    """The browser's own calendar; it wants and sends ISO days."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ChooseForm(forms.Form):
    """For which plan and year a round is made."""

    plan = forms.ModelChoiceField(Plan.objects.none(), label=_("规划"), empty_label=None)
    year = forms.IntegerField(label=_("年份"), min_value=1949, max_value=2199)

    def __init__(self, *args: Any, plans: list[Plan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["plan"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Plan.objects.filter(pk__in=[plan.pk for plan in plans]).select_related("region")
        field.choices = [(plan.pk, str(plan)) for plan in plans]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        plan, year = typed.get("plan"), typed.get("year")
        if plan and year and not plan.start_year <= year <= plan.end_year:
            years = {"start": plan.start_year, "end": plan.end_year}
            self.add_error("year", _("年份须在规划期 %(start)s–%(end)s 之内") % years)
        return typed


class RoundForm(forms.Form):
    """Name, dates and what is asked. ``lock``: the state of the round that was looked at; none for a new one."""

    title = forms.CharField(label=_("名称"), max_length=80)
    opens_on = forms.DateField(label=_("开始日期"), widget=DayInput(), help_text=_("当日 0 时起可以填报"))
    closes_on = forms.DateField(label=_("截止日期"), widget=DayInput(), help_text=_("当日 24 时止"))
    note = forms.CharField(
        label=_("填报说明"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("给填报员看：口径、数据来源、联系人等，可不填"),
    )  # fmt: skip
    lock = forms.IntegerField(required=False, widget=forms.HiddenInput)
    asks = forms.MultipleChoiceField(label=_("填报范围"), error_messages={"required": _("请至少选择一项指标。")})

    def __init__(self, *args: Any, rows: Iterable[AskableRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = [choice for one in rows for choice in one.choices]
        field = self.fields["asks"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(ask_word(ask), ask_word(ask)) for ask in allowed]

    def clean_asks(self) -> list[Ask]:
        return sorted({read_ask(word) for word in self.cleaned_data["asks"]}, key=lambda ask: (ask[0], ask[1] or 0))

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        opens, closes = typed.get("opens_on"), typed.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("截止日期不能早于开始日期"))
        return typed


class ReopenForm(forms.Form):
    """One row or all of a round, until a day, for a reason."""

    row = forms.ModelChoiceField(
        PlanIndicator.objects.none(), label=_("重新开放的范围"), required=False, empty_label=_("全部指标")
    )
    closes_on = forms.DateField(label=_("开放至"), widget=DayInput(), help_text=_("当日 24 时止"))
    reason = forms.CharField(
        label=_("理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("记入修改历史，填报员也能看到"),
    )  # fmt: skip

    def __init__(self, *args: Any, round: ReportingRound, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field = self.fields["row"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = PlanIndicator.objects.filter(asks__round=round).distinct().order_by("-listing", "position")

    def clean_closes_on(self) -> date:
        until: date = self.cleaned_data["closes_on"]
        if until < self.today:
            raise forms.ValidationError(_("这一天已经过去，请选今天或以后的日期。"))
        return until


class RemindForm(forms.Form):
    """Which units are reminded, in what words. "0": what no unit answers for."""

    units = forms.MultipleChoiceField(label=_("单位"), error_messages={"required": _("请至少选择一个单位。")})
    text = forms.CharField(label=_("提醒内容"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, unit_ids: Iterable[int | None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["units"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(one or 0), str(one or 0)) for one in unit_ids]

    def clean_units(self) -> list[int | None]:
        return [int(word) or None for word in self.cleaned_data["units"]]
