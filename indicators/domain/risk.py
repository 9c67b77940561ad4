"""How closely a reviewer should look at a figure that waits: its risk, and why.

The reasons have one order, from the weightiest to the lightest; a figure with a weightier reason stands before every
figure without it, whatever lighter reasons that one has. ``safe`` is a figure without any reason: only those may be
approved together. What the status would do is told by ``Turn``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from indicators.domain.types import Actual, Measure, Status, Vintage


class RiskLevel(StrEnum):
    """What the reviewer does with it: look first, look, or approve with the other safe ones."""

    HIGH = "high"
    LOOK = "look"
    SAFE = "safe"


class RiskReason(StrEnum):
    """Why a figure is not safe, the weightiest first: this order is the order of the queue."""

    STATUS_WORSE = "status_worse"  # the status would turn for the worse
    BLOCKING_DOUBT = "blocking_doubt"  # approval would raise a doubt that makes the row incomparable
    OPEN_WARNING = "open_warning"  # a warning that nobody has answered
    WARNING = "warning"  # a warning that the clerk answered: the reason wants reading
    BINDING = "binding"  # 约束性
    BIG_STEP = "big_step"  # far from the year before, and further than the series is used to
    NEIGHBOUR = "neighbour"  # the digits of another row or county
    CORRECTION = "correction"  # an approved figure would be replaced
    STATUS_TURNS = "status_turns"  # another status, not for the worse
    VINTAGE_BACK = "vintage_back"  # less final than the approved figure: 初步数 after 最终核实数
    NO_SOURCE = "no_source"  # the figure names no source and brings no evidence
    OWN = "own"  # the reviewer submitted or typed it: another person must decide


class Turn(StrEnum):
    """What the approval would do to a status."""

    NONE = "none"
    WORSE = "worse"
    OTHER = "other"


#: The weightiest reasons: one of them is enough for ``high``.
_HIGH = frozenset({RiskReason.STATUS_WORSE, RiskReason.BLOCKING_DOUBT, RiskReason.OPEN_WARNING, RiskReason.WARNING})
_ORDER = tuple(RiskReason)
_WEIGHT = {reason: 1 << (len(_ORDER) - place) for place, reason in enumerate(_ORDER)}

_GOOD = frozenset({Status.MET_EARLY, Status.MET, Status.AHEAD, Status.ON_TRACK, Status.HOLDS})
_SHORT = frozenset({Status.NEARLY_MET, Status.BEHIND})
_BAD = frozenset({Status.NOT_MET, Status.FAR_BEHIND, Status.REVERSING, Status.BREACHED})
_VINTAGES = (Vintage.PRELIMINARY, Vintage.REVISED, Vintage.FINAL)

#: A value this share away from the year before is a big step; for shares, rates and growth so many points.
BIG_SHARE = Decimal("0.2")
BIG_POINTS = Decimal(5)
BIG_GROWTH_POINTS = Decimal(10)
#: A step is still usual where the series has made one of at least this share of it.
USUAL = Decimal("0.5")
_IN_POINTS = frozenset({Measure.SHARE, Measure.RATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskFacts:
    """What is known of a waiting figure. ``turns``: one for each year and target looked at."""

    turns: tuple[Turn, ...] = ()
    blocking_doubts: int = 0
    open_warnings: int = 0
    answered_warnings: int = 0
    binding: bool = False
    big_step: bool = False
    neighbour: bool = False
    correction: bool = False
    vintage_back: bool = False
    sourced: bool = True
    own: bool = False


@dataclass(frozen=True, slots=True)
class Risk:
    """``reasons`` in the order of ``RiskReason``; ``weight``: the higher, the earlier in the queue; 0 for a safe figure."""

    level: RiskLevel
    reasons: tuple[RiskReason, ...]
    weight: int


def risk_of(facts: RiskFacts) -> Risk:
    """The risk of a figure. A further reason never makes a figure safer nor moves it back in the queue."""
    holds = {
        RiskReason.STATUS_WORSE: Turn.WORSE in facts.turns,
        RiskReason.BLOCKING_DOUBT: facts.blocking_doubts > 0,
        RiskReason.OPEN_WARNING: facts.open_warnings > 0,
        RiskReason.WARNING: facts.answered_warnings > 0,
        RiskReason.BINDING: facts.binding,
        RiskReason.BIG_STEP: facts.big_step,
        RiskReason.NEIGHBOUR: facts.neighbour,
        RiskReason.CORRECTION: facts.correction,
        RiskReason.STATUS_TURNS: Turn.OTHER in facts.turns,
        RiskReason.VINTAGE_BACK: facts.vintage_back,
        RiskReason.NO_SOURCE: not facts.sourced,
        RiskReason.OWN: facts.own,
    }
    return risk_from(reason for reason, given in holds.items() if given)


def risk_from(reasons: Iterable[RiskReason]) -> Risk:
    """The risk that these reasons make together, in whatever order they come."""
    given = set(reasons)
    ordered = tuple(reason for reason in _ORDER if reason in given)
    level = RiskLevel.SAFE
    if ordered:
        level = RiskLevel.HIGH if given & _HIGH else RiskLevel.LOOK
    return Risk(level, ordered, sum(_WEIGHT[reason] for reason in ordered))


def turn_of(now: Status, then: Status) -> Turn:
    """What a change of status means to a reviewer.

    Worse: from good to short or bad, from short to bad, from an answer to none, and from none to short or bad. The first
    good answer is no turn, nor is the end year's verdict that confirms a good pace (ahead → met). A verdict that makes a
    bad pace final (far behind → not met) is one: nobody approves it without looking.
    """
    before, after = _grade(now), _grade(then)
    if now is then:
        return Turn.NONE
    if after is None:
        return Turn.NONE if before is None else Turn.WORSE
    if before is None:
        return Turn.WORSE if after > 0 else Turn.NONE
    if after > before:
        return Turn.WORSE
    return Turn.NONE if before == after == 0 and then is Status.MET else Turn.OTHER


def _grade(status: Status) -> int | None:
    """0 good, 1 short, 2 bad; None: no answer."""
    for grade, statuses in enumerate((_GOOD, _SHORT, _BAD)):
        if status in statuses:
            return grade
    return None


def is_big_step(actual: Actual, series: Sequence[Actual], *, measure: Measure) -> bool:
    """Whether a figure lies far from the approved one before it, and further than the series is used to.

    ``series``: the approved figures of the row, by year, with or without this year. Values of shares and rates are
    compared in points, all others by their ratio; growth in points. False where there is nothing to compare with.
    """
    earlier = [one for one in series if one.year < actual.year]
    return _values_apart(actual, earlier, measure) or _growth_apart(actual, earlier)


def _values_apart(actual: Actual, earlier: Sequence[Actual], measure: Measure) -> bool:
    values = [(one.year, one.value) for one in (*earlier, actual) if one.value is not None]
    if actual.value is None or len(values) < 2:
        return False
    steps = [
        _step(before, after, later_year - year, measure) for (year, before), (later_year, after) in pairwise(values)
    ]
    limit = BIG_POINTS if measure in _IN_POINTS else BIG_SHARE
    now = steps[-1]
    return now is None or (now > limit and not _usual(now, steps[:-1]))


def _step(before: Decimal, after: Decimal, years: int, measure: Measure) -> Decimal | None:
    """The size of a step a year, never negative; None: from zero to something, which no ratio can tell."""
    apart = abs(after - before) / years
    if measure in _IN_POINTS or not apart:
        return apart
    return None if not before else apart / abs(before)


def _growth_apart(actual: Actual, earlier: Sequence[Actual]) -> bool:
    rates = [one.growth for one in (*earlier, actual) if one.growth is not None]
    if actual.growth is None or len(rates) < 2:
        return False
    steps = [abs(after - before) for before, after in pairwise(rates)]
    return steps[-1] > BIG_GROWTH_POINTS and not _usual(steps[-1], steps[:-1])


def _usual(step: Decimal, others: Iterable[Decimal | None]) -> bool:
    return any(other is None or other >= step * USUAL for other in others)


def goes_back(vintage: Vintage, approved: Vintage) -> bool:
    """Whether a figure is less final than the approved one that it would replace."""
    return _VINTAGES.index(vintage) < _VINTAGES.index(approved)
