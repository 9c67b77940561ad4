"""The workbook of monthly reports of a unit: its columns, what stands in it, what may be written, what the reviewer said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from entry.forms.projects.report import CELLS, NUMBERS, texts_of
from entry.presenters.projects.grid import total_said, unit_label
from entry.presenters.projects.words import TITLES
from entry.selectors.projects.desk import ReportRow
from entry.services.projects.seal import ReportSeal, seal
from entry.services.sheets.seal import SealedRow
from indicators.domain.said import spoken
from projects.domain.months import month_text
from projects.models import ReportState, Stage
from regions.recorded import in_the_house_language
from sheets.columns import Column, Form, FormCell, FormRow, Kind, Mark
from sheets.write import MOST_IN_A_CELL

__all__ = ["ANSWER", "SheetOfReports", "columns", "file_name", "form_of", "is_open", "stored_texts", "title_of"]

ANSWER = "answer"
_WIDTHS = {
    "investment_month": 11, "investment_to_date": 11, "progress": 8, "progress_text": 26, "stage": 8, "stage_on": 12,
    "next_step": 22, "problem": 22, "problem_unit": 16, "problem_due": 12,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SheetOfReports:
    """``units``: who may be asked to solve a problem."""

    by: User
    unit: Unit
    month: date
    rows: tuple[ReportRow, ...]
    units: Sequence[Unit]


@in_the_house_language
def columns(page: SheetOfReports) -> tuple[Column, ...]:
    """Every column, in order."""
    shown = Kind.SHOWN
    year = page.month.year
    return (
        Column("name", _("项目"), shown, 30),
        Column("total", _("总投资"), shown, 16),
        Column("planned", _("%(year)d 年计划（万元）") % {"year": year}, shown, 11),
        Column("last", _("上次累计（万元）"), shown, 11),
        Column("last_progress", _("上次进度（%）"), shown, 9),
        *(_entered(name, page) for name in CELLS),
        Column(ANSWER, _("对提示的说明"), Kind.TEXT, 22, note=_("系统提示数据异常、而数据确实无误时，在这里写明原因；审核员会看到。")),
        Column("state", _("状态"), shown, 8),
        Column("comment", _("审核意见"), shown, 22),
    )  # fmt: skip


def _entered(name: str, page: SheetOfReports) -> Column:
    title, width = str(TITLES[name]), _WIDTHS[name]
    notes = {
        "investment_month": _("本月完成的投资，以万元填写，只填数字。没有数据请留空；确实没有投资请填 0。"),
        "investment_to_date": _("开工以来累计完成的投资，以万元填写，只填数字。"),
        "progress": _("形象进度，0 到 100，只填数字。"),
        "progress_text": _("用一句话写明建到了哪一步。"),
        "stage": _("本月末所处的阶段；没有变化请留空。"),
        "stage_on": _("哪一天进入这个阶段，例如 2025-03-15；阶段没有变化请留空。"),
        "problem_unit": _("由谁解决：选单位。"),
        "problem_due": _("哪一天前解决，例如 2025-06-30。"),
    }
    choices: tuple[tuple[str, str], ...] = ()
    kind = Kind.FIGURE if name in NUMBERS else Kind.TEXT
    if name == "stage":
        kind, choices = Kind.CHOICE, tuple((str(code), str(label)) for code, label in Stage.choices)
    elif name == "problem_unit":
        kind, choices = Kind.CHOICE, tuple((str(one.pk), unit_label(one, page.unit)) for one in page.units)
    return Column(name, title, kind, width, notes.get(name, ""), choices)


def is_open(one: ReportRow, column: Column) -> bool:
    """Whether the cell may be written now."""
    return column.entered and one.editable


def stored_texts(one: ReportRow) -> dict[str, str]:
    """What is stored now, by column."""
    warnings = one.report.warnings.all() if one.report else ()
    reasons = dict.fromkeys(warning.reason for warning in warnings if warning.reason)
    return {**texts_of(one.report), ANSWER: "\n".join(reasons)}


def title_of(unit: Unit, month: date) -> str:
    """How the workbook is called."""
    said = _("%(unit)s %(month)s项目月报") % {"unit": unit.name, "month": spoken(month_text(month), _)}
    return said.strip()


def file_name(page: SheetOfReports) -> str:
    """How the download is called."""
    parts = [page.unit.region.name, page.unit.name, _("项目月报"), f"{page.month:%Y-%m}"]
    return "-".join(part.replace("/", "") for part in parts) + ".xlsx"


@in_the_house_language
def form_of(page: SheetOfReports) -> Form:
    """The form; its seal remembers every text that is written into a cell to be filled in."""
    known = columns(page)
    entered = tuple(one for one in known if one.entered)
    title = title_of(page.unit, page.month)
    made = ReportSeal(
        month=page.month,
        unit_id=page.unit.pk,
        person_id=page.by.pk,
        person=str(page.by),
        title=title,
        columns=tuple(one.key for one in entered),
        rows={one.project.pk: _sealed(one) for one in page.rows},
    )
    return Form(
        name=_("项目月报"),
        heading=f"{page.unit.region.name} · {title}",
        lines=_lines(page),
        columns=known,
        rows=tuple(_row(one, entered) for one in page.rows),
        token=seal(made),
        guide=_guide(),
        footer=f"{page.unit.region.name} {title}",
    )


def _lines(page: SheetOfReports) -> tuple[str, ...]:
    now = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    who = _("填报：%(whose)s　下载：%(now)s") % {"whose": str(page.by), "now": now}
    if any(one.report is not None and one.report.sample for one in page.rows):
        who = _("演示数据") + "　" + who
    how = _("投资一律以万元填写。只填浅黄色单元格；没有数据请留空，确实为零请填 0。")
    how += _("填好后在“填报 › 项目月报 › 上传 Excel”上传，先核对再保存。")
    returned = sum(1 for one in page.rows if one.report and one.report.state == ReportState.RETURNED)
    if returned:
        how = _("有 %(number)d 个项目被退回，橙色单元格请按批注修改。") % {"number": returned} + how
    return who, how


def _guide() -> tuple[str, ...]:
    return (
        _("填写说明"),
        _("1. 浅黄色单元格可以填写；灰色单元格是已提交、已审核的，改了也不会采用。"),
        _("2. 投资以万元填写，进度以百分数填写，只填数字，不作换算；1,234.5 和全角数字可以。"),
        _("3. 没有数据请留空；确实为零请填 0。日期写到日，例如 2025-03-15。"),
        _("4. 公式可以用，按算出的数读入；算不出的公式会被指出。"),
        _("5. 行、列可以移动，隐藏的第一行和第一列请不要删除。另加的工作表不会读取。"),
        _("6. 这份工作簿只供下载的人上传。他人在您下载之后保存过的月报，不会被覆盖。"),
        _("7. 上传后先列出每一处修改，核对无误再保存；一份工作簿要么全部保存，要么都不保存。"),
    )


def _row(one: ReportRow, entered: tuple[Column, ...]) -> FormRow:
    report, last = one.report, one.last
    stored = stored_texts(one)
    returned = report is not None and report.state == ReportState.RETURNED
    comments = [report.comment, *report.cell_comments.values()] if report is not None and returned else []
    cells = {
        "name": FormCell(one.project.name),
        "total": FormCell(total_said(one.project)),
        "planned": FormCell(one.planned),
        "last": FormCell(last.investment_to_date if last else None),
        "last_progress": FormCell(last.progress if last else None),
        "state": FormCell(str(report.get_state_display()) if report else _("未填报")),
        "comment": FormCell("\n".join(dict.fromkeys(text for text in comments if text))),
    }
    for column in entered:
        text = stored.get(column.key, "")
        value: Decimal | str = Decimal(text) if column.kind is Kind.FIGURE and text else text
        said = report.cell_comments.get(column.key, "") if report is not None and returned else ""
        note = _("审核意见：") + said if said else ""
        mark = Mark.RETURNED if said else Mark.NONE
        cells[column.key] = FormCell(value, note=note, mark=mark, open=is_open(one, column))
    return FormRow(str(one.project.pk), cells)


def _sealed(one: ReportRow) -> SealedRow:
    texts = {key: text[:MOST_IN_A_CELL] for key, text in stored_texts(one).items() if text}
    return SealedRow(one.report.lock if one.report else None, texts)
