"""The tables of a plan document: the main table of its targets, the table of results of the period before, the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from indicators.domain.literals import normalise
from indicators.domain.types import Period
from intake.domain.proposal import FoundDoubt, ReadIndicator, ReadResult
from intake.domain.reference import Reference
from intake.domain.tables.columns import Column
from intake.domain.tables.entries import Entries
from intake.domain.tables.entry import Entry
from intake.domain.tables.gather import gather, head_of
from intake.domain.tables.headers import Header, read_header
from intake.domain.tables.indicators import Context, doubts_of_table, is_empty, read_rows
from intake.domain.tables.names import Names, row_name
from intake.domain.tables.raw import RawTable
from intake.domain.tables.results import read_results
from intake.readers.document import Document

_MAIN_CAPTION = re.compile(
    r"主要指标|主要目标|发展目标|发展指标|预期目标|规划指标|规划目标|目标指标|指标体系|指标列表|约束性指标"
)
#: 年均增速(累计), ( )内为五年累计数: round brackets stand for the total of the period.
_ROUND = re.compile(r"\((?:五年|5年)?累计(?:数|值)?(?:增长)?\)|\(\)(?:内|中|里)?[^,。;]{0,4}累计")
_FEWEST: Final = 3
_LONGEST_TITLE: Final = 60
_RIVAL: Final = 0.7  # a second table with this share of the best score is a second candidate


@dataclass(frozen=True, slots=True)
class TableReading:
    """One table as read. ``rows``: ``ReadIndicator`` of targets, ``ReadResult`` of results."""

    caption: str
    line: int
    rows: tuple[ReadIndicator, ...] | tuple[ReadResult, ...]
    doubts: tuple[FoundDoubt, ...] = ()
    results_period: tuple[int, int] | None = None
    lines: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()  # printed below the table
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class TablesReading:
    """What the tables of a document say. ``others``: further tables of targets, the likeliest first, for a person to choose.

    ``notes``: no_table, two_tables, no_numbers. ``taken``: the lines of every table of indicators.
    """

    main: TableReading | None = None
    results: TableReading | None = None
    others: tuple[TableReading, ...] = ()
    taken: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A table of indicators before its cells are read."""

    table: RawTable
    header: Header
    entries: tuple[Entry, ...]
    notes: tuple[str, ...]
    score: float

    @property
    def results(self) -> bool:
        """Whether it is the table of results of the period before."""
        return self.header.results


def read_tables(document: Document, reference: Reference, *, period: tuple[int, int] | None = None) -> TablesReading:
    """The tables of indicators. ``period``: first and last year of the plan where they are known. Never raises."""
    names = Names(reference)
    found = [one for table in gather(document) if (one := _candidate(table, names, period)) is not None]
    targets = sorted((one for one in found if not one.results), key=lambda one: -one.score)
    results = max((one for one in found if one.results), key=lambda one: one.score, default=None)
    read_result = _results(results, names) if results is not None else None
    readings = [_targets(one, reference, names, read_result, period) for one in targets]
    notes: list[str] = []
    if not readings:
        notes.append("no_table")
    elif all(is_empty(_indicators(one)) for one in readings[:1]):
        notes.append("no_numbers")
    if len(targets) > 1 and targets[1].score >= _RIVAL * targets[0].score:
        notes.append("two_tables")
    lines: frozenset[int] = frozenset().union(*(one.table.lines for one in found))
    return TablesReading(
        main=readings[0] if readings else None,
        results=read_result,
        others=tuple(readings[1:]),
        taken=lines,
        notes=tuple(notes),
    )


def _indicators(reading: TableReading) -> tuple[ReadIndicator, ...]:
    return tuple(row for row in reading.rows if isinstance(row, ReadIndicator))


def _candidate(table: RawTable, names: Names, period: tuple[int, int] | None) -> _Candidate | None:
    """A table with a header of indicators and rows that look like them; None for every other table."""
    start, end = head_of(table)
    if start == end:
        return None
    table = _titled(table, start)
    header = read_header(table.rows[start:end], caption=table.caption, period=period)
    if header is None:
        return None
    walk = Entries(table, header)
    entries = walk.read(end)
    rows = [entry for entry in entries if not entry.heading]
    if len(rows) < _FEWEST:
        return None
    score = _score(table, header, rows, names)
    return _Candidate(table, header, tuple(entries), tuple(walk.notes), score) if score > 0 else None


def _titled(table: RawTable, start: int) -> RawTable:
    """The table with the title that fills a row of its own above the header, where nothing above the table is one."""
    for row in table.rows[:start]:
        texts = {cell.text.strip() for cell in row if cell.text.strip()}
        title = " ".join(texts.pop().split()) if len(texts) == 1 else ""
        if not table.caption and 4 <= len(title) <= _LONGEST_TITLE and not re.match("[（(]?单位", title):
            return replace(table, caption=title, caption_line=row[0].line)
    return table


def _score(table: RawTable, header: Header, rows: Sequence[Entry], names: Names) -> float:
    """How surely a table is one of indicators; 0 where it is none."""
    parts = [row_name(entry.name) for entry in rows]
    known = sum(1 for part in parts if names.code(part.name))
    natures = sum(1 for entry in rows if entry.cells.get(Column.NATURE, "").strip())
    units = sum(
        1 for entry, part in zip(rows, parts, strict=True) if part.unit or entry.cells.get(Column.UNIT, "").strip()
    )
    filled = sum(1 for entry in rows if entry.filled)
    size = len(rows)
    named = _MAIN_CAPTION.search(table.caption) is not None
    if 4 * max(known, natures, units) < size and not (named and header.has(Column.NATURE)):
        return 0.0
    if not header.has(Column.TARGET, Column.GROWTH, Column.TOTAL, Column.ACTUAL):
        return 0.0
    return size + known + natures + 0.5 * units + 0.5 * filled + (5.0 if named else 0.0)


def _results(found: _Candidate, names: Names) -> TableReading:
    years = (found.header.base_year, found.header.end_year)
    span = (years[0] + 1, years[1]) if years[0] is not None and years[1] is not None else None
    return TableReading(
        caption=found.table.caption,
        line=_line(found),
        rows=read_results(found.entries, found.header, names),
        results_period=span,
        lines=found.table.lines,
        notes=(*found.notes, *found.table.notes),
        score=found.score,
    )


def _line(found: _Candidate) -> int:
    return found.table.caption_line if found.table.caption_line is not None else found.header.line


def _targets(
    found: _Candidate,
    reference: Reference,
    names: Names,
    results: TableReading | None,
    period: tuple[int, int] | None,
) -> TableReading:
    before = tuple(row for row in results.rows if isinstance(row, ReadResult)) if results is not None else ()
    context = Context(
        header=found.header,
        period=_period(found.header, period),
        reference=reference,
        names=names,
        results=before,
        results_name=results.caption if results is not None else "",
        round_totals=any(
            _ROUND.search(normalise(text)) for text in (*found.header.texts, *found.notes, *found.table.notes)
        ),
    )
    rows = read_rows(found.entries, context)
    line = _line(found)
    return TableReading(
        caption=found.table.caption,
        line=line,
        rows=rows,
        doubts=doubts_of_table(rows, found.header, line, has_base=Column.BASE in found.header.columns),
        lines=found.table.lines,
        notes=(*found.notes, *found.table.notes),
        score=found.score,
    )


def _period(header: Header, period: tuple[int, int] | None) -> Period:
    """The plan's years: as given, else from the header; five years where it names one only, 2021–2025 where it names none."""
    if period is not None:
        return Period(period[0] - 1, period[0], period[1])
    end = header.end_year
    base = header.base_year
    if base is None:
        base = end - 5 if end is not None else 2020
    if end is None or end <= base:
        end = base + 5
    return Period(base, base + 1, end)
