"""Which rows of two plans are the same thing: what can be proposed when one plan follows the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from .names import plain_name


class Known(NamedTuple):
    """What a row is known by. ``catalogue`` "": it has no code."""

    catalogue: str
    name: str
    unit: str


#: The surest first; None: the row has no such key.
_KEYS: tuple[Callable[[Known], object], ...] = (
    lambda row: (row.catalogue, row.unit) if row.catalogue else None,
    lambda row: row.catalogue or None,
    lambda row: (plain_name(row.name), row.unit),
    lambda row: plain_name(row.name),
)


def same_rows(before: Sequence[Known], after: Sequence[Known]) -> dict[int, int]:
    """Place in ``before`` → place in ``after``: by catalogue code, else by name. Where several would fit, none is proposed.

    Two rows that the catalogue holds apart are never the same, whatever they are called.
    """
    pairs: dict[int, int] = {}
    for key in _KEYS:
        left, right = _places(before, key, set(pairs)), _places(after, key, set(pairs.values()))
        for wanted, places in left.items():
            partners = right.get(wanted, [])
            if len(places) == len(partners) == 1 and not _apart(before[places[0]], after[partners[0]]):
                pairs[places[0]] = partners[0]
    return pairs


def _apart(one: Known, other: Known) -> bool:
    return bool(one.catalogue and other.catalogue) and one.catalogue != other.catalogue


def _places(rows: Sequence[Known], key: Callable[[Known], object], taken: set[int]) -> dict[object, list[int]]:
    found: dict[object, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        wanted = key(row)
        if place not in taken and wanted is not None:
            found[wanted].append(place)
    return found
