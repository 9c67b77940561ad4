"""/api/docs/ works under the strict content security policy, for people who are logged in, without another host."""

import pytest
from django.conf import settings

from tests.factories import accounts


def test_strangers_are_sent_to_the_log_in_page(client, db):
    answer = client.get("/api/docs/")
    assert answer.status_code == 302
    assert answer.url.endswith("?next=/api/docs/")


def test_nothing_inline_and_nothing_from_outside(client, db):
    client.force_login(accounts.leader())
    answer = client.get("/api/docs/")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "<style" not in html
    assert " style=" not in html
    assert html.count("<script ") == html.count("<script src=") == 3
    assert "http" not in html
    script = client.get("/api/docs/?script=")
    assert script["Content-Type"].startswith("application/javascript")
    assert '"validatorUrl": null' in script.content.decode()


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_a_person_tries_a_call_in_the_browser(page, client, live_server):
    leader = accounts.leader()
    client.force_login(leader)
    page.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "url": live_server.url,
            }
        ]
    )
    page.goto("/api/docs/")
    operation = page.locator("#operations-regions-regions_list")
    operation.wait_for()
    assert page.locator(".opblock").count() >= 14
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    operation.locator(".responses-table.live-responses-table .response").wait_for()
    assert "延津县" in operation.locator(".live-responses-table").inner_text()
