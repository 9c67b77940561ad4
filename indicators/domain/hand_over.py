"""What the last figure of a plan says as the base of the plan after it, and what it does not say: nothing is invented."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from .types import ActualKind, Comparator, Form

#: Forms whose yearly figure is an amount, a cut or a change of that year: no value of the thing at the end of the year.
_OF_THE_YEAR = {Form.CUMULATIVE, Form.QUOTA, Form.CUMULATIVE_CUT}
_EXACT = {Comparator.EQ, Comparator.ABOUT}


class NoBase(StrEnum):
    """Why an end value gives no base that can be computed with."""

    NO_FIGURE = "no_figure"  # nothing was approved
    ONLY_GROWTH = "only_growth"  # growth is known, no level
    OF_THE_YEAR = "of_the_year"  # amounts, cuts or changes of single years
    REPORTED = "reported"  # met or not met, or a judgement: no number
    ONE_SIDED = "one_sided"  # >100: known from one side only; kept as printed


@dataclass(frozen=True, slots=True, kw_only=True)
class EndFigure:
    """The newest approved figure of a row; ``value`` in the row's unit, ``growth`` in per cent."""

    year: int
    value: Decimal | None = None
    growth: Decimal | None = None
    parts: tuple[Decimal, ...] = ()
    comparator: Comparator = Comparator.EQ


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedBase:
    """``why`` None: a base. ``early``: of an earlier year than the plan's end, whose figure is not published yet."""

    year: int | None = None
    value: Decimal | None = None
    parts: tuple[Decimal, ...] = ()
    early: bool = False
    why: NoBase | None = None

    @property
    def is_written(self) -> bool:
        """Whether a base is stored: one that can be computed with, or a text that is kept."""
        return self.why in (None, NoBase.ONE_SIDED)


def base_from(end: EndFigure | None, *, form: Form, kind: ActualKind, end_year: int) -> ProposedBase:
    """The base that follows from the end figure of a row whose main target had this form, with what was entered each year.

    A growth target is handed over with the level that stands beside its growth; sums, cuts and yearly changes begin anew.
    """
    if end is None:
        return ProposedBase(why=NoBase.NO_FIGURE)
    early = end.year < end_year
    if end.parts:
        return ProposedBase(year=end.year, parts=end.parts, early=early)
    if end.value is None:
        why = NoBase.ONLY_GROWTH if end.growth is not None else NoBase.REPORTED
        return ProposedBase(year=end.year, early=early, why=why)
    if form in _OF_THE_YEAR or (form is Form.CUMULATIVE_CHANGE and kind is ActualKind.CHANGE):
        return ProposedBase(year=end.year, early=early, why=NoBase.OF_THE_YEAR)
    if end.comparator not in _EXACT:
        return ProposedBase(year=end.year, early=early, why=NoBase.ONE_SIDED)
    return ProposedBase(year=end.year, value=end.value, early=early)


class Moved(StrEnum):
    """How the figure that a base was taken from has moved on since."""

    REVISED = "revised"  # another figure of the same year
    FIRMED = "firmed"  # the same figure, in a later vintage
    LATER = "later"  # a later year was published
    GONE = "gone"  # no figure stands any more


def moved(*, taken: EndFigure, now: EndFigure | None) -> Moved:
    """What happened between the figure that was taken and the newest that stands; the two are not the same record."""
    if now is None:
        return Moved.GONE
    if now.year != taken.year:
        return Moved.LATER if now.year > taken.year else Moved.REVISED
    same = (now.value, now.parts, now.comparator) == (taken.value, taken.parts, taken.comparator)
    return Moved.FIRMED if same else Moved.REVISED
