"""The matrix of regions and indicators as text: cells are made once per kind of status, for there are thousands of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dashboards.presenters import figures_of_row, words
from dashboards.presenters.words import Chip
from indicators.domain import display, unit_names
from indicators.selectors.matrix import Cell, Column, Narrowing, Seen
from plans.models import Plan

#: A matrix of so few regions is shown as tiles on a phone; one region always.
FEW = 6
#: In a matrix of more regions a cell's title says no figures: thousands of them weigh as much as all the rest of the page.
#: ``static/js/matrix.js`` puts the gap, the region and the indicator into it when somebody looks.
MANY = 40


#: A gap as text, its digits and its unit.
Gap = tuple[str, int, str]


class View(NamedTuple):
    """A cell with a row behind it. ``text``: the gap, without its unit where the column says it; ``title``: all in words,
    among many regions the status alone.

    ``gap`` None: there is none; unrounded, with the ``digits`` and the ``unit`` of ``text``.
    """

    row_id: int
    status: str  # "" while nothing is computed
    symbol: str
    label: str
    text: str
    title: str
    sample: bool
    gap: Decimal | None = None
    digits: int = 0
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """A column. ``unit``: of the gaps in it, "" where they differ. ``sorted``: value of aria-sort, "" where it is not.

    ``hint``: what a script puts behind a cell's title, with {} for the text of the cell.
    """

    code: str
    name: str
    unit: str
    sort: str
    sorted: str
    hint: str


@dataclass(frozen=True, slots=True)
class Line:
    """A region. ``cells``: None where its plan has no such indicator."""

    region: str
    region_code: str
    period: str
    short: int
    cells: tuple[View | None, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    year: int
    sample: bool

    @property
    def single(self) -> bool:
        return len(self.lines) == 1

    @property
    def few(self) -> bool:
        """Whether cells name their column, so that they can be read one by one."""
        return len(self.lines) <= FEW

    @property
    def many(self) -> bool:
        """Whether the titles of cells say the status alone."""
        return len(self.lines) > MANY


@dataclass(frozen=True, slots=True)
class Sorting:
    """``sort`` of the address: "" by code, "short", or the code of an indicator; ``-`` before it turns the order round."""

    by: str = ""
    reverse: bool = False

    @property
    def text(self) -> str:
        return f"-{self.by}" if self.reverse else self.by


def matrix(
    plans: Sequence[Plan],
    columns: Sequence[Column],
    cells: Sequence[Cell],
    *,
    year: int,
    sorting: Sorting,
) -> Matrix:
    """The lines of these plans in their order."""
    gaps = _gaps(cells)
    common = _common(cells, gaps) if len(plans) > 1 else {}  # a single region has room for units
    view = _viewer(gaps, common, brief=len(plans) > MANY)
    at = {(cell.plan_id, cell.indicator_id): cell for cell in cells}
    short = short_of(cells)
    lines = []
    for plan in plans:
        found = (at.get((plan.pk, column.indicator_id)) for column in columns)
        views = tuple(None if cell is None else view(cell) for cell in found)
        lines.append(Line(plan.region.name, plan.region.code, plan.period, short[plan.pk], views))
    return Matrix(
        heads=tuple(_head(column, common.get(column.indicator_id, ""), sorting) for column in columns),
        lines=tuple(lines),
        year=year,
        sample=any(one.seen is not None and one.seen.sample for one in cells),
    )


def short_of(cells: Iterable[Cell]) -> Counter[int]:
    """How many rows of each plan are behind or missed."""
    return Counter(cell.plan_id for cell in cells if cell.short)


def _gaps(cells: Iterable[Cell]) -> dict[int, Gap]:
    """Gap and its unit by row, of rows that have a gap."""
    return {
        cell.row_id: figures_of_row.gap_of(cell.seen, cell.target, cell.base, cell.unit)  # type: ignore[arg-type]
        for cell in cells
        if cell.seen is not None and cell.seen.gap is not None
    }


def _common(cells: Iterable[Cell], gaps: Mapping[int, Gap]) -> dict[int | None, str]:
    """The unit of the gaps of an indicator where all of them share it."""
    units: dict[int | None, set[str]] = {}
    for cell in cells:
        if cell.row_id in gaps:
            units.setdefault(cell.indicator_id, set()).add(gaps[cell.row_id][2])
    return {indicator: next(iter(found)) for indicator, found in units.items() if len(found) == 1}


def _viewer(gaps: Mapping[int, Gap], common: Mapping[int | None, str], *, brief: bool) -> Callable[[Cell], View]:
    """Makes views of cells. Words are looked up once: what cells have of their own is figures."""
    waiting, missing, comma = _("待计算"), ("", 0, ""), _("，")
    attained, short_of_target = _("完成进度 %(share)s"), _("距目标 %(gap)s")
    chips: dict[tuple[object, ...], tuple[Chip, str]] = {}

    def chip_of(cell: Cell, seen: Seen) -> tuple[Chip, str]:
        form = seen.inputs.get("form") or (cell.target.form if cell.target else "")
        key = (
            seen.status, seen.reason, form, seen.actual_year, seen.end_not_published, seen.fell_back,
            seen.first_met_year, seen.unrevised_status, seen.unadjusted_status, seen.sample, seen.early_warning,
        )  # fmt: skip
        if key not in chips:
            chip = words.chip(seen, cell.target)  # type: ignore[arg-type]
            chips[key] = chip, _aside(chip)
        return chips[key]

    def view(cell: Cell) -> View:
        seen = cell.seen
        if seen is None:
            return View(cell.row_id, "", "…", waiting, "", waiting, False)
        chip, told = chip_of(cell, seen)
        text, digits, unit = gaps.get(cell.row_id, missing)
        if seen.attainment is not None and not brief:
            told += comma + attained % {"share": display.share(seen.attainment)}
        if text and not (brief and cell.indicator_id in common):
            full = display.with_unit(text, unit)
            if not brief:
                told += comma + short_of_target % {"gap": full}
            text = text if cell.indicator_id in common else full
        return View(cell.row_id, seen.status, chip.symbol, chip.label, text, told, seen.sample, seen.gap, digits, unit)

    return view


def _aside(chip: Chip) -> str:
    """The status in words: its notes, whether it is an early warning or stands on sample data."""
    told = [chip.text]
    if chip.early_warning:
        told.append(_("预警"))
    if chip.sample:
        told.append(_(display.SAMPLE))
    return words.listed_clauses(told)


def _head(column: Column, unit: str, sorting: Sorting) -> Head:
    mine = sorting.by == column.code
    return Head(
        code=column.code,
        name=indicator_name(column),
        unit=unit_names.said(unit),
        sort=f"-{column.code}" if mine and not sorting.reverse else column.code,
        sorted=("descending" if sorting.reverse else "ascending") if mine else "",
        hint=_("，") + _("距目标 %(gap)s") % {"gap": display.with_unit("{}", unit)},
    )


def indicator_name(column: Column) -> str:
    """The name in the language of the page."""
    return (column.name_en or column.name) if get_language() == "en" else column.name


def ordered(
    plans: Sequence[Plan],
    narrowing: Narrowing,
    short: Mapping[int, int],
    ranks: Mapping[int, tuple[object, ...]],
    sorting: Sorting,
) -> list[Plan]:
    """The plans in the order asked for, without those that are filtered out; by code where nothing else is asked.

    Plans without the indicator that is sorted by come last, whichever way round. Equal ones stay in the order of codes.
    """
    found = [plan for plan in plans if _named(plan, narrowing.name)]
    if narrowing.only_short:
        found = [plan for plan in found if short.get(plan.pk)]
    if sorting.by == "short":
        return sorted(found, key=lambda plan: short.get(plan.pk, 0), reverse=not sorting.reverse)
    if sorting.by:
        there = [plan for plan in found if plan.pk in ranks]
        there.sort(key=lambda plan: ranks[plan.pk], reverse=sorting.reverse)  # type: ignore[arg-type,return-value]
        return there + [plan for plan in found if plan.pk not in ranks]
    return sorted(found, key=lambda plan: plan.region.code, reverse=True) if sorting.reverse else found


def _named(plan: Plan, name: str) -> bool:
    return not name or name in plan.region.name or plan.region.code.startswith(name)
