"""The collection of requests that is made from the schema: every operation is in it, and each can be sent as it stands."""

import json

import pytest
from drf_spectacular.generators import SchemaGenerator

from accounts.api.collection import FORMAT
from tests.factories import accounts, api

pytestmark = pytest.mark.django_db
ADDRESS = "/api/docs/collection.json"


@pytest.fixture
def made():
    answer = api.caller().get(ADDRESS)
    assert "attachment" in answer["Content-Disposition"]
    return answer.json()


def requests(made):
    return [one for folder in made["item"] for one in folder["item"]]


def test_every_operation_of_the_schema_is_in_it(made):
    document = SchemaGenerator().get_schema(request=None, public=True)
    wanted = {
        operation["operationId"]: (method.upper(), "{{base}}" + path)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    found = {one["name"]: (one["request"]["method"], one["request"]["url"]["raw"]) for one in requests(made)}
    assert found == wanted
    assert made["info"]["schema"] == FORMAT


def test_each_can_be_sent_as_it_stands(made):
    """What a path needs has a value, what is optional is switched off, a body is JSON, and nobody's key is in it."""
    variables = {one["key"]: one["value"] for one in made["variable"]}
    assert variables == {"base": "http://testserver", "key": ""}
    for one in requests(made):
        url = one["request"]["url"]
        assert {f":{variable['key']}" for variable in url["variable"]} == {s for s in url["path"] if s.startswith(":")}
        assert all(parameter["disabled"] for parameter in url["query"])
        if "body" in one["request"]:
            assert json.loads(one["request"]["body"]["raw"])["rows"]


def test_the_sample_of_a_put_is_a_row_of_the_plans(made):
    put = next(one for one in requests(made) if one["name"] == "observations_bulk_put")
    (row,) = json.loads(put["request"]["body"]["raw"])["rows"]
    assert (row["region"], row["indicator"], row["year"]) == ("410726", "gdp", 2024)


def test_it_is_for_whoever_may_see_the_schema(client):
    assert client.get(ADDRESS).status_code == 401
    client.force_login(accounts.leader())
    assert client.get(ADDRESS).status_code == 200
