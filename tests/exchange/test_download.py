"""Everything of a period in one file: what the lists say, no more than a key may read, in constant memory and constant SQL."""

import io
import json
import tracemalloc
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models.api_clients import Scope
from exchange.api.packing import pack
from tests.factories import accounts, api, api_world, indicators, plans, regions

ADDRESS = "/api/v1/periods/2021-2025/download/"
LISTS = [
    "regions",
    "indicators",
    "plans",
    "plan-indicators",
    "observations",
    "assessments",
    "projects",
    "project-reports",
]
READS = [scope for scope in Scope if scope.value.startswith("read:")]


@pytest.fixture
def counties(db):
    return api_world.yanjin(), api_world.xinxiang()


def opened(answer):
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def objects(content):
    return sorted(
        (json.loads(line) for line in content.splitlines()), key=lambda one: str(one.get("id", one.get("code")))
    )


def test_it_holds_what_the_lists_say(counties):
    plans.PlanFactory(region=counties[0].region, start_year=2016, status="ended")
    caller = api.caller(regions.nation(), scopes=READS)
    files = opened(caller.get(ADDRESS))
    assert set(files) == {f"{name}.ndjson" for name in LISTS} | {"manifest.json"}
    manifest = json.loads(files["manifest.json"])
    for name in LISTS:
        said = caller.get(f"/api/v1/{name}/?limit=1000").json()["results"]
        if name == "plans":
            said = [plan for plan in said if plan["period"] == "2021-2025"]
        assert said
        assert objects(files[f"{name}.ndjson"]) == sorted(said, key=lambda one: str(one.get("id", one.get("code"))))
        assert manifest["counts"][name] == len(said)
    more = caller.get("/api/v1/changes/", {"after": manifest["next_after"]}).json()
    assert (more["results"], more["next_after"]) == ([], manifest["next_after"])


def test_only_the_subtree_that_is_asked_for(counties):
    files = opened(api.caller(regions.nation()).get(ADDRESS, {"region_under": "410726"}))
    for name in ("plans", "plan-indicators", "observations", "assessments", "projects"):
        assert {one["region"] for one in objects(files[f"{name}.ndjson"])} == {"410726"}


def test_only_what_the_key_may_read(counties):
    files = opened(api.caller(regions.yanjin(), scopes=["read:plans"]).get(ADDRESS))
    assert set(files) == {"plans.ndjson", "plan-indicators.ndjson", "manifest.json"}
    assert {one["region"] for one in objects(files["plan-indicators.ndjson"])} == {"410726"}
    other = accounts.UnitFactory(region=counties[0].region, name="林业局")
    files = opened(api.caller(unit=other, scopes=["read:observations"]).get(ADDRESS))
    assert files["observations.ndjson"] == b""


def test_what_is_foreign_or_missing(counties, client):
    key = api.caller(regions.yanjin())
    foreign, missing = (key.get(ADDRESS, {"region_under": code}) for code in ("410700", "999999"))
    assert foreign.status_code == missing.status_code == 400
    assert foreign.json()["errors"][0]["message"].replace("410700", "999999") == missing.json()["errors"][0]["message"]
    assert key.get(ADDRESS.replace("2021-2025", "2031-2035")).status_code == 404
    counties[0].plan.status = "draft"
    counties[0].plan.save()
    assert key.get(ADDRESS).status_code == 404
    assert key.get(ADDRESS, {"limit": "1"}).json()["errors"][0]["path"] == "limit"
    assert client.get(ADDRESS).status_code == 401
    assert api.caller(scopes=["write:observations"]).get(ADDRESS).status_code == 403
    assert key.get(ADDRESS, headers={"Accept": "application/json"}).status_code == 406


def test_it_speaks_the_language_that_is_asked_for(counties):
    answer = api.caller(regions.yanjin()).get(ADDRESS, headers={"Accept-Language": "en"})
    labels = {one["status_label"] for one in objects(opened(answer)["assessments.ndjson"])}
    assert all(label.isascii() for label in labels)


def test_the_number_of_queries_does_not_grow(counties):
    caller = api.caller(regions.nation(), scopes=READS)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            opened(caller.get(ADDRESS))
        return len(captured)

    before = queries()
    for code in ("410725", "410727", "410728"):
        indicators.gdp_row(plans.PlanFactory(region=regions.RegionFactory(code=code, parent=regions.xinxiang())))
    assert queries() <= before + 1  # one more may number changes


def test_only_a_piece_is_in_memory():
    lines = (f'{{"id":{number},"x":"{number * 7919 % 1000003}"}}\n'.encode() * 20 for number in range(20_000))
    tracemalloc.start()
    sizes = [len(piece) for piece in pack([("lines.ndjson", lines)], (2026, 1, 1, 0, 0, 0))]
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sum(sizes) > 100_000
    assert len(sizes) > 1
    assert peak < 1_500_000
