"""A returned workbook as forms: whose it is, what it changes cell by cell, what of it cannot be taken and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from entry.forms.figure import FigureForm, initial_of
from entry.forms.sheets.cells import text_of, why_closed
from entry.forms.sheets.compare import ReturnedForm, compared, look_through, opened
from entry.forms.sheets.found import Line, SheetRefused, as_saved
from entry.presenters.sheets import columns as words
from entry.selectors.grid import GridRow
from entry.selectors.sheets.page import SheetPage, saved_by_others, sheet_page
from entry.services.sheets.seal import Seal, unseal
from indicators.domain.checks.findings import CheckCode
from indicators.models import ReportingRound
from indicators.selectors.rounds import Why, rounds_of
from indicators.services.entered import Entered
from sheets.cells import SheetCell
from sheets.columns import Column

_FIELDS = ("value", "growth", "parts")


@dataclass(slots=True, kw_only=True)
class Upload(ReturnedForm):
    """Everything that the look at a form shows."""

    seal: Seal
    page: SheetPage

    def lines(self) -> Mapping[str, GridRow]:
        return {str(one.row.pk): one for one in self.page.rows}

    def name_of(self, one: GridRow) -> str:
        return one.row.short_name

    def stored(self, one: GridRow) -> Mapping[str, str]:
        return words.texts_of(one)

    def text_of(self, cell: SheetCell, column: Column, one: GridRow) -> str:
        return text_of(cell, column, one)

    def moved(self) -> Collection[str]:
        rows = self.seal.rows
        locks = {one.row.pk: rows[one.row.pk].lock for one in self.page.rows if one.row.pk in rows}
        return {str(row_id) for row_id in saved_by_others(locks, self.page.asked.year, self.page.by)}

    def entry_of(self, one: GridRow, texts: Mapping[str, str]) -> Entered | None:
        return _entry(self, one, texts)

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
    read = opened(data)
    seal = unseal(read.token)
    if seal is None:
        raise SheetRefused(_("工作簿里隐藏的标识被改动过，或不是本系统生成的。请重新下载一份，把数据填进去。"))
    page = sheet_page(user, _round_of(seal, user))
    _refuse_closed(page)
    known = words.columns(page.asked.year, page.asked.plan.base_year)
    upload = Upload(
        seal=seal,
        page=page,
        read=read,
        known=known,
        columns=compared(known, seal.columns, read),
        was={str(row_id): row.was for row_id, row in seal.rows.items()},
        sealed=seal.columns,
    )
    look_through(upload)
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


def _entry(upload: Upload, one: GridRow, texts: Mapping[str, str]) -> Entered | None:
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
    return upload.line_about(str(one.row.pk), words.PARTS if name.startswith("part_") else name, said, wanted="value")
