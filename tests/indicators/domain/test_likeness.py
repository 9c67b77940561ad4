"""Only like with like: examples by table, laws by Hypothesis."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.likeness import (
    Apart,
    Aspect,
    Facts,
    counted,
    differences,
    likeness,
    sort_out,
    varying,
    why_apart,
)
from indicators.domain.types import ActualKind, Form, PriceBasis, Reason, Status

LEVEL = Facts(Form.LEVEL, "亿元", Status.BEHIND, actual_year=2024, path="geometric", price_sensitive=True)
GROWTH = replace(LEVEL, form=Form.GROWTH, unit="%", path="")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"form": None, "status": None}, Apart.WAITING),
        ({"commitment": True}, Apart.COMMITMENT),
        ({"form": Form.NONE, "status": Status.NOT_ASSESSABLE}, Apart.NO_TARGET),
        ({"form": Form.NONE, "status": Status.NO_DATA}, Apart.NO_TARGET),
        ({"form": Form.QUALITATIVE, "status": Status.ON_TRACK}, Apart.IN_WORDS),
        ({"form": Form.COMPOSITION, "status": Status.MET}, Apart.PARTS),
        ({"form": Form.COMPOSITION, "status": Status.NO_DATA}, Apart.NO_DATA),
        ({"form": Form.ASSIGNED, "status": Status.ON_TRACK, "reason": Reason.REPORTED}, Apart.REPORTED),
        ({"form": Form.ASSIGNED, "status": Status.PENDING}, Apart.PENDING),
        ({"status": Status.INCOMPARABLE, "reason": Reason.BASIS_DIFFERS}, Apart.INCOMPARABLE),
        ({"status": Status.NO_DATA, "actual_year": None}, Apart.NO_DATA),
        ({"status": Status.NOT_ASSESSABLE, "reason": Reason.MISSING_BASE}, Apart.NOT_ASSESSABLE),
        ({}, None),
        ({"form": Form.FLOOR, "status": Status.BREACHED}, None),
        ({"reason": Reason.END_NOT_PUBLISHED}, None),
    ],
)
def test_what_is_compared_with_none(changes, reason):
    assert why_apart(replace(LEVEL, **changes)) is reason


@pytest.mark.parametrize(
    ("changes", "aspects"),
    [
        ({}, ()),
        ({"form": Form.GROWTH, "unit": "%"}, (Aspect.FORM,)),
        ({"unit": "万元"}, (Aspect.UNIT,)),
        ({"actual_basis": PriceBasis.CONSTANT}, (Aspect.BASIS,)),
        ({"target_basis": PriceBasis.CURRENT}, (Aspect.BASIS,)),
        ({"actual_basis": PriceBasis.CURRENT, "price_sensitive": False}, (Aspect.BASIS,)),  # prices play no part there
        ({"path": "linear"}, (Aspect.PATH,)),
        ({"direction": -1}, (Aspect.DIRECTION,)),
        ({"breaks": (2023,)}, (Aspect.BREAKS,)),
        ({"breaks": (2025,)}, ()),  # later than the figure
        ({"actual_year": 2023}, (Aspect.YEAR,)),
        ({"unit": "万元", "actual_year": 2023}, (Aspect.UNIT, Aspect.YEAR)),
        ({"status": Status.MET_EARLY}, ()),
        ({"kind": ActualKind.CHANGE}, ()),  # only a change of the level can be told in two ways
    ],
)
def test_in_what_rows_differ(changes, aspects):
    assert differences(likeness(replace(LEVEL, **changes)), likeness(LEVEL)) == aspects


def test_a_change_is_entered_as_level_or_as_change():
    change = replace(LEVEL, form=Form.CUMULATIVE_CHANGE)
    assert differences(likeness(replace(change, kind=ActualKind.CHANGE)), likeness(change)) == (Aspect.KIND,)


def test_the_largest_group_comes_first_and_every_row_once():
    rows = {
        1: LEVEL,
        2: GROWTH,
        3: GROWTH,
        4: replace(LEVEL, status=Status.NO_DATA, actual_year=None),
        5: LEVEL,
        6: GROWTH,
    }
    found = sort_out(rows)
    assert [group.members for group in found.groups] == [(2, 3, 6), (1, 5)]
    assert found.apart == {4: Apart.NO_DATA}
    assert counted(found.apart) == [(Apart.NO_DATA, 1)]
    assert varying(found.groups) == (Aspect.FORM, Aspect.UNIT, Aspect.PATH)


def test_a_basis_that_is_not_printed_joins_the_larger_group_and_is_said():
    constant = replace(GROWTH, actual_basis=PriceBasis.CONSTANT)
    current = replace(GROWTH, actual_basis=PriceBasis.CURRENT)
    found = sort_out({1: GROWTH, 2: current, 3: constant, 4: constant})
    assert [(group.likeness.basis, group.members, group.unstated) for group in found.groups] == [
        ("constant", (1, 3, 4), {1}),
        ("current", (2,), set()),
    ]


def test_where_nobody_prints_a_basis_they_are_alike():
    (group,) = sort_out({1: GROWTH, 2: GROWTH}).groups
    assert (group.members, group.unstated) == ((1, 2), {1, 2})


def test_the_figures_own_basis_goes_before_the_targets():
    facts = replace(LEVEL, actual_basis=PriceBasis.CURRENT, target_basis=PriceBasis.CONSTANT)
    assert likeness(facts).basis == "current"


def test_a_row_without_a_figure_has_no_like():
    with pytest.raises(ValueError, match="like none"):
        likeness(replace(LEVEL, actual_year=None))


FACTS = st.builds(
    Facts,
    form=st.sampled_from([None, *Form]),
    unit=st.sampled_from(["亿元", "万元", "%"]),
    status=st.sampled_from([None, *Status]),
    reason=st.sampled_from([None, Reason.REPORTED, Reason.STRICT]),
    actual_year=st.sampled_from([None, 2023, 2024]),
    kind=st.sampled_from(ActualKind),
    path=st.sampled_from(["", "linear", "geometric"]),
    target_basis=st.sampled_from(PriceBasis),
    actual_basis=st.sampled_from(PriceBasis),
    price_sensitive=st.booleans(),
    direction=st.sampled_from([1, -1]),
    breaks=st.sampled_from([(), (2022,), (2024,)]),
    commitment=st.booleans(),
)
ROWS = st.lists(FACTS, max_size=14).map(lambda facts: dict(enumerate(facts)))


@given(ROWS)
def test_every_row_stands_in_exactly_one_place(rows):
    found = sort_out(rows)
    placed = [row_id for group in found.groups for row_id in group.members] + list(found.apart)
    assert sorted(placed) == sorted(rows)
    assert [len(group.members) for group in found.groups] == sorted(
        (len(one.members) for one in found.groups), reverse=True
    )
    assert len({group.likeness.code for group in found.groups}) == len(found.groups)


@given(ROWS)
def test_members_of_a_group_differ_at_most_in_a_basis_not_printed(rows):
    for group in sort_out(rows).groups:
        for row_id in group.members:
            found = differences(likeness(rows[row_id]), group.likeness)
            assert found in ((), (Aspect.BASIS,))
            assert (found == (Aspect.BASIS,)) <= (row_id in group.unstated)


@given(ROWS, st.randoms())
def test_the_order_of_the_rows_decides_no_group(rows, random):
    mixed = list(rows.items())
    random.shuffle(mixed)
    first, second = sort_out(rows), sort_out(dict(mixed))
    assert [(one.likeness, set(one.members)) for one in first.groups] == [
        (one.likeness, set(one.members)) for one in second.groups
    ]
    assert dict(first.apart) == dict(second.apart)


@given(FACTS, FACTS)
def test_to_differ_goes_both_ways(one, other):
    if why_apart(one) is None and why_apart(other) is None:
        assert differences(likeness(one), likeness(other)) == differences(likeness(other), likeness(one))
