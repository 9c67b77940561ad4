"""An evaluation as a page: its sections, its tables. The paper speaks Chinese whoever reads; what frames it is the template's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse

from evaluations.domain.counts import OUTCOME_ORDER, STATUS_ORDER, with_statuses
from evaluations.domain.facts import Counted, County, Facts, Line, ProjectLine, Section, counted_lines
from evaluations.domain.quotes import offered, unknown
from evaluations.domain.sections import numbered, sections
from evaluations.domain.sentences import of_nature, without_verdict
from evaluations.paper import words
from evaluations.paper.parts import filled, paragraphs
from indicators.domain.display import SYMBOLS
from indicators.domain.verdict import SETTLED
from regions.recorded import in_the_house_language, recorded

#: Of promises and projects: more stand on the page of their own.
MOST_ROWS = 200
_SYMBOLS = {"not_published": "◌", "open": "○"} | {status.value: symbol for status, symbol in SYMBOLS.items()}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table. ``heading``: over the whole width; ``category``: only where it changes; ``symbol`` with ``code``."""

    line: Line
    address: str
    category: str
    nature: str
    promised: str
    actual: str
    done: str
    code: str
    symbol: str
    label: str
    aside: str
    remarks: str


@dataclass(frozen=True, slots=True)
class CountTable:
    """How many rows of each nature stand how. ``heads``: code, symbol, label; ``rows``: label, total, numbers."""

    heads: tuple[tuple[str, str, str], ...]
    rows: tuple[tuple[str, int, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its numbered heading. ``written``: paragraphs; ``problems``: quotations in them that mean nothing."""

    heading: str
    section: Section
    written: tuple[str, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountyPart:
    """A county's plan: its counts in sentences, its table."""

    county: County
    counts: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class EvaluationPage:
    """``counts`` of an ended plan are verdicts; ``statuses`` stand beside them where the last figures are not all out."""

    facts: Facts
    parts: tuple[Part, ...]
    counts: CountTable
    statuses: CountTable | None
    rows: tuple[Row, ...]
    yearly: tuple[Row, ...]
    without: tuple[Row, ...]
    promises: tuple[Row, ...]
    more_promises: int
    projects: tuple[ProjectLine, ...]
    more_projects: int
    counties: tuple[CountyPart, ...]
    base_head: str

    @property
    def problems(self) -> bool:
        """Whether words quote figures that there are not."""
        return any(one.problems for one in self.parts)


@in_the_house_language
def evaluation_page(facts: Facts, written: Mapping[str, str], *, draft: bool = False) -> EvaluationPage:
    """Everything the template prints of the paper. ``draft``: sections in which nothing stands yet are shown, too."""
    names, ended = offered(facts), facts.ended
    promised, projects = _rows(facts.commitments, ended=ended, by_chapter=True), facts.projects.lines
    return EvaluationPage(
        facts=facts,
        parts=tuple(
            _part(heading, one, written, names)
            for heading, one in numbered([one for one in sections(facts) if draft or filled(one, written)])
        ),
        counts=count_table(facts.counts, verdicts=ended),
        statuses=count_table(facts.counts, verdicts=False) if with_statuses(facts.lines, ended=ended) else None,
        rows=_rows(facts.lines, ended=ended),
        yearly=_rows([one for one in counted_lines(facts.lines) if one.annual_target], ended=ended, plain=True),
        without=_rows(without_verdict(facts.lines), ended=ended, plain=True),
        promises=promised[:MOST_ROWS],
        more_promises=max(0, len(promised) - MOST_ROWS),
        projects=projects[:MOST_ROWS],
        more_projects=max(0, len(projects) - MOST_ROWS),
        counties=tuple(_county(one, ended=ended) for one in facts.counties if one.lines),
        base_head=f"{facts.base_year} 年",
    )


def _part(heading: str, section: Section, written: Mapping[str, str], names: Mapping[str, Mapping[str, str]]) -> Part:
    body = written.get(section.key, "") if section.guide else ""
    problems = tuple(f"{one.quoted}：{one.why}" for one in unknown(body, names))
    return Part(heading, section, paragraphs(body, names), problems)


def count_table(groups: Sequence[Counted], *, verdicts: bool) -> CountTable:
    """A column for every verdict (or status) that a row has."""
    found = [(one, one.outcomes if verdicts else one.statuses) for one in groups]
    heads = dict.fromkeys((code, label) for _one, numbers in found for code, label, _number in numbers)
    order = sorted(heads, key=lambda head: _place(head[0], verdicts=verdicts))
    return CountTable(
        heads=tuple((code, _symbol(code), label) for code, label in order),
        rows=tuple((one.label, one.total, tuple(_number(numbers, head) for head in order)) for one, numbers in found),
    )


def _place(code: str, *, verdicts: bool) -> int:
    return (OUTCOME_ORDER if verdicts else STATUS_ORDER).index(code)


def _symbol(code: str) -> str:
    return _SYMBOLS.get(code, "")


def _number(numbers: Sequence[tuple[str, str, int]], head: tuple[str, str]) -> int:
    return next((number for code, label, number in numbers if (code, label) == head), 0)


def _rows(lines: Sequence[Line], *, ended: bool, plain: bool = False, by_chapter: bool = False) -> tuple[Row, ...]:
    """``plain``: without the categories; ``by_chapter``: promises stand under their chapters."""
    found: list[Row] = []
    category = ""
    for line in lines:
        own = line.chapter if by_chapter else line.category
        changed = not plain and bool(own) and own != category
        category = own or category
        found.append(replace(_row(line, ended=ended), category=own if changed else ""))
    return tuple(found)


def _row(line: Line, *, ended: bool) -> Row:
    settled = ended and line.outcome in SETTLED
    label = line.outcome_label if settled else line.status_label or recorded("待计算")
    remarks = words.remarks(line)
    if line.sample:  # the mark says it
        remarks = "；".join(one for one in remarks.split("；") if one != recorded("演示数据"))
    return Row(
        line=line,
        address=reverse("dashboards:row", args=[line.row]),
        category="",
        nature=words.nature(line),
        promised=words.promised(line),
        actual=words.actual(line),
        done=words.done(line, ended=ended),
        code=line.status or "pending",
        symbol=line.symbol,
        label=label,
        aside=line.outcome_label
        if ended and line.outcome and not settled and line.outcome_label not in remarks
        else "",
        remarks=remarks,
    )


def _county(one: County, *, ended: bool) -> CountyPart:
    return CountyPart(
        one, tuple(of_nature(counts, ended=ended) for counts in one.counts), _rows(one.lines, ended=ended)
    )
