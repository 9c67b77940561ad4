"""Filters select what they say; what they do not understand is an error with its path."""

from datetime import timedelta

import pytest
from django.utils import timezone

from indicators.models import Assessment, Observation
from indicators.services.recompute import recompute_plans
from tests.factories import api, indicators, plans, regions


@pytest.fixture
def nation(yanjin, xinxiang):
    return api.caller(regions.nation())


def found(caller, name, **parameters):
    answer = caller.get(f"/api/v1/{name}/", parameters)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def pairs(rows):
    return {(row["region"], row["year"]) for row in rows}


def test_region_is_exact_and_region_under_is_the_subtree(nation):
    assert {row["region"] for row in found(nation, "assessments", region="410700")} == {"410700"}
    assert {row["region"] for row in found(nation, "assessments", region_under="410700")} == {"410700", "410726"}
    assert [row["code"] for row in found(nation, "regions", region="410700")] == ["410700"]
    assert [row["code"] for row in found(nation, "regions", region_under="410700")] == ["410700", "410726"]
    assert [row["code"] for row in found(nation, "regions", parent="410700")] == ["410726"]
    assert [row["code"] for row in found(nation, "regions", level="county")] == ["410726"]


def test_year_gives_one_object_per_target(nation):
    assert pairs(found(nation, "assessments", year=2023)) == {("410700", 2023), ("410726", 2023)}


def test_period(nation, yanjin):
    plans.PlanFactory(region=yanjin.region, start_year=2016, status="ended")
    assert {row["period"] for row in found(nation, "plans", region="410726")} == {"2021-2025", "2016-2020"}
    assert {row["period"] for row in found(nation, "plans", period="2016-2020")} == {"2016-2020"}
    assert {row["period"] for row in found(nation, "plans", year=2018)} == {"2016-2020"}
    assert found(nation, "assessments", period="2016-2020") == []


@pytest.mark.parametrize(
    ("parameters", "regions_found"),
    [
        ({"nature": "binding"}, {"410700"}),
        ({"listing": "main"}, {"410700", "410726"}),
        ({"listing": "commitment"}, set()),
        ({"indicator": "gdp"}, {"410700", "410726"}),
        ({"form": "growth"}, {"410700"}),
        ({"early_warning": "true"}, {"410700"}),
        ({"shown": "false"}, set()),
        ({"primary": "true"}, {"410700", "410726"}),
        ({"status": ["on_track", "pending"], "year": 2022}, {"410726"}),
        ({"sample": "true"}, set()),
    ],
)
def test_assessments_by_what_they_are(nation, parameters, regions_found):
    assert {row["region"] for row in found(nation, "assessments", **parameters)} == regions_found


def test_observations_by_state_and_year(nation, yanjin):
    replaced = indicators.approved(yanjin.row, 2023, value=1)
    Observation.objects.filter(pk=replaced.pk).update(in_force=False)
    assert pairs(found(nation, "observations", in_force="true", region="410726")) == {
        ("410726", 2022),
        ("410726", 2024),
    }
    assert pairs(found(nation, "observations", in_force="false")) == {("410726", 2023)}
    assert found(nation, "observations", state="draft") == []
    assert pairs(found(nation, "observations", vintage="final")) == {("410726", 2022)}


@pytest.mark.parametrize(("name", "model", "column"), [
    ("assessments", Assessment, "computed_at"), ("observations", Observation, "updated_at"),
])  # fmt: skip
def test_updated_since_is_inclusive(nation, name, model, column):
    now = timezone.now()
    model.objects.update(**{column: now - timedelta(days=1)})
    first = model.objects.filter(**{"state": "approved"} if model is Observation else {}).earliest("pk")
    model.objects.filter(pk=first.pk).update(**{column: now})
    assert [row["id"] for row in found(nation, name, updated_since=now.isoformat())] == [first.pk]
    assert found(nation, name, updated_since=(now + timedelta(seconds=1)).isoformat()) == []
    assert len(found(nation, name, updated_since=timezone.localtime(now - timedelta(days=3)).date().isoformat())) > 1


@pytest.mark.parametrize(
    "moment", ["1578-07-03T20:29:55+23:57", "0001-01-01T00:00:00+14:00", "2024-06-01T12:00:00-23:59"]
)
def test_updated_since_a_moment_of_a_zone_that_the_database_does_not_know(nation, moment):
    assert found(nation, "observations", updated_since=moment)
    assert found(nation, "observations", updated_since="9999-12-31T23:59:59-14:00") == []


def test_ordering(nation):
    years = [row["year"] for row in found(nation, "assessments", region="410726", ordering="-year")]
    assert years == [2025, 2024, 2023, 2022, 2021]
    gaps = [row["gap"] for row in found(nation, "assessments", region="410726", status="behind", ordering="gap")]
    assert gaps == sorted(gaps)


def test_rows_come_with_base_targets_and_units(nation, yanjin):
    (row,) = found(nation, "plan-indicators", region="410726")
    assert (row["base"]["value"], row["base"]["year"], row["base"]["text"]) == (153.7, 2020, "153.7")
    (target,) = row["targets"]
    assert (target["value"], target["form"], target["primary"]) == (230, "level", True)
    assert row["units"] == [{"id": yanjin.unit.pk, "name": "统计局", "lead": True, "confirmed": True}]
    (growth,) = found(nation, "plan-indicators", region="410700")
    assert (growth["base"], growth["targets"][0]["comparator"]) == (None, ">=")


def test_only_what_is_in_force_is_shown(nation, yanjin):
    yanjin.row.targets.update(in_force=False, is_primary=False)
    indicators.TargetFactory(row=yanjin.row, version=2, value=240, reason="调整")
    (row,) = found(nation, "plan-indicators", region="410726")
    assert [(target["version"], target["value"]) for target in row["targets"]] == [(2, 240)]


def test_projects(nation, yanjin):
    (project,) = found(nation, "projects", region="410726", kind="project")
    assert (project["name"], project["investment"], project["stage"]) == ("产业园", 1.5, None)
    assert project["lead_unit_name"] == "统计局"
    assert found(nation, "projects", stage=["building", "started"]) == []


def test_catalogue_by_code(nation):
    assert nation.get("/api/v1/indicators/gdp/").json()["direction"] == 1
    assert [row["code"] for row in found(nation, "indicators", price_sensitive="true")] == ["gdp"]


@pytest.mark.parametrize(
    ("name", "parameters", "path"),
    [
        ("assessments", {"region": "999999"}, "region"),
        ("assessments", {"region": "x\x00"}, "region"),
        ("assessments", {"region_under": "延津县"}, "region_under"),
        ("assessments", {"period": "2021"}, "period"),
        ("assessments", {"period": "2021-2025\n"}, "period"),
        ("assessments", {"year": "twenty"}, "year"),
        ("assessments", {"year": "20244"}, "year"),
        ("assessments", {"year": "2024.5"}, "year"),
        ("assessments", {"shown": "yes"}, "shown"),
        ("assessments", {"status": ["behind", "late"]}, "status"),
        ("assessments", {"indicator": "gpd"}, "indicator"),
        ("assessments", {"nature": "约束性"}, "nature"),
        ("observations", {"listing": "text"}, "listing"),
        ("assessments", {"plan": "abc"}, "plan"),
        ("assessments", {"plan": "99999999999999999999"}, "plan"),
        ("assessments", {"ordering": "name"}, "ordering"),
        ("assessments", {"updated_since": "yesterday"}, "updated_since"),
        ("assessments", {"format": "json"}, "format"),
        ("observations", {"state": "done"}, "state"),
        ("regions", {"level": "3"}, "level"),
        ("projects", {"kind": "工程"}, "kind"),
        ("indicators", {"region": "410726"}, "region"),
    ],
)
def test_a_bad_value_or_name_is_told_with_its_path(nation, name, parameters, path):
    answer = nation.get(f"/api/v1/{name}/", parameters)
    assert answer.status_code == 400, answer.content
    assert {error["path"] for error in answer.json()["errors"]} == {path}
    assert all(error["message"] for error in answer.json()["errors"])


def test_a_detail_takes_no_parameters(nation, yanjin):
    answer = nation.get(f"/api/v1/plans/{yanjin.plan.pk}/", {"year": 2024})
    assert (answer.status_code, answer.json()["errors"][0]["path"]) == (400, "year")


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("regions", 2),
        ("plans", 2),
        ("indicators", 2),
        ("plan-indicators", 5),
        ("observations", 2),
        ("assessments", 2),
        ("projects", 3),
        ("project-reports", 2),
    ],
)
def test_the_number_of_queries_does_not_grow(nation, django_assert_num_queries, name, queries):
    """Key with its client, rows, and for plan-indicators bases, targets and units, for projects who helps: with two rows as with many."""
    nation.get(f"/api/v1/{name}/")
    with django_assert_num_queries(queries):
        before = len(nation.get(f"/api/v1/{name}/").json()["results"])
    for year in (2006, 2011, 2016):
        indicators.gdp_row(plans.PlanFactory(start_year=year, status="ended"))
    with django_assert_num_queries(queries):
        after = len(nation.get(f"/api/v1/{name}/").json()["results"])
    assert after >= before
    assert after > before or name not in {"plans", "plan-indicators"}


def test_what_the_text_promises_is_listed_where_it_is_asked_for(nation, yanjin):
    """A list that says nothing is of the plan's table, as before there were promises; an id asks for the thing itself."""
    promise = indicators.RowFactory(plan=yanjin.row.plan, position=1, listing="commitment", short_name="创业园")
    target = indicators.TargetFactory(row=promise, value=1, text="1")
    recompute_plans([promise.plan_id])
    rows = {"plan-indicators": "id", "assessments": "plan_indicator"}
    for path, key in rows.items():
        of = {
            word: {row[key] for row in found(nation, path, region="410726", **({"listing": word} if word else {}))}
            for word in ("", "main", "commitment", "all")
        }
        assert of[""] == of["main"]
        assert of["commitment"] == {promise.pk}
        assert of["all"] == of["main"] | {promise.pk}
    assert {row["target_id"] for row in found(nation, "assessments", plan_indicator=promise.pk)} == {target.pk}
    assert {row["plan_indicator"] for row in found(nation, "assessments", target_id=target.pk)} == {promise.pk}
