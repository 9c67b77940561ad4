"""Actions of the matrix of roles at problems of projects and letters: each is tried, and says whether it was done."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from projects.models import Letter, Problem, Project
from projects.services import letters, problems
from tests.factories import accounts

SOON = date(2999, 6, 30)


def _problem(world, state: str, *, answered_by=None) -> Problem:
    """A problem that the clerk's unit must solve, in this state; made by others than whoever tries."""
    by = accounts.reviewer()
    project, _new = Project.objects.get_or_create(plan=world.plan, region=world.plan.region, position=1, name="水厂")
    one = problems.raise_problem(project=project, text="用地未批", kind="land", by=by)
    if state != "open":
        one = problems.assign(problem=one, unit=world.unit, due=SOON, lock=one.lock, by=by)
    if state in ("answered", "closed"):
        one = problems.answer(problem=one, text="已批", lock=one.lock, by=answered_by or accounts.planner())
    if state == "closed":
        one = problems.close(problem=one, text="核实", lock=one.lock, by=by)
    return one


def _letter(world, state: str) -> Letter:
    by = accounts.reviewer()
    given = {
        "number": "1号",
        "sender": "发展和改革委员会",
        "deadline": SOON,
        "problem_ids": [_problem(world, "assigned").pk],
    }
    draft = letters.Draft(region=world.plan.region, unit=world.unit, **given)
    one = letters.issue(draft=draft, today=date(2025, 7, 1), by=by)
    if state == "replied":
        one = letters.reply(letter=one, text="已办", lock=one.lock, by=accounts.planner())
    return one


def _read(name: str, make):
    def do(client, world):
        answer = client.get(reverse(name, args=[make(world).pk]))
        return lambda: answer.status_code == 200

    return do


def _step(step: str, before: str, after: str, *, own: bool = False, **typed):
    def do(client, world):
        mine = getattr(client, "person", None) if own else None
        writes = (
            mine is not None
            and mine.role in ("reviewer", "planner", "administrator")
            and mine.region == world.plan.region
        )
        one = _problem(world, before, answered_by=mine if writes else None)
        given = {"unit": world.unit.pk} if step == "assigned" else {}
        sent = {"text": "内容", "lock": one.lock, "due": SOON.replace(year=3000), "kind": "land", **given, **typed}
        address = reverse("projects:problem", args=[one.pk])
        client.post(address, {"step": step, **{f"{step}-{name}": value for name, value in sent.items()}})
        return lambda: Problem.objects.get(pk=one.pk).state == after and one.steps.last().kind == step

    return do


def _issue(client, world):
    one = _problem(world, "assigned")
    sent = {"number": "2号", "sender": "发展和改革委员会", "deadline": SOON, "problems": [one.pk]}
    client.post(reverse("projects:letter-new", args=[world.unit.pk]), sent)
    return lambda: Letter.objects.filter(number="2号").exists()


def _at_letter(action: str, before: str, after: str):
    def do(client, world):
        one = _letter(world, before)
        sent = {"action": action, f"{action}-lock": one.lock, f"{action}-text": "已办"}
        client.post(reverse("projects:letter", args=[one.pk]), sent)
        return lambda: Letter.objects.get(pk=one.pk).state == after

    return do


def _list(client, world):
    answer = client.get(reverse("projects:problems"))
    return lambda: answer.status_code == 200


PROBLEMS = {
    "read-problem-list": _list,
    "read-problem": _read("projects:problem", lambda world: _problem(world, "assigned")),
    "assign-problem": _step("assigned", "open", "assigned"),
    "answer-problem": _step("answered", "assigned", "answered"),
    "send-back-answer": _step("sent_back", "answered", "assigned"),
    "extend-problem": _step("extended", "assigned", "assigned"),
    "close-problem": _step("closed", "answered", "closed"),
    "close-own-answer": _step("closed", "answered", "closed", own=True),
    "reopen-problem": _step("reopened", "closed", "assigned"),
    "issue-letter": _issue,
    "read-letter": _read("projects:letter", lambda world: _letter(world, "issued")),
    "take-letter-along": _read("reports:letter", lambda world: _letter(world, "issued")),
    "reply-to-letter": _at_letter("reply", "issued", "replied"),
    "close-letter": _at_letter("close", "replied", "closed"),
}
