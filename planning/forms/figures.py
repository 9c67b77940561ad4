"""Forms of the page of one row's figures: the printed cells, single fields of base and targets, what came from above.

They read and check what was typed; what it means and whether it fits together, services and the database say.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from entry.forms.figure import FigureInput
from indicators.domain.types import Comparator, Form
from indicators.models import Base, BaseSource, Indicator, PlanIndicator, ReferenceFigure, Target, choices
from indicators.services.promises import NOTHING, Because
from planning.forms.parts import PartsInput
from plans.models import PlanStatus
from regions.models import Region

#: Forms that a number which is handed down can take.
HANDED_DOWN_FORMS = [
    one for one in choices.FORMS if one[0] not in (Form.ASSIGNED, Form.RELATIVE, Form.COMPOSITION, Form.QUALITATIVE, Form.NONE)
]  # fmt: skip
_EXAMPLES = {
    "base": _("例如：153.7、65.6%、30:33.7:36.3；没有就留空"),
    "target": _("例如：230、[35 以上]、6.5左右、<4.5、按省下达目标、与经济增长同步；没有就留空"),
    "growth": _("例如：7.6、6.5 以上、[13.5]、0.6 个百分点；没有就留空"),
}
_YEARS = {"min_value": 1949, "max_value": 2100}


class Reasoned(forms.Form):
    """What every change says: the state that was looked at, and outside of a draft why and by which document."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=_("更正理由"), max_length=2000, required=False, strip=True,
        help_text=_("例如：录入有误，以印发文本为准。调整和修订不在这里做"),
    )  # fmt: skip
    document = forms.CharField(label=_("依据文件（文号）"), max_length=200, required=False, strip=True)

    def __init__(self, *args: Any, row: PlanIndicator, trying: bool = False, **kwargs: Any) -> None:
        """``trying``: nothing will be written, so that no reason is needed yet."""
        super().__init__(*args, **kwargs)
        self.row = row
        if row.plan.status == PlanStatus.DRAFT:
            del self.fields["reason"], self.fields["document"]
        else:
            self.fields["reason"].required = not trying
            self.order_fields([name for name in self.fields if name not in ("reason", "document")])

    def because(self) -> Because:
        data = self.cleaned_data
        return Because(data.get("reason", ""), data.get("document", ""))


class CellsForm(Reasoned):
    """The cells as printed. What they mean is read anew."""

    def __init__(self, *args: Any, row: PlanIndicator, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        names = ("target",) if row.listing == "commitment" else ("base", "target", "growth")
        labels = {"base": _("基期值（原文）"), "target": _("目标（原文）"), "growth": _("年均或累计（原文）")}
        for name in names:
            self.fields[name] = forms.CharField(
                label=labels[name], max_length=100 if name == "base" else 200, required=False, help_text=_EXAMPLES[name]
            )
        self.order_fields(names)

    def typed(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("base", "target", "growth") if name in self.cleaned_data}


class BaseTermsForm(Reasoned):
    """Single fields of the base, whatever its text says."""

    value = FigureInput(label=_("基期值"))
    parts = PartsInput()
    unit = forms.CharField(label=_("计量单位"), max_length=40, required=False)
    year = forms.IntegerField(label=_("年份"), **_YEARS)
    price_basis = forms.ChoiceField(label=_("价格口径"), choices=choices.PRICE_BASES)
    text = forms.CharField(label=_("原文"), max_length=100, required=False)
    source = forms.ChoiceField(label=_("出处"))

    def __init__(self, *args: Any, base: Base | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = base.source if base else ""
        kinds = [one for one in BaseSource.choices if one[0] != BaseSource.REVISION or mine == BaseSource.REVISION]
        self.fields["source"].choices = kinds  # type: ignore[attr-defined]

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if year > self.row.plan.base_year:
            said = _now("基数年份不能晚于规划的基期 %(year)d 年。") % {"year": self.row.plan.base_year}
            raise forms.ValidationError(said)
        return year

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("value") is not None and data.get("parts"):
            self.add_error("parts", _now("基期值和各部分只能填一种。"))
        return data

    def terms(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("seen", "reason", "document")}


class TargetTermsForm(Reasoned):
    """Single fields of one promise, whatever its text says."""

    form = forms.ChoiceField(label=_("形式"), choices=choices.FORMS)
    comparator = forms.ChoiceField(label=_("比较"), choices=choices.COMPARATORS)
    value = FigureInput(label=_("目标值"))
    value_high = FigureInput(label=_("区间上端"))
    parts = PartsInput()
    unit = forms.CharField(label=_("计量单位"), max_length=40, required=False)
    price_basis = forms.ChoiceField(label=_("价格口径"), choices=choices.PRICE_BASES)
    text = forms.CharField(label=_("原文"), max_length=200, required=False)
    actual_kind = forms.ChoiceField(label=_("每年填报"), choices=choices.ACTUAL_KINDS)
    by = forms.CharField(label=_("下达机关"), max_length=60, required=False, help_text=_("只用于“按上级下达”"))
    reference_indicator = forms.ModelChoiceField(
        Indicator.objects.order_by("name"), label=_("参照指标"), required=False, empty_label=_("没有")
    )
    reference_region = forms.ModelChoiceField(
        Region.objects.all(), label=_("参照地区代码"), required=False, to_field_name="code",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}), help_text=_("留空为本地区"),
    )  # fmt: skip
    reference_text = forms.CharField(
        label=_("参照原文"), max_length=60, required=False, help_text=_("例如：全省平均水平。只用于“相对参照”")
    )
    tolerant = forms.BooleanField(label=_("基本同步（相差 0.3 个百分点以内也算）"), required=False)
    due_year = forms.IntegerField(label=_("承诺年份"), required=False, help_text=_("规划期末的目标留空"), **_YEARS)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        form = data.get("form")
        needs_words = form in (Form.ASSIGNED, Form.RELATIVE, Form.QUALITATIVE)
        if needs_words and not (
            data.get("text") or data.get("by") or data.get("reference_text") or data.get("reference_indicator")
        ):
            self.add_error("text", _now("请写出原文，例如“按省下达目标”。"))
        return data

    def terms(self) -> dict[str, Any]:
        """Columns of the target. What its form does not have is left out by hand, so that a changed form leaves nothing behind."""
        data = {name: value for name, value in self.cleaned_data.items() if name not in ("seen", "reason", "document")}
        form = data["form"]
        if form == Form.NONE:
            return {**NOTHING, "price_basis": "unknown"}
        if form != Form.ASSIGNED:
            data |= {"by": "", "assigned_form": "", "assigned_document": ""}
        if form != Form.RELATIVE:
            data |= {"reference_indicator": None, "reference_region": None, "reference_text": "", "tolerant": False}
        return data


class TakeAwayForm(Reasoned):
    """One promise less."""


class HandDownForm(forms.Form):
    """The number that a higher level handed down. ``version``: of the target that the planner looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    handed_form = forms.ChoiceField(label=_("形式"), choices=HANDED_DOWN_FORMS)
    handed_comparator = forms.ChoiceField(label=_("比较"), choices=choices.COMPARATORS)
    handed_value = FigureInput(label=_("下达的数字"))
    handed_unit = forms.CharField(label=_("计量单位"), max_length=40, required=False)
    handed_document = forms.CharField(label=_("下达文号"), max_length=100, strip=True)

    def clean_handed_value(self) -> Decimal:
        value: Decimal | None = self.cleaned_data["handed_value"]
        if value is None:
            raise forms.ValidationError(_now("请填写下达的数字。"))
        return value


class ReferenceForm(forms.Form):
    """One year of what a relative target is compared with; neither value nor growth takes a stored year away (``drops``)."""

    drops = False

    year = forms.TypedChoiceField(label=_("年份"), coerce=int)
    reference_value = FigureInput(label=_("数值"))
    reference_growth = FigureInput(label=_("增速（%）"), help_text=_("数值、增速都留空，保存即去掉这一年"))
    growth_basis = forms.ChoiceField(label=_("增速口径"), choices=choices.PRICE_BASES, initial="unknown")
    source_title = forms.CharField(label=_("来源"), max_length=200, help_text=_("例如：2023年河南省统计公报"))
    source_address = forms.CharField(label=_("来源地址"), max_length=300, required=False)

    def __init__(self, *args: Any, target: Target, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.target, plan = target, target.row.plan
        self.fields["year"].choices = [(year, year) for year in range(plan.base_year, plan.end_year + 1)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        blank = data.get("reference_value") is None and data.get("reference_growth") is None
        if not self.errors and blank and self.stored() is None:
            raise forms.ValidationError(_now("请填写数值或增速。"))
        self.drops = blank
        return data

    def stored(self) -> ReferenceFigure | None:
        """What stands for the year that was chosen; None: nothing yet."""
        return self.target.reference_figures.filter(year=self.cleaned_data.get("year")).first()

    def fact(self) -> ReferenceFigure:
        """The year as it shall stand: a stored one with what was typed, else a new one; unsaved."""
        data = self.cleaned_data
        fact = self.stored() or ReferenceFigure(target=self.target, year=data["year"])
        fact.value, fact.growth, fact.growth_basis = (
            data["reference_value"],
            data["reference_growth"],
            data["growth_basis"],
        )
        fact.source_title, fact.source_address = data["source_title"], data["source_address"]
        return fact


def ids(about: str, ordinal: int | None = None) -> str:
    """How the fields of one of the page's forms are named in the document, so that no two are named alike."""
    return f"id_{about}_{ordinal or 'new'}_%s"


def initial_of_base(base: Base | None, row: PlanIndicator, seen: str) -> dict[str, Any]:
    """What the form of the base begins with."""
    if base is None:
        return {
            "seen": seen, "unit": row.unit, "year": row.plan.base_year, "price_basis": "unknown",
            "source": BaseSource.TABLE.value,
        }  # fmt: skip
    return {
        "seen": seen, "value": plain(base.value), "parts": base.parts, "unit": base.unit, "year": base.year,
        "price_basis": base.price_basis, "text": base.text, "source": base.source,
    }  # fmt: skip


def initial_of_target(target: Target | None, row: PlanIndicator, seen: str) -> dict[str, Any]:
    """What the form of a promise begins with; None: of one more."""
    if target is None:
        return {"seen": seen, "form": Form.LEVEL.value, "comparator": Comparator.EQ.value, "unit": row.unit,
                "price_basis": "unknown", "actual_kind": "level"}  # fmt: skip
    names = (
        "form", "comparator", "unit", "price_basis", "text", "actual_kind", "by", "reference_text", "tolerant", "due_year",
    )  # fmt: skip
    region = target.reference_region
    return {name: getattr(target, name) for name in names} | {
        "seen": seen, "value": plain(target.value), "value_high": plain(target.value_high), "parts": target.parts,
        "reference_indicator": target.reference_indicator_id, "reference_region": region.code if region else "",
    }  # fmt: skip


def plain(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")
