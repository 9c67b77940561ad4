"""A bulletin as an official paper that staff can edit. An issued one prints again from what was frozen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from projects.domain.bulletin.facts import Facts
from regions.recorded import in_the_house_language
from reports.presenters.bulletin import words
from reports.presenters.bulletin.sections import MOST_ROWS, Section, numbered, sections
from reports.word import Paper, document

_WIDE = 8  # from so many columns on a table is set smaller
_SMALL, _USUAL = 8.5, 10.5  # points


@in_the_house_language
def bulletin_paper(
    facts: Facts, *, made_at: datetime, number: str = "", remarks: str = "", signed: str = "", correction: str = ""
) -> bytes:
    """The docx. ``number``: 期号 of an issued one, "" = a draft; ``signed``: who issued it; ``correction``: what this version mends."""
    paper = document(
        words.title(facts.outline), made_at=made_at, number=number, subtitle="" if number else _("（拟稿，未签发）"),
        sample=facts.sample,
    )  # fmt: skip
    for heading, section in numbered(sections(facts, remarks)):
        paper.heading(heading)
        _write(paper, section)
    if correction:
        paper.note(_("更正说明：%(reason)s") % {"reason": correction})
    paper.note(words.basis(facts))
    if number:
        paper.signature(signed, _("%(year)d年%(month)d月%(day)d日") % _parts_of(made_at))
    return paper.data()


def _write(paper: Paper, section: Section) -> None:
    for line in section.lines:
        paper.paragraph(line)
    if section.rule:
        paper.note(section.rule)
    if section.table is None:
        return
    notes: Sequence[str] = section.table.notes
    if section.left_out:
        notes = [*notes, words.left_out(section.left_out)]
    columns = section.table.columns
    size = _SMALL if len(columns) >= _WIDE else _USUAL
    paper.table(columns, section.table.rows[:MOST_ROWS], notes=notes, size=size)


def _parts_of(moment: datetime) -> dict[str, int]:
    return {"year": moment.year, "month": moment.month, "day": moment.day}
