"""The OpenAPI schema is valid, describes every field, and every answer conforms to it."""

import copy
import json

import jsonschema
import pytest
from django.conf import settings
from drf_spectacular.validation import validate_schema

from indicators.domain.types import Status
from tests.factories import accounts, api, regions

NAMES = [
    "regions",
    "plans",
    "indicators",
    "plan-indicators",
    "observations",
    "assessments",
    "projects",
    "project-reports",
]


@pytest.fixture
def schema(db):
    answer = api.caller().get("/api/v1/schema/")
    assert answer["Content-Type"] == "application/json"
    return answer.json()


def strict(node):
    """OpenAPI 3.1 is JSON Schema already; here also nothing may come that is not declared."""
    if isinstance(node, list):
        return [strict(one) for one in node]
    if not isinstance(node, dict):
        return node
    made = {name: strict(value) for name, value in node.items()}
    return {"additionalProperties": False, **made} if isinstance(node.get("properties"), dict) else made


def answer_schema(schema, path, status="200", content="application/json", *, whole=True):
    """What an answer must be. ``whole``: without ``fields``, when every object has all of its members."""
    body = schema["paths"][path]["get"]["responses"][status]["content"][content]["schema"]
    components = copy.deepcopy(schema["components"])
    for name, component in components["schemas"].items():
        if whole and name.startswith("Paginated"):
            results = component["properties"]["results"]
            results["items"] = results["items"].get("anyOf", [results["items"]])[0]
    return strict({**body, "components": components})


def test_the_schema_is_valid_openapi_3_1(schema):
    validate_schema(schema)
    assert schema["openapi"] == "3.1.0"
    assert {f"/api/v1/{name}/" for name in NAMES} <= set(schema["paths"])


def test_every_field_and_parameter_is_described(schema):
    nameless = [
        f"{component}.{field}"
        for component, declared in schema["components"]["schemas"].items()
        for field, described in declared.get("properties", {}).items()
        if not described.get("description")
    ]
    nameless += [
        f"{path}?{parameter['name']}"
        for path, operations in schema["paths"].items()
        for operation in operations.values()
        for parameter in operation.get("parameters", [])
        if parameter.get("in") in {"query", "header"} and not parameter.get("description")
    ]
    assert nameless == []


def test_figures_are_declared_as_numbers(schema):
    declared = schema["components"]["schemas"]["Assessment"]["properties"]
    for name in ("base", "target", "actual", "attainment", "gap", "required", "pace_ratio"):
        assert declared[name]["type"] == ["number", "null"]


@pytest.mark.parametrize("name", NAMES)
def test_every_list_and_detail_conforms(schema, yanjin, xinxiang, name):
    caller = api.caller(regions.nation())
    answer = caller.get(f"/api/v1/{name}/").json()
    assert answer["results"]
    jsonschema.validate(answer, answer_schema(schema, f"/api/v1/{name}/"))
    jsonschema.validate(caller.get(f"/api/v1/{name}/?cursor=*").json(), answer_schema(schema, f"/api/v1/{name}/"))
    key = "code" if name in {"regions", "indicators"} else "id"
    detail = caller.get(f"/api/v1/{name}/{answer['results'][0][key]}/").json()
    jsonschema.validate(detail, answer_schema(schema, f"/api/v1/{name}/{{{key}}}/"))


def test_conforming_is_not_empty_talk(schema, yanjin):
    """The check above would see a number that came as a string, a missing field and one too many."""
    wanted = answer_schema(schema, "/api/v1/assessments/")
    good = api.caller().get("/api/v1/assessments/").json()
    for spoil in ({"gap": "-36.7"}, {"extra": 1}, {"year": None}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**good, "results": [good["results"][0] | spoil]}, wanted)
    without = {name: value for name, value in good["results"][0].items() if name != "lead"}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**good, "results": [without]}, wanted)


@pytest.mark.parametrize("status", ["400", "401", "403", "406"])
def test_problems_conform(schema, stranger, status):
    answers = {
        "400": lambda: api.caller().get("/api/v1/plans/?limit=0"),
        "401": lambda: stranger.get("/api/v1/plans/"),
        "403": lambda: api.caller(scopes=[]).get("/api/v1/plans/"),
        "406": lambda: api.caller().get("/api/v1/plans/", headers={"Accept": "application/xml"}),
    }
    body = json.loads(answers[status]().content)
    jsonschema.validate(body, answer_schema(schema, "/api/v1/plans/", status, "application/problem+json"))


def test_the_schema_is_for_those_who_may_call(db, stranger):
    assert stranger.get("/api/v1/schema/").status_code == 401
    stranger.force_login(accounts.leader())
    assert stranger.get("/api/v1/schema/").status_code == 200


def test_every_filter_is_in_the_schema(schema):
    shown = {parameter.get("name") for parameter in schema["paths"]["/api/v1/assessments/"]["get"]["parameters"]}
    assert {"region", "region_under", "period", "year", "limit", "offset", "cursor", "ordering", "shown"} <= shown


def test_codes_are_enums_with_their_words(schema):
    codes = schema["components"]["schemas"]["AssessmentStatus"]
    assert codes["enum"] == [status.value for status in Status]
    assert "* `behind` 滞后" in codes["description"]
    declared = schema["components"]["schemas"]["Assessment"]
    assert declared["properties"]["vintage"]["oneOf"] == [{"$ref": "#/components/schemas/Vintage"}, {"type": "null"}]
    assert set(declared["properties"]) == set(declared["required"])


def test_a_list_may_be_asked_for_some_fields_and_for_csv(schema, yanjin):
    answers = schema["paths"]["/api/v1/assessments/"]["get"]["responses"]["200"]["content"]
    assert list(answers) == ["application/json", "text/csv"]
    page = api.caller().get("/api/v1/assessments/?fields=id,gap").json()
    wanted = answer_schema(schema, "/api/v1/assessments/", whole=False)
    jsonschema.validate(page, wanted)
    page["results"][0]["colour"] = "red"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(page, wanted)


def test_the_headers_that_are_declared_come(schema, stranger, yanjin):
    operation = schema["paths"]["/api/v1/plans/"]["get"]["responses"]
    caller = api.caller()
    first = caller.get("/api/v1/plans/?limit=1&cursor=*")
    answers = {
        "200": first,
        "304": caller.get("/api/v1/plans/?limit=1&cursor=*", headers={"If-None-Match": first["ETag"]}),
        "400": caller.get("/api/v1/plans/?limit=0"),
        "401": stranger.get("/api/v1/plans/"),
        "406": caller.get("/api/v1/plans/", headers={"Accept": "application/xml"}),
    }
    for status, answer in answers.items():
        assert answer.status_code == int(status)
        for name, reference in operation[status]["headers"].items():
            declared = schema["components"]["headers"][reference["$ref"].rpartition("/")[2]]
            if declared["required"] or (
                name.startswith("RateLimit") and status != "406"
            ):  # refused before it is counted
                jsonschema.validate(answer[name], declared["schema"])
    assert set(operation) == {"200", "304", "400", "401", "403", "406", "429", "500"}


EXAMPLES = json.loads((settings.BASE_DIR / "data/api_examples.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_are_what_would_be_sent(schema, name):
    component = schema["components"]["schemas"][name]
    assert component["examples"] == [EXAMPLES[name]]
    assert list(EXAMPLES[name]) == list(component["properties"])
    jsonschema.validate(EXAMPLES[name], strict({**component, "components": schema["components"]}))


def test_the_example_of_an_assessment_is_what_the_house_computes(yanjin):
    found = next(row for row in api.caller().get("/api/v1/assessments/?year=2024").json()["results"])
    same = ["base", "target", "actual", "attainment", "expected", "gap", "lead", "required", "average", "projected_end"]
    same += ["elapsed_share", "pace_ratio", "status", "status_label", "required_unit", "average_unit", "on_course"]
    assert {name: found[name] for name in same} == {name: EXAMPLES["Assessment"][name] for name in same}
