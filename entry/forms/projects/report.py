"""The form of one monthly report, for the grid and the workbook alike. It checks what was typed and never saves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from entry.forms.figure import MISTAKES
from indicators.domain.entered import MAX_DECIMALS, Unreadable, UnreadableFigure, read_pasted
from projects.domain.days import NoDay, read_day
from projects.models import ProjectReport, Stage
from projects.services.reports import ReportFigures

#: The cells of a report in the order of the columns.
CELLS = (
    "investment_month", "investment_to_date", "progress", "progress_text", "stage", "stage_on", "next_step", "problem",
    "problem_unit", "problem_due",
)  # fmt: skip
#: Those that hold a number, with its unit.
NUMBERS = {"investment_month": "万元", "investment_to_date": "万元", "progress": "%"}
DAYS = ("stage_on", "problem_due")
#: How many characters a cell in words takes.
LONGEST = 500

_MONEY = {
    **MISTAKES,
    Unreadable.WORDS: _("“%(text)s”带有文字或单位。投资一律以万元填写，只填数字，不作换算。"),
    Unreadable.COMPARATOR: _("“%(text)s”带了比较符号。这里只填数字。"),
}


class NumberInput(forms.CharField):
    """A cell with a number, typed or pasted out of a sheet: an exact ``Decimal``, None where left blank."""

    def __init__(self, *, unit: str, **kwargs: Any) -> None:
        super().__init__(required=False, strip=False, max_length=60, **kwargs)
        self.unit = unit

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return read_pasted(text, unit=self.unit)
        except UnreadableFigure as error:
            parameters = {"text": text.strip(), "most": MAX_DECIMALS}
            raise forms.ValidationError(str(_MONEY[error.why]) % parameters, code=error.why.value) from None


class DayInput(forms.CharField):
    """A cell with a day: a ``date``, None where left blank."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=60, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return read_day(text)
        except NoDay:
            raise forms.ValidationError(
                str(_("“%(text)s”不是完整的日期。请写到日，例如 2025-03-15。")) % {"text": text}, code="day"
            ) from None


class UnitInput(forms.CharField):
    """A cell with a unit, by its number or by its name as it is offered: a ``Unit``, None where left blank."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=160, **kwargs)
        self.offered: Mapping[str, Unit] = {}

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = self.offered.get(text)
        if found is None:
            raise forms.ValidationError(
                str(_("没有叫“%(text)s”的单位。请从下拉框里选，或写单位全称。")) % {"text": text}, code="unit"
            )
        return found


class ReportForm(forms.Form):
    """One project and month. ``units``: who may be asked to solve its problem, by number and by name."""

    investment_month = NumberInput(label=_("本月完成投资（万元）"), unit="万元")
    investment_to_date = NumberInput(label=_("累计完成投资（万元）"), unit="万元")
    progress = NumberInput(label=_("形象进度（%）"), unit="%")
    progress_text = forms.CharField(label=_("形象进度"), required=False, max_length=LONGEST)
    stage = forms.ChoiceField(label=_("阶段"), required=False, choices=[("", _("不变")), *Stage.choices])
    stage_on = DayInput(label=_("进入阶段日期"))
    next_step = forms.CharField(label=_("下步计划"), required=False, max_length=LONGEST)
    problem = forms.CharField(label=_("存在问题"), required=False, max_length=LONGEST)
    problem_unit = UnitInput(label=_("需解决的单位"))
    problem_due = DayInput(label=_("解决时限"))

    def __init__(self, *args: Any, units: Mapping[str, Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["problem_unit"]
        assert isinstance(field, UnitInput)
        field.offered = units

    def figures(self) -> ReportFigures:
        """What was entered, after ``is_valid``."""
        return ReportFigures(**{name: self.cleaned_data[name] for name in CELLS})


def offered(units: Sequence[Unit]) -> dict[str, Unit]:
    """How the cells may name these units: by number, and by a name that only one of them has (the first ones are nearer)."""
    found: dict[str, Unit] = {}
    for unit in units:
        found.setdefault(unit.name, unit)
        found.setdefault(f"{unit.region.name}{unit.name}", unit)
    return found | {str(unit.pk): unit for unit in units}


def texts_of(report: ProjectReport | None) -> dict[str, str]:
    """The cells of a report as they are stored; units by number, days as 2025-03-15."""
    if report is None:
        return dict.fromkeys(CELLS, "")
    found = {name: getattr(report, name) for name in CELLS if name != "problem_unit"}
    return {name: _text(found.get(name, report.problem_unit_id)) for name in CELLS}


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else f"{value:f}" if hasattr(value, "as_tuple") else str(value)
