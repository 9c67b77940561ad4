"""Series doubts follow the figures in force; a person closes them; a closed one stays closed about the same numbers."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from indicators.models import Doubt
from indicators.services import observations
from indicators.services.doubts import resolve_doubt
from indicators.services.errors import WrongState
from indicators.services.observations import ObservationFigures
from tests.factories import accounts
from tests.factories.indicators import gdp_row
from tests.factories.rounds import open_round_for, reopened

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    row = gdp_row()
    for year in (2021, 2022):
        open_round_for(row, year)
        reopened(row, year)
    return row


@pytest.fixture
def approve(row):
    clerk, reviewer = accounts.clerk(row.units.get()), accounts.reviewer()

    def step(year, lock=None, **figures):
        entered = ObservationFigures(**{name: Decimal(value) for name, value in figures.items()})
        draft = observations.save_draft(row=row, year=year, figures=entered, lock=lock, reason="更正", by=clerk)
        answers = dict.fromkeys((one.key for one in draft.warnings.all()), "已核对")
        sent = observations.submit(observation=draft, lock=draft.lock, answers=answers, by=clerk)
        observations.approve(observation=sent, lock=sent.lock, by=reviewer)
        sent.refresh_from_db()
        return sent

    step.reviewer = reviewer
    return step


def test_a_jump_without_growth_is_a_blocking_doubt(approve):
    approve(2021, value="69.4")
    doubt = Doubt.objects.get()
    assert (doubt.code, doubt.figure, doubt.blocking, doubt.state) == ("definition_break", "value:2021", True, "open")


def test_an_ordinary_figure_raises_none(approve):
    approve(2021, value="165")
    assert not Doubt.objects.exists()


def test_levels_that_contradict_the_growth(approve):
    approve(2021, value="165", growth="7.3")
    approve(2022, value="160", growth="5")
    doubt = Doubt.objects.get()
    assert (doubt.code, doubt.figure, doubt.blocking) == ("history_revised", "value:2022", False)


def test_a_corrected_figure_closes_its_doubt_in_the_name_of_who_approved_it(approve):
    wrong = approve(2021, value="1650")
    assert {doubt.code for doubt in Doubt.objects.filter(state="open")} == {"definition_break", "scale_jump"}
    approve(2021, lock=wrong.lock, value="165")
    assert not Doubt.objects.filter(state="open").exists()
    assert {doubt.resolved_by for doubt in Doubt.objects.all()} == {approve.reviewer}


def test_a_dismissed_doubt_stays_closed_until_the_numbers_are_others(approve, row):
    first = approve(2021, value="69.4")
    job = resolve_doubt(Doubt.objects.get().pk, by=accounts.planner(), resolution="口径一致", state="dismissed")
    assert job.plan == row.plan
    approve(2022, value="72")
    assert Doubt.objects.get().state == "dismissed"
    approve(2021, lock=first.lock, value="68")
    assert Doubt.objects.get(figure="value:2021").state == "open"


def test_a_doubt_that_blocks_nothing_needs_no_recompute(approve):
    approve(2021, value="165", growth="-7.3")
    assert resolve_doubt(Doubt.objects.get().pk, by=accounts.planner(), resolution="已核对") is None


def test_closing_needs_words_a_known_state_and_an_open_doubt(approve):
    approve(2021, value="69.4")
    doubt, planner = Doubt.objects.get(), accounts.planner()
    with pytest.raises(ValidationError, match="处理意见"):
        resolve_doubt(doubt.pk, by=planner, resolution=" ")
    with pytest.raises(ValidationError, match="不成立"):
        resolve_doubt(doubt.pk, by=planner, resolution="好", state="open")
    resolve_doubt(doubt.pk, by=planner, resolution="好")
    with pytest.raises(WrongState):
        resolve_doubt(doubt.pk, by=planner, resolution="再来")


@pytest.mark.parametrize("role", ["clerk", "reviewer", "leader"])
def test_only_planners_close_doubts(approve, role, row, caplog):
    approve(2021, value="69.4")
    person = accounts.clerk(row.units.get()) if role == "clerk" else getattr(accounts, role)()
    with pytest.raises(PermissionDenied):
        resolve_doubt(Doubt.objects.get().pk, by=person, resolution="好")
    assert "refused: resolve doubt" in caplog.text
    assert Doubt.objects.get().state == "open"
