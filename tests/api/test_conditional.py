"""What did not change is not sent again."""

import pytest
from django.utils import timezone

from indicators.models import Assessment
from tests.factories import api

LIST = "/api/v1/assessments/?region=410726"


@pytest.fixture
def first(yanjin):
    caller = api.caller()
    return caller, caller.get(LIST)


def test_an_answer_has_an_etag_and_belongs_to_one_caller(first):
    _caller, answer = first
    assert answer["ETag"].strip('W/"')
    assert answer["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Cookie"} <= set(answer["Vary"].split(", "))


def test_the_same_again_is_304_without_a_body(first):
    caller, answer = first
    again = caller.get(LIST, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])
    one = f"/api/v1/assessments/{answer.json()['results'][0]['id']}/"
    assert caller.get(one, headers={"If-None-Match": caller.get(one)["ETag"]}).status_code == 304


def test_what_changed_is_sent(first):
    caller, answer = first
    Assessment.objects.filter(year=2024).update(computed_at=timezone.now())
    again = caller.get(LIST, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 200
    assert again["ETag"] != answer["ETag"]


def test_an_etag_opens_nothing(first, stranger):
    _caller, answer = first
    assert stranger.get(LIST, headers={"If-None-Match": answer["ETag"]}).status_code == 401
    assert stranger.get(LIST, headers={"If-None-Match": "*"}).status_code == 401


def test_head_is_get_without_the_body(first):
    caller, answer = first
    head = caller.head(LIST)
    assert (head.status_code, head.content, head["Content-Type"]) == (200, b"", answer["Content-Type"])
