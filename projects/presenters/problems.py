"""Words, signs and tables of problems and letters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import access
from accounts.models import User
from projects.domain.problems import OF_THE_UNIT, Step, days_over, reply_days_over, steps_from
from projects.models import Letter, Problem, ProblemState
from projects.selectors.problems import UnitCount
from projects.services.problems import may_answer
from sheets.table import Column, Table

#: What the filter of the list offers; "" is what still waits for somebody.
UNSETTLED, OVERDUE, ALL = "", "overdue", "all"
STATES: dict[str, Promise] = {
    UNSETTLED: gettext_lazy("未销号"),
    OVERDUE: gettext_lazy("逾期"),
    "open": gettext_lazy("待交办"),
    "assigned": gettext_lazy("已交办"),
    "answered": gettext_lazy("已答复"),
    "closed": gettext_lazy("已销号"),
    ALL: gettext_lazy("全部"),
}
SIGNS = {"open": "○", "assigned": "●", "answered": "◐", "closed": "✓", "issued": "●", "replied": "◐"}
#: What a person does, as its button says it.
STEPS: dict[Step, Promise] = {
    Step.ASSIGNED: gettext_lazy("交办"),
    Step.ANSWERED: gettext_lazy("答复"),
    Step.SENT_BACK: gettext_lazy("退回重办"),
    Step.EXTENDED: gettext_lazy("延期"),
    Step.CLOSED: gettext_lazy("销号"),
    Step.REOPENED: gettext_lazy("重新打开"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A problem or a letter in a list. ``days_over``: 0 = not overdue. ``sign`` stands before the word of the state."""

    it: Problem | Letter
    days_over: int
    sign: str

    @property
    def css(self) -> str:
        return "overdue" if self.days_over else self.it.state


def problem_line(problem: Problem, today: date) -> Line:
    over = days_over(problem.state, problem.due, today)
    return Line(problem, over, "!" if over else SIGNS[problem.state])


def letter_line(letter: Letter, today: date) -> Line:
    over = reply_days_over(letter.state, letter.deadline, today)
    return Line(letter, over, "!" if over else SIGNS.get(letter.state, "✓"))


def steps_open_to(problem: Problem, user: User) -> list[Step]:
    """What the person may do about it now, as the page offers it."""
    directs = access.may_direct(user, problem.project.region)
    answers = may_answer(user, problem)
    return [step for step in steps_from(problem.state) if (answers if step in OF_THE_UNIT else directs)]


def step_word(step: Step, problem: Problem) -> Promise | str:
    """What its button says: a problem that was assigned goes to another unit or gets another day."""
    return _("改派") if step is Step.ASSIGNED and problem.state == ProblemState.ASSIGNED else STEPS[step]


def step_to_take(steps: Sequence[Step], problem: Problem) -> Step | None:
    """The form that stands open: the one thing to do now; None where the unit has still to answer."""
    waits = problem.state == ProblemState.ASSIGNED and Step.ASSIGNED in steps
    return None if waits or not steps else steps[0]


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums of the lines of units: what the sentence above the list says."""

    open: int
    assigned: int
    overdue: int
    answered: int
    closed: int

    @property
    def unsettled(self) -> int:
        return self.open + self.assigned + self.answered


def tally(lines: Sequence[UnitCount]) -> Tally:
    return Tally(
        *(sum(getattr(line, name) for line in lines) for name in ("open", "assigned", "overdue", "answered", "closed"))
    )


def problems_table(problems: Iterable[Problem], today: date) -> Table:
    """The list as a sheet."""
    columns = (
        Column(_("地区")), Column(_("项目")), Column(_("问题")), Column(_("类别")), Column(_("责任单位")),
        Column(_("解决时限")), Column(_("状态")), Column(_("逾期"), _("天"), "number", 0), Column(_("提出时间")),
        Column(_("销号时间")), Column(_("数据")),
    )  # fmt: skip
    rows = []
    for one in problems:
        over = days_over(one.state, one.due, today)
        rows.append(
            (
                one.project.region.name, one.project.name, one.text, one.get_kind_display(),
                one.unit.name if one.unit else None, _day(one.due), one.get_state_display(), over or None,
                _day(timezone.localdate(one.raised_at)), _day(timezone.localdate(one.closed_at)) if one.closed_at else None,
                _("演示数据") if one.sample else None,
            )
        )  # fmt: skip
    return Table(_("问题清单"), columns, tuple(rows))


def units_table(lines: Iterable[UnitCount]) -> Table:
    """How the units stand, as a sheet."""
    labels = (_("待交办"), _("已交办"), _("其中逾期"), _("已答复"), _("已销号"))
    columns = (
        Column(_("责任单位")), Column(_("地区")), *(Column(label, "", "number", 0) for label in labels),
        Column(_("最早逾期的时限")),
    )  # fmt: skip
    rows = [
        (
            one.name or _("未明确单位"), one.region or None, one.open, one.assigned, one.overdue, one.answered, one.closed,
            _day(one.late_since),
        )
        for one in lines
    ]  # fmt: skip
    return Table(_("按单位"), columns, tuple(rows))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
