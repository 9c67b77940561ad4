"""The form of one figure on its own page: the fields of the figure, the reason of a correction, answers to warnings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from entry.forms.figure import FigureForm

#: Names of the boxes in which a warning is answered: this, then the key of the finding.
ANSWER = "answer:"
MOST_WORDS = 1000


class SingleFigureForm(FigureForm):
    """``correction``: an approved figure exists, so that a reason is asked. ``locked``: shown, but not to be written in."""

    reason = forms.CharField(
        label=_("更正理由"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("为什么更正已审核的数据，例如：统计局发布修订数（文件名、文号）。"),
    )

    def __init__(self, *args: Any, correction: bool = False, locked: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not correction:
            del self.fields["reason"]
        if locked:
            for field in self.fields.values():
                chosen = isinstance(field, forms.ChoiceField)
                field.widget.attrs["disabled" if chosen else "readonly"] = True

    @property
    def given_reason(self) -> str | None:
        """None where none is asked."""
        return self.cleaned_data.get("reason")


def answers_of(sent: QueryDict) -> dict[str, str]:
    """The reasons given for warnings, by key of the finding, without the blanks around."""
    return {name.removeprefix(ANSWER): text.strip() for name, text in sent.items() if name.startswith(ANSWER)}
