"""What is done about problems of projects (问题清单): each step is kept with words, who and when.

open → assigned (unit and day) → answered → closed; sent back and extended on the way, reopened afterwards. ``lock`` is that of
the problem which the person looked at; ``StaleProblem`` where it moved on. ``at``: when it was done, None = now; only loaders
of sample data name another moment.
"""

from __future__ import annotations

from datetime import date, datetime

from accounts.models import Unit, User
from projects.models import Problem, ProjectReport


def raise_from_report(*, report: ProjectReport, by: User, at: datetime | None = None) -> Problem | None:
    """The problem that an approved report states, in the caller's transaction and history; None where it states none.

    The caller has asked whether ``by`` may approve. One open problem per project and text: where it stands already it is
    returned as it is. Unit and day named in the report assign it at once (the approval confirms them); else it waits for somebody
    to assign it. A report that was reopened and approved with other words changes the problem that it raised, as long as
    nothing but raising and assigning was done.
    """
    raise NotImplementedError


def raise_problem(*, project_id: int, text: str, kind: str, by: User, at: datetime | None = None) -> Problem:
    """A problem that somebody states outside a report."""
    raise NotImplementedError


def assign(
    *, problem: Problem, unit: Unit, due: date, lock: int, by: User, text: str = "", at: datetime | None = None
) -> Problem:
    """Give it to a unit of the region, above or below it, to be solved by ``due``."""
    raise NotImplementedError


def answer(*, problem: Problem, text: str, lock: int, by: User, at: datetime | None = None) -> Problem:
    """The solving unit says what was done."""
    raise NotImplementedError


def send_back(
    *, problem: Problem, text: str, lock: int, by: User, due: date | None = None, at: datetime | None = None
) -> Problem:
    """The answer is not enough: the unit goes on, by ``due`` or by the day that stands."""
    raise NotImplementedError


def extend(*, problem: Problem, due: date, text: str, lock: int, by: User, at: datetime | None = None) -> Problem:
    """More time, with the reason."""
    raise NotImplementedError


def close(*, problem: Problem, text: str, lock: int, by: User, at: datetime | None = None) -> Problem:
    """Solved (销号), with words. Whoever gave the last answer does not close it."""
    raise NotImplementedError


def reopen(
    *, problem: Problem, text: str, lock: int, by: User, due: date | None = None, at: datetime | None = None
) -> Problem:
    """It was not solved after all."""
    raise NotImplementedError
