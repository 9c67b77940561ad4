"""What a bulletin counts, ranks and names: by table."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.domain.stored import from_stored, to_stored
from projects.domain.bulletin.draw import draw
from projects.domain.bulletin.facts import Facts
from tests.projects.bulletin.made import NOBODY, OWN, WEIBIN, asked, hindrance, material, work


def test_zero_and_missing_are_two_things():
    nothing = draw(material(work(planned=100)))
    zero = draw(material(work(planned=100, year_done=0, span_done=0)))
    assert (nothing.whole.planned_done, nothing.whole.share, nothing.whole.silent) == (None, None, 1)
    assert (zero.whole.planned_done, zero.whole.share, zero.whole.silent) == (0, 0, 0)
    assert [one.place for one in nothing.groups] == [None]
    assert [one.place for one in zero.groups] == [1]
    assert nothing.laggards == ()  # nobody knows
    assert [one.why for one in zero.laggards] == [("investment",)]


@pytest.mark.parametrize(
    ("works", "planned", "done", "share", "beside"),
    [
        ([], None, None, None, (0, None)),
        ([{"year_done": 50}], None, None, None, (1, 50)),  # done without a plan is said beside
        ([{"planned": 0, "year_done": 50}], 0, 50, None, (0, None)),  # a plan of 0 has no share
        ([{"planned": 100, "year_done": 50}, {"year_done": 30}], 100, 50, "0.5", (1, 30)),
        ([{"planned": 100, "year_done": 50}, {"planned": 100}], 200, 50, "0.25", (0, None)),  # silence does not help
        ([{"planned": 100, "year_done": 150}], 100, 150, "1.5", (0, None)),  # nothing is clipped
        ([{"planned": 100, "year_done": -5}], 100, -5, "-0.05", (0, None)),
    ],
)
def test_investment_against_the_plan_of_the_year(works, planned, done, share, beside):
    whole = draw(material(*(work(**one) for one in works))).whole
    assert (whole.planned, whole.planned_done) == (planned, done)
    assert whole.share == (None if share is None else Decimal(share))
    assert (whole.unplanned, whole.unplanned_done) == beside


def test_equal_shares_share_a_place_and_who_has_no_share_has_none():
    found = draw(
        material(
            work(planned=100, year_done=60),
            work(planned=200, year_done=120, party=WEIBIN),
            work(planned=100, year_done=10, party=OWN),
            work(planned=100, year_done=90, party=NOBODY),
        )
    )
    assert [(one.name, one.place) for one in found.groups] == [
        ("卫滨区", 1), ("延津县", 1), ("新乡市本级", 3), ("未明确牵头单位", None),
    ]  # fmt: skip
    assert found.whole.planned == 500


def test_places_of_the_span_before():
    found = draw(
        material(
            work(planned=100, year_done=60, year_before=10),
            work(planned=100, year_done=50, year_before=40, party=WEIBIN),
            work(planned=100, party=OWN),
            kind="quarterly",
        )
    )
    assert [(one.name, one.place, one.place_before) for one in found.groups] == [
        ("延津县", 1, 2), ("卫滨区", 2, 1), ("新乡市本级", None, None),
    ]  # fmt: skip
    assert found.groups[0].share_before == Decimal("0.1")


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        ({"planned": 100, "year_done": 100}, "met"),
        ({"planned": 1000, "year_done": "999.9"}, "nearly"),
        ({"planned": 100, "year_done": 90}, "nearly"),
        ({"planned": 1000, "year_done": "899.9"}, "short"),
        ({"planned": 100, "year_done": 0}, "short"),
        ({"planned": 100}, "no_report"),
        ({"planned": 0, "year_done": 5}, "no_plan"),
        ({"year_done": 5}, "no_plan"),
    ],
)
def test_the_verdict_of_a_year(given, verdict):
    found = draw(material(work(**given), kind="yearly", month=date(2025, 12, 1)))
    assert [one.verdict for one in found.groups] == [verdict]
    assert [one.verdict for one in draw(material(work(**given))).groups] == [""]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"planned": 100, "year_done": 40}, ()),  # June: half of the year less a tenth of the plan
        ({"planned": 1000, "year_done": "399.9"}, ("investment",)),
        ({"planned": 100}, ()),
        ({"year_done": 1}, ()),
        ({"planned": 100, "year_done": 0, "monthly": False}, ()),
        ({"planned": 100, "year_done": 0, "stage": "completed"}, ()),
        ({"planned": 100, "year_done": 0, "finished_on": date(2025, 5, 1)}, ()),
        ({"planned_start": date(2025, 6, 30)}, ("not_started",)),
        ({"planned_start": date(2025, 7, 1)}, ()),
        ({"planned_start": date(2025, 6, 1), "started_on": date(2025, 6, 2)}, ()),
        ({"planned_start": date(2025, 6, 1), "stage": "building"}, ()),
        ({"planned_start": date(2025, 6, 1), "stage": "signed"}, ("not_started",)),
        ({"planned_finish": date(2025, 6, 30), "stage": "building"}, ("not_finished",)),
        (
            {"planned": 100, "year_done": 0, "planned_start": date(2024, 1, 1), "planned_finish": date(2025, 1, 1)},
            ("investment", "not_started", "not_finished"),
        ),
    ],
)
def test_who_lags_and_why(given, why):
    found = draw(material(work(**given)))
    assert found.whole.lagging == len(found.laggards) == (1 if why else 0)
    if why:
        assert found.laggards[0].why == why


def test_the_furthest_behind_stands_first_and_what_is_short_is_said():
    found = draw(
        material(
            work(name="甲", planned=100, year_done=30),
            work(name="乙", planned=1000, year_done=100),
            work(name="丙", planned_start=date(2025, 3, 1)),
            work(name="丁", planned_start=date(2024, 3, 1)),
        )
    )
    assert [(one.name, one.short) for one in found.laggards] == [("乙", 400), ("甲", 20), ("丁", None), ("丙", None)]


def test_started_and_finished_in_the_span_in_the_year_and_in_the_span_before():
    days = [
        date(2024, 12, 31),
        date(2025, 1, 1),
        date(2025, 3, 31),
        date(2025, 4, 1),
        date(2025, 6, 30),
        date(2025, 7, 1),
    ]
    found = draw(material(*(work(started_on=day, finished_on=day) for day in days), kind="quarterly"))
    whole = found.whole
    assert (whole.started, whole.started_before, whole.started_year) == (2, 2, 4)
    assert (whole.finished, whole.finished_before, whole.finished_year) == (2, 2, 4)
    assert [one.on for one in found.started] == [one.on for one in found.finished] == days[3:5]


def test_problems_open_overdue_raised_and_closed():
    one = work(name="产业园")
    found = draw(
        material(
            one,
            hindrances=[
                hindrance(one, state="assigned", due=date(2025, 6, 30), unit="自然资源局"),
                hindrance(one, state="assigned", due=date(2025, 7, 10)),  # its day is not over
                hindrance(one, state="answered", due=date(2025, 6, 1)),  # its unit did answer
                hindrance(one, raised=date(2025, 5, 1)),
                hindrance(one, state="closed", closed_on=date(2025, 7, 2)),
                hindrance(one, state="closed", closed_on=date(2025, 5, 2), raised=date(2025, 4, 1)),
            ],
        )
    )
    whole = found.whole
    assert (whole.open, whole.overdue, whole.raised, whole.closed) == (4, 1, 4, 1)
    assert [(problem.days, problem.unit) for problem in found.problems][:2] == [(10, "自然资源局"), (0, "")]
    assert len(found.problems) == 4


def test_reports_in_time_late_missing_and_not_due_yet():
    one = work(unit="发改委")
    found = draw(
        material(
            one,
            asked=[
                asked(one, date(2025, 7, 5)),
                asked(one, date(2025, 7, 6), month=date(2025, 5, 1)),
                asked(one, month=date(2025, 4, 1)),
                asked(one, month=date(2025, 3, 1), due=date(2025, 7, 10)),
            ],
        )
    )
    whole = found.whole
    assert (whole.asked, whole.on_time, whole.late, whole.missing, whole.pending) == (4, 1, 1, 1, 1)
    assert [(late.month.month, late.handed_in) for late in found.unreported] == [(4, None), (5, date(2025, 7, 6))]


def test_visits_are_chosen_by_rule_and_no_project_twice():
    def site(name, total, done, **given):
        return work(name=name, total=total, planned=100, year_done=done, stage="building", reported=True, **given)

    works = [
        site("最大", 900, 50),
        site("最好", 100, 80),
        site("最慢", 100, 10),
        work(name="未报", total=999, stage="building"),
        site("区里", 5, 50, party=WEIBIN),
        work(name="谋划", total=5000, stage="idea", reported=True),
    ]
    found = draw(material(*works, kind="half_yearly"))
    assert [(one.group, one.name, one.why) for one in found.visits] == [
        ("卫滨区", "区里", "largest"),
        ("延津县", "最大", "largest"), ("延津县", "最好", "best"), ("延津县", "最慢", "lagging"),
    ]  # fmt: skip
    by_unit = draw(material(*works, kind="half_yearly", by="unit")).visits
    assert [one.why for one in by_unit] == ["largest", "largest", "largest", "best"]  # the one that lags was taken
    assert draw(material(*works)).visits == ()


def test_a_default_unit_is_counted_as_such():
    works = (work(unit="交通局", unit_confirmed=False), work(unit="交通局"), work(unit_confirmed=False))
    assert draw(material(*works)).whole.by_default == 1


def test_nothing_at_all_is_a_bulletin_too():
    found = draw(material())
    assert (found.whole.projects, found.whole.span_done, found.groups) == (0, None, ())


def test_what_is_kept_reads_back():
    one = work(planned="100.50", year_done=0, started_on=date(2025, 6, 3), sample=True, stage="building", reported=True)
    found = draw(
        material(one, hindrances=[hindrance(one)], asked=[asked(one)], kind="half_yearly", month=date(2025, 6, 1))
    )
    assert found.sample
    assert from_stored(Facts, to_stored(found)) == found
