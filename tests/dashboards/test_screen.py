"""The wall: who may see it, the numbers of the region page, one answer for script and page, keys that open nothing else."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from accounts import sessions
from accounts.models import AuditEntry, DisplayKey
from accounts.services.displays import issue_display_key, revoke_display_key
from dashboards.presenters.answer import answer
from dashboards.views.screen import _page
from indicators.domain.at_risk import SHORT
from indicators.selectors.region_page import plan_facts
from tests.factories import accounts, maps, regions, sample_plan
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def plan():
    return sample_plan.yanjin_plan()


@pytest.fixture
def key(plan):
    return issue_display_key(name="大厅", region=regions.yanjin(), by=accounts.administrator())


@pytest.fixture
def wall(key):
    """A browser that has opened the link."""
    client = Client()
    answered = client.post("/screen/open/", {"key": key[1]})
    assert (answered.status_code, answered["Location"]) == (302, "/screen/")
    return client


def slides(client, **parameters):
    return client.get("/screen/", {"part": "slides", **parameters})


# --- what it shows ----------------------------------------------------------------------------------------------------
def test_the_counts_are_those_of_the_region_page(wall, plan):
    page = wall.get("/screen/").content.decode()
    shown = re.findall(r'data-status="(\w+)"><span class="big-number">(\d+)</span>', page)
    facts = plan_facts(plan, 2025)
    expected = {}
    for row in facts.rows:
        if row.assessment and not row.row.is_heading:
            expected[row.assessment.status] = expected.get(row.assessment.status, 0) + 1
    found = {}
    for code, number in shown:
        found[code] = found.get(code, 0) + int(number)
    assert found == expected
    assert f"{answer(facts).total} 项主要指标" in page


def test_what_is_behind_has_gap_and_requirement(plan):
    page = _page(regions.yanjin())
    assert 1 <= len(page.behind) <= 6
    assert page.at_risk >= len(page.behind)
    assert all(one.line.chip.code in {status.value for status in SHORT} for one in page.behind)


def test_a_city_shows_its_counties_and_a_map(plan):
    sample_plan.elsewhere()
    city_plan = PlanFactory(region=regions.xinxiang(), title="新乡市“十四五”规划")
    sample_plan._level(city_plan, 1, "gdp", "地区生产总值", "100", "150", {})
    issued = issue_display_key(name="大厅", region=regions.xinxiang(), by=accounts.administrator())
    city = Client()
    city.post("/screen/open/", {"key": issued[1]})
    page = slides(city).content.decode()
    assert page.count('class="slide slide-matrix"') == 1
    assert "卫滨区" in page and "延津县" in page
    assert 'class="slide slide-map"' in page
    assert 'class="tile' in page
    maps.load("410726", "410703", root=regions.xinxiang(), by=accounts.administrator())
    page = slides(city).content.decode()
    assert f"审图号：{maps.REVIEW_NUMBER}" in page
    assert "<a " not in page  # nobody points at a wall


def test_an_empty_system():
    client = Client()
    client.force_login(accounts.leader(), backend=BACKEND)
    page = client.get("/screen/").content.decode()
    assert "还没有规划" in page


@pytest.mark.parametrize(
    ("query", "status"),
    [("seconds=0", 400), ("seconds=601", 400), ("seconds=x", 400), ("seconds=²", 400), ("seconds=15", 200),
     ("region=410726", 200), ("region=410703", 400), ("region=41", 400)],
)  # fmt: skip
def test_parameters(wall, query, status):
    regions.weibin()
    assert wall.get(f"/screen/?{query}").status_code == status


def test_the_number_of_queries(wall, plan, django_assert_max_num_queries):
    sample_plan.crowd(plan, 10)
    wall.get("/screen/")
    with django_assert_max_num_queries(15):
        slides(wall)


# --- how it is asked --------------------------------------------------------------------------------------------------
def test_an_unchanged_screen_is_not_sent_again_and_a_changed_one_is(wall, plan):
    first = slides(wall)
    assert first.status_code == 200
    assert {"ETag", "X-Served-At", "X-Assets"} <= set(first.headers)
    assert slides(wall)["ETag"] == first["ETag"]
    again = wall.get("/screen/?part=slides", headers={"If-None-Match": f"W/{first['ETag']}"})
    assert (again.status_code, again.content) == (304, b"")
    assert again["X-Served-At"]
    plan.rows.get(short_name="地区生产总值").assessments.filter(year=2025).update(status="ahead")
    assert wall.get("/screen/?part=slides", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_new_assets_change_the_tag(wall, monkeypatch):
    first = slides(wall)
    monkeypatch.setattr("dashboards.views.screen.static", lambda name: f"/static/new/{name}")
    second = slides(wall)
    assert first["X-Assets"] != second["X-Assets"]
    assert first["ETag"] != second["ETag"]


# --- who may look -----------------------------------------------------------------------------------------------------
def test_a_stranger_logs_in(client, plan):
    assert client.get("/screen/")["Location"] == "/accounts/login/?next=/screen/"
    assert slides(client).status_code == 403


def test_a_person_sees_the_own_scope(client, plan):
    client.force_login(accounts.leader(), backend=BACKEND)
    assert "延津县" in client.get("/screen/").content.decode()
    assert client.get("/screen/?region=410700").status_code == 403


def test_the_key_opens_the_screen_and_nothing_else(wall, plan):
    row = plan.rows.first()
    for address in (
        "/",
        "/regions/410726/",
        f"/plan-indicators/{row.pk}/",
        "/map/",
        "/accounts/",
        "/admin/",
        "/entry/",
    ):
        assert wall.get(address).status_code == 302, address
    assert wall.get("/api/v1/assessments/").status_code == 401
    cookie = wall.cookies["display"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/screen/", True, "Strict")


def test_a_revoked_key_is_refused_at_once(wall, key):
    assert slides(wall).status_code == 200
    revoke_display_key(key=key[0], by=accounts.administrator())
    assert slides(wall).status_code == 403
    answered = wall.get("/screen/")
    assert answered.status_code == 403
    assert "已停用" in answered.content.decode()
    assert Client().post("/screen/open/", {"key": key[1]}).status_code == 403


def test_an_expired_key_is_refused(wall, key):
    DisplayKey.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert slides(wall).status_code == 403


@pytest.mark.parametrize("shown", ["", "xs_", "xs_00000000_x", "\x00", "键"])
def test_what_is_no_key(shown, key):
    client = Client()
    assert client.post("/screen/open/", {"key": shown}).status_code in {400, 403}
    assert "display" not in client.cookies


def test_a_key_with_another_end_is_refused(key):
    assert Client().post("/screen/open/", {"key": key[1][:-1] + ("A" if key[1][-1] != "A" else "B")}).status_code == 403


def test_the_key_stands_nowhere_in_plain(key):
    stored = DisplayKey.objects.values().get()
    assert key[1] not in str(stored)
    assert len(stored["key_hash"]) == 64
    with pytest.raises(ValidationError):
        issue_display_key(name="x", region=regions.yanjin(), by=accounts.administrator(), expires_at=timezone.now())


def test_the_parameters_of_the_link_are_kept(key):
    answered = Client().post("/screen/open/?seconds=30&region=410726&next=//evil", {"key": key[1]})
    assert answered["Location"] == "/screen/?region=410726&seconds=30"


def test_issue_use_and_end_are_recorded(wall, key):
    revoke_display_key(key=key[0], by=accounts.administrator())
    about = list(AuditEntry.objects.order_by("pk").values_list("kind", "about", "region__code"))
    assert [(kind, code) for kind, _about, code in about] == [
        ("account", "410726"),
        ("log_in", "410726"),
        ("account", "410726"),
    ]
    assert all("大厅" in text for _kind, text, _code in about)
    assert key[1] not in str(about)


@pytest.mark.parametrize("who", ["planner", "leader", "reviewer"])
def test_administrators_only(plan, who):
    with pytest.raises(PermissionDenied):
        issue_display_key(name="x", region=regions.yanjin(), by=getattr(accounts, who)())


def test_an_administrator_issues_within_the_own_scope(plan, client):
    client.force_login(accounts.administrator(regions.yanjin()), backend=BACKEND)
    page = client.post("/accounts/displays/", {"name": "大厅", "region": "410726", "days": "365"})
    link = re.search(r'id="display-link">([^<]+)<', page.content.decode())[1]
    assert re.fullmatch(r"http://testserver/screen/open/#xs_\w{8}_[\w-]{43}", link)
    assert link.partition("#")[2] not in client.get("/accounts/displays/").content.decode()
    assert client.post("/accounts/displays/", {"name": "x", "region": "410700", "days": ""}).status_code == 422
    found = DisplayKey.objects.get()
    assert timedelta(days=364) < found.expires_at - timezone.now() <= timedelta(days=365)
    other = Client()
    other.force_login(accounts.administrator(regions.weibin()), backend=BACKEND)
    assert other.post(f"/accounts/displays/{found.pk}/revoke/").status_code == 404
    assert client.post(f"/accounts/displays/{found.pk}/revoke/").status_code == 302
    found.refresh_from_db()
    assert found.revoked_at is not None


def test_a_wall_keeps_no_session_awake(client, plan, monkeypatch):
    client.force_login(accounts.leader(), backend=BACKEND)
    start = sessions.now()
    monkeypatch.setattr(sessions, "now", lambda: start + 1800)
    client.get("/screen/?part=slides", headers={"X-Unattended": "1"})
    monkeypatch.setattr(sessions, "now", lambda: start + 3700)
    assert client.get("/screen/?part=slides", headers={"X-Unattended": "1"}).status_code == 403
