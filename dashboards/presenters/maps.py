"""How an indicator stands across regions: a map of approved boundaries, or tiles by prefecture where none is loaded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.selectors.boundaries import Boundaries, Drawn
from dashboards.presenters import figures_of_row, words
from dashboards.presenters.words import Chip
from figures.map import view_box
from indicators.domain import display
from indicators.domain.types import Form
from indicators.selectors.map_page import Cell

#: Height of a label as a share of the drawing's longer side, where so many outlines are drawn.
_LABELS = ((20, 0.034), (60, 0.024), (200, 0.016))
_SMALLEST = 0.009


@dataclass(frozen=True, slots=True)
class Place:
    """One region. ``chip`` None: nothing is computed yet. ``attainment`` and ``actual``: "—" where there is none."""

    code: str
    name: str
    address: str
    chip: Chip | None
    attainment: str
    elapsed: str
    actual: str
    actual_year: int | None
    sample: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Tiles of one prefecture."""

    name: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """An outline. ``place`` None: a region without the indicator, or no division. ``named``: the name fits inside."""

    name: str
    path: str
    x: int
    y: int
    place: Place | None
    named: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """The drawn map. ``view``: the viewBox; in its units ``size``: height of labels, ``second``: their line height,
    ``halo``: the width of the line around them.
    """

    view: str
    size: int
    second: int
    halo: int
    areas: tuple[Area, ...]
    review_number: str
    source: str
    simplified_m: int | None
    valid_from: object


@dataclass(frozen=True, slots=True)
class MapView:
    """One indicator in one year. ``groups``: tiles of the places that no map shows: all of them where ``drawing`` is None."""

    places: tuple[Place, ...]
    groups: tuple[Group, ...]
    drawing: Drawing | None
    counts: tuple[tuple[Chip, int], ...]
    sample: bool


def map_view(cells: list[Cell], year: int, boundaries: Boundaries | None) -> MapView:
    """The cells of one indicator as a page draws them."""
    places = [_place(cell, year) for cell in cells]
    of_region = {cell.region_id: place for cell, place in zip(cells, places, strict=True)}
    drawing = _drawing(boundaries, of_region) if boundaries else None
    drawn = {one.region_id for one in boundaries.shapes} if boundaries else set()
    left = [(cell, place) for cell, place in zip(cells, places, strict=True) if cell.region_id not in drawn]
    return MapView(tuple(places), _groups(left), drawing, _counts(places), any(place.sample for place in places))


def _place(cell: Cell, year: int) -> Place:
    return Place(
        code=cell.code,
        name=cell.name,
        address=f"{_row_address(cell.row_id)}?year={year}",
        chip=_chip(cell.status, cell.reported, cell.form, get_language() or "") if cell.status else None,
        attainment=display.share(cell.attainment),
        elapsed=display.share(cell.elapsed),
        actual=_actual(cell),
        actual_year=cell.actual_year,
        sample=cell.sample,
    )


def _actual(cell: Cell) -> str:
    """As on the page of the row; of a promised growth it is said to be an average."""
    if cell.actual is None:
        return display.MISSING
    shown = figures_of_row.actual_of(cell, cell.target, cell.base, cell.unit)  # type: ignore[arg-type]
    of_growth = words.assessed_form(cell, cell.target) is Form.GROWTH  # type: ignore[arg-type]
    return _("年均 %(figure)s") % {"figure": shown} if of_growth else shown


@lru_cache(maxsize=1)
def _row_pattern() -> tuple[str, str]:
    before, __, after = reverse("dashboards:row", args=[987654321]).partition("987654321")
    return before, after


def _row_address(row_id: int) -> str:
    """``reverse`` for each of 2,844 tiles would take longer than all the rest of the page."""
    before, after = _row_pattern()
    return f"{before}{row_id}{after}"


@lru_cache(maxsize=512)
def _chip(status: str, reported: bool, form: str, language: str) -> Chip:
    """``language`` only keeps the words of one language from being handed to another."""
    return words.plain_chip(status, reported=reported, form=form)


def _counts(places: Iterable[Place]) -> tuple[tuple[Chip, int], ...]:
    """Statuses with their numbers; declared ones apart from figures, 同步 apart from 保持."""
    chips: dict[tuple[str, str], Chip] = {}
    numbers: Counter[tuple[str, str]] = Counter()
    for place in places:
        if place.chip is not None:
            key = (place.chip.code, place.chip.label)
            chips[key] = place.chip
            numbers[key] += 1
    order = [status.value for status in words.STATUS_ORDER]
    return tuple((chips[key], numbers[key]) for key in sorted(numbers, key=lambda one: (order.index(one[0]), one[1])))


def _groups(pairs: list[tuple[Cell, Place]]) -> tuple[Group, ...]:
    groups: dict[str, tuple[str, list[Place]]] = {}
    for cell, place in pairs:
        groups.setdefault(cell.group_code, (cell.group_name, []))[1].append(place)
    return tuple(Group(name, tuple(places)) for __, (name, places) in sorted(groups.items()))


def _drawing(boundaries: Boundaries, of_region: dict[int, Place]) -> Drawing:
    left, top, width, height = view_box([one.box for one in boundaries.shapes])
    share = next((share for most, share in _LABELS if len(boundaries.shapes) <= most), _SMALLEST)
    size = max(1, round(max(width, height) * share))
    chosen = boundaries.set
    return Drawing(
        view=f"{left} {top} {width} {height}",
        size=size,
        second=round(size * 1.15),
        halo=max(1, round(size * 0.16)),
        areas=tuple(_area(one, of_region, size) for one in boundaries.shapes),
        review_number=chosen.review_number,
        source=chosen.source,
        simplified_m=chosen.simplified_m,
        valid_from=chosen.valid_from,
    )


def _area(one: Drawn, of_region: dict[int, Place], size: int) -> Area:
    place = of_region.get(one.region_id) if one.region_id is not None else None
    x0, y0, x1, y1 = one.box
    named = bool(one.name) and len(one.name) * size < (x1 - x0) * 0.95 and size * 2.4 < y1 - y0
    return Area(one.name, one.path, one.label[0], one.label[1], place, named)
