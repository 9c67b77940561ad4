"""Which waiting figures a reviewer sees first, and which may be approved together."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.risk import (
    RiskFacts,
    RiskLevel,
    RiskReason,
    Turn,
    goes_back,
    is_big_step,
    risk_from,
    risk_of,
    turn_of,
)
from indicators.domain.types import Actual, Measure, Status, Vintage

R, S = RiskReason, Status


@pytest.mark.parametrize(
    ("facts", "level", "reasons"),
    [
        ({}, "safe", ()),
        ({"turns": (Turn.NONE, Turn.NONE)}, "safe", ()),
        ({"turns": (Turn.NONE, Turn.WORSE)}, "high", (R.STATUS_WORSE,)),
        ({"turns": (Turn.OTHER,)}, "look", (R.STATUS_TURNS,)),
        ({"blocking_doubts": 1}, "high", (R.BLOCKING_DOUBT,)),
        ({"open_warnings": 2}, "high", (R.OPEN_WARNING,)),
        ({"answered_warnings": 1}, "high", (R.WARNING,)),
        ({"binding": True}, "look", (R.BINDING,)),
        ({"big_step": True}, "look", (R.BIG_STEP,)),
        ({"neighbour": True}, "look", (R.NEIGHBOUR,)),
        ({"correction": True}, "look", (R.CORRECTION,)),
        ({"vintage_back": True}, "look", (R.VINTAGE_BACK,)),
        ({"sourced": False}, "look", (R.NO_SOURCE,)),
        ({"own": True}, "look", (R.OWN,)),
        ({"correction": True, "binding": True, "answered_warnings": 1}, "high", (R.WARNING, R.BINDING, R.CORRECTION)),
    ],
)
def test_facts_make_reasons(facts, level, reasons):
    risk = risk_of(RiskFacts(**facts))
    assert (risk.level, risk.reasons) == (level, reasons)


def test_the_order_of_the_queue_is_the_documented_one():
    one_each = [risk_from([reason]).weight for reason in RiskReason]
    assert one_each == sorted(one_each, reverse=True)
    assert list(RiskReason)[:8] == [
        "status_worse", "blocking_doubt", "open_warning", "warning", "binding", "big_step", "neighbour", "correction",
    ]  # fmt: skip


def test_a_weightier_reason_outweighs_all_lighter_ones():
    reasons = list(RiskReason)
    for place, reason in enumerate(reasons):
        assert risk_from([reason]).weight > risk_from(reasons[place + 1 :]).weight


LEVELS = [RiskLevel.SAFE, RiskLevel.LOOK, RiskLevel.HIGH]
SETS = st.sets(st.sampled_from(RiskReason))


@given(SETS, st.sampled_from(RiskReason))
def test_a_further_reason_never_lowers_the_rank(reasons, further):
    before, after = risk_from(reasons), risk_from({*reasons, further})
    assert after.weight >= before.weight
    assert LEVELS.index(after.level) >= LEVELS.index(before.level)


@given(SETS, SETS)
def test_level_and_weight_agree(one, other):
    """No figure of a lower level stands before one of a higher level."""
    first, second = risk_from(one), risk_from(other)
    if LEVELS.index(first.level) > LEVELS.index(second.level):
        assert first.weight > second.weight


@given(st.lists(SETS, max_size=8), st.randoms())
def test_the_sort_is_total_and_stable(figures, random):
    """Whatever order the figures come in, the queue is the same; equal risks keep the order of their arrival."""
    waiting = [(-risk_from(reasons).weight, number) for number, reasons in enumerate(figures)]
    shuffled = list(waiting)
    random.shuffle(shuffled)
    assert sorted(shuffled) == sorted(waiting)
    assert [number for _, number in sorted(waiting)] == [
        number for number, _ in sorted(enumerate(figures), key=lambda one: -risk_from(one[1]).weight)
    ]


@given(st.lists(st.sampled_from(RiskReason)))
def test_the_order_in_which_reasons_come_does_not_matter(reasons):
    assert risk_from(reasons) == risk_from(reversed(reasons))


@given(SETS)
def test_only_a_figure_without_any_reason_is_safe(reasons):
    assert (risk_from(reasons).level is RiskLevel.SAFE) == (not reasons)


@pytest.mark.parametrize(
    ("now", "then", "turn"),
    [
        (S.ON_TRACK, S.ON_TRACK, Turn.NONE),
        (S.ON_TRACK, S.BEHIND, Turn.WORSE),
        (S.AHEAD, S.ON_TRACK, Turn.OTHER),
        (S.BEHIND, S.FAR_BEHIND, Turn.WORSE),
        (S.BEHIND, S.AHEAD, Turn.OTHER),
        (S.BREACHED, S.HOLDS, Turn.OTHER),
        (S.HOLDS, S.BREACHED, Turn.WORSE),
        (S.AHEAD, S.MET, Turn.NONE),  # the verdict says what the pace had said
        (S.AHEAD, S.MET_EARLY, Turn.OTHER),
        (S.FAR_BEHIND, S.NOT_MET, Turn.OTHER),  # a bad pace becomes final: to be looked at
        (S.BEHIND, S.NEARLY_MET, Turn.OTHER),
        (S.NO_DATA, S.NOT_MET, Turn.WORSE),
        (S.AHEAD, S.NEARLY_MET, Turn.WORSE),
        (S.FAR_BEHIND, S.MET, Turn.OTHER),
        (S.NO_DATA, S.ON_TRACK, Turn.NONE),  # the first answer, and a good one
        (S.NO_DATA, S.FAR_BEHIND, Turn.WORSE),
        (S.AHEAD, S.INCOMPARABLE, Turn.WORSE),  # an answer would be lost
        (S.NO_DATA, S.NOT_ASSESSABLE, Turn.NONE),
        (S.PENDING, S.PENDING, Turn.NONE),
    ],
)
def test_turns(now, then, turn):
    assert turn_of(now, then) is turn


UNANSWERED = {S.PENDING, S.INCOMPARABLE, S.NO_DATA, S.NOT_ASSESSABLE}


@given(st.sampled_from(Status), st.sampled_from(Status))
def test_between_two_answers_only_one_way_is_for_the_worse(now, then):
    both = (turn_of(now, then), turn_of(then, now))
    if not {now, then} & UNANSWERED:
        assert both != (Turn.WORSE, Turn.WORSE)
    if now is then:
        assert both == (Turn.NONE, Turn.NONE)


def years(*values, measure=Measure.AMOUNT, growth=None):
    """Whether the last of the values (from 2021 on; None: no figure) is a big step."""
    actuals = [
        Actual(2021 + place, None if value is None else Decimal(str(value)))
        for place, value in enumerate(values)
        if value is not None
    ]
    return is_big_step(actuals[-1], actuals[:-1], measure=measure)


def rates(*growths):
    actuals = [Actual(2021 + place, growth=Decimal(str(growth))) for place, growth in enumerate(growths)]
    return is_big_step(actuals[-1], actuals[:-1], measure=Measure.AMOUNT)


def test_big_steps():
    assert not years(100)
    assert not years(100, 119)
    assert years(100, 121)
    assert years(100, 79)
    assert not years(100, 130, 165)  # the series is used to it
    assert years(100, 102, 130)
    assert not years(100, None, 138)  # 19 % a year
    assert years(0, 5)
    assert not years(0, 0)
    assert not years(0, 0.1, 0.2)  # it came from nothing a year ago
    assert years(60, 66, measure=Measure.SHARE)
    assert not years(2, 4, measure=Measure.SHARE)
    assert rates(6, 17)
    assert not rates(6, 15)
    assert not rates(6, 17, 5)
    assert not rates(6)


def test_the_year_itself_and_later_ones_are_not_what_a_step_is_measured_by():
    series = [Actual(2021, Decimal(100)), Actual(2022, Decimal(500)), Actual(2023, Decimal(900))]
    assert not is_big_step(Actual(2022, Decimal(105)), series, measure=Measure.AMOUNT)


@pytest.mark.parametrize(
    ("vintage", "approved", "back"),
    [
        ("preliminary", "final", True),
        ("revised", "final", True),
        ("final", "revised", False),
        ("final", "final", False),
    ],
)
def test_vintages_go_back(vintage, approved, back):
    assert goes_back(Vintage(vintage), Vintage(approved)) is back
