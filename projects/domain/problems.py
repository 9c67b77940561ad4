"""The life of a problem (问题清单) and of a letter (提示函): which step follows which, and when one is overdue. Days come in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Of a problem, by the stored words."""

    OPEN = "open"
    ASSIGNED = "assigned"
    ANSWERED = "answered"
    CLOSED = "closed"


class Step(StrEnum):
    """What a person does about a problem, by the stored words."""

    ASSIGNED = "assigned"
    ANSWERED = "answered"
    SENT_BACK = "sent_back"
    EXTENDED = "extended"
    CLOSED = "closed"
    REOPENED = "reopened"


#: From which states a step exists. A problem that was assigned may go to another unit as long as nobody answered.
FROM: Final[Mapping[Step, frozenset[State]]] = {
    Step.ASSIGNED: frozenset({State.OPEN, State.ASSIGNED}),
    Step.ANSWERED: frozenset({State.ASSIGNED}),
    Step.SENT_BACK: frozenset({State.ANSWERED}),
    Step.EXTENDED: frozenset({State.ASSIGNED}),
    Step.CLOSED: frozenset({State.OPEN, State.ASSIGNED, State.ANSWERED}),
    Step.REOPENED: frozenset({State.CLOSED}),
}

#: Of the unit that must solve it; all other steps are of those who direct the work.
OF_THE_UNIT: Final = frozenset({Step.ANSWERED})


def after(step: Step, *, assigned_before: bool) -> State:
    """The state after a step. ``assigned_before``: unit and day stand; a problem reopened without them waits for both."""
    if step is Step.ANSWERED:
        return State.ANSWERED
    if step is Step.CLOSED:
        return State.CLOSED
    if step is Step.REOPENED and not assigned_before:
        return State.OPEN
    return State.ASSIGNED


def steps_from(state: str) -> tuple[Step, ...]:
    """The steps that exist in a state, in the order in which a page offers them."""
    return tuple(step for step, states in FROM.items() if State(state) in states)


def days_over(state: str, due: date | None, today: date) -> int:
    """By how many days an assigned problem that has no answer is overdue (逾期); 0: not overdue."""
    if state != State.ASSIGNED or due is None:
        return 0
    return max(0, (today - due).days)


def reply_days_over(state: str, deadline: date, today: date) -> int:
    """By how many days the reply to a letter is overdue; 0: not overdue, or replied."""
    return max(0, (today - deadline).days) if state == "issued" else 0
