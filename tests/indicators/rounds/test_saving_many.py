"""Many figures at once: a refusal stays with its row, or takes all along; queries stay few."""

import pytest

from indicators.models import Observation
from indicators.services import observations
from indicators.services.entered import Entered
from indicators.services.errors import StaleFigure
from indicators.services.observations import ObservationFigures
from tests.factories import accounts
from tests.factories.indicators import RowFactory, answers_for
from tests.factories.rounds import open_round_for
from tests.indicators.rounds.given import FIGURES, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(row, people):
    """Three rows that the clerk is asked for."""
    found = [row, RowFactory(plan=row.plan), RowFactory(plan=row.plan)]
    for one in found[1:]:
        answers_for(one, people["clerk"].unit)
    for one in found:
        open_round_for(one)
    return found


def entries(rows, **more):
    return [Entered(row=one, year=2024, figures=FIGURES, lock=None, **more) for one in rows]


@pytest.mark.parametrize("all_or_nothing", [True, False])
def test_a_refused_row_leaves_the_others_alone_or_takes_all_along(three, people, all_or_nothing):
    theirs = save(three[1], people["reviewer"])
    given = [*entries(three), *entries(three[:1])]
    outcomes = observations.save_many(entries=given, by=people["clerk"], all_or_nothing=all_or_nothing)
    assert [one.kind for one in outcomes] == ["", "stale", "", "fields"]
    assert isinstance(outcomes[1].error, StaleFigure)
    assert outcomes[1].theirs == theirs
    assert "两次" in outcomes[3].sentence
    assert Observation.objects.count() == (1 if all_or_nothing else 3)
    assert all((one.observation is None) == (all_or_nothing or bool(one.error)) for one in outcomes)


def test_every_kind_of_refusal_has_its_word(three, people):
    finance = accounts.UnitFactory(name="财政局")
    stranger = RowFactory(plan=three[0].plan)
    answers_for(stranger, finance)
    bad = Entered(row=three[0], year=2024, figures=ObservationFigures(value_basis="gold"), lock=None)
    unasked = Entered(row=three[1], year=2023, figures=FIGURES, lock=None)
    outcomes = observations.save_many(entries=[bad, unasked, *entries([stranger])], by=people["clerk"])
    assert [one.kind for one in outcomes] == ["fields", "closed", "forbidden"]
    assert list(outcomes[0].fields) == ["value_basis"]
    assert not Observation.objects.exists()


def test_queries_do_not_grow_with_each_row_but_by_its_own_write(three, people, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        observations.save_many(entries=entries(three), by=people["clerk"])
    more = [RowFactory(plan=three[0].plan) for _number in range(12)]
    for one in more:
        answers_for(one, people["clerk"].unit)
        open_round_for(one)
    with django_assert_max_num_queries(40 + 2 * 12):
        outcomes = observations.save_many(entries=entries(more), by=people["clerk"])
    assert not any(one.error for one in outcomes)
