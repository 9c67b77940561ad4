"""From figures to a status: METHODS section 4, lines 7 to 11, and the record every room fills in.

``Look`` is the question (one target, one year), ``Draft`` the answer while it is worked out; ``assess`` makes it a
``Result``. The rooms: ``paths`` (levels), ``runs`` (growth, cuts), ``sums`` (sums, quotas, changes, points a year),
``bounds`` (what must hold), ``composition``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from .arithmetic import ZERO
from .types import (
    Actual,
    Comparator,
    Form,
    PeriodFigure,
    PriceBasis,
    Reason,
    ReferenceFacts,
    Row,
    RuleTerms,
    Status,
    TargetTerms,
    Vintage,
)

STRICT = frozenset({Comparator.GT, Comparator.LT})
UP = frozenset({Comparator.GT, Comparator.GE})
DOWN = frozenset({Comparator.LT, Comparator.LE})
_FIRMNESS = {Vintage.PRELIMINARY: 0, Vintage.REVISED: 1, Vintage.FINAL: 2}


@dataclass(slots=True)
class Look:
    """One target looked at in one year. ``last`` is the year asked, but never after the plan's end.

    ``value`` is the number that is compared with (of a range the end that is easier to reach); ``d`` is +1 or -1.
    """

    row: Row
    target: TargetTerms
    form: Form
    year: int
    last: int
    base_year: int
    rule: RuleTerms
    reference: ReferenceFacts | None
    d: int
    value: Decimal | None
    strict: bool

    @property
    def end(self) -> int:
        return self.row.period.end_year

    @property
    def n(self) -> int:
        """Years of the period, from the base's own year."""
        return self.row.period.end_year - self.base_year

    @property
    def unit(self) -> str:
        return self.target.unit or self.row.catalogue.unit


@dataclass(slots=True)
class Draft:
    """The answer while it is worked out, in the words of ``Result``. ``k``: elapsed years of the figure used."""

    status: Status = Status.NOT_ASSESSABLE
    reason: Reason | None = None
    k: int | None = None
    actual_year: int | None = None
    actual: Decimal | None = None
    target: Decimal | None = None
    base: Decimal | None = None
    vintage: Vintage | None = None
    price_basis: PriceBasis | None = None
    attainment: Decimal | None = None
    elapsed_share: Decimal | None = None
    expected: Decimal | None = None
    gap: Decimal | None = None
    lead: Decimal | None = None
    required: Decimal | None = None
    required_unit: str = ""
    required_reason: Reason | None = None
    average: Decimal | None = None
    average_unit: str = ""
    pace_ratio: Decimal | None = None
    pace_reason: Reason | None = None
    projected_end: Decimal | None = None
    on_course: bool | None = None
    breached_years: tuple[int, ...] = ()
    first_met_year: int | None = None
    fell_back: bool = False
    sample: bool = False
    parts: tuple[dict[str, Decimal | None], ...] = ()
    inputs: dict[str, object] = field(default_factory=dict)


def satisfied(
    difference: Decimal, *, strict: bool, d: int, comparator: Comparator | None = Comparator.EQ
) -> bool | None:
    """Whether a figure meets its target. ``difference`` is d·(actual − target).

    ``comparator`` is that of the actual (>100): a figure known only from one side may prove nothing, then ``None``;
    ``None`` as comparator: open on both sides, proves nothing.
    """
    if comparator is None:
        return None
    meets = difference > 0 or (difference == 0 and not strict)
    if comparator in UP or comparator in DOWN:
        better_open = (comparator in UP) == (d > 0)
        open_strict = comparator in STRICT
        if better_open:
            return True if meets or (difference == 0 and open_strict) else None
        fails = difference < 0 or (difference == 0 and (strict or open_strict))
        return False if fails else None
    return meets


def by_pace(ratio: Decimal, rule: RuleTerms) -> Status:
    """Line 11: the status of a path by its pace ratio ρ, unrounded."""
    if ratio >= rule.ahead:
        return Status.AHEAD
    if ratio >= rule.on_track:
        return Status.ON_TRACK
    if ratio >= rule.behind:
        return Status.BEHIND
    return Status.FAR_BEHIND if ratio >= 0 else Status.REVERSING


def settle_path(look: Look, draft: Draft, met: bool | None) -> None:
    """Lines 8 to 11 for a target with a path. ``met`` is None where the printed actual proves nothing."""
    ended = draft.k == look.n
    ratio = draft.pace_ratio
    if met is None:
        draft.status, draft.reason = Status.NOT_ASSESSABLE, Reason.NOT_COMPUTABLE
    elif met:
        draft.status = Status.MET if ended else Status.MET_EARLY
    elif ended and draft.pace_reason is not Reason.NOT_COMPUTABLE:
        share = draft.attainment
        near = look.target.comparator is Comparator.ABOUT and share is not None and share >= look.rule.nearly_share
        draft.status = Status.NEARLY_MET if near else Status.NOT_MET
    elif ratio is None:
        draft.status, draft.reason = Status.NOT_ASSESSABLE, draft.pace_reason or Reason.NOT_COMPUTABLE
    else:
        draft.status = by_pace(ratio, look.rule)
    if look.strict and draft.gap == 0 and met is False and draft.reason is None:
        draft.reason = Reason.STRICT


def settle_bound(look: Look, draft: Draft, holds: bool | None, *, near: bool = False) -> None:
    """Line 7 (and 9 for 左右) for what must hold. ``near``: within ``nearly_bound`` of the bound."""
    ended = draft.k == look.n
    if holds is None:
        draft.status, draft.reason = Status.NOT_ASSESSABLE, Reason.NOT_COMPUTABLE
    elif not ended:
        draft.status = Status.HOLDS if holds else Status.BREACHED
    elif holds:
        draft.status = Status.MET
    else:
        about = look.target.comparator is Comparator.ABOUT and near
        draft.status = Status.NEARLY_MET if about else Status.NOT_MET
    if look.strict and draft.gap == 0 and holds is False and draft.reason is None:
        draft.reason = Reason.STRICT


def near_bound(look: Look, difference: Decimal, bound: Decimal) -> bool:
    """Whether a missed bound is missed by at most ``nearly_bound`` (5 %) of its own size."""
    return difference >= -look.rule.nearly_bound * abs(bound)


def stop(draft: Draft, status: Status, reason: Reason | None) -> Draft:
    """End the assessment with a status that has no arithmetic behind it."""
    draft.status, draft.reason = status, reason
    draft.required_reason = reason
    return draft


def note_figures(draft: Draft, used: Iterable[Actual]) -> None:
    """Vintage (the least firm of the figures used) and sample mark (any of them)."""
    vintage: Vintage | None = None
    for actual in used:
        if actual.sample:
            draft.sample = True
        if vintage is None or _FIRMNESS[actual.vintage] < _FIRMNESS[vintage]:
            vintage = actual.vintage
    draft.vintage = vintage


def incomparable(
    look: Look,
    *,
    blocked: Iterable[tuple[str, ...]],
    bases: Iterable[PriceBasis] = (),
    against: PriceBasis | None = None,
) -> Reason | None:
    """Line 5: an open blocking doubt about a used figure, or two different known price bases.

    ``against`` is the basis to compare with (the target's where not given). An unknown basis counts as the same.
    """
    if look.target.blocked or any(blocked):
        return Reason.BLOCKING_DOUBT
    own = look.target.price_basis if against is None else against
    if own is not PriceBasis.UNKNOWN:
        for basis in bases:
            if basis is not own and basis is not PriceBasis.UNKNOWN:
                return Reason.BASIS_DIFFERS
    return None


def common_basis(actuals: Iterable[PriceBasis], officials: Iterable[PeriodFigure] = ()) -> PriceBasis:
    """The one known price basis of the used figures; unknown where none is printed or they differ."""
    known = {basis for basis in actuals if basis is not PriceBasis.UNKNOWN}
    known |= {figure.price_basis for figure in officials if figure.price_basis is not PriceBasis.UNKNOWN}
    return known.pop() if len(known) == 1 else PriceBasis.UNKNOWN


def hold_reason(look: Look, draft: Draft) -> None:
    """A bound asks nothing of the remaining years: required is not applicable."""
    draft.required_reason = Reason.EXPIRED if draft.k == look.n else Reason.HOLD


def without_zero_sign(value: Decimal | None) -> Decimal | None:
    """-0 is 0: a falling indicator that stands exactly on its target has gap 0."""
    return ZERO if value is not None and not value else value
