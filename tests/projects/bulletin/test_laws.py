"""Laws of bulletins, tried on made-up material."""

from dataclasses import fields
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.domain.stored import from_stored, to_stored
from projects.domain.bulletin.draw import draw
from projects.domain.bulletin.facts import Facts, Sums, added
from projects.domain.bulletin.records import Asked, Hindrance, Material, Work
from tests.projects.bulletin.made import NOBODY, OWN, WEIBIN, YANJIN, outline

MONEY = st.none() | st.decimals(min_value=-100, max_value=10_000, places=2)
PLAN = st.none() | st.decimals(min_value=0, max_value=10_000, places=2)
DAY = st.none() | st.dates(date(2024, 10, 1), date(2026, 2, 1))
WORKS = st.builds(
    Work,
    id=st.integers(1, 10_000),
    name=st.sampled_from("甲乙丙"),
    party=st.sampled_from([YANJIN, WEIBIN, OWN, NOBODY]),
    unit=st.sampled_from(["", "发改委"]),
    unit_confirmed=st.booleans(),
    monthly=st.booleans(),
    reported=st.booleans(),
    stage=st.sampled_from(["", "idea", "started", "building", "completed"]),
    started_on=DAY, finished_on=DAY, planned_start=DAY, planned_finish=DAY,
    total=PLAN, planned=PLAN, year_done=MONEY, span_done=MONEY, before_done=MONEY, year_before=MONEY,
)  # fmt: skip
KINDS = st.sampled_from([("monthly", 5), ("quarterly", 9), ("half_yearly", 6), ("yearly", 12)])


@st.composite
def materials(draw_one):
    kind, month = draw_one(KINDS)
    works = draw_one(st.lists(WORKS, max_size=12, unique_by=lambda one: one.id))
    ids = st.sampled_from([one.id for one in works] or [1])
    hindrances = draw_one(
        st.lists(
            st.builds(
                Hindrance, id=st.integers(1, 99), project=ids, text=st.just("用地"), raised=st.dates(date(2025, 1, 1), date(2025, 12, 1)),
                state=st.sampled_from(["open", "assigned", "answered", "closed"]), due=DAY, closed_on=DAY,
            ),
            max_size=6,
            unique_by=lambda one: one.id,
        )
    )  # fmt: skip
    asked = draw_one(
        st.lists(
            st.builds(
                Asked, project=ids, month=st.just(date(2025, month, 1)), due=st.dates(date(2025, 1, 5), date(2026, 1, 5)),
                handed_in=DAY,
            ),
            max_size=6,
            unique_by=lambda one: one.project,
        )
    )  # fmt: skip
    if not works:
        hindrances, asked = [], []
    return Material(outline(kind, date(2025, month, 1)), tuple(works), tuple(hindrances), tuple(asked))


@given(materials())
@settings(max_examples=30)
def test_the_sums_of_the_groups_are_those_of_the_whole(material):
    found = draw(material)
    together = added(one.sums for one in found.groups)
    for one in fields(Sums):
        assert getattr(together, one.name) == getattr(found.whole, one.name), one.name
    whole = found.whole
    assert whole.projects == len(material.works)
    assert whole.asked == whole.on_time + whole.late + whole.missing + whole.pending == len(material.asked)
    assert whole.lagging == len(found.laggards) <= whole.monthly
    assert (whole.started, whole.finished) == (len(found.started), len(found.finished))
    assert whole.open == len(found.problems)
    assert whole.late + whole.missing == len(found.unreported)


@given(materials())
@settings(max_examples=30)
def test_places_follow_the_shares_and_equals_share_one(material):
    ranked = [one for one in draw(material).groups if one.place is not None]
    for one in ranked:
        assert one.sums.share is not None
        assert one.place == 1 + sum(other.sums.share > one.sums.share for other in ranked)
    assert [one.place for one in ranked] == sorted(one.place for one in ranked)


@given(materials(), st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_the_order_of_the_material_does_not_matter(material, random):
    def mixed(lot):
        return tuple(random.sample(lot, len(lot)))

    again = Material(material.outline, mixed(material.works), mixed(material.hindrances), mixed(material.asked))
    assert draw(again) == draw(material)


@given(materials())
@settings(max_examples=30)
def test_a_kept_bulletin_reads_back_the_same(material):
    found = draw(material)
    assert from_stored(Facts, to_stored(found)) == found


@given(materials())
@settings(max_examples=30)
def test_no_project_is_visited_twice(material):
    visits = [one.project for one in draw(material).visits]
    assert len(visits) == len(set(visits))


def test_a_share_is_not_rounded():
    assert Sums(planned=Decimal(3), planned_done=Decimal(1)).share == Decimal(1) / 3
