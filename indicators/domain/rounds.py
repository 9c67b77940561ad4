"""When the figures of a reporting round may be written: whole days, both ends included, as the local clock counts them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class RoundState(StrEnum):
    """How a round stands on one day, for one row."""

    BEFORE = "before"
    OPEN = "open"
    REOPENED = "reopened"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Window:
    """From the first moment of ``opens_on`` to the last of ``closes_on``. ``ValueError`` where it closes before it opens."""

    opens_on: date
    closes_on: date

    def __post_init__(self) -> None:
        if self.closes_on < self.opens_on:
            raise ValueError(f"closes {self.closes_on} before it opens {self.opens_on}")

    def covers(self, day: date) -> bool:
        return self.opens_on <= day <= self.closes_on


@dataclass(frozen=True, slots=True)
class Standing:
    """``until``: the last day of writing; of a round that is closed, the day it was last open; None before it opens.

    ``may_correct``: a reopening is in effect, so that approved figures may be corrected.
    """

    state: RoundState
    until: date | None
    may_correct: bool

    @property
    def is_open(self) -> bool:
        """Whether figures may be written at all."""
        return self.state in (RoundState.OPEN, RoundState.REOPENED)


def standing(window: Window, reopenings: Iterable[Window], today: date) -> Standing:
    """How the round stands today for what the reopenings cover."""
    again = tuple(reopenings)
    now = [one for one in again if one.covers(today)]
    if window.covers(today):
        return Standing(RoundState.OPEN, max(one.closes_on for one in (window, *now)), bool(now))
    if now:
        return Standing(RoundState.REOPENED, max(one.closes_on for one in now), True)
    past = [one.closes_on for one in (window, *again) if one.closes_on < today]
    if past:
        return Standing(RoundState.CLOSED, max(past), False)
    return Standing(RoundState.BEFORE, None, False)
