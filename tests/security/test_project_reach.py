"""Nobody reaches beyond role, unit and region at projects: plans in the making, contacts of owners, things of others in what is sent."""

from __future__ import annotations

import copy
import io
import json
from datetime import date
from types import SimpleNamespace

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from indicators.models import Listing
from plans.models import Plan
from projects.models import (
    CommitmentLink,
    CooperatingUnit,
    Letter,
    LikePair,
    Problem,
    Project,
    ProjectReport,
    ProjectYear,
)
from projects.selectors.breakdown import tasks_of
from projects.services import problems
from projects.services.reports import ReportEntry, ReportFigures, save_many
from tests.factories import accounts, api, regions
from tests.factories.indicators import RowFactory
from tests.factories.plans import PlanFactory
from tests.factories.projects import ProjectFactory, ReportFactory, ReportingRuleFactory, approved_report

pytestmark = pytest.mark.django_db
CONTACT = "张三 0373-7654321"
#: Begins like a formula, and holds what no XML takes.
EVIL = '=HYPERLINK("http://evil.example","水厂")\x0b\x1f'
SOON = date(2999, 6, 30)


def _world():
    """Yanjin: two units, three projects with reports, a problem, a promise, a pair; the city above, a county beside it."""
    plan = PlanFactory()
    ReportingRuleFactory(plan=plan)
    unit, other = (accounts.UnitFactory(region=plan.region, name=name) for name in ("水利局", "财政局"))
    above = accounts.UnitFactory(region=regions.xinxiang(), name="水利局")
    beside = accounts.UnitFactory(region=regions.weibin(), name="水利局")
    works = ProjectFactory(
        plan=plan, lead_unit=unit, name=EVIL, position=1, owner_contact=CONTACT, owner="城投公司", box="专栏1"
    )
    again = ProjectFactory(plan=plan, lead_unit=unit, name="水厂二", position=2, box="专栏1")
    theirs = ProjectFactory(plan=plan, lead_unit=other, name="会计学校", position=3, owner_contact=CONTACT)
    pair = LikePair.objects.create(first=works, second=again, score=1, signs=["same_name"])
    approved_report(works, date(2025, 2, 1), investment_month=10, investment_to_date=10)
    reviewer = accounts.reviewer()
    problem = problems.raise_problem(project=works, text="用地未批", kind="land", by=reviewer)
    problem = problems.assign(problem=problem, unit=unit, due=SOON, lock=problem.lock, by=reviewer)
    promise = RowFactory(plan=plan, position=1, listing=Listing.COMMITMENT, short_name="供水普及率", unit="%")
    elsewhere = ProjectFactory(plan=PlanFactory(region=regions.weibin()), lead_unit=beside, name="卫滨水厂")
    foreign_pair = LikePair.objects.create(
        first=elsewhere, second=ProjectFactory(plan=elsewhere.plan, name="卫滨泵站"), score=1, signs=["same_name"]
    )
    return SimpleNamespace(
        plan=plan, unit=unit, other=other, above=above, beside=beside, works=works, again=again, theirs=theirs, pair=pair,
        problem=problem, promise=promise, elsewhere=elsewhere, foreign_pair=foreign_pair, reviewer=reviewer,
        people={"clerk": accounts.clerk(unit), "other": accounts.clerk(other), "reviewer": reviewer,
                "planner": accounts.planner(), "leader": accounts.leader(), "administrator": accounts.administrator(plan.region),
                "neighbour": accounts.planner(regions.weibin()), "city": accounts.leader(regions.xinxiang())},
    )  # fmt: skip


@pytest.fixture(scope="module")
def lasting_world(lasting):
    with lasting():
        return _world()


@pytest.fixture
def world(lasting_world):
    return copy.deepcopy(lasting_world)


@pytest.fixture
def as_(world):
    def log_in(who: str) -> Client:
        client = Client(raise_request_exception=False)
        person = world.people[who]
        if person.role in {"planner", "administrator"}:
            type(person).objects.filter(pk=person.pk).update(is_staff=True)
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return log_in


def _addresses(world) -> dict[str, str]:
    """Every page, list and paper on which a project of Yanjin may be named, by a word for it."""
    pk, plan = world.works.pk, world.plan.pk
    return {
        "list": "/projects/", "list.xlsx": "/projects/?format=xlsx", "search": "/projects/?search=0373-7654321",
        "page": f"/projects/{pk}/", "boxes": "/projects/boxes/", "boxes.xlsx": "/projects/boxes/?format=xlsx",
        "pairs": "/projects/pairs/", "pairs.xlsx": "/projects/pairs/?format=xlsx",
        "problems": "/problems/", "problems.xlsx": "/problems/?format=xlsx", "problem": f"/problems/{world.problem.pk}/",
        "tasks": f"/tasks/?plan={plan}", "tasks.xlsx": f"/tasks/{plan}/2025/sheet/",
        "tasks.docx": f"/reports/plans/{plan}/tasks/2025.docx", "commitments": f"/commitments/?region={world.plan.region.code}",
        "bulletin": "/reports/bulletins/410726/monthly/2025-02/",
        "bulletin.xlsx": "/reports/bulletins/410726/monthly/2025-02/?format=xlsx",
        "bulletin.docx": "/reports/bulletins/410726/monthly/2025-02/?format=docx",
        "grid": "/entry/projects/?month=2025-03&all=1", "grid.xlsx": "/entry/projects/sheet/?month=2025-03&all=1",
        "history": f"/history/projects.project/{pk}/", "region": "/regions/410726/", "overview": "/",
        "api": "/api/v1/projects/", "api-one": f"/api/v1/projects/{pk}/", "api-search": "/api/v1/projects/?search=7654321",
        "api-reports": "/api/v1/project-reports/", "audit": reverse("audit"), "admin": "/admin/projects/project/",
        "admin-search": "/admin/projects/project/?q=7654321", "admin-reports": "/admin/projects/projectreport/",
    }  # fmt: skip


def _said(answer) -> str:
    """What can be read in an answer: its text, or that of the parts of a workbook or paper."""
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if not data.startswith(b"PK"):
        return data.decode()
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))


# --- the contact of an owner ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["clerk", "other", "planner", "leader", "neighbour"])
def test_a_contact_stands_on_its_page_for_those_who_need_it_and_nowhere_else(world, as_, who):
    client, shown, faults = as_(who), set(), {}
    for name, address in _addresses(world).items():
        answer = client.get(address)
        if answer.status_code >= 500:
            faults[name] = answer.status_code
        # what was searched for stands in the field of the search itself
        if "7654321" in _said(answer).replace('value="0373-7654321"', "").replace('value="7654321"', "").replace(
            "search=7654321", ""
        ).replace("search=0373-7654321", "").replace("q=7654321", ""):
            shown.add(name)
    assert faults == {}
    assert shown == ({"page"} if who in {"clerk", "reviewer", "planner", "administrator"} else set())
    form = client.get(f"/projects/{world.works.pk}/edit/")
    assert (form.status_code == 200 and CONTACT in form.content.decode()) is (who in {"planner", "administrator"})


def test_a_contact_is_kept_in_no_history_and_searched_by_nothing(world, as_):
    assert not hasattr(Project.pgh_event_model, "owner_contact")
    client = as_("planner")
    assert client.get("/projects/", {"search": "7654321"}).context["number"] == 0
    assert client.get("/api/v1/projects/", {"search": "7654321"}).json()["results"] == []
    assert client.get("/api/v1/projects/", {"owner_contact": "7654321"}).status_code == 400
    one = client.get(f"/api/v1/projects/{world.works.pk}/").json()
    assert one["owner"] == "城投公司" and not [name for name in one if "contact" in name]


def test_the_admin_of_a_neighbour_neither_lists_nor_opens_it(world, as_):
    client = as_("neighbour")
    assert "会计学校" not in client.get("/admin/projects/project/").content.decode()
    assert client.get(f"/admin/projects/project/{world.works.pk}/change/").status_code == 302
    assert CONTACT not in client.get(f"/admin/projects/project/{world.works.pk}/change/", follow=True).content.decode()
    for leader in ("leader", "clerk", "reviewer"):
        assert as_(leader).get(f"/admin/projects/project/{world.works.pk}/change/").status_code in {302, 403}


# --- plans in the making ----------------------------------------------------------------------------------------------
def test_a_leader_is_shown_nothing_of_a_plan_in_the_making(world, as_):
    """Neither page nor API: a single thing answers as if there were none."""
    Plan.objects.filter(pk=world.plan.pk).update(status="draft")
    report = ProjectReport.objects.get()
    single = [
        f"/projects/{world.works.pk}/", f"/problems/{world.problem.pk}/", f"/history/projects.project/{world.works.pk}/",
        f"/tasks/{world.plan.pk}/2025/sheet/", f"/reports/plans/{world.plan.pk}/tasks/2025.docx",
        f"/api/v1/projects/{world.works.pk}/", f"/api/v1/project-reports/{report.pk}/", f"/api/v1/plans/{world.plan.pk}/",
        f"/api/v1/plan-indicators/{world.promise.pk}/",
    ]  # fmt: skip
    for who, status in (("leader", 404), ("city", 404), ("planner", 200)):
        client = as_(who)
        assert {client.get(address).status_code for address in single} == {status}, who
        lists = [_said(client.get(address)) for address in ("/projects/", "/problems/", "/projects/boxes/", "/projects/pairs/",
                 "/tasks/", "/commitments/", "/reports/bulletins/410726/monthly/2025-02/", "/problems/?format=xlsx")]  # fmt: skip
        named = any("水厂二" in said or "用地未批" in said or "供水普及率" in said for said in lists)
        assert named is (who == "planner"), who
        for name in ("plans", "plan-indicators", "projects", "project-reports"):
            listing = {"listing": "all"} if name == "plan-indicators" else {}
            found = client.get(f"/api/v1/{name}/", {"region": world.plan.region.code, **listing}).json()["results"]
            assert bool(found) is (who == "planner"), (who, name)
    assert f"{as_('leader').get('/projects/').context['month']:%Y-%m}" != "2025-02", "nor when it reported last"


def test_reports_are_told_within_the_region_and_unit_alone(world):
    """A key of another county, of another unit, without the scope; drafts to nobody."""
    report = ProjectReport.objects.get()
    ReportFactory(project=world.again, month=date(2025, 3, 1), state="draft")
    single = f"/api/v1/project-reports/{report.pk}/"
    for caller, seen, status in (
        (api.caller(regions.yanjin()), 1, 200), (api.caller(unit=world.unit), 1, 200), (api.caller(unit=world.other), 0, 404),
        (api.caller(regions.weibin()), 0, 404), (api.caller(regions.xinxiang()), 1, 200),
    ):  # fmt: skip
        assert len(caller.get("/api/v1/project-reports/").json()["results"]) == seen
        assert caller.get(single).status_code == status
    assert api.caller(scopes=["read:plans"]).get("/api/v1/project-reports/").status_code == 403


# --- things of others in what is sent ---------------------------------------------------------------------------------
def test_a_clerk_reports_on_projects_of_the_own_unit_only(world, as_):
    rows = [{"row": one.pk, "lock": None, "cells": {"investment_month": "1"}, "answers": {}}
            for one in (world.theirs, world.elsewhere)]  # fmt: skip
    for who in ("clerk", "leader", "neighbour"):
        for to in ("save", "submit", "check", "withdraw"):
            mine = rows if who != "neighbour" else rows[:1]
            answer = as_(who).post(
                f"/entry/projects/{to}/",
                json.dumps({"month": "2025-03", "rows": mine}),
                content_type="application/json",
            )
            assert answer.status_code in {200, 403}
            if answer.status_code == 200:
                assert {one["result"] for one in answer.json()["rows"]} == {"forbidden"}
    for query in (f"unit={world.other.pk}", f"unit={world.beside.pk}", "unit=x"):
        assert as_("clerk").get(f"/entry/projects/?{query}").status_code == 404
        assert as_("clerk").get(f"/entry/projects/sheet/?{query}").status_code == 404
    assert ProjectReport.objects.count() == 1


def test_a_problem_of_a_report_is_not_given_to_a_unit_beside(world, as_):
    row = {"row": world.works.pk, "lock": None, "answers": {},
           "cells": {"problem": "用地", "problem_unit": str(world.beside.pk), "problem_due": "2999-01-01"}}  # fmt: skip
    body = json.dumps({"month": "2025-03", "rows": [row]})
    [said] = as_("clerk").post("/entry/projects/save/", body, content_type="application/json").json()["rows"]
    assert said["result"] != "saved" and not ProjectReport.objects.filter(month=date(2025, 3, 1)).exists()


def test_units_beside_are_chosen_nowhere(world, as_):
    """Cooperating or leading, solving, written to."""
    client, works, beside = as_("planner"), world.works, world.beside.pk
    edit = reverse("projects:edit", args=[works.pk])
    for given in ({"units-lead": beside}, {"units-lead": world.unit.pk, "units-cooperating": [beside]}):
        assert client.post(edit, {"part": "units", "units-lock": works.lock, **given}).status_code == 422
    problem = {"step": "assigned", "assigned-unit": beside, "assigned-due": "2999-01-01", "assigned-kind": "land",
               "assigned-lock": world.problem.lock}  # fmt: skip
    assert client.post(f"/problems/{world.problem.pk}/", problem).status_code == 422
    assert client.get(f"/letters/new/{beside}/").status_code == 404
    letter = {"number": "1", "sender": "x", "deadline": SOON, "problems": [world.problem.pk]}
    assert client.post(f"/letters/new/{beside}/", letter).status_code == 404
    assert client.post(f"/letters/new/{world.other.pk}/", letter).status_code == 422, "it is not that unit's problem"
    task = tasks_of(world.plan, 2025, [f"project-{works.pk}"])[0]
    for unit in (beside, world.above.pk):
        given = {"seen": task.seen, "lead": unit, "target": "", "measures": ""}
        assert client.post(f"/tasks/{world.plan.pk}/2025/{task.key}/", given).status_code == 422
    assert Project.objects.get(pk=works.pk).lead_unit == world.unit
    assert not CooperatingUnit.objects.exists() and not Letter.objects.exists()
    assert Problem.objects.get().unit == world.unit


def test_projects_of_another_plan_are_linked_and_paired_with_nothing(world, as_):
    client = as_("planner")
    link = reverse("dashboards:commitment-projects", args=[world.promise.pk])
    client.post(link, {"project": [world.works.pk, world.elsewhere.pk]})
    assert not CommitmentLink.objects.exists()
    sent = {"decision": "merged-first", "reason": "同名"}
    assert client.post(reverse("projects:pair-decide", args=[world.foreign_pair.pk]), sent).status_code == 404
    assert client.post(reverse("projects:pairs-find"), {"plan": world.elsewhere.plan_id}).status_code == 404
    given = {**sent, "first": world.elsewhere.pk, "second": world.elsewhere.pk, "kept": world.elsewhere.pk}
    client.post(reverse("projects:pair-decide", args=[world.pair.pk]), given)
    assert Project.objects.get(pk=world.again.pk).merged_into_id == world.works.pk, (
        "what the form does not ask is not taken"
    )
    assert Project.objects.filter(merged_into__isnull=False).count() == 1
    other = tasks_of(world.elsewhere.plan, 2025)[0]
    assert client.get(f"/tasks/{world.plan.pk}/2025/{other.key}/").status_code == 404
    year = {"part": "year-2025", "year-2025-year": 2099, "year-2025-lock": 0, "year-2025-planned_investment": "1"}
    assert client.post(reverse("projects:edit", args=[world.works.pk]), year).status_code == 422
    hidden = {"part": "project", "project-name": "水厂", "project-kind": "project", "project-lock": world.works.lock,
              "project-stage": "completed", "project-plan": world.elsewhere.plan_id, "project-sample": "on",
              "project-region": world.elsewhere.region_id, "project-merged_into": world.again.pk}  # fmt: skip
    client.post(reverse("projects:edit", args=[world.works.pk]), hidden)
    kept = Project.objects.get(pk=world.works.pk)
    assert (kept.name, kept.plan_id, kept.region_id) == ("水厂", world.plan.pk, world.plan.region_id)
    assert (kept.stage, kept.sample, kept.merged_into_id) == ("", False, None)
    assert not ProjectYear.objects.exists()


def test_whoever_typed_a_report_approves_it_in_no_way(world, as_):
    """A reviewer types it, the clerk hands it over: neither alone nor together with others."""
    figures = ReportFigures(progress_text="主体施工")
    entry = ReportEntry(project=world.again, month=date(2025, 3, 1), figures=figures, lock=None)
    [typed] = save_many(entries=[entry], by=world.reviewer)
    ProjectReport.objects.filter(pk=typed.report.pk).update(
        state="submitted", submitted_by=world.people["clerk"], submitted_at="2025-04-02T00:00Z"
    )
    typed.report.warnings.all().delete()
    client, lock = as_("reviewer"), typed.report.lock
    page = reverse("entry:projects-review-report", args=[typed.report.pk])
    assert client.post(page, {"action": "approve", "lock": lock}).status_code == 409
    client.post(reverse("entry:projects-review-bulk"), {"figure": [f"{typed.report.pk}:{lock}"]})
    assert ProjectReport.objects.get(pk=typed.report.pk).state == "submitted"


def test_a_unit_of_the_city_stays_with_its_project_when_the_task_is_written(world, as_):
    """Others than the county's own cannot be added here; those that take part already are neither dropped nor in the way."""
    CooperatingUnit.objects.create(project=world.again, unit=world.above)
    Project.objects.filter(pk=world.again.pk).update(unit_confirmed=False)
    client, key = as_("planner"), f"project-{world.again.pk}"
    address = f"/tasks/{world.plan.pk}/2025/{key}/"
    html = client.get(address).content.decode()
    assert f'value="{world.above.pk}"' in html and f'value="{world.beside.pk}"' not in html
    task = tasks_of(world.plan, 2025, [key])[0]
    given = {
        "seen": task.seen,
        "lead": world.unit.pk,
        "cooperating": [world.above.pk],
        "target": "开工",
        "measures": "",
    }
    assert client.post(address, given).status_code == 302
    assert list(CooperatingUnit.objects.values_list("unit", flat=True)) == [world.above.pk]
    Project.objects.filter(pk=world.again.pk).update(unit_confirmed=False)
    client.post(f"/tasks/?plan={world.plan.pk}", {"year": 2025, "task": [key]})
    assert Project.objects.get(pk=world.again.pk).unit_confirmed
    assert CooperatingUnit.objects.count() == 1


# --- what leaves the house --------------------------------------------------------------------------------------------
def test_no_workbook_holds_a_formula_and_no_name_breaks_a_paper(world, as_):
    client, addresses = as_("planner"), _addresses(world)
    for name in [one for one in addresses if one.endswith((".xlsx", ".docx"))]:
        answer = client.get(addresses[name])
        assert answer.status_code == 200, name
        assert "attachment" in answer["Content-Disposition"] and answer["X-Content-Type-Options"] == "nosniff"
        if name.endswith(".docx"):
            continue
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not [cell.coordinate for cell in cells if cell.data_type == "f"], name
        evil = [cell for cell in cells if "evil.example" in str(cell.value)]
        assert evil or name in {"boxes.xlsx", "bulletin.xlsx"}, name


@pytest.mark.parametrize("data", [b"", b"x", b"%PDF-1.7", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"<html>"])
def test_what_is_no_workbook_is_no_workbook_whatever_it_is_called(world, as_, settings, tmp_path, data):
    settings.MEDIA_ROOT = tmp_path
    for address in ("/entry/projects/sheets/", f"/tasks/{world.plan.pk}/2025/upload/"):
        sent = SimpleUploadedFile("x.xlsx", data, content_type="application/vnd.ms-excel")
        assert as_("planner").post(address, {"workbook": sent}).status_code == 422, address
    assert not list(tmp_path.rglob("*")), "nothing is kept of it"


def test_one_workbook_is_not_taken_for_the_other(world, as_, settings, tmp_path):
    """Nor with the plan, the year or the person of another."""
    settings.MEDIA_ROOT = tmp_path
    client, plan = as_("planner"), world.plan.pk
    reports = client.get(f"/entry/projects/sheet/?month=2025-03&unit={world.unit.pk}").content
    tasks = client.get(f"/tasks/{plan}/2025/sheet/").content
    for address, data, who in (
        ("/entry/projects/sheets/", tasks, "planner"), (f"/tasks/{plan}/2025/upload/", reports, "planner"),
        (f"/tasks/{plan}/2024/upload/", tasks, "planner"), ("/entry/projects/sheets/", reports, "clerk"),
        ("/entry/sheets/", reports, "planner"),
    ):  # fmt: skip
        sent = SimpleUploadedFile("x.xlsx", data)
        assert as_(who).post(address, {"workbook": sent}).status_code == 422, address
    assert (
        as_("clerk").post(f"/tasks/{plan}/2025/upload/", {"workbook": SimpleUploadedFile("x.xlsx", tasks)}).status_code
        == 403
    )


def test_a_report_can_stand_in_the_queue_of_its_region_only(world, as_):
    report = ReportFactory(
        project=world.works, state="submitted", submitted_by=world.people["clerk"], submitted_at="2025-04-02T00:00Z"
    )
    stranger = Client()
    stranger.force_login(accounts.reviewer(regions.weibin()), backend="django.contrib.auth.backends.ModelBackend")
    assert stranger.get("/review/projects/").context["page"].paginator.count == 0
    sent = {"figure": [f"{report.pk}:{report.lock}"]}
    assert stranger.post("/review/projects/bulk/", sent).status_code == 403
    assert ProjectReport.objects.get(pk=report.pk).state == "submitted"
