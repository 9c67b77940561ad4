"""From the feed to deliveries: what is an event, who may know of it, each once. Figures travel through the services."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from exchange.models import Change, Delivery, EventKind, Webhook
from exchange.services import handing_out
from exchange.services.numbering import number_all_changes
from indicators.models import Observation, ReportingRound
from indicators.services.observations import approve
from indicators.services.recompute import recompute_plans
from plans.models import PlanStatus
from tests.factories import accounts, api, regions, rounds, webhooks
from tests.factories.indicators import approved, gdp_row, submitted

pytestmark = pytest.mark.django_db

MOVED, APPROVED, OPENED = "status.changed", "figure.approved", "round.opened"


@pytest.fixture(scope="module")
def lasting_row(lasting):
    with lasting():
        row = gdp_row()
        approved(row, 2022, value=Decimal("179.46"))
        recompute_plans([row.plan_id])
        number_all_changes()
        return row


@pytest.fixture
def row(lasting_row):
    return type(lasting_row).objects.get(pk=lasting_row.pk)


def hand_out():
    return handing_out.hand_out(now=timezone.now(), today=timezone.localdate())


def hook(client=None, **fields):
    """A webhook that was told of all that happened so far."""
    number_all_changes()
    last = (
        Change.objects.filter(position__isnull=False).order_by("-position").values_list("position", flat=True).first()
    )
    return webhooks.webhook(client, position=last or 0, **fields)


def told(webhook):
    return [(one.kind, one.body["data"].get("year")) for one in webhook.deliveries.order_by("pk")]


def approve_figure(row, year, value):
    figure = submitted(row, year, value=Decimal(value))
    approve(observation=figure, lock=figure.lock, by=accounts.reviewer())
    return figure


def test_an_approved_figure_and_the_status_that_it_moved(row):
    one = hook()
    figure = approve_figure(row, 2024, "193.3")
    recompute_plans([row.plan_id])
    assert hand_out() == len(told(one))
    first, *others = one.deliveries.order_by("pk")
    assert first.kind == APPROVED
    assert first.body["id"] == first.event
    assert first.body["data"] == {
        "position": int(first.event.removeprefix("change-")), "region": "410726", "region_name": "延津县",
        "period": "2021-2025", "plan_indicator": row.pk, "indicator": "gdp", "number": row.number, "name": "地区生产总值",
        "year": 2024, "why": "entry", "supersedes": None, "id": figure.pk,
        "address": f"/api/v1/observations/{figure.pk}/",
    }  # fmt: skip
    assert {other.kind for other in others} == {MOVED}
    of_the_year = [other.body["data"] for other in others if other.body["data"]["year"] == 2024]
    [moved] = of_the_year
    assert moved["status_before"] != moved["status_after"] == "behind"
    assert moved["address"] == f"/api/v1/assessments/{moved['id']}/"
    assert row.assessments.get(pk=moved["id"]).status == "behind"
    assert hand_out() == 0  # and no more


def test_a_correction_is_told_once_and_says_what_it_supersedes(row):
    one = hook()
    before = row.observations.get(year=2022)
    after = approve_figure(row, 2022, "179.5")
    hand_out()
    [only] = one.deliveries.filter(kind=APPROVED)
    assert (only.body["data"]["id"], only.body["data"]["supersedes"]) == (after.pk, before.pk)


def test_what_is_no_event(row):
    one = hook()
    submitted(row, 2023, value=Decimal(185))  # waits for a reviewer
    Observation.objects.filter(row=row, year=2022).update(note="注")  # mended, not approved
    recompute_plans([row.plan_id])  # no status moved
    assert Change.objects.filter(position__isnull=True).exists()
    assert hand_out() == 0
    assert told(one) == []


def test_a_plan_that_becomes_public_is_no_news_about_its_figures(row):
    type(row.plan).objects.filter(pk=row.plan_id).update(status=PlanStatus.DRAFT)
    one = hook()
    approve_figure(row, 2024, "193.3")
    recompute_plans([row.plan_id])
    assert hand_out() == 0
    type(row.plan).objects.filter(pk=row.plan_id).update(status=PlanStatus.IN_FORCE)
    assert hand_out() == 0
    assert told(one) == []
    assert Change.objects.filter(why="published", position__gt=one.position).exists()


def test_a_system_hears_of_its_region_and_unit_alone(row):
    unit = row.units.get()
    reached = {
        "its county": hook(api.system()),
        "its city": hook(api.system(row.plan.region.parent)),
        "its unit": hook(api.system(unit=unit)),
        "another county": hook(api.system(regions.weibin())),
        "another unit": hook(api.system(unit=accounts.UnitFactory(region=row.plan.region, name="财政局"))),
    }
    approve_figure(row, 2024, "193.3")
    rounds.open_round_for(row, 2025, opens=0)
    hand_out()
    heard = {who: {kind for kind, _year in told(one)} for who, one in reached.items()}
    everything = {APPROVED, OPENED}
    assert heard == {
        "its county": everything, "its city": everything, "its unit": everything,
        "another county": set(), "another unit": set(),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kinds", "scopes", "heard"),
    [
        ([APPROVED], ["read:observations"], {APPROVED}),
        ([MOVED], ["read:assessments"], {MOVED}),
        ([APPROVED, MOVED], ["read:assessments"], {MOVED}),  # a scope that was taken away since
        ([OPENED], ["write:observations"], {OPENED}),
        ([MOVED], ["read:observations", "read:changes"], set()),
    ],
)
def test_a_system_hears_what_it_asked_for_and_may_read(row, kinds, scopes, heard):
    one = hook(api.system(scopes=scopes), kinds=kinds)
    approve_figure(row, 2024, "193.3")
    recompute_plans([row.plan_id])
    rounds.open_round_for(row, 2025, opens=0)
    hand_out()
    assert {kind for kind, _year in told(one)} == heard


@pytest.mark.parametrize(
    ("opens", "closes", "heard"), [(0, 10, True), (1, 10, False), (-3, 10, True), (-3, -1, False), (-8, 10, False)]
)
def test_a_round_is_told_once_when_it_begins(row, opens, closes, heard):
    one = hook()
    Webhook.objects.filter(pk=one.pk).update(created_at=timezone.now() - timedelta(days=7))
    asked = rounds.open_round_for(row, 2025, opens=opens, closes=closes)
    hand_out()
    assert list(one.deliveries.values_list("event", flat=True)) == ([f"round-{asked.pk}"] if heard else [])
    if heard:
        data = one.deliveries.get().body["data"]
        assert (data["id"], data["year"], data["closes_on"]) == (asked.pk, 2025, asked.closes_on.isoformat())
        ReportingRound.objects.update(title="改名")
        assert hand_out() == 0


def test_lots_are_handed_out_to_the_end(row, monkeypatch):
    monkeypatch.setattr(handing_out, "LOT", 2)
    one = hook()
    for year in (2021, 2023, 2024, 2025):
        approve_figure(row, year, str(150 + year - 2000))
    assert hand_out() == 4
    assert told(one) == [(APPROVED, year) for year in (2021, 2023, 2024, 2025)]
    one.refresh_from_db()
    assert one.position == Change.objects.exclude(position=None).order_by("-position").first().position


def test_an_event_that_was_written_already_is_not_written_again(row):
    """A worker was killed after writing deliveries of another transaction: the place in the feed is looked at again."""
    one = hook()
    approve_figure(row, 2024, "193.3")
    hand_out()
    Webhook.objects.update(position=one.position)
    hand_out()
    assert told(one) == [(APPROVED, 2024)]


@pytest.mark.parametrize("off", ["webhook", "client"])
def test_nothing_is_written_for_one_that_is_off(row, off):
    one = hook()
    thing = one if off == "webhook" else one.client
    type(thing).objects.filter(pk=thing.pk).update(is_active=False)
    approve_figure(row, 2024, "193.3")
    assert hand_out() == 0
    assert not Delivery.objects.exists()


def test_the_same_statements_however_many_events(row, django_assert_num_queries):
    hook(kinds=[EventKind.FIGURE_APPROVED])
    approve_figure(row, 2021, "160")
    number_all_changes()
    with django_assert_num_queries(9):
        hand_out()
    for year in (2023, 2024, 2025):
        approve_figure(row, year, str(150 + year - 2000))
    number_all_changes()
    with django_assert_num_queries(9):
        hand_out()
