"""The rows of one table in their order: category rows taken as categories, broken rows mended, sub-rows put under theirs."""

from __future__ import annotations

from dataclasses import dataclass, field

from indicators.domain.grammar import read_assigned, read_relation
from indicators.domain.literals import is_nothing, normalise
from indicators.domain.names import read_name
from intake.domain.tables.align import Slots, align
from intake.domain.tables.columns import FIGURES, Column
from intake.domain.tables.entry import Entry
from intake.domain.tables.family import adopt, inherit_natures, with_headings
from intake.domain.tables.headers import Header, is_header_row
from intake.domain.tables.raw import RawTable, Row
from intake.domain.tables.spans import Labels
from intake.domain.tables.words import (
    NOTE,
    NUMERAL,
    ORDINAL,
    What,
    category_of,
    may_be_name,
    own_number,
    printed,
    row_number,
    squeezed,
    what,
    without_bullet,
)


@dataclass(slots=True)
class Entries:
    """Walks through the rows of a table."""

    table: RawTable
    header: Header
    found: list[Entry] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    category: str = ""
    parent: Entry | None = None
    counted: bool = False  # a row has a number without brackets
    labels: Labels = field(default_factory=Labels)

    def read(self, start: int) -> list[Entry]:
        """All rows from ``start`` on; ends at a note below the table."""
        for index in range(start, len(self.table.rows)):
            row = self.table.rows[index]
            if index in self.table.breaks:
                self.labels.page()
            filled = [cell for cell in row if cell.text.strip()]
            if not filled or all(what(cell.text) is What.DASH for cell in filled) or is_header_row(row):
                continue
            if NOTE.match(filled[0].text):
                self.notes.append(printed(filled[0].text))
                continue
            self._row(row)
        self.labels.settle(self.found)
        self._out_of_line()
        adopt(self.found)
        inherit_natures(self.found)
        return with_headings(self.found)

    def _out_of_line(self) -> None:
        """Rows whose name alone of all stands in another column are marked; where most do, the header is the odd one."""
        odd = [one for one in self.found if one.at != self.header.name and one.parent is None and not one.wide]
        if 2 * len(odd) <= len(self.found):
            for entry in odd:
                entry.moved = True

    def _row(self, row: Row) -> None:
        if self._is_category(row):
            text = [cell.text for cell in row if cell.text.strip()][-1]
            self.category, self.parent = category_of(text), None
            return
        slots = align(row, self.header, exact=self.table.exact)
        if Column.CATEGORY in self.header.columns:
            line = (slots.name or slots.category or row[0]).line
            self.labels.line(line, slots.category.text if slots.category else "", merged=self.table.exact)
        if slots.name is None:
            self._goes_on(slots, row)
        elif self._is_tail(slots):
            self._mend_name(slots.name.text, row)
            self._goes_on(Slots(cells=slots.cells), row)
        elif self._second_reading(slots):
            self._merge_reading(slots)
        else:
            self._add(slots, row)

    def _is_category(self, row: Row) -> bool:
        """A row of one text that numbers a category, or of one short text in a table that has others in every row."""
        filled = [cell for cell in row if cell.text.strip()]
        texts = {cell.text.strip() for cell in filled}
        if len(filled) == 2 and NUMERAL.fullmatch(squeezed(filled[0].text)) and may_be_name(filled[1].text):
            return True
        if len(texts) != 1:
            return False
        text = texts.pop()
        if read_name(text).unit or not may_be_name(text):
            return False
        if ORDINAL.match(text):
            return True
        if self.found and self._open_name(text):
            return False
        first = next(index for index, cell in enumerate(row) if cell.text.strip())
        return (
            first <= self.header.name
            and len(squeezed(text)) <= 16
            and not own_number(text)[0]
            and (first == 0 or first < self.header.name)
        )

    def _open_name(self, text: str) -> bool:
        """Whether a lone text is the rest of the name above: its bracket is open, or it begins with one."""
        above = normalise(self.found[-1].name)
        return above.count("(") > above.count(")") or normalise(text).startswith(("(", "[", ")"))

    def _is_tail(self, slots: Slots) -> bool:
        """A row that holds the rest of the row above: no number, no unit, no nature of its own, and a name that goes on."""
        if not self.found or slots.name is None or slots.number is not None or slots.lead:
            return False
        if own_number(slots.name.text)[0] or self.table.headers:
            return False
        alone = not any(cell.text.strip() for cell in slots.cells.values())
        if self._open_name(slots.name.text):
            return True
        numbered = bool(self.found[-1].number) and not self.table.exact
        if not numbered or slots.cells.get(Column.NATURE, slots.name).text.strip() not in ("", slots.name.text.strip()):
            return False
        unit = read_name(slots.name.text).unit
        if Column.UNIT in self.header.columns:
            return not unit and not slots.cells[Column.UNIT].text.strip() and (alone or self._goes_on_in_cells(slots))
        return (
            alone and (bool(unit) or Column.NUMBER in self.header.columns) and not read_name(self.found[-1].name).unit
        )

    def _goes_on_in_cells(self, slots: Slots) -> bool:
        """Whether every filled cell is the rest of words above it, so that the row is none of its own."""
        above = self.found[-1].cells
        filled = [(column, cell.text) for column, cell in slots.cells.items() if cell.text.strip()]
        return all(
            column in FIGURES and what(above.get(column, "")) is What.TEXT and what(text) is not What.VALUE
            for column, text in filled
        )

    def _mend_name(self, text: str, row: Row) -> None:
        entry = self.found[-1]
        entry.name = f"{entry.name}{text}"
        entry.last_line = max(cell.line for cell in row)

    def _add(self, slots: Slots, row: Row) -> None:
        name = slots.name
        if name is None:
            return
        number, rest = own_number(without_bullet(name.text))
        entry = Entry(
            name=printed(name.text),
            line=name.line,
            number=row_number(slots.number.text) if slots.number else number,
            own_number=number,
            category=self.category,
            at=slots.at,
            wide=slots.wide,
            cells={column: printed(cell.text) for column, cell in slots.cells.items()},
            last_line=max(cell.line for cell in row),
            moved=slots.moved,
        )
        if slots.number and normalise(slots.number.text).startswith("(") and self.counted:
            entry.number = ""  # （1） below 3: the number of a sub-row
        bracketed = slots.number is not None and normalise(slots.number.text).startswith("(")
        self.counted = self.counted or (bool(entry.number) and not bracketed)
        self._under(entry, slots, rest)
        self.found.append(entry)

    def _under(self, entry: Entry, slots: Slots, rest: str) -> None:
        """Puts a row under its parent: one printed beside it, the one above it goes on, or 其中."""
        if slots.lead:
            label = slots.lead[-1]
            number, _ = own_number(without_bullet(label.text))
            text = printed(label.text)
            same = self.parent is not None and self.parent.name == text and (label.merged or self.table.exact)
            if not same:
                self.parent = Entry(
                    name=text,
                    line=label.line,
                    number=number or entry.number,
                    own_number=number,
                    category=entry.category,
                    heading=True,
                    at=entry.at,
                    last_line=label.line,
                )
            entry.parent = self.parent
            if self.parent is not None and entry.number == self.parent.number:
                entry.number = ""
        elif normalise(rest).startswith("其中"):
            above = next((one for one in reversed(self.found) if one.parent is None), None)
            entry.parent = above
        elif self.parent is not None and not entry.number and entry.at == self.parent.at:
            entry.parent = self.parent
        else:
            self.parent = None

    def _goes_on(self, slots: Slots, row: Row) -> None:
        """A line without a name: the rest of the cells above, or a row whose name is lost."""
        filled = [cell for cell in row if cell.text.strip()]
        if self._lost(slots):
            first = next(
                (cell for cell in row[: self.header.name + 1] if cell.text.strip() and cell is not slots.number), row[0]
            )
            self._add(Slots(number=slots.number, name=first, at=self.header.name, cells=slots.cells, moved=True), row)
            return
        if not self.found:
            return
        entry = self.found[-1]
        if (
            len(filled) == 1
            and slots.cells
            and normalise(filled[0].text).startswith(("(", ")"))
            and not any(cell.text.strip() for column, cell in slots.cells.items() if column is not Column.UNIT)
        ):
            self._mend_name(filled[0].text, row)
            return
        for column, cell in slots.cells.items():
            if cell.text.strip():
                entry.cells[column] = _continued(entry.cells.get(column, ""), printed(cell.text), column)
        entry.last_line = max(cell.line for cell in row)

    def _lost(self, slots: Slots) -> bool:
        """Whether a line without a name is a row of its own: figures in two columns, not all of them blank in the row above."""
        columns = [
            column
            for column in slots.cells
            if column in FIGURES and what(slots.cells[column].text) in (What.VALUE, What.NUMBER)
        ]
        if len(columns) < 2:
            return False
        above = self.found[-1].cells if self.found else {}
        return not self.found or any(not is_nothing(normalise(above.get(column, ""))) for column in columns)

    def _second_reading(self, slots: Slots) -> bool:
        """A line without a number below a numbered row: the unit that row lacks, and other figures in its cells."""
        if not self.found or slots.number is not None or slots.name is None or Column.NUMBER not in self.header.columns:
            return False
        entry = self.found[-1]
        if not entry.number or slots.lead or read_name(entry.name).unit or not read_name(slots.name.text).unit:
            return False
        return any(
            _differs(entry.cells.get(column, ""), cell.text)
            for column, cell in slots.cells.items()
            if column in FIGURES
        )

    def _merge_reading(self, slots: Slots) -> None:
        """The unit goes to the row above, its other words are the label of both rows, its figures a second reading."""
        entry, name = self.found[-1], slots.name
        if name is None:
            return
        text = printed(name.text)
        cut = max(text.rfind("("), text.rfind("（"))
        stem, unit = text[:cut].strip(), text[cut:]
        entry.name = f"{entry.name}{unit}"
        for column, cell in slots.cells.items():
            new = printed(cell.text)
            if _differs(entry.cells.get(column, ""), new):
                entry.readings.setdefault(column, [entry.cells[column]]).append(new)
            elif new and not entry.cells.get(column):
                entry.cells[column] = new
        entry.last_line = name.line
        if stem:
            entry.parent = Entry(
                name=stem, line=name.line, category=entry.category, heading=True, last_line=name.line, at=-1
            )
            self.parent = None
            self.labels.around(entry)


def _differs(old: str, new: str) -> bool:
    """Whether two cells are figures that differ."""
    both = what(old) in (What.VALUE, What.NUMBER) and what(new) in (What.VALUE, What.NUMBER)
    return both and normalise(old) != normalise(new)


def _continued(old: str, new: str, column: Column) -> str:
    """A cell and the line below it: joined where that says more, else as it was (ghosts of a scan say nothing)."""
    if not old:
        return new
    joined = f"{old} {new}"
    if column is Column.NATURE:
        return old if what(old) is What.NATURE else joined
    if what(old) is What.TEXT and what(new) is What.NOISE:
        return old
    plain = normalise(joined)
    if read_assigned(plain) or read_relation(plain) or what(old) is What.TEXT:
        return joined
    return joined if what(joined) is What.VALUE or what(new) is not What.NOISE else old
