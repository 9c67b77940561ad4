"""The form of the reviewer's answer to a monthly report. It checks what was typed and never saves."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from entry.forms.projects.report import CELLS
from entry.forms.review import ReviewForm
from projects.models import ProjectReport


class ReportReviewForm(ReviewForm):
    """As of a figure; the cells are those of a report."""

    commented = CELLS
    about = ProjectReport


class ReopenForm(forms.Form):
    """Why an approved report is opened again."""

    lock = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("重新打开的理由"), max_length=1000, strip=True, widget=forms.Textarea(attrs={"rows": 2})
    )
