"""Places, distances, quartiles, histograms."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.ranking import (
    Bin,
    Quartiles,
    by_attainment,
    distance,
    ends,
    histogram,
    ordered,
    places,
    quartiles,
    steps,
)
from indicators.domain.types import Form

VALUES = st.lists(st.decimals(-5, 5, places=3), max_size=40)


@pytest.mark.parametrize(
    ("form", "unit", "gap", "target", "expected"),
    [
        (Form.LEVEL, "亿元", "-36.7", "230", "-0.1595652"),  # case 2
        (Form.LEVEL, "%", "-4.83", "46", "-4.83"),  # a share: percentage points
        (Form.GROWTH, "%", "-2.06", "6.5", "-2.06"),
        (Form.LEVEL, "亿元", "-3", "-10", "-0.3"),  # the sign is that of the gap
        (Form.LEVEL, "亿元", "1", "0", None),
        (Form.LEVEL, "亿元", None, "10", None),
        (Form.GROWTH, "%", "1", "0", "1"),
    ],
)
def test_distance_to_the_own_target(form, unit, gap, target, expected):
    found = distance(form, unit, None if gap is None else D(gap), D(target))
    assert found == (None if expected is None else pytest.approx(D(expected), abs=D("0.000001")))


def test_of_a_quota_less_is_better():
    assert by_attainment(Form.LEVEL)
    assert not by_attainment(Form.QUOTA)


def test_equal_ones_share_a_place_and_the_next_is_left_out():
    assert places([D("0.5"), None, D("0.9"), D("0.5"), D("0.1"), D(0)]) == [2, None, 1, 2, 4, 5]
    assert places([]) == []


@given(VALUES)
def test_a_place_counts_those_before(values):
    assert places(values) == [1 + sum(other > one for other in values) for one in values]


def test_what_has_nothing_to_sort_by_stands_last_either_way():
    rows = [("a", D(2)), ("b", None), ("c", D(1)), ("d", D(2))]
    assert [one[0] for one in ordered(rows, lambda one: one[1])] == ["c", "a", "d", "b"]
    assert [one[0] for one in ordered(rows, lambda one: one[1], descending=True)] == ["a", "d", "c", "b"]


def test_quartiles_between_neighbours():
    assert quartiles([D(1), D(2), D(3), D(4)]) == Quartiles(D(1), D("1.75"), D("2.5"), D("3.25"), D(4))
    assert quartiles([D(7)]) == Quartiles(D(7), D(7), D(7), D(7), D(7))
    assert quartiles([]) is None


@given(VALUES.filter(bool))
def test_quartiles_stand_in_order_within_the_values(values):
    found = quartiles(values)
    assert min(values) == found.low <= found.lower <= found.median <= found.upper <= found.high == max(values)


def test_what_lies_beyond_is_counted_at_the_ends():
    found = histogram([D("-0.1"), D(0), D("0.1"), D("0.19"), D("0.3"), D(9)], low=D(0), high=D("0.3"), step=D("0.1"))
    assert found == (
        Bin(None, D(0), 1), Bin(D(0), D("0.1"), 1), Bin(D("0.1"), D("0.2"), 2), Bin(D("0.2"), D("0.3"), 0),
        Bin(D("0.3"), None, 2),
    )  # fmt: skip
    assert [one.number for one in histogram([D("0.2")], low=D(0), high=D("0.3"), step=D("0.1"))] == [0, 0, 1]


@given(VALUES, st.booleans())
def test_every_value_is_counted_once(values, shares):
    found = steps(values, by_attainment=shares)
    assert sum(one.number for one in found) == len(values)
    for one in found:
        inside = [v for v in values if (one.low is None or v >= one.low) and (one.high is None or v < one.high)]
        assert len(inside) == one.number


def test_attainments_are_told_in_tenths_up_to_the_whole_and_close_ones_finer():
    wide = steps([D("0.31"), D("0.96")], by_attainment=True)
    assert [(one.low, one.high) for one in (wide[0], wide[-1])] == [(D(0), D("0.1")), (D("0.9"), D(1))]
    far = steps([D("-0.2"), D("7.4")], by_attainment=True)
    assert (far[0], far[-1]) == (Bin(None, D(0), 1), Bin(D("1.5"), None, 1))
    close = steps([D("0.68"), D("0.80")], by_attainment=True)
    assert {one.high - one.low for one in close} == {D("0.01")}


@given(VALUES)
def test_distances_are_told_in_a_handful_of_round_steps(values):
    assert len(steps(values, by_attainment=False)) <= 14


@given(st.lists(st.integers(), max_size=40, unique=True), st.integers(1, 15))
def test_ends_never_name_one_twice(items, number):
    first, last = ends(items, number)
    assert first + last == items if len(items) <= 2 * number else items[:number] + items[-number:] == first + last
