"""Rows of the table of results of the period before: what was aimed at, what was reached, as printed."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.domain.literals import is_nothing, normalise
from intake.domain.proposal import ReadResult
from intake.domain.tables.columns import Column
from intake.domain.tables.entry import Entry
from intake.domain.tables.headers import Header
from intake.domain.tables.names import Names, row_name


def read_results(entries: Sequence[Entry], header: Header, names: Names) -> tuple[ReadResult, ...]:
    """Every row, in order. A column that the table does not have is None, a blank cell ""."""
    index = {id(entry): position for position, entry in enumerate(entries)}
    found: list[ReadResult] = []
    for entry in entries:
        name = row_name(entry.name)
        parent = row_name(entry.parent.name).name if entry.parent else ""
        column = entry.cells.get(Column.UNIT, "").strip()
        found.append(
            ReadResult(
                name=name.name,
                line=entry.line,
                printed_name=name.printed,
                number=entry.number,
                parent=index.get(id(entry.parent)) if entry.parent else None,
                category=entry.category,
                unit=name.unit if is_nothing(normalise(column)) else "".join(column.strip("()（）").split()),
                base_text=_text(entry, Column.BASE, header),
                target_text=_text(entry, Column.TARGET, header),
                target_growth_text=_text(entry, Column.GROWTH, header),
                actual_text=_text(entry, Column.ACTUAL, header),
                actual_growth_text=_text(entry, Column.ACTUAL_GROWTH, header),
                nature_text=_text(entry, Column.NATURE, header),
                catalogue="" if entry.heading else names.code(name.name, parent),
                last_line=entry.last_line if entry.last_line > entry.line else None,
            )
        )
    return tuple(found)


def _text(entry: Entry, column: Column, header: Header) -> str | None:
    return entry.cells.get(column, "") if column in header.columns else None
