"""Forms of an adjustment: its particulars, and what becomes of one row's base and targets. They read and check, nothing more."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from entry.forms.figure import FigureInput
from indicators.domain.display import number
from indicators.domain.forms import decide_form
from indicators.domain.notation import parse_cell
from indicators.domain.restate import Keeps, NotRestated, Restated, restate
from indicators.domain.types import BaseFigure, Form, Role
from indicators.models import Base, PlanIndicator, Target, choices
from indicators.models.lifecycle import ChangeOf, PlannedChange
from indicators.selectors.row_page import terms_of as terms_of_target
from indicators.selectors.row_page import terms_of_row
from planning.forms.parts import PartsInput
from planning.selectors.adjusting import OpenRow, base_as_planned, fields_of, terms_of
from planning.services.adjusting import Particulars, Planned
from plans.models import Adjustment, AdjustmentKind


class AdjustmentForm(forms.Form):
    """Who agreed to what, when, by which document and why."""

    kind = forms.ChoiceField(label=_("种类"), choices=AdjustmentKind.choices, widget=forms.RadioSelect)
    body = forms.CharField(
        label=_("批准机关"), max_length=100, help_text=_("例如：某县人民代表大会常务委员会、省统计局")
    )
    document_number = forms.CharField(label=_("文号"), max_length=60)
    approved_on = forms.DateField(label=_("批准日期"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_("理由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    summary = forms.CharField(label=_("调整内容"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def particulars(self) -> Particulars:
        """After ``is_valid``."""
        return Particulars(**self.cleaned_data)


def initial_of(adjustment: Adjustment | None) -> dict[str, Any]:
    """What the form shows first."""
    if adjustment is None:
        return {"kind": AdjustmentKind.ADJUSTMENT}
    return {name: getattr(adjustment, name) for name in AdjustmentForm.base_fields}


class _Changes(forms.Form):
    """The fields of a base or target; ``terms`` are those that become other ones. ``now``: as they stand."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, now: dict[str, Any], planned: PlannedChange | None, version: int | None, **kwargs: Any
    ):
        self.now = now
        shown = {**now, **(terms_of(planned) if planned else {}), "version": version}
        super().__init__(*args, initial=shown, **kwargs)

    def differing(self) -> dict[str, Any]:
        """After ``is_valid``."""
        typed = {name: self.cleaned_data[name] for name in self.now if name in self.cleaned_data}
        return {name: value for name, value in typed.items() if value != self.now[name]}


class BaseChangeForm(_Changes):
    """A base as it shall stand. ``keeps``: what becomes of the levels that start from it and are not typed anew."""

    value = FigureInput(label=_("基期值"))
    parts = PartsInput()
    year = forms.IntegerField(label=_("年份"), min_value=1949, max_value=2100)
    unit = forms.CharField(label=_("计量单位"), max_length=40, required=False)
    price_basis = forms.ChoiceField(label=_("价格口径"), choices=choices.PRICE_BASES)
    text = forms.CharField(label=_("原文"), max_length=100, required=False)
    keeps = forms.ChoiceField(
        label=_("目标水平值"),
        required=False,
        choices=[
            ("level", PlannedChange.Keeps.LEVEL.label),
            ("growth", PlannedChange.Keeps.GROWTH.label),
            ("change", PlannedChange.Keeps.CHANGE.label),
        ],
        help_text=_("基期值修订后，下面没有另行填写的水平值目标怎样处理"),
    )

    def __init__(self, *args: Any, base: Base | None, row: PlanIndicator, planned: PlannedChange | None, **kwargs: Any):
        self.row = row
        super().__init__(
            *args, now=base_as_planned(base, {}, row), planned=planned, version=base.version if base else None, **kwargs
        )
        self.initial["keeps"] = planned.keeps if planned else "level"
        if self.now["parts"]:
            del self.fields["value"]
        else:
            del self.fields["parts"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        name = "parts" if self.now["parts"] else "value"
        if self.now[name] not in (None, []) and not self.errors and data.get(name) in (None, []):
            self.add_error(name, _("请填写基期值。不调整就保留原数。"))
        if data.get("year") and data["year"] > self.row.plan.base_year:
            said = _("基数年份不能晚于规划的基期 %(year)d 年。") % {"year": self.row.plan.base_year}
            self.add_error("year", said)
        return data

    @cached_property
    def terms(self) -> dict[str, Any]:
        found = self.differing()
        if found.keys() & {"value", "parts"} and "text" not in found and self.now["text"]:
            found["text"] = ""  # the old print says another figure
        return found


class TargetChangeForm(_Changes):
    """A target as it shall stand. A printed text typed alone is read as the plan's own table would be."""

    text = forms.CharField(label=_("原文"), max_length=200, required=False, help_text=_("只改原文时按原文读数"))
    form = forms.ChoiceField(label=_("形式"), choices=choices.FORMS)
    comparator = forms.ChoiceField(label=_("比较"), choices=choices.COMPARATORS)
    value = FigureInput(label=_("目标值"))
    value_high = FigureInput(label=_("区间上端"))
    parts = PartsInput()
    unit = forms.CharField(label=_("计量单位"), max_length=40, required=False)
    price_basis = forms.ChoiceField(label=_("价格口径"), choices=choices.PRICE_BASES)
    due_year = forms.IntegerField(label=_("承诺年份"), required=False)

    def __init__(self, *args: Any, target: Target, planned: PlannedChange | None, **kwargs: Any):
        self.target = target
        super().__init__(*args, now=fields_of(target), planned=planned, version=target.version, **kwargs)
        if target.form != Form.COMPOSITION:
            del self.fields["parts"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and self.differing().keys() == {"text"} and data["text"]:
            self._read(data)
        return data

    def _read(self, data: dict[str, Any]) -> None:
        row = self.target.row
        found = parse_cell(data["text"], role=Role.TARGET, name=row.name, unit=row.unit)
        base = row.bases.filter(in_force=True).first()
        figure = BaseFigure(base.value, base.year) if base else None
        spec = decide_form(found[0], figure, terms_of_row(row, base).catalogue if row.indicator else None)
        if len(found) > 1 or (spec.form is Form.QUALITATIVE and self.now["form"] != Form.QUALITATIVE):
            self.add_error("text", _("读不出一个目标。请逐项填写形式和数值。"))
            return
        data.update(
            form=spec.form.value, value=spec.value, value_high=spec.value_high, comparator=spec.comparator.value,
            unit=spec.unit or self.now["unit"], parts=list(spec.parts),
        )  # fmt: skip

    @cached_property
    def terms(self) -> dict[str, Any]:
        found = self.differing()
        if (
            found.keys() & {"value", "value_high", "form", "parts", "comparator"}
            and "text" not in found
            and self.now["text"]
        ):
            found["text"] = ""
        return found


class RowForms:
    """Every form of one row."""

    def __init__(self, opened: OpenRow, data: Any = None) -> None:
        self.opened = opened
        row = opened.row
        self.base = BaseChangeForm(data, prefix="base", base=opened.base, row=row, planned=opened.change(ChangeOf.BASE))
        self.targets = [
            TargetChangeForm(
                data,
                prefix=f"target-{one.ordinal}",
                target=one,
                planned=_typed(opened.change(ChangeOf.TARGET, one.ordinal)),
            )
            for one in opened.targets
        ]

    def is_valid(self) -> bool:
        return sum(one.is_valid() for one in (self.base, *self.targets)) == 1 + len(
            self.targets
        )  # each says what is wrong

    def planned(self) -> list[Planned]:
        """What the service keeps, after ``is_valid``."""
        keeps = self.base.cleaned_data["keeps"] if "value" in self.base.terms else ""
        found = [Planned(ordinal=None, version=self.base.cleaned_data["version"], terms=self.base.terms, keeps=keeps)]
        for form in self.targets:
            terms, kept = form.terms, ""
            if not terms and keeps in ("growth", "change"):
                terms, kept = restated_terms(self.opened, form.target, self.base.terms, keeps), keeps
            version = form.cleaned_data["version"]
            found.append(
                Planned(ordinal=form.target.ordinal, version=version, terms=terms, keeps=kept if terms else "")
            )
        return found


def _typed(change: PlannedChange | None) -> PlannedChange | None:
    """A change that was typed; one that follows from the base is made anew each time."""
    return None if change is not None and change.keeps else change


def restated(opened: OpenRow, target: Target, base_terms: dict[str, Any], keeps: str) -> Restated | NotRestated:
    """The target on the base as it shall stand."""
    after = base_as_planned(opened.base, base_terms, opened.row)
    if after["value"] is None or opened.base is None:
        return NotRestated.NO_BASE
    return restate(
        terms_of_target(target),
        Keeps(keeps),
        before=(opened.base.value, opened.base.year),
        after=(after["value"], after["year"]),
        end_year=target.due_year or opened.row.plan.end_year,
        printed=target.text,
    )


def restated_terms(opened: OpenRow, target: Target, base_terms: dict[str, Any], keeps: str) -> dict[str, Any]:
    """The fields that become other ones; none where the target does not start from the base."""
    found = restated(opened, target, base_terms, keeps)
    if isinstance(found, NotRestated) or found.value == target.value:
        return {}
    terms: dict[str, Any] = {"value": found.value, "text": _reprinted(target, found)}
    return {**terms, "value_high": found.value_high} if target.value_high is not None else terms


def _reprinted(target: Target, found: Restated) -> str:
    """The printed text with the new figure in place of the old one; "" where the old one does not stand there as such."""
    figures = re.findall(r"\d+(?:\.\d+)?", target.text)
    if target.value_high is not None or len(figures) != 1 or Decimal(figures[0]) != target.value:
        return ""
    return target.text.replace(figures[0], number(found.value, found.digits))
