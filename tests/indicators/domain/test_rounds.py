"""When a round may be written: both sides of both edges by table, and what holds for any dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.rounds import RoundState, Window, standing

ROUND = Window(date(2026, 1, 5), date(2026, 1, 20))
AGAIN = Window(date(2026, 2, 1), date(2026, 2, 3))
DURING = Window(date(2026, 1, 18), date(2026, 1, 25))


@pytest.mark.parametrize(
    ("today", "again", "state", "until", "may_correct"),
    [
        ("2026-01-04", [], "before", None, False),
        ("2026-01-05", [], "open", "2026-01-20", False),
        ("2026-01-20", [], "open", "2026-01-20", False),
        ("2026-01-21", [], "closed", "2026-01-20", False),
        ("2026-01-31", [AGAIN], "closed", "2026-01-20", False),
        ("2026-02-01", [AGAIN], "reopened", "2026-02-03", True),
        ("2026-02-03", [AGAIN], "reopened", "2026-02-03", True),
        ("2026-02-04", [AGAIN], "closed", "2026-02-03", False),
        ("2026-01-17", [DURING], "open", "2026-01-20", False),
        ("2026-01-18", [DURING], "open", "2026-01-25", True),
        ("2026-01-21", [DURING], "reopened", "2026-01-25", True),
        ("2026-02-02", [AGAIN, Window(date(2026, 2, 2), date(2026, 2, 9))], "reopened", "2026-02-09", True),
    ],
)
def test_edges(today, again, state, until, may_correct):
    found = standing(ROUND, again, date.fromisoformat(today))
    assert (found.state, found.may_correct) == (state, may_correct)
    assert found.until == (date.fromisoformat(until) if until else None)


def test_a_window_does_not_close_before_it_opens():
    with pytest.raises(ValueError, match="before it opens"):
        Window(date(2026, 1, 2), date(2026, 1, 1))


DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 1))
WINDOWS = st.builds(lambda day, length: Window(day, day + timedelta(days=length)), DAYS, st.integers(0, 40))


@given(WINDOWS, st.lists(WINDOWS, max_size=4), DAYS)
def test_open_exactly_within_a_window(asking, again, today):
    found = standing(asking, again, today)
    assert found.is_open == any(one.opens_on <= today <= one.closes_on for one in [asking, *again])
    assert found.may_correct == any(one.opens_on <= today <= one.closes_on for one in again)


@given(WINDOWS, st.lists(WINDOWS, max_size=4), DAYS)
def test_until_tells_the_last_day(asking, again, today):
    found = standing(asking, again, today)
    if found.is_open:
        assert found.until >= today
        assert standing(asking, again, found.until).is_open
    elif found.state is RoundState.CLOSED:
        assert found.until < today
    else:
        assert found.until is None
        assert today < asking.opens_on


@given(WINDOWS, st.lists(WINDOWS, max_size=3), WINDOWS, DAYS)
def test_a_reopening_never_closes_anything(asking, again, more, today):
    if standing(asking, again, today).is_open:
        assert standing(asking, [*again, more], today).is_open
