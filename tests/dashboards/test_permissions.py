"""Who sees the pages of leaders: every role within its scope, nobody beyond, each refusal in the log."""

import logging

import pytest

from accounts.models import User
from tests.factories import accounts, regions, sample_plan

ROLES = [accounts.clerk, accounts.reviewer, accounts.planner, accounts.leader, accounts.administrator]


@pytest.fixture
def addresses(plan) -> list[str]:
    return [
        "/",
        "/regions/410726/",
        f"/plan-indicators/{plan.rows.first().pk}/",
        "/doubts/",
        "/projects/",
        "/indicators/gdp/",
    ]


def make(role, region) -> User:
    if role is accounts.clerk:
        return accounts.clerk(accounts.UnitFactory(region=region))
    return role(region)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_sees_its_own_region(client, addresses, role):
    client.force_login(make(role, regions.yanjin()))
    assert [client.get(address).status_code for address in addresses] == [200] * len(addresses)


@pytest.mark.parametrize("role", ROLES)
def test_a_city_sees_its_counties(client, addresses, role):
    client.force_login(make(role, regions.xinxiang()))
    assert [client.get(address).status_code for address in addresses] == [200] * len(addresses)


@pytest.mark.parametrize("role", ROLES)
def test_nobody_sees_a_neighbour(client, plan, role, caplog):
    client.force_login(make(role, regions.weibin()))
    row = plan.rows.first()
    with caplog.at_level(logging.WARNING, logger="accounts.access"):
        for address in ["/regions/410726/", f"/plan-indicators/{row.pk}/", "/regions/410700/"]:
            response = client.get(address)
            assert response.status_code == 403
            assert "没有权限" in response.content.decode()
            assert "153.7" not in response.content.decode()
    assert sum("refused" in record.message for record in caplog.records) == 3
    assert "延津县" not in client.get("/").content.decode()
    assert "data-doubt=" not in client.get("/doubts/").content.decode()


def test_an_administrator_of_the_nation_sees_all(client, addresses):
    sample_plan.elsewhere()
    client.force_login(accounts.administrator(None))
    assert [client.get(address).status_code for address in addresses] == [200] * len(addresses)
    assert "卫滨区" in client.get("/").content.decode()


def test_without_logging_in_there_is_nothing(client, addresses):
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 302
        assert response.url.startswith("/accounts/login/")


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        (accounts.leader, set()),
        (accounts.clerk, {"填报"}),
        (accounts.planner, {"填报"}),
        (accounts.reviewer, {"填报", "审核"}),
    ],
)
def test_the_menu_offers_what_the_person_may_use(client, plan, role, offered):
    client.force_login(make(role, regions.yanjin()))
    html = client.get("/").content.decode()
    menu = html[html.index('<ul class="nav">') : html.index("</ul>", html.index('<ul class="nav">'))]
    assert {word for word in ("填报", "审核") if f">{word}</a>" in menu} == offered
    assert 'aria-current="page">总览</a>' in menu
