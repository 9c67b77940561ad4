"""What may be compared: only like with like (issue: comparison of regions).

Two rows of one indicator are alike when they promise in the same form, unit and price basis, follow the same kind of
path, have the same breaks of definition behind them and figures of the same year. A price basis that is not printed
counts as that of the larger group, as in an assessment (METHODS section 4), and is said. What cannot be compared with
anything at all stands apart with its reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from .types import ActualKind, Form, PriceBasis, Reason, Status


class Apart(StrEnum):
    """Why a row is compared with none."""

    WAITING = "waiting"  # nothing is computed yet
    COMMITMENT = "commitment"  # promised in the text only, no row of the table
    NO_TARGET = "no_target"
    IN_WORDS = "in_words"  # a sentence, judged by hand
    PARTS = "parts"  # a composition has no single figure
    REPORTED = "reported"  # declared met or not met, without a figure
    PENDING = "pending"
    INCOMPARABLE = "incomparable"
    NO_DATA = "no_data"
    NOT_ASSESSABLE = "not_assessable"


class Aspect(StrEnum):
    """In what two rows can differ, the weightiest first."""

    FORM = "form"
    KIND = "kind"
    UNIT = "unit"
    BASIS = "basis"
    DIRECTION = "direction"
    PATH = "path"
    BREAKS = "breaks"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a row. ``form``: as assessed, None where nothing is; ``path``: "" where the form has none.

    ``target_basis``, ``actual_basis``: price bases of target and figures; ``breaks``: marked years up to ``actual_year``.
    """

    form: Form | None
    unit: str = ""
    status: Status | None = None
    reason: Reason | None = None
    actual_year: int | None = None
    kind: ActualKind = ActualKind.LEVEL
    path: str = ""
    target_basis: PriceBasis = PriceBasis.UNKNOWN
    actual_basis: PriceBasis = PriceBasis.UNKNOWN
    price_sensitive: bool = False
    direction: int = 1
    breaks: tuple[int, ...] = ()
    commitment: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Likeness:
    """What rows must share to be compared. ``basis`` "": prices play no part; ``direction`` +1 or -1."""

    form: str
    kind: str
    unit: str
    basis: str
    direction: int
    path: str
    breaks: tuple[int, ...]
    year: int

    @property
    def code(self) -> str:
        """The likeness in an address; different for different ones."""
        breaks = "+".join(map(str, self.breaks))
        direction = "down" if self.direction < 0 else "up"
        return "~".join((self.form, self.kind, self.unit, self.basis, direction, self.path, breaks, str(self.year)))


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that are alike, in the order given. ``unstated``: those of them whose price basis is not printed."""

    likeness: Likeness
    members: tuple[int, ...]
    unstated: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Sorted:
    """Every row once: in one of the groups (largest first) or apart with its reason."""

    groups: tuple[Group, ...]
    apart: Mapping[int, Apart]


_BY_STATUS = {
    Status.PENDING: Apart.PENDING,
    Status.INCOMPARABLE: Apart.INCOMPARABLE,
    Status.NO_DATA: Apart.NO_DATA,
}
_BY_FORM = {
    Form.NONE: Apart.NO_TARGET,
    Form.QUALITATIVE: Apart.IN_WORDS,
    Form.COMPOSITION: Apart.PARTS,
    Form.ASSIGNED: Apart.PENDING,  # a number that was handed down is assessed as its own form
}


def why_apart(facts: Facts) -> Apart | None:
    """Why a row is compared with none; None where it may be compared with its like."""
    if facts.commitment:
        return Apart.COMMITMENT
    if facts.form is None or facts.status is None:
        return Apart.WAITING
    if facts.reason is Reason.REPORTED:
        return Apart.REPORTED
    if facts.form is Form.NONE or facts.form is Form.QUALITATIVE:
        return _BY_FORM[facts.form]
    if facts.status in _BY_STATUS:
        return _BY_STATUS[facts.status]
    if facts.form in _BY_FORM:
        return _BY_FORM[facts.form]
    if facts.status is Status.NOT_ASSESSABLE or facts.actual_year is None:
        return Apart.NOT_ASSESSABLE
    return None


def likeness(facts: Facts) -> Likeness:
    """What the row shares with its like. ValueError for a row that is apart."""
    if facts.form is None or facts.actual_year is None:
        raise ValueError("a row without an assessed figure is like none")
    by_change = facts.form is Form.CUMULATIVE_CHANGE
    return Likeness(
        form=facts.form.value,
        kind=facts.kind.value if by_change else "",
        unit=facts.unit,
        basis=_basis(facts),
        direction=facts.direction,
        path=facts.path if facts.form is Form.LEVEL else "",
        breaks=tuple(sorted(year for year in facts.breaks if year <= facts.actual_year)),
        year=facts.actual_year,
    )


def _basis(facts: Facts) -> str:
    """The price basis of the figures, else the target's; "" where prices play no part."""
    if not facts.price_sensitive:
        return ""
    return (facts.target_basis if facts.actual_basis is PriceBasis.UNKNOWN else facts.actual_basis).value


def sort_out(rows: Mapping[int, Facts]) -> Sorted:
    """Groups of rows that are alike, the largest first, and the rest with their reasons.

    Groups of one size: the later figures first, then by their words, so that the order of the rows decides nothing.
    """
    # Nation-wide there are thousands of rows but a handful of different facts: each is decided once.
    decided: dict[Facts, Apart | Likeness] = {}
    apart: dict[int, Apart] = {}
    alike: dict[Likeness, list[int]] = {}
    for row_id, facts in rows.items():
        known = decided.get(facts)
        if known is None:
            known = decided[facts] = why_apart(facts) or likeness(facts)
        if isinstance(known, Apart):
            apart[row_id] = known
        else:
            alike.setdefault(known, []).append(row_id)
    order = {row_id: place for place, row_id in enumerate(rows)}
    groups = [
        Group(own, tuple(sorted(members, key=order.__getitem__)), unstated)
        for own, members, unstated in _with_unstated(alike)
    ]
    groups.sort(key=lambda group: (-len(group.members), -group.likeness.year, group.likeness))
    return Sorted(tuple(groups), apart)


def _with_unstated(alike: Mapping[Likeness, Sequence[int]]) -> Iterable[tuple[Likeness, list[int], frozenset[int]]]:
    """Rows whose basis is not printed join the larger group that is otherwise their like; alone they are a group."""
    sizes = {own: len(members) for own, members in alike.items()}
    joined: dict[Likeness, list[int]] = {own: list(members) for own, members in alike.items()}
    unstated: dict[Likeness, frozenset[int]] = {}
    for own in alike:
        if own.basis != PriceBasis.UNKNOWN.value:
            continue
        known = [replace(own, basis=basis.value) for basis in (PriceBasis.CONSTANT, PriceBasis.CURRENT)]
        host = max((one for one in known if one in sizes), key=lambda one: sizes[one], default=own)
        unstated[host] = frozenset(alike[own])
        if host != own:
            joined[host] += joined.pop(own)
    for own, members in joined.items():
        yield own, members, unstated.get(own, frozenset())


def differences(own: Likeness, other: Likeness) -> tuple[Aspect, ...]:
    """In what a row of likeness ``own`` differs from those of ``other``; weightiest first, () where it does not.

    Another form is said alone: unit, path and basis follow from it.
    """
    found = tuple(aspect for aspect in Aspect if getattr(own, aspect.value) != getattr(other, aspect.value))
    return (Aspect.FORM,) if Aspect.FORM in found else found


def varying(groups: Sequence[Group]) -> tuple[Aspect, ...]:
    """The aspects in which the groups differ from each other: what their names must say."""
    return tuple(aspect for aspect in Aspect if len({getattr(one.likeness, aspect.value) for one in groups}) > 1)


def counted(apart: Mapping[int, Apart]) -> list[tuple[Apart, int]]:
    """The reasons with their numbers, in the order of ``Apart``."""
    numbers = Counter(apart.values())
    return [(reason, numbers[reason]) for reason in Apart if numbers[reason]]
