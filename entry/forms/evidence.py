"""The part of the figure's form that attaches files. What they are, the service tells by their content."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from indicators.models import Evidence
from indicators.services.evidence import MAX_BYTES, MAX_FILES, Sent

#: What the browser offers to choose from; nothing is decided by it.
ACCEPTED = ".pdf,.png,.jpg,.jpeg,.docx,.xlsx"


class ManyFiles(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class EvidenceForm(forms.Form):
    """Files to attach (each is looked into by the service), and those to take off (``attached``: what may be)."""

    evidence = forms.Field(
        label=_("添加材料"),
        required=False,
        widget=ManyFiles(attrs={"accept": ACCEPTED}),
        help_text=_(
            "PDF、图片、docx、xlsx，每个不超过 %(size)d MB，最多 %(most)d 个。随“保存草稿”或“提交审核”一起上传。"
        ),
    )
    removed = forms.TypedMultipleChoiceField(required=False, coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, attached: Iterable[Evidence] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["evidence"]
        field.help_text = str(field.help_text) % {"size": MAX_BYTES >> 20, "most": MAX_FILES}
        self.fields["removed"].choices = [(one.pk, one.name) for one in attached]  # type: ignore[attr-defined]
        self.files_sent = sent_files(self.files)


def sent_files(files: MultiValueDict[str, UploadedFile]) -> list[Sent]:
    """The files of the field ``evidence``, in the order in which they were chosen."""
    many = files.getlist("evidence") if hasattr(files, "getlist") else []
    return [Sent(one.name or "", one.chunks()) for one in many]
