"""The tables of an evaluation as the Word paper prints them: texts only, each a text of the facts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from evaluations.domain.facts import Facts, Line
from evaluations.domain.sentences import without_verdict
from evaluations.paper import words
from indicators.domain import unit_names
from indicators.domain.display import MISSING
from reports.word_cells import Row
from sheets.table import Column

#: Shares of the width of a page across.
MAIN_WIDTHS: Final = (7, 21, 8, 8, 11, 21, 20, 31, 14, 26)
PROMISE_WIDTHS: Final = (7, 41, 9, 11, 24, 20, 31, 14, 22)
PROJECT_WIDTHS: Final = (7, 39, 24, 20, 9, 13, 13, 13, 13, 34)


def main_columns(base_year: int) -> list[Column]:
    """Of the table of main indicators, the region's own and the counties'."""
    return [
        Column("序号"),
        Column("指标"),
        Column("单位"),
        Column("属性"),
        Column(f"{base_year} 年基期值", kind="number"),
        Column("目标（原文）"),
        Column("最新实际"),
        Column("完成情况"),
        Column("结论"),
        Column("说明"),
    ]


def main_rows(lines: Sequence[Line], *, ended: bool) -> list[Row]:
    """The rows in printed order; a category and a heading row over the whole width."""
    found: list[Row] = []
    category = ""
    for line in lines:
        if line.category and line.category != category:
            category = line.category
            found.append(category)
        if line.heading:
            found.append(" ".join(one for one in (line.number, line.name, _unit(line)) if one))
            continue
        found.append(
            (
                line.number, words.named(line), _unit(line), words.nature(line), line.base.text, words.promised(line),
                words.actual(line), words.done(line, ended=ended), words.verdict(line, ended=ended), words.remarks(line),
            )
        )  # fmt: skip
    return found


def count_table(facts: Facts, *, verdicts: bool) -> tuple[list[Column], list[Row]]:
    """How many rows of each nature stand how: one column for each verdict (status) there is."""
    labels = dict.fromkeys(
        label for one in facts.counts for _code, label, _n in (one.outcomes if verdicts else one.statuses)
    )
    columns = [
        Column("属性"),
        Column("合计", kind="number"),
        *(Column(label, kind="number") for label in labels),
    ]
    rows: list[Row] = []
    for one in facts.counts:
        numbers = {label: n for _code, label, n in (one.outcomes if verdicts else one.statuses)}
        rows.append((one.label, one.total, *(numbers.get(label, 0) for label in labels)))
    return columns, rows


def promise_table(facts: Facts) -> tuple[list[Column], list[Row]]:
    """The promises of the text, under the headings they stand under."""
    columns = [Column("序号"), *main_columns(facts.base_year)[1:3], *main_columns(facts.base_year)[4:]]
    rows: list[Row] = []
    chapter = ""
    for at, line in enumerate(facts.commitments, start=1):
        if line.chapter and line.chapter != chapter:
            chapter = line.chapter
            rows.append(chapter)
        rows.append(
            (
                str(at), words.named(line), _unit(line), line.base.text, words.promised(line), words.actual(line),
                words.done(line, ended=facts.ended), words.verdict(line, ended=facts.ended), words.remarks(line),
            )
        )  # fmt: skip
    return columns, rows


def project_columns() -> list[Column]:
    """Of the table of key projects."""
    return [
        Column("序号"), Column("项目"), Column("专栏"), Column("牵头单位"), Column("阶段"),
        Column("总投资", kind="number"), Column("年度计划", kind="number"), Column("本年完成", kind="number"),
        Column("累计完成", kind="number"), Column("说明"),
    ]  # fmt: skip


def project_table(facts: Facts) -> tuple[list[Column], list[Row]]:
    """The key projects that something is known of. Money as the facts print it."""
    rows: list[Row] = []
    for at, one in enumerate(facts.projects.lines, start=1):
        note = "；".join(told for told in (one.note, "演示数据" if one.sample else "") if told)
        rows.append(
            (
                str(at), one.name, one.box, one.unit, one.stage or MISSING, one.total.text, one.planned.text,
                one.done.text, one.done_all.text, note,
            )
        )  # fmt: skip
    return project_columns(), rows


def change_table(facts: Facts) -> tuple[list[Column], list[Row]]:
    """Bases and targets that were revised or adjusted."""
    columns = [
        Column("指标"), Column("对象"), Column("原为", kind="number"), Column("改为", kind="number"),
        Column("缘由"), Column("依据"), Column("仅因此而变"),
    ]  # fmt: skip
    rows: list[Row] = [
        (
            one.name, one.what, one.before, one.after, one.cause,
            "，".join(told for told in (one.document, one.on.isoformat() if one.on else "") if told), one.moved,
        )
        for one in facts.changes
    ]  # fmt: skip
    return columns, rows


def _unit(line: Line) -> str:
    return unit_names.said(line.unit) if line.unit else ""


def yearly_table(facts: Facts) -> tuple[list[Column], list[Row]]:
    """The year's own targets beside the figures of the year."""
    columns = [
        Column("序号"), Column("指标"), Column("单位"), Column(f"{facts.year} 年目标"),
        Column("最新实际"), Column("状态"),
    ]  # fmt: skip
    rows: list[Row] = [
        (
            line.number,
            line.name,
            _unit(line),
            line.annual_target,
            words.actual(line),
            f"{line.symbol} {line.status_label}",
        )
        for line in facts.lines
        if line.annual_target and not line.heading
    ]
    return columns, rows


def without_table(facts: Facts) -> tuple[list[Column], list[Row]]:
    """The rows of an ended plan that have no verdict, each with the reason."""
    columns = [
        Column("序号"), Column("指标"), Column("属性"), Column("目标（原文）"), Column("状态"), Column("原因"),
    ]  # fmt: skip
    rows: list[Row] = [
        (
            line.number, line.name, words.nature(line), words.promised(line), words.verdict(line, ended=facts.ended),
            line.why or MISSING,
        )
        for line in without_verdict(facts.lines)
    ]  # fmt: skip
    return columns, rows


#: The tables that stand in the text, by the name that a section gives them.
SMALL: Final[dict[str, Callable[[Facts], tuple[list[Column], list[Row]]]]] = {
    "yearly": yearly_table, "without": without_table, "changes": change_table,
}  # fmt: skip
SMALL_WIDTHS: Final[dict[str, tuple[int, ...]]] = {
    "yearly": (7, 26, 11, 16, 24, 14), "without": (7, 24, 10, 22, 18, 28),
    "changes": (20, 9, 11, 11, 12, 20, 20),
}  # fmt: skip
