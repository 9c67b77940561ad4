"""Version 1 only grows: what docs/openapi.json promised still holds, and the comparison sees every way of breaking it."""

import copy

import pytest

from accounts.api.additive import breaks
from config.contract import given_out, schema_now

LIST, ONE = "/api/v1/assessments/", "/api/v1/plans/{id}/"


@pytest.fixture(scope="module")
def now():
    return schema_now()


def test_what_was_given_out_still_holds(now):
    """A break is undone, or waits for version 2. What was added is written by ``make schema``."""
    assert breaks(given_out(), now) == []


def schemas(schema):
    return schema["components"]["schemas"]


def parameter(schema, name, path=LIST):
    return next(one for one in schema["paths"][path]["get"]["parameters"] if one["name"] == name)


def put_row(schema):
    return schemas(schema)["ObservationPutRow"]


BREAKS = {
    "a list goes": lambda s: s["paths"].pop(LIST),
    "a parameter goes": lambda s: s["paths"][LIST]["get"]["parameters"].remove(parameter(s, "year")),
    "a parameter is needed": lambda s: parameter(s, "year").update(required=True),
    "a new parameter is needed": lambda s: s["paths"][LIST]["get"]["parameters"].append(
        {"name": "x", "in": "query", "required": True, "schema": {"type": "string"}}
    ),
    "fewer on a page": lambda s: parameter(s, "limit")["schema"].update(maximum=500),
    "a code less to ask for": lambda s: parameter(s, "listing")["schema"]["enum"].remove("all"),
    "an answer goes": lambda s: s["paths"][ONE]["get"]["responses"].pop("404"),
    "csv goes": lambda s: s["paths"][LIST]["get"]["responses"]["200"]["content"].pop("text/csv"),
    "a header goes": lambda s: s["paths"][LIST]["get"]["responses"]["200"]["headers"].pop("ETag"),
    "a field goes": lambda s: schemas(s)["Assessment"]["properties"].pop("gap"),
    "a field may be missing": lambda s: schemas(s)["Plan"]["required"].remove("title"),
    "a field may be null": lambda s: schemas(s)["Plan"]["properties"]["title"].update(type=["string", "null"]),
    "a number becomes a text": lambda s: schemas(s)["Assessment"]["properties"]["gap"].update(type=["string", "null"]),
    "a code more comes back": lambda s: schemas(s)["AssessmentStatus"]["enum"].append("late"),
    "a date becomes a text": lambda s: schemas(s)["Plan"]["properties"]["issued_on"].pop("format"),
    "inside a member": lambda s: schemas(s)["Target"]["properties"].pop("value"),
    "a sent field goes": lambda s: put_row(s)["properties"].pop("note"),
    "a sent field is needed": lambda s: put_row(s)["required"].append("value"),
    "a sent text is shorter": lambda s: put_row(s)["properties"]["note"].update(maxLength=10),
    "fewer rows at once": lambda s: schemas(s)["ObservationPut"]["properties"]["rows"].update(maxItems=10),
}  # fmt: skip
GROWTH = {
    "nothing": lambda s: None,
    "a list": lambda s: s["paths"].update({"/api/v1/new/": s["paths"][LIST]}),
    "a parameter": lambda s: s["paths"][LIST]["get"]["parameters"].append(
        {"name": "x", "in": "query", "required": False, "schema": {"type": "string"}}
    ),
    "a field": lambda s: (
        schemas(s)["Plan"]["properties"].update(motto={"type": "string"}),
        schemas(s)["Plan"]["required"].append("motto"),
    ),
    "a field that may be left out": lambda s: put_row(s)["properties"].update(motto={"type": "string"}),
    "a field is never null now": lambda s: schemas(s)["Plan"]["properties"]["issued_on"].update(type="string"),
    "more on a page": lambda s: parameter(s, "limit")["schema"].update(maximum=5000),
    "another answer": lambda s: s["paths"][LIST]["get"]["responses"].update({"503": {"description": "x"}}),
    "another description": lambda s: schemas(s)["Plan"]["properties"]["title"].update(description="x"),
}


@pytest.mark.parametrize("change", BREAKS)
def test_a_break_is_seen(now, change):
    after = copy.deepcopy(now)
    BREAKS[change](after)
    assert breaks(now, after)


@pytest.mark.parametrize("change", GROWTH)
def test_growth_is_no_break(now, change):
    after = copy.deepcopy(now)
    GROWTH[change](after)
    assert breaks(now, after) == []
