"""The weights of an appraisal as they are typed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.domain.appraisal import PART_LABELS, STATES, WEIGHED, Scheme
from evaluations.presenters.appraisal import points

_FULL = Decimal(100)


def _figure(label: str, *, required: bool = True) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=0, max_value=100, max_digits=6, decimal_places=2, required=required,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip


class SchemeForm(forms.Form):
    """Weights, points and the reason. A state without points is not counted. ``seen``: the version that was looked at."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=300)
    document = forms.CharField(label=gettext_lazy("依据文件"), max_length=200, required=False)

    def __init__(self, *args: Any, scheme: Scheme, version: int, **kwargs: Any) -> None:
        given = {f"weight_{part.value}": points(scheme.weights[part]) for part in WEIGHED}
        given |= {f"score_{code}": points(value) for code, value in scheme.scores.items() if value is not None}
        super().__init__(*args, initial={"seen": version, "joint": points(scheme.joint), **given}, **kwargs)
        for part in WEIGHED:
            self.fields[f"weight_{part.value}"] = _figure(_(PART_LABELS[part]))
        self.fields["joint"] = _figure(_("配合单位折算比例（%）"))
        for code, label in STATES.items():
            self.fields[f"score_{code}"] = _figure(_(label), required=False)

    @property
    def weight_fields(self) -> list[forms.BoundField]:
        return [self[f"weight_{part.value}"] for part in WEIGHED] + [self["joint"]]

    @property
    def score_fields(self) -> list[forms.BoundField]:
        return [self[f"score_{code}"] for code in STATES if not code.startswith("stage_")]

    @property
    def stage_fields(self) -> list[forms.BoundField]:
        return [self[f"score_{code}"] for code in STATES if code.startswith("stage_")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        weights = [data.get(f"weight_{part.value}") for part in WEIGHED]
        if None not in weights and sum(weights) != _FULL:
            said = _("四项权重之和为 %(sum)s，必须为 100。") % {"sum": points(sum(weights))}
            self.add_error(f"weight_{WEIGHED[0].value}", said)
        return data

    def scheme(self) -> Scheme:
        """What the service writes, after ``is_valid``."""
        data = self.cleaned_data
        return Scheme(
            weights={part: data[f"weight_{part.value}"] for part in WEIGHED},
            scores={code: data[f"score_{code}"] for code in STATES},
            joint=data["joint"],
        )
