"""What is done about problems of projects (问题清单): each step is kept with words, who and when.

open → assigned (unit and day) → answered → closed; sent back and extended on the way, reopened afterwards
(``projects.domain.problems``). ``lock`` is that of the problem which the person looked at; ``Stale`` where it moved on,
``WrongState`` where the step does not exist now, ``ValidationError`` for what was typed. ``at``: when it was done, None = now;
only loaders of sample data name another moment.
"""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import Unit, User
from accounts.services.history import history
from indicators.services.errors import OwnFigure, WrongState
from projects.domain.problems import FROM, State, Step, after
from projects.models import Problem, ProblemState, ProblemStep, Project, ProjectReport, StepKind
from projects.services.errors import Stale
from projects.services.register import answers_in
from regions.recorded import recorded


# --- raising ----------------------------------------------------------------------------------------------------------
def raise_from_report(*, report: ProjectReport, by: User, at: datetime | None = None) -> Problem | None:
    """The problem that an approved report states, in the caller's transaction and history; None where it states none.

    The caller has asked whether ``by`` may approve. One open problem per project and text: where it stands already it is
    returned, assigned if only now the unit and the day are named. Unit and day named in the report assign it at once (the
    approval confirms them); else it waits for somebody to assign it. A report that was reopened and approved with other
    words changes the problem that it raised, as long as nothing but raising and assigning was done.
    """
    text = report.problem.strip()
    if not text:
        return None
    moment = at or timezone.now()
    open_ones = Problem.objects.select_for_update(of=["self"]).filter(project=report.project_id)
    open_ones = open_ones.exclude(state=ProblemState.CLOSED)
    found = open_ones.filter(text=text).first() or _untouched(open_ones.filter(report=report))
    unit, due = report.problem_unit, report.problem_due
    if found is None:
        found = Problem(
            project=report.project, report=report, raised_by=report.submitted_by or by, raised_at=moment,
            sample=report.sample,
        )  # fmt: skip
    if changed := found.text != text:
        found.text = text
        if found.state == State.OPEN:
            found.unit, found.due = unit, due
        _keep(found, StepKind.RAISED, text, found.raised_by, moment)
    differs = (found.unit, found.due) != (unit, due)
    if unit and due and (found.state == State.OPEN or (changed and differs)):
        found.unit, found.due, found.state = unit, due, ProblemState.ASSIGNED
        _keep(found, StepKind.ASSIGNED, recorded("按月报所列单位和时限交办"), by, moment)
    return found


def _untouched(raised: QuerySet[Problem]) -> Problem | None:
    """The problem that the same report raised, if nobody has answered or decided anything about it."""
    done = {StepKind.RAISED, StepKind.ASSIGNED}
    return next((one for one in raised if set(one.steps.values_list("kind", flat=True)) <= done), None)


def raise_problem(
    *, project: Project, text: str, kind: str, by: User, sample: bool = False, at: datetime | None = None
) -> Problem:
    """A problem that somebody who directs the work states outside a report, for example after a visit."""
    access.require(access.may_direct(by, project.region), user=by, what=f"raise problem of project {project.pk}")
    moment = at or timezone.now()
    new = Problem(project=project, text=text.strip(), kind=kind, raised_by=by, raised_at=moment, sample=sample)
    with transaction.atomic(), history(by, recorded("提出项目问题")):
        _keep(new, StepKind.RAISED, new.text, by, moment)
    return new


# --- steps ------------------------------------------------------------------------------------------------------------
def assign(
    *, problem: Problem, unit: Unit, due: date, lock: int, by: User, kind: str = "", text: str = "",
    at: datetime | None = None,
) -> Problem:  # fmt: skip
    """Give it to a unit of the region, above or below it, to be solved by ``due``. ``kind`` "": as it stands."""
    if not answers_in(unit, problem.project):
        raise ValidationError({"unit": _("“%(unit)s”不是本地区或上下级地区的单位。") % {"unit": unit}})
    _check_due(due, at)
    with transaction.atomic(), history(by, recorded("交办项目问题")):
        found = _for_step(problem, Step.ASSIGNED, lock, by)
        found.unit, found.due, found.kind = unit, due, kind or found.kind
        return _take(found, Step.ASSIGNED, text, by, at)


def answer(*, problem: Problem, text: str, lock: int, by: User, at: datetime | None = None) -> Problem:
    """The solving unit says what was done."""
    with transaction.atomic(), history(by, recorded("答复项目问题")):
        return _take(_for_step(problem, Step.ANSWERED, lock, by), Step.ANSWERED, text, by, at)


def send_back(
    *, problem: Problem, text: str, lock: int, by: User, due: date | None = None, at: datetime | None = None
) -> Problem:
    """The answer is not enough: the unit goes on, by ``due`` or by the day that stands."""
    _check_due(due, at)
    with transaction.atomic(), history(by, recorded("退回项目问题的答复")):
        found = _for_step(problem, Step.SENT_BACK, lock, by)
        found.due = due or found.due
        return _take(found, Step.SENT_BACK, text, by, at)


def extend(*, problem: Problem, due: date, text: str, lock: int, by: User, at: datetime | None = None) -> Problem:
    """More time, with the reason; the new day lies after the one that stands."""
    with transaction.atomic(), history(by, recorded("延长项目问题的时限")):
        found = _for_step(problem, Step.EXTENDED, lock, by)
        if found.due is not None and due <= found.due:
            raise ValidationError({"due": _("延期后的时限须晚于现在的 %(day)s。") % {"day": found.due.isoformat()}})
        found.due = due
        return _take(found, Step.EXTENDED, text, by, at)


def close(*, problem: Problem, text: str, lock: int, by: User, at: datetime | None = None) -> Problem:
    """Solved (销号), with words. ``OwnFigure``: whoever gave the last answer does not close it."""
    with transaction.atomic(), history(by, recorded("项目问题销号")):
        found = _for_step(problem, Step.CLOSED, lock, by)
        last = found.steps.filter(kind=StepKind.ANSWERED).last()
        if found.state == State.ANSWERED and last is not None and last.taken_by_id == by.pk:
            access.log.warning("refused: close own answer of problem %s (user=%s)", found.pk, by.pk)
            raise OwnFigure(_("不能销号自己答复的问题，请由另一位审核员或规划科人员销号。"))
        found.closed_by, found.closed_at = by, at or timezone.now()
        return _take(found, Step.CLOSED, text, by, at)


def reopen(
    *, problem: Problem, text: str, lock: int, by: User, due: date | None = None, at: datetime | None = None
) -> Problem:
    """It was not solved after all. ``due``: a new day; None: the one that stands."""
    _check_due(due, at)
    with transaction.atomic(), history(by, recorded("重新打开项目问题")):
        found = _for_step(problem, Step.REOPENED, lock, by)
        found.closed_by, found.closed_at, found.due = None, None, due or found.due
        return _take(found, Step.REOPENED, text, by, at)


# --- what every step stands on ----------------------------------------------------------------------------------------
def _for_step(problem: Problem, step: Step, lock: int, by: User) -> Problem:
    """The problem as it stands now, locked; refused unless the person may take the step and it exists."""
    related = Problem.objects.select_related("project__region", "unit__region")
    found = related.select_for_update(of=["self"]).get(pk=problem.pk)
    region = found.project.region
    allowed = may_answer(by, found) if step is Step.ANSWERED else access.may_direct(by, region)
    access.require(allowed, user=by, what=f"{step} problem {found.pk}")
    if found.lock != lock:
        raise Stale(_("这个问题已被他人处理过。请看过现在的情况后再办。"), found)
    if State(found.state) not in FROM[step]:
        state = found.get_state_display()
        raise WrongState(_("这个问题现在是“%(state)s”，不能进行这一步。请刷新页面后再看。") % {"state": state})
    return found


def may_answer(by: User, problem: Problem) -> bool:
    """A clerk of the solving unit, of whichever region it is; whoever writes for any unit of the project's region."""
    if problem.unit is None:
        return False
    regions = {problem.project.region, problem.unit.region}
    return any(access.may_enter(by, region, [problem.unit]) for region in regions)


def _take(problem: Problem, step: Step, text: str, by: User, at: datetime | None) -> Problem:
    known = problem.unit is not None and problem.due is not None
    problem.state = after(step, assigned_before=known).value
    return _keep(problem, StepKind(step.value), text.strip(), by, at or timezone.now())


def _keep(problem: Problem, kind: StepKind, text: str, by: User, at: datetime) -> Problem:
    """Save the problem and the step that led to it."""
    _save(problem)
    step = ProblemStep(
        problem=problem, kind=kind, text=text, unit=problem.unit, due=problem.due, taken_by=by, taken_at=at
    )
    step.full_clean()
    step.save()
    return problem


def _save(problem: Problem) -> None:
    problem.lock += 1
    problem.full_clean()
    problem.save()


def _check_due(due: date | None, at: datetime | None) -> None:
    today = timezone.localdate(at) if at else timezone.localdate()
    if due is not None and due < today:
        raise ValidationError({"due": _("时限不能早于今天。")})
