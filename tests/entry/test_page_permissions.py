"""Every role at every page of entry, review, history and accounts: what is not allowed is refused and logged."""

from decimal import Decimal

import pytest

from indicators.models import Observation
from indicators.services import observations
from indicators.services.observations import ObservationFigures
from tests.factories import accounts, regions

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(row, clerk):
    figures = ObservationFigures(value=Decimal("193.3"))
    return observations.save_and_submit(row=row, year=2024, figures=figures, lock=None, by=clerk)


@pytest.fixture
def people(row, clerk):
    elsewhere = regions.weibin()
    return {
        "own clerk": clerk,
        "other clerk": accounts.clerk(accounts.UnitFactory(name="财政局")),
        "clerk elsewhere": accounts.clerk(accounts.UnitFactory(region=elsewhere)),
        "reviewer": accounts.reviewer(),
        "reviewer elsewhere": accounts.reviewer(elsewhere),
        "planner": accounts.planner(),
        "leader": accounts.leader(),
        "administrator": accounts.administrator(),
        "administrator elsewhere": accounts.administrator(elsewhere),
    }


ALL = {
    "own clerk", "other clerk", "clerk elsewhere", "reviewer", "reviewer elsewhere", "planner", "leader",
    "administrator", "administrator elsewhere",
}  # fmt: skip
HERE = {"own clerk", "other clerk", "reviewer", "planner", "leader", "administrator"}
PAGES = {
    "entry list": ALL - {"leader"},
    "entry form": {"own clerk", "reviewer", "planner", "administrator"},
    "review queue": {"reviewer", "reviewer elsewhere", "administrator", "administrator elsewhere"},
    "review page": {"reviewer", "administrator"},
    "history": HERE,
    "accounts": {"administrator", "administrator elsewhere"},
    "password": ALL,
}


def _address(page, row, figure):
    return {
        "entry list": "/entry/",
        "entry form": f"/entry/{row.pk}/2024/",
        "review queue": "/review/",
        "review page": f"/review/{figure.pk}/",
        "history": f"/history/indicators.observation/{figure.pk}/",
        "accounts": "/accounts/",
        "password": "/accounts/password/",
    }[page]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", sorted(ALL))
def test_who_sees_which_page(people, as_person, row, submitted, page, who, caplog):
    response = as_person(people[who]).get(_address(page, row, submitted))
    if who in PAGES[page]:
        assert response.status_code == 200
        return
    assert response.status_code == 403
    assert "refused: " in caplog.text
    assert f"user={people[who].pk} " in caplog.text
    assert row.short_name not in response.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_nobody_sees_a_page_without_logging_in(client, row, submitted, page):
    response = client.get(_address(page, row, submitted))
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/?next=")


@pytest.mark.parametrize("action", ["draft", "submit", "preview", "withdraw"])
@pytest.mark.parametrize("who", sorted(ALL - PAGES["entry form"]))
def test_who_may_not_write(people, as_person, row, submitted, typed, action, who, caplog):
    data = typed(action=action, lock=submitted.lock, value="1")
    response = as_person(people[who]).post(f"/entry/{row.pk}/2024/", data)
    assert response.status_code == 403
    assert "refused: " in caplog.text
    stored = Observation.objects.get()
    assert (stored.value, stored.state, stored.lock) == (Decimal("193.3"), "submitted", submitted.lock)


@pytest.mark.parametrize("action", ["approve", "return"])
@pytest.mark.parametrize("who", sorted(ALL - PAGES["review page"]))
def test_who_may_not_decide(people, as_person, submitted, action, who, caplog):
    data = {"action": action, "lock": submitted.lock, "comment": "改"}
    response = as_person(people[who]).post(f"/review/{submitted.pk}/", data)
    assert response.status_code == 403
    assert "refused: " in caplog.text
    assert Observation.objects.get().state == "submitted"


def test_lists_hold_nothing_of_another_scope(people, as_person, row, submitted):
    for who, address in (
        ("reviewer elsewhere", "/review/"),
        ("clerk elsewhere", "/entry/"),
        ("other clerk", "/entry/"),
    ):
        page = as_person(people[who]).get(address).content.decode()
        assert row.short_name not in page
    assert as_person(people["clerk elsewhere"]).get(f"/entry/?plan={row.plan_id}").status_code == 404


def test_an_inactive_person_is_out_at_once(as_person, clerk):
    client = as_person(clerk)
    assert client.get("/entry/").status_code == 200
    clerk.is_active = False
    clerk.save()
    assert client.get("/entry/").status_code == 302


def test_forms_are_guarded_against_other_sites(clerk, row):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(f"/entry/{row.pk}/2024/", {"action": "draft", "value": "1"}).status_code == 403
    assert not Observation.objects.exists()
