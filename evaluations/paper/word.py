"""An evaluation as an official paper that staff can edit: the sections upright, charts in them, the tables behind on pages across."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _

from evaluations.domain.facts import County, Facts
from evaluations.paper import charts, tables, words
from evaluations.paper.outline import Outline
from evaluations.paper.steps import COUNTY, PICTURES, TABLES, TEXT
from regions.recorded import in_the_house_language, recorded
from reports.paper import PaperMissing
from reports.pictures import Drawing, pictures
from reports.presenters.bulletin.sections import numeral
from reports.word import Paper, document

_SMALL: Final = 8.5  # points of the tables on pages across
_USUAL: Final = 10.5
#: Which charts stand in which section; one of another name than all of these gets none.
_CHARTS: Final[dict[str, Callable[[Facts], list[Drawing]]]] = {
    "counts": charts.count_chart, "gaps": charts.gap_charts, "counties": charts.county_charts,
}  # fmt: skip
#: Keys of sections that tables of the facts belong to; where a paper has no such section it gets one.
COUNTIES, CHANGES, NOTES = "counties", "changes", "notes"
Progress = Callable[[str], None]


@in_the_house_language
def evaluation_paper(outline: Outline, *, progress: Progress = lambda step: None) -> bytes:
    """The docx. The same outline gives the same bytes on the same machine. ``progress``: is told each step as it begins."""
    facts = outline.facts
    progress(PICTURES)
    drawn = _Charts(facts)
    progress(TEXT)
    paper = document(
        outline.title, made_at=outline.at, number=outline.number, subtitle=_subtitle(outline), sample=facts.sample
    )
    if facts.counties:
        paper.contents(recorded("目　录"))
    _write_parts(paper, outline, drawn)
    paper.signature(outline.sender, _("%(year)d年%(month)d月%(day)d日") % _day(outline) if outline.number else "")
    progress(TABLES)
    _write_tables(paper, facts)
    for number, county in enumerate(facts.counties, start=1):
        progress(COUNTY.format(county.name))
        _write_county(paper, county, number, facts)
    return paper.data()


def _subtitle(outline: Outline) -> str:
    facts = outline.facts
    day = _("数据截至 %(day)s") % {"day": facts.day.isoformat()}
    told = (facts.region_name, day, outline.mark)
    return _("　").join(one for one in told if one)


def _day(outline: Outline) -> dict[str, int]:
    return {"year": outline.at.year, "month": outline.at.month, "day": outline.at.day}


class _Charts:
    """The pictures, all made at once; where they cannot be made the paper says what is missing."""

    def __init__(self, facts: Facts) -> None:
        found = {name: draw(facts) for name, draw in _CHARTS.items()}
        self._captions = {
            "counts": _("各类指标项数"), "gaps": _("主要指标实现程度"), "counties": _("各县（市、区）主要指标项数"),
        }  # fmt: skip
        self._number, self.missing = 0, ""
        self._found: dict[str, list[tuple[Drawing, bytes]]] = {}
        every = [one for lot in found.values() for one in lot]
        try:
            made = iter(pictures(every))
        except PaperMissing as error:
            self.missing = error.what
            self._found = {name: [(one, b"") for one in lot] for name, lot in found.items()}
        else:
            self._found = {name: [(one, next(made)) for one in lot] for name, lot in found.items()}

    def write(self, paper: Paper, name: str) -> None:
        """The charts of this name that were not written yet."""
        for drawing, data in self._found.pop(name, ()):
            self._number += 1
            caption = _("图%(number)d　%(title)s") % {"number": self._number, "title": self._captions[name]}
            if data:
                paper.picture(data, alt=drawing.alt, caption=caption)
            else:
                said = _("%(caption)s：服务器上缺少 %(what)s，图没有画出。%(alt)s")
                paper.note(said % {"caption": caption, "what": self.missing, "alt": drawing.alt})

    def write_rest(self, paper: Paper) -> None:
        """Those that no section asked for."""
        for name in list(self._found):
            self.write(paper, name)


class _Headings:
    """一、 二、 三、: the parts that people know, then those that only some papers have."""

    def __init__(self, paper: Paper) -> None:
        self._paper, self._last = paper, 0

    def next(self, said: str) -> None:
        self._last += 1
        self._paper.heading(_("%(numeral)s、%(heading)s") % {"numeral": numeral(self._last), "heading": said})


def _write_parts(paper: Paper, outline: Outline, drawn: _Charts) -> None:
    facts, headings = outline.facts, _Headings(paper)
    for number, part in enumerate(outline.parts):
        headings.next(part.heading)
        for text in (*part.told, *part.written):
            paper.paragraph(text)
        if not number and facts.counts:
            _write_counts(paper, facts, drawn)
        if part.key == COUNTIES:
            _write_counties(paper, facts, drawn)
        if part.key == CHANGES:
            _write_changes(paper, facts)
    keys = {part.key for part in outline.parts}
    if facts.counties and COUNTIES not in keys:
        headings.next(_("所辖县（市、区）"))
        _write_counties(paper, facts, drawn)
    if facts.changes and CHANGES not in keys:
        headings.next(_("基期和目标的修订、调整"))
        _write_changes(paper, facts)
    drawn.write_rest(paper)
    if NOTES not in keys:
        headings.next(_("数据说明"))
    _write_notes(paper, outline)


def _write_counts(paper: Paper, facts: Facts, drawn: _Charts) -> None:
    columns, rows = tables.count_table(facts)
    caption = _("%(period)s规划主要指标评估结果") % {"period": words.title_of_period(facts)}
    paper.table(columns, rows, caption=caption, size=_USUAL)
    drawn.write(paper, "counts")
    drawn.write(paper, "gaps")


def _write_counties(paper: Paper, facts: Facts, drawn: _Charts) -> None:
    columns, rows = tables.county_table(facts.counties, ended=facts.ended)
    paper.table(columns, rows, size=_USUAL, widths=(14, 9, 30, 30, 12))
    drawn.write(paper, "counties")


def _write_changes(paper: Paper, facts: Facts) -> None:
    if facts.changes:
        columns, rows = tables.change_table(facts)
        paper.table(columns, rows, size=_SMALL, widths=(20, 9, 11, 11, 12, 20, 20))


def _write_notes(paper: Paper, outline: Outline) -> None:
    facts = outline.facts
    for number, text in enumerate(facts.notes, start=1):
        paper.note(f"{number}. {text}")
    rule = _("状态规则：%(rule)s（第 %(version)d 版）；评估方法第 %(method)s 版。")
    if facts.rule:
        told = {"rule": facts.rule, "version": facts.rule_version, "method": facts.method_version or "—"}
        paper.note(rule % told)
    if facts.sources:
        paper.note(_("来源：%(sources)s。") % {"sources": _("；").join(facts.sources)})
    if outline.correction:
        paper.note(_("更正说明：%(reason)s") % {"reason": outline.correction})


# --- behind the text --------------------------------------------------------------------------------------------------
def _write_tables(paper: Paper, facts: Facts) -> None:
    paper.turn(landscape=True)
    number = _Numbers()
    paper.heading(number.next(_("主要指标完成情况")))
    paper.table(
        tables.main_columns(facts.base_year), tables.main_rows(facts.lines, ended=facts.ended), size=_SMALL,
        widths=tables.MAIN_WIDTHS, notes=[_reading(facts)],
    )  # fmt: skip
    if facts.commitments:
        paper.heading(number.next(_("正文承诺完成情况")))
        columns, rows = tables.promise_table(facts)
        paper.table(columns, rows, size=_SMALL, widths=tables.PROMISE_WIDTHS)
    if facts.projects.lines:
        paper.heading(number.next(_("重点工程项目进展")))
        columns, rows = tables.project_table(facts)
        notes = (
            [_("没有月报也没有记录阶段的 %(number)d 项未列。") % {"number": facts.projects.silent}]
            if facts.projects.silent
            else []
        )
        paper.table(columns, rows, size=_SMALL, widths=tables.PROJECT_WIDTHS, notes=notes)
    if facts.counties:
        paper.heading(number.next(_("所辖县（市、区）主要指标完成情况")))


def _write_county(paper: Paper, county: County, number: int, facts: Facts) -> None:
    paper.heading(_("（%(numeral)s）%(name)s") % {"numeral": numeral(number), "name": county.name}, level=2)
    if not county.lines:
        paper.note(county.note)
        return
    told = (
        _("%(nature)s：%(said)s") % {"nature": one.label, "said": words.counted(one, ended=facts.ended)}
        for one in county.counts
    )
    paper.note(f"{county.title}。{_('；').join(told)}。")
    rows = tables.main_rows(county.lines, ended=facts.ended)
    paper.table(tables.main_columns(facts.base_year), rows, size=_SMALL, widths=tables.MAIN_WIDTHS)


def _reading(facts: Facts) -> str:
    return _("注：按 %(year)d 年看；“完成情况”按目标自身的形式计算，距目标为负表示未达到；— 表示没有或不适用。") % {
        "year": facts.year
    }


class _Numbers:
    """附表1, 附表2 …"""

    def __init__(self) -> None:
        self._last = 0

    def next(self, said: str) -> str:
        self._last += 1
        return _("附表%(number)d　%(title)s") % {"number": self._last, "title": said}
