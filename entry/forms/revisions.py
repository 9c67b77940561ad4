"""Forms of the planner's revisions: a new base, a marked break. They read and check; the services of ``indicators`` write."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entry.forms.figure import FigureInput
from indicators.domain.types import BaseFigure, PriceBasis
from indicators.models import Base, DefinitionBreak, PlanIndicator, choices
from indicators.services.targets import BaseTerms

_DOCUMENT = _("例如：豫统〔2025〕3号")


class BaseForm(forms.Form):
    """A base as it shall stand from now on. ``version``: the base that the planner looked at, empty where there was none."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    value = FigureInput(label=_("修订后的基数"))
    unit = forms.CharField(label=_("计量单位"), max_length=40, required=False, strip=True)
    year = forms.IntegerField(label=_("基数年份"), min_value=1949, max_value=2100)
    price_basis = forms.ChoiceField(label=_("价格口径"), choices=choices.PRICE_BASES)
    document = forms.CharField(label=_("依据文件（文号）"), max_length=200, strip=True, help_text=_DOCUMENT)
    reason = forms.CharField(
        label=_("修订理由"), max_length=2000, strip=True, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("例如：第五次全国经济普查修订 2020 年数据"),
    )  # fmt: skip

    def __init__(self, *args: Any, row: PlanIndicator, base: Base | None, **kwargs: Any) -> None:
        self.row, self.base = row, base
        self.parts = len(base.parts) if base else 0
        super().__init__(*args, **kwargs)
        for number in range(1, self.parts + 1):
            self.fields[f"part_{number}"] = FigureInput(label=_("第 %(number)d 部分") % {"number": number})
        if self.parts:
            del self.fields["value"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in self._figure_names():
            if data.get(name) is None and name not in self.errors:
                self.add_error(name, _("请填写修订后的数。没有数可填，就不必修订。"))
        if data.get("year", 0) > self.row.plan.base_year:
            said = _("基数年份不能晚于规划的基期 %(year)d 年。") % {"year": self.row.plan.base_year}
            self.add_error("year", said)
        return data

    def _figure_names(self) -> list[str]:
        return [f"part_{number}" for number in range(1, self.parts + 1)] or ["value"]

    def _parts(self) -> tuple[Decimal, ...]:
        return tuple(self.cleaned_data[name] for name in self._figure_names()) if self.parts else ()

    def terms(self) -> BaseTerms:
        """What the service writes, after ``is_valid``."""
        data = self.cleaned_data
        return BaseTerms(
            year=data["year"],
            value=data.get("value"),
            parts=self._parts(),
            unit=data["unit"],
            price_basis=data["price_basis"],
        )

    def figure(self) -> BaseFigure:
        """The same in the words of the core, for 试算."""
        data = self.cleaned_data
        return BaseFigure(data.get("value"), data["year"], PriceBasis(data["price_basis"]), self._parts())


def initial_base(base: Base | None, row: PlanIndicator) -> dict[str, Any]:
    """What the form shows first: the year and price basis of the base in force; its figure is left to be typed."""
    if base is None:
        return {"year": row.plan.base_year, "unit": row.unit, "price_basis": PriceBasis.UNKNOWN.value}
    return {"version": base.version, "year": base.year, "unit": base.unit, "price_basis": base.price_basis}


class BreakForm(forms.Form):
    """A year from which the figure is defined otherwise."""

    break_year = forms.TypedChoiceField(label=_("自哪一年起"), coerce=int)
    break_document = forms.CharField(label=_("依据文件（文号）"), max_length=200, strip=True, help_text=_DOCUMENT)
    break_reason = forms.CharField(
        label=_("变化内容"), max_length=2000, strip=True, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, row: PlanIndicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        years = [
            (year, _("%(year)d 年") % {"year": year}) for year in range(row.plan.start_year, row.plan.end_year + 1)
        ]
        self.fields["break_year"].choices = years  # type: ignore[attr-defined]

    def fact(self) -> DefinitionBreak:
        """The unsaved mark, after ``is_valid``."""
        data = self.cleaned_data
        return DefinitionBreak(
            row=self.row, year=data["break_year"], document=data["break_document"], reason=data["break_reason"]
        )
