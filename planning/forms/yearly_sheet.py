"""A returned workbook of yearly targets against what is stored: what would be written, what is wrong and where; nothing is saved."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from entry.forms.sheets.compare import opened
from entry.forms.sheets.found import Line, SheetRefused
from entry.presenters.sheets.words import cell_refusal
from indicators.models import AnnualTarget
from indicators.selectors.yearly import YearRow
from indicators.services.annual_targets import YearDocument, YearEntry
from plans.models import Plan
from sheets.cells import SheetCell
from sheets.columns import Column
from sheets.differences import Change, Verdict, differences
from sheets.read import FormRead

#: The key of the line that names each year's document.
DOCUMENTS = "documents"
_SALT = "planning.yearly"
Texts = dict[str, dict[str, str]]


@dataclass(slots=True)
class Upload:
    """``changes`` would be written, ``problems`` stand in the way: while there is one, nothing is written."""

    changes: list[Line] = field(default_factory=list)
    problems: list[Line] = field(default_factory=list)
    entries: list[YearEntry] = field(default_factory=list)
    documents: dict[int, YearDocument] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Changes when anything that would be written does: what a person has looked at is what is written."""
        said = self.entries, sorted(self.documents.items())
        return hashlib.sha256(repr(said).encode()).hexdigest()


def year_key(year: int) -> str:
    """The key of a year's column."""
    return f"y{year}"


def texts_of(rows: Sequence[YearRow]) -> Texts:
    """What stands in the cells that may be written, by row and column; the documents in a line of their own."""
    found: Texts = {DOCUMENTS: {}}
    for one in rows:
        for cell in one.line.cells if one.line else ():
            found.setdefault(str(one.row.pk), {})[year_key(cell.year)] = cell.text
            if cell.text:
                known = found[DOCUMENTS].setdefault(year_key(cell.year), cell.document)
                found[DOCUMENTS][year_key(cell.year)] = cell.document if known == cell.document else ""
    return found


def seal(plan: Plan, rows: Sequence[YearRow]) -> str:
    """What the workbook was made for and what stood in it. Signed, not secret."""
    return signing.dumps([plan.pk, texts_of(rows)], salt=_SALT, compress=True)


def read_upload(data: bytes, *, plan: Plan, rows: Sequence[YearRow], columns: Sequence[Column]) -> Upload:
    """The workbook against ``rows`` as they stand. Raises ``SheetRefused``."""
    read = opened(data)
    made = _unsealed(read.token, plan)
    stored, upload = texts_of(rows), Upload()
    names = {str(one.row.pk): one.row.said_name for one in rows if one.line} | {DOCUMENTS: _("依据文件")}
    _note_strangers(upload, read, made, names)
    used = tuple(one for one in columns if one.entered and one.key in read.columns)
    keys = [key for key in read.rows if key in made and key in names]
    now = {key: {one.key: read.cell(key, one.key).text.strip() for one in used} for key in keys}
    for change in differences(used, was=made, now=now, stored=stored, moved=_moved(keys, made, stored)):
        title = next(one.title for one in used if one.key == change.column)
        cell = read.cell(change.row, change.column)
        said = _refusal(change, cell, made, stored)
        line = Line(cell, names[change.row], title, change.after, said, change.before)
        (upload.problems if line.said else upload.changes).append(line)
        if not line.said:
            _take(upload, change)
    return upload


def _moved(keys: Sequence[str], made: Mapping[str, Any], stored: Texts) -> set[str]:
    """Rows in which somebody else wrote since; a single cell is looked at again by ``_refusal``."""
    return {key for key in keys if made[key] != stored.get(key, {})}


def _refusal(change: Change, cell: SheetCell, made: Mapping[str, Any], stored: Texts) -> str:
    """Why a changed cell cannot be taken; "" where it can."""
    if not cell.readable:
        return cell_refusal(cell)
    then, now = (said.get(change.row, {}).get(change.column, "") for said in (made, stored))
    if change.verdict is Verdict.CONFLICT and then != now:
        return _("下载之后他人已改了这一格。请重新下载一份再改。")
    name = "document" if change.row == DOCUMENTS else "text"
    most = AnnualTarget._meta.get_field(name).max_length or 0
    if len(change.after) > most:
        return _("这一格有 %(length)d 字，太长了（最多 %(most)d 字）。") % {"length": len(change.after), "most": most}
    return ""


def _take(upload: Upload, change: Change) -> None:
    year = int(change.column[1:])
    if change.row == DOCUMENTS:
        upload.documents[year] = YearDocument(change.after, everywhere=True)
    else:
        upload.entries.append(YearEntry(int(change.row), year, change.before, change.after))


def _unsealed(token: str, plan: Plan) -> dict[str, Any]:
    try:
        plan_id, made = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError):
        raise SheetRefused(_("工作簿里隐藏的标识被改动过，或不是年度目标的工作簿。请重新下载一份。")) from None
    if plan_id != plan.pk:
        raise SheetRefused(_("这份工作簿不是%(plan)s的年度目标。") % {"plan": plan})
    return dict(made)


def _note_strangers(upload: Upload, read: FormRead, made: Mapping[str, Any], names: Mapping[str, str]) -> None:
    for key, places in read.duplicate_rows.items():
        said = _("第 %(rows)s 行是同一项指标，无法判断以哪一行为准。") % {"rows": _("、").join(map(str, places))}
        upload.problems.append(Line(None, names.get(key, ""), "", "", said))
    for number in read.unkeyed:
        said = _("第 %(row)d 行没有隐藏的标识，是后加的行。指标不能在这份工作簿里增加。") % {"row": number}
        upload.problems.append(Line(None, "", "", "", said))
    for key in read.rows:
        if key in made and key not in names:
            upload.problems.append(Line(None, key, "", "", _("这项指标已不在规划里。请重新下载一份。")))
