"""The round as the services keep it: who writes when, reopening, corrections, and what others changed meanwhile."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import AuditEntry
from indicators.models import Observation, Reopening, ReportingRound, RoundAsk
from indicators.selectors.rounds import Why, open_rounds_of, rounds_of, writable
from indicators.services import observations, rounds
from indicators.services.entered import Entered
from indicators.services.errors import RoundClosed, StaleFigure, StaleRound
from indicators.services.observations import ObservationFigures
from tests.factories import accounts, regions
from tests.factories.indicators import RowFactory, answers_for, approved, gdp_row
from tests.factories.rounds import day, open_round_for, reopened

pytestmark = pytest.mark.django_db

FIGURES = ObservationFigures(value=Decimal("193.3"), source_title="统计公报")
OPENS, CLOSES = date(2026, 1, 5), date(2026, 1, 20)


@pytest.fixture
def row():
    return gdp_row()


@pytest.fixture
def people(row):
    return {
        "clerk": accounts.clerk(row.units.get()),
        "reviewer": accounts.reviewer(),
        "planner": accounts.planner(),
    }


@pytest.fixture
def asked(row, people):
    """The row is asked from 5 to 20 January."""
    return rounds.open_round(
        plan=row.plan, year=2024, title="2024 年度填报", opens_on=OPENS, closes_on=CLOSES, by=people["planner"]
    )


@pytest.fixture
def at(monkeypatch):
    """Set the clock to a moment of local time."""

    def set_clock(text):
        moment = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return set_clock


def save(row, by, lock=None, **more):
    return observations.save_draft(row=row, year=2024, figures=FIGURES, lock=lock, by=by, **more)


EDGES = [
    ("2026-01-04T23:59:59.999999", False, "于 2026-01-05 开始填报"),
    ("2026-01-05T00:00:00", True, ""),
    ("2026-01-20T23:59:59.999999", True, ""),
    ("2026-01-21T00:00:00", False, "已于 2026-01-20 截止填报"),
]


@pytest.mark.parametrize("who", ["clerk", "reviewer", "planner"])
@pytest.mark.parametrize(("moment", "is_open", "sentence"), EDGES)
def test_both_sides_of_both_edges(row, people, asked, at, who, moment, is_open, sentence):
    at(moment)
    leave = writable(people[who], [row.pk], 2024)[row.pk]
    assert (leave.allowed, leave.round) == (is_open, asked)
    if is_open:
        assert save(row, people[who]).state == "draft"
        return
    with pytest.raises(RoundClosed, match=sentence):
        save(row, people[who])
    with pytest.raises(RoundClosed, match=sentence):
        observations.save_and_submit(row=row, year=2024, figures=FIGURES, lock=None, by=people[who])
    assert not Observation.objects.exists()


def test_steps_of_a_figure_stop_at_the_closing(row, people, asked, at):
    at("2026-01-20T23:00:00")
    draft = save(row, people["clerk"])
    at("2026-01-21T00:00:00")
    with pytest.raises(RoundClosed):
        observations.submit(observation=draft, lock=draft.lock, by=people["clerk"])
    at("2026-01-20T23:30:00")
    sent = observations.submit(observation=draft, lock=draft.lock, by=people["clerk"])
    at("2026-01-21T00:00:00")
    with pytest.raises(RoundClosed):
        observations.withdraw(observation=sent, lock=sent.lock, by=people["clerk"])
    observations.approve(observation=sent, lock=sent.lock, by=people["reviewer"])
    assert Observation.objects.get().in_force, "a reviewer decides after the closing"


def test_a_year_without_a_round_is_for_reviewers_and_planners(row, people):
    with pytest.raises(RoundClosed, match="没有要求填报"):
        save(row, people["clerk"])
    draft = save(row, people["planner"])
    assert save(row, people["reviewer"], lock=draft.lock).lock == 2


def test_another_unit_is_not_asked(row, people, asked, at):
    finance = accounts.UnitFactory(name="财政局")
    answers_for(row, finance)
    other = accounts.clerk(finance)
    at("2026-01-10T12:00:00")
    with pytest.raises(RoundClosed, match="没有要求您的单位"):
        save(row, other)
    assert writable(other, [row.pk], 2024)[row.pk].why == Why.NOT_ASKED
    stranger = accounts.clerk(accounts.UnitFactory(name="教育局"))
    with pytest.raises(PermissionDenied):
        save(row, stranger)


def test_a_row_that_no_unit_answers_for_is_entered_by_the_reviewer(row, people):
    bare = RowFactory(plan=row.plan)
    open_round_for(bare)
    assert writable(people["reviewer"], [bare.pk], 2024)[bare.pk].allowed
    assert not writable(people["clerk"], [bare.pk], 2024)[bare.pk].allowed


# --- reopening and corrections ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("of_all", [True, False])
def test_reopening_opens_the_row_until_its_day(row, people, asked, at, of_all):
    other = RowFactory(plan=row.plan)
    answers_for(other, people["clerk"].unit)
    at("2026-01-10T08:00:00")
    rounds.change_asks(
        round=asked, asks=[(row, people["clerk"].unit), (other, people["clerk"].unit)], lock=0, by=people["planner"]
    )
    at("2026-02-01T09:00:00")
    what = None if of_all else row
    rounds.reopen(round=asked, row=what, closes_on=date(2026, 2, 3), reason="年鉴已出", by=people["reviewer"])
    for moment, is_open in [
        ("2026-02-01T09:00:01", True),
        ("2026-02-03T23:59:59", True),
        ("2026-02-04T00:00:00", False),
    ]:
        at(moment)
        leaves = writable(people["clerk"], [row.pk, other.pk], 2024)
        assert leaves[row.pk].allowed == is_open
        assert leaves[other.pk].allowed == (is_open and of_all)
    assert AuditEntry.objects.filter(kind="round", about__contains="年鉴已出").exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"closes_on": day(-1)}, "closes_on"), ({"reason": " "}, "reason"), ({"row": "another"}, "row")],
)
def test_what_a_reopening_needs(row, people, changes, field):
    asking = open_round_for(row)
    wanted = {"row": row, "closes_on": day(3), "reason": "更正", **changes}
    if wanted["row"] == "another":
        wanted["row"] = RowFactory(plan=row.plan)
    with pytest.raises(ValidationError) as refused:
        rounds.reopen(round=asking, by=people["reviewer"], **wanted)
    assert list(refused.value.error_dict) == [field]
    assert not Reopening.objects.exists()


def test_a_correction_needs_a_reopening_even_in_an_open_round(row, people):
    open_round_for(row)
    approved(row, 2024, value=Decimal(190))
    for who in ("clerk", "planner"):
        with pytest.raises(RoundClosed, match="重新开放"):
            save(row, people[who], lock=1, reason="少了一位")
    reopened(row)
    leave = writable(people["clerk"], [row.pk], 2024)[row.pk]
    assert (leave.allowed, leave.correction, leave.may_correct) == (True, True, True)
    with pytest.raises(ValidationError) as refused:
        save(row, people["clerk"], lock=1)
    assert list(refused.value.error_dict) == ["reason"]
    new = save(row, people["clerk"], lock=1, reason=" 少了一位 ")
    assert (new.version, new.reason) == (2, "少了一位")
    again = save(row, people["clerk"], lock=new.lock)
    assert again.reason == "少了一位", "None keeps the reason given before"


def test_without_a_round_a_planner_corrects_directly_but_says_why(row, people):
    approved(row, 2024, value=Decimal(190))
    with pytest.raises(ValidationError, match="必须写明理由"):
        save(row, people["planner"], lock=1)
    assert save(row, people["planner"], lock=1, reason="年鉴修订").version == 2


def test_the_vintage_goes_back_only_with_a_reason(row, people):
    approved(row, 2024, value=Decimal(190), vintage="final")
    with pytest.raises(ValidationError) as refused:
        save(row, people["planner"], lock=1)
    assert set(refused.value.error_dict) == {"reason", "vintage"}
    assert save(row, people["planner"], lock=1, reason="误标").vintage == "preliminary"


# --- returning --------------------------------------------------------------------------------------------------------
def _sent(row, clerk):
    return observations.save_and_submit(row=row, year=2024, figures=FIGURES, lock=None, by=clerk)


def test_a_return_after_the_closing_says_until_when_it_is_open_again(row, people):
    asking = open_round_for(row)
    sent = _sent(row, people["clerk"])
    ReportingRound.objects.filter(pk=asking.pk).update(closes_on=day(-1))
    given = {"observation": sent, "comment": "", "lock": sent.lock, "cell_comments": {"value": "少一位", "note": " "}}
    with pytest.raises(ValidationError) as refused:
        observations.return_to_clerk(**given, by=people["reviewer"])
    assert list(refused.value.error_dict) == ["reopen_until"]
    assert Observation.objects.get().state == "submitted"
    back = observations.return_to_clerk(**given, reopen_until=day(3), by=people["reviewer"])
    assert (back.state, back.cell_comments) == ("returned", {"value": "少一位"})
    assert Reopening.objects.get().row == row
    draft = save(row, people["clerk"], lock=back.lock)
    assert draft.cell_comments == {"value": "少一位"}, "seen until it is submitted again"
    again = observations.submit(observation=draft, lock=draft.lock, by=people["clerk"])
    assert again.cell_comments == {}


def test_a_return_while_the_round_is_open_needs_no_day(row, people):
    open_round_for(row)
    sent = _sent(row, people["clerk"])
    observations.return_to_clerk(observation=sent, comment="改", lock=sent.lock, by=people["reviewer"])
    assert not Reopening.objects.exists()
    assert AuditEntry.objects.filter(kind="approval", about__startswith="退回").exists()


def test_a_returned_correction_needs_its_reopening(row, people):
    open_round_for(row)
    approved(row, 2024, value=Decimal(190))
    opened = reopened(row)
    sent = observations.save_and_submit(
        row=row, year=2024, figures=FIGURES, lock=1, reason="少一位", by=people["clerk"]
    )
    Reopening.objects.filter(pk=opened.pk).update(opens_on=day(-3), closes_on=day(-1))
    with pytest.raises(ValidationError, match="更正"):
        observations.return_to_clerk(observation=sent, comment="改", lock=sent.lock, by=people["reviewer"])
    observations.return_to_clerk(
        observation=sent, comment="改", lock=sent.lock, reopen_until=day(), by=people["reviewer"]
    )
    assert writable(people["clerk"], [row.pk], 2024)[row.pk].may_correct


def test_a_comment_about_a_cell_that_does_not_exist(row, people):
    open_round_for(row)
    sent = _sent(row, people["clerk"])
    with pytest.raises(ValidationError, match="没有“colour”这一格"):
        observations.return_to_clerk(
            observation=sent, comment="改", lock=sent.lock, cell_comments={"colour": "红"}, by=people["reviewer"]
        )


# --- running a round --------------------------------------------------------------------------------------------------
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


# --- many at once -----------------------------------------------------------------------------------------------------
@pytest.fixture
def three(row, people):
    """Three rows that the clerk is asked for."""
    found = [row, RowFactory(plan=row.plan), RowFactory(plan=row.plan)]
    for one in found[1:]:
        answers_for(one, people["clerk"].unit)
    for one in found:
        open_round_for(one)
    return found


def entries(rows, **more):
    return [Entered(row=one, year=2024, figures=FIGURES, lock=None, **more) for one in rows]


@pytest.mark.parametrize("all_or_nothing", [True, False])
def test_a_refused_row_leaves_the_others_alone_or_takes_all_along(three, people, all_or_nothing):
    theirs = save(three[1], people["reviewer"])
    given = [*entries(three), *entries(three[:1])]
    outcomes = observations.save_many(entries=given, by=people["clerk"], all_or_nothing=all_or_nothing)
    assert [one.kind for one in outcomes] == ["", "stale", "", "fields"]
    assert isinstance(outcomes[1].error, StaleFigure)
    assert outcomes[1].theirs == theirs
    assert "两次" in outcomes[3].sentence
    assert Observation.objects.count() == (1 if all_or_nothing else 3)
    assert all((one.observation is None) == (all_or_nothing or bool(one.error)) for one in outcomes)


def test_every_kind_of_refusal_has_its_word(three, people):
    finance = accounts.UnitFactory(name="财政局")
    stranger = RowFactory(plan=three[0].plan)
    answers_for(stranger, finance)
    bad = Entered(row=three[0], year=2024, figures=ObservationFigures(value_basis="gold"), lock=None)
    unasked = Entered(row=three[1], year=2023, figures=FIGURES, lock=None)
    outcomes = observations.save_many(entries=[bad, unasked, *entries([stranger])], by=people["clerk"])
    assert [one.kind for one in outcomes] == ["fields", "closed", "forbidden"]
    assert list(outcomes[0].fields) == ["value_basis"]
    assert not Observation.objects.exists()


def test_queries_do_not_grow_with_each_row_but_by_its_own_write(three, people, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        observations.save_many(entries=entries(three), by=people["clerk"])
    more = [RowFactory(plan=three[0].plan) for _number in range(12)]
    for one in more:
        answers_for(one, people["clerk"].unit)
        open_round_for(one)
    with django_assert_max_num_queries(40 + 2 * 12):
        outcomes = observations.save_many(entries=entries(more), by=people["clerk"])
    assert not any(one.error for one in outcomes)
