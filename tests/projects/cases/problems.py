"""Constraints of ``models/problems.py``."""

from datetime import date

from django.utils import timezone

from projects.models import Letter, LetterProblem, Problem, ProblemStep, Project
from tests.constraints import Case
from tests.factories import accounts
from tests.factories.projects import ProjectFactory


def problem(**given):
    project = Project.objects.first() or ProjectFactory()
    facts = {"project": project, "text": "用地未批", "kind": "land", "raised_by": accounts.reviewer()}
    return Problem(**facts | {"raised_at": timezone.now()} | given)


def assigned():
    return problem(state="assigned", unit=accounts.UnitFactory(), due=date(2025, 6, 30))


def closed():
    return problem(state="closed", closed_by=accounts.reviewer(), closed_at=timezone.now())


def stored():
    found = Problem.objects.first() or problem()
    found.save()
    return found


def step():
    return ProblemStep(
        problem=stored(), kind="answered", text="已批", taken_by=accounts.clerk(), taken_at=timezone.now()
    )


def letter(**given):
    unit = accounts.UnitFactory()
    facts = {"region": unit.region, "unit": unit, "number": "〔2025〕1号", "deadline": date(2025, 7, 1)}
    return Letter(
        **facts | {"content": {"title": "函"}, "issued_by": accounts.reviewer(), "issued_at": timezone.now()} | given
    )


def replied():
    return letter(state="replied", reply="已办", replied_by=accounts.clerk(), replied_at=timezone.now())


def finished():
    return letter(state="closed", closed_by=accounts.reviewer(), closed_at=timezone.now())


def about():
    one = Letter.objects.first() or letter()
    one.save()
    return LetterProblem(letter=one, problem=stored())


CASES: list[Case] = [
    Case("problem_open_once", problem, collides=True),
    Case("problem_kind_known", problem, {"kind": "weather"}),
    Case("problem_state_known", assigned, {"state": "asleep"}),
    Case("problem_assigned_to_whom", assigned, {"unit": None}),
    Case("problem_closed_by_whom", closed, {"closed_by": None}),
    Case("problem_step_kind_known", step, {"kind": "dreamt"}),
    Case("problem_step_says_something", step, {"text": ""}),
    Case("letter_number_once", letter, collides=True),
    Case("letter_state_known", letter, {"state": "lost"}),
    Case("letter_replied_by_whom", replied, {"reply": ""}),
    Case("letter_closed_by_whom", finished, {"closed_at": None}),
    Case("letter_problem_once", about, collides=True),
]
