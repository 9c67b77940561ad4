"""Every operation of the schema × every scope × own, foreign and missing things: what is out of reach answers like what is not there.

Operations and parameters are taken from the schema. A new one fails here until a line of the tables below says what it needs.
"""

import json
import re
from types import SimpleNamespace

import pytest
from drf_spectacular.generators import SchemaGenerator
from rest_framework.test import APIClient

from accounts.models.api_clients import Scope
from plans.models import Plan, PlanStatus
from tests.factories import accounts, api, api_world, regions
from tests.factories.rounds import open_round_for

pytestmark = pytest.mark.django_db

#: Scope that an operation needs: method and path, without /api/v1/.
NEEDS = {
    "get assessments/": Scope.READ_ASSESSMENTS,
    "get assessments/{id}/": Scope.READ_ASSESSMENTS,
    "get changes/": Scope.READ_CHANGES,
    "get indicators/": Scope.READ_INDICATORS,
    "get indicators/{code}/": Scope.READ_INDICATORS,
    "get observations/": Scope.READ_OBSERVATIONS,
    "get observations/{id}/": Scope.READ_OBSERVATIONS,
    "put observations/bulk/": Scope.WRITE_OBSERVATIONS,
    "get plan-indicators/": Scope.READ_PLANS,
    "get plan-indicators/{id}/": Scope.READ_PLANS,
    "get plans/": Scope.READ_PLANS,
    "get plans/{id}/": Scope.READ_PLANS,
    "get project-reports/": Scope.READ_PROJECTS,
    "get project-reports/{id}/": Scope.READ_PROJECTS,
    "put project-reports/bulk/": Scope.WRITE_PROJECT_REPORTS,
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
    "planned_year", "fields", "report", "reports_monthly", "search", "level", "after", "why", "status_moved",
}  # fmt: skip
EVERY_SCOPE = [scope.value for scope in Scope]
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
    "the city above": (lambda world: api.caller(regions.yanjin(), scopes=EVERY_SCOPE), lambda world: world.xinxiang),
    "a county elsewhere": (
        lambda world: api.caller(regions.xinxiang(), scopes=EVERY_SCOPE),
        lambda world: world.xiping,
    ),
    "a plan in the making": (lambda world: api.caller(regions.nation(), scopes=EVERY_SCOPE), lambda world: world.draft),
    "another unit": (lambda world: api.caller(unit=world.idle, scopes=EVERY_SCOPE), lambda world: world.yanjin),
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
    address = f"/api/v1/{name}/".replace("{period}", "2021-2025")
    there, nowhere = (caller.get(address, {parameter: value}) for value in (foreign, missing))
    assert (nowhere.status_code, nowhere.json()["errors"][0]["code"]) == (400, "invalid_choice")
    assert said(there, foreign) == said(nowhere, missing)


def figure(world, **named):
    """A row of figures that names the GDP of a world, or what else it is told."""
    row = {"region": world.region.code, "period": "2021-2025", "indicator": "gdp", "year": 2024, "value": 193.3}
    return row | named


def report(world, **named):
    """A row of reports that names the project of a world by its id, or what else it is told."""
    return {"project": world.project.pk, "month": "2025-04", "progress": 40} | named


def by_place(world, **named):
    return report(world, project=None, region=world.region.code, period="2021-2025", position=1) | named


NO_ROW = {"indicator": "no_such_thing"}
NO_PLACE = {"region": "999999"}
#: What a row of a bulk put names that is out of reach, and the like that does not exist.
WRITTEN = {
    ("observations", "the city above"): (figure, NO_PLACE),
    ("observations", "a county elsewhere"): (figure, NO_PLACE),
    ("observations", "a plan in the making"): (figure, {"period": "1991-1995"}),
    ("observations", "another unit"): (figure, NO_ROW),
    ("project-reports", "the city above"): (report, {"project": NO_ID}),
    ("project-reports", "a county elsewhere"): (report, {"project": NO_ID}),
    ("project-reports", "a plan in the making"): (report, {"project": NO_ID}),
    ("project-reports", "another unit"): (report, {"project": NO_ID}),
}
PLACED = {why: {"position": 999} if why == "another unit" else NO_PLACE for why in OUT_OF_REACH}
PLACED["a plan in the making"] = {"period": "1991-1995"}


def refused(caller, name, row):
    """The answer to a bulk put of one row that may not be written, without what the caller had named itself."""
    answer = caller.put(f"/api/v1/{name}/bulk/", {"rows": [row]}, format="json")
    assert answer.status_code == 422, answer.content
    assert answer.json()["applied"] is False
    named = {str(row[key]) for key in ("region", "period", "indicator", "project") if row.get(key)}
    return json.loads(
        answer.content, object_hook=lambda one: {key: without(value, named) for key, value in one.items()}
    )


def without(value, named):
    """A text without the words that the caller had named; anything else as it is."""
    return re.sub(rf"\b({'|'.join(named)})\b", "…", value) if isinstance(value, str) else value


@pytest.mark.parametrize(("name", "why"), WRITTEN)
def test_writing_to_a_thing_out_of_reach_is_refused_like_writing_to_none(world, name, why):
    caller, owner = (make(world) for make in OUT_OF_REACH[why])
    row, missing = WRITTEN[name, why]
    there, nowhere = refused(caller, name, row(owner)), refused(caller, name, row(owner, **missing))
    assert nowhere["errors"][0]["code"] == "not_found"
    assert there == nowhere


@pytest.mark.parametrize("why", OUT_OF_REACH)
def test_a_project_out_of_reach_is_refused_by_its_place_too(world, why):
    caller, owner = (make(world) for make in OUT_OF_REACH[why])
    there = refused(caller, "project-reports", by_place(owner))
    assert there["errors"][0]["code"] == "not_found"
    assert there == refused(caller, "project-reports", by_place(owner, **PLACED[why]))


def test_a_unit_out_of_reach_is_no_unit_that_could_solve_a_problem(world):
    caller = api.caller(regions.yanjin(), scopes=EVERY_SCOPE)
    there, nowhere = (
        refused(caller, "project-reports", report(world.yanjin, problem="用地未批", problem_unit=unit))
        for unit in (world.xiping.unit.pk, NO_ID)
    )
    assert there == nowhere


def test_what_is_in_reach_can_be_written(world):
    """The tests above would also pass if nothing could ever be written."""
    open_round_for(world.yanjin.row, 2023)
    caller = api.caller(regions.yanjin(), scopes=EVERY_SCOPE)
    answer = caller.put(
        "/api/v1/observations/bulk/",
        {"dry_run": True, "rows": [figure(world.yanjin, year=2023, value=186, source_title="公报")]},
        format="json",
    )
    assert (answer.status_code, answer.json()["counts"]["submitted"]) == (200, 1), answer.content


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
