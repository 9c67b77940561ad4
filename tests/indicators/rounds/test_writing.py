"""Who writes a figure when: both sides of both edges, years without a round, rows of other units."""

import pytest
from django.core.exceptions import PermissionDenied

from indicators.models import Observation
from indicators.selectors.rounds import Why, writable
from indicators.services import observations
from indicators.services.errors import RoundClosed
from tests.factories import accounts
from tests.factories.indicators import RowFactory, answers_for
from tests.factories.rounds import open_round_for
from tests.indicators.rounds.given import FIGURES, save

pytestmark = pytest.mark.django_db


EDGES = [
    ("2026-01-04T23:59:59.999999", False, "于 2026-01-05 开始填报"),
    ("2026-01-05T00:00:00", True, ""),
    ("2026-01-20T23:59:59.999999", True, ""),
    ("2026-01-21T00:00:00", False, "已于 2026-01-20 截止填报"),
]


@pytest.mark.parametrize("who", ["clerk", "reviewer", "planner"])
@pytest.mark.parametrize(("moment", "is_open", "sentence"), EDGES)
def test_both_sides_of_both_edges(row, people, asked, at, who, moment, is_open, sentence):
    at(moment)
    leave = writable(people[who], [row.pk], 2024)[row.pk]
    assert (leave.allowed, leave.round) == (is_open, asked)
    if is_open:
        assert save(row, people[who]).state == "draft"
        return
    with pytest.raises(RoundClosed, match=sentence):
        save(row, people[who])
    with pytest.raises(RoundClosed, match=sentence):
        observations.save_and_submit(row=row, year=2024, figures=FIGURES, lock=None, by=people[who])
    assert not Observation.objects.exists()


def test_steps_of_a_figure_stop_at_the_closing(row, people, asked, at):
    at("2026-01-20T23:00:00")
    draft = save(row, people["clerk"])
    at("2026-01-21T00:00:00")
    with pytest.raises(RoundClosed):
        observations.submit(observation=draft, lock=draft.lock, by=people["clerk"])
    at("2026-01-20T23:30:00")
    sent = observations.submit(observation=draft, lock=draft.lock, by=people["clerk"])
    at("2026-01-21T00:00:00")
    with pytest.raises(RoundClosed):
        observations.withdraw(observation=sent, lock=sent.lock, by=people["clerk"])
    observations.approve(observation=sent, lock=sent.lock, by=people["reviewer"])
    assert Observation.objects.get().in_force, "a reviewer decides after the closing"


def test_a_year_without_a_round_is_for_reviewers_and_planners(row, people):
    with pytest.raises(RoundClosed, match="没有要求填报"):
        save(row, people["clerk"])
    draft = save(row, people["planner"])
    assert save(row, people["reviewer"], lock=draft.lock).lock == 2


def test_another_unit_is_not_asked(row, people, asked, at):
    finance = accounts.UnitFactory(name="财政局")
    answers_for(row, finance)
    other = accounts.clerk(finance)
    at("2026-01-10T12:00:00")
    with pytest.raises(RoundClosed, match="没有要求您的单位"):
        save(row, other)
    assert writable(other, [row.pk], 2024)[row.pk].why == Why.NOT_ASKED
    stranger = accounts.clerk(accounts.UnitFactory(name="教育局"))
    with pytest.raises(PermissionDenied):
        save(row, stranger)


def test_a_row_that_no_unit_answers_for_is_entered_by_the_reviewer(row, people):
    bare = RowFactory(plan=row.plan)
    open_round_for(bare)
    assert writable(people["reviewer"], [bare.pk], 2024)[bare.pk].allowed
    assert not writable(people["clerk"], [bare.pk], 2024)[bare.pk].allowed
