"""Regions × indicators of one period: columns, the order of the regions, and the cells of the regions on the page.

Only what is on the page is read cell by cell; the order of 3,207 regions is settled by counting. No model instances:
a province has 4,250 cells.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, F, FilteredRelation, Min, Q, Sum
from django.db.models.fields.json import KeyTextTransform

from indicators.domain import at_risk
from indicators.domain.types import Reason, Status
from indicators.selectors.overview import StatusCount, rows_of
from plans.models import Plan

_SHORT = frozenset(status.value for status in at_risk.SHORT)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What of the matrix is asked for; "" and False leave it whole. ``name``: part of a region's name or its code."""

    nature: str = ""
    category: str = ""
    only_short: bool = False
    name: str = ""

    @property
    def of_cells(self) -> bool:
        """Whether cells are left out, so that an empty one may mean more than "not in this plan"."""
        return bool(self.nature or self.category or self.only_short)


class Column(NamedTuple):
    """A catalogue indicator that at least one plan has."""

    indicator_id: int
    code: str
    name: str
    name_en: str


class Seen(NamedTuple):
    """The assessment that a row shows, as far as a cell needs it; named like ``Assessment``."""

    status: str
    reason: str
    year: int
    actual_year: int | None
    actual: Decimal | None
    attainment: Decimal | None
    gap: Decimal | None
    lead: Decimal | None
    end_not_published: bool
    first_met_year: int | None
    fell_back: bool
    early_warning: bool
    sample: bool
    unrevised_status: str
    unadjusted_status: str
    inputs: dict[str, str]

    @property
    def moved_by_revision(self) -> bool:
        return self.unrevised_status not in ("", self.status)

    @property
    def moved_by_adjustment(self) -> bool:
        return self.unadjusted_status not in ("", self.status)


class Promise(NamedTuple):
    """The target that a row shows; named like ``Target``."""

    form: str
    unit: str
    text: str
    value: Decimal | None
    assigned_form: str | None = ""


class Start(NamedTuple):
    """The base in force; named like ``Base``. Both empty: there is none."""

    text: str
    value: Decimal | None


class Cell(NamedTuple):
    """One row of one plan. ``seen`` None: not computed yet; ``indicator_id`` None: not in the catalogue."""

    row_id: int
    plan_id: int
    indicator_id: int | None
    nature: str
    unit: str
    seen: Seen | None
    target: Promise | None
    base: Start

    @property
    def short(self) -> bool:
        """Behind or missed."""
        return self.seen is not None and self.seen.status in _SHORT


@dataclass(frozen=True, slots=True)
class Columns:
    """What the plans of a period print: ``columns`` as narrowed, ``categories`` all of them, the most used first."""

    columns: tuple[Column, ...]
    categories: tuple[str, ...]


def columns(plan_ids: Sequence[int], year: int, narrowing: Narrowing, own: Plan | None) -> Columns:
    """Indicators of the plans: as the own plan prints them, then the others, those of most regions first. One query."""
    found = (
        rows_of(plan_ids, year)
        .values_list("indicator_id", "indicator__code", "indicator__name", "indicator__name_en", "category")
        .annotate(
            number=Count("id"),
            kept=Count("id", filter=_asked(narrowing)),
            of_own=Min("position", filter=Q(plan_id=own.pk if own else 0)),
            places=Sum("position"),
        )
    )
    categories: Counter[str] = Counter()
    merged: dict[Column, list[_Use]] = defaultdict(list)
    for indicator_id, code, name, english, category, *use in found:
        if category:
            categories[category] += use[0]
        if indicator_id is not None:
            merged[Column(indicator_id, code, name, english)].append(_Use(*use))
    kept = {column: uses for column, uses in merged.items() if sum(use.kept for use in uses)}
    return Columns(
        tuple(sorted(kept, key=lambda column: (*_order(kept[column]), column.code))),
        tuple(sorted(categories, key=lambda name: (-categories[name], name))),
    )


class _Use(NamedTuple):
    """Rows of an indicator under one category: number, kept by the narrowing, place in the own plan, places added up."""

    number: int
    kept: int
    of_own: int | None
    places: int


def _order(uses: list[_Use]) -> tuple[bool, int, int, Decimal]:
    own = [use.of_own for use in uses if use.of_own is not None]
    number = sum(use.number for use in uses)
    return not own, min(own, default=0), -number, Decimal(sum(use.places for use in uses)) / number


def short_by_plan(plan_ids: Sequence[int], year: int, narrowing: Narrowing) -> dict[int, int]:
    """How many rows of each plan are behind or missed, where any is. One query."""
    rows = rows_of(plan_ids, year).filter(_asked(narrowing), seen__status__in=_SHORT)
    return dict(rows.values_list("plan_id").annotate(number=Count("id")))


def column_order(plan_ids: Sequence[int], year: int, indicator_id: int) -> dict[int, tuple[int, bool, Decimal]]:
    """Of each plan that has the indicator: where it stands among them, the worst first (``at_risk.column_key``). One query."""
    rows = rows_of(plan_ids, year).filter(indicator=indicator_id, seen__isnull=False)
    return {
        plan_id: at_risk.column_key(Status(status), lead)
        for plan_id, status, lead in rows.values_list("plan_id", "seen__status", "seen__lead")
    }


def order_of(cells: Iterable[Cell], indicator_id: int) -> dict[int, tuple[int, bool, Decimal]]:
    """The same from cells that are read already."""
    return {
        cell.plan_id: at_risk.column_key(Status(cell.seen.status), cell.seen.lead)
        for cell in cells
        if cell.indicator_id == indicator_id and cell.seen is not None
    }


_SEEN = (
    "status", "reason", "year", "actual_year", "actual", "attainment", "gap", "lead", "end_not_published",
    "first_met_year", "fell_back", "early_warning", "sample", "unrevised_status",
    "unadjusted_status",
)  # fmt: skip


def cells(plan_ids: Sequence[int], year: int, narrowing: Narrowing) -> list[Cell]:
    """The cells of these plans, in no order; also of rows that the catalogue does not know. One query."""
    rows = rows_of(plan_ids, year).filter(_asked(narrowing))
    found = rows.annotate(
        start=FilteredRelation("bases", condition=Q(bases__in_force=True)),
        form=KeyTextTransform("form", F("seen__inputs")),
        path=KeyTextTransform("path", F("seen__inputs")),
    ).values_list(
        "id", "plan_id", "indicator_id", "nature", "unit", "start__text", "start__value",
        *(f"seen__target__{name}" for name in Promise._fields),
        "form", "path", *(f"seen__{name}" for name in _SEEN),
    )  # fmt: skip
    make = _maker()
    return [make(one) for one in found]


def counts_of(cells: Iterable[Cell], own: Plan | None) -> list[StatusCount]:
    """``overview.status_counts`` from cells that are read already, which must be those of a whole scope, not narrowed."""
    numbers: Counter[tuple[bool, str, str, bool, str]] = Counter()
    warned: Counter[tuple[bool, str, str, bool, str]] = Counter()
    newest: dict[tuple[bool, str, str, bool, str], int] = {}
    own_id = own.pk if own else None
    for cell in cells:
        seen, form = cell.seen, (cell.target.assigned_form or cell.target.form) if cell.target else ""
        if seen is None:
            numbers[cell.plan_id == own_id, cell.nature, "", False, ""] += 1
            continue
        key = cell.plan_id == own_id, cell.nature, seen.status, seen.reason == Reason.REPORTED, form
        numbers[key] += 1
        warned[key] += seen.early_warning
        if seen.actual_year is not None:
            newest[key] = max(seen.actual_year, newest.get(key, 0))
    return [StatusCount(*key, number, warned[key], newest.get(key)) for key, number in numbers.items()]


def _maker() -> Callable[[tuple[Any, ...]], Cell]:
    """Makes cells. Targets, bases and inputs that are alike are one object: a province has thousands of cells."""
    promises: dict[tuple[Any, ...], Promise] = {}
    starts: dict[tuple[Any, ...], Start] = {}
    inputs: dict[tuple[Any, ...], dict[str, str]] = {}

    def cell(one: tuple[Any, ...]) -> Cell:
        row_id, plan_id, indicator_id, nature, unit, *printed = one[:12]
        start = starts.get(key := tuple(printed[:2])) or starts.setdefault(key, Start(key[0] or "", key[1]))
        if printed[2] is None:
            return Cell(row_id, plan_id, indicator_id, nature, unit, None, None, start)
        promise = promises.get(key := tuple(printed[2:])) or promises.setdefault(key, Promise(*key))
        used = inputs.get(key := one[12:14])
        if used is None:
            used = inputs[key] = {name: known for name, known in zip(("form", "path"), key, strict=True) if known}
        return Cell(row_id, plan_id, indicator_id, nature, unit, Seen(*one[14:], used), promise, start)

    return cell


def _asked(narrowing: Narrowing) -> Q:
    """Which rows the narrowing keeps."""
    asked = Q(pk__isnull=False)
    if narrowing.nature:
        asked &= Q(nature=narrowing.nature)
    if narrowing.category:
        asked &= Q(category=narrowing.category)
    if narrowing.only_short:
        asked &= Q(seen__status__in=_SHORT)
    return asked
