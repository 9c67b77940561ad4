"""Rows of the main table: their cells read by the notation, their doubts raised."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indicators.domain.doubts import RowReading, duplicate_reading, row_doubts, table_doubts
from indicators.domain.forms import decide_form, row_targets
from indicators.domain.literals import is_nothing, normalise
from indicators.domain.names import map_nature, name_with_parent
from indicators.domain.notation import parse_actual, parse_cell
from indicators.domain.types import BaseFigure, CatalogueFacts, DoubtCode, Form, Period, Role, TargetSpec
from indicators.domain.units import convert, currencies_of, kind_of
from intake.domain.proposal import FoundDoubt, ReadIndicator, ReadResult
from intake.domain.reference import Reference
from intake.domain.tables.columns import Column
from intake.domain.tables.entry import Entry
from intake.domain.tables.headers import Header
from intake.domain.tables.names import Names, RowName, row_name

_ROUND = re.compile(r"[（(][-—－]?[\d.．]+[%％]?(?:以上|左右|以内)?[）)]")


@dataclass(frozen=True, slots=True)
class Context:
    """What all rows of one table share. ``results``: rows of the period before, to take bases from where there is no column."""

    header: Header
    period: Period
    reference: Reference
    names: Names
    results: tuple[ReadResult, ...] = ()
    results_name: str = ""
    round_totals: bool = False  # (4.2) is the total of the period: a head or a note of the table says so


def read_rows(entries: Sequence[Entry], context: Context) -> tuple[ReadIndicator, ...]:
    """Every row of the table, in order; a heading row before its sub-rows."""
    index = {id(entry): position for position, entry in enumerate(entries)}
    return tuple(_row(entry, index, context) for entry in entries)


def _row(entry: Entry, index: dict[int, int], context: Context) -> ReadIndicator:
    name = row_name(entry.name)
    parent = row_name(entry.parent.name).name if entry.parent else ""
    unit = _unit(entry, name)
    code = "" if entry.heading else context.names.code(name.name, parent)
    nature = _text(entry, Column.NATURE, context.header)
    row = ReadIndicator(
        name=name.name,
        line=entry.line,
        printed_name=name.printed,
        number=entry.number,
        parent=index.get(id(entry.parent)) if entry.parent else None,
        heading=entry.heading,
        category=entry.category,
        unit=unit,
        growth_text=_growth_text(entry, context.header),
        nature_inherited=entry.inherited,
        nature=map_nature(nature or ""),
        catalogue=code,
        marks=name.marks,
        last_line=entry.last_line if entry.last_line > entry.line else None,
        base_text=_text(entry, Column.BASE, context.header),
        base_growth_text=_text(entry, Column.BASE_GROWTH, context.header),
        target_text=_text(entry, Column.TARGET, context.header),
        nature_text=nature,
    )
    if entry.heading:
        return row
    return _figures(row, entry, parent, index[id(entry)], context)


def _unit(entry: Entry, name: RowName) -> str:
    column = entry.cells.get(Column.UNIT, "").strip()
    if is_nothing(normalise(column)):
        above = row_name(entry.parent.name).unit if entry.parent is not None else ""
        return name.unit or above
    from_header = column.strip("()（）")
    return "".join(from_header.split())


def _text(entry: Entry, column: Column, header: Header) -> str | None:
    if column not in header.columns:
        return None
    return entry.cells.get(column, "")


def _growth_text(entry: Entry, header: Header) -> str | None:
    """The growth cell; where growth and total have columns of their own, the one that is filled."""
    found = [entry.cells.get(column, "") for column in (Column.GROWTH, Column.TOTAL) if column in header.columns]
    if not found:
        return None
    said = [text for text in found if not is_nothing(normalise(text))]
    return "；".join(said) if said else found[0]


def _figures(row: ReadIndicator, entry: Entry, parent: str, position: int, context: Context) -> ReadIndicator:
    """The row with base, targets and doubts."""
    catalogue = context.reference.catalogue.get(row.catalogue)
    words = name_with_parent(row.printed_name, parent, row.unit)
    base, taken = _base(row, words, context)
    figure = BaseFigure(base.value, context.period.base_year) if base is not None else None
    base_unit = base.unit if base is not None else None
    cells = [
        tuple(decide_form(spec, figure, catalogue, base_unit=base_unit) for spec in specs)
        for specs in _targets(row, entry, words, context)
    ]
    targets = tuple(_as_change(spec, cells, base) for spec in row_targets(*cells))
    reading = RowReading(
        name=words,
        period=context.period,
        targets=targets,
        base=base,
        unit=row.unit,
        catalogue=catalogue,
        nature=row.nature_text,
    )
    doubts = [FoundDoubt(str(one.code), one.message, row.line, position, one.figure) for one in row_doubts(reading)]
    raised = {doubt.code for doubt in doubts}
    doubts += [one for one in _doubts_of_reading(entry, row.line, position) if one.code not in raised]
    doubts += _total_among_levels(targets, context.header, row.line, position)
    if taken:
        doubts.append(FoundDoubt(str(DoubtCode.MISSING_BASE), taken, row.line, position, "base"))
    return replace(
        row,
        base=base.value if base is not None else None,
        base_unit=_base_unit(base, catalogue) if base is not None else "",
        base_parts=base.parts if base is not None else (),
        targets=tuple(spec for spec in targets if spec.form is not Form.NONE),
        doubts=tuple(doubts),
    )


def _base(row: ReadIndicator, words: str, context: Context) -> tuple[TargetSpec | None, str]:
    """The base, and where it was taken from when the table has no column of bases."""
    if row.base_text is not None:
        spec = parse_cell(row.base_text, role=Role.BASE, name=words, unit=row.unit)[0]
        return (None, "") if spec.form is Form.NONE else (spec, "")
    if not row.catalogue:
        return None, ""
    for number, result in enumerate(context.results, start=1):
        if result.catalogue != row.catalogue or not result.actual_text:
            continue
        actual = parse_actual(result.actual_text, name=result.printed_name, unit=result.unit)
        if actual.value is None or actual.growth or actual.period_total:
            continue
        value = convert(actual.value, actual.unit, row.unit)
        if value is None or not actual.unit:
            continue
        label = result.number or str(number)
        message = (
            f"本表没有基数一栏；暂取同一文件{context.results_name or '上一期完成情况表'}第{label}行"
            f"“{result.name}”的完成数{result.actual_text}{'' if actual.own_unit else actual.unit}为基数，须确认"
        )
        return TargetSpec(Role.BASE, Form.LEVEL, value, unit=row.unit, text=result.actual_text), message
    return None, ""


def _as_change(spec: TargetSpec, cells: Sequence[tuple[TargetSpec, ...]], base: TargetSpec | None) -> TargetSpec:
    """A total of the period that is the whole way from the base to the level printed beside it is the change of the level."""
    start = base.value if base is not None and base.unit == spec.unit else None
    if spec.form is not Form.CUMULATIVE or start is None:
        return spec
    levels = [one.value for specs in cells for one in specs if one.form is Form.LEVEL and one.unit == spec.unit]
    whole = any(level is not None and level - start == spec.value for level in levels)
    return replace(spec, form=Form.CUMULATIVE_CHANGE) if whole else spec


def _cell(text: str, role: Role, row: ReadIndicator, words: str, context: Context) -> tuple[TargetSpec, ...]:
    """A cell of figures as the notation reads it; round brackets are square ones where the table means them so."""
    plain = text.strip()
    square = f"[{plain[1:-1]}]" if context.round_totals and _ROUND.fullmatch(plain) else text
    specs = parse_cell(square, role=role, name=words, unit=row.unit)
    return specs if square == text else tuple(replace(spec, text=plain) for spec in specs)


def _targets(row: ReadIndicator, entry: Entry, words: str, context: Context) -> list[tuple[TargetSpec, ...]]:
    cells: list[tuple[TargetSpec, ...]] = []
    if row.target_text is not None:
        cells.append(_cell(row.target_text, Role.TARGET, row, words, context))
    if Column.GROWTH in entry.cells:
        cells.append(_cell(entry.cells[Column.GROWTH], Role.GROWTH, row, words, context))
    if Column.TOTAL in entry.cells:
        cells.append(_total(entry.cells[Column.TOTAL], words, row.unit))
    return cells or [parse_cell("", role=Role.TARGET, name=words, unit=row.unit)]


def _total(text: str, words: str, unit: str) -> tuple[TargetSpec, ...]:
    """A cell of a column that is headed 累计 and nothing else: a bare number is the total of the period."""
    specs = parse_cell(text, role=Role.TARGET, name=words, unit=unit)
    if any(spec.form not in (Form.LEVEL, Form.GROWTH) or spec.bracket for spec in specs):
        return specs
    whole = parse_cell(f"累计{text.strip()}", role=Role.TARGET, name=words, unit=unit)
    return tuple(replace(spec, text=text.strip()) for spec in whole)


def _base_unit(base: TargetSpec, catalogue: CatalogueFacts | None) -> str:
    """The unit of a base; a bare 亿 or 万 counts what the catalogue counts."""
    if kind_of(base.unit) == "number" and catalogue is not None and currencies_of(catalogue.unit) == {"money"}:
        return f"{base.unit}元"
    return base.unit


def _doubts_of_reading(entry: Entry, line: int, position: int) -> list[FoundDoubt]:
    """Doubts about how the row was put together: several readings of one cell, cells out of their column."""
    found: list[FoundDoubt] = []
    for column, readings in entry.readings.items():
        figure = "base" if column is Column.BASE else "target"
        doubt = duplicate_reading(readings, figure)
        if doubt is not None:
            found.append(FoundDoubt(str(doubt.code), doubt.message, line, position, figure))
    if entry.moved:
        message = "这一行比表头少一格或错位，各数按列的顺序和内容归位，须对照原件"
        found.append(FoundDoubt(str(DoubtCode.COLUMN_SHIFT), message, line, position))
    return found


def _total_among_levels(targets: Sequence[TargetSpec], header: Header, line: int, position: int) -> list[FoundDoubt]:
    """A total of the period in the column of levels, while the table has a column for totals."""
    totals = {Column.GROWTH, Column.TOTAL}
    if not any("累计" in text for column, text in zip(header.columns, header.texts, strict=False) if column in totals):
        return []
    found = [spec for spec in targets if spec.role is Role.TARGET and spec.bracket and spec.form is Form.CUMULATIVE]
    message = "“{}”是五年累计数，印在目标一栏；表中累计数另有一栏"
    return [
        FoundDoubt(str(DoubtCode.COLUMN_SHIFT), message.format(spec.text), line, position, "target")
        for spec in found[:1]
    ]


def doubts_of_table(
    rows: Sequence[ReadIndicator], header: Header, line: int, *, has_base: bool
) -> tuple[FoundDoubt, ...]:
    """Doubts about the whole table: numbers skipped, no column of natures, no column of bases."""
    numbers = [int(row.number) if row.number.isdigit() else None for row in rows]
    natures = [row.nature_text for row in rows]
    found: list[FoundDoubt] = []
    for doubt in table_doubts(numbers, natures=natures):
        at = line
        if doubt.code is DoubtCode.NUMBER_SKIPPED:
            at = _after_gap(rows, doubt.message) or line
        found.append(FoundDoubt(str(doubt.code), doubt.message, at, None, "table"))
    if not has_base:
        message = "本表没有基数一栏；能由同一文件上一期完成情况表同名指标补上的逐行注明"
        found.append(FoundDoubt(str(DoubtCode.MISSING_BASE), message, header.line, None, "table"))
    return tuple(found)


def _after_gap(rows: Sequence[ReadIndicator], message: str) -> int | None:
    """The line of the row whose number skips."""
    before: int | None = None
    for row in rows:
        if not row.number.isdigit():
            continue
        number = int(row.number)
        if before is not None and number - before > 1 and f"由{before}跳到{number}" in message:
            return row.line
        before = number
    return None


def is_empty(rows: Sequence[ReadIndicator]) -> bool:
    """Whether no row holds a figure or a promise."""
    return not any(row.base is not None or row.targets or row.base_parts for row in rows)
