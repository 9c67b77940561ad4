"""Pages of reporting rounds: the list, the board, its form, reopening and reminding."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.models import Observation, Reminder, Reopening, ReportingRound, RoundAsk
from indicators.selectors.board import AskState, boards
from tests.factories import accounts, regions
from tests.factories.indicators import RowFactory, answers_for, approved, gdp_row
from tests.factories.rounds import day, open_round_for, reopened

YEAR = 2024


@pytest.fixture
def row(db):
    """Yanjin's GDP, asked in no round yet."""
    return gdp_row()


@pytest.fixture
def unit(row):
    return row.units.get()


@pytest.fixture
def other(row):
    """A second row, of another unit."""
    second = RowFactory(plan=row.plan, short_name="森林覆盖率", position=9001)
    answers_for(second, accounts.UnitFactory(region=row.plan.region, name="林业局"))
    return second


def asked(*rows, **dates):
    """The round of 2024 that asks these rows."""
    made = [open_round_for(row, YEAR, **dates) for row in rows]
    return made[-1]


def state_of(round, row):
    return boards([round], today=timezone.localdate())[0].figures[row.pk]


def figure(row, state, **more):
    return Observation.objects.create(
        row=row, year=YEAR, value=200, state=state, submitted_by=accounts.clerk(row.units.get()), comment="看", **more
    )


@pytest.mark.parametrize("dates", [{}, {"opens": -10, "closes": -1}])
@pytest.mark.parametrize("state", ["draft", "returned", "submitted", "approved", None])
def test_the_state_of_what_was_asked(row, state, dates):
    if state == "approved":
        approved(row, YEAR, value=200)
    elif state:
        figure(row, state)
    late = bool(dates) and state in {"draft", "returned", None}
    assert state_of(asked(row, **dates), row) == (AskState.OVERDUE if late else state or AskState.NOT_BEGUN)


def test_a_figure_is_overdue_from_the_day_after_the_last(row):
    assert state_of(asked(row, closes=0), row) == AskState.NOT_BEGUN
    assert state_of(asked(row, closes=-1), row) == AskState.OVERDUE


def test_a_reopening_takes_a_row_out_of_what_is_late(row, other):
    round = asked(row, other, closes=-1)
    reopened(row, YEAR)
    board = boards([round], today=timezone.localdate())[0]
    assert board.figures == {row.pk: AskState.NOT_BEGUN, other.pk: AskState.OVERDUE}
    assert board.standing == "reopened"
    assert board.until == day(5)


def test_a_correction_that_was_left_is_not_overdue_the_approved_figure_stands(row):
    approved(row, YEAR, value=200)
    figure(row, "draft", version=2)
    assert state_of(asked(row, closes=-1), row) == AskState.DRAFT


def test_a_row_of_two_units_is_one_figure(row):
    answers_for(row, accounts.UnitFactory(region=row.plan.region, name="发改委"))
    board = boards([asked(row)], today=timezone.localdate())[0]
    assert (len(board.lines), board.asked, board.handed_in) == (2, 1, 0)


def test_a_clerk_sees_the_part_of_the_own_unit(as_person, row, other, clerk):
    round = asked(row, other)
    page = as_person(clerk).get(f"/entry/rounds/{round.pk}/").content.decode()
    assert row.short_name in page
    assert other.short_name not in page
    assert "林业局" not in page
    assert "/remind/" not in page
    assert "0 / 1" in as_person(clerk).get("/entry/rounds/").content.decode()


def test_a_clerk_who_is_not_asked_is_refused(as_person, row, other):
    round = asked(other)
    person = accounts.clerk(row.units.get())
    assert as_person(person).get(f"/entry/rounds/{round.pk}/").status_code == 403
    assert round.title not in as_person(person).get("/entry/rounds/").content.decode()


def test_a_reviewer_sees_all_of_it_and_goes_on_to_the_review(as_person, row, other, reviewer):
    submitted = figure(row, "submitted")
    round = asked(row, other)
    page = as_person(reviewer).get(f"/entry/rounds/{round.pk}/").content.decode()
    assert f"/review/{submitted.pk}/" in page
    assert "林业局" in page
    assert "没有填报员账号" in page


def test_an_overdue_row_leads_to_its_reopening(as_person, row, reviewer, clerk):
    round = asked(row, closes=-1)
    address = f"/entry/rounds/{round.pk}/reopen/?row={row.pk}"
    assert address in as_person(reviewer).get(f"/entry/rounds/{round.pk}/").content.decode()
    assert address not in as_person(clerk).get(f"/entry/rounds/{round.pk}/").content.decode()


def test_a_leader_looks_and_is_led_to_no_page_that_refuses(as_person, row):
    round, leader = asked(row), accounts.leader()
    page = as_person(leader).get(f"/entry/rounds/{round.pk}/").content.decode()
    assert f"/plan-indicators/{row.pk}/" in page
    assert f"/entry/{row.pk}/" not in page
    assert "/entry/rounds/" in as_person(leader).get("/projects/").content.decode()


def test_filters_narrow_the_figures(as_person, row, other, reviewer):
    figure(row, "submitted")
    round = asked(row, other)

    def shown(**query):
        page = as_person(reviewer).get(f"/entry/rounds/{round.pk}/", query)
        return {one.row.pk for one in page.context["figures"]}

    assert shown() == {row.pk, other.pk}
    assert shown(state="submitted") == {row.pk}
    assert shown(unit=other.units.get().pk) == {other.pk}
    assert shown(unit=other.units.get().pk, state="submitted") == set()
    assert shown(unit="x", state="nonsense") == {row.pk, other.pk}


def test_a_board_asks_the_database_no_more_for_more(as_person, row, reviewer):
    def queries(number):
        for count in range(number):  # every row of a unit of its own
            unit = accounts.UnitFactory(region=row.plan.region, name=f"单位{number}-{count}")
            more = RowFactory(plan=row.plan, position=number * 10 + count)
            answers_for(more, unit)
            figure(more, "submitted")
            round = open_round_for(more, YEAR)
        counted, browser = {}, as_person(reviewer)
        for address in (f"/entry/rounds/{round.pk}/", "/entry/rounds/"):
            with CaptureQueriesContext(connection) as captured:
                assert browser.get(address).status_code == 200
            counted[address] = len(captured)
        return counted

    few = queries(30)
    assert queries(90) == few  # 120 in all
    assert max(few.values()) <= 15


# --- the form ---------------------------------------------------------------------------------------------------------
def typed(*ticks, **changes):
    return {
        "title": "2024 年度填报", "opens_on": day(0).isoformat(), "closes_on": day(30).isoformat(), "note": "",
        "asks": ticks, **changes,
    }  # fmt: skip


def test_a_new_round_proposes_what_units_answer_for(as_person, row, other, reviewer):
    page = as_person(reviewer).get("/entry/rounds/new/", {"plan": row.plan_id, "year": YEAR})
    assert page.context["ticked"] == 2
    assert page.content.decode().count("checked") == 2


def test_a_new_round_is_made_with_its_asks(as_person, row, other, unit, reviewer):
    address = f"/entry/rounds/new/?plan={row.plan_id}&year={YEAR}"
    answer = as_person(reviewer).post(address, typed(f"{row.pk}:{unit.pk}"))
    made = ReportingRound.objects.get()
    assert answer.url == f"/entry/rounds/{made.pk}/"
    assert (made.year, made.created_by, made.closes_on) == (YEAR, reviewer, day(30))
    assert list(RoundAsk.objects.values_list("row", "unit")) == [(row.pk, unit.pk)]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"closes_on": day(-1).isoformat()}, "截止日期不能早于开始日期"),
        ({"asks": []}, "请至少选择一项指标"),
        ({"asks": ["1:999999"]}, "999999"),
        ({"title": " "}, "必填"),
    ],
)
def test_what_cannot_be_a_round_is_said_and_not_written(as_person, row, unit, reviewer, changes, said):
    address = f"/entry/rounds/new/?plan={row.plan_id}&year={YEAR}"
    answer = as_person(reviewer).post(address, typed(f"{row.pk}:{unit.pk}", **changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ReportingRound.objects.exists()


def test_a_year_outside_the_plan_and_a_second_round_are_said(as_person, row, reviewer):
    page = as_person(reviewer).get("/entry/rounds/new/", {"plan": row.plan_id, "year": 2031})
    assert "年份须在规划期 2021–2025 之内" in page.content.decode()
    round = asked(row)
    page = as_person(reviewer).get("/entry/rounds/new/", {"plan": row.plan_id, "year": YEAR})
    assert f"/entry/rounds/{round.pk}/" in page.content.decode()
    assert "建立填报任务" not in page.content.decode()


def test_nobody_makes_a_round_of_another_region(as_person, row, unit):
    there = accounts.reviewer(regions.weibin())
    address = f"/entry/rounds/new/?plan={row.plan_id}&year={YEAR}"
    assert as_person(there).post(address, typed(f"{row.pk}:{unit.pk}")).status_code in {403, 422}
    assert not ReportingRound.objects.exists()


@pytest.mark.parametrize(
    ("button", "wanted"),
    [("none", set()), ("all", {"a", "b"}), ("off:{a}", {"b"}), ("on:{b}", {"a", "b"}), ("on:x", {"a"}), ("", {"a"})],
)
def test_buttons_tick_without_a_script_and_keep_what_was_typed(as_person, row, other, unit, reviewer, button, wanted):
    words = {"a": f"{row.pk}:{unit.pk}", "b": f"{other.pk}:{other.units.get().pk}"}
    start = ["b"] if button == "off:{a}" else []
    ticks = [words[name] for name in {"a", *start}]
    button = button.format(a=unit.pk, b=other.units.get().pk)
    address = f"/entry/rounds/new/?plan={row.plan_id}&year={YEAR}"
    answer = as_person(reviewer).post(address, typed(*ticks, title="我的任务", tick=button))
    assert answer.status_code == 200
    assert set(answer.context["form"]["asks"].value()) == {words[name] for name in wanted}
    assert 'value="我的任务"' in answer.content.decode()
    assert not ReportingRound.objects.exists()


def test_a_round_is_changed_and_a_stale_change_refused(as_person, row, other, unit, reviewer):
    round = asked(row, other)
    address = f"/entry/rounds/{round.pk}/edit/"
    tick = f"{row.pk}:{unit.pk}"
    assert as_person(reviewer).get(address).context["ticked"] == 2
    assert as_person(reviewer).post(address, typed(tick, title="改过", lock=round.lock)).status_code == 302
    round.refresh_from_db()
    assert round.title == "改过"
    assert list(round.asks.values_list("row", flat=True)) == [row.pk]
    answer = as_person(reviewer).post(address, typed(tick, title="再改", lock=0))
    assert answer.status_code == 409
    assert "改过" in answer.content.decode()
    round.refresh_from_db()
    assert round.title == "改过"


# --- reopening and reminding ------------------------------------------------------------------------------------------
def test_reopening_says_why_and_until_when(as_person, row, reviewer):
    round = asked(row, closes=-1)
    address = f"/entry/rounds/{round.pk}/reopen/"
    assert f'value="{row.pk}" selected' in as_person(reviewer).get(f"{address}?row={row.pk}").content.decode()
    sent = {"row": row.pk, "closes_on": day(3).isoformat(), "reason": "公报推迟"}
    assert as_person(reviewer).post(address, {**sent, "reason": ""}).status_code == 422
    assert as_person(reviewer).post(address, {**sent, "closes_on": day(-1).isoformat()}).status_code == 422
    assert not Reopening.objects.exists()
    assert as_person(reviewer).post(address, sent).status_code == 302
    made = Reopening.objects.get()
    assert (made.row, made.closes_on, made.reason, made.opened_by) == (row, day(3), "公报推迟", reviewer)
    assert "公报推迟" in as_person(reviewer).get(address).content.decode()


def test_a_row_that_is_not_asked_cannot_be_reopened(as_person, row, other, reviewer):
    round = asked(row, closes=-1)
    sent = {"row": other.pk, "closes_on": day(3).isoformat(), "reason": "公报推迟"}
    assert as_person(reviewer).post(f"/entry/rounds/{round.pk}/reopen/", sent).status_code == 422
    assert not Reopening.objects.exists()


def test_chosen_units_are_reminded(as_person, row, other, clerk, reviewer):
    there = accounts.clerk(other.units.get())
    round = asked(row, other)
    address = f"/entry/rounds/{round.pk}/remind/"
    page = as_person(reviewer).get(address)
    assert round.title in page.context["form"]["text"].value()
    sent = {"units": [other.units.get().pk], "text": "请今天填完"}
    assert as_person(reviewer).post(address, sent).status_code == 302
    told = Reminder.objects.get()
    assert (told.person, told.kind, told.sent_by) == (there, "by_hand", reviewer)
    assert told.text.startswith("请今天填完")
    assert other.short_name in told.text


def test_nobody_is_reminded_of_what_is_handed_in(as_person, row, clerk, reviewer):
    figure(row, "submitted")
    round = asked(row)
    address = f"/entry/rounds/{round.pk}/remind/"
    assert "没有需要提醒的" in as_person(reviewer).get(address).content.decode()
    assert as_person(reviewer).post(address, {"units": [row.units.get().pk], "text": "请填"}).status_code == 422
    assert not Reminder.objects.exists()


def test_a_unit_without_an_account_cannot_be_reminded_and_it_is_said(as_person, row, reviewer):
    round = asked(row)
    sent = {"units": [row.units.get().pk], "text": "请填"}
    answer = as_person(reviewer).post(f"/entry/rounds/{round.pk}/remind/", sent)
    assert answer.status_code == 409
    assert "没有可以登录的填报员账号" in answer.content.decode()


# --- reminders on pages -----------------------------------------------------------------------------------------------
def test_what_is_unread_stands_above_pages_of_entry_and_is_counted_in_the_menu(as_person, row, clerk):
    told = Reminder.objects.create(round=asked(row), person=clerk, kind="closing", text="快截止了")
    page = as_person(clerk).get("/entry/rounds/").content.decode()
    assert "快截止了" in page
    assert "1 条未读提醒" in page
    elsewhere = as_person(clerk).get("/projects/").content.decode()
    assert "快截止了" not in elsewhere
    assert "1 条未读提醒" in elsewhere
    back = as_person(clerk).post("/entry/reminders/read/", {"reminder": told.pk, "next": "/entry/rounds/"})
    assert back.url == "/entry/rounds/"
    told.refresh_from_db()
    assert timezone.now() - told.read_at < timedelta(minutes=1)
    assert "快截止了" not in as_person(clerk).get("/entry/rounds/").content.decode()


def test_nobody_reads_for_another_and_nobody_is_sent_elsewhere(as_person, row, clerk, reviewer):
    told = Reminder.objects.create(round=asked(row), person=clerk, kind="closing", text="快截止了")
    back = as_person(reviewer).post(
        "/entry/reminders/read/", {"reminder": [told.pk, "x", "9" * 30], "next": "https://elsewhere.example/"}
    )
    assert back.url == "/entry/"
    told.refresh_from_db()
    assert told.read_at is None


def test_reminders_cost_one_query_and_a_leader_none(as_person, row, clerk):
    round = asked(row)

    def reminder_queries(person):
        with CaptureQueriesContext(connection) as captured:
            assert as_person(person).get("/entry/rounds/").status_code == 200
        return sum('FROM "indicators_reminder"' in one["sql"] for one in captured)

    Reminder.objects.create(round=round, person=clerk, kind="closing", text="快截止了")
    assert reminder_queries(clerk) == 1
    assert reminder_queries(accounts.leader()) == 0


def test_an_unknown_round_is_not_found(as_person, reviewer):
    assert as_person(reviewer).get("/entry/rounds/999999/").status_code == 404


def test_a_round_of_the_county_is_seen_from_the_city_and_not_from_the_neighbour(as_person, row):
    round = asked(gdp_row(plan=row.plan))
    assert as_person(accounts.leader(regions.xinxiang())).get(f"/entry/rounds/{round.pk}/").status_code == 200
    assert as_person(accounts.reviewer(regions.weibin())).get(f"/entry/rounds/{round.pk}/").status_code == 403
