"""What is new since the last visit: statuses that moved, figures that were approved or corrected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dashboards.presenters import figures_of_row, row_lines, words
from dashboards.presenters.words import Chip
from indicators.domain import display
from indicators.models import Observation
from indicators.selectors.moves import Moved, Moves
from indicators.selectors.news import Approved


@dataclass(frozen=True, slots=True)
class MoveLine:
    region: str
    name: str
    address: str
    year: int
    before: Chip
    after: Chip
    at: datetime


@dataclass(frozen=True, slots=True)
class FigureLine:
    region: str
    name: str
    address: str
    year: int
    figure: str
    revised: bool
    sample: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class News:
    """``since``: the moment looked back to; ``first_visit``: there was no earlier visit, some days are shown instead."""

    since: datetime
    first_visit: bool
    moves: tuple[MoveLine, ...]
    more_moves: int
    figures: tuple[FigureLine, ...]
    approved: int
    revised: int


def news(moves: Moves, approved: Approved, *, since: datetime, first_visit: bool) -> News:
    """The newest lines of each kind and how many there are."""
    return News(
        since=since,
        first_visit=first_visit,
        moves=tuple(_move(one) for one in moves.lines),
        more_moves=moves.number - len(moves.lines),
        figures=tuple(_figure(one) for one in approved.lines),
        approved=approved.number,
        revised=approved.revised,
    )


def _move(one: Moved) -> MoveLine:
    return MoveLine(
        region=one.region.name,
        name=one.row.said_name,
        address=row_lines.address(one.row.pk, one.year),
        year=one.year,
        before=words.plain_chip(one.before),
        after=words.plain_chip(one.after),
        at=one.moved_at,
    )


def _figure(one: Observation) -> FigureLine:
    unit = one.row.unit
    text, _aside, _basis = figures_of_row.entered(one, unit, by_rate=one.value is None)
    if one.value is not None and one.unit in ("", unit) and not text.endswith("%"):
        text = display.with_unit(text, unit)
    return FigureLine(
        region=one.row.plan.region.name,
        name=one.row.said_name,
        address=row_lines.address(one.row_id, one.year),
        year=one.year,
        figure=text,
        revised=one.version > 1,
        sample=one.sample,
        at=one.approved_at,
    )
