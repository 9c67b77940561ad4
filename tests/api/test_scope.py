"""What a key reaches: the resources of its scopes, the subtree of its region, the rows of its unit. Refusals are logged."""

import logging
import re

import pytest
from django.utils import timezone

from accounts.models.api_clients import Scope
from tests.factories import accounts, api, indicators, regions

NEEDS = {
    "regions": Scope.READ_REGIONS,
    "plans": Scope.READ_PLANS,
    "indicators": Scope.READ_INDICATORS,
    "plan-indicators": Scope.READ_PLANS,
    "observations": Scope.READ_OBSERVATIONS,
    "assessments": Scope.READ_ASSESSMENTS,
    "projects": Scope.READ_PROJECTS,
}
READS = [scope for scope in Scope if scope.value.startswith("read:")]
#: Lists whose rows belong to a region.
REGIONAL = [name for name in NEEDS if name != "indicators"]


def url(name, key=None):
    return f"/api/v1/{name}/" if key is None else f"/api/v1/{name}/{key}/"


def refusals(caplog):
    return [record.getMessage() for record in caplog.records if record.name == "security.api"]


@pytest.mark.parametrize("name", NEEDS)
@pytest.mark.parametrize("scope", READS, ids=lambda scope: scope.value)
def test_scopes_times_endpoints(db, caplog, name, scope):
    with caplog.at_level(logging.WARNING, "security.api"):
        answer = api.caller(scopes=[scope]).get(url(name))
    if NEEDS[name] == scope:
        assert (answer.status_code, refusals(caplog)) == (200, [])
    else:
        assert answer.status_code == 403
        assert answer.json()["type"] == "urn:problem-type:not-allowed"
        (line,) = refusals(caplog)
        assert f"no scope {NEEDS[name].value}" in line


def results(caller, name, **parameters):
    answer = caller.get(url(name), parameters)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def codes(found):
    return {row.get("region", row.get("code")) for row in found}


@pytest.mark.parametrize("name", REGIONAL)
def test_a_list_without_a_filter_holds_the_subtree_only(yanjin, xinxiang, name):
    assert codes(results(api.caller(regions.yanjin()), name)) == {"410726"}
    assert codes(results(api.caller(regions.xinxiang()), name)) == {"410700", "410726"}
    assert codes(results(api.caller(regions.nation()), name)) >= {"410700", "410726"}
    assert codes(results(api.caller(regions.weibin()), name)) <= {"410703"}


def answer_to(caller, address, name, value):
    """Status and body, without what names the thing itself."""
    answer = caller.get(address, {name: value} if name else {})
    return answer.status_code, re.sub(rf"\b{value}\b", "…", answer.content.decode())


@pytest.mark.parametrize("name", REGIONAL)
@pytest.mark.parametrize("parameter", ["region", "region_under"])
def test_a_region_out_of_scope_is_like_one_that_is_not_there(yanjin, xinxiang, caplog, name, parameter):
    caller = api.caller(regions.yanjin())
    with caplog.at_level(logging.WARNING, "security.api"):
        foreign = answer_to(caller, url(name), parameter, "410700")
        (line,) = refusals(caplog)
        assert answer_to(caller, url(name), parameter, "999999") == foreign
    assert foreign[0] == 400
    assert '"invalid_choice"' in foreign[1]
    assert f"{parameter} '410700' is out of scope" in line
    assert "client=" in line
    assert len(refusals(caplog)) == 1  # only the log tells one from the other


def detail_keys(world):
    return {
        "regions": world.region.code,
        "plans": world.plan.pk,
        "plan-indicators": world.row.pk,
        "observations": world.row.observations.filter(in_force=True).first().pk,
        "assessments": world.row.assessments.first().pk,
        "projects": world.project.pk,
    }


@pytest.mark.parametrize("name", REGIONAL)
def test_a_row_of_another_region_is_like_one_that_is_not_there(yanjin, xinxiang, caplog, name):
    own, other = detail_keys(yanjin)[name], detail_keys(xinxiang)[name]
    caller = api.caller(regions.yanjin())
    assert caller.get(url(name, own)).status_code == 200
    with caplog.at_level(logging.WARNING, "security.api"):
        foreign = answer_to(caller, url(name, other), "", other)
        (line,) = refusals(caplog)
        assert answer_to(caller, url(name, 888888), "", 888888) == foreign
    assert foreign[0] == 404
    assert "out of scope" in line
    assert len(refusals(caplog)) == 1
    assert api.caller(regions.xinxiang()).get(url(name, own)).status_code == 200


@pytest.mark.parametrize(
    ("name", "parameter", "of"),
    [
        ("plan-indicators", "plan", lambda world: world.plan.pk),
        ("assessments", "plan", lambda world: world.plan.pk),
        ("assessments", "plan_indicator", lambda world: world.row.pk),
        ("assessments", "target_id", lambda world: world.row.targets.get().pk),
        ("observations", "plan_indicator", lambda world: world.row.pk),
        ("projects", "lead_unit", lambda world: world.unit.pk),
    ],
)
def test_naming_a_row_of_another_region_in_a_filter(yanjin, xinxiang, name, parameter, of):
    caller = api.caller(regions.yanjin())
    assert caller.get(url(name), {parameter: of(yanjin)}).status_code == 200
    foreign = answer_to(caller, url(name), parameter, of(xinxiang))
    assert foreign == answer_to(caller, url(name), parameter, 888888)
    assert foreign[0] == 400


@pytest.mark.parametrize(
    ("name", "parameter", "of"),
    [
        ("plan-indicators", "unit", lambda world: world.unit.pk),
        ("observations", "plan_indicator", lambda world: world.row.pk),
        ("assessments", "target_id", lambda world: world.row.targets.get().pk),
        ("projects", "lead_unit", lambda world: world.unit.pk),
        ("project-reports", "project", lambda world: world.project.pk),
    ],
)
def test_naming_what_is_of_another_unit_in_a_filter(yanjin, name, parameter, of):
    own = api.caller(unit=yanjin.unit)
    assert own.get(url(name), {parameter: of(yanjin)}).status_code == 200
    other = api.caller(unit=accounts.UnitFactory(region=yanjin.region, name="林业局"))
    foreign = answer_to(other, url(name), parameter, of(yanjin))
    assert foreign == answer_to(other, url(name), parameter, 888888)
    assert foreign[0] == 400


@pytest.mark.parametrize("name", ["plans", "plan-indicators", "observations", "assessments", "projects"])
def test_a_key_sees_no_plan_in_the_making(yanjin, name, stranger):
    key = api.caller(regions.yanjin())
    assert results(key, name)
    yanjin.plan.status = "draft"
    yanjin.plan.save()
    assert results(key, name) == []
    one = detail_keys(yanjin)[name]
    assert answer_to(key, url(name, one), "", one) == answer_to(key, url(name, 888888), "", 888888)
    if name != "plans":
        named = answer_to(key, url(name), "plan", yanjin.plan.pk)
        assert (named[0], named) == (400, answer_to(key, url(name), "plan", 888888))
    stranger.force_login(accounts.clerk(yanjin.unit))
    assert results(stranger, name)  # who works on it


@pytest.mark.parametrize("name", ["plan-indicators", "observations", "assessments", "projects"])
def test_a_key_of_a_unit_sees_the_rows_of_the_unit(yanjin, name):
    stranger = accounts.UnitFactory(region=yanjin.region, name="林业局")
    own, other = api.caller(unit=yanjin.unit), api.caller(unit=stranger)
    assert results(own, name)
    assert results(other, name) == []
    assert own.get(url(name, detail_keys(yanjin)[name])).status_code == 200
    one = detail_keys(yanjin)[name]
    assert answer_to(other, url(name, one), "", one) == answer_to(other, url(name, 888888), "", 888888)


def test_a_row_of_two_units_comes_once(yanjin):
    indicators.answers_for(yanjin.row, accounts.UnitFactory(region=yanjin.region, name="财政局"))
    assert len(results(api.caller(unit=yanjin.unit), "plan-indicators")) == 1


def test_a_system_sees_approved_figures_and_its_own(yanjin, stranger):
    system = api.caller()
    assert {row["state"] for row in results(system, "observations")} == {"approved"}
    assert system.get(url("observations", yanjin.draft.pk)).status_code == 404
    sender = yanjin.row.plan.region.api_clients.get()
    yanjin.draft.submitted_client, yanjin.draft.submitted_at = sender, timezone.now()
    yanjin.draft.save()
    assert results(system, "observations", state="draft") == []  # returned to it once, rewritten by a person
    yanjin.draft.state = "submitted"
    yanjin.draft.save()
    assert results(system, "observations", state="submitted")[0]["id"] == yanjin.draft.pk
    stranger.force_login(accounts.leader())
    assert {row["state"] for row in results(stranger, "observations")} == {"approved", "submitted"}


@pytest.mark.parametrize("name", REGIONAL)
def test_people_read_their_own_regions(yanjin, xinxiang, stranger, name):
    stranger.force_login(accounts.clerk(yanjin.unit))
    assert codes(results(stranger, name)) == {"410726"}
    assert stranger.get(url(name), {"region": "410700"}).status_code == 400
    stranger.force_login(accounts.administrator())
    assert codes(results(stranger, name)) >= {"410700", "410726"}
