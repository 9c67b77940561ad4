"""``PUT project-reports/bulk/``: monthly reports of projects by number or by place in the plan."""

from datetime import date
from types import SimpleNamespace

import pytest

from accounts.models.api_clients import Scope
from accounts.services import api_keys
from plans.models import PlanStatus
from projects.models import ProjectReport
from tests.exchange.test_put_figures import faults
from tests.factories import accounts, api, projects, regions

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/project-reports/bulk/"


@pytest.fixture(scope="module")
def works(lasting):
    """A project of Yanjin and the system that reports on it."""
    with lasting():
        project = projects.ProjectFactory()
        regions.xinxiang()
        system = api.system(scopes=[*api_keys.READ_SCOPES, Scope.WRITE_PROJECT_REPORTS])
        _key, plain = api_keys.issue_key(client=system, by=None)
    return SimpleNamespace(project=project, system=system, http=api.with_key(plain))


def line(works, **fields):
    row = {
        "project": works.project.pk, "month": "2025-03", "investment_month": 120.5, "investment_to_date": 860,
        "progress": 40, "progress_text": "主体施工",
    }  # fmt: skip
    return {name: value for name, value in (row | fields).items() if value is not ...}


def put(works, *rows, http=None, headers=None, **fields):
    return (http or works.http).put(ADDRESS, {"rows": list(rows), **fields}, format="json", headers=headers)


def test_a_report_is_submitted_once(works):
    answer = put(works, line(works), headers={"Idempotency-Key": "2025-03"})
    assert answer.status_code == 200, answer.json()
    (row,) = answer.json()["rows"]
    stored = ProjectReport.objects.get(project=works.project)
    assert (row["result"], row["report"], row["state"]) == ("submitted", stored.pk, "submitted")
    assert row["etag"] == f'"{works.project.pk}-2025-03-{stored.lock}"'
    assert "version" not in row
    assert (stored.submitted_client, stored.month, str(stored.investment_month)) == (
        works.system, date(2025, 3, 1), "120.5",
    )  # fmt: skip
    again = put(works, line(works), headers={"Idempotency-Key": "2025-03"})
    assert (again.content, again["Idempotent-Replayed"]) == (answer.content, "true")
    (same,) = put(works, line(works)).json()["rows"]
    assert same == row | {"result": "unchanged", "findings": []}


def test_another_report_wants_the_etag_and_an_approved_one_a_reviewer(works):
    (first,) = put(works, line(works)).json()["rows"]
    assert faults(put(works, line(works, progress=41))) == [("rows.0.if_match", "precondition_required")]
    assert faults(put(works, line(works, progress=41, if_match=f'"{works.project.pk}-2025-03-99"'))) == [
        ("rows.0.if_match", "stale")
    ]
    answer = put(works, line(works, progress=41), headers={"If-Match": first["etag"]})
    (second,) = answer.json()["rows"]
    assert (second["result"], second["report"]) == ("submitted", first["report"])
    ProjectReport.objects.update(state="approved", approved_by=accounts.reviewer(), approved_at="2025-05-01T00:00Z")
    assert faults(put(works, line(works, progress=42, if_match=second["etag"]))) == [("rows.0", "not_allowed")]
    read = works.http.get(f"/api/v1/project-reports/{first['report']}/").json()
    assert (read["etag"], read["progress"]) == (second["etag"], 41)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"investment_month": -5}, [("rows.0.investment_month", "unanswered")]),
        ({"progress": 101}, [("rows.0.progress", "invalid")]),
        ({"problem_unit": 10**15, "problem": "用地"}, [("rows.0.problem_unit", "not_found")]),
        ({"stage_on": "2025-03-01"}, [("rows.0.stage", "check_failed")]),
        ({"month": "2999-01"}, [("rows.0", "not_allowed")]),
        ({"project": 10**15}, [("rows.0.project", "not_found")]),
        ({"project": None}, [("rows.0.project", "required")]),
        ({"position": 32000}, [("rows.0.project", "not_found")]),
        ({"project": None, "region": "410700", "period": "2021-2025", "position": 1}, [("rows.0.region", "not_found")]),
        ({"project": None, "region": "410726", "period": "2021-2025", "position": 32000},
         [("rows.0.position", "not_found")]),
    ],
)  # fmt: skip
def test_what_is_refused_leaves_nothing(works, fields, wrong):
    answer = put(works, line(works, **fields))
    assert (answer.status_code, faults(answer)) == (422, wrong)
    assert not ProjectReport.objects.exists()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"month": "2025-13"}, "month"),
        ({"month": ...}, "month"),
        ({"stage": ""}, "stage"),
        ({"stage_on": "2025-02-30"}, "stage_on"),
        ({"problem_unit": "1"}, "problem_unit"),
        ({"sample": True}, "sample"),
        ({"if_match": '"1-2025-1"'}, "if_match"),
    ],
)
def test_what_is_not_as_described(works, fields, wrong):
    answer = put(works, line(works, **fields), mode="row_by_row")
    assert (answer.status_code, [path for path, _code in faults(answer)]) == (400, [f"rows.0.{wrong}"])


def test_foreign_projects_and_units_are_told_like_none(works):
    there = projects.ProjectFactory(plan__region=regions.weibin())
    unit = accounts.UnitFactory(region=regions.weibin(), name="水利局")
    for foreign, missing in (
        ({"project": there.pk}, {"project": 10**15}),
        ({"problem": "用地", "problem_unit": unit.pk}, {"problem": "用地", "problem_unit": 10**15}),
    ):
        told = [put(works, line(works, **fields)).content for fields in (foreign, missing)]
        assert told[0] == told[1]
    works.project.plan.status = PlanStatus.DRAFT
    works.project.plan.save()
    assert faults(put(works, line(works))) == [("rows.0.project", "not_found")]


def test_by_place_row_by_row(works):
    other = projects.ProjectFactory(plan=works.project.plan, name="另一个")
    place = {"project": None, "region": "410726", "period": "2021-2025", "position": other.position}
    rows = [line(works, **place, investment_month=77, investment_to_date=99), line(works, progress=-1), line(works, month="2025-04"),
            line(works, month="2025-04", progress=3)]  # fmt: skip
    answer = put(works, *rows, mode="row_by_row")
    assert faults(answer) == [("rows.1.progress", "invalid"), ("rows.2", "duplicated"), ("rows.3", "duplicated")]
    assert ProjectReport.objects.get().project == other


def test_who_may(works):
    figures = api.caller(scopes=[Scope.WRITE_OBSERVATIONS])
    assert put(works, line(works), http=figures).status_code == 403
    stranger = accounts.UnitFactory(region=regions.yanjin(), name="林业局")
    other = api.caller(scopes=[Scope.WRITE_PROJECT_REPORTS], unit=stranger)
    assert faults(put(works, line(works), http=other)) == [("rows.0.project", "not_found")]
