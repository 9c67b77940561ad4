"""Visits: when the next one begins, how often it is written, and who is on none."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Visit
from accounts.selectors.visits import last_visit
from accounts.services.visits import note_visit
from tests.factories import accounts

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def person():
    return accounts.leader()


def look(person, minutes):
    note_visit(person=person, now=NOW + timedelta(minutes=minutes))


def test_on_the_first_visit_nothing_was_before(person):
    assert last_visit(person) is None
    look(person, 0)
    look(person, 20)
    assert last_visit(person) is None
    visit = Visit.objects.get()
    assert (visit.began_at, visit.seen_at) == (NOW, NOW + timedelta(minutes=20))


def test_after_a_pause_the_next_one_begins_and_knows_the_last_sight(person):
    for minutes in (0, 20, 50, 81):  # 30 minutes are no pause yet, 31 are
        look(person, minutes)
    assert last_visit(person) == NOW + timedelta(minutes=50)
    assert Visit.objects.get().began_at == NOW + timedelta(minutes=81)
    look(person, 90)
    assert last_visit(person) == NOW + timedelta(minutes=50)
    look(person, 200)
    assert last_visit(person) == NOW + timedelta(minutes=90)


def test_within_a_minute_nothing_is_written(person):
    look(person, 0)
    with CaptureQueriesContext(connection) as captured:
        look(person, 0.9)
    assert [query["sql"].split()[0] for query in captured] == ["SELECT"]
    look(person, 1)
    assert Visit.objects.get().seen_at == NOW + timedelta(minutes=1)


def test_people_have_visits_of_their_own(person):
    look(person, 0)
    look(accounts.leader(), 40)
    assert last_visit(person) is None
    assert Visit.objects.count() == 2


@pytest.mark.parametrize(("address", "noted"), [("/", True), ("/doubts/", True), ("/projects/", False)])
def test_pages_of_leaders_are_visits(client, person, address, noted):
    client.force_login(person)
    client.get(address)
    assert Visit.objects.filter(person=person).exists() == noted


def test_nobody_is_on_no_visit(client):
    client.get("/")
    assert not Visit.objects.exists()
