"""Which cell of a row stands in which column: rows of flat text are out of line wherever a cell above was merged.

A row is hung up by its name. Every cell that may be the name is tried, with the columns counted from it; the reading in
which most cells are what their column asks for is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from indicators.domain.names import read_name
from intake.domain.tables.columns import FIGURES, Column
from intake.domain.tables.headers import Header
from intake.domain.tables.raw import Row
from intake.domain.tables.words import What, may_be_name, what, worded_value
from intake.readers.document import Cell


@dataclass(slots=True)
class Slots:
    """One row by columns. ``lead``: filled cells left of the name that are neither number nor category."""

    number: Cell | None = None
    category: Cell | None = None
    lead: list[Cell] = field(default_factory=list)
    name: Cell | None = None
    at: int = -1  # index of the name
    wide: bool = False  # the name's cell spans the columns up to that of names
    cells: dict[Column, Cell] = field(default_factory=dict)
    short: bool = False  # a figure's cell is missing: which one is not certain
    moved: bool = False  # cells were found one column away from where the header puts them
    score: float = 0.0


def align(row: Row, header: Header, *, exact: bool = False) -> Slots:
    """The row's cells by column. Without a cell that can be the name, ``name`` is None and columns are taken as they stand."""
    best: Slots | None = None
    for at in range(min(len(row), header.name + 3)):
        if not may_be_name(row[at].text) or (row[at].merged and at and row[at].text == row[at - 1].text):
            continue
        lead = _lead(row, at, header)
        if lead is None:
            continue
        alone = not any(cell.text.strip() for cell in (*row[:at], *row[at + 1 :]))
        if at > header.name and (alone or (at > header.name + 1 and not lead.lead and lead.number is None)):
            continue  # the rest of a cell of figures
        for slots in _readings(row, at, header, exact=exact):
            slots.number, slots.category, slots.lead = lead.number, lead.category, lead.lead
            slots.score += lead.score + (0.6 if at == header.name else 0.0)
            slots.wide = at < header.name < len(row) and all(cell.merged for cell in row[at + 1 : header.name + 1])
            if best is None or slots.score > best.score:
                best = slots
    return best or _nameless(row, header)


def _lead(row: Row, at: int, header: Header) -> Slots | None:
    """What stands left of the name: number, category, parent; None where a figure does, so that this is no name."""
    found = Slots()
    for index in range(at):
        cell = row[index]
        kind = what(cell.text)
        if kind in (What.BLANK, What.NOISE) or (kind is What.DASH and index < header.name):
            continue
        column = header.columns[index] if index < len(header.columns) else Column.OTHER
        counts = kind is What.NUMBER or (kind is What.VALUE and column is Column.NUMBER)
        if counts and found.number is None and not found.lead:
            found.number = cell
        elif column is Column.CATEGORY and kind is not What.NUMBER and found.category is None:
            found.category = cell
        elif kind is What.TEXT:
            found.lead.append(cell)
            found.score -= 0.5 + (2.0 if read_name(cell.text).unit else 0.0)
        else:
            return None
    return found


def _readings(row: Row, at: int, header: Header, *, exact: bool) -> Iterator[Slots]:
    """The ways to hang up the cells right of the name: as they stand, from the name on, by the nature, without a unit."""
    after = header.after
    start = at + 1
    while start < len(row) and row[start].merged and not row[start].text:
        start += 1
    between = any(cell.text.strip() for cell in row[at + 1 : header.name + 1])
    if start != header.name + 1 and len(row) >= len(header.columns) and at <= header.name and not between:
        yield _hung(row, at, row[header.name + 1 :], after)
    body = row[start:]
    yield _hung(row, at, body, after)
    if exact and start == header.name + 1:
        filled = [cell for cell in body if cell.text.strip()]
        if not filled or what(filled[-1].text) is not What.NATURE:
            return
    moved = _by_nature(row, at, body, after)
    if moved is not None:
        yield moved
    if Column.UNIT in after and body:
        place = after.index(Column.UNIT)
        if len(body) > place and what(body[place].text) not in (What.UNIT, What.BLANK):
            without = (*body[:place], Cell("", row[at].line), *body[place:])
            slots = _hung(row, at, without, after)
            slots.moved = True
            slots.score -= 1.0
            yield slots


def _hung(row: Row, at: int, body: Sequence[Cell], after: Sequence[Column]) -> Slots:
    slots = Slots(name=row[at], at=at)
    for index, column in enumerate(after):
        cell = body[index] if index < len(body) else Cell("", row[at].line)
        slots.score += _fit(column, cell)
        _put(slots, column, cell)
    slots.score -= sum(3.0 for cell in body[len(after) :] if cell.text.strip())
    return slots


def _by_nature(row: Row, at: int, body: Sequence[Cell], after: Sequence[Column]) -> Slots | None:
    """The reading that takes the nature by its word where it stands in another column than the header's."""
    if Column.NATURE not in after:
        return None
    place = next((index for index in range(len(body) - 1, -1, -1) if what(body[index].text) is What.NATURE), None)
    if place is None or place == after.index(Column.NATURE):
        return None
    columns = [column for column in after if column is not Column.NATURE]
    rest = [*body[:place], *body[place + 1 :]]
    while rest and not rest[-1].text.strip() and len(rest) > len(columns):
        rest.pop()
    if len(rest) > len(columns):
        blanks = [index for index, cell in enumerate(rest) if not cell.text.strip()]
        for index in reversed(blanks[: len(rest) - len(columns)]):
            del rest[index]
    slots = _hung(row, at, rest, columns)
    slots.cells[Column.NATURE] = body[place]
    slots.moved = True
    slots.short = len(rest) < len([column for column in columns if column is not Column.OTHER])
    slots.score += 3.0 - 1.0
    return slots


def _fit(column: Column, cell: Cell) -> float:
    """How well a cell suits its column."""
    kind = what(cell.text)
    if kind is What.BLANK or column is Column.OTHER:
        return 0.0
    if column is Column.NATURE:
        return {What.NATURE: 3.0, What.DASH: -0.5, What.NOISE: -0.5}.get(kind, -4.0)
    if column is Column.UNIT:
        return {What.UNIT: 3.0, What.DASH: 0.0, What.TEXT: -2.0}.get(kind, -3.0)
    if kind in (What.VALUE, What.NUMBER, What.DASH):
        return 1.5
    if kind is What.TEXT:
        return 0.5 if worded_value(cell.text) else -4.0 if read_name(cell.text).unit else -1.5
    return -3.0 if kind in (What.NATURE, What.UNIT) else -0.5


def _put(slots: Slots, column: Column, cell: Cell) -> None:
    """A cell into its column; of two columns of one kind the figure stays, two figures are kept both."""
    if column not in FIGURES and column not in (Column.NATURE, Column.UNIT):
        return
    held = slots.cells.get(column)
    if held is None or not _says(held):
        slots.cells[column] = cell if held is None or _says(cell) or not held.text.strip() else held
    elif _says(cell):
        slots.cells[column] = Cell(f"{held.text.strip()}；{cell.text.strip()}", held.line)


def _says(cell: Cell) -> bool:
    return what(cell.text) not in (What.BLANK, What.DASH)


def _nameless(row: Row, header: Header) -> Slots:
    slots = Slots()
    for index, column in enumerate(header.columns):
        if index < len(row):
            if column is Column.NUMBER:
                slots.number = row[index] if what(row[index].text) is What.NUMBER else None
            elif column is Column.CATEGORY:
                slots.category = row[index] if row[index].text.strip() else None
            else:
                _put(slots, column, row[index])
    return slots
