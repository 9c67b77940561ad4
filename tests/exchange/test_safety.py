"""What a system must not learn by a side way."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import ApiClient
from exchange.models import Delivery, DeliveryState, SentRequest
from exchange.services import calling, delivering
from exchange.services import webhooks as webhook_services
from indicators.models import Observation
from indicators.services import observations
from indicators.services.entered import ObservationFigures
from plans.models import Plan, PlanStatus
from tests.exchange import test_put_reports as reports
from tests.exchange.conftest import line, put
from tests.exchange.test_put_figures import faults
from tests.factories import accounts, api, indicators, regions, webhooks

pytestmark = pytest.mark.django_db
works = reports.works


@pytest.mark.parametrize("month", ["2025-03", "2999-01"])
def test_a_unit_of_elsewhere_is_told_like_none_whatever_else_is_wrong(works, month):
    assert reports.put(works, reports.line(works)).status_code == 200  # a report stands: an etag would be asked for
    foreign = accounts.UnitFactory(region=regions.weibin(), name="水利局")
    told = [
        reports.put(works, reports.line(works, month=month, problem="用地", problem_unit=unit))
        for unit in (foreign.pk, 10**15)
    ]
    assert told[0].content == told[1].content
    assert faults(told[0]) == [("rows.0.problem_unit", "not_found")]


def test_what_a_person_makes_of_a_returned_figure_is_not_the_systems_to_read(asked):
    put(asked.http, line())
    sent = Observation.objects.get()
    reviewer = accounts.reviewer(asked.row.plan.region)
    observations.return_to_clerk(observation=sent, comment="请核对", lock=sent.lock, by=reviewer)
    address = f"/api/v1/observations/{sent.pk}/"
    assert asked.http.get(address).json()["state"] == "returned"
    sent.refresh_from_db()
    figures = ObservationFigures(value=190)
    observations.save_draft(row=asked.row, year=2024, figures=figures, lock=sent.lock, by=reviewer)
    assert asked.http.get(address).status_code == 404
    assert asked.http.get("/api/v1/observations/").json()["results"] == []


@pytest.mark.parametrize("reach", ["region", "unit"])
def test_a_kept_answer_is_not_told_to_a_system_that_reaches_something_else_now(asked, reach):
    key = {"Idempotency-Key": "reach"}
    assert put(asked.http, line(), headers=key).status_code == 200
    place = regions.weibin() if reach == "region" else regions.yanjin()
    found = place if reach == "region" else accounts.UnitFactory(region=place, name="林业局")
    ApiClient.objects.filter(pk=asked.system.pk).update(**{reach: found})
    again = put(asked.http, line(), headers=key)
    assert (again.status_code, again.json()["type"]) == (422, "urn:problem-type:key-reused")
    assert SentRequest.objects.count() == 1


def test_of_a_plan_that_was_taken_back_only_its_end_is_told(asked):
    indicators.approved(asked.row, 2023, value=180)
    before = asked.http.get("/api/v1/changes/").json()["results"]
    assert {change["action"] for change in before} == {"set"}
    Plan.objects.update(status=PlanStatus.DRAFT)
    after = asked.http.get("/api/v1/changes/").json()["results"]
    assert [(change["action"], change["data"]) for change in after] == [("remove", None)] * len(before)
    assert {(change["kind"], change["id"]) for change in after} == {(change["kind"], change["id"]) for change in before}


@pytest.mark.parametrize("taken", ["region", "scopes"])
def test_what_waits_is_not_sent_to_a_system_that_may_not_read_it_any_more(settings, taken):
    settings.WEBHOOK_PRIVATE_HOSTS = ["127.0.0.1:9"]  # nobody is there: a try would be noted
    hook = webhooks.webhook(address="http://127.0.0.1:9/", client=api.system(regions.xinxiang()))
    regions.weibin()
    body = {"id": "change-7", "data": {"region": "410726"}}
    waiting, ended = (webhooks.delivery(hook, due=timezone.now(), body=body) for _ in range(2))
    ended.state, ended.next_at, ended.finished_at = DeliveryState.DELIVERED, None, timezone.now()
    ended.save()
    narrower = {"region": regions.weibin()} if taken == "region" else {"scopes": ["read:changes"]}
    ApiClient.objects.filter(pk=hook.client_id).update(**narrower)
    assert delivering.work_off(go_on=lambda: True) is False
    waiting.refresh_from_db()
    assert (waiting.state, waiting.log.count()) == (DeliveryState.GIVEN_UP, 0)
    ended = Delivery.objects.get(pk=ended.pk)
    with pytest.raises(ValidationError):
        webhook_services.replay(delivery=ended, by=accounts.administrator())


def test_the_log_does_not_repeat_the_secret_of_an_address(settings, caplog):
    settings.WEBHOOK_PRIVATE_HOSTS = ["127.0.0.1:9"]
    caplog.set_level("INFO")
    assert calling.call(address="http://127.0.0.1:9/hooks/?token=geheim", headers={}, body=b"").error == "no_connection"
    assert "127.0.0.1:9" in caplog.text
    assert "geheim" not in caplog.text
