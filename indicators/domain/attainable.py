"""What each remaining year must bring, against what a year ever brought (plan-indicator page).

Attainable: at most the best year; a stretch: at most one and a half times it; else out of reach. Only like is compared with
like: years on another price basis are named with their basis and give no word. ``None`` is not known, never zero.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum

from indicators.domain.said import word

from .arithmetic import CONTEXT, HUNDRED, root
from .types import Actual, ActualKind, BaseFigure, Comparator, Form, PathKind, PriceBasis

#: How far beyond the best year still counts as a stretch.
STRETCH_LIMIT = Decimal("1.5")


class Reach(StrEnum):
    ATTAINABLE = "attainable"
    STRETCH = "stretch"
    OUT_OF_REACH = "out_of_reach"
    OTHER_BASIS = "other_basis"  # the only years known are on another price basis: both figures, no word
    NO_YEARS = "no_years"  # no year's pace is known


REACH_LABELS: dict[Reach, str] = {
    Reach.ATTAINABLE: word("可达"),
    Reach.STRETCH: word("须加力"),
    Reach.OUT_OF_REACH: word("难以达到"),
    Reach.OTHER_BASIS: word("口径不同，不作判断"),
    Reach.NO_YEARS: word("没有可比的年度"),
}


class PaceKind(StrEnum):
    """What the pace of a year is, in the unit of what is required."""

    RATE = "rate"  # growth of the year: as reported, or from two levels
    REPORTED = "reported"  # growth of the year, only as reported: a growth target is never fed by levels
    STEP = "step"  # change of the level
    AMOUNT = "amount"  # the year's own figure: amount, cut, change


@dataclass(frozen=True, slots=True)
class Pace:
    """What one year brought. ``computed``: from the levels of two years; ``earlier``: a year of the period before.

    ``since``: where levels of years in between are missing, the average of the years from it to ``year``: one of them brought
    at least that much.
    """

    year: int
    value: Decimal
    basis: PriceBasis = PriceBasis.UNKNOWN
    computed: bool = False
    earlier: bool = False
    sample: bool = False
    since: int | None = None


@dataclass(frozen=True, slots=True)
class Attainable:
    """``best``: the best year on the basis of ``required``, None where there is none; ``other``: the best on another basis.

    ``years``: how many years are like. ``right_way`` false: not even the best year moved towards the target.
    """

    reach: Reach
    required: Decimal
    basis: PriceBasis
    best: Pace | None = None
    other: Pace | None = None
    years: int = 0
    right_way: bool = True


def pace_kind(form: Form, path: PathKind | None, actual_kind: ActualKind = ActualKind.LEVEL) -> PaceKind | None:
    """What counts as the pace of a year; None where growth has no meaning (bounds, quotas, references, parts, words).

    ``path``: on which the target was assessed, None where the sum of the years was.
    """
    if form is Form.GROWTH:
        return PaceKind.REPORTED
    if form is Form.LEVEL:
        return PaceKind.RATE if path is PathKind.GEOMETRIC else PaceKind.STEP
    if form in {Form.CUMULATIVE, Form.CUMULATIVE_CUT}:
        return PaceKind.AMOUNT
    if form is Form.CUMULATIVE_CHANGE and actual_kind is ActualKind.CHANGE:
        return PaceKind.AMOUNT
    return PaceKind.STEP if form in {Form.POINTS, Form.CUMULATIVE_CHANGE} else None


def paces(
    kind: PaceKind,
    actuals: Iterable[Actual],
    *,
    last: int,
    base: BaseFigure | None = None,
    breaks: Collection[int] = (),
    unlinked: Collection[int] = (),
    per_mille: bool = False,
    earlier: bool = False,
) -> tuple[Pace, ...]:
    """What each year up to ``last`` brought, by year; of a year both the growth as reported and that of its level where their
    bases differ.

    ``breaks``: years from which another definition counts; what lies before the newest is not like and is left out.
    ``unlinked``: years whose level does not continue the year before's (its history was revised). Figures with an open
    blocking doubt, and levels known from one side only (>100), are left out.
    """
    known = sorted((one for one in actuals if one.year <= last), key=lambda one: one.year)
    first = max((year for year in breaks if year <= last), default=0)
    levels = _levels(known, base)
    apart = {first, *unlinked}
    found: list[Pace] = []
    with localcontext(CONTEXT):
        for one in known:
            if one.year < first:
                continue
            found += _as_entered(kind, one, Decimal(10 if per_mille else 1), earlier)
            step = _from_levels(kind, one, _before(one.year, levels, apart), earlier)
            told = {pace.basis for pace in found if pace.year == one.year}
            if step is not None and (step.since is not None or step.basis not in told):
                found.append(step)
    return tuple(found)


def _before(year: int, levels: dict[int, Actual], apart: Collection[int]) -> Actual | None:
    """The latest level before the year, unless the level was defined anew or its history revised since."""
    earlier = max((one for one in levels if one < year), default=None)
    if earlier is None or any(earlier < one <= year for one in apart):
        return None
    return levels[earlier]


def _levels(actuals: Iterable[Actual], base: BaseFigure | None) -> dict[int, Actual]:
    levels = {one.year: one for one in actuals if _plain(one)}
    if base is not None and base.value is not None and not base.blocked:
        levels.setdefault(base.year, Actual(base.year, base.value, value_basis=base.price_basis))
    return levels


def _plain(one: Actual) -> bool:
    """A level that is known from both sides and not in doubt."""
    return one.value is not None and one.comparator in {Comparator.EQ, Comparator.ABOUT} and not one.blocked_value


def _as_entered(kind: PaceKind, one: Actual, scale: Decimal, earlier: bool) -> list[Pace]:
    """The growth as reported, or the year's own amount."""
    if kind in {PaceKind.RATE, PaceKind.REPORTED} and one.growth is not None and not one.blocked_growth:
        return [Pace(one.year, one.growth * scale, one.growth_basis, False, earlier, one.sample)]
    if kind is PaceKind.AMOUNT and one.value is not None and _plain(one):
        return [Pace(one.year, one.value, one.value_basis, False, earlier, one.sample)]
    return []


def _from_levels(kind: PaceKind, one: Actual, before: Actual | None, earlier: bool) -> Pace | None:
    """The step from the level before, a year's or an average of several; None where they stand on two known bases."""
    if kind in {PaceKind.REPORTED, PaceKind.AMOUNT}:
        return None
    if before is None or before.value is None or one.value is None or not _plain(one):
        return None
    known = {basis for basis in (one.value_basis, before.value_basis) if basis is not PriceBasis.UNKNOWN}
    if len(known) > 1:
        return None
    years = one.year - before.year
    if kind is PaceKind.STEP:
        value = (one.value - before.value) / years
    elif before.value <= 0 or one.value <= 0:
        return None
    else:
        value = (root(one.value / before.value, years) - 1) * HUNDRED
    basis = known.pop() if known else PriceBasis.UNKNOWN
    sample = one.sample or before.sample
    return Pace(one.year, value, basis, True, earlier, sample, before.year + 1 if years > 1 else None)


def attainable(
    required: Decimal,
    found: Sequence[Pace],
    *,
    direction: int,
    basis: PriceBasis = PriceBasis.UNKNOWN,
    price_sensitive: bool = False,
) -> Attainable:
    """Whether what is required was ever achieved in a year.

    ``direction``: +1 where more brings the target nearer, -1 where less does: the best year is then the one that fell most.
    ``basis``: of ``required``. An unknown basis is like any, except where prices matter: there both must be the same.
    Where the best year did not move towards the target, nothing that still has to move towards it is in reach.
    """
    like = _one_a_year([one for one in found if _like(one.basis, basis, strict=price_sensitive)])
    unlike = [one for one in found if not _like(one.basis, basis, strict=price_sensitive)]

    def furthest(some: Sequence[Pace]) -> Pace | None:
        return max(some, key=lambda one: (direction * one.value, one.year), default=None)

    best, other = furthest(like), furthest(unlike)
    if best is None:
        reach = Reach.OTHER_BASIS if other is not None else Reach.NO_YEARS
        return Attainable(reach, required, basis, None, other)
    done = direction * best.value
    reach = _word(direction * required, done)
    return Attainable(reach, required, basis, best, other, len(like), right_way=done > 0)


def _word(asked: Decimal, done: Decimal) -> Reach:
    if asked <= done:
        return Reach.ATTAINABLE
    return Reach.STRETCH if asked <= STRETCH_LIMIT * done else Reach.OUT_OF_REACH


def _like(one: PriceBasis, other: PriceBasis, *, strict: bool) -> bool:
    return one is other or (not strict and PriceBasis.UNKNOWN in (one, other))


def _one_a_year(found: Sequence[Pace]) -> list[Pace]:
    """Of a year the growth as reported goes before the one from levels; of two periods the later one's figure."""
    chosen: dict[tuple[int, int | None], Pace] = {}
    for one in sorted(found, key=lambda one: (one.earlier, one.computed), reverse=True):
        chosen[one.year, one.since] = one
    return list(chosen.values())
