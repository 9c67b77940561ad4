"""What the form of one figure shows: headings, units, earlier years, errors with their place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entry.selectors.figures import FigurePage
from indicators.models import Observation
from indicators.models.figures import OPEN_STATES

#: What the value box holds, by ``Asked.value_means``.
VALUE_LABELS: dict[str, Promise] = {
    "level": _("实际值"),
    "amount": _("当年数（不是累计数）"),
    "cut": _("当年降幅（下降为正）"),
    "change": _("当年变动"),
}


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """One error of the form: the anchor of its field ("" = the whole form), the field's label, what to do."""

    anchor: str
    label: str
    text: str


def figure_context(page: FigurePage, form: Form) -> dict[str, Any]:
    """The context of the form's page. ``lock`` is the state that this page shows, so that a second save is a decision."""
    form.fields["value"].label = VALUE_LABELS[page.asked.value_means]
    if page.asked.by_value:
        form.fields["value"].help_text = _("目标按此数评估。")
    if page.asked.by_growth:
        form.fields["growth"].help_text = _("目标按增速评估，请填公布的增速，不要用两年的数值推算。")
    latest = page.latest
    return {
        "page": page,
        "row": page.row,
        "year": page.year,
        "plan": page.row.plan,
        "form": form,
        "lock": latest.lock if latest else "",
        "errors": error_lines(form),
        "value_unit": page.value_unit,
        "correction": page.in_force is not None and (latest == page.in_force or latest is None),
        "comment": latest.comment if latest and latest.state in OPEN_STATES else "",
    }


def error_lines(form: Form) -> list[ErrorLine]:
    """Every error with its place, for the summary above the form."""
    if not form.is_bound:
        return []
    lines = []
    for name, problems in form.errors.items():
        known = name in form.fields
        label = str(form.fields[name].label) if known else ""
        lines += [ErrorLine(f"id_{name}" if known else "", label, str(problem)) for problem in problems]
    return lines


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
