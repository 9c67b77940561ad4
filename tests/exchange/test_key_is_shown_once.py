"""A key in a real browser: shown by the answer that makes it, gone from view after a reload and behind the back button.

And a button that is pressed twice: both requests in one moment issue one key.
"""

import pytest
from django.test import Client
from playwright.sync_api import Error

from accounts.models import ApiKey
from tests.at_once import both, logged_in
from tests.factories import accounts, api, regions

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_presses_in_one_moment_issue_one_key():
    system = api.system(regions.yanjin())
    office = accounts.administrator(system.region)
    first, second = logged_in(office), logged_in(office)
    address, typed = f"/exchange/clients/{system.pk}/keys/", {"days": "90", "newest": "0"}
    answers = both(lambda: first.post(address, typed), lambda: second.post(address, typed))
    assert sorted(answer.status_code for answer in answers.values()) == [200, 302]
    assert ApiKey.objects.count() == 1


@pytest.mark.journey
def test_a_key_that_was_left_is_not_seen_again(page, live_server):
    system = api.system(regions.yanjin())
    person = Client()
    person.force_login(accounts.administrator(system.region), backend="django.contrib.auth.backends.ModelBackend")
    page.context.add_cookies(
        [{"name": "sessionid", "value": person.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto(f"/exchange/clients/{system.pk}/")
    page.get_by_role("button", name="签发密钥").click()
    plain = page.locator("#api-key").inner_text()
    assert api.with_key(plain).get("/api/v1/regions/").status_code == 200

    page.reload()  # the browser sends the form again
    page.get_by_text("刚才已签发过密钥").wait_for()
    assert plain not in page.content()
    assert ApiKey.objects.count() == 1

    page.get_by_role("link", name="轮换").click()
    page.get_by_role("button", name="签发新密钥").click()
    page.locator("#api-key").wait_for()
    page.get_by_role("link", name="已抄下").click()
    page.get_by_role("heading", name="操作记录").wait_for()
    with pytest.raises(
        Error, match="ERR_CACHE_MISS"
    ):  # nothing was kept; it would ask before sending the form once more
        page.go_back()
    assert ApiKey.objects.count() == 2
