"""A person's own workbook as it goes back: returned cells coloured, each with what the reviewer said, and a new seal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entry.forms.sheets.cells import CellRefused, text_of
from entry.presenters.sheets import columns as words
from entry.selectors.grid import GridRow
from entry.selectors.sheets.page import SheetPage, who_returned
from entry.services.sheets.seal import SealedRow, seal, unseal
from indicators.models import Observation, ObservationState
from regions.recorded import in_the_house_language
from sheets.columns import Column
from sheets.differences import same
from sheets.keeping import Lost, Remarks, set_remarks
from sheets.read import FormRead, read_form

_LOST: dict[Lost, Promise] = {
    Lost.SHAPES: gettext_lazy("文本框和图形"),
    Lost.PICTURES: gettext_lazy("EMF、WMF 图片"),
    Lost.CONTROLS: gettext_lazy("按钮等控件"),
    Lost.EMBEDDED: gettext_lazy("嵌入的文件"),
    Lost.THREADS: gettext_lazy("对话式批注（只留首条文字）"),
    Lost.SLICERS: gettext_lazy("切片器"),
    Lost.SPARKLINES: gettext_lazy("迷你图和新版的条件格式"),
    Lost.CONNECTIONS: gettext_lazy("外部数据连接"),
}


def lost_words(codes: Iterable[str]) -> str:
    """What of the person's workbook cannot come back, in words; "" where all of it does."""
    return _("、").join(str(_LOST[Lost(code)]) for code in codes)


@in_the_house_language
def returned_workbook(data: bytes, page: SheetPage) -> bytes | None:
    """The workbook with the comments; None where no returned figure of the person stands in it."""
    read = read_form(data)
    made = unseal(read.token)
    back = [one for one in page.rows if _is_returned(one) and str(one.row.pk) in read.rows]
    if made is None or not back:
        return None
    known = words.columns(page.asked.year, page.asked.plan.base_year)
    columns = [one for one in known if one.key in made.columns and one.key in read.columns]
    texts = {one.row.pk: _texts(read, columns, one) for one in page.rows if str(one.row.pk) in read.rows}
    locks = {one.row.pk: one.latest.lock if one.latest else None for one in page.rows}
    rows = {
        row_id: SealedRow(locks[row_id], {key: one for key, one in said.items() if one})
        for row_id, said in texts.items()
    }
    new = replace(
        made, rows=rows, only=frozenset(one.row.pk for one in back), unit_id=page.unit.pk if page.unit else None
    )
    return set_remarks(data, _remarks(read, columns, back, texts), token=seal(new))


def _is_returned(one: GridRow) -> bool:
    return one.latest is not None and one.latest.state == ObservationState.RETURNED


def _texts(read: FormRead, columns: list[Column], one: GridRow) -> dict[str, str]:
    """What stands in the row, as it is compared; a cell that cannot be read says nothing and is refused again."""
    found = {}
    for column in columns:
        try:
            found[column.key] = text_of(read.cell(str(one.row.pk), column.key), column, one)
        except CellRefused:
            continue
    return found


def _remarks(read: FormRead, columns: list[Column], back: list[GridRow], texts: dict[int, dict[str, str]]) -> Remarks:
    notes, marked, opened = {}, set(), set()
    who = who_returned([one.latest.pk for one in back if one.latest])
    for one in back:
        assert one.latest is not None
        comments = _comments(one.latest, columns)
        for column in columns:
            place = (read.rows[str(one.row.pk)], read.columns[column.key])
            if place in read.form.covered:  # under a merged cell nothing can be written
                continue
            said = _signed(comments.get(column.key, ""), *who.get(one.latest.pk, ("", None)))
            if said:
                marked.add(place)
            if words.is_open(one, column):
                opened.add(place)
            stored = words.texts_of(one).get(column.key, "")
            if not same(column, texts[one.row.pk].get(column.key, stored), stored):
                now = _("系统里现在是“%(text)s”。") % {"text": column.label(stored) or _("（空）")}
                said = f"{said}\n{now}" if said else now
            if said:
                notes[place] = said
    return Remarks(read.sheet, notes, marked, opened, frozenset(read.columns[one.key] for one in columns))


def _comments(figure: Observation, columns: list[Column]) -> dict[str, str]:
    """By column; what is about the whole figure or about a field without a column stands at its value."""
    keys = {one.key for one in columns}
    said = {key: str(text) for key, text in figure.cell_comments.items() if key in keys}
    others = [
        f"{Observation._meta.get_field(key).verbose_name}：{text}"
        for key, text in figure.cell_comments.items()
        if key not in keys
    ]
    at_value = [one for one in (said.get("value", ""), figure.comment, *others) if one]
    return said | ({"value": "\n".join(at_value)} if at_value else {})


def _signed(text: str, who: str, day: date | None) -> str:
    """A comment with who wrote it and when; "" of none."""
    if not text:
        return ""
    signed = _("，").join(part for part in (who, day.isoformat() if day else "") if part)
    return (
        _("审核意见（%(signed)s）：%(text)s") % {"signed": signed, "text": text} if signed else _("审核意见：") + text
    )
