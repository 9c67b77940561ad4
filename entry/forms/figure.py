"""The form of one figure, for the page, the grid and the workbook alike. It checks what was typed and never saves."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entry.selectors.figures import Asked
from indicators.domain.entered import MAX_DECIMALS, Unreadable, UnreadableFigure, read_figure
from indicators.domain.types import Status
from indicators.models import Observation, choices
from indicators.services.observations import ObservationFigures

#: What to do about each mistake in a typed figure.
MISTAKES: dict[Unreadable, Promise] = {
    Unreadable.COMMA: _("“%(text)s”里有逗号或顿号。请去掉千分位；小数点用“.”，例如 1234.5。"),
    Unreadable.PERCENT: _("“%(text)s”带了百分号或千分号。单位已写在输入框旁，只填数字，例如 6.5。"),
    Unreadable.SCIENTIFIC: _("“%(text)s”是科学记数法。请写出全部数字，例如 1000。"),
    Unreadable.BLANK_INSIDE: _("“%(text)s”中间有空格，可能是两个数。请只填一个数字，中间不留空格。"),
    Unreadable.COMPARATOR: _("“%(text)s”带了比较符号。请在“数值前的符号”里选择，这里只填数字。"),
    Unreadable.WORDS: _("“%(text)s”带有文字或单位。单位已写在输入框旁，不作换算，只填数字。"),
    Unreadable.DASH: _("“%(text)s”不是数字。没有数据请留空；数值为零请填 0。"),
    Unreadable.TOO_PRECISE: _("“%(text)s”的小数超过 %(most)d 位，不会自动四舍五入。请按公布的位数填写。"),
    Unreadable.TOO_LARGE: _("“%(text)s”的整数位太多。请核对数字和计量单位。"),
    Unreadable.NOT_A_NUMBER: _("“%(text)s”不是一个数字。请填写例如 193.3 或 -0.5 的数字。"),
}

#: Judgements that a person may give for a target in words.
JUDGEMENTS = (
    Status.MET_EARLY, Status.MET, Status.NEARLY_MET, Status.NOT_MET, Status.ON_TRACK, Status.BEHIND, Status.FAR_BEHIND,
    Status.HOLDS, Status.BREACHED,
)  # fmt: skip


class FigureInput(forms.CharField):
    """A text box for one figure: an exact ``Decimal``, None where left blank."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"class": "number", "inputmode": "decimal", "autocomplete": "off"})
        super().__init__(required=False, strip=False, max_length=60, widget=widget, **kwargs)

    def clean(self, value: Any) -> Decimal | None:  # type: ignore[override]
        text = super().clean(value)
        try:
            return read_figure(text)
        except UnreadableFigure as error:
            parameters = {"text": text.strip(), "most": MAX_DECIMALS}
            raise forms.ValidationError(str(MISTAKES[error.why]) % parameters, code=error.why.value) from None


class FigureForm(forms.Form):
    """One row and year. Which fields it has follows from what the row's targets ask (``Asked``)."""

    lock = forms.IntegerField(required=False, widget=forms.HiddenInput)
    value = FigureInput(label=_("实际值"))
    comparator = forms.ChoiceField(label=_("数值前的符号"), choices=choices.COMPARATORS)
    value_basis = forms.ChoiceField(label=_("数值口径"), choices=choices.PRICE_BASES)
    growth = FigureInput(label=_("增速"))
    growth_basis = forms.ChoiceField(label=_("增速口径"), choices=choices.PRICE_BASES)
    reported = forms.TypedChoiceField(
        label=_("上报结论"),
        required=False,
        choices=[("", _("未上报")), ("yes", _("上报完成")), ("no", _("上报未完成"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
    )
    judgement = forms.ChoiceField(
        label=_("人工判定"),
        required=False,
        choices=[("", _("未判定")), *(one for one in choices.STATUSES if one[0] in JUDGEMENTS)],
        help_text=_("判定的理由请写在备注里。"),
    )
    vintage = forms.ChoiceField(label=_("数据版次"), choices=choices.VINTAGES)
    source_title = forms.CharField(
        label=_("来源"), max_length=200, required=False, help_text=_("例如：2024 年国民经济和社会发展统计公报")
    )
    source_address = forms.CharField(label=_("来源地址"), max_length=300, required=False)
    note = forms.CharField(label=_("备注"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        if not asked.reported:
            del self.fields["reported"]
        if not asked.judgement:
            del self.fields["judgement"]
        for number in range(1, asked.parts + 1):
            self.fields[f"part_{number}"] = FigureInput(label=_("第 %(number)d 部分") % {"number": number})
        for name, field in self.fields.items():
            if self.is_bound and name in self.errors:
                field.widget.attrs |= {"aria-invalid": "true", "aria-describedby": f"id_{name}_errors"}

    def clean(self) -> dict[str, Any]:
        """The parts of a composition are given together or not at all."""
        data = super().clean() or self.cleaned_data
        parts = [data.get(name) for name in self.part_names()]
        if any(part is not None for part in parts):
            for name, part in zip(self.part_names(), parts, strict=True):
                if part is None and name not in self.errors:
                    self.add_error(name, _("各部分要一并填写，这一部分是空的。"))
        return data

    def part_names(self) -> list[str]:
        return [f"part_{number}" for number in range(1, self.asked.parts + 1)]

    def figures(self) -> ObservationFigures:
        """What was entered, after ``is_valid``."""
        data = self.cleaned_data
        return ObservationFigures(
            value=data["value"],
            value_basis=data["value_basis"],
            growth=data["growth"],
            growth_basis=data["growth_basis"],
            parts=tuple(data[name] for name in self.part_names() if data[name] is not None),
            comparator=data["comparator"],
            reported=data.get("reported"),
            judgement=data.get("judgement", ""),
            vintage=data["vintage"],
            source_title=data["source_title"],
            source_address=data["source_address"],
            note=data["note"],
        )


def initial_of(observation: Observation | None, *, unit: str) -> dict[str, Any]:
    """What the form shows before anybody typed: the latest version as it was entered, or nothing.

    A value in another unit than ``unit``, which stands beside the box, is left out: nothing is converted by the way.
    """
    if observation is None:
        return {"comparator": "=", "value_basis": "unknown", "growth_basis": "unknown", "vintage": "preliminary"}
    names = (
        "comparator",
        "value_basis",
        "growth_basis",
        "judgement",
        "vintage",
        "source_title",
        "source_address",
        "note",
    )
    return {
        **{name: getattr(observation, name) for name in names},
        "lock": observation.lock,
        "value": _plain(observation.value) if observation.unit == unit else "",
        "growth": _plain(observation.growth),
        "reported": {True: "yes", False: "no", None: ""}[observation.reported],
        **{f"part_{number}": _plain(part) for number, part in enumerate(observation.parts, start=1)},
    }


def _plain(value: Decimal | None) -> str:
    """The figure as it was typed, never in exponent form."""
    return "" if value is None else f"{value:f}"
