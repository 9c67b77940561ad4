"""Every constraint of ``intake``, three ways; and the trigger that keeps a proposal as it was read."""

import pytest
from django.db import Error, transaction
from django.utils import timezone

from intake.models import Decision, DoubtAnswer, Intake, IntakeState
from tests.constraints import (
    Case,
    check_full_clean_fails,
    check_good_row_passes,
    check_save_fails,
    constraints_of,
)
from tests.factories import accounts
from tests.factories.intake import intake, read_intake
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db

_made = {}


@pytest.fixture(autouse=True)
def _fresh():
    """One upload a test, so that two things of a case belong together."""
    _made.clear()


def upload():
    if "upload" not in _made:
        _made["upload"] = read_intake()
    return _made["upload"]


def planner():
    if "planner" not in _made:
        _made["planner"] = accounts.planner()
    return _made["planner"]


def waiting():
    return intake(by=planner())


def decision():
    return Decision(
        intake=upload(),
        listing="indicators",
        index=0,
        state="accepted",
        decided_by=planner(),
        decided_at=timezone.now(),
    )


def dropped():
    made = decision()
    made.state, made.reason = "dropped", "重复"
    return made


def edited():
    made = decision()
    made.state, made.value = "edited", {"name": "甲", "line": 1}
    return made


def answer():
    return DoubtAnswer(
        intake=upload(), index=None, code="number_skipped", figure="table", state="resolved", how="原件如此",
        answered_by=planner(), answered_at=timezone.now(),
    )  # fmt: skip


def confirmed():
    made = intake(by=planner(), state=IntakeState.CONFIRMED, proposal={}, reader_version=1, confirmed_by=planner())
    made.plan, made.confirmed_at, made.proposal = PlanFactory(), timezone.now(), {"plan": {}}
    return made


CASES = [
    Case("intake_once_per_region", waiting, collides=True),
    Case("intake_state_known", waiting, {"state": "lost"}),
    Case("intake_sha256_pattern", waiting, {"sha256": "A" * 64}),
    Case("intake_refused_says_why", waiting, {"why": "empty"}),
    Case("intake_read_has_proposal", waiting, {"state": "read"}),
    Case("intake_confirmed_by_whom", confirmed, {"confirmed_at": None}),
    Case("decision_once", decision, collides=True),
    Case("decision_listing_known", decision, {"listing": "things"}),
    Case("decision_state_known", decision, {"state": "thought"}),
    Case("decision_dropped_with_reason", dropped, {"reason": ""}),
    Case("decision_edited_has_value", edited, {"value": None}),
    Case("decision_merged_into_what", decision, {"into": 3}),
    Case("doubt_answer_once", answer, collides=True),
    Case("doubt_answer_state_known", answer, {"state": "perhaps"}),
    Case("doubt_answer_says_how", answer, {"how": ""}),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_good_row_passes(case):
    check_good_row_passes(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_full_clean_says_what_is_wrong(case):
    check_full_clean_fails(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_database_refuses(case):
    check_save_fails(case)


def test_every_constraint_has_a_case():
    assert constraints_of("intake") == {case.name for case in CASES}


def test_a_proposal_stays_as_it_was_read():
    made = read_intake()
    made.proposal = {"plan": {"title": "改"}}
    with pytest.raises(Error, match="proposal_stays_as_read"), transaction.atomic():
        made.save()
    stored = Intake.objects.get(pk=made.pk)
    stored.state = IntakeState.DISCARDED
    stored.save()
    assert Intake.objects.get(pk=made.pk).proposal["plan"]["title"] == "延津县第十四个五年规划纲要"
