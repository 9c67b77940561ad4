"""Every operation of the schema × every scope × own, foreign and missing things: what is out of reach answers like what is not there.

Operations and parameters are taken from the schema. A new one fails here until a line of the tables below says what it needs.
"""

import re
from types import SimpleNamespace

import pytest
from drf_spectacular.generators import SchemaGenerator
from rest_framework.test import APIClient

from accounts.models.api_clients import Scope
from plans.models import Plan, PlanStatus
from tests.factories import accounts, api, api_world, regions

pytestmark = pytest.mark.django_db

#: Scope that an operation needs: method and path, without /api/v1/.
NEEDS = {
    "get assessments/": Scope.READ_ASSESSMENTS,
    "get assessments/{id}/": Scope.READ_ASSESSMENTS,
    "get indicators/": Scope.READ_INDICATORS,
    "get indicators/{code}/": Scope.READ_INDICATORS,
    "get observations/": Scope.READ_OBSERVATIONS,
    "get observations/{id}/": Scope.READ_OBSERVATIONS,
    "get plan-indicators/": Scope.READ_PLANS,
    "get plan-indicators/{id}/": Scope.READ_PLANS,
    "get plans/": Scope.READ_PLANS,
    "get plans/{id}/": Scope.READ_PLANS,
    "get project-reports/": Scope.READ_PROJECTS,
    "get project-reports/{id}/": Scope.READ_PROJECTS,
    "get projects/": Scope.READ_PROJECTS,
    "get projects/{id}/": Scope.READ_PROJECTS,
    "get regions/": Scope.READ_REGIONS,
    "get regions/{code}/": Scope.READ_REGIONS,
}
#: Opened by any scope to read, and holds what it opens: tests/exchange/test_download.py.
ANY_SCOPE = {"get periods/{period}/download/"}
#: What one thing of a list is called by, for those that belong to a region. The catalogue belongs to all.
THINGS = {
    "assessments": lambda world: world.row.assessments.order_by("pk").first().pk,
    "observations": lambda world: world.row.observations.filter(in_force=True).order_by("pk").first().pk,
    "plan-indicators": lambda world: world.row.pk,
    "plans": lambda world: world.plan.pk,
    "project-reports": lambda world: world.monthly.pk,
    "projects": lambda world: world.project.pk,
    "regions": lambda world: world.region.code,
}
SHARED = {"indicators"}
#: Parameters that name a thing of a region, and what is called so.
NAMING = {
    "region": lambda world: world.region.code,
    "region_under": lambda world: world.region.code,
    "parent": lambda world: world.region.parent.code,
    "plan": lambda world: world.plan.pk,
    "plan_indicator": lambda world: world.row.pk,
    "target_id": lambda world: world.row.targets.get().pk,
    "unit": lambda world: world.unit.pk,
    "lead_unit": lambda world: world.unit.pk,
    "project": lambda world: world.project.pk,
}
#: Parameters that name nothing which belongs to a region.
PLAIN = {
    "cursor", "limit", "offset", "ordering", "period", "year", "indicator", "listing", "nature", "form", "primary", "shown",
    "sample", "status", "state", "in_force", "vintage", "updated_since", "early_warning", "name", "direction", "measure", "path",
    "price_sensitive", "is_heading", "month", "month_from", "month_to", "stage", "box", "field", "group", "kind", "merged",
    "planned_year", "fields", "report", "reports_monthly", "search", "level",
}  # fmt: skip
#: Nobody has these.
NO_ID = 987_654_321
MISSING = dict.fromkeys(["regions", "region", "region_under", "parent"], "999999")
#: Headers that differ from call to call.
VARYING = {"Content-Length", "ETag", "RateLimit"}


def operations():
    """``{"get plans/": its description}``, from the schema as it is sent."""
    found = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    return {
        f"{method} {path.removeprefix('/api/v1/')}": described
        for path, methods in found.items()
        for method, described in methods.items()
    }


#: (list, parameter) for every query parameter that names a thing of a region.
NAMED = [
    (name.removeprefix("get ").strip("/"), parameter["name"])
    for name, described in operations().items()
    for parameter in described.get("parameters", ())
    if parameter["in"] == "query" and parameter["name"] in NAMING
]


@pytest.fixture(scope="module")
def world(lasting):
    """Yanjin, the city above it, a county elsewhere, a plan of Yanjin in the making, and a unit that answers for nothing."""
    with lasting():
        yanjin, xinxiang = api_world.yanjin(), api_world.xinxiang()
        xiping, weihui = api_world.growing(regions.xiping()), api_world.growing(regions.weibin())
        Plan.objects.filter(pk=weihui.plan.pk).update(status=PlanStatus.DRAFT)
        idle = accounts.UnitFactory(region=yanjin.region, name="林业局")
        return SimpleNamespace(yanjin=yanjin, xinxiang=xinxiang, xiping=xiping, draft=weihui, idle=idle)


def ask(caller, operation, thing=None):
    """One call of the operation. What takes a body gets an empty one: the scope is looked at before it."""
    method, path = operation.split(" ")
    body = {} if method == "get" else {"data": {}, "format": "json"}
    return getattr(caller, method)("/api/v1/" + re.sub(r"{\w+}", str(thing), path), **body)


def said(answer, named):
    """Status, headers and body, without what the caller had named itself."""
    headers = {name: value for name, value in answer.items() if name not in VARYING}
    text = re.sub(rf"\b{named}\b", "…", answer.content.decode())
    return answer.status_code, headers, text


def test_every_operation_and_parameter_is_in_the_tables(world):
    assert set(operations()) - ANY_SCOPE == set(NEEDS)
    lists = {name.split()[1].split("/")[0] for name in NEEDS if "{" in name}
    assert lists == THINGS.keys() | SHARED
    parameters = {
        parameter["name"]
        for described in operations().values()
        for parameter in described.get("parameters", ())
        if parameter["in"] == "query"
    }
    assert parameters - NAMING.keys() - PLAIN == set()
    assert not NAMING.keys() & PLAIN


@pytest.mark.parametrize("operation", NEEDS)
def test_every_scope_opens_its_own_operations_only(world, operation):
    path = operation.split()[1].split("/")[0]
    thing = "gdp" if path in SHARED else THINGS.get(path, lambda _: None)(world.yanjin)
    for scope in Scope:
        answer = ask(api.caller(scopes=[scope]), operation, thing)
        if scope == NEEDS[operation]:
            assert answer.status_code in {200, 400}, scope
            assert answer.status_code == 200 or operation.startswith("put"), scope
        else:
            assert answer.status_code == 403, scope
            assert answer.json()["type"] == "urn:problem-type:not-allowed"
    assert ask(api.caller(scopes=[]), operation, thing).status_code == 403
    stranger = ask(APIClient(raise_request_exception=False), operation, thing)
    assert (stranger.status_code, stranger["WWW-Authenticate"]) == (401, 'Bearer realm="api"')


#: Who calls, and whose things are out of reach for that caller.
OUT_OF_REACH = {
    "the city above": (lambda world: api.caller(regions.yanjin()), lambda world: world.xinxiang),
    "a county elsewhere": (lambda world: api.caller(regions.xinxiang()), lambda world: world.xiping),
    "a plan in the making": (lambda world: api.caller(regions.nation()), lambda world: world.draft),
    "another unit": (lambda world: api.caller(unit=world.idle), lambda world: world.yanjin),
}
#: What is no secret of these: a region of a plan in the making; what stands above the units.
IN_REACH = {
    "a plan in the making": {"regions", "region", "region_under", "parent", "unit", "lead_unit"},
    "another unit": {"regions", "plans", "region", "region_under", "parent", "plan", "unit", "lead_unit"},
}


OUT_THINGS = [(why, name) for why in OUT_OF_REACH for name in THINGS if name not in IN_REACH.get(why, ())]
OUT_NAMED = [(why, *named) for why in OUT_OF_REACH for named in NAMED if named[1] not in IN_REACH.get(why, ())]


@pytest.mark.parametrize(("why", "name"), OUT_THINGS)
def test_a_thing_out_of_reach_answers_like_a_missing_one(world, why, name):
    caller, owner = (make(world) for make in OUT_OF_REACH[why])
    foreign, missing = THINGS[name](owner), MISSING.get(name, NO_ID)
    address = f"/api/v1/{name}/%s/"
    there, nowhere = caller.get(address % foreign), caller.get(address % missing)
    assert nowhere.status_code == 404
    assert said(there, foreign) == said(nowhere, missing)
    assert foreign not in {row.get("id", row.get("code")) for row in caller.get(f"/api/v1/{name}/").json()["results"]}


@pytest.mark.parametrize(("why", "name", "parameter"), OUT_NAMED)
def test_naming_a_thing_out_of_reach_answers_like_naming_none(world, why, name, parameter):
    caller, owner = (make(world) for make in OUT_OF_REACH[why])
    foreign, missing = NAMING[parameter](owner), MISSING.get(parameter, NO_ID)
    there, nowhere = (caller.get(f"/api/v1/{name}/", {parameter: value}) for value in (foreign, missing))
    assert (nowhere.status_code, nowhere.json()["errors"][0]["code"]) == (400, "invalid_choice")
    assert said(there, foreign) == said(nowhere, missing)


@pytest.mark.parametrize("name", THINGS)
def test_what_is_in_reach_is_found(world, name):
    """The tests above would also pass if nothing were ever found."""
    for caller in (api.caller(regions.yanjin()), api.caller(regions.yanjin(), unit=world.yanjin.unit)):
        assert caller.get(f"/api/v1/{name}/{THINGS[name](world.yanjin)}/").status_code == 200
    assert api.caller(regions.xinxiang()).get(f"/api/v1/{name}/{THINGS[name](world.yanjin)}/").status_code == 200
    for parameter in (parameter for listed, parameter in NAMED if listed == name):
        answer = api.caller(regions.xinxiang()).get(f"/api/v1/{name}/", {parameter: NAMING[parameter](world.yanjin)})
        assert answer.status_code == 200
        assert answer.json()["results"], parameter
