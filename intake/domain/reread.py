"""A row of the main table after a person changed its words: its cells are read again, its doubts raised again."""

from __future__ import annotations

from dataclasses import replace

from indicators.domain.doubt_records import RowReading
from indicators.domain.doubts import row_doubts
from indicators.domain.forms import decide_form, row_targets
from indicators.domain.names import map_nature, name_with_parent
from indicators.domain.notation import parse_cell
from indicators.domain.types import (
    BaseFigure,
    CatalogueFacts,
    DoubtCode,
    Form,
    Period,
    Role,
    TargetSpec,
)
from intake.domain.proposal import FoundDoubt, ReadIndicator, ReadPlan

#: Doubts that come from beyond the row (the prose, the scan, the other table): a change of the row does not settle them.
FROM_ELSEWHERE = frozenset({DoubtCode.CONTRADICTS_TEXT, DoubtCode.DUPLICATE_READING, DoubtCode.HISTORY_REVISED})

#: Words that the cells are read with, and the cells: a change of any of them reads the row again.
WORDS = frozenset(
    {"name", "printed_name", "unit", "catalogue", "base_text", "target_text", "growth_text", "nature_text", "heading"}
)


def reread(
    row: ReadIndicator, *, plan: ReadPlan, parent: str = "", facts: CatalogueFacts | None = None
) -> ReadIndicator:
    """The row with base, targets, nature and doubts as its words now say. ``parent``: name of its heading, "" for none."""
    base = _base(row, parent)
    targets = () if row.heading else _targets(row, parent, base, plan, facts)
    again = replace(
        row,
        base=base.value if base else None,
        base_unit=base.unit if base else "",
        base_parts=base.parts if base else (),
        targets=targets,
        nature=map_nature(row.nature_text or ""),
    )
    kept = tuple(doubt for doubt in row.doubts if doubt.code in FROM_ELSEWHERE)
    return replace(again, doubts=(*doubts_of_row(again, plan=plan, parent=parent, facts=facts), *kept))


def read_as(row: ReadIndicator, parent: str) -> str:
    """The name that the notation reads: with its unit, and with its heading's words where it has none of its own."""
    printed = row.printed_name.rstrip("*")
    name = printed if "/%" in printed else row.name + (f"（{row.unit}）" if row.unit else "")
    return name_with_parent(name, parent, row.unit) if parent else name


def _base(row: ReadIndicator, parent: str) -> TargetSpec | None:
    """What the base cell says; None where it says nothing."""
    read = parse_cell(row.base_text or "", role=Role.BASE, name=read_as(row, parent), unit=row.unit)
    first = next(iter(read), None)
    return None if first is None or first.form is Form.NONE else first


def _targets(
    row: ReadIndicator, parent: str, base: TargetSpec | None, plan: ReadPlan, facts: CatalogueFacts | None
) -> tuple[TargetSpec, ...]:
    cells = [(row.target_text, Role.TARGET), (row.growth_text, Role.GROWTH)]
    name = read_as(row, parent)
    read = row_targets(*[parse_cell(text or "", role=role, name=name, unit=row.unit) for text, role in cells])
    figure = BaseFigure(base.value, plan.base_year or 0, parts=base.parts) if base else None
    unit = base.unit if base else None
    decided = (decide_form(spec, figure, facts, base_unit=unit) for spec in read)
    return tuple(spec for spec in decided if spec.form is not Form.NONE)


def doubts_of_row(
    row: ReadIndicator, *, plan: ReadPlan, parent: str = "", facts: CatalogueFacts | None = None
) -> tuple[FoundDoubt, ...]:
    """The doubts that the row raises by itself; none while the plan's period is unknown."""
    if plan.base_year is None or plan.start_year is None or plan.end_year is None:
        return ()
    name = read_as(row, parent)
    reading = RowReading(
        name=name,
        period=Period(plan.base_year, plan.start_year, plan.end_year),
        targets=row.targets or parse_cell("", role=Role.TARGET, name=name, unit=row.unit),
        base=_base(row, parent),
        base_year=plan.base_year,
        unit=row.unit,
        catalogue=facts,
        nature=row.nature_text,
        heading=row.heading,
    )
    return tuple(
        FoundDoubt(doubt.code.value, doubt.message, line=row.line, figure=doubt.figure) for doubt in row_doubts(reading)
    )
