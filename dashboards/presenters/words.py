"""Codes as people read them: status chips, natures, vintages, periods. Every word goes through gettext here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators.domain import display
from indicators.domain.types import Form, Reason, Status, Vintage
from indicators.models import Assessment, Target
from indicators.models.choices import NATURES
from plans.models import Plan

NATURE_ORDER = ("binding", "expected", "unmapped")

#: The order in which statuses are counted; rows without any answer come last.
STATUS_ORDER = [status for status in Status if status is not Status.NO_DATA] + [Status.NO_DATA]


@dataclass(frozen=True, slots=True)
class Chip:
    """A status: colour by ``code``, symbol and word; ``notes`` say what must be said beside it."""

    code: str
    symbol: str
    label: str
    notes: tuple[str, ...] = ()
    sample: bool = False
    early_warning: bool = False

    @property
    def text(self) -> str:
        """The word and its notes in one: 无数据（缺少年度数据）."""
        if not self.notes:
            return self.label
        return _("%(label)s（%(note)s）") % {"label": self.label, "note": _("；").join(self.notes)}


def assessed_form(assessment: Assessment, target: Target | None) -> Form:
    """The form that was assessed: a number handed down is assessed as its own form."""
    stored = assessment.inputs.get("form")
    if stored:
        return Form(stored)
    return Form(target.form) if target is not None else Form.NONE


def chip(assessment: Assessment, target: Target | None) -> Chip:
    """The status of an assessment."""
    status = Status(assessment.status)
    reason = Reason(assessment.reason) if assessment.reason else None
    notes = []
    if reason not in (None, Reason.REPORTED, Reason.END_NOT_PUBLISHED):
        notes.append(_(display.REASON_LABELS[reason]))
    older = display.older_year(
        status, assessment.year, assessment.actual_year, end_not_published=assessment.end_not_published
    )
    if older is not None:
        notes.append(_(display.OLDER_FIGURE) % {"year": older})
    if assessment.end_not_published:
        notes.append(_(display.END_NOT_PUBLISHED))
    if assessment.fell_back and assessment.first_met_year:
        notes.append(_("%(year)s 年曾达到，后回落") % {"year": assessment.first_met_year})
    form = assessed_form(assessment, target)
    moved = moved_note(assessment, form)
    if moved:
        notes.append(moved)
    label = display.status_label(status, form, reason)
    return Chip(
        code=status.value,
        symbol=display.SYMBOLS[status],
        label=_(label),
        notes=tuple(notes),
        sample=assessment.sample,
        early_warning=assessment.early_warning,
    )


def moved_note(assessment: Assessment, form: Form) -> str:
    """That only a revision or an adjustment made the status what it is, by which document; "" where none did.

    Where the target was adjusted, base and target as first agreed are one thing: the base alone is not told of.
    """
    if assessment.unadjusted_status:
        if not assessment.moved_by_adjustment:
            return ""
        agreed = assessment.inputs.get("agreed") or {}
        said = {
            "status": _(display.status_label(Status(assessment.unadjusted_status), form, None)),
            "document": agreed.get("document"),
        }
        if not said["document"]:
            return _("仅因调整修订，按原定为%(status)s") % said
        if agreed.get("restated"):
            return _("仅因统计修订（%(document)s），按原定基数和目标为%(status)s") % said
        return _("仅因目标调整（%(document)s），按原目标为%(status)s") % said
    if not assessment.moved_by_revision:
        return ""
    before = display.status_label(Status(assessment.unrevised_status), form, None)
    return _("仅因基数修订，按原基数为%(status)s") % {"status": _(before)}


def plain_chip(status: str, *, reported: bool = False, form: str = "") -> Chip:
    """A status that is only counted."""
    code = Status(status)
    label = display.status_label(code, Form(form) if form else Form.LEVEL, Reason.REPORTED if reported else None)
    return Chip(code=code.value, symbol=display.SYMBOLS[code], label=_(label))


def nature_label(code: str) -> str:
    """约束性, 预期性 or 属性未归类."""
    return str(dict(NATURES)[code])


def vintage_label(code: str) -> str:
    """初步数, 修订数, 最终核实数; "" where nothing is stored."""
    return _(display.VINTAGE_LABELS[Vintage(code)]) if code else ""


def period_label(plan: Plan) -> str:
    """2021–2025 as people write it."""
    return plan.span


def listed(parts: Iterable[str]) -> str:
    """Chinese enumeration: 甲、乙、丙."""
    return _("、").join(parts)


def listed_clauses(parts: Iterable[str]) -> str:
    """Clauses of one sentence: 甲，乙."""
    return _("，").join(part for part in parts if part)
