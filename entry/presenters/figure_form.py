"""What the form of one figure shows: each field with what is said about it, the round, errors with their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import BoundField, Form
from django.utils.translation import gettext as _

from entry.forms.evidence import EvidenceForm
from entry.forms.figure_page import SingleFigureForm
from entry.presenters.figures import VALUE_LABELS
from entry.presenters.findings import FindingLine
from entry.selectors.figure_desk import Desk
from entry.selectors.figures import FigurePage
from indicators.models.figures import OPEN_STATES
from indicators.selectors.rounds import Leave, Why

#: Days before the end that are counted aloud.
_SOON = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """One field with its unit, what the reviewer said about it ("" = nothing), and what the checks say."""

    field: BoundField
    unit: str
    comment: str
    findings: list[FindingLine]


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """One error of the form: the anchor of its place ("" = the whole form), its label, what to do."""

    anchor: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class RoundLine:
    """How the round stands. ``kind``: "" where the figure may be written, else what colours the sentence."""

    sentence: str
    kind: str
    note: str
    ask: str


def figure_context(
    page: FigurePage,
    desk: Desk,
    form: SingleFigureForm,
    papers: EvidenceForm,
    findings: list[FindingLine],
    *,
    today: date,
) -> dict[str, Any]:
    """The context of the form's page. ``lock`` is the state that this page shows, so that a second save is a decision."""
    _name_fields(page, form)
    latest = page.latest
    comments = latest.cell_comments if latest is not None and latest.state in OPEN_STATES else {}
    cells = _cells(page, form, comments, findings)
    in_parts = [one for one in findings if one.field == "parts"]
    return {
        "page": page,
        "desk": desk,
        "row": page.row,
        "year": page.year,
        "plan": page.row.plan,
        "form": form,
        "papers": papers,
        "cells": cells,
        "part_cells": [cells[name] for name in form.part_names()],
        "parts_comment": comments.get("parts", ""),
        "parts_findings": in_parts,
        "lock": latest.lock if latest else "",
        "errors": [*error_lines(form), *error_lines(papers), *_refused_lines(findings)],
        "findings": findings,
        "value_unit": page.value_unit,
        "correction": page.in_force is not None and (latest == page.in_force or latest is None),
        "comment": latest.comment if latest and latest.state in OPEN_STATES else "",
        "commented": len([one for one in comments.values() if one]),
        "round": round_line(desk.leave, desk.reviewers, today=today),
    }


def _name_fields(page: FigurePage, form: Form) -> None:
    """What the boxes of this row are called. A form that was checked has made up its labels already: the new ones follow."""
    form.fields["value"].label = VALUE_LABELS[page.asked.value_means]
    if page.asked.by_value:
        form.fields["value"].help_text = _("目标按此数评估。")
    if page.asked.by_growth:
        form.fields["growth"].help_text = _("目标按增速评估，请填公布的增速，不要用两年的数值推算。")
    if page.in_force is not None:
        form.fields["vintage"].help_text = _("现行的是“%(vintage)s”：快报、修订、最终依次更替。") % {
            "vintage": page.in_force.get_vintage_display()
        }
    for name in ("value", "growth", "vintage"):
        form[name].label, form[name].help_text = form.fields[name].label, form.fields[name].help_text


def _cells(page: FigurePage, form: Form, comments: dict[str, str], findings: Sequence[FindingLine]) -> dict[str, Cell]:
    units = {"value": page.value_unit, "growth": "%"}
    cells = {}
    for name in form.fields:
        about = [one for one in findings if one.field == name]
        _describe(form, name, comment=bool(comments.get(name)), findings=about)
        cells[name] = Cell(form[name], units.get(name, ""), comments.get(name, ""), about)
    return cells


def _describe(form: Form, name: str, *, comment: bool, findings: Sequence[FindingLine]) -> None:
    """Let a reader of the screen hear with the field what is said about it."""
    field = form.fields[name]
    ids = [f"id_{name}_errors"] if form.is_bound and name in form.errors else []
    ids += [f"id_{name}_comment"] if comment else []
    ids += [one.anchor for one in findings]
    if ids:
        ids += [f"id_{name}_helptext"] if field.help_text else []
        field.widget.attrs["aria-describedby"] = " ".join(ids)


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


def _refused_lines(findings: Sequence[FindingLine]) -> list[ErrorLine]:
    return [ErrorLine(one.anchor, one.label, one.text) for one in findings if one.missing]


def round_line(leave: Leave, reviewers: Sequence[str], *, today: date) -> RoundLine:
    """Until when the figure may be written, or why not and whom to ask."""
    note = leave.round.note if leave.round else ""
    ask = _("审核员：%(names)s") % {"names": _("、").join(reviewers)} if reviewers else ""
    if not leave.allowed:
        return RoundLine(leave.sentence, "warning", note, ask)
    if leave.round is None or leave.until is None:
        return RoundLine(_("这一年没有填报任务，由审核员或规划科直接填写。"), "", note, "")
    left = (leave.until - today).days
    words = {"round": leave.round, "day": leave.until.isoformat(), "left": left}
    if leave.why is Why.REOPENED:
        said = _("“%(round)s”已重新开放，可填写至 %(day)s 24:00。") % words
    else:
        said = _("“%(round)s”可填写至 %(day)s 24:00。") % words
    if left == 0:
        said += _("今天是最后一天。")
    elif left <= _SOON:
        said += _("还剩 %(left)d 天。") % words
    return RoundLine(said, "soon" if left <= _SOON else "", note, ask)
