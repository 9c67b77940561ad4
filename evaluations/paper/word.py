"""An evaluation as an official paper that staff can edit: the sections upright, charts in them, the tables behind on pages across."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from evaluations.domain.counts import with_statuses
from evaluations.domain.facts import County, Facts
from evaluations.domain.sentences import of_nature
from evaluations.paper import charts, tables, words
from evaluations.paper.outline import Outline
from evaluations.paper.steps import COUNTY, PICTURES, TABLES, TEXT
from regions.recorded import in_the_house_language
from reports.paper import PaperMissing
from reports.pictures import Drawing, pictures
from reports.presenters.bulletin.sections import numeral
from reports.word import Paper, document

_SMALL: Final = 8.5  # points of the tables on pages across
_SMALL_UPRIGHT, _USUAL = 9.0, 10.5
#: How each chart is drawn.
_CHARTS: Final[dict[str, Callable[[Facts], list[Drawing]]]] = {
    "counts": charts.count_chart, "gaps": charts.gap_charts, "counties": charts.county_charts,
}  # fmt: skip
#: Behind which table they stand.
_CHARTS_OF: Final = {"counts": ("counts", "gaps"), "counties": ("counties",)}
NOTES: Final = "notes"  # the section in small type
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
    counties = _with_lines(facts)
    if counties:
        paper.contents("目　录")
    _write_parts(paper, outline, drawn)
    if outline.number:
        paper.signature(outline.sender, _day(outline))
    progress(TABLES)
    _write_tables(paper, facts)
    for number, county in enumerate(counties, start=1):
        progress(COUNTY.format(county.name))
        _write_county(paper, county, number, facts)
    return paper.data()


def _with_lines(facts: Facts) -> list[County]:
    """The counties that have a table; which have none, and why, the section about them says."""
    return [one for one in facts.counties if one.lines]


def _subtitle(outline: Outline) -> str:
    facts = outline.facts
    day = f"数据截至 {facts.day.isoformat()}"
    told = (facts.region_name, day, outline.mark)
    return "　".join(one for one in told if one)


def _day(outline: Outline) -> str:
    return f"{outline.at.year}年{outline.at.month}月{outline.at.day}日"


class _Charts:
    """The pictures, all made at once; where they cannot be made the paper says what is missing."""

    def __init__(self, facts: Facts) -> None:
        found = {name: draw(facts) for name, draw in _CHARTS.items()}
        self._captions = {
            "counts": "各类指标项数", "gaps": "主要指标实现程度", "counties": "各县（市、区）主要指标项数",
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
            caption = f"图{self._number}　{self._captions[name]}"
            if data:
                paper.picture(data, alt=drawing.alt, caption=caption)
            else:
                said = "%(caption)s：服务器上缺少 %(what)s，图没有画出。%(alt)s"
                paper.note(said % {"caption": caption, "what": self.missing, "alt": drawing.alt})


def _write_parts(paper: Paper, outline: Outline, drawn: _Charts) -> None:
    facts = outline.facts
    for part in outline.parts:
        paper.heading(part.heading)
        for text in (*part.told, *part.written):
            if part.key == NOTES:
                paper.note(text)
            else:
                paper.paragraph(text)
        if part.guide and not part.written and not outline.number:
            paper.note(f"（待撰写：{part.guide}）")
        _write_table(paper, part.table, facts)
        for name in _CHARTS_OF.get(part.table, ()):
            drawn.write(paper, name)
    if outline.correction:
        paper.note(f"更正说明：{outline.correction}")


def _write_table(paper: Paper, name: str, facts: Facts) -> None:
    """The small tables; where the table is a large one, what it is called behind the text."""
    if name == "counts" and facts.counts:
        columns, rows = tables.count_table(facts, verdicts=facts.ended)
        caption = f"{words.title_of_period(facts)}规划主要指标评估结果"
        paper.table(columns, rows, caption=caption, size=_USUAL)
        if with_statuses(facts.lines, ended=facts.ended):
            columns, rows = tables.count_table(facts, verdicts=False)
            paper.table(columns, rows, caption="按最近一年的数，各项状态", size=_USUAL)
    elif name in tables.SMALL:
        columns, rows = tables.SMALL[name](facts)
        if rows:
            paper.table(columns, rows, size=_SMALL_UPRIGHT, widths=tables.SMALL_WIDTHS[name])
    elif name in _annexes(facts):
        paper.note("逐项情况见{annex}。".format(annex=f"附表{_annexes(facts).index(name) + 1}"))


# --- behind the text --------------------------------------------------------------------------------------------------
def _annexes(facts: Facts) -> list[str]:
    """The large tables that this paper has, in order."""
    there = {
        "lines": True, "commitments": bool(facts.commitments), "projects": bool(facts.projects.lines),
        "counties": bool(_with_lines(facts)),
    }  # fmt: skip
    return [name for name, has in there.items() if has]


def _write_tables(paper: Paper, facts: Facts) -> None:
    paper.turn(landscape=True)
    titles = {
        "lines": "主要指标完成情况", "commitments": "正文承诺完成情况", "projects": "重点项目进展",
        "counties": "所辖县（市、区）主要指标完成情况",
    }  # fmt: skip
    for number, name in enumerate(_annexes(facts), start=1):
        paper.heading(f"附表{number}　{titles[name]}")
        if name == "lines":
            rows = tables.main_rows(facts.lines, ended=facts.ended)
            notes = [_reading(facts)]
            paper.table(tables.main_columns(facts.base_year), rows, size=_SMALL, widths=tables.MAIN_WIDTHS, notes=notes)
        elif name == "commitments":
            columns, rows = tables.promise_table(facts)
            paper.table(columns, rows, size=_SMALL, widths=tables.PROMISE_WIDTHS)
        elif name == "projects":
            columns, rows = tables.project_table(facts)
            silent = f"没有月报也没有记录阶段的 {facts.projects.silent} 个未列。"
            notes = [silent] if facts.projects.silent else []
            paper.table(columns, rows, size=_SMALL, widths=tables.PROJECT_WIDTHS, notes=notes)


def _write_county(paper: Paper, county: County, number: int, facts: Facts) -> None:
    paper.heading(f"（{numeral(number)}）{county.name}", level=2)
    told = "".join(of_nature(one, ended=facts.ended) for one in county.counts)
    paper.note(f"{county.title}。{told}")
    rows = tables.main_rows(county.lines, ended=facts.ended)
    paper.table(tables.main_columns(facts.base_year), rows, size=_SMALL, widths=tables.MAIN_WIDTHS)


def _reading(facts: Facts) -> str:
    return f"注：按 {facts.year} 年看；“完成情况”按目标自身的形式计算，距目标为负表示未达到；— 表示没有或不适用。"
