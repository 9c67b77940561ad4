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
from reports.word_cells import head_wide, said, wide
from sheets.table import Cell, Column

_WIDE = 8  # from so many columns on a table is set smaller
_SMALL, _USUAL = 8.5, 10.5  # points
_TEXT_POINTS = 442  # width of the text on A4
_HEAD_LINE, _MARGIN, _FIRM = 4, 2.5, 12  # characters: of a line of a heading, beside a text, that are never broken


@in_the_house_language
def bulletin_paper(
    facts: Facts, *, made_at: datetime, number: str = "", remarks: str = "", signed: str = "", correction: str = ""
) -> bytes:
    """The docx. ``number``: 期号 of an issued one, "" = a draft; ``signed``: who issued it; ``correction``: what this version mends."""
    paper = document(
        words.title(facts.outline), made_at=made_at, number=number, subtitle="" if number else _("（拟稿，未签发）"),
        sender=signed if number else "", sample=facts.sample,
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
    columns, rows = section.table.columns, section.table.rows[:MOST_ROWS]
    size = _SMALL if len(columns) >= _WIDE else _USUAL
    room = _TEXT_POINTS / (size / 2)  # characters of half width in a line
    total = section.total and not section.left_out
    paper.table(columns, rows, notes=notes, size=size, widths=_widths(columns, rows, room), total=total)


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], room: float) -> list[float]:
    """So that no figure and no day is broken: these get what they need, texts share what is left by their lengths."""
    texts = [[said(column, row[at]) for row in rows] for at, column in enumerate(columns)]
    longest = [max((wide(text) for text in lot), default=0) for lot in texts]
    needs = [max(long, head_wide(column), _HEAD_LINE) + _MARGIN for column, long in zip(columns, longest, strict=True)]
    firm = [column.kind != "text" or long <= _FIRM for column, long in zip(columns, longest, strict=True)]
    left = room - sum(need for need, stays in zip(needs, firm, strict=True) if stays)
    wished = sum(need for need, stays in zip(needs, firm, strict=True) if not stays)
    scale = max(left, room / 4) / wished if wished else 1.0
    return [need if stays else need * scale for need, stays in zip(needs, firm, strict=True)]


def _parts_of(moment: datetime) -> dict[str, int]:
    return {"year": moment.year, "month": moment.month, "day": moment.day}
