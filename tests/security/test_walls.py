"""The key of a wall: what it opens, what is written of it, and whose it may not become."""

import logging
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import DisplayKey
from accounts.services.displays import issue_display_key
from tests.factories import accounts, regions
from tests.house.addresses import HALF_WAY, OPEN
from tests.house.test_addresses import API, NAMES, lasting_things, things

pytestmark = pytest.mark.django_db
assert things and lasting_things  # the fixtures of the sweep
BACKEND = "django.contrib.auth.backends.ModelBackend"
#: Open to everybody who comes: the wall's own page and its door.
WALL = {"dashboards:screen", "dashboards:screen-open"}


@pytest.fixture
def key(db):
    return issue_display_key(name="大厅", region=regions.yanjin(), by=accounts.administrator())[1]


def test_the_key_opens_no_other_address(key, things):
    """Also where somebody sends it to other paths than a browser would, or as the key of the API."""
    wall = Client(headers={"cookie": f"display={key}; sessionid={key}", "authorization": f"Bearer {key}"})
    for name in sorted(NAMES - OPEN - HALF_WAY - WALL):
        answer = wall.get(reverse(name, args=things[1].get(name, [])))
        if name in API:
            assert answer.status_code == 401, name
        else:
            assert answer.status_code in {302, 405}, name
            assert answer.status_code == 405 or answer.url.startswith("/accounts/login/"), name
    assert wall.get("/screen/").status_code == 200
    assert wall.get("/screen/?region=410700").status_code == 400
    assert wall.get("/screen/?region=410703").status_code == 400
    assert wall.post("/screen/").status_code == 405


def test_the_door_is_guarded_against_forms_of_other_sites(key):
    """Otherwise a page elsewhere could put its own key, and its own region, on a wall."""
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/screen/open/", {"key": key}).status_code == 403
    assert "display" not in strict.cookies


@pytest.mark.parametrize("typed", ["my-pass-word-1", "xs_zzzzzzzz_0", "键\n2026-01-01 forged"])
def test_what_is_no_key_is_not_written_down(key, caplog, typed):
    with caplog.at_level(logging.WARNING, logger="security.displays"):
        assert Client().post("/screen/open/", {"key": typed}, REMOTE_ADDR="10.9.8.7").status_code == 403
    [told] = [record.getMessage() for record in caplog.records if record.name == "security.displays"]
    assert typed[:8] not in told
    assert "10.9.8.7" in told


def test_a_wrong_key_is_named_by_its_prefix_alone(key, caplog):
    with caplog.at_level(logging.WARNING, logger="security.displays"):
        Client().post("/screen/open/", {"key": f"{key}x"})
    told = " ".join(record.getMessage() for record in caplog.records)
    assert key[:11] in told
    assert key[12:] not in told


@pytest.mark.parametrize("wanted", ["新乡", "1\r\nSet-Cookie: a=b", "//evil", "&next=//evil"])
def test_parameters_are_handed_on_as_parameters(key, wanted):
    answer = Client().post(f"/screen/open/?region={quote(wanted)}", {"key": key})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/screen/?region=")
    assert answer["Location"].isascii()
    assert "\n" not in answer["Location"] and "next=" not in answer["Location"].replace("%26next%3D", "")
    assert list(answer.cookies) == ["display"]


def test_whoever_is_logged_in_is_shown_the_own_scope_whatever_key_lies_in_the_browser(key):
    regions.weibin()
    browser = Client()
    browser.post("/screen/open/", {"key": key})
    browser.force_login(accounts.leader(regions.weibin()), backend=BACKEND)
    said = browser.get("/screen/").content.decode()
    assert "卫滨区" in said and "延津县" not in said
    assert browser.get("/screen/?region=410726").status_code == 403


def test_the_issuers_end_is_not_the_end_of_a_wall_but_a_click_is(key):
    """A wall outlives the administrator who hung it up; whoever follows sees it in the list and ends it."""
    stored = DisplayKey.objects.get(prefix=key[:11])
    stored.issued_by.is_active = False
    stored.issued_by.save()
    wall = Client()
    wall.post("/screen/open/", {"key": key})
    assert wall.get("/screen/").status_code == 200
    successor = Client()
    successor.force_login(accounts.administrator(regions.yanjin()), backend=BACKEND)
    assert "大厅" in successor.get("/accounts/displays/").content.decode()
    successor.post(reverse("display-revoke", args=[stored.pk]))
    assert wall.get("/screen/?part=slides").status_code == 403
