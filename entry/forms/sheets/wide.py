"""Somebody's own sheet, its columns mapped, against what is stored: which figures of which years it would change.

A blank says nothing and takes nothing back; a cell that cannot be taken is named and leaves the others alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from accounts.models import User
from entry.forms.figure import FigureForm, initial_of
from entry.forms.sheets.cells import CellRefused, text_of, why_closed
from entry.forms.sheets.found import Found, Line
from entry.presenters.sheets import columns as words
from entry.presenters.sheets.words import remarks
from entry.selectors.grid import GridRow
from entry.selectors.sheets.wide import MOST_OF_A_NAME, names_of, names_said, rows_by_year
from indicators.domain.literals import normalise
from indicators.models import SheetMapping
from indicators.services.entered import Entered
from plans.models import Plan
from sheets.cells import SheetCell
from sheets.columns import Column
from sheets.differences import same
from sheets.opening import Sheet
from sheets.wide import Head, WideRow, match, meaning_of, plain_name, wide_rows


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A name that stands for no row, or (``candidates``) for several: a person chooses. ``key``: its plain name."""

    cell: SheetCell
    key: str
    candidates: tuple[int, ...]


@dataclass(slots=True, kw_only=True)
class WideUpload(Found):
    """The look at a wide sheet. ``rows``: by year and row; ``places``: where each figure stands."""

    plan: Plan
    rows: Mapping[int, Mapping[int, GridRow]]
    unmatched: list[Unmatched] = field(default_factory=list)
    places: dict[tuple[int, int, str], SheetCell] = field(default_factory=dict)

    def as_stored(self, entered: Entered) -> GridRow:
        return self.rows[entered.year][entered.row.pk]

    def line_at(self, entered: Entered, name: str, said: str) -> Line:
        row_id, year = entered.row.pk, entered.year
        fields = [each for each in (name, "value", "growth") if (row_id, year, each) in self.places]
        cell = self.places[row_id, year, fields[0]] if fields else None
        return _line(cell, entered.row.short_name, year, fields[0] if fields else "", said)

    @property
    def choices(self) -> list[GridRow]:
        """The rows that a name may stand for."""
        return list(next(iter(self.rows.values()), {}).values())


def read_wide(sheet: Sheet, head: Head, mapping: SheetMapping, plan: Plan, user: User) -> WideUpload:
    """Writes nothing. ``mapping`` has been recognised by the headers of ``head``."""
    meanings = dict(enumerate(mapping.columns["meanings"]))
    years = sorted({found[1] for text in meanings.values() if (found := meaning_of(text))})
    upload = WideUpload(plan=plan, rows=rows_by_year(user, plan, years))
    known = names_of(upload.choices)
    chosen = names_said(user, plan)
    taken: dict[int, SheetCell] = {}
    for wide in wide_rows(sheet, head, meanings):
        key = plain_name(wide.name.text)[:MOST_OF_A_NAME]
        found = (chosen[key],) if key in chosen else match(wide.name.text, known)
        if found == (0,):
            continue
        if len(found) != 1 or found[0] not in known:
            if wide.cells:
                upload.unmatched.append(Unmatched(wide.name, key, found))
            continue
        if found[0] in taken:
            said = _("这一行与 %(cell)s 指的是同一项指标，没有采用。") % {"cell": taken[found[0]].name}
            upload.ignored.append(Line(wide.name, wide.name.text, "", "", said))
            continue
        taken[found[0]] = wide.name
        _take_row(upload, wide, found[0])
    return upload


def _take_row(upload: WideUpload, wide: WideRow, row_id: int) -> None:
    texts: dict[int, dict[str, str]] = defaultdict(dict)
    for (key, year), cell in sorted(wide.cells.items(), key=lambda one: (one[0][1], one[0][0] != "value")):
        one = upload.rows[year][row_id]
        upload.places[row_id, year, key] = cell
        column = next(each for each in words.columns(year, upload.plan.base_year) if each.key == key)
        stored = words.texts_of(one).get(key, "")
        try:
            text = text_of(cell, column, one)
        except CellRefused as error:
            upload.ignored.append(_line(cell, one.row.short_name, year, key, str(error)))
            continue
        if not text or same(column, text, stored):
            continue
        why = _why_not(one, column, wide.unit)
        if why:
            upload.ignored.append(_line(cell, one.row.short_name, year, key, why))
            continue
        said = _("；").join(remarks(cell))
        upload.changes.append(_line(cell, one.row.short_name, year, key, said, before=stored, text=text, row_id=row_id))
        texts[year][key] = text
    years = {year for _key, year in wide.cells}
    upload.unchanged += len(years - set(texts))
    for year, changed in texts.items():
        _bind(upload, upload.rows[year][row_id], year, changed)


def _why_not(one: GridRow, column: Column, unit: str) -> str:
    """Why a figure that differs is not taken; "" where it is."""
    why = why_closed(one, column)
    if why:
        return why
    if one.corrects:
        return _("该年已有审核通过的数据。更正须逐项写明理由，请在网页上填写。")
    if column.key == "value" and unit and one.unit and normalise(unit) != normalise(one.unit):
        said = _("表里的单位是“%(theirs)s”，这里按“%(ours)s”填。系统不作换算，没有采用。")
        return said % {"theirs": unit, "ours": one.unit}
    return ""


def _bind(upload: WideUpload, one: GridRow, year: int, texts: Mapping[str, str]) -> None:
    form = FigureForm({**initial_of(one.latest, unit=one.unit), **texts}, asked=one.asked)
    lock = one.latest.lock if one.latest else None
    if form.is_valid():
        upload.entries.append(Entered(row=one.row, year=year, figures=form.figures(), lock=lock))
        return
    bare = Entered(row=one.row, year=year, figures=None, lock=lock)
    for name, said in form.errors.items():
        upload.problems.append(upload.line_at(bare, name, " ".join(map(str, said))))


def _line(
    cell: SheetCell | None,
    about: str,
    year: int,
    key: str,
    said: str,
    *,
    before: str = "",
    text: str = "",
    row_id: int = 0,
) -> Line:
    titles = {"value": _("实际值"), "growth": _("增速（%）")}
    column = f"{year} {titles.get(key, '')}".strip()
    return Line(cell, about, column, text or (cell.text if cell else ""), said, before, row_id)
