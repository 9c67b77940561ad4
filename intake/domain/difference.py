"""A later version of a plan beside the one that stands: what was added, what is gone, what reads otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from indicators.domain.types import Form


class RowKey(NamedTuple):
    """What a row is known by. ``catalogue`` "": it has no code; ``parent``: name of its heading, "" for none."""

    catalogue: str
    parent: str
    name: str
    unit: str


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Promise:
    """A target as far as two versions are compared. ``text`` as printed."""

    form: str
    value: Decimal | None
    value_high: Decimal | None
    comparator: str
    unit: str
    parts: tuple[Decimal, ...]
    by: str
    text: str

    @property
    def terms(self) -> tuple[object, ...]:
        """What is promised. A number that was handed down later belongs to no document."""
        if self.form == Form.ASSIGNED:
            return (self.form, self.by)
        return (self.form, self.value, self.value_high, self.comparator, self.unit, self.parts)


@dataclass(frozen=True, slots=True)
class Comparable:
    """One row of either version. ``base`` None: none printed; ``base_elsewhere``: it stands, but not from this table."""

    key: RowKey
    number: str
    category: str
    nature_text: str
    base: tuple[Decimal | None, tuple[Decimal, ...], str] | None
    base_text: str
    base_elsewhere: bool
    promises: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One field that reads otherwise, in words. ``field``: number, name, unit, category, nature_text, base or targets."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Difference:
    """``old`` and ``new``: places in the two lists; None where the row is only in the other."""

    kind: Kind
    old: int | None
    new: int | None
    changes: tuple[Change, ...] = ()


def differences(old: Sequence[Comparable], new: Sequence[Comparable]) -> tuple[Difference, ...]:
    """In the order of the new version, rows that are gone at the end; ``paired`` says which rows are the same."""
    pairs = paired([row.key for row in old], [row.key for row in new])
    found = []
    for place, row in enumerate(new):
        partner = pairs.get(place)
        if partner is None:
            found.append(Difference(Kind.ADDED, None, place))
        elif changes := tuple(_changes(old[partner], row)):
            found.append(Difference(Kind.CHANGED, partner, place, changes))
    gone = set(range(len(old))) - set(pairs.values())
    return (*found, *(Difference(Kind.REMOVED, place, None) for place in sorted(gone)))


def paired(old: Sequence[RowKey], new: Sequence[RowKey]) -> dict[int, int]:
    """New place → old place of the same row: by the catalogue, else by heading, name and unit, by name and unit, by name.

    Rows of one key pair in their order, and only where both sides have as many of them: which is which would be a guess.
    """
    pairs: dict[int, int] = {}
    for key in _KEYS:
        left = _places(old, key, set(pairs.values()))
        for wanted, places in _places(new, key, set(pairs)).items():
            partners = left.get(wanted, [])
            if len(partners) == len(places):
                pairs.update(zip(places, partners, strict=True))
    return pairs


#: What makes two rows the same, the surest first; None: the row has no such key.
_KEYS: tuple[Callable[[RowKey], object], ...] = (
    lambda row: row.catalogue or None,
    lambda row: (row.parent, row.name, row.unit),
    lambda row: (row.name, row.unit),
    lambda row: row.name,
)


def _places(rows: Sequence[RowKey], key: Callable[[RowKey], object], taken: set[int]) -> dict[object, list[int]]:
    """Places of the rows without partner, by key."""
    found: dict[object, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        wanted = key(row)
        if place not in taken and wanted is not None:
            found[wanted].append(place)
    return found


def _changes(old: Comparable, new: Comparable) -> list[Change]:
    words = [(_words(old)[name], text, name) for name, text in _words(new).items()]
    changes = [Change(name, was, now) for was, now, name in words if was != now]
    kept = old.base_elsewhere and new.base is None
    if old.base != new.base and not kept:
        changes.append(Change("base", _base_text(old), _base_text(new)))
    if [one.terms for one in old.promises] != [one.terms for one in new.promises]:
        changes.append(Change("targets", _promised(old), _promised(new)))
    return changes


def _words(row: Comparable) -> dict[str, str]:
    return {
        "number": row.number, "name": row.key.name, "unit": row.key.unit, "category": row.category, "nature_text": row.nature_text,
    }  # fmt: skip


def _base_text(row: Comparable) -> str:
    if row.base is None:
        return ""
    value, parts, unit = row.base
    figure = ":".join(format(part, "f") for part in parts) if parts else "" if value is None else format(value, "f")
    return f"{figure}{unit}"


def _promised(row: Comparable) -> str:
    return "；".join(one.text or one.form for one in row.promises if one.form != Form.NONE)
