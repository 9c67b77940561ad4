"""Two people, two connections, one figure: the second is told, and nothing is lost."""

import threading
import time
from decimal import Decimal

import pytest
from django.db import connections, transaction

from indicators.models import JobRun, Observation, Reopening, ReportingRound
from indicators.services import observations as service
from indicators.services import rounds
from indicators.services.errors import RoundClosed, ServiceError, StaleFigure
from indicators.services.observations import ObservationFigures
from tests.factories import accounts
from tests.factories.indicators import approved
from tests.factories.indicators import gdp_row as bare_row
from tests.factories.rounds import day, open_round_for, reopened

pytestmark = pytest.mark.django_db(transaction=True)


def gdp_row():
    """Asked for two years, and reopened: corrections are welcome."""
    row = bare_row()
    for year in (2023, 2024):
        open_round_for(row, year)
        reopened(row, year)
    return row


def at_once(*steps):
    """Run the steps at the same moment, each on a connection of its own; what each returned or raised, in order."""
    start = threading.Barrier(len(steps))
    outcomes = [None] * len(steps)

    def run(index, step):
        start.wait()
        try:
            outcomes[index] = step()
        except ServiceError as error:
            outcomes[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert not any(thread.is_alive() for thread in threads), "a step hangs"
    return outcomes


@pytest.mark.parametrize("before", ["nothing", "draft", "approved"])
def test_two_people_save_one_figure(before):
    row = gdp_row()
    unit = row.units.get()
    first, second = accounts.clerk(unit), accounts.clerk(unit)
    lock = None
    if before == "draft":
        figures = ObservationFigures(value=Decimal(100))
        lock = service.save_draft(row=row, year=2024, figures=figures, lock=None, by=first).lock
    elif before == "approved":
        lock = approved(row, 2024, value=Decimal(100)).lock

    def save(person, value):
        figures = ObservationFigures(value=Decimal(value))
        return lambda: service.save_draft(row=row, year=2024, figures=figures, lock=lock, reason="改", by=person)

    outcomes = at_once(save(first, 1), save(second, 2))
    saved = [one for one in outcomes if isinstance(one, Observation)]
    told = [one for one in outcomes if isinstance(one, StaleFigure)]
    assert (len(saved), len(told)) == (1, 1)
    assert told[0].theirs.value == saved[0].value, "the second is shown what the first saved"
    newest = Observation.objects.filter(row=row, year=2024).order_by("-version").first()
    assert newest.value == saved[0].value
    if before == "approved":
        assert Observation.objects.get(in_force=True).value == Decimal(100)


def test_two_reviewers_approve_one_figure():
    row = gdp_row()
    clerk = accounts.clerk(row.units.get())
    figures = ObservationFigures(value=Decimal("193.3"))
    sent = service.save_and_submit(row=row, year=2024, figures=figures, lock=None, by=clerk)
    reviewers = [accounts.reviewer(), accounts.reviewer()]

    def approve(person):
        return lambda: service.approve(observation=sent, lock=sent.lock, by=person)

    outcomes = at_once(*map(approve, reviewers))
    assert sorted(type(one).__name__ for one in outcomes) == ["JobRun", "StaleFigure"]
    stored = Observation.objects.get()
    assert (stored.state, stored.in_force) == ("approved", True)
    assert JobRun.objects.count() == 1
    assert stored.approved_by == reviewers[[isinstance(one, JobRun) for one in outcomes].index(True)]


def test_approve_and_withdraw_at_once():
    row = gdp_row()
    clerk, reviewer = accounts.clerk(row.units.get()), accounts.reviewer()
    figures = ObservationFigures(value=Decimal("193.3"))
    sent = service.save_and_submit(row=row, year=2024, figures=figures, lock=None, by=clerk)
    outcomes = at_once(
        lambda: service.approve(observation=sent, lock=sent.lock, by=reviewer),
        lambda: service.withdraw(observation=sent, lock=sent.lock, by=clerk),
    )
    assert sum(isinstance(one, StaleFigure) for one in outcomes) == 1
    state = Observation.objects.get().state
    assert (state == "approved") == isinstance(outcomes[0], JobRun)
    assert JobRun.objects.count() == (1 if state == "approved" else 0)


def test_two_years_of_one_row_at_once():
    row = gdp_row()
    clerk = accounts.clerk(row.units.get())

    def save(year):
        figures = ObservationFigures(value=Decimal(year))
        return lambda: service.save_draft(row=row, year=year, figures=figures, lock=None, by=clerk)

    outcomes = at_once(save(2023), save(2024))
    assert [one.year for one in outcomes] == [2023, 2024]


def test_save_and_closing_at_once():
    """The round closes at once while a clerk saves: what was saved came before, the next save is refused."""
    row = gdp_row()
    Reopening.objects.all().delete()
    asking = ReportingRound.objects.get(year=2024)
    clerk = accounts.clerk(row.units.get())
    figures = ObservationFigures(value=Decimal("193.3"))

    def save():
        return service.save_draft(row=row, year=2024, figures=figures, lock=None, by=clerk)

    def close():
        return rounds.close_early(round=asking, closes_on=day(-1), lock=asking.lock, by=asking.created_by)

    saved, closed = at_once(save, close)
    assert closed.closes_on == day(-1)
    assert isinstance(saved, Observation | RoundClosed)
    assert Observation.objects.exists() == isinstance(saved, Observation)
    with pytest.raises(RoundClosed):
        service.save_draft(row=row, year=2024, figures=figures, lock=getattr(saved, "lock", None), by=clerk)


def test_a_save_waits_for_a_closing_that_is_under_way():
    """The closing has not ended when the clerk saves: the save waits for it and finds the round closed."""
    row = gdp_row()
    Reopening.objects.all().delete()
    asking = ReportingRound.objects.get(year=2024)
    clerk = accounts.clerk(row.units.get())
    figures = ObservationFigures(value=Decimal("193.3"))
    locked = threading.Event()

    def close():
        with transaction.atomic():
            rounds.close_early(round=asking, closes_on=day(-1), lock=asking.lock, by=asking.created_by)
            locked.set()
            time.sleep(0.5)

    def save():
        locked.wait(10)
        return service.save_draft(row=row, year=2024, figures=figures, lock=None, by=clerk)

    assert isinstance(at_once(close, save)[1], RoundClosed)
    assert not Observation.objects.exists()
