"""The tables of a release: the same rows for the page, as printed, and for CSV, as values. Facts are in the house language."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from decimal import Decimal

from accounts.api.rendering import cell
from evaluations.domain.facts import Counted, Facts, Line, ProjectLine
from indicators.domain.verdict import Outcome
from regions.recorded import recorded


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the page. ``status``: a code that colours it; ``head``: the row is called so."""

    text: str
    num: bool = False
    note: str = ""
    status: str = ""
    symbol: str = ""
    head: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """``raw``: the same for CSV, column by column of ``names``; None is an empty cell."""

    cells: tuple[Cell, ...]
    raw: tuple[str | int | Decimal | None, ...]
    heading: bool = False
    sub: bool = False
    sample: bool = False


@dataclass(frozen=True, slots=True)
class PublicTable:
    """``columns``: of the page, with whether they hold numbers; ``names``: of the CSV file."""

    key: str
    title: str
    columns: tuple[tuple[str, bool], ...]
    names: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def body(self) -> tuple[tuple[Row, tuple[tuple[Cell, str], ...]], ...]:
        """Each row with its cells, each beside the name of its column."""
        names = [name for name, _num in self.columns]
        return tuple((row, tuple(zip(row.cells, names, strict=True))) for row in self.rows)


def public_tables(facts: Facts) -> tuple[PublicTable, ...]:
    """The tables that a release holds, in the order of the page."""
    found = [_counts("counts", recorded("各类指标项数"), facts.counts, ended=facts.ended)]
    found.append(_lines("indicators", recorded("主要指标"), facts.lines, ended=facts.ended))
    if facts.commitments:
        found.append(_lines("commitments", recorded("正文承诺"), facts.commitments, ended=facts.ended))
    if facts.projects.total:
        found.append(_projects(facts))
    return tuple(found)


def as_csv(table: PublicTable) -> bytes:
    """UTF-8 with BOM; a text that a spreadsheet would take for a formula gets an apostrophe, a missing figure is empty."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(table.names)
    writer.writerows([cell(value) for value in row.raw] for row in table.rows)
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def _counts(key: str, title: str, groups: tuple[Counted, ...], *, ended: bool) -> PublicTable:
    """One line per nature and status; at the end of the plan per verdict."""
    rows = []
    for group in groups:
        for at, (_code, label, number) in enumerate(group.outcomes if ended else group.statuses):
            first = group.label if at == 0 else ""
            total = str(group.total) if at == 0 else ""
            cells = (Cell(first), Cell(total, num=True), Cell(label), Cell(str(number), num=True))
            rows.append(Row(cells, (group.label, group.total, label, number)))
    said = recorded("结论") if ended else recorded("状态")
    columns = ((recorded("属性"), False), (recorded("共"), True), (said, False), (recorded("项数"), True))
    return PublicTable(key, title, columns, tuple(name for name, _num in columns), tuple(rows))


_NAMES = (
    recorded("序号"), recorded("指标"), recorded("单位"), recorded("属性"), recorded("基期值"), recorded("目标"), recorded("实际"),
    recorded("实际数值"), recorded("实际年份"), recorded("数据版次"), recorded("按目标口径完成"), recorded("目标口径"), recorded("距目标"),
    recorded("完成进度"), recorded("结论或状态"), recorded("说明"), recorded("演示数据"),
)  # fmt: skip


def _lines(key: str, title: str, lines: tuple[Line, ...], *, ended: bool) -> PublicTable:
    said = recorded("结论或状态") if ended else recorded("状态")
    columns = (
        (recorded("序号"), False), (recorded("指标"), False), (recorded("属性"), False), (recorded("基期值"), True),
        (recorded("目标"), False), (recorded("实际"), True), (recorded("按目标口径完成"), True), (recorded("距目标"), True),
        (said, False), (recorded("说明"), False),
    )  # fmt: skip
    return PublicTable(key, title, columns, _NAMES, tuple(_row(one, ended=ended) for one in lines))


def _row(one: Line, *, ended: bool) -> Row:
    if one.heading:
        blank = tuple(Cell("") for _ in range(8))
        cells = (Cell(one.number), Cell(one.name, note=one.unit, head=True), *blank)
        return Row(cells, (one.number, one.name, one.unit, *[None] * 14), heading=True, sub=one.sub)
    judged, why = _judged(one) if ended else (one.status_label, one.why)
    year = recorded("%(year)s 年") % {"year": one.actual_year} if one.actual_year else ""
    actual_note = recorded("，").join(part for part in (year, one.vintage) if part)
    if one.unadjusted_label:
        changed = recorded("仅因统计修订或目标调整，按原定为%(label)s") % {"label": one.unadjusted_label}
        why = recorded("；").join(part for part in (why, changed) if part)
    targets = recorded("；").join(one.targets) or "—"
    cells = (
        Cell(one.number),
        Cell(one.name, note=one.unit, head=True),
        Cell(one.nature_text or "—"),
        Cell(one.base.text, num=True, note=one.base_note),
        Cell(targets),
        Cell(one.actual.text, num=True, note=actual_note if one.actual.text != "—" else ""),
        Cell(one.achieved.text, num=True, note=one.achieved_label if one.achieved.text != "—" else ""),
        Cell(one.gap.text, num=True),
        Cell(judged or "—", status=one.status, symbol=one.symbol),
        Cell(why),
    )
    raw = (
        one.number, one.name, one.unit, one.nature_text, _said(one.base.text), targets if one.targets else None,
        _said(one.actual.text), one.actual.value, one.actual_year, one.vintage, _said(one.achieved.text), one.form_label,
        _said(one.gap.text), _said(one.attainment.text), judged or None, why or None,
        recorded("演示数据") if one.sample else None,
    )  # fmt: skip
    return Row(cells, raw, sub=one.sub, sample=one.sample)


def _judged(one: Line) -> tuple[str, str]:
    """The verdict and the reason where there is none; a figure of an earlier year keeps its status, labelled 期末数未公布."""
    if one.outcome == Outcome.NOT_PUBLISHED:
        return one.status_label, one.why
    if one.outcome == Outcome.OPEN:
        return one.outcome_label, recorded("；").join(part for part in (one.status_label, one.why) if part)
    return one.outcome_label or one.status_label, one.why


def _said(text: str) -> str | None:
    """A printed figure; "—" is none."""
    return None if text in ("", "—") else text


def _projects(facts: Facts) -> PublicTable:
    money = (
        (recorded("总投资"), True),
        (recorded("年度计划"), True),
        (recorded("本年完成"), True),
        (recorded("累计完成"), True),
    )
    columns = ((recorded("专栏"), False), (recorded("项目"), False), (recorded("阶段"), False), *money)
    unit = recorded("（万元）")
    names = tuple(f"{name}{unit}" if num else name for name, num in columns)
    title = recorded("重点项目（金额：万元）")
    return PublicTable("projects", title, columns, names, tuple(_project(one) for one in facts.projects.lines))


def _project(one: ProjectLine) -> Row:
    figures = (one.total, one.planned, one.done, one.done_all)
    cells = (
        Cell(one.box),
        Cell(one.name, head=True),
        Cell(one.stage or "—"),
        *(Cell(two.text, num=True) for two in figures),
    )
    raw = (one.box or None, one.name, one.stage or None, *(two.value for two in figures))
    return Row(cells, raw, sample=one.sample)
