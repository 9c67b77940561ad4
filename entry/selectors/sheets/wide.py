"""What a person's own sheet is held against: the rows by year, the names they go by, the mappings remembered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from accounts.models import User
from entry.selectors.grid import GridRow, grid_rows
from indicators.models import SheetMapping, SheetName
from plans.models import Plan
from sheets.carried import Carried, carry_over
from sheets.opening import Sheet
from sheets.wide import Head, flatten, plain_name, propose_head

MOST_OF_A_NAME = 200  # characters that are remembered


def rows_by_year(user: User, plan: Plan, years: Iterable[int]) -> dict[int, dict[int, GridRow]]:
    """By year and row; a constant number of queries for each year."""
    return {year: {one.row.pk: one for one in grid_rows(user, plan, year)} for year in years}


def names_of(rows: Iterable[GridRow]) -> dict[int, frozenset[str]]:
    """The plain names that each row goes by: printed, short, of the catalogue and its aliases."""
    found = {}
    for one in rows:
        names = [one.row.name, one.row.short_name]
        if one.row.indicator is not None:
            names += [one.row.indicator.name, *one.row.indicator.aliases]
        found[one.row.pk] = frozenset(plain_name(name) for name in names)
    return found


def names_said(user: User, plan: Plan) -> dict[str, int]:
    """What the person's unit has said about names in sheets, whatever their headers: the row, 0 = not read."""
    said = SheetName.objects.filter(plan=plan, unit=user.unit).values_list("name", "row_id")
    return {name: row_id or 0 for name, row_id in said}


def mappings_of(user: User, plan: Plan) -> list[SheetMapping]:
    """What the person's unit has said about sheets of the region, the newest first."""
    return list(SheetMapping.objects.filter(region=plan.region, unit=user.unit).order_by("-pk"))


def recognise(sheets: Sequence[Sheet], mappings: Sequence[SheetMapping]) -> tuple[SheetMapping, Sheet, Head] | None:
    """The first sheet whose headers were mapped before, where they stood then or wherever they seem to stand now."""
    places = _places(sheets, mappings)
    return next((one for one in places if list(one[2].headers) == one[0].headers), None)


def recognise_grown(
    sheets: Sequence[Sheet], mappings: Sequence[SheetMapping], plan: Plan
) -> tuple[Sheet, Head, Carried] | None:
    """A sheet mapped before that has grown by a year or lost one; of several the one with the fewest new columns."""
    years = range(plan.start_year, plan.end_year + 1)
    found = [
        (sheet, head, carried)
        for mapping, sheet, head in _places(sheets, mappings)
        if (carried := carry_over(mapping.headers, mapping.columns["meanings"], head.headers, years))
    ]
    return min(found, key=lambda one: len(one[2].asked), default=None)


def _places(sheets: Sequence[Sheet], mappings: Sequence[SheetMapping]) -> Iterator[tuple[SheetMapping, Sheet, Head]]:
    """Each mapping with the headers of each sheet: where they stood then, and where they seem to stand."""
    for mapping in mappings:
        for sheet in sheets:
            for first, last in (tuple(mapping.columns["head"]), propose_head(sheet)):
                yield mapping, sheet, flatten(sheet, first, last)
