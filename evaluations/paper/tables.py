"""The tables of an evaluation as the Word paper prints them: texts only, each a text of the facts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from evaluations.domain.facts import County, Facts, Line
from evaluations.paper import words
from indicators.domain import unit_names
from indicators.domain.display import MISSING
from reports.word_cells import Row
from sheets.table import Column

#: Shares of the width of a page across.
MAIN_WIDTHS: Final = (5, 21, 8, 8, 11, 21, 20, 31, 14, 27)
PROMISE_WIDTHS: Final = (5, 42, 9, 11, 24, 20, 31, 14, 22)
PROJECT_WIDTHS: Final = (5, 40, 24, 20, 9, 13, 13, 13, 13, 34)


def main_columns(base_year: int) -> list[Column]:
    """Of the table of main indicators, the region's own and the counties'."""
    return [
        Column(_("序号")),
        Column(_("指标")),
        Column(_("单位")),
        Column(_("属性")),
        Column(_("%(year)d 年基期值") % {"year": base_year}, kind="number"),
        Column(_("目标（原文）")),
        Column(_("最新实际")),
        Column(_("完成情况")),
        Column(_("结论")),
        Column(_("说明")),
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


def count_table(facts: Facts) -> tuple[list[Column], list[Row]]:
    """How many rows of each nature stand how: one column for each verdict (status) there is."""
    labels = dict.fromkeys(
        label for one in facts.counts for _code, label, _n in (one.outcomes if facts.ended else one.statuses)
    )
    columns = [Column(_("属性")), Column(_("合计"), kind="number"), *(Column(label, kind="number") for label in labels)]
    rows: list[Row] = []
    for one in facts.counts:
        numbers = {label: n for _code, label, n in (one.outcomes if facts.ended else one.statuses)}
        rows.append((one.label, one.total, *(numbers.get(label, 0) for label in labels)))
    return columns, rows


def county_table(counties: Sequence[County], *, ended: bool) -> tuple[list[Column], list[Row]]:
    """One row per county: its rows of each nature in words."""
    columns = [
        Column(_("县（市、区）")),
        Column(_("指标数"), kind="number"),
        Column(_("约束性")),
        Column(_("预期性")),
        Column(_("其他")),
    ]
    rows: list[Row] = []
    for one in counties:
        told = {counts.nature: words.counted(counts, ended=ended) for counts in one.counts}
        total = sum(counts.total for counts in one.counts)
        first = told.get("binding", MISSING) if one.counts else one.note or MISSING
        rows.append((one.name, total if one.counts else None, first, told.get("expected"), told.get("unmapped")))
    return columns, rows


def promise_table(facts: Facts) -> tuple[list[Column], list[Row]]:
    """The promises of the text, under the headings they stand under."""
    columns = [Column(_("序号")), *main_columns(facts.base_year)[1:3], *main_columns(facts.base_year)[4:]]
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
        Column(_("序号")), Column(_("项目")), Column(_("专栏")), Column(_("牵头单位")), Column(_("阶段")),
        Column(_("总投资"), kind="number"), Column(_("年度计划"), kind="number"), Column(_("本年完成"), kind="number"),
        Column(_("累计完成"), kind="number"), Column(_("说明")),
    ]  # fmt: skip


def project_table(facts: Facts) -> tuple[list[Column], list[Row]]:
    """The key projects that something is known of. Money as the facts print it."""
    rows: list[Row] = []
    for at, one in enumerate(facts.projects.lines, start=1):
        note = _("；").join(told for told in (one.note, _("演示数据") if one.sample else "") if told)
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
        Column(_("指标")), Column(_("内容")), Column(_("原为"), kind="number"), Column(_("改为"), kind="number"),
        Column(_("事由")), Column(_("依据")), Column(_("仅因此而变")),
    ]  # fmt: skip
    rows: list[Row] = [
        (
            one.name, one.what, one.before, one.after, one.cause,
            _("，").join(told for told in (one.document, one.on.isoformat() if one.on else "") if told), one.moved,
        )
        for one in facts.changes
    ]  # fmt: skip
    return columns, rows


def _unit(line: Line) -> str:
    return unit_names.said(line.unit) if line.unit else ""
