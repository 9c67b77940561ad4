"""What a person made of a proposal: each item as read, as decided, and the proposal that results. Nothing read is changed.

An item has an address: its list, its index there, and a part. Part 0 is the item as it was read; parts from 1 are what it
was split into. An item that a person added stands behind the last index.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, cast

from intake.domain.proposal import (
    Certainty,
    Commitment,
    FoundDoubt,
    Proposal,
    ReadIndicator,
    ReadPlan,
    ReadProject,
    ReadResult,
)

Record = ReadPlan | ReadIndicator | ReadResult | ReadProject | Commitment


class Listing(StrEnum):
    """The lists of a proposal; the plan's particulars are a list of one."""

    PLAN = "plan"
    INDICATORS = "indicators"
    RESULTS = "previous_results"
    PROJECTS = "projects"
    COMMITMENTS = "commitments"


class State(StrEnum):
    OPEN = "open"  # not decided, or decided anew
    ACCEPTED = "accepted"  # as read
    EDITED = "edited"
    DROPPED = "dropped"
    SPLIT = "split"  # its parts stand for it
    MERGED = "merged"  # stands in another item
    ADDED = "added"  # was not read


RECORDS: dict[Listing, type] = {
    Listing.PLAN: ReadPlan,
    Listing.INDICATORS: ReadIndicator,
    Listing.RESULTS: ReadResult,
    Listing.PROJECTS: ReadProject,
    Listing.COMMITMENTS: Commitment,
}


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision. ``value``: the record as decided, None: as read. ``into``: index of the item it was merged into."""

    listing: Listing
    index: int
    part: int
    state: State
    value: Record | None = None
    reason: str = ""
    into: int | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the review screen. ``read`` None: split off or added. ``value``: what holds now (of one gone: as read)."""

    listing: Listing
    index: int
    part: int
    state: State
    value: Record
    read: Record | None = None
    reason: str = ""
    into: int | None = None
    version: int = 0

    @property
    def wants_tick(self) -> bool:
        """Whether it goes into the plan only once a person accepts it: what is less certain, or concerns another plan."""
        unsure = isinstance(self.value, ReadProject) and self.value.certainty is Certainty.PROSE
        return unsure or self.listing in (Listing.RESULTS, Listing.COMMITMENTS)

    @property
    def goes_in(self) -> bool:
        """Whether it goes into the plan as things stand."""
        if self.state is State.OPEN:
            return not self.wants_tick
        return self.state in (State.ACCEPTED, State.EDITED, State.ADDED)


def items_of(proposal: Proposal, decisions: Iterable[Decided]) -> dict[Listing, tuple[Item, ...]]:
    """Every item by list, in the order of the document: parts behind what was split, added ones where their line stands."""
    by_list: dict[Listing, list[Decided]] = {listing: [] for listing in Listing}
    for decided in decisions:
        by_list[decided.listing].append(decided)
    return {listing: _items(listing, records_of(proposal, listing), by_list[listing]) for listing in Listing}


def records_of(proposal: Proposal, listing: Listing) -> tuple[Record, ...]:
    """A list as it was read."""
    if listing is Listing.PLAN:
        return (proposal.plan,)
    return cast("tuple[Record, ...]", getattr(proposal, listing.value))


def line_of(record: Record) -> int:
    """The line of an item; 0 for the plan's particulars."""
    return getattr(record, "line", 0)


def _items(listing: Listing, read: Sequence[Record], decisions: Sequence[Decided]) -> tuple[Item, ...]:
    made = {(one.index, one.part): one for one in decisions}
    items = []
    for index, record in enumerate(read):
        one = made.pop((index, 0), Decided(listing, index, 0, State.OPEN))
        items.append(_item(one, record))
    for one in made.values():
        if one.value is not None and one.state is not State.OPEN:
            items.append(_item(one, None))

    def place(item: Item) -> tuple[int, int, int, int]:
        if item.index < len(read):
            return (item.index, 0, item.part, 0)
        before = [n for n, record in enumerate(read) if line_of(record) <= line_of(item.value)]
        return (before[-1] if before else -1, 1, item.index, item.part)

    return tuple(sorted(items, key=place))


def _item(one: Decided, read: Record | None) -> Item:
    value = one.value if one.value is not None else read
    assert value is not None
    return Item(one.listing, one.index, one.part, one.state, value, read, one.reason, one.into, one.version)


def outcome(proposal: Proposal, decisions: Iterable[Decided]) -> Proposal:
    """The proposal as decided: only what goes into the plan, parents and doubts pointing at the rows that are left."""
    items = items_of(proposal, decisions)
    left: dict[str, Any] = {
        listing.value: tuple(item.value for item in items[listing] if item.goes_in)
        for listing in (Listing.PROJECTS, Listing.COMMITMENTS)
    }
    rows, places = _rows(items[Listing.INDICATORS])
    results, _ = _rows(items[Listing.RESULTS])
    doubts = tuple(_moved(doubt, places) for doubt in proposal.doubts)
    (plan,) = (item.value for item in items[Listing.PLAN])
    return replace(
        proposal, plan=cast("ReadPlan", plan), indicators=rows, previous_results=results, doubts=doubts, **left
    )


def _rows(items: Sequence[Item]) -> tuple[tuple[Any, ...], Mapping[int, int]]:
    """Rows that go in, and for each index as read its new one (of a split row the first part, of a merged one its whole)."""
    kept = [item for item in items if item.goes_in]
    places: dict[int, int] = {}
    for place, item in enumerate(kept):
        places.setdefault(item.index, place)
    for item in items:
        if item.into is not None and item.into in places:
            places[item.index] = places[item.into]
    rows = []
    for place, item in enumerate(kept):
        row = cast("ReadIndicator", item.value)
        parent = places.get(row.parent) if row.parent is not None else None
        rows.append(replace(row, parent=parent if parent is not None and parent != place else None))
    return tuple(rows), places


def _moved(doubt: FoundDoubt, places: Mapping[int, int]) -> FoundDoubt:
    return doubt if doubt.indicator is None else replace(doubt, indicator=places.get(doubt.indicator))


def merged(records: Sequence[Record]) -> Record:
    """Several items that are one, broken by a line or a page: names joined, what the first does not say taken from the next."""
    first, *others = records
    changes: dict[str, Any] = {}
    for name in first.__dataclass_fields__:
        own = getattr(first, name)
        later = [getattr(one, name) for one in others]
        if name in _JOINED:
            changes[name] = "".join([own or "", *[text or "" for text in later]])
        elif own in ("", None) and name not in ("parent", "last_line"):
            changes[name] = next((value for value in later if value not in ("", None)), own)
    if isinstance(first, ReadIndicator):
        changes["doubts"] = tuple(doubt for one in records for doubt in cast("ReadIndicator", one).doubts)
    if hasattr(first, "last_line"):
        changes["last_line"] = max(getattr(one, "last_line", None) or line_of(one) for one in records)
    return replace(first, **changes)


_JOINED = frozenset({"name", "printed_name", "facts", "text"})
