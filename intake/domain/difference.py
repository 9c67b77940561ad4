"""A later version of a plan beside the one that stands: what was added, what is gone, what reads otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from indicators.domain.types import Form


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

    catalogue: str
    name: str
    unit: str
    number: str
    category: str
    nature_text: str
    base: tuple[Decimal | None, tuple[Decimal, ...], str] | None
    base_text: str
    base_elsewhere: bool
    promises: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One field that reads otherwise, in words. ``field``: name of the field of ``Comparable``."""

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
    """Rows by the catalogue, else by name and unit; in the order of the new version, rows that are gone at the end."""
    pairs = _pairs(old, new)
    found = []
    for place, row in enumerate(new):
        partner = pairs.get(place)
        if partner is None:
            found.append(Difference(Kind.ADDED, None, place))
        elif changes := tuple(_changes(old[partner], row)):
            found.append(Difference(Kind.CHANGED, partner, place, changes))
    gone = set(range(len(old))) - set(pairs.values())
    return (*found, *(Difference(Kind.REMOVED, place, None) for place in sorted(gone)))


def _pairs(old: Sequence[Comparable], new: Sequence[Comparable]) -> dict[int, int]:
    """New place → old place; each row has at most one partner, and the catalogue is asked before the name."""
    pairs: dict[int, int] = {}
    for key in (lambda row: row.catalogue or None, lambda row: (row.name, row.unit), lambda row: row.name):
        free = {key(row): place for place, row in enumerate(old) if place not in pairs.values()}
        for place, row in enumerate(new):
            wanted = key(row)
            if place not in pairs and wanted is not None and wanted in free:
                pairs[place] = free.pop(wanted)
    return pairs


def _changes(old: Comparable, new: Comparable) -> list[Change]:
    changes = [
        Change(name, getattr(old, name), getattr(new, name))
        for name in ("number", "name", "unit", "category", "nature_text")
        if getattr(old, name) != getattr(new, name)
    ]
    kept = old.base_elsewhere and new.base is None
    if old.base != new.base and not kept:
        changes.append(Change("base", _base_text(old), _base_text(new)))
    if [one.terms for one in old.promises] != [one.terms for one in new.promises]:
        changes.append(Change("targets", _promised(old), _promised(new)))
    return changes


def _base_text(row: Comparable) -> str:
    if row.base is None:
        return ""
    value, parts, unit = row.base
    figure = ":".join(format(part, "f") for part in parts) if parts else "" if value is None else format(value, "f")
    return f"{figure}{unit}"


def _promised(row: Comparable) -> str:
    return "；".join(one.text or one.form for one in row.promises if one.form != Form.NONE)
