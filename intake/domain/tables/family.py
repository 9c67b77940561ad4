"""Rows and their sub-rows, after all rows are known: whose heading a row without figures is, and which nature is inherited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from indicators.domain.names import read_name
from intake.domain.tables.columns import Column
from intake.domain.tables.entry import Entry


def adopt(entries: Sequence[Entry]) -> None:
    """A row without any figure above rows that need a parent is their heading.

    Where rows are numbered, rows without a number need one, also those below 其中; else rows without a measuring word of
    their own below a cut (主要污染物排放减少 above 化学需氧量).
    """
    parent: Entry | None = None
    for entry, following in zip_longest(entries, entries[1:]):
        if entry.parent is not None or entry.heading:
            parent = (
                entry.parent if entry.parent is not None and entry.parent.number and not entry.parent.heading else None
            )
        elif parent is not None and _needs(entry, parent):
            entry.parent = parent
        elif _may_head(entry) and following is not None and following.parent is None and _needs(following, entry):
            entry.heading, parent = True, entry
        else:
            parent = None


def _may_head(entry: Entry) -> bool:
    return not entry.filled and not entry.cells.get(Column.UNIT, "").strip()


def _needs(entry: Entry, parent: Entry) -> bool:
    if not entry.filled or entry.category != parent.category:
        return False
    if parent.number:
        return not entry.number
    facts, above = read_name(entry.name), read_name(parent.name)
    own = facts.cut or facts.growth or facts.share or facts.direction is not None
    return above.cut and not own and not entry.number


def inherit_natures(entries: Iterable[Entry]) -> None:
    """A blank nature of a sub-row is that of the row above it under the same parent, of the first that of the parent."""
    before: Entry | None = None
    for entry in entries:
        blank = not entry.cells.get(Column.NATURE, "").strip()
        headed = before is not None and before is entry.parent
        together = headed or (before is not None and entry.parent is not None and before.parent is entry.parent)
        if together and blank and before is not None and Column.NATURE in before.cells:
            entry.cells[Column.NATURE] = before.cells[Column.NATURE]
            entry.inherited = bool(before.cells[Column.NATURE].strip())
        before = entry


def with_headings(entries: list[Entry]) -> list[Entry]:
    """The rows with each printed parent before its first sub-row; a row without figures above sub-rows is a heading."""
    placed: list[Entry] = []
    known = {id(one) for one in entries}
    numbered = {id(one.parent) for one in entries if one.parent is not None and one.number}
    for entry in entries:
        parent = entry.parent
        if parent is not None and parent.heading and id(parent) not in known:
            known.add(id(parent))
            if id(parent) in numbered and parent.number and not parent.own_number:
                entry.number, parent.number = entry.number or parent.number, ""
            nature = entry.cells.get(Column.NATURE)
            parent.category = entry.category
            if nature is not None:
                parent.cells[Column.NATURE] = nature
            placed.append(parent)
        placed.append(entry)
    return placed
