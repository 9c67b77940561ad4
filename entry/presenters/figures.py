"""Figures in words: what the value box is called, and one field as people read it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.models import Observation

#: What the value box holds, by ``Asked.value_means``.
VALUE_LABELS: dict[str, Promise] = {
    "level": _("实际值"),
    "amount": _("当年数（不是累计数）"),
    "cut": _("当年降幅（下降为正）"),
    "change": _("当年变动"),
}


def shown(figure: Observation, name: str) -> str:
    """One field of a figure as people read it; "" = missing."""
    value = getattr(figure, name)
    if name == "reported":
        return {True: str(_("上报完成")), False: str(_("上报未完成")), None: ""}[value]
    if name == "parts":
        return " : ".join(f"{part:f}" for part in value)
    if name in {"value", "growth"}:
        unit = figure.unit if name == "value" else "%"
        return "" if value is None else f"{value:f} {unit}".strip()
    labelled = getattr(figure, f"get_{name}_display", None)
    return str(labelled() if labelled else value)
