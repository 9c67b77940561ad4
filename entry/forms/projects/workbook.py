"""A returned workbook of monthly reports: whose it is, what it changes cell by cell, what of it cannot be taken and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from entry.forms.projects.report import CELLS, DAYS, NUMBERS, ReportForm, offered, texts_of
from entry.forms.sheets.cells import LONGEST, CellRefused
from entry.forms.sheets.compare import ReturnedForm, compared, look_through, opened
from entry.forms.sheets.found import Line, SheetRefused
from entry.presenters.projects.sheet import ANSWER, SheetOfReports, columns, is_open, stored_texts
from entry.presenters.sheets.words import cell_refusal, figure_refusal
from entry.selectors.projects import desk
from entry.selectors.projects.desk import ReportRow
from entry.selectors.projects.sheets import saved_by_others
from entry.services.projects.seal import ReportSeal, unseal
from indicators.domain.entered import UnreadableFigure, read_pasted
from projects.domain.checks.findings import ReportCode, ReportFinding
from projects.domain.days import NoDay, read_day
from projects.models import ReportState
from projects.services.report_entry import Outcome, ReportEntry
from sheets.cells import CellKind, SheetCell
from sheets.columns import Column, Kind


@dataclass(slots=True, kw_only=True)
class ReportUpload(ReturnedForm):
    """Everything that the look at a workbook of reports shows."""

    seal: ReportSeal
    page: SheetOfReports

    def lines(self) -> Mapping[str, ReportRow]:
        return {str(one.project.pk): one for one in self.page.rows}

    def name_of(self, one: ReportRow) -> str:
        return one.project.name

    def stored(self, one: ReportRow) -> Mapping[str, str]:
        return stored_texts(one)

    def text_of(self, cell: SheetCell, column: Column, one: ReportRow) -> str:
        return text_of(cell, column)

    def why_not(self, one: ReportRow, column: Column) -> str:
        if is_open(one, column):
            return ""
        if one.waits:
            return _("该月报已提交待审核。要修改，请先在网页上撤回。")
        if one.approved:
            return _("该月报已审核。要更正，请审核员重新打开。")
        return one.leave.sentence

    def moved(self) -> Collection[str]:
        rows = self.seal.rows
        locks = {one.project.pk: rows[one.project.pk].lock for one in self.page.rows if one.project.pk in rows}
        return {str(project) for project in saved_by_others(locks, self.page.month, self.page.by)}

    def entry_of(self, one: ReportRow, texts: Mapping[str, str]) -> ReportEntry | None:
        return _entry(self, one, texts)

    def as_stored(self, entered: ReportEntry) -> ReportRow:
        return self.lines()[str(entered.project.pk)]

    def line_at(self, entered: ReportEntry, name: str, said: str) -> Line:
        return self.line_about(str(entered.project.pk), name, said, wanted="investment_month")

    def entry_in(self, outcome: Outcome) -> ReportEntry:
        return outcome.entry

    def identity(self, entered: ReportEntry) -> tuple[Any, ...]:
        return entered.project.pk, entered.month, entered.lock

    def answered(self, entered: ReportEntry, finding: ReportFinding) -> bool:
        if entered.answers.get(finding.key):
            return True
        report = self.as_stored(entered).report
        stored = report.warnings.all() if report else ()
        return any(
            f"{one.code}:{one.field}" == finding.key and one.reason and one.message == finding.message
            for one in stored
        )  # fmt: skip

    def drafts_left(self) -> list[ReportEntry]:
        """Drafts of these projects that the workbook does not change: they are handed over with it."""
        changed = {entry.project.pk for entry in self.entries}
        rows = [one for one in self.page.rows if one.project.pk not in changed and one.editable]
        return [
            ReportEntry(project=one.project, month=self.page.month, figures=None, lock=one.report.lock)
            for one in rows
            if one.report is not None and one.report.state == ReportState.DRAFT
        ]


def read_upload(data: bytes, user: User, *, today: date) -> ReportUpload:
    """The workbook against what is stored now. Raises ``SheetRefused``. Writes nothing."""
    read = opened(data)
    seal = unseal(read.token)
    if seal is None:
        raise SheetRefused(
            _("工作簿里隐藏的标识被改动过，或不是本系统的项目月报工作簿。请重新下载一份，把数据填进去。")
        )
    page = _page_of(seal, user, today)
    known = columns(page)
    upload = ReportUpload(
        seal=seal,
        page=page,
        read=read,
        known=known,
        columns=compared(known, seal.columns, read),
        was={str(project): row.was for project, row in seal.rows.items()},
        sealed=seal.columns,
    )
    look_through(upload)
    return upload


def _page_of(seal: ReportSeal, user: User, today: date) -> SheetOfReports:
    if seal.person_id != user.pk:
        raise SheetRefused(
            _("这份工作簿是“%(person)s”下载的（%(title)s），只能由本人上传。请用您自己的账号下载一份，把数据填进去。")
            % {"person": seal.person, "title": seal.title}
        )
    unit = next((one for one in desk.units_of(user) if one.pk == seal.unit_id), None)
    if unit is None:
        raise SheetRefused(_("“%(title)s”不再由您报送。请下载现在的工作簿。") % {"title": seal.title})
    rows = desk.report_rows(user, unit, seal.month, today=today, only=list(seal.rows))
    return SheetOfReports(user, unit, seal.month, tuple(rows), desk.units_to_ask(user, unit))


def text_of(cell: SheetCell, column: Column) -> str:
    """Figures in full, choices by code, days as 2025-03-15. Raises ``CellRefused``."""
    a_day = column.key in DAYS and cell.kind is CellKind.DATE
    if not cell.readable and not a_day:
        raise CellRefused(cell_refusal(cell))
    if len(cell.text) > LONGEST:
        raise CellRefused(
            _("这一格有 %(length)d 字，太长了（最多 %(most)d 字）。") % {"length": len(cell.text), "most": LONGEST}
        )
    if column.key in NUMBERS:
        try:
            found = read_pasted(cell.text, unit=NUMBERS[column.key])
        except UnreadableFigure as error:
            raise CellRefused(figure_refusal(error)) from None
        return "" if found is None else f"{found:f}"
    if column.key in DAYS:
        try:
            day = read_day(cell.text)
        except NoDay:
            said = _("“%(text)s”不是完整的日期。请写到日，例如 2025-03-15。")
            raise CellRefused(said % {"text": cell.text}) from None
        return "" if day is None else day.isoformat()
    code = column.code(cell.text) if column.kind is Kind.CHOICE else cell.text
    if code is None:
        raise CellRefused(_("“%(text)s”不在可选项里，请从下拉框里选。") % {"text": cell.text})
    return code


def _entry(upload: ReportUpload, one: ReportRow, texts: Mapping[str, str]) -> ReportEntry | None:
    """The changed report through its form; None where the form refuses it, the cells are then problems."""
    typed = {name: text for name, text in texts.items() if name in CELLS}
    form = ReportForm({**texts_of(one.report), **typed}, units=offered(upload.page.units))
    if not form.is_valid():
        for name, said in form.errors.items():
            about = upload.line_about(
                str(one.project.pk), name, " ".join(map(str, said)), wanted="investment_month"
            )  # fmt: skip
            upload.problems.append(about)
        return None
    answer = texts.get(ANSWER, "")
    keys = [f"{code.value}:{name}" for code in ReportCode for name in ("month", *CELLS)] if answer else []
    return ReportEntry(
        project=one.project,
        month=upload.page.month,
        figures=form.figures(),
        lock=one.report.lock if one.report else None,
        answers=dict.fromkeys(keys, answer),
    )
