"""The grid of yearly targets: rows by years, each cell with what is set, what the path proposes, what was reached."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from dashboards.presenters.figures_of_row import figure
from dashboards.presenters.year_aims import actual_text, verdict_of
from indicators.domain import display
from indicators.domain.yearly import NO_YEAR_LABELS
from indicators.models import Listing, PlanIndicator
from indicators.selectors.yearly import YearCell, YearRow
from indicators.services.annual_targets import Place
from planning.forms.yearly import Typed, cell_name, document_name
from plans.models import Plan


@dataclass(frozen=True, slots=True)
class Refusals:
    """What stood in the way of a save: by cell and by year; ``theirs``: what somebody else wrote there meanwhile."""

    message: str = ""
    errors: Mapping[Place, str] = field(default_factory=dict)
    of_documents: Mapping[int, str] = field(default_factory=dict)
    theirs: Mapping[Place, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class YearHead:
    """One year above its column. ``set``, ``total``: rows with a target, rows; ``offered``: empty cells with a proposal.

    ``stored``, ``document``: that of its targets, and as it stands in the field; ``vary``: they name several.
    """

    year: int
    name: str
    stored: str
    document: str
    vary: bool
    set: int
    total: int
    offered: int
    error: str = ""


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell. ``stored``: its target; ``text``: in the field, as typed if it was refused. ``actual``: of a year that has one."""

    name: str
    year: int
    stored: str
    text: str
    proposed: bool
    outdated: bool
    proposal: str
    need: str
    actual: str
    sample: bool
    verdict: str
    mark: str
    document: str
    error: str = ""
    theirs: str | None = None


@dataclass(frozen=True, slots=True)
class RowView:
    """``cells`` empty: a heading. ``why``: why nothing is proposed, "" where something is."""

    row: PlanIndicator
    base: str
    targets: tuple[str, ...]
    cells: tuple[CellView, ...]
    why: str = ""


def heads_of(plan: Plan, rows: Sequence[YearRow], typed: Typed, refusals: Refusals) -> list[YearHead]:
    """The years of the plan over all rows of the list, whichever page of it is shown."""
    heads = []
    for year in range(plan.start_year, plan.end_year + 1):
        cells = [one.line.of(year) for one in rows if one.line]
        documents = {cell.document for cell in cells if cell.text}
        stored = next(iter(documents)) if len(documents) == 1 else ""
        heads.append(
            YearHead(
                year,
                document_name(year),
                stored,
                typed.shown(document_name(year), typed.documents.get(year), stored),
                len(documents) > 1,
                sum(bool(cell.text) for cell in cells),
                len(cells),
                sum(not cell.text and bool(cell.proposal) for cell in cells),
                refusals.of_documents.get(year, ""),
            )
        )
    return heads


def row_views(rows: Sequence[YearRow], typed: Typed, refusals: Refusals) -> list[RowView]:
    """The rows of one page."""
    return [_row_view(one, typed, refusals) for one in rows]


def seen_of(rows: Sequence[RowView], heads: Sequence[YearHead]) -> str:
    """What is stored in the fields of a page, for the hidden field by which a later change of somebody else is noticed."""
    said = {cell.name: cell.stored for row in rows for cell in row.cells} | {head.name: head.stored for head in heads}
    return json.dumps(said, ensure_ascii=False)


def _row_view(one: YearRow, typed: Typed, refusals: Refusals) -> RowView:
    base, line = one.base, one.line
    printed = tuple(display.printed(target.text) for target in one.targets if target.text)
    said_base = "" if base is None else display.printed(base.text) or figure(base.value)
    if line is None:
        return RowView(one.row, said_base, printed, ())
    cells = tuple(_cell_view(one.row, cell, typed, refusals) for cell in line.cells)
    return RowView(one.row, said_base, printed, cells, _(NO_YEAR_LABELS[line.why]) if line.why else "")


def _cell_view(row: PlanIndicator, cell: YearCell, typed: Typed, refusals: Refusals) -> CellView:
    place = (row.pk, cell.year)
    verdict, mark = verdict_of(cell.reached) if cell.text else ("", "")
    return CellView(
        name=cell_name(*place),
        year=cell.year,
        stored=cell.text,
        text=typed.shown(cell_name(*place), typed.cells.get(place), cell.text),
        proposed=cell.proposed,
        outdated=cell.outdated,
        proposal=cell.proposal,
        need=cell.need,
        actual="" if cell.actual is None else actual_text(cell.actual, cell.kind, row.unit),
        sample=cell.actual is not None and cell.actual.sample,
        verdict=verdict,
        mark=mark,
        document=cell.document,
        error=refusals.errors.get(place, ""),
        theirs=refusals.theirs.get(place),
    )


def listings(rows: Sequence[YearRow], chosen: str) -> list[dict[str, Any]]:
    """The two lists of a plan with their numbers of rows; none where it promises nothing in its text."""
    numbers = {code: sum(one.line is not None and one.row.listing == code for one in rows) for code in Listing.values}
    if not numbers[Listing.COMMITMENT]:
        return []
    labels = {Listing.MAIN: _("主要指标"), Listing.COMMITMENT: _("正文承诺")}
    return [
        {"code": code, "label": label, "number": numbers[code], "current": code == chosen}
        for code, label in labels.items()
    ]
