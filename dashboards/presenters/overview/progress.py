"""How far entry has come: the open rounds, added up by year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from indicators.selectors.entry_progress import RoundProgress


@dataclass(frozen=True, slots=True)
class YearProgress:
    """Rounds of one year. ``share``: of the figures asked, those approved, in per cent for the bar."""

    year: int
    rounds: int
    asked: int
    approved: int
    submitted: int
    missing: int
    approved_width: str
    submitted_width: str
    until: date
    address: str
    sample: bool


def by_year(rounds: Sequence[RoundProgress]) -> tuple[YearProgress, ...]:
    """The newest year first. A single round leads to its board, several to the list of rounds."""
    years = sorted({one.year for one in rounds}, reverse=True)
    return tuple(_year(year, [one for one in rounds if one.year == year]) for year in years)


def _year(year: int, rounds: list[RoundProgress]) -> YearProgress:
    asked, approved, submitted = (
        sum(getattr(one, name) for one in rounds) for name in ("asked", "approved", "submitted")
    )
    only = rounds[0] if len(rounds) == 1 else None
    return YearProgress(
        year=year,
        rounds=len(rounds),
        asked=asked,
        approved=approved,
        submitted=submitted,
        missing=sum(one.missing for one in rounds),
        approved_width=_width(approved, asked),
        submitted_width=_width(submitted, asked),
        until=max(one.closes_on for one in rounds),
        address=reverse("entry:round", args=[only.round_id]) if only else reverse("entry:rounds"),
        sample=any(one.sample for one in rounds),
    )


def _width(part: int, whole: int) -> str:
    return f"{part * 100 / whole:.2f}%" if whole else "0%"
