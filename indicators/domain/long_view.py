"""One indicator over several plans: which of them may stand in one line, and why the others may not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Apart(StrEnum):
    """Why a plan's figures do not continue those of the plan before."""

    UNIT = "unit"
    KIND = "kind"  # levels in one, amounts of single years in the other
    BREAK = "break"  # a marked change of the definition
    DOUBT = "doubt"  # an open blocking doubt about one of them


@dataclass(frozen=True, slots=True)
class Measured:
    """What the figures of one plan's row are. ``of_the_year``: amounts, cuts or changes of single years, no levels."""

    unit: str
    of_the_year: bool = False
    broken: bool = False
    doubted: bool = False


def apart(before: Measured, after: Measured) -> Apart | None:
    """None: the second continues the first. A break belongs to the plan in which it is marked: what follows continues it."""
    if before.unit != after.unit:
        return Apart.UNIT
    if before.of_the_year != after.of_the_year:
        return Apart.KIND
    if after.broken:
        return Apart.BREAK
    return Apart.DOUBT if before.doubted or after.doubted else None


def lines(rows: Sequence[Measured]) -> list[list[int]]:
    """Places of the rows that stand in one line, in their order."""
    found: list[list[int]] = []
    for place, row in enumerate(rows):
        if place and apart(rows[place - 1], row) is None:
            found[-1].append(place)
        else:
            found.append([place])
    return found
