"""A promise for an earlier year than the plan's end is judged in that year, and its verdict stands afterwards."""

from __future__ import annotations

from dataclasses import replace

from .types import Row, TargetTerms


def until_due(row: Row, target: TargetTerms) -> Row:
    """The row as this target looks at it: the period ends in the year that the promise names, at the latest with the plan."""
    due = target.due_year
    if due is None or due >= row.period.end_year:
        return row
    return replace(row, period=replace(row.period, end_year=due))
