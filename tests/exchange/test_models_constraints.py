"""Every constraint of exchange, three ways."""

import pytest
from django.utils import timezone

from accounts.models import ApiClient
from exchange.models import Change, Delivery, EventKind, SentRequest, Webhook
from tests.constraints import Case, check_full_clean_fails, check_good_row_passes, check_save_fails, constraints_of
from tests.factories import api, regions
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db


def system():
    return ApiClient.objects.first() or api.system(regions.yanjin())


def change(**given):
    facts = {"kind": "target", "action": "set", "why": "entry", "object_id": 1, "plan": PlanFactory(), "data": {}}
    return Change(**facts | {"at": timezone.now()} | given)


def webhook():
    return Webhook(client=system(), address="https://example.org/in", kinds=[EventKind.ROUND_OPENED], salt="s")


def delivery():
    to = Webhook.objects.first() or webhook()
    to.save()
    return Delivery(webhook=to, event="round-1", kind=EventKind.ROUND_OPENED, body={"a": 1}, next_at=timezone.now())


def sent():
    return SentRequest(client=system(), key="k", digest="d", status=200, body=b"{}")


CASES = [
    Case("change_position_once", lambda: change(position=7), collides=True, computed=True),
    Case("change_data_of_action", change, {"action": "remove"}, computed=True),
    Case("webhook_once", webhook, collides=True),
    Case("webhook_of_something", webhook, {"kinds": []}, computed=True),
    Case("delivery_once", delivery, collides=True),
    Case("delivery_waits_or_ended", delivery, {"next_at": None}),
    Case("sent_request_once", sent, collides=True, computed=True),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_good_row_passes(case):
    check_good_row_passes(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_full_clean_fails(case):
    check_full_clean_fails(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_save_fails(case):
    check_save_fails(case)


def test_no_constraint_is_left_out():
    assert constraints_of("exchange") == {case.name for case in CASES}
