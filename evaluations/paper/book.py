"""An evaluation as a workbook: real numbers with the paper's digits, one sheet for each table, the sections as a sheet of words."""

from __future__ import annotations

from collections.abc import Sequence

from evaluations.domain.facts import Counted, Facts, Line
from evaluations.paper import tables, words
from evaluations.paper.cells import NUMBERS, SHARES, cell
from evaluations.paper.outline import Outline
from indicators.domain import unit_names
from regions.recorded import in_the_house_language
from sheets.table import Cell, Column, Table, workbook


@in_the_house_language
def evaluation_book(outline: Outline) -> bytes:
    """The xlsx."""
    source = "来源：{sources}".format(sources="；".join(outline.facts.sources)) if outline.facts.sources else ""
    made_on = f"数据截至 {outline.facts.day.isoformat()}"
    named = "，".join(one for one in (outline.title, outline.number or outline.mark) if one)
    return workbook(evaluation_tables(outline), title=named, source=source, made_on=made_on)


def evaluation_tables(outline: Outline) -> list[Table]:
    """The sheets: words, main indicators, counts, counties, promises, projects, changes. Empty ones are left out."""
    facts = outline.facts
    marks = ("演示数据，不代表真实情况",) if facts.sample else ()
    found = [
        _said(outline, marks),
        Table("主要指标", _columns(facts, county=False), _rows(facts.lines, facts), marks),
        Table("项数", _count_columns(), tuple(_counts(facts.region_name, facts.counts)), marks),
    ]
    if facts.counties:
        rows = tuple(row for one in facts.counties for row in _rows(one.lines, facts, county=one.name))
        counts = tuple(row for one in facts.counties for row in _counts(one.name, one.counts))
        found.append(Table("各县主要指标", _columns(facts, county=True), rows, marks))
        found.append(Table("各县项数", _count_columns(), counts, marks))
    if facts.commitments:
        found.append(Table("正文承诺", _columns(facts, county=False), _rows(facts.commitments, facts), marks))
    if facts.projects.lines:
        found.append(Table("重点工程", tuple(tables.project_columns()), _project_rows(facts), marks))
    if facts.changes:
        columns, changed = tables.change_table(facts)
        texts = tuple(Column(one.label) for one in columns)
        found.append(Table("修订调整", texts, tuple(tuple(row) for row in changed if not isinstance(row, str)), marks))
    return found


def _said(outline: Outline, marks: tuple[str, ...]) -> Table:
    told = [(part.heading, text) for part in outline.parts for text in (*part.told, *part.written)]
    told += [("数据说明", text) for text in outline.facts.notes]
    if outline.facts.rule:
        told.append(("状态规则", outline.facts.rule))
    return Table("概况", (Column("部分"), Column("内容")), tuple(told), marks)


def _columns(facts: Facts, *, county: bool) -> tuple[Column, ...]:
    first = [Column("县（市、区）")] if county else []
    number, share = "number", "share"
    return (
        *first, Column("序号"), Column("类别"), Column("指标"), Column("单位"), Column("属性"), Column("责任单位"),
        Column(f"{facts.base_year} 年基期值", kind=number), Column("目标（原文）"), Column("目标形式"),
        Column("最新实际", kind=number), Column("实际年份", kind="year"), Column("版次"), Column("口径"),
        Column("完成（按目标形式）", kind=number), Column("按什么算"), Column("目标值", kind=number),
        Column("实现程度", kind=share), Column("时序进度", kind=share), Column("时序应达", kind=number),
        Column("距目标", kind=number), Column("较时序", kind=number), Column("余下每年需", kind=number),
        Column("年均至今", kind=number), Column("按现速预计期末", kind=number), Column("结论"), Column("状态"),
        Column("说明"),
    )  # fmt: skip


def _rows(lines: Sequence[Line], facts: Facts, county: str = "") -> tuple[tuple[Cell, ...], ...]:
    first: tuple[Cell, ...] = (county,) if county else ()
    return tuple((*first, *_row(line, ended=facts.ended)) for line in lines)


def _row(line: Line, *, ended: bool) -> tuple[Cell, ...]:
    return (
        line.number, line.category or line.chapter, words.named(line), unit_names.said(line.unit) if line.unit else "",
        words.nature(line), "、".join(line.units), cell(line.base), "；".join(line.targets), line.form_label,
        cell(line.actual), line.actual_year, line.vintage, line.price_basis, cell(line.achieved), line.achieved_label,
        cell(line.target), cell(line.attainment, SHARES), cell(line.elapsed, SHARES), cell(line.expected),
        cell(line.gap), cell(line.lead), cell(line.required), cell(line.average), cell(line.projected),
        "" if line.heading else words.verdict(line, ended=ended), line.status_label, words.remarks(line),
    )  # fmt: skip


def _count_columns() -> tuple[Column, ...]:
    return (
        Column("地区"), Column("属性"), Column("种类"), Column("结果"), Column("项数", kind="number", digits=0),
        Column("合计", kind="number", digits=0),
    )  # fmt: skip


def _counts(name: str, counts: Sequence[Counted]) -> list[tuple[Cell, ...]]:
    return [
        (name, one.label, kind, label, number, one.total)
        for one in counts
        for kind, found in (("状态", one.statuses), ("结论", one.outcomes))
        for _code, label, number in found
    ]


def _project_rows(facts: Facts) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            at, one.name, one.box, one.unit, one.stage, cell(one.total, NUMBERS), cell(one.planned), cell(one.done),
            cell(one.done_all), "；".join(told for told in (one.note, "演示数据" if one.sample else "") if told),
        )
        for at, one in enumerate(facts.projects.lines, start=1)
    )  # fmt: skip
