"""The doubts of a plan file: those it states and those the pure core raises from its cells, merged to one per figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from indicators.domain import types as t
from indicators.domain.doubt_records import Doubt, RowReading
from indicators.domain.doubts import row_doubts, table_doubts
from indicators.domain.notation import parse_actual
from indicators.domain.series_doubts import actual_unit_doubts
from indicators.services.loading.plan_entries import PlanEntry, ResolutionEntry, RowEntry
from indicators.services.loading.printed_cells import read_cell, read_targets, words_of

#: (position of the row or None for the table, code, figure): at most one doubt each.
Key = tuple[int | None, str, str]


@dataclass(frozen=True, slots=True)
class PlanDoubt:
    """One doubt to be stored. ``settled`` None: open."""

    message: str
    line: int | None
    settled: ResolutionEntry | None = None


def doubts_of(plan: PlanEntry, catalogue: Mapping[str, t.CatalogueFacts]) -> dict[Key, PlanDoubt]:
    """Every doubt of a plan. Where file and core raise the same one, the words of the file stand.

    A row whose indicator the catalogue does not have is read without it.
    """
    period = t.Period(plan.base_year, plan.start_year, plan.end_year)
    found: dict[Key, PlanDoubt] = {}
    for raised in _of_table(plan):
        _add(found, None, raised, None)
    for stated in plan.doubts:
        found[None, stated.code, stated.figure] = PlanDoubt(stated.message, stated.line)
    for row in plan.rows:
        if not row.heading:
            for raised in _of_row(row, plan.parent_name(row), period, catalogue.get(row.catalogue)):
                _add(found, row.position, raised, row.line)
        for stated in row.doubts:
            found[row.position, stated.code, stated.figure] = PlanDoubt(stated.message, stated.line)
        _settle(found, row.position, row.resolutions)
    _settle(found, None, plan.resolutions)
    return found


def _settle(found: dict[Key, PlanDoubt], position: int | None, resolutions: Iterable[ResolutionEntry]) -> None:
    for settled in resolutions:
        key = (position, settled.code, settled.figure)
        message = found[key].message if key in found else settled.how
        found[key] = PlanDoubt(message, settled.line, settled)


def _add(found: dict[Key, PlanDoubt], position: int | None, raised: Doubt, line: int | None) -> None:
    """One doubt per figure: what is said of several targets of a row stands in one message."""
    key = (position, raised.code.value, raised.figure)
    said = found.get(key)
    if said is None:
        found[key] = PlanDoubt(raised.message, line)
    elif raised.message not in said.message:
        found[key] = PlanDoubt(f"{said.message}；{raised.message}", line)


def _of_table(plan: PlanEntry) -> Iterable[Doubt]:
    """Numbers in printed order, of sub-rows too; a heading without one is not counted."""
    if not plan.rows:
        return ()
    numbered = [row for row in plan.rows if row.number or not row.heading]
    numbers = [int(row.number) if row.number.isdigit() else None for row in numbered]
    with_column = "nature" in plan.rows[0].cells
    natures = [row.nature_text if with_column else None for row in plan.rows if not row.heading]
    return table_doubts(numbers, stated_count=plan.stated_count, natures=natures)


def _of_row(row: RowEntry, parent: str, period: t.Period, facts: t.CatalogueFacts | None) -> Iterator[Doubt]:
    base = row.base
    printed = next(iter(read_cell(row, t.Role.BASE, parent)), None)
    in_force = printed
    if base is not None and base.source != "table":
        in_force = t.TargetSpec(t.Role.BASE, t.Form.LEVEL, base.value, unit=base.unit, parts=base.parts)
        if printed is None or printed.form is t.Form.NONE:
            yield Doubt(t.DoubtCode.MISSING_BASE, "本规划表没有印出基数", "base")
    reading = RowReading(
        name=words_of(row, parent),
        period=period,
        targets=read_targets(row, parent, facts),
        base=in_force,
        base_year=base.year if base else None,
        unit=row.unit,
        catalogue=facts,
        nature=row.nature_text if "nature" in row.cells else None,
        price_basis=t.PriceBasis(row.targets[0].price_basis),
    )
    yield from row_doubts(reading)
    if row.actual is not None:
        read = parse_actual(row.cells.get("actual") or "", name=words_of(row, parent), unit=row.unit)
        yield from actual_unit_doubts(read, row.unit, row.actual.year)
