"""A returned workbook as forms: whose it is, what it changes cell by cell, what of it cannot be taken and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from entry.forms.figure import FigureForm, initial_of
from entry.forms.sheets.cells import CellRefused, text_of, why_closed
from entry.forms.sheets.found import Found, Line, SheetRefused, as_saved
from entry.presenters.sheets import columns as words
from entry.presenters.sheets.words import file_refusal, remarks
from entry.selectors.grid import GridRow
from entry.selectors.sheets.page import SheetPage, saved_by_others, sheet_page
from entry.services.sheets.seal import Seal, unseal
from files.refusal import Unreadable
from indicators.domain.checks.findings import CheckCode
from indicators.models import ReportingRound
from indicators.selectors.rounds import Why, rounds_of
from indicators.services.entered import Entered
from sheets.cells import SheetCell
from sheets.columns import Column
from sheets.differences import Change, Verdict, differences
from sheets.opening import NotAWorkbook
from sheets.read import BrokenForm, FormRead, read_form

_MOST_NAMED = 20  # rows or sheets that are not read
_FIELDS = ("value", "growth", "parts")


@dataclass(slots=True, kw_only=True)
class Upload(Found):
    """Everything that the look at a form shows."""

    seal: Seal
    page: SheetPage
    read: FormRead
    columns: tuple[Column, ...]

    def as_stored(self, entered: Entered) -> GridRow:
        return next(one for one in self.page.rows if one.row.pk == entered.row.pk)

    def line_at(self, entered: Entered, name: str, said: str) -> Line:
        return _line_at(self, self.as_stored(entered), name, said)

    def drafts_left(self) -> list[Entered]:
        changed = {entry.row.pk for entry in self.entries}
        rows = (one for one in self.page.rows if one.row.pk not in changed and self.takes(one))
        left = (as_saved(one, self.page.asked.year) for one in rows)
        return [one for one in left if one is not None]

    def takes(self, one: GridRow) -> bool:
        """Whether the workbook is about the row: one with a reviewer's comments is about the returned ones alone."""
        return self.seal.only is None or one.row.pk in self.seal.only

    def why_not(self, one: GridRow, column: Column) -> str:
        """Why what stands in the cell is not taken; "" where it is."""
        if not self.takes(one):
            return _("这份退回的工作簿只修改被退回的指标，其他单元格不采用。要改这一项，请下载填报工作簿或在网页上填。")
        return why_closed(one, column)


def read_upload(data: bytes, user: User) -> Upload:
    """The workbook against what is stored now. Raises ``SheetRefused``. Writes nothing."""
    try:
        read = read_form(data)
    except (Unreadable, NotAWorkbook, BrokenForm) as error:
        raise SheetRefused(file_refusal(error)) from error
    seal = unseal(read.token)
    if seal is None:
        raise SheetRefused(_("工作簿里隐藏的标识被改动过，或不是本系统生成的。请重新下载一份，把数据填进去。"))
    page = sheet_page(user, _round_of(seal, user))
    _refuse_closed(page)
    upload = Upload(seal=seal, page=page, read=read, columns=_columns(seal, page, read))
    _note_structure(upload)
    changes = _compare(upload)
    _bind(upload, changes)
    return upload


# --- whose workbook ---------------------------------------------------------------------------------------------------
def _round_of(seal: Seal, user: User) -> ReportingRound:
    if seal.person_id != user.pk:
        raise SheetRefused(
            _("这份工作簿是“%(person)s”下载的（%(title)s），只能由本人上传。请用您自己的账号下载一份，把数据填进去。")
            % {"person": seal.person, "title": seal.title}
        )
    found = rounds_of(user).filter(pk=seal.round_id, plan=seal.plan_id, year=seal.year).first()
    if found is None:
        raise SheetRefused(_("“%(title)s”已不存在，或不再由您填报。请下载现在任务的工作簿。") % {"title": seal.title})
    if seal.unit_id is not None and seal.unit_id != user.unit_id:
        raise SheetRefused(_("这份工作簿是为您原来的单位下载的。请重新下载一份，把数据填进去。"))
    return found


def _refuse_closed(page: SheetPage) -> None:
    """A workbook of which nothing may be written any more is refused as a whole: for example last year's."""
    shut = [one.leave for one in page.rows if one.leave.why in (Why.BEFORE, Why.CLOSED)]
    if page.rows and len(shut) == len(page.rows):
        said = _("这是 %(year)d 年的工作簿（%(title)s），现在不能填报。%(why)s")
        raise SheetRefused(said % {"year": page.asked.year, "title": page.asked.title, "why": shut[0].sentence})


# --- structure --------------------------------------------------------------------------------------------------------
def _columns(seal: Seal, page: SheetPage, read: FormRead) -> tuple[Column, ...]:
    """The columns to be compared: entered, written into the workbook, and found in it once."""
    known = words.columns(page.asked.year, page.asked.plan.base_year)
    return tuple(one for one in known if one.entered and one.key in seal.columns and one.key in read.columns)


def _note_structure(upload: Upload) -> None:
    """Rows and columns that are gone, stand twice, or that nobody knows."""
    read, rows = upload.read, {str(one.row.pk): one for one in upload.page.rows}
    titles = {one.key: one.title for one in words.columns(upload.page.asked.year, upload.page.asked.plan.base_year)}
    for key, places in read.duplicate_rows.items():
        about = rows[key].row.short_name if key in rows else ""
        said = _("这项指标出现了不止一行（第 %(rows)s 行），不知道以哪一行为准。请只留一行。")
        cell = read.form.cell(places[-1], min(read.columns.values(), default=1))
        upload.problems.append(Line(cell, about, "", "", said % {"rows": _numbers(places)}))
    for key in read.duplicate_columns:
        said = _("“%(column)s”一列出现了不止一次，不知道以哪一列为准。请只留一列。")
        upload.problems.append(Line(None, "", titles.get(key, key), "", said % {"column": titles.get(key, key)}))
    for row_id in upload.seal.rows:
        key = str(row_id)
        if key in rows and key not in read.rows and key not in read.duplicate_rows:
            said = _("工作簿里没有这一行，原有数据不变。")
            upload.ignored.append(Line(None, rows[key].row.short_name, "", "", said))
    for key in upload.seal.columns:
        if key not in read.columns and key not in read.duplicate_columns:
            said = _("工作簿里没有这一列，原有数据不变。")
            upload.ignored.append(Line(None, "", titles.get(key, key), "", said))
    for number in read.unkeyed[:_MOST_NAMED]:
        said = _("这一行不是工作簿原有的，没有读取。")
        upload.ignored.append(Line(read.form.cell(number, min(read.columns.values(), default=1)), "", "", "", said))
    if len(read.unkeyed) > _MOST_NAMED:
        said = _("还有 %(number)d 行不是工作簿原有的，没有读取。") % {"number": len(read.unkeyed) - _MOST_NAMED}
        upload.ignored.append(Line(None, "", "", "", said))
    for name in read.other_sheets[:_MOST_NAMED]:
        if name != _("填写说明"):
            said = _("另加的工作表“%(name)s”没有读取。") % {"name": name}
            upload.ignored.append(Line(None, "", "", "", said))


def _numbers(places: tuple[int, ...]) -> str:
    return _("、").join(map(str, places[:_MOST_NAMED])) + ("…" if len(places) > _MOST_NAMED else "")


# --- cells ------------------------------------------------------------------------------------------------------------
def _compare(upload: Upload) -> tuple[Change, ...]:
    """Every cell that does not say what it said; cells that cannot be read become problems on the way."""
    rows = {str(one.row.pk): one for one in upload.page.rows}
    was = {str(row_id): row.was for row_id, row in upload.seal.rows.items()}
    now: dict[str, dict[str, str]] = defaultdict(dict)
    closed = set()
    for key, one, column, cell in _cells(upload, rows):
        why = upload.why_not(one, column)
        if why:
            closed.add((key, column.key))
        try:
            now[key][column.key] = text_of(cell, column, one)
        except CellRefused as error:
            wrong = upload.ignored if why else upload.problems
            wrong.append(Line(cell, one.row.short_name, column.title, cell.text, why or str(error)))
    locks = {one.row.pk: upload.seal.rows[one.row.pk].lock for key, one in rows.items() if key in was}
    others = saved_by_others(locks, upload.page.asked.year, upload.page.by)
    stored = {key: words.texts_of(one) for key, one in rows.items()}
    found = differences(
        upload.columns, was=was, now=now, stored=stored, moved={str(row_id) for row_id in others}, closed=closed
    )
    upload.unchanged = len({key for key in now if not any(change.row == key for change in found)})
    return found


def _cells(upload: Upload, rows: dict[str, GridRow]) -> Iterator[tuple[str, GridRow, Column, SheetCell]]:
    for row_id in upload.seal.rows:
        key = str(row_id)
        if key not in upload.read.rows:
            continue
        if key not in rows:
            said = _("这项指标不再由您在这次任务里填报，没有读取。")
            upload.ignored.append(Line(upload.read.form.cell(upload.read.rows[key], 2), "", "", "", said))
            continue
        for column in upload.columns:
            yield key, rows[key], column, upload.read.cell(key, column.key)


def _bind(upload: Upload, changes: Iterable[Change]) -> None:
    """Sort the changes by what is to be done, and make an entry of each row that changes."""
    rows = {str(one.row.pk): one for one in upload.page.rows}
    columns = {one.key: one for one in upload.columns}
    changed: dict[str, dict[str, str]] = defaultdict(dict)
    for change in changes:
        one, column = rows[change.row], columns[change.column]
        cell = upload.read.cell(change.row, change.column)
        line = Line(
            cell,
            one.row.short_name,
            column.title,
            column.label(change.after),
            "",
            column.label(change.before),
            one.row.pk,
        )
        if change.verdict is Verdict.CLOSED:
            upload.ignored.append(_with(line, upload.why_not(one, column)))
        elif change.verdict is Verdict.CONFLICT:
            said = _("您下载之后，他人已保存或退回了这项数据。请重新下载工作簿，对照后再填。")
            upload.conflicts.append(_with(line, said))
        else:
            upload.changes.append(_with(line, _("；").join(remarks(cell))))
            changed[change.row][change.column] = change.after
    for key, texts in changed.items():
        entry = _entry(upload, rows[key], texts)
        if entry is not None:
            upload.entries.append(entry)


def _entry(upload: Upload, one: GridRow, texts: dict[str, str]) -> Entered | None:
    """The changed row through the form of a single figure; None where the form refuses it, the cells are then problems."""
    data = initial_of(one.latest, unit=one.unit) | {key: text for key, text in texts.items() if key != words.PARTS}
    if words.PARTS in texts:
        parts = texts[words.PARTS].split(":") if texts[words.PARTS] else []
        if parts and len(parts) != one.asked.parts:
            said = _("应有 %(wanted)d 个部分，填了 %(given)d 个。") % {"wanted": one.asked.parts, "given": len(parts)}
            upload.problems.append(_line_at(upload, one, words.PARTS, said))
            return None
        data |= {f"part_{number}": "" for number in range(1, one.asked.parts + 1)}
        data |= {f"part_{number}": part for number, part in enumerate(parts, start=1)}
    form = FigureForm(data, asked=one.asked)
    if not form.is_valid():
        for name, said in form.errors.items():
            upload.problems.append(_line_at(upload, one, name, " ".join(map(str, said))))
        return None
    answer = texts.get(words.ANSWER, "")
    keys = [f"{code.value}:{name}" for code in CheckCode for name in _FIELDS] if answer else []
    reason = texts.get(words.REASON) or words.texts_of(one).get(words.REASON) or ""
    return Entered(
        row=one.row,
        year=upload.page.asked.year,
        figures=form.figures(),
        lock=one.latest.lock if one.latest else None,
        answers=dict.fromkeys(keys, answer),
        reason=reason if one.corrects else None,
    )


def _line_at(upload: Upload, one: GridRow, name: str, said: str) -> Line:
    """A line about the cell of a field; where the workbook has none, about the row's value."""
    key, column_key = str(one.row.pk), words.PARTS if name.startswith("part_") else name
    column = next((each for each in upload.columns if each.key == column_key), None)
    column = column or next((each for each in upload.columns if each.key == "value"), None)
    if column is None or key not in upload.read.rows:
        return Line(None, one.row.short_name, "", "", said, row_id=one.row.pk)
    cell = upload.read.cell(key, column.key)
    return Line(cell, one.row.short_name, column.title, cell.text, said, row_id=one.row.pk)


def _with(line: Line, said: str) -> Line:
    return Line(line.cell, line.about, line.column, line.text, said, line.before, line.row_id)
