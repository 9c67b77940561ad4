"""What a unit scores: laws for any items, and the cases that a page must get right."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.domain.appraisal import STATES, SUGGESTED, WEIGHED, Item, Part, Scheme, appraise, state_of_row
from indicators.domain.types import Status
from indicators.domain.verdict import Outcome

SCORES = st.one_of(st.none(), st.decimals(0, 100, places=2))
ITEMS = st.lists(
    st.builds(
        Item,
        key=st.uuids().map(str),
        part=st.sampled_from(Part),
        state=st.sampled_from(["", *STATES]),
        lead=st.booleans(),
        confirmed=st.booleans(),
    ),
    max_size=12,
)


@st.composite
def schemes(draw):
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=3, max_size=3)))
    edges = [0, *cuts, 100]
    weights = {part: Decimal(edges[n + 1] - edges[n]) for n, part in enumerate(WEIGHED)}
    scores = {code: draw(SCORES) for code in STATES}
    return Scheme(weights, scores, Decimal(draw(st.integers(0, 100))))


def item(part, state, **given):
    return Item(f"{part}-{state}-{given}", Part(part), state, **given)


@given(ITEMS, schemes())
def test_a_score_lies_between_0_and_100(items, scheme):
    told = appraise(items, scheme)
    near = Decimal("1e-20")  # of dividing decimals
    assert told.score is None or -near <= told.score <= 100 + near
    assert told.counted + told.apart == len(items)


@given(ITEMS, schemes(), st.randoms())
def test_the_order_of_the_items_does_not_matter(items, scheme, chance):
    mixed = list(items)
    chance.shuffle(mixed)
    one, other = appraise(items, scheme).score, appraise(mixed, scheme).score
    assert (one is None) == (other is None)
    assert one is None or other is None or abs(one - other) < Decimal("1e-20")


@given(ITEMS, schemes())
def test_what_cannot_be_judged_moves_nothing(items, scheme):
    judged = [one for one in items if one.state]
    assert appraise(items, scheme).score == appraise(judged, scheme).score
    assert appraise([one for one in items if not one.state], scheme).score is None


@given(ITEMS, schemes())
def test_a_better_state_never_lowers_a_score(items, scheme):
    before = appraise([*items, item("binding", "not_met")], _full(scheme)).score
    after = appraise([*items, item("binding", "met")], _full(scheme)).score
    assert after >= before - Decimal("1e-20")


def _full(scheme):
    """Something is at stake: binding indicators weigh, met and not met score 100 and 0."""
    weights = {**scheme.weights, Part.BINDING: Decimal(50)}
    return Scheme(weights, {**scheme.scores, "met": Decimal(100), "not_met": Decimal(0)}, scheme.joint)


CASES = [
    ("nothing", [], None, 0),
    ("nothing that can be judged", [item("binding", "", why="无数据")], None, 0),
    ("one part alone is the whole", [item("expected", "behind")], "60", 20),
    ("a part without a verdict leaves its weight out", [item("binding", "met"), item("expected", "")], "100", 50),
    # (50·0 + 20·100) / 70
    ("binding weighs more", [item("binding", "not_met"), item("expected", "met")], "28.571428571428571", 70),
    # lead 100 with 1, joint 0 with 0.5
    ("who takes part counts half", [item("binding", "met"), item("binding", "not_met", lead=False)], "66.66", 50),
    ("declared by phrase is not counted", [item("binding", "declared_met")], None, 0),
    ("a nature nobody mapped never counts", [item("other", "met")], None, 0),
    ("a project by its stage", [item("projects", "stage_building")], "80", 15),
]


@pytest.mark.parametrize(("items", "score", "weighed"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_case(items, score, weighed):
    told = appraise(items, SUGGESTED)
    assert told.weighed == weighed
    if score is None:
        assert told.score is None
    else:
        assert abs(told.score - Decimal(score)) < Decimal("0.01")


def test_who_takes_part_may_count_for_nothing():
    alone = Scheme(SUGGESTED.weights, SUGGESTED.scores, Decimal(0))
    told = appraise([item("binding", "not_met", lead=False), item("binding", "met")], alone)
    assert (told.score, told.apart) == (Decimal(100), 1)


def test_default_duties_are_counted():
    told = appraise([item("binding", "met", confirmed=False), item("binding", ""), item("other", "met")], SUGGESTED)
    assert told.unconfirmed == 1


def test_the_suggestion_is_whole():
    assert sum(SUGGESTED.weights.values()) == 100
    assert set(SUGGESTED.scores) == set(STATES)


@pytest.mark.parametrize(
    ("status", "outcome", "reported", "state"),
    [
        ("behind", None, False, "behind"),
        ("no_data", None, False, ""),
        ("on_track", None, True, "declared_met"),
        ("behind", None, True, "declared_not_met"),
        ("not_met", Outcome.NOT_MET, False, "not_met"),
        ("met_early", Outcome.MET, False, "met"),
        ("met", Outcome.MET, True, "declared_met"),
        ("ahead", Outcome.NOT_PUBLISHED, False, ""),
        ("incomparable", Outcome.OPEN, False, ""),
    ],
)
def test_which_state_is_scored(status, outcome, reported, state):
    assert state_of_row(Status(status), outcome=outcome, reported=reported) == state
