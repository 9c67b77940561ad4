"""Months as data, and money in 万元: what is missing stays missing."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.domain import money, months, stages
from projects.models import Stage

any_month = st.dates(date(1990, 1, 1), date(2060, 12, 31)).map(months.first_of)


@given(any_month, st.integers(-200, 200))
def test_moving_there_and_back(month, by):
    assert months.shifted(months.shifted(month, by), -by) == month
    assert months.after(months.before(month)) == month


@given(any_month)
def test_a_month_lies_in_its_quarter_half_and_year(month):
    assert month in months.quarter_of(month)
    assert month in months.half_of(month)
    assert months.year_to(month)[-1] == month
    assert months.first_of(months.last_day(month)) == month
    assert months.read_month(months.month_key(month)) == month


@pytest.mark.parametrize(
    ("month", "day", "due"), [((2025, 3), 5, date(2025, 4, 5)), ((2024, 12), 28, date(2025, 1, 28))]
)
def test_due_in_the_month_after(month, day, due):
    assert months.due_on(date(*month, 1), day) == due
    assert months.days_late(date(*month, 1), day, due) == 0
    assert months.days_late(date(*month, 1), day, due.replace(day=due.day)) == 0


def test_days_late_are_counted_from_the_day_after():
    assert months.days_late(date(2025, 3, 1), 5, date(2025, 4, 9)) == 4


@pytest.mark.parametrize(
    "text",
    [
        "2025",
        "2025-13",
        "2025-00",
        "0000-01",
        "0001-01",
        "1948-12",
        "9999-01",
        "9999-12",
        "٢٠٢٥-٠١",
        "25-03",
        "2025-3",
        "二〇二五-03",
        "2025-03-01",
    ],
)
def test_what_is_no_month(text):
    assert months.read_month(text) is None


def test_how_a_month_is_written():
    assert months.month_text(date(2025, 3, 1)) == "2025 年 3 月"


@pytest.mark.parametrize(
    ("value", "unit", "wan"),
    [(D(20), "亿元", D(200_000)), (D("0.35"), "亿元", D(3500)), (D(800), "万元", D(800)), (None, "亿元", None)],
)
def test_totals_in_wan(value, unit, wan):
    assert money.in_wan(value, unit) == wan


def test_another_unit_is_refused():
    with pytest.raises(ValueError, match="美元"):
        money.in_wan(D(1), "亿美元")


@pytest.mark.parametrize(("values", "total"), [([], None), ([None], None), ([D(0)], D(0)), ([D(1), None, D(2)], D(3))])
def test_a_sum_of_nothing_is_nothing(values, total):
    assert money.total(values) == total


def test_the_share_is_of_those_that_planned():
    found = money.against_plan([(D(300), D(1000)), (D(500), None), (None, D(200)), (None, None), (D(0), D(0))])
    assert (found.done, found.done_planned, found.planned) == (D(800), D(300), D(1200))
    assert (found.share, found.with_plan, found.without_plan, found.unreported) == (D("0.25"), 3, 2, 1)


@pytest.mark.parametrize("pairs", [[], [(D(5), None)], [(D(5), D(0))], [(None, D(5))]])
def test_no_share_without_plan_or_report(pairs):
    assert money.against_plan(pairs).share is None


def test_the_stages_are_those_of_the_register():
    assert list(stages.STAGES) == list(Stage.values)
    assert {one: str(Stage(one).label) for one in stages.STAGES} == stages.NAMES


@pytest.mark.parametrize(
    ("before", "now", "left_out"),
    [
        ("", "building", ()),
        ("idea", "", ()),
        ("idea", "reserve", ()),
        ("preparation", "started", ()),
        ("preparation", "building", ("started",)),
        ("started", "completed", ("building",)),
        ("building", "started", ()),
    ],
)
def test_stages_left_out(before, now, left_out):
    assert stages.skipped(before, now) == left_out
