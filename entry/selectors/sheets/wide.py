"""What a person's own sheet is held against: the rows by year, the names they go by, the mappings remembered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from accounts.models import User
from entry.selectors.grid import GridRow, grid_rows
from indicators.models import SheetMapping
from plans.models import Plan
from sheets.opening import Sheet
from sheets.wide import Head, flatten, plain_name, propose_head


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


def mappings_of(user: User, plan: Plan) -> list[SheetMapping]:
    """What the person's unit has said about sheets of the region, the newest first."""
    return list(SheetMapping.objects.filter(region=plan.region, unit=user.unit).order_by("-pk"))


def recognise(sheets: Sequence[Sheet], mappings: Sequence[SheetMapping]) -> tuple[SheetMapping, Sheet, Head] | None:
    """The first sheet whose headers were mapped before, where they stood then or wherever they seem to stand now."""
    for mapping in mappings:
        for sheet in sheets:
            for first, last in (tuple(mapping.columns["head"]), propose_head(sheet)):
                head = flatten(sheet, first, last)
                if list(head.headers) == mapping.headers:
                    return mapping, sheet, head
    return None
