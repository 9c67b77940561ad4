"""Reopening a round, corrections of approved figures, and figures that come back after the closing."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEntry
from indicators.models import Observation, Reopening, ReportingRound
from indicators.selectors.rounds import writable
from indicators.services import observations, rounds
from indicators.services.errors import RoundClosed
from tests.factories.indicators import RowFactory, answers_for, approved
from tests.factories.rounds import day, open_round_for, reopened
from tests.indicators.rounds.given import FIGURES, save

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("of_all", [True, False])
def test_reopening_opens_the_row_until_its_day(row, people, asked, at, of_all):
    other = RowFactory(plan=row.plan)
    answers_for(other, people["clerk"].unit)
    at("2026-01-10T08:00:00")
    rounds.change_asks(
        round=asked, asks=[(row, people["clerk"].unit), (other, people["clerk"].unit)], lock=0, by=people["planner"]
    )
    at("2026-02-01T09:00:00")
    what = None if of_all else row
    rounds.reopen(round=asked, row=what, closes_on=date(2026, 2, 3), reason="年鉴已出", by=people["reviewer"])
    for moment, is_open in [
        ("2026-02-01T09:00:01", True),
        ("2026-02-03T23:59:59", True),
        ("2026-02-04T00:00:00", False),
    ]:
        at(moment)
        leaves = writable(people["clerk"], [row.pk, other.pk], 2024)
        assert leaves[row.pk].allowed == is_open
        assert leaves[other.pk].allowed == (is_open and of_all)
    assert AuditEntry.objects.filter(kind="round", about__contains="年鉴已出").exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"closes_on": day(-1)}, "closes_on"), ({"reason": " "}, "reason"), ({"row": "another"}, "row")],
)
def test_what_a_reopening_needs(row, people, changes, field):
    asking = open_round_for(row)
    wanted = {"row": row, "closes_on": day(3), "reason": "更正", **changes}
    if wanted["row"] == "another":
        wanted["row"] = RowFactory(plan=row.plan)
    with pytest.raises(ValidationError) as refused:
        rounds.reopen(round=asking, by=people["reviewer"], **wanted)
    assert list(refused.value.error_dict) == [field]
    assert not Reopening.objects.exists()


def test_a_correction_needs_a_reopening_even_in_an_open_round(row, people):
    open_round_for(row)
    approved(row, 2024, value=Decimal(190))
    for who in ("clerk", "planner"):
        with pytest.raises(RoundClosed, match="重新开放"):
            save(row, people[who], lock=1, reason="少了一位")
    reopened(row)
    leave = writable(people["clerk"], [row.pk], 2024)[row.pk]
    assert (leave.allowed, leave.correction, leave.may_correct) == (True, True, True)
    with pytest.raises(ValidationError) as refused:
        save(row, people["clerk"], lock=1)
    assert list(refused.value.error_dict) == ["reason"]
    new = save(row, people["clerk"], lock=1, reason=" 少了一位 ")
    assert (new.version, new.reason) == (2, "少了一位")
    again = save(row, people["clerk"], lock=new.lock)
    assert again.reason == "少了一位", "None keeps the reason given before"


def test_without_a_round_a_planner_corrects_directly_but_says_why(row, people):
    approved(row, 2024, value=Decimal(190))
    with pytest.raises(ValidationError, match="必须写明理由"):
        save(row, people["planner"], lock=1)
    assert save(row, people["planner"], lock=1, reason="年鉴修订").version == 2


def test_the_vintage_goes_back_only_with_a_reason(row, people):
    approved(row, 2024, value=Decimal(190), vintage="final")
    with pytest.raises(ValidationError) as refused:
        save(row, people["planner"], lock=1)
    assert set(refused.value.error_dict) == {"reason", "vintage"}
    assert save(row, people["planner"], lock=1, reason="误标").vintage == "preliminary"


def _sent(row, clerk):
    return observations.save_and_submit(row=row, year=2024, figures=FIGURES, lock=None, by=clerk)


def test_a_return_after_the_closing_says_until_when_it_is_open_again(row, people):
    asking = open_round_for(row)
    sent = _sent(row, people["clerk"])
    ReportingRound.objects.filter(pk=asking.pk).update(closes_on=day(-1))
    given = {"observation": sent, "comment": "", "lock": sent.lock, "cell_comments": {"value": "少一位", "note": " "}}
    with pytest.raises(ValidationError) as refused:
        observations.return_to_clerk(**given, by=people["reviewer"])
    assert list(refused.value.error_dict) == ["reopen_until"]
    assert Observation.objects.get().state == "submitted"
    back = observations.return_to_clerk(**given, reopen_until=day(3), by=people["reviewer"])
    assert (back.state, back.cell_comments) == ("returned", {"value": "少一位"})
    assert Reopening.objects.get().row == row
    draft = save(row, people["clerk"], lock=back.lock)
    assert draft.cell_comments == {"value": "少一位"}, "seen until it is submitted again"
    again = observations.submit(observation=draft, lock=draft.lock, by=people["clerk"])
    assert again.cell_comments == {}


def test_a_return_while_the_round_is_open_needs_no_day(row, people):
    open_round_for(row)
    sent = _sent(row, people["clerk"])
    observations.return_to_clerk(observation=sent, comment="改", lock=sent.lock, by=people["reviewer"])
    assert not Reopening.objects.exists()
    assert AuditEntry.objects.filter(kind="approval", about__startswith="退回").exists()


def test_a_returned_correction_needs_its_reopening(row, people):
    open_round_for(row)
    approved(row, 2024, value=Decimal(190))
    opened = reopened(row)
    sent = observations.save_and_submit(
        row=row, year=2024, figures=FIGURES, lock=1, reason="少一位", by=people["clerk"]
    )
    Reopening.objects.filter(pk=opened.pk).update(opens_on=day(-3), closes_on=day(-1))
    with pytest.raises(ValidationError, match="更正"):
        observations.return_to_clerk(observation=sent, comment="改", lock=sent.lock, by=people["reviewer"])
    observations.return_to_clerk(
        observation=sent, comment="改", lock=sent.lock, reopen_until=day(), by=people["reviewer"]
    )
    assert writable(people["clerk"], [row.pk], 2024)[row.pk].may_correct


def test_a_comment_about_a_cell_that_does_not_exist(row, people):
    open_round_for(row)
    sent = _sent(row, people["clerk"])
    with pytest.raises(ValidationError, match="没有“colour”这一格"):
        observations.return_to_clerk(
            observation=sent, comment="改", lock=sent.lock, cell_comments={"colour": "红"}, by=people["reviewer"]
        )
