"""Opening, changing and closing a round: who may, what is refused, and who sees which."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import AuditEntry
from indicators.models import ReportingRound, RoundAsk
from indicators.selectors.rounds import open_rounds_of, rounds_of
from indicators.services import rounds
from indicators.services.errors import RoundClosed, StaleRound
from tests.factories import accounts, regions
from tests.factories.indicators import RowFactory
from tests.factories.rounds import day, open_round_for, reopened
from tests.indicators.rounds.given import CLOSES, OPENS, save

pytestmark = pytest.mark.django_db


def test_a_round_asks_every_main_row_of_its_leading_units(row, people):
    heading = RowFactory(plan=row.plan, is_heading=True)
    bare = RowFactory(plan=row.plan)
    RowFactory(plan=row.plan, listing="commitment")
    made = rounds.open_round(
        plan=row.plan, year=2024, title="填报", opens_on=day(), closes_on=day(5), by=people["planner"]
    )
    asks = set(RoundAsk.objects.filter(round=made).values_list("row", "unit"))
    assert asks == {(row.pk, row.units.get().pk), (bare.pk, None)}
    assert heading.pk not in {row_id for row_id, _unit in asks}
    assert AuditEntry.objects.get(kind="round").person == people["planner"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"year": 2026}, "year"),
        ({"title": " "}, "title"),
        ({"closes_on": day(-1)}, "__all__"),
        ({"asks": []}, "asks"),
        ({"asks": "heading"}, "asks"),
        ({"asks": "another unit"}, "asks"),
    ],
)
def test_a_round_that_cannot_be(row, people, changes, field):
    asks = {
        "heading": [(RowFactory(plan=row.plan, is_heading=True), None)],
        "another unit": [(row, accounts.UnitFactory(name="财政局"))],
    }
    given = {"year": 2024, "title": "填报", "opens_on": day(), "closes_on": day(5), **changes}
    if isinstance(given.get("asks"), str):
        given["asks"] = asks[given["asks"]]
    with pytest.raises(ValidationError) as refused:
        rounds.open_round(plan=row.plan, by=people["planner"], **given)
    assert list(refused.value.error_dict) == [field]
    assert not ReportingRound.objects.exists()


def test_one_round_a_year(row, people, asked):
    with pytest.raises(ValidationError, match="已有填报任务"):
        rounds.open_round(plan=row.plan, year=2024, title="再", opens_on=day(), closes_on=day(), by=people["planner"])


@pytest.mark.parametrize("who", ["clerk", "leader", "reviewer elsewhere"])
def test_others_do_not_run_rounds(row, people, asked, who, caplog):
    others = {"leader": accounts.leader, "reviewer elsewhere": lambda: accounts.reviewer(regions.weibin())}
    by = people.get(who) or others[who]()
    steps = [
        lambda: rounds.open_round(plan=row.plan, year=2023, title="填报", opens_on=day(), closes_on=day(), by=by),
        lambda: rounds.change_round(round=asked, title="改", opens_on=day(), closes_on=day(), note="", lock=0, by=by),
        lambda: rounds.change_asks(round=asked, asks=[(row, None)], lock=0, by=by),
        lambda: rounds.reopen(round=asked, row=None, closes_on=day(), reason="改", by=by),
        lambda: rounds.close_early(round=asked, closes_on=day(), lock=0, by=by),
    ]
    for step in steps:
        with pytest.raises(PermissionDenied):
            step()
    assert caplog.text.count("refused: ") == len(steps)


def test_a_stale_writer_of_a_round_is_told(row, people, asked):
    given = {"opens_on": OPENS, "closes_on": CLOSES, "note": "", "by": people["planner"]}
    changed = rounds.change_round(round=asked, title="新的", lock=0, **given)
    assert changed.lock == 1
    with pytest.raises(StaleRound) as told:
        rounds.change_round(round=asked, title="另一个", lock=0, **given)
    assert told.value.theirs.title == "新的"
    with pytest.raises(StaleRound):
        rounds.change_asks(round=asked, asks=[(row, None)], lock=0, by=people["planner"])
    with pytest.raises(StaleRound):
        rounds.close_early(round=asked, closes_on=day(), lock=0, by=people["planner"])


def test_asks_are_exactly_those_that_are_given(row, people, asked):
    other = RowFactory(plan=row.plan)
    kept = asked.asks.get()
    rounds.change_asks(round=asked, asks=[(row, kept.unit), (other, None)], lock=0, by=people["planner"])
    assert asked.asks.filter(pk=kept.pk).exists()
    rounds.change_asks(round=asked, asks=[(other, None)], lock=1, by=people["planner"])
    assert list(asked.asks.values_list("row", flat=True)) == [other.pk]


def test_closing_early_ends_the_round_and_its_reopenings(row, people):
    asking = open_round_for(row)
    reopened(row, opens=-2, closes=9)
    with pytest.raises(ValidationError, match="提前截止"):
        rounds.close_early(round=asking, closes_on=day(1), lock=0, by=people["planner"])
    rounds.close_early(round=asking, closes_on=day(-1), lock=0, by=people["planner"])
    with pytest.raises(RoundClosed, match=day(-1).isoformat()):
        save(row, people["clerk"])


def test_who_sees_which_round(row, people):
    asking = open_round_for(row)
    closed = open_round_for(row, 2023, opens=-9, closes=-5)
    other = accounts.clerk(accounts.UnitFactory(name="财政局"))
    assert set(rounds_of(people["clerk"])) == set(rounds_of(people["reviewer"])) == {asking, closed}
    assert not rounds_of(other)
    assert not rounds_of(accounts.reviewer(regions.weibin()))
    assert list(open_rounds_of(people["clerk"])) == [asking]
    reopened(row, 2023)
    assert set(open_rounds_of(people["clerk"])) == {asking, closed}
