"""A returned form against what is stored, whatever its lines are about: cells that changed, cells that cannot be taken and why.

A line is a row of the form as it stands now (an indicator of a round, a project of a month); ``ReturnedForm`` says what it is.
"""

from __future__ import annotations

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from entry.forms.sheets.cells import CellRefused
from entry.forms.sheets.found import Found, Line, SheetRefused
from entry.presenters.sheets.words import file_refusal, remarks
from files.refusal import Unreadable
from sheets.cells import SheetCell
from sheets.columns import Column
from sheets.differences import Change, Verdict, differences
from sheets.opening import NotAWorkbook
from sheets.read import BrokenForm, FormRead, read_form

_MOST_NAMED = 20  # rows or sheets that are not read


@dataclass(slots=True, kw_only=True)
class ReturnedForm(Found):
    """``known``: every column the form can have; ``columns``: those that are compared. ``was``: by key of the line, what stood there."""

    read: FormRead
    known: tuple[Column, ...]
    columns: tuple[Column, ...]
    was: Mapping[str, Mapping[str, str]]
    sealed: tuple[str, ...]  # keys of the columns that the form was written with

    @abstractmethod
    def lines(self) -> Mapping[str, Any]:
        """The lines as they stand now, by key."""

    @abstractmethod
    def name_of(self, one: Any) -> str:
        """What the line is about."""

    @abstractmethod
    def stored(self, one: Any) -> Mapping[str, str]:
        """What is stored now, by column."""

    @abstractmethod
    def text_of(self, cell: SheetCell, column: Column, one: Any) -> str:
        """What stands in a cell, as it is compared. Raises ``CellRefused``."""

    @abstractmethod
    def why_not(self, one: Any, column: Column) -> str:
        """Why what stands in the cell is not taken; "" where it is."""

    @abstractmethod
    def moved(self) -> Collection[str]:
        """Lines that somebody else saved since the form was made."""

    @abstractmethod
    def entry_of(self, one: Any, texts: Mapping[str, str]) -> Any:
        """What is to be written of a changed line; None where its cells became problems."""

    def line_about(self, key: str, name: str, said: str, *, wanted: str) -> Line:
        """A line about the cell of a field; where the workbook has none, about the cell of ``wanted``."""
        one = self.lines()[key]
        column = next((each for each in self.columns if each.key == name), None)
        column = column or next((each for each in self.columns if each.key == wanted), None)
        if column is None or key not in self.read.rows:
            return Line(None, self.name_of(one), "", "", said, row_id=int(key))
        cell = self.read.cell(key, column.key)
        return Line(cell, self.name_of(one), column.title, cell.text, said, row_id=int(key))


def opened(data: bytes) -> FormRead:
    """The workbook as one of our forms. Raises ``SheetRefused``."""
    try:
        return read_form(data)
    except (Unreadable, NotAWorkbook, BrokenForm) as error:
        raise SheetRefused(file_refusal(error)) from error


def compared(known: Iterable[Column], sealed: Collection[str], read: FormRead) -> tuple[Column, ...]:
    """The columns to be compared: entered, written into the workbook, and found in it once."""
    return tuple(one for one in known if one.entered and one.key in sealed and one.key in read.columns)


def look_through(form: ReturnedForm) -> None:
    """Fill in everything that is found: structure first, then each cell, then an entry of each line that changes."""
    _note_structure(form)
    _bind(form, _compare(form))


# --- structure --------------------------------------------------------------------------------------------------------
def _note_structure(form: ReturnedForm) -> None:
    """Rows and columns that are gone, stand twice, or that nobody knows."""
    read, lines = form.read, form.lines()
    titles = {one.key: one.title for one in form.known}
    for key, places in read.duplicate_rows.items():
        about = form.name_of(lines[key]) if key in lines else ""
        said = _("这一项出现了不止一行（第 %(rows)s 行），不知道以哪一行为准。请只留一行。")
        cell = read.form.cell(places[-1], min(read.columns.values(), default=1))
        form.problems.append(Line(cell, about, "", "", said % {"rows": _numbers(places)}))
    for key in read.duplicate_columns:
        said = _("“%(column)s”一列出现了不止一次，不知道以哪一列为准。请只留一列。")
        form.problems.append(Line(None, "", titles.get(key, key), "", said % {"column": titles.get(key, key)}))
    for key in form.was:
        if key in lines and key not in read.rows and key not in read.duplicate_rows:
            said = _("工作簿里没有这一行，原有数据不变。")
            form.ignored.append(Line(None, form.name_of(lines[key]), "", "", said))
    for key in form.sealed:
        if key not in read.columns and key not in read.duplicate_columns:
            said = _("工作簿里没有这一列，原有数据不变。")
            form.ignored.append(Line(None, "", titles.get(key, key), "", said))
    for number in read.unkeyed[:_MOST_NAMED]:
        said = _("这一行不是工作簿原有的，没有读取。")
        form.ignored.append(Line(read.form.cell(number, min(read.columns.values(), default=1)), "", "", "", said))
    if len(read.unkeyed) > _MOST_NAMED:
        said = _("还有 %(number)d 行不是工作簿原有的，没有读取。") % {"number": len(read.unkeyed) - _MOST_NAMED}
        form.ignored.append(Line(None, "", "", "", said))
    for name in read.other_sheets[:_MOST_NAMED]:
        if name != _("填写说明"):
            said = _("另加的工作表“%(name)s”没有读取。") % {"name": name}
            form.ignored.append(Line(None, "", "", "", said))


def _numbers(places: tuple[int, ...]) -> str:
    return _("、").join(map(str, places[:_MOST_NAMED])) + ("…" if len(places) > _MOST_NAMED else "")


# --- cells ------------------------------------------------------------------------------------------------------------
def _compare(form: ReturnedForm) -> tuple[Change, ...]:
    """Every cell that does not say what it said; cells that cannot be read become problems on the way."""
    lines = form.lines()
    now: dict[str, dict[str, str]] = defaultdict(dict)
    closed = set()
    for key, one, column, cell in _cells(form, lines):
        why = form.why_not(one, column)
        if why:
            closed.add((key, column.key))
        try:
            now[key][column.key] = form.text_of(cell, column, one)
        except CellRefused as error:
            wrong = form.ignored if why else form.problems
            wrong.append(Line(cell, form.name_of(one), column.title, cell.text, why or str(error)))
    stored = {key: form.stored(one) for key, one in lines.items()}
    found = differences(form.columns, was=form.was, now=now, stored=stored, moved=form.moved(), closed=closed)
    form.unchanged = len({key for key in now if not any(change.row == key for change in found)})
    return found


def _cells(form: ReturnedForm, lines: Mapping[str, Any]) -> Iterator[tuple[str, Any, Column, SheetCell]]:
    for key in form.was:
        if key not in form.read.rows:
            continue
        if key not in lines:
            said = _("这一项不再由您在这次任务里填报，没有读取。")
            form.ignored.append(Line(form.read.form.cell(form.read.rows[key], 2), "", "", "", said))
            continue
        for column in form.columns:
            yield key, lines[key], column, form.read.cell(key, column.key)


def _bind(form: ReturnedForm, changes: Iterable[Change]) -> None:
    """Sort the changes by what is to be done, and make an entry of each line that changes."""
    lines = form.lines()
    columns = {one.key: one for one in form.columns}
    changed: dict[str, dict[str, str]] = defaultdict(dict)
    for change in changes:
        one, column = lines[change.row], columns[change.column]
        cell = form.read.cell(change.row, change.column)
        after, before = column.label(change.after), column.label(change.before)
        line = Line(cell, form.name_of(one), column.title, after, "", before, int(change.row))
        if change.verdict is Verdict.CLOSED:
            form.ignored.append(_with(line, form.why_not(one, column)))
        elif change.verdict is Verdict.CONFLICT:
            said = _("您下载之后，他人已保存或退回了这项数据。请重新下载工作簿，对照后再填。")
            form.conflicts.append(_with(line, said))
        else:
            form.changes.append(_with(line, _("；").join(remarks(cell))))
            changed[change.row][change.column] = change.after
    for key, texts in changed.items():
        entry = form.entry_of(lines[key], texts)
        if entry is not None:
            form.entries.append(entry)


def _with(line: Line, said: str) -> Line:
    return Line(line.cell, line.about, line.column, line.text, said, line.before, line.row_id)
