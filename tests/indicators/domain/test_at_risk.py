"""The order of what is most at risk, and the facts that explain it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.at_risk import (
    CLASSES,
    SEVERITY,
    SHORT,
    Standing,
    Why,
    column_key,
    most_at_risk,
    rank,
    severity,
    urgency,
    why,
)
from indicators.domain.types import Status

S = Status
numbers = st.none() | st.decimals(-100, 100, places=3)
standings = st.builds(
    Standing,
    status=st.sampled_from(Status),
    binding=st.booleans(),
    pace_ratio=numbers,
    attainment=numbers,
    place=st.tuples(st.sampled_from(["410700", "410726"]), st.integers(1, 30)),
)


def one(status, binding=False, pace=None, **facts):
    return Standing(status, binding, None if pace is None else Decimal(pace), **facts)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (one(S.BREACHED, True), one(S.NOT_MET, True)),
        (one(S.NOT_MET, True), one(S.REVERSING)),
        (one(S.REVERSING, True), one(S.REVERSING)),
        (one(S.REVERSING), one(S.FAR_BEHIND, True)),
        (one(S.FAR_BEHIND, True, "0.55"), one(S.BREACHED)),
        (one(S.NOT_MET), one(S.FAR_BEHIND, pace="0.1")),
        (one(S.FAR_BEHIND, pace="0.59"), one(S.BEHIND, True, "0.6")),
        (one(S.BEHIND, True, "0.9"), one(S.BEHIND, pace="0.6")),
        (one(S.BEHIND, pace="0.6"), one(S.BEHIND, pace="0.61")),
        (one(S.BEHIND, pace="0.9"), one(S.BEHIND)),  # an unknown pace comes last
        (one(S.NOT_MET, attainment=Decimal("0.2")), one(S.NOT_MET, attainment=Decimal("0.9"))),
        (one(S.NOT_MET, place=("410700", 2)), one(S.NOT_MET, place=("410726", 1))),
    ],
)
def test_the_first_is_more_urgent(first, second):
    assert urgency(first) < urgency(second)
    assert most_at_risk([second, first], 5) == [first, second]


def test_what_is_not_short_is_not_at_risk():
    fine = [one(status, True) for status in Status if status not in SHORT]
    assert most_at_risk(fine, 10) == []
    assert {rank(status, binding=False) for status in Status if status not in SHORT} == {None}
    with pytest.raises(ValueError, match="not at risk"):
        urgency(one(S.MET))


def test_every_short_status_has_its_place_binding_or_not():
    assert set(CLASSES) == {(status, binding) for status in SHORT for binding in (True, False)}
    assert sorted(SEVERITY) == sorted(Status)


@pytest.mark.parametrize(
    ("standing", "reasons"),
    [
        (one(S.BREACHED, True), (Why.BREACHED,)),
        (one(S.NOT_MET, True, fell_back=True, on_course=False), (Why.NOT_MET, Why.FELL_BACK)),
        (one(S.REVERSING, pace="-0.2", on_course=False), (Why.REVERSING, Why.ENDS_SHORT)),
        (
            one(S.FAR_BEHIND, pace="0.42", required=Decimal("54.64"), required_unit="%", average=Decimal(6),
                average_unit="%", on_course=False),
            (Why.SLOW, Why.FASTER),
        ),
        # it must fall faster than it fell
        (
            one(S.BEHIND, pace="0.8", required=Decimal(-6), required_unit="%", average=Decimal(-4), average_unit="%"),
            (Why.SLOW, Why.FASTER),
        ),
        # two measures are not compared
        (one(S.BEHIND, pace="0.8", required=Decimal(9), required_unit="%", average=Decimal(4), average_unit="亿元"), (Why.SLOW,)),
        (one(S.BEHIND), ()),
        (one(S.MET, fell_back=True, on_course=False), ()),
    ],
)  # fmt: skip
def test_why_it_stands_there(standing, reasons):
    assert why(standing) == reasons


def test_a_column_puts_the_worst_first():
    cells = [
        (S.NO_DATA, None),
        (S.MET, Decimal(3)),
        (S.BEHIND, Decimal(-1)),
        (S.BEHIND, None),
        (S.BEHIND, Decimal(-9)),
        (S.BREACHED, Decimal(0)),
    ]
    assert sorted(cells, key=lambda cell: column_key(*cell)) == [
        (S.BREACHED, Decimal(0)), (S.BEHIND, Decimal(-9)), (S.BEHIND, Decimal(-1)), (S.BEHIND, None),
        (S.MET, Decimal(3)), (S.NO_DATA, None),
    ]  # fmt: skip
    assert severity(S.BREACHED) == 0


@given(st.lists(standings, max_size=12), st.integers(0, 12))
def test_the_first_few_are_the_first_of_all_whatever_the_order(found, limit):
    all_of_them = most_at_risk(found, len(found))
    assert most_at_risk(list(reversed(found)), limit) == all_of_them[:limit]
    assert all(one.status in SHORT for one in all_of_them)
    keys = [urgency(one) for one in all_of_them]
    assert keys == sorted(keys)
