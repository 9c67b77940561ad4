"""What changed since a moment: rows that show another status than they did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from indicators.models import PlanIndicator
from indicators.models.rows import Listing
from plans.models import PlanStatus
from regions.models import Region


@dataclass(frozen=True, slots=True)
class Moved:
    """One row. ``before``, ``after``: what it showed in ``year`` at the moment asked about, and what it shows now.

    ``row`` has its plan and the plan's region at hand.
    """

    row: PlanIndicator
    year: int
    before: str
    after: str
    moved_at: datetime  # the last move of that year

    @property
    def region(self) -> Region:
        return self.row.plan.region


@dataclass(frozen=True, slots=True)
class Moves:
    """``lines``: the newest of them; ``number``: how many rows there are altogether."""

    lines: tuple[Moved, ...] = ()
    number: int = 0


# The year that counts is the newest one that moved, up to the year due: the end year once it has passed, else last year
# (domain.years.default_year). A status that came back to what it was has not moved.
_SINCE = """
WITH moved AS (
  SELECT move.row_id, move.year, max(move.moved_at) AS moved_at,
    (array_agg(move.before ORDER BY move.id))[1] AS before,
    (array_agg(move.after ORDER BY move.id DESC))[1] AS after
  FROM indicators_statusmove move
  JOIN indicators_planindicator line ON line.id = move.row_id
  JOIN plans_plan plan ON plan.id = line.plan_id
  WHERE move.shown AND move.moved_at > %s AND line.listing = %s AND plan.status <> %s
    AND move.year <= greatest(plan.start_year, least(plan.end_year, %s - 1)) AND plan.region_id IN (
"""
_GROUPED = """
  ) GROUP BY move.row_id, move.year
), newest AS (
  SELECT DISTINCT ON (row_id) * FROM moved WHERE before <> after ORDER BY row_id, year DESC
)
SELECT row_id, year, before, after, moved_at, count(*) OVER () FROM newest ORDER BY moved_at DESC, row_id LIMIT %s
"""


def moves_since(regions: QuerySet[Region], moment: datetime, limit: int, *, today_year: int) -> Moves:
    """Main rows of the regions' plans that show another status than at ``moment``, newest first, each row once.

    ``today_year``: the calendar year of the page, which says up to which year of a plan is looked. Two queries, or one
    where nothing moved.
    """
    scope, parameters = regions.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            _SINCE + scope + _GROUPED,
            [moment, Listing.MAIN.value, PlanStatus.DRAFT.value, today_year, *parameters, limit],
        )
        found = cursor.fetchall()
    if not found:
        return Moves()
    rows = PlanIndicator.objects.select_related("plan__region").in_bulk([one[0] for one in found])
    lines = (Moved(rows[row_id], year, before, after, at) for row_id, year, before, after, at, _ in found)
    return Moves(tuple(lines), found[0][5])
