"""A row of the main table after a person changed its words: its cells are read again, its doubts raised again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from indicators.domain.doubt_records import RowReading
from indicators.domain.doubts import row_doubts
from indicators.domain.forms import decide_form, row_targets
from indicators.domain.names import map_nature, read_as
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

#: The cells of figures. Whoever types one has put it in its place: a doubt about its column is then settled.
CELLS = frozenset({"base_text", "target_text", "growth_text"})

#: Words that the cells are read with, and the cells: a change of any of them reads the row again.
WORDS = frozenset(
    {"name", "printed_name", "unit", "catalogue", "base_text", "target_text", "growth_text", "nature_text", "heading"}
)


def reread(
    row: ReadIndicator,
    *,
    plan: ReadPlan,
    parent: str = "",
    facts: CatalogueFacts | None = None,
    typed: Collection[str] = (),
) -> ReadIndicator:
    """The row with base, targets, nature and doubts as its words now say.

    ``parent``: name of its heading, "" for none. ``typed``: the fields a person has just written.
    """
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
    kept = tuple(doubt for doubt in row.doubts if _stays(doubt, row, typed))
    return replace(again, doubts=(*doubts_of_row(again, plan=plan, parent=parent, facts=facts), *kept))


def _stays(doubt: FoundDoubt, row: ReadIndicator, typed: Collection[str]) -> bool:
    """Whether a doubt is not the row's own, so that reading its words again can neither raise nor settle it."""
    if doubt.code == DoubtCode.COLUMN_SHIFT:
        return not CELLS.intersection(typed)
    if doubt.code == DoubtCode.MISSING_BASE:
        return row.base_text is None and row.base is not None
    return doubt.code in FROM_ELSEWHERE


def words_of(row: ReadIndicator, parent: str) -> str:
    """The words that the cells of a row are read with. ``parent``: name of its heading, "" for none."""
    return read_as(row.name, printed=row.printed_name, unit=row.unit, parent=parent)


def _base(row: ReadIndicator, parent: str) -> TargetSpec | None:
    """What the base cell says; None where it says nothing. Without such a column the base that was taken from elsewhere."""
    if row.base_text is None:
        return TargetSpec(Role.BASE, Form.LEVEL, row.base, unit=row.base_unit) if row.base is not None else None
    read = parse_cell(row.base_text or "", role=Role.BASE, name=words_of(row, parent), unit=row.unit)
    first = next(iter(read), None)
    return None if first is None or first.form is Form.NONE else first


def _targets(
    row: ReadIndicator, parent: str, base: TargetSpec | None, plan: ReadPlan, facts: CatalogueFacts | None
) -> tuple[TargetSpec, ...]:
    cells = [(row.target_text, Role.TARGET), (row.growth_text, Role.GROWTH)]
    name = words_of(row, parent)
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
    name = words_of(row, parent)
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
