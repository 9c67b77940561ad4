"""The parts of a composition as they are typed, for every form of planners."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.domain.entered import UnreadableFigure, read_figure

_SEPARATORS = re.compile(r"[:：∶/]")


class PartsInput(forms.CharField):
    """Parts of a composition in one box: 30:33.7:36.3. An empty list where left blank."""

    def __init__(self) -> None:
        super().__init__(label=_("各部分（结构比）"), required=False, max_length=100, help_text=_("例如：30:33.7:36.3"))

    def clean(self, value: Any) -> list[Decimal]:  # type: ignore[override]
        text = super().clean(value)
        if not text:
            return []
        try:
            parts = [read_figure(piece.strip()) for piece in _SEPARATORS.split(text)]
        except UnreadableFigure:
            parts = [None]
        if None in parts or len(parts) < 2:
            raise forms.ValidationError(_("“%(text)s”不是结构比。请写成 30:33.7:36.3。") % {"text": text})
        return [part for part in parts if part is not None]

    def prepare_value(self, value: Any) -> Any:
        return ":".join(f"{part:f}" for part in value) if isinstance(value, list) else value
