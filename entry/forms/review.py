"""The form of the reviewer's answer. It checks what was typed and never saves; the services of ``indicators`` write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from indicators.models import Observation

#: Cells of a figure that a reviewer may comment one by one: the names under which ``cell_comments`` keeps them.
COMMENTED = (
    "value", "comparator", "value_basis", "growth", "growth_basis", "parts", "reported", "judgement", "vintage",
    "source_title", "source_address", "note",
)  # fmt: skip


class ReviewForm(forms.Form):
    """The reviewer's answer. To return a figure, a comment on the whole or on a cell is needed; to approve it, none.

    ``must_reopen``: the round no longer lets the clerk write, so a return names the day until which it is open again.
    """

    #: The cells that may be commented one by one, and the model that knows what they are called.
    commented: tuple[str, ...] = COMMENTED
    about: type[Model] = Observation

    lock = forms.IntegerField(widget=forms.HiddenInput)
    action = forms.ChoiceField(choices=[("approve", _("通过")), ("next", _("通过并看下一条")), ("return", _("退回"))])
    comment = forms.CharField(
        label=_("审核意见"), required=False, strip=True, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    reopen_until = forms.DateField(
        label=_("重新开放至"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, must_reopen: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.must_reopen = must_reopen
        if not must_reopen:
            del self.fields["reopen_until"]
        for name in self.commented:
            label = getattr(self.about._meta.get_field(name), "verbose_name", name)
            box = forms.TextInput(
                attrs={"aria-label": _("对“%(cell)s”的意见") % {"cell": label}, "autocomplete": "off"}
            )
            self.fields[f"cell_{name}"] = forms.CharField(required=False, strip=True, max_length=300, widget=box)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        said = bool(data.get("comment") or self.cell_comments())
        if data.get("action") == "return":
            if not said:
                self.add_error("comment", _("退回时请写明哪里需要修改：可以写审核意见，也可以写在单元格后面。"))
            if self.must_reopen and not data.get("reopen_until") and "reopen_until" not in self.errors:
                self.add_error("reopen_until", _("填报已经截止。请写明重新开放到哪一天，填报人才能修改。"))
        elif said and "action" in data:
            self.add_error(None, _("写了意见的数据不能通过，意见会丢失。请退回，或清空意见再通过。"))
        return data

    def cell_comments(self) -> dict[str, str]:
        """Sentence by cell, only where something was written."""
        given = {name: self.cleaned_data.get(f"cell_{name}", "") for name in self.commented}
        return {name: sentence for name, sentence in given.items() if sentence}
