"""The grid of yearly targets as it is typed: texts in, what shall be stored out; nothing is saved here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from entry.forms.sent import json_object, texts
from indicators.selectors.yearly import YearRow
from indicators.services.annual_targets import Place, YearDocument, YearEntry
from plans.models import Plan

_CELL = re.compile(r"t-([0-9]{1,15})-([0-9]{4})")
_DOCUMENT = re.compile(r"d-([0-9]{4})")


def cell_name(row_id: int, year: int) -> str:
    """The field of a row's target in a year."""
    return f"t-{row_id}-{year}"


def document_name(year: int) -> str:
    """The field of the document that sets a year's targets."""
    return f"d-{year}"


@dataclass(frozen=True, slots=True)
class Typed:
    """What the page sent back. ``seen``: the texts that stood in its fields when it was made, by name of the field.

    ``take``: the year whose proposals are to be taken over besides, None = no.
    """

    cells: Mapping[Place, str] = field(default_factory=dict)
    documents: Mapping[int, str] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)
    take: int | None = None

    @property
    def entries(self) -> list[YearEntry]:
        """The cells that do not say any more what they said."""
        return [
            YearEntry(row_id, year, self.was((row_id, year)), text)
            for (row_id, year), text in self.cells.items()
            if text != self.was((row_id, year))
        ]

    @property
    def year_documents(self) -> dict[int, YearDocument]:
        """By year; a document that was not touched goes on the targets that are written now."""
        return {
            year: YearDocument(text, everywhere=text != self.seen.get(document_name(year), ""))
            for year, text in self.documents.items()
        }

    def shown(self, name: str, typed: str | None, stored: str) -> str:
        """What stands in a field of a page that was refused: what was typed there, else what is stored by now."""
        return stored if typed is None or typed == self.seen.get(name, "") else typed

    def was(self, place: Place) -> str:
        """What stood in a cell."""
        return self.seen.get(cell_name(*place), "")


def read_typed(sent: Mapping[str, str], plan: Plan) -> Typed:
    """The fields of the page. Raises ``entry.forms.sent.Refused`` where they are not what the page sends."""
    cells, documents = {}, {}
    for name in sent:
        if found := _CELL.fullmatch(name):
            cells[int(found[1]), int(found[2])] = sent[name].strip()
        elif found := _DOCUMENT.fullmatch(name):
            documents[int(found[1])] = sent[name].strip()
    take = sent.get("take", "")
    within = len(take) == 4 and take.isdecimal() and plan.start_year <= int(take) <= plan.end_year
    return Typed(cells, documents, texts(json_object(sent.get("seen", "{}").encode())), int(take) if within else None)


def taken_over(rows: Iterable[YearRow], year: int, written: Iterable[YearEntry]) -> list[YearEntry]:
    """The proposals of a year for the cells that are empty and stay so: what stands there, or was just typed, is not touched."""
    touched = {entry.place for entry in written}
    found = []
    for one in rows:
        cell = one.line.of(year) if one.line else None
        if cell is None or cell.text or not cell.proposal or (one.row.pk, year) in touched:
            continue
        found.append(YearEntry(one.row.pk, year, "", cell.proposal, proposed=True))
    return found
