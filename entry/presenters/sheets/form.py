"""The workbook of a round for one person: what stands in it, what may be written, what the reviewer said."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from entry.presenters.sheets import columns as words
from entry.selectors.grid import GridRow
from entry.selectors.sheets.page import SheetPage
from entry.services.sheets.seal import Seal, SealedRow, seal
from indicators.domain.display import rounded
from indicators.models import Observation, ObservationState
from regions.recorded import in_the_house_language
from sheets.columns import DIVIDER, Column, Form, FormCell, FormRow, Kind, Mark
from sheets.write import MOST_IN_A_CELL

FORM_NAME = "填报"


@in_the_house_language
def form_of(page: SheetPage, user: User) -> Form:
    """The form; its seal remembers every text that is written into a cell to be filled in."""
    asked = page.asked
    used = words.in_use(page.rows, asked.year, asked.plan.base_year)
    whose = str(page.unit) if page.unit else str(user)
    rows: list[FormRow] = []
    for category, members in groupby(page.rows, key=lambda one: one.row.category):
        if category:
            rows.append(FormRow(DIVIDER, title=category))
        rows += [_row(one, used, page.planned.get(one.row.pk)) for one in members]
    made = Seal(
        round_id=asked.pk,
        plan_id=asked.plan_id,
        year=asked.year,
        person_id=user.pk,
        unit_id=page.unit.pk if page.unit else None,
        title=asked.title,
        person=str(user),
        columns=tuple(one.key for one in used if one.entered),
        rows={one.row.pk: _sealed(one, used) for one in page.rows},
    )
    return Form(
        name=FORM_NAME,
        heading=f"{asked.plan.region.name} · {asked.title}",
        lines=_lines(page, whose),
        columns=used,
        rows=tuple(rows),
        token=seal(made),
        guide=_guide(),
        footer=f"{asked.plan.region.name} {asked.title} {whose}",
    )


def file_name(page: SheetPage, more: str = "") -> str:
    """How the download is called. ``more``: what else it is."""
    parts = [page.asked.plan.region.name, page.asked.title, str(page.unit or ""), more]
    return "-".join(part.replace("/", "") for part in parts if part) + ".xlsx"


def _lines(page: SheetPage, whose: str) -> tuple[str, ...]:
    returned = sum(1 for one in page.rows if one.latest and one.latest.state == ObservationState.RETURNED)
    said = _("填报：%(whose)s　期限：%(opens)s 至 %(closes)s　下载：%(now)s") % {
        "whose": whose,
        "opens": page.asked.opens_on.isoformat(),
        "closes": page.asked.closes_on.isoformat(),
        "now": timezone.localtime().strftime("%Y-%m-%d %H:%M"),
    }
    how = _(
        "只填浅黄色单元格；灰色的不能改。没有数据请留空，数值为零请填 0。填好后在“填报 › 上传工作簿”上传，先核对再保存。"
    )
    if returned:
        how = _("有 %(number)d 项被退回，橙色单元格请按批注修改。") % {"number": returned} + how
    return (said, how)


def _guide() -> tuple[str, ...]:
    return (
        _("填写说明"),
        _("1. 浅黄色单元格可以填写；灰色单元格是已提交、已审核或不由您填报的，改了也不会采用。"),
        _(
            "2. 单位写在“计量单位”一列，只填数字，不作换算。12 万亿元、约 12、— 之类的文字不会被接受；1,234.5 和全角数字可以。"
        ),
        _("3. 没有数据请留空；数值为零请填 0。"),
        _("4. 公式可以用，按算出的数读入；请先取到公布的位数（ROUND），算不出的公式会被指出。"),
        _("5. 行、列可以移动，隐藏的第一行和第一列请不要删除。另加的工作表不会读取。"),
        _("6. 这份工作簿只供下载的人上传。他人在您下载之后保存过的数据，不会被覆盖。"),
        _("7. 上传后先列出每一处修改，核对无误再保存；一份工作簿要么全部保存，要么都不保存。"),
    )


# --- rows and cells ---------------------------------------------------------------------------------------------------
def _row(one: GridRow, used: tuple[Column, ...], planned: Decimal | None) -> FormRow:
    cells = _shown(one, planned)
    stored = words.texts_of(one)
    for column in used:
        if column.entered:
            cells[column.key] = _entered(one, column, stored.get(column.key, ""))
    return FormRow(str(one.row.pk), cells)


def _entered(one: GridRow, column: Column, text: str) -> FormCell:
    value: Decimal | str = text
    if column.kind is Kind.FIGURE and text:
        value = Decimal(text)
    figure = one.latest
    note, mark = _meaning(one, column), Mark.NONE
    if figure is not None and figure.state == ObservationState.RETURNED:
        comment = _comment(figure, column.key)
        if comment:
            note, mark = _("审核意见：") + comment, Mark.RETURNED
    return FormCell(value, note=note, mark=mark, open=words.is_open(one, column))


def _comment(figure: Observation, key: str) -> str:
    """What the reviewer said about the cell; what is about the whole figure stands at its value."""
    said = figure.cell_comments.get(key, "")
    if key == "value" and figure.comment:
        said = f"{said}\n{figure.comment}" if said else figure.comment
    return str(said)


def _meaning(one: GridRow, column: Column) -> str:
    """The note on a figure's own cell: which indicator, which unit, what the target asks."""
    if column.kind is not Kind.FIGURE or not words.is_open(one, column):
        return ""
    name = one.row.short_name
    if column.key == "value":
        said = _("%(name)s：%(what)s，单位 %(unit)s。") % {
            "name": name,
            "what": words.value_label(one),
            "unit": one.unit or "—",
        }
        return said + (_("目标按此数评估。") if one.asked.by_value else "")
    said = _("%(name)s：当年增速，单位 %%。") % {"name": name}
    return said + (_("目标按增速评估，请填公布的增速。") if one.asked.by_growth else "")


def _shown(one: GridRow, planned: Decimal | None) -> dict[str, FormCell]:
    row, figure = one.row, one.latest
    before, last = one.past
    base = one.base
    targets = "；".join(target.text or "—" for target in row.promised)  # type: ignore[attr-defined]
    comments = [figure.comment, *figure.cell_comments.values()] if figure and figure.state == "returned" else []
    return {
        "number": FormCell(row.number),
        "name": FormCell(row.short_name),
        "unit": FormCell(one.unit),
        "base": FormCell(base.value if base and base.value is not None else base.text if base else ""),
        "past_2": _past(before, one),
        "past_1": _past(last, one),
        "target": FormCell(targets),
        "planned": FormCell(None if planned is None else _short(planned)),
        "state": FormCell(figure.get_state_display() if figure else _("未填报")),
        "comment": FormCell("\n".join(comment for comment in comments if comment)),
    }


def _past(figure: Observation | None, one: GridRow) -> FormCell:
    """The figure that the targets read: the value, or the growth with its sign."""
    if figure is None:
        return FormCell()
    if figure.growth is not None and (figure.value is None or (one.asked.by_growth and not one.asked.by_value)):
        return FormCell(figure.growth, unit="%")
    if figure.value is None:
        return FormCell(":".join(f"{part:f}" for part in figure.parts))
    return FormCell(figure.value) if figure.unit == one.unit else FormCell(f"{figure.value:f} {figure.unit}")


def _short(value: Decimal) -> Decimal:
    """A planned value as it is shown on pages: two decimals."""
    return rounded(value, 2)


def _sealed(one: GridRow, used: tuple[Column, ...]) -> SealedRow:
    stored = words.texts_of(one)
    entered = {column.key: stored.get(column.key, "")[:MOST_IN_A_CELL] for column in used if column.entered}
    return SealedRow(one.latest.lock if one.latest else None, {key: text for key, text in entered.items() if text})
