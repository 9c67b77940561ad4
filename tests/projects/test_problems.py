"""Problems of projects: raised by an approved report, assigned, answered, sent back, extended, closed, reopened."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from indicators.services.errors import OwnFigure, WrongState
from projects.models import Problem, ProblemStep, ProjectReport
from projects.selectors.problems import counts_by_unit, in_order, problems_in_sight, units_around, waiting_for
from projects.services import problems
from projects.services.errors import Stale
from tests.factories import accounts, regions
from tests.factories.accounts import UnitFactory
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db

SOON = date(2999, 6, 30)
AT = datetime(2025, 4, 8, 9, tzinfo=UTC)


@pytest.fixture
def project():
    return ProjectFactory(lead_unit=UnitFactory(name="住房和城乡建设局"))


@pytest.fixture
def solver(project):
    return UnitFactory(region=project.region, name="自然资源局")


@pytest.fixture
def reviewer():
    return accounts.reviewer()


def report_of(project, text="用地未批", **given):
    clerk = accounts.clerk(project.lead_unit)
    return ProjectReport(
        **{"project": project, "month": date(2025, 3, 1), "problem": text, "submitted_by": clerk} | given
    )


def stored_report(project, text="用地未批", **given):
    report = report_of(project, text, submitted_at=AT, state="submitted", **given)
    report.save()
    return report


@pytest.fixture
def assigned(project, solver, reviewer):
    raised = problems.raise_problem(project=project, text="用地未批", kind="land", by=reviewer)
    return problems.assign(problem=raised, unit=solver, due=SOON, lock=raised.lock, by=reviewer)


def kinds(problem):
    return list(problem.steps.values_list("kind", flat=True))


# --- from a report ----------------------------------------------------------------------------------------------------
def test_a_report_without_a_problem_raises_none(project, reviewer):
    assert problems.raise_from_report(report=report_of(project, " "), by=reviewer) is None


def test_unit_and_day_of_the_report_assign_it(project, solver, reviewer):
    report = stored_report(project, problem_unit=solver, problem_due=date(2025, 5, 1), sample=True)
    raised = problems.raise_from_report(report=report, by=reviewer, at=AT)
    assert (raised.state, raised.unit, raised.due) == ("assigned", solver, date(2025, 5, 1))
    assert (raised.raised_by, raised.raised_at, raised.sample) == (report.submitted_by, AT, True)
    assert kinds(raised) == ["raised", "assigned"]


@pytest.mark.parametrize("half", ["problem_unit", "problem_due"])
def test_half_of_it_waits_for_somebody_to_assign(project, solver, reviewer, half):
    given = {"problem_unit": solver, "problem_due": date(2025, 5, 1)}
    raised = problems.raise_from_report(report=stored_report(project, **{half: given[half]}), by=reviewer)
    assert raised.state == "open"
    assert kinds(raised) == ["raised"]


def test_the_same_problem_next_month_is_the_same(project, solver, reviewer):
    first = problems.raise_from_report(report=stored_report(project), by=reviewer)
    later = stored_report(project, month=date(2025, 4, 1), problem_unit=solver, problem_due=date(2025, 6, 1))
    again = problems.raise_from_report(report=later, by=reviewer)
    assert again.pk == first.pk
    assert again.state == "assigned"
    assert Problem.objects.count() == 1


def test_after_it_was_closed_it_is_a_new_one(project, reviewer):
    first = problems.raise_from_report(report=stored_report(project), by=reviewer)
    problems.close(problem=first, text="已解决", lock=first.lock, by=reviewer)
    again = problems.raise_from_report(report=stored_report(project, month=date(2025, 4, 1)), by=reviewer)
    assert again.pk != first.pk


def test_a_mended_report_changes_what_it_raised_until_somebody_answered(project, solver, reviewer):
    report = stored_report(project, problem_unit=solver, problem_due=SOON)
    raised = problems.raise_from_report(report=report, by=reviewer)
    report.problem, report.problem_due = "用地未批复", SOON + timedelta(days=9)
    mended = problems.raise_from_report(report=report, by=reviewer)
    assert (mended.pk, mended.text, mended.due) == (raised.pk, "用地未批复", SOON + timedelta(days=9))
    problems.answer(problem=mended, text="已批", lock=mended.lock, by=accounts.clerk(solver))
    report.problem = "资金不足"
    assert problems.raise_from_report(report=report, by=reviewer).pk != raised.pk


# --- steps ------------------------------------------------------------------------------------------------------------
def test_a_whole_life(assigned, solver, reviewer):
    clerk = accounts.clerk(solver)
    done = problems.answer(problem=assigned, text="已报省厅", lock=assigned.lock, by=clerk)
    done = problems.send_back(problem=done, text="请附批文", lock=done.lock, by=reviewer)
    done = problems.extend(problem=done, due=SOON + timedelta(days=1), text="省厅审批中", lock=done.lock, by=reviewer)
    done = problems.answer(problem=done, text="批文已到", lock=done.lock, by=clerk)
    done = problems.close(problem=done, text="核实", lock=done.lock, by=reviewer)
    assert (done.state, done.closed_by) == ("closed", reviewer)
    done = problems.reopen(problem=done, text="批文被撤", lock=done.lock, by=reviewer)
    assert (done.state, done.closed_by, done.closed_at) == ("assigned", None, None)
    assert kinds(done) == [
        "raised", "assigned", "answered", "sent_back", "extended", "answered", "closed", "reopened",
    ]  # fmt: skip
    assert done.steps.last().due == SOON + timedelta(days=1)


@pytest.mark.parametrize(
    ("step", "given"),
    [
        (problems.answer, {"text": "a"}),
        (problems.send_back, {"text": "a"}),
        (problems.extend, {"text": "a", "due": SOON}),
        (problems.reopen, {"text": "a"}),
    ],
)
def test_a_step_that_does_not_exist_now(project, reviewer, solver, step, given):
    raised = problems.raise_problem(project=project, text="用地未批", kind="land", by=reviewer)
    Problem.objects.filter(pk=raised.pk).update(unit=solver)  # named, but not assigned
    with pytest.raises(WrongState, match="待交办"):
        step(problem=raised, lock=raised.lock, by=reviewer, **given)
    assert kinds(raised) == ["raised"]


def test_who_looked_at_an_older_state_is_told(assigned, reviewer):
    with pytest.raises(Stale) as refused:
        problems.close(problem=assigned, text="好", lock=assigned.lock - 1, by=reviewer)
    assert refused.value.theirs == assigned


def test_words_are_wanted(assigned, reviewer):
    with pytest.raises(ValidationError, match="请写明内容"):
        problems.close(problem=assigned, text=" ", lock=assigned.lock, by=reviewer)


def test_days_lie_ahead(assigned, solver, reviewer):
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(ValidationError, match="时限不能早于今天"):
        problems.assign(problem=assigned, unit=solver, due=yesterday, lock=assigned.lock, by=reviewer)
    with pytest.raises(ValidationError, match="须晚于现在的 2999-06-30"):
        problems.extend(problem=assigned, due=SOON, text="等待", lock=assigned.lock, by=reviewer)


def test_who_answered_does_not_close(assigned, reviewer):
    answered = problems.answer(problem=assigned, text="代答", lock=assigned.lock, by=reviewer)
    with pytest.raises(OwnFigure):
        problems.close(problem=answered, text="好", lock=answered.lock, by=reviewer)
    assert problems.close(problem=answered, text="好", lock=answered.lock, by=accounts.planner()).state == "closed"


def test_steps_are_never_changed(assigned):
    with pytest.raises(DatabaseError), transaction.atomic():
        ProblemStep.objects.filter(problem=assigned).update(text="x")


# --- who --------------------------------------------------------------------------------------------------------------
def test_the_solving_unit_answers_and_no_other(assigned, project, solver):
    for person in (accounts.clerk(project.lead_unit), accounts.leader(), accounts.reviewer(regions.weibin())):
        with pytest.raises(PermissionDenied):
            problems.answer(problem=assigned, text="已批", lock=assigned.lock, by=person)
    assert problems.answer(problem=assigned, text="已批", lock=assigned.lock, by=accounts.clerk(solver))


def test_a_clerk_directs_nothing(assigned, solver):
    with pytest.raises(PermissionDenied):
        problems.close(problem=assigned, text="好", lock=assigned.lock, by=accounts.clerk(solver))


def test_a_bureau_of_the_city_may_be_asked_but_none_of_a_neighbour(assigned, reviewer):
    city = UnitFactory(region=regions.xinxiang(), name="市自然资源局")
    given = problems.assign(problem=assigned, unit=city, due=SOON, lock=assigned.lock, by=reviewer)
    assert problems.answer(problem=given, text="已批", lock=given.lock, by=accounts.clerk(city)).state == "answered"
    with pytest.raises(ValidationError, match="不是本地区或上下级地区的单位"):
        neighbour = UnitFactory(region=regions.weibin(), name="财政局")
        problems.assign(problem=assigned, unit=neighbour, due=SOON, lock=given.lock, by=reviewer)


# --- reads ------------------------------------------------------------------------------------------------------------
def test_who_sees_a_problem(assigned, project, solver, reviewer):
    city = ProjectFactory(lead_unit=None)
    city.plan.pk, city.region = None, regions.xinxiang()
    assert list(problems_in_sight(accounts.leader())) == [assigned]
    assert list(problems_in_sight(accounts.leader(regions.xinxiang()))) == [assigned]
    assert not problems_in_sight(accounts.leader(regions.weibin())).exists()


def test_overdue_ones_stand_first_and_are_counted_by_unit(assigned, project, solver, reviewer):
    late = problems.raise_problem(project=project, text="资金不足", kind="money", by=reviewer)
    problems.assign(
        problem=late,
        unit=solver,
        due=date(2025, 5, 1),
        lock=late.lock,
        by=reviewer,
        at=datetime(2025, 4, 1, tzinfo=UTC),
    )
    waiting = problems.raise_problem(project=project, text="缺工", kind="labour", by=reviewer)
    today = date(2025, 6, 1)
    assert [one.text for one in in_order(Problem.objects.all(), today)] == ["资金不足", "缺工", "用地未批"]
    lines = counts_by_unit(Problem.objects.all(), today)
    assert [(one.name, one.open, one.assigned, one.overdue, one.late_since) for one in lines] == [
        ("自然资源局", 0, 2, 1, date(2025, 5, 1)),
        ("", 1, 0, 0, None),
    ]
    assert waiting_for(accounts.clerk(solver), today) == (2, 1)
    assert waiting_for(reviewer, today) == (0, 0)
    assert waiting.state == "open"


def test_units_around_a_region(solver):
    own = regions.yanjin()
    UnitFactory(region=regions.xinxiang(), name="市财政局")
    UnitFactory(region=regions.weibin(), name="区财政局")
    found = [one.name for one in units_around(own)]
    assert found[-1] == "市财政局" and "自然资源局" in found and "区财政局" not in found
