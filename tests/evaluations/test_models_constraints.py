"""Every constraint and trigger of evaluations and releases."""

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from evaluations.models import AppraisalScheme, Evaluation, EvaluationText, PaperFile
from publicity.models import Release
from tests.constraints import Case, check_full_clean_fails, check_good_row_passes, check_save_fails, constraints_of
from tests.factories import accounts
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db

_people = {}


@pytest.fixture(autouse=True)
def _fresh_people():
    _people.clear()


def _person(role):
    if role not in _people:
        _people[role] = getattr(accounts, role)()
    return _people[role]


def planner():
    return _person("planner")


def reviewer():
    return _person("reviewer")


def draft(**given):
    facts = {"kind": "final", "year": 2025, "title": "总结评估", "drafted_by": planner(), "drafted_at": timezone.now()}
    return Evaluation(**{"plan": PlanFactory(), **facts, **given})


def submitted(**given):
    sent = {
        "state": "submitted",
        "content": {"kind": "final"},
        "submitted_by": planner(),
        "submitted_at": timezone.now(),
    }
    return draft(**{**sent, **given})


def approved(**given):
    return submitted(**{"state": "approved", "approved_by": reviewer(), "approved_at": timezone.now(), **given})


def frozen(**given):
    return approved(**{"state": "frozen", "frozen_by": reviewer(), "frozen_at": timezone.now(), **given})


def stored():
    made = draft()
    made.save()
    return made


def text():
    return EvaluationText(evaluation=Evaluation.objects.first() or stored(), section="overview", body="一段")


def paper(**given):
    return PaperFile(
        **{"evaluation": Evaluation.objects.first() or stored(), "format": "docx", "asked_by": planner(), **given}
    )


def done():
    return paper(state="done", file="papers/00/0", finished_at=timezone.now())


def release(**given):
    facts = {"plan": PlanFactory(), "year": 2024, "content": {"kind": "annual"}}
    return Release(**{**facts, "released_by": planner(), "released_at": timezone.now(), **given})


def weights(**given):
    whole = {"binding": 50, "expected": 20, "commitments": 15, "projects": 15, "joint": 50, "scores": {"met": "100"}}
    facts = {"plan": PlanFactory(), "reason": "试行", "decided_by": planner(), "decided_at": timezone.now()}
    return AppraisalScheme(**{**facts, **whole, **given})


CASES = [
    Case("appraisal_scheme_version_once", lambda: weights(in_force=False), collides=True),
    Case("appraisal_scheme_one_in_force", weights, {"version": 2}, collides=True),
    Case("appraisal_scheme_weights_are_whole", weights, {"binding": 51}),
    Case("appraisal_scheme_weights_not_negative", weights, {"binding": 71, "expected": -1}),
    Case("appraisal_scheme_joint_is_a_share", weights, {"joint": 101}),
    Case("appraisal_scheme_has_reason", weights, {"reason": ""}, computed=True),
    Case("evaluation_version_once", frozen, collides=True),
    Case("evaluation_one_open", draft, {"version": 2, "reason": "更正"}, collides=True),
    Case("evaluation_kind_known", draft, {"kind": "gossip"}),
    Case("evaluation_state_known", draft, {"state": "lost"}, or_else="evaluation_figures_once_submitted"),
    Case("evaluation_figures_once_submitted", draft, {"content": {}}),
    Case("evaluation_figures_once_submitted", submitted, {"content": None}),
    Case("evaluation_submitted_by_whom", submitted, {"submitted_by": None}),
    Case("evaluation_approved_by_whom", approved, {"approved_by": None}),
    Case("evaluation_not_approved_by_submitter", approved, {"approved_by": planner}),
    Case("evaluation_frozen_by_whom", frozen, {"frozen_at": None}),
    Case("evaluation_later_version_has_reason", draft, {"version": 2}),
    Case("evaluation_text_once", text, collides=True),
    Case("paper_format_known", paper, {"format": "wps"}),
    Case("paper_state_known", paper, {"state": "lost"}),
    Case("paper_done_has_its_file", done, {"file": ""}),
    Case("release_version_once", release, collides=True),
    Case("release_withdrawn_by_whom", release, {"withdrawn_at": timezone.now}),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_good_row_passes(case):
    check_good_row_passes(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_full_clean_fails(case):
    check_full_clean_fails(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_save_fails(case):
    check_save_fails(case)


def test_no_constraint_is_left_out():
    assert constraints_of("evaluations", "publicity") == {case.name for case in CASES}


def _refused(step):
    with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
        step()


def test_a_frozen_evaluation_and_its_words_stay():
    made = approved()
    made.save()
    words = EvaluationText.objects.create(evaluation=made, section="overview", body="一段")
    made.state, made.frozen_by, made.frozen_at = "frozen", reviewer(), timezone.now()
    made.save()
    _refused(lambda: Evaluation.objects.filter(pk=made.pk).update(title="改了"))
    _refused(lambda: EvaluationText.objects.filter(pk=words.pk).update(body="改了"))
    _refused(lambda: EvaluationText.objects.create(evaluation=made, section="problems", body="又一段"))
    _refused(words.delete)
    _refused(made.delete)
    made.refresh_from_db()
    words.refresh_from_db()
    assert (made.title, words.body) == ("总结评估", "一段")


def test_a_release_is_withdrawn_at_most():
    made = release()
    made.save()
    _refused(lambda: Release.objects.filter(pk=made.pk).update(content={"kind": "final"}))
    _refused(lambda: Release.objects.filter(pk=made.pk).update(words="改了"))
    _refused(made.delete)
    made.withdrawn_by, made.withdrawn_at, made.withdrawn_because = planner(), timezone.now(), "有误"
    made.save()
    _refused(lambda: Release.objects.filter(pk=made.pk).update(withdrawn_because="没有理由"))
