"""``Idempotency-Key``: a request is carried out once and answered the same each time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models.api_clients import Scope
from exchange.models import SentRequest
from exchange.services import sent
from exchange.tasks import clear_sent_requests
from indicators.models import Observation
from tests.exchange.conftest import line, open_round_for, put
from tests.factories import api

KEY = {"Idempotency-Key": "2024-gdp-1"}


pytestmark = pytest.mark.django_db


def test_the_same_again_is_answered_from_memory(asked):
    first = put(asked.http, line(), headers=KEY)
    assert (first.status_code, first.get("Idempotent-Replayed")) == (200, None)
    again = put(asked.http, line(), headers=KEY)
    assert (again.content, again["Content-Type"], again.status_code) == (first.content, first["Content-Type"], 200)
    assert again["Idempotent-Replayed"] == "true"
    assert again.json()["rows"][0]["result"] == "submitted"  # and not "unchanged"


def test_a_refusal_frees_the_key(asked):
    """Nothing was applied: once a round asks for it, the same request with the same key goes through."""
    assert put(asked.http, line(year=2023), headers=KEY).status_code == 422
    assert not SentRequest.objects.exists()
    open_round_for(asked.row, 2023)
    again = put(asked.http, line(year=2023), headers=KEY)
    assert (again.status_code, again.get("Idempotent-Replayed")) == (200, None)
    assert again.json()["rows"][0]["result"] == "submitted"


@pytest.mark.parametrize(
    ("rows", "more"),
    [([line(value=194)], {}), ([line()], {"If-Match": '"1-2024-1"'}), ([line(), line(year=2023)], {})],
)
def test_another_request_with_the_key_is_refused(asked, rows, more):
    put(asked.http, line(), headers=KEY)
    answer = put(asked.http, *rows, headers=KEY | more)
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:problem-type:key-reused")
    assert str(Observation.objects.get(row=asked.row).value) == "193.3"


def test_another_system_may_use_the_same_key(asked):
    other = api.caller(scopes=[Scope.WRITE_OBSERVATIONS])
    put(asked.http, line(), headers=KEY)
    assert put(other, line(), headers=KEY).json()["rows"][0]["result"] == "unchanged"


def test_what_was_no_request_frees_the_key(asked):
    assert put(asked.http, line(value="193.3"), headers=KEY).status_code == 400
    assert put(asked.http, line(), headers=KEY | {"Accept": "image/png"}).status_code == 406
    assert put(api.caller(scopes=[]), line(), headers=KEY).status_code == 403
    assert not SentRequest.objects.exists()
    assert put(asked.http, line(), headers=KEY).json()["rows"][0]["result"] == "submitted"


@pytest.mark.parametrize("key", ["", "a b", "键", "x" * 101, "a\tb"])
def test_keys_that_are_none(asked, key):
    answer = put(asked.http, line(), headers={"Idempotency-Key": key.encode().decode("latin-1")})
    assert [error["path"] for error in answer.json()["errors"]] == ["Idempotency-Key"]
    assert answer.status_code == 400


def test_a_week_later_the_key_is_forgotten(asked):
    put(asked.http, line(), headers=KEY)
    kept = SentRequest.objects.get()
    SentRequest.objects.update(created_at=timezone.now() - sent.KEPT + timedelta(minutes=1))
    assert clear_sent_requests() == 0
    SentRequest.objects.filter(pk=kept.pk).update(created_at=timezone.now() - sent.KEPT - timedelta(minutes=1))
    assert clear_sent_requests() == 1
    assert put(asked.http, line(), headers=KEY).json()["rows"][0]["result"] == "unchanged"
