"""The look at a workbook before anything is written: every change cell by cell, what the checks say, what is not taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from entry.forms.sheets.found import Found, Line
from entry.forms.sheets.workbook import Upload
from entry.presenters.sheets.returned import lost_words
from entry.selectors.sheets.page import returned_in
from indicators.domain.checks.findings import Severity
from indicators.models import ReportingRound, SavedWorkbook


@dataclass(frozen=True, slots=True)
class FindingLine:
    """What the checks say about a changed figure. ``open``: stands in the way of submitting (never of saving)."""

    line: Line
    is_error: bool
    answered: bool

    @property
    def open(self) -> bool:
        return self.is_error or not self.answered


def take_outcomes(found: Found, outcomes: Sequence[Any]) -> list[FindingLine]:
    """What the trial said: refusals become problems of their cells, findings are returned."""
    lines = []
    for outcome in outcomes:
        entry = found.entry_in(outcome)
        for name, said in outcome.fields.items():
            found.problems.append(found.line_at(entry, name, " ".join(said)))
        if outcome.error is not None and not outcome.fields:
            wrong = found.conflicts if outcome.kind == "stale" else found.problems
            wrong.append(found.line_at(entry, "value", outcome.sentence))
        for finding in outcome.findings:
            answered = found.answered(entry, finding)
            line = found.line_at(entry, finding.field, finding.message)
            lines.append(FindingLine(line, finding.severity is Severity.ERROR, answered))
    return lines


def look(found: Found, findings: list[FindingLine], key: str) -> dict[str, Any]:
    """The context of the page, whatever kind of workbook it is."""
    waiting = [one for one in findings if one.open]
    drafts = found.drafts_left()
    return {
        "upload": found,
        "key": key,
        "digest": found.digest,
        "rows": len({found.identity(entry)[:-1] for entry in found.entries}),
        "findings": findings,
        "waiting": len(waiting),
        "drafts": len(drafts),
        "only_returned": isinstance(found, Upload) and found.seal.only is not None,
        "may_save": bool(found.entries) and not found.blocked,
        "may_submit": not found.blocked and not waiting and bool(found.entries or drafts),
    }


@dataclass(frozen=True, slots=True)
class ToDownload:
    """A round whose workbook may be downloaded. ``returned``: how many figures came back; ``saved``: the person's own

    workbook into which the comments go, None where there is none; ``lost``: what of it cannot come back, in words.
    """

    round: ReportingRound
    returned: int
    saved: SavedWorkbook | None
    lost: str


def to_download(user: User, rounds: Sequence[ReportingRound]) -> list[ToDownload]:
    """The rounds in which the person may write, with what came back."""
    back = returned_in(user, rounds)
    found = []
    for one in rounds:
        returned = back.get(one.pk)
        saved = returned.saved if returned else None
        found.append(
            ToDownload(one, returned.number if returned else 0, saved, lost_words(saved.lost) if saved else "")
        )
    return found


def notes_for_cells(found: Found, findings: list[FindingLine]) -> dict[tuple[str, int, int], str]:
    """The sentences to be set into the workbook as notes, by sheet, row and column."""
    said: dict[tuple[str, int, int], list[str]] = {}
    lines = [*found.problems, *found.conflicts, *(one.line for one in findings)]
    ignored = [_marked(line) for line in found.ignored]
    for line in [*lines, *ignored]:
        if line.cell is not None:
            said.setdefault((line.cell.sheet, line.cell.row, line.cell.column), []).append(line.said)
    return {place: "\n".join(each) for place, each in said.items()}


def _marked(line: Line) -> Line:
    return Line(line.cell, line.about, line.column, line.text, _("未采用：") + line.said)
