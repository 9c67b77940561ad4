"""Every error is a problem detail of RFC 9457 with a path for each fault, and tells nothing of the inside."""

import logging

import pytest
from rest_framework import exceptions, serializers

from accounts.api.problems import problem_handler
from tests.factories import api, regions


def is_problem(answer, status):
    body = answer.json()
    assert answer.status_code == body["status"] == status
    assert answer["Content-Type"] == "application/problem+json"
    assert list(body) == ["type", "title", "status", "detail", "instance", "errors"]
    assert body["detail"]
    assert all(list(error) == ["path", "code", "message"] for error in body["errors"])
    return body


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "instance"),
    [
        ("/api/v1/nothing/", "/api/v1/nothing/"),
        ("/api/v1/plans/%0A/", "/api/v1/plans/\n/"),
        ("/api/v1/", "/api/v1/"),
        ("/api/v1/plans/abc/", "/api/v1/plans/abc/"),
        ("/api/v1/plans/7/", "/api/v1/plans/7/"),
        ("/api/v1/plans/99999999999999999999999/", "/api/v1/plans/99999999999999999999999/"),
        ("/api/v1/regions/419999/", "/api/v1/regions/419999/"),
        ("/api/v1/project-photos/", "/api/v1/project-photos/"),
    ],
)
def test_404(path, instance):
    body = is_problem(api.caller().get(path), 404)
    assert (body["type"], body["instance"], body["errors"]) == ("urn:problem-type:not-found", instance, [])


def test_an_address_without_its_slash_leads_to_it(db):
    assert api.caller().get("/api/v1/regions", follow=True).status_code == 200
    is_problem(api.caller().get("/api/v1/nothing", follow=True), 404)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_405(db, method):
    answer = getattr(api.caller(), method)("/api/v1/regions/", {}, format="json")
    is_problem(answer, 405)
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_406(db):
    is_problem(api.caller().get("/api/v1/regions/", headers={"Accept": "application/xml"}), 406)


def test_401_and_403(db, stranger):
    is_problem(stranger.get("/api/v1/regions/"), 401)
    is_problem(api.caller(scopes=["read:plans"]).get("/api/v1/regions/"), 403)


def test_400_names_every_fault_at_once(db):
    parameters = {"regoin": "410726", "limit": ["1", "2"], "year": ""}
    body = is_problem(api.caller().get("/api/v1/assessments/", parameters), 400)
    faults = {error["path"]: error["code"] for error in body["errors"]}
    assert faults == {"regoin": "unknown", "limit": "repeated", "year": "blank"}
    assert "；year：参数不能为空" in body["detail"]


def test_options_says_what_an_address_is_for(db):
    answer = api.caller().options("/api/v1/regions/")
    assert (answer.status_code, answer["Allow"]) == (200, "GET, HEAD, OPTIONS")


def test_429_says_when_to_come_back(rf):
    answer = problem_handler(exceptions.Throttled(wait=7), {"request": rf.get("/x")})
    assert (answer.status_code, answer["Retry-After"]) == (429, "7")
    assert answer.data["type"] == "urn:problem-type:too-many-requests"


def test_an_unforeseen_error_is_logged_and_not_shown(db, monkeypatch, caplog):
    def broken(self, request):
        raise RuntimeError("secret inside")

    monkeypatch.setattr("accounts.api.regions.RegionViewSet.list", broken, raising=False)
    with caplog.at_level(logging.ERROR, "api.problems"):
        body = is_problem(api.caller().get("/api/v1/regions/"), 500)
    assert "secret" not in str(body)
    assert "secret inside" in caplog.text


def test_paths_of_nested_faults(rf):
    class Inner(serializers.Serializer):
        value = serializers.DecimalField(max_digits=5, decimal_places=1)

    class Outer(serializers.Serializer):
        year = serializers.IntegerField()
        targets = Inner(many=True)

        def validate(self, data):
            return data

    outer = Outer(data={"year": "x", "targets": [{"value": "1"}, {"value": "many"}]})
    outer.is_valid()
    answer = problem_handler(exceptions.ValidationError(outer.errors), {"request": rf.get("/x")})
    assert [(error["path"], error["code"]) for error in answer.data["errors"]] == [
        ("year", "invalid"),
        ("targets.1.value", "invalid"),
    ]
    plain = problem_handler(exceptions.ValidationError("不行"), {"request": rf.get("/x")})
    assert plain.data["errors"] == [{"path": "", "code": "invalid", "message": "不行"}]


def test_a_region_code_may_not_smuggle_lines_into_the_log(db, caplog):
    with caplog.at_level(logging.WARNING):
        api.with_key("wrong").get("/api/v1/regions/%0aforged/")
        api.caller(regions.yanjin(), scopes=[]).get("/api/v1/plans/")
    assert all("\n" not in record.getMessage() for record in caplog.records if record.name.startswith("security"))
