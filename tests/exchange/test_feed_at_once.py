"""Several write at once and commit in another order than they began; one reads meanwhile. Nothing is missed, nothing comes twice."""

import random
import threading
import time
from collections import defaultdict
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.models import F

from exchange.selectors.changes import changes_within, read_after
from exchange.services.numbering import number_changes
from indicators.models import Observation
from plans.models import Plan, PlanStatus
from tests.factories.indicators import approved, gdp_row

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, TURNS = 4, 12


def run(*steps):
    """Each step in a thread with a connection of its own; the first fault is raised here."""
    faults = []

    def one(step):
        try:
            step()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    return threads, faults


def raise_figure(number):
    Observation.objects.filter(pk=number).update(value=F("value") + 1)


class Reader:
    """Polls in small pages and keeps what came, in the order in which it came."""

    def __init__(self):
        self.after, self.found = 0, []

    def poll(self):
        waiting = number_changes()
        page = read_after(changes_within(lineage=""), after=self.after, limit=7)
        self.found += page.records
        self.after = page.next_after
        return page.more or waiting

    def drain(self):
        while self.poll():
            pass

    def figures(self):
        said = defaultdict(list)
        for one in self.found:
            if one["kind"] == "observation":
                said[one["id"]].append(one["data"]["value"])
        return said


def figures_of(row):
    """One figure that all writers raise, and one of each writer's own."""
    shared, *own = [approved(row, 2021 + turn, value=Decimal(0)) for turn in range(5)]
    return shared, own


def writer(shared, own, seed):
    chance = random.Random(seed)

    def write():
        for _turn in range(TURNS):
            with transaction.atomic():
                raise_figure(own.pk)  # its change has an id from now on …
                time.sleep(chance.random() / 100)
                if chance.random() < 0.5:
                    raise_figure(shared.pk)
                time.sleep(chance.random() / 100)  # … and is committed only now
                transaction.set_rollback(chance.random() < 0.2)

    return write


def test_no_gap_no_double_and_every_object_in_its_order():
    row = gdp_row()
    shared, own = figures_of(row)
    reader = Reader()
    threads, faults = run(*(writer(shared, one, seed) for seed, one in enumerate(own)))
    while any(thread.is_alive() for thread in threads):
        reader.poll()
    reader.drain()
    assert not faults
    assert [one["position"] for one in reader.found] == list(range(1, len(reader.found) + 1))
    said = reader.figures()
    for figure in (shared, *own):
        figure.refresh_from_db()
        assert said[figure.pk] == list(range(int(figure.value) + 1)), (
            "each value once, in the order in which it was written"
        )
    assert shared.value > WRITERS


def test_what_is_committed_later_comes_later_though_it_began_earlier():
    row = gdp_row()
    early, late = (approved(row, year, value=Decimal(0)) for year in (2021, 2022))
    reader = Reader()
    reader.drain()
    del reader.found[:]
    written, go_on = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            raise_figure(early.pk)
            written.set()
            assert go_on.wait(30)

    threads, faults = run(slow)
    assert written.wait(30)
    raise_figure(late.pk)
    reader.drain()
    assert [one["id"] for one in reader.found] == [late.pk]
    go_on.set()
    threads[0].join(30)
    reader.drain()
    assert not faults
    assert [one["id"] for one in reader.found] == [late.pk, early.pk]


@pytest.mark.parametrize("seed", range(3))
def test_a_plan_that_is_published_while_people_write_loses_nothing(seed):
    row = gdp_row()
    shared, own = figures_of(row)
    Plan.objects.update(status=PlanStatus.DRAFT)
    reader = Reader()
    reader.drain()
    assert reader.found == []

    def publish():
        time.sleep(random.Random(seed).random() / 8)
        with transaction.atomic():
            Plan.objects.update(status=PlanStatus.IN_FORCE)
            time.sleep(0.03)

    threads, faults = run(publish, *(writer(shared, one, seed + place) for place, one in enumerate(own)))
    while any(thread.is_alive() for thread in threads):
        reader.poll()
    reader.drain()
    assert not faults
    assert {one["why"] for one in reader.found[:2]} == {"published"}
    said = reader.figures()
    for figure in (shared, *own):
        figure.refresh_from_db()
        assert said[figure.pk][-1] == figure.value
        assert said[figure.pk] == sorted(said[figure.pk]), "never back to what it was"
