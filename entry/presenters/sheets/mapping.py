"""The page on which the columns of somebody's own sheet are given their meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from indicators.models import SheetMapping
from plans.models import Plan
from sheets.carried import Carried
from sheets.opening import Sheet
from sheets.wide import IGNORED, NAME, UNIT, Head, flatten, propose_head, propose_meanings

_SAMPLES = 3
_MOST_ROW = 1_000


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One column to be given a meaning. ``samples``: what stands below the header. ``asked`` False: said before."""

    field: str
    letter: str
    header: str
    samples: tuple[str, ...]
    meaning: str
    asked: bool = True


def asked_sheet(sheets: Sequence[Sheet], asked: Mapping[str, str], known: SheetMapping | None) -> tuple[Sheet, Head]:
    """The sheet and header rows that were asked for, else those of the known mapping, else the proposal."""
    sheet = next((one for one in sheets if one.name == asked.get("sheet")), None) or sheets[0]
    first, last = propose_head(sheet)
    if known is not None and "sheet" not in asked:
        first, last = known.columns["head"]
    if asked.get("sheet") == sheet.name:
        first, last = _row(asked.get("first"), first), _row(asked.get("last"), last)
    return sheet, flatten(sheet, min(first, last), max(first, last))


def mapping_page(
    sheets: Sequence[Sheet],
    sheet: Sheet,
    head: Head,
    plan: Plan,
    posted: Mapping[str, str],
    known: SheetMapping | None,
    carried: Carried | None = None,
) -> dict[str, Any]:
    """The context of the page. ``carried``: what was said about the sheet as it stood before."""  # fmt: skip
    years = range(plan.start_year, plan.end_year + 1)
    meanings: Sequence[str] = propose_meanings(head, years)
    if known is not None and known.headers == list(head.headers):
        meanings = known.columns["meanings"]
    if carried is not None:
        meanings = carried.meanings
    if posted:
        meanings = posted_meanings(posted, head)
    rows = sorted({row for row, _column in sheet.cells if row > head.last})[:_SAMPLES]
    lines = [
        ColumnLine(
            field=f"c{index}",
            letter=get_column_letter(head.column(index)),
            header=header,
            samples=tuple(text for row in rows if (text := sheet.shown(row, head.column(index)).text)),
            meaning=meanings[index],
            asked=carried is None or index in carried.asked,
        )
        for index, header in enumerate(head.headers)
    ]
    return {"sheets": sheets, "sheet": sheet, "head": head, "columns": lines, "meanings": _meanings(years)}


def posted_meanings(posted: Mapping[str, str], head: Head) -> list[str]:
    """What was chosen for each column."""
    return [posted.get(f"c{index}", IGNORED) for index in range(len(head.headers))]


def _meanings(years: range) -> list[tuple[str, str]]:
    said = [(IGNORED, _("不读取")), (NAME, _("指标名称")), (UNIT, _("计量单位"))]
    for year in years:
        said.append((f"value:{year}", _("%(year)d 年实际值") % {"year": year}))
        said.append((f"growth:{year}", _("%(year)d 年增速（%%）") % {"year": year}))
    return said


def _row(text: str | None, otherwise: int) -> int:
    """A row that a person typed; a thousand at most, whatever it says."""
    return min(int(text[:9]), _MOST_ROW) if text and text.isdecimal() and int(text[:9]) > 0 else otherwise
