"""A letter to a unit (提示函) as a Word document: from what was frozen at issue, so that it prints again unchanged."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from indicators.domain.display import MISSING
from projects.domain.letters import LetterContent, said_day, said_months
from regions.recorded import in_the_house_language
from reports.word import Paper, document
from sheets.table import Column


@in_the_house_language
def letter_docx(content: LetterContent, *, made_at: datetime) -> bytes:
    """The bytes of the docx. ``made_at``: the moment of issue. In Chinese whoever asks: it is a paper, not a page."""
    paper = document(
        content.title, made_at=made_at, number=content.number, sender=content.sender, sample=content.sample
    )
    paper.paragraph(f"{content.addressee}：", indent=False)
    for text in (*content.opening, *content.closing):
        paper.paragraph(text)
    paper.signature(content.sender, said_day(content.issued_on))
    number = 0
    if content.problems:
        number += 1
        _problems(paper, content, number)
    if content.late:
        _late(paper, content, number + 1)
    return paper.data()


def _problems(paper: Paper, content: LetterContent, number: int) -> None:
    columns = [
        Column(_("序号"), kind="number", digits=0), Column(_("项目")), Column(_("问题")), Column(_("解决时限")),
        Column(_("逾期天数"), kind="number", digits=0), Column(_("最近月报")), Column(_("当年完成"), _("万元"), "number"),
        Column(_("年度计划"), _("万元"), "number"), Column(_("形象进度"), "%", "number"),
    ]  # fmt: skip
    rows = [
        (
            at, one.project, one.problem, _day(one.due), one.days_over or None, one.month or None, one.year_done,
            one.year_planned, one.progress,
        )
        for at, one in enumerate(content.problems, start=1)
    ]  # fmt: skip
    day = said_day(content.issued_on)
    paper.table(
        columns,
        rows,
        caption=_("附表%(number)d　需你单位解决的问题") % {"number": number},
        notes=[
            _("注：逾期天数截至%(day)s；完成投资和形象进度取最近一期已审核月报，“—”为未填报或未逾期。") % {"day": day}
        ],
        widths=(5.7, 15.2, 21, 12.5, 6, 9.9, 9.9, 9.9, 9.9),  # days and months stay on one line
        size=9,
    )


def _late(paper: Paper, content: LetterContent, number: int) -> None:
    columns = [Column(_("序号"), kind="number", digits=0), Column(_("项目")), Column(_("逾期未报的月份"))]
    rows = [(at, one.project, said_months(one.months)) for at, one in enumerate(content.late, start=1)]
    caption = _("附表%(number)d　逾期未报的项目月报") % {"number": number}
    paper.table(columns, rows, caption=caption, widths=(4, 30, 26))


def _day(day: date | None) -> str:
    return day.isoformat() if day else MISSING
