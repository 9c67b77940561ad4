"""Which step follows which, and when a problem or a reply is overdue."""

from datetime import date

import pytest

from projects.domain.letters import LateLine, ProblemLine, closing, opening, said_months
from projects.domain.problems import Step, after, days_over, reply_days_over, steps_from

TODAY = date(2025, 7, 8)


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        ("open", ("assigned", "closed")),
        ("assigned", ("assigned", "answered", "extended", "closed")),
        ("answered", ("sent_back", "closed")),
        ("closed", ("reopened",)),
    ],
)
def test_steps_of_a_state(state, steps):
    assert steps_from(state) == steps


@pytest.mark.parametrize(
    ("step", "known", "state"),
    [
        (Step.ASSIGNED, True, "assigned"),
        (Step.ANSWERED, True, "answered"),
        (Step.SENT_BACK, True, "assigned"),
        (Step.EXTENDED, True, "assigned"),
        (Step.CLOSED, False, "closed"),
        (Step.REOPENED, True, "assigned"),
        (Step.REOPENED, False, "open"),
    ],
)
def test_the_state_after_a_step(step, known, state):
    assert after(step, assigned_before=known) == state


@pytest.mark.parametrize(
    ("state", "due", "days"),
    [
        ("assigned", date(2025, 7, 8), 0),  # the last day is in time
        ("assigned", date(2025, 7, 7), 1),
        ("assigned", date(2024, 7, 8), 365),
        ("assigned", None, 0),
        ("open", date(2025, 1, 1), 0),
        ("answered", date(2025, 1, 1), 0),
        ("closed", date(2025, 1, 1), 0),
    ],
)
def test_days_over(state, due, days):
    assert days_over(state, due, TODAY) == days


@pytest.mark.parametrize(("state", "days"), [("issued", 3), ("replied", 0), ("closed", 0)])
def test_a_reply_is_overdue_only_while_it_is_awaited(state, days):
    assert reply_days_over(state, date(2025, 7, 5), TODAY) == days


def line(project="水厂", days=0):
    return ProblemLine(project, "用地未批", "land", date(2025, 5, 1), date(2025, 6, 30), days)


LATE = (LateLine("道路", ("2025-05", "2025-06")),)


@pytest.mark.parametrize(
    ("lines", "late", "said"),
    [
        (
            (line(days=8), line(days=3), line("道路")),
            (),
            [
                "截至2025年7月8日，由你单位负责解决的重点项目问题有3个，涉及2个项目，其中2个已超过解决时限，最长逾期8天。"
                "具体情况见附表。"
            ],
        ),
        (
            (line(),),
            LATE,
            [
                "截至2025年7月8日，由你单位负责解决的重点项目问题有1个，涉及1个项目。具体情况见附表。",
                "另外，你单位牵头的1个项目有2份月报逾期未报，名单附后。",
            ],
        ),
        ((), LATE, ["截至2025年7月8日，你单位牵头的1个项目有2份月报逾期未报，名单附后。"]),
    ],
)
def test_the_opening_says_the_numbers(lines, late, said):
    assert list(opening(lines, late, as_of=TODAY)) == said


def test_the_closing_says_what_is_asked_by_when_and_what_is_added():
    said = closing((line(),), LATE, date(2025, 7, 18), "联系人：办公室\n\n")
    assert said[0].startswith("请于2025年7月18日前") and "补报所缺月报" in said[0] and "逐项答复" in said[0]
    assert said[1:] == ("联系人：办公室",)
    assert "补报" not in closing((line(),), (), date(2025, 7, 18), "")[0]


def test_months_are_said_by_year():
    assert said_months(("2025-11", "2025-12", "2026-01")) == "2025年11月、12月，2026年1月"
