"""The list of projects, the page of one, and its form: what they come to, who sees what, what is refused."""

from __future__ import annotations

import copy
import io
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import openpyxl
import pytest
from django.urls import reverse

from projects.models import CooperatingUnit, Project, ProjectYear, StageChange
from projects.presenters.year_chart import Amount, year_chart
from tests.factories import accounts, plans, regions
from tests.factories.projects import ProjectFactory, ReportFactory, approved_report

pytestmark = pytest.mark.django_db
CONTACT = "建设单位电话 0373-0000000"


def _register():
    """Yanjin: two works with reports, one of them with a year's plan, a merged entry, a direction; one project of Weibin."""
    plan = plans.PlanFactory()
    unit = accounts.UnitFactory(region=plan.region, name="工信局")
    people = accounts.clerk(unit), accounts.reviewer()
    mill = ProjectFactory(
        plan=plan, lead_unit=unit, name="面粉厂技改", box="专栏1", field="industry", stage="building", investment=Decimal(2),
        owner_contact=CONTACT, source_line=120, position=1,
    )  # fmt: skip
    road = ProjectFactory(plan=plan, name="县道改造", box="专栏2", stage="started", field="transport", position=2)
    again = ProjectFactory(
        plan=plan, name="面粉厂技术改造", box="专栏2", merged_into=mill, stage="building", position=3
    )
    way = ProjectFactory(plan=plan, name="发展食品工业", kind="direction", box="专栏1", position=4)
    ProjectYear.objects.create(project=mill, year=2025, planned_investment=1000)
    StageChange.objects.create(project=mill, stage="building", on=date(2024, 5, 1), recorded_by=people[1])
    for number, amount in ((1, 300), (2, 200)):
        figures = {"investment_month": amount, "investment_to_date": 4000 + amount, "progress": 40}
        approved_report(mill, date(2025, number, 1), **figures)
    approved_report(road, date(2025, 2, 1), investment_month=50, investment_to_date=50)
    ReportFactory(project=mill, month=date(2025, 3, 1), investment_month=99999)
    elsewhere = ProjectFactory(plan=plans.PlanFactory(region=regions.weibin()), name="卫滨的项目")
    return SimpleNamespace(
        plan=plan, unit=unit, clerk=people[0], reviewer=people[1], mill=mill, road=road, again=again, way=way, elsewhere=elsewhere,
        planner=accounts.planner(), leader=accounts.leader(),
    )  # fmt: skip


@pytest.fixture(scope="module")
def lasting_register(lasting):
    with lasting():
        return _register()


@pytest.fixture
def made(lasting_register):
    return copy.deepcopy(lasting_register)


@pytest.fixture
def open_as(client):
    def get(person, address, **query):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client.get(address, query)

    return get


def test_what_the_list_comes_to(made, open_as):
    """Drafts, merged entries and directions stand in no sum; a share is only of what is planned."""
    answer = open_as(made.leader, "/projects/")
    page, html = answer.context["page"], answer.content.decode()
    assert (answer.context["number"], page.works, page.merged, page.begun) == (4, 2, 1, 2)
    assert f"{answer.context['month']:%Y-%m}" == "2025-02", "the newest month with an approved report"
    assert (page.done, page.planned, page.share, page.done_planned) == ("550 万元", "1000 万元", "50.0%", "500 万元")
    assert (page.with_plan, page.without_plan, page.total) == (1, 1, "2 亿元")
    steps = {step.code: (step.number, step.beyond) for step in page.steps}
    assert (steps["started"], steps["building"]) == ((1, 2), (1, 1))
    assert {part.label: (part.number, part.merged) for part in page.parts} == {"专栏1": (2, 0), "专栏2": (2, 1)}
    assert [(line.month, line.so_far, line.against) for line in page.chart.lines] == [
        ("300", "300", "300"), ("250", "550", "500"),
    ]  # fmt: skip
    assert [line.planned for line in page.chart.lines] == ["83.33", "166.67"]
    assert "99999" not in html and "卫滨的项目" not in html and CONTACT not in html


def test_figures_below_each_other_have_as_many_decimals():
    amounts = [Amount(date(2025, number, 1), True, Decimal(wan)) for number, wan in enumerate((2262, 2000, 4738), 1)]
    lines = year_chart(amounts, Decimal(24000), date(2025, 3, 1), file="").lines
    assert [line.month for line in lines] == ["0.23", "0.20", "0.47"]
    assert [line.planned for line in lines] == ["0.2", "0.4", "0.6"]


def test_what_is_in_no_sum_is_not_said_to_state_everything(made, open_as):
    """Only directions or merged entries: there is no project whose total could be stated."""
    for query in ({"kind": "direction"}, {"merged": "true"}):
        html = open_as(made.leader, "/projects/", **query).content.decode()
        assert "没有计入合计的项目" in html
        assert "全部写明" not in html


@pytest.mark.parametrize(
    "address", ["/projects/", "/commitments/", "/tasks/", "/problems/", "/letters/", "/reports/bulletins/"]
)
def test_every_page_of_projects_is_marked_in_the_menu(made, open_as, address):
    assert '<a href="/projects/" aria-current="page">重点项目</a>' in open_as(made.leader, address).content.decode()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"field": "transport"}, {"县道改造"}),
        ({"field": "none"}, {"面粉厂技术改造", "发展食品工业"}),
        ({"stage": "building"}, {"面粉厂技改", "面粉厂技术改造"}),
        ({"stage": ["started", "none"]}, {"县道改造", "发展食品工业"}),
        ({"merged": "true"}, {"面粉厂技术改造"}),
        ({"box": "专栏1", "kind": "project"}, {"面粉厂技改"}),
        ({"planned_year": "2025"}, {"面粉厂技改"}),
        ({"search": "面粉 技改"}, {"面粉厂技改"}),
        ({"report": "approved"}, {"面粉厂技改", "县道改造"}),
        ({"report": "missing", "month": "2025-03"}, {"县道改造"}),
        ({"report": "draft", "month": "2025-03"}, {"面粉厂技改"}),
        ({"region_under": "410700"}, {"面粉厂技改", "县道改造", "面粉厂技术改造", "发展食品工业"}),
        ({"region": "410703"}, set()),
    ],
)
def test_filters(made, open_as, query, names):
    found = open_as(made.leader, "/projects/", **query)
    assert {line.project.name for line in found.context["lines"]} == names


def test_a_unit_finds_what_it_leads_and_helps_with(made, open_as):
    CooperatingUnit.objects.create(project=made.road, unit=made.unit)
    found = open_as(made.leader, "/projects/", unit=made.unit.pk)
    assert {line.project.name for line in found.context["lines"]} == {"面粉厂技改", "县道改造"}
    assert len(open_as(made.leader, "/projects/", lead_unit=made.unit.pk).context["lines"]) == 1


def test_orders_are_those_of_the_matter(made, open_as):
    """Stages by a project's life, investments in one unit, what is not stated last."""
    Project.objects.filter(pk=made.road.pk).update(investment=30000, investment_unit="万元")
    first = [line.project.name for line in open_as(made.leader, "/projects/", ordering="-investment").context["lines"]]
    assert first[:2] == ["县道改造", "面粉厂技改"], "3 亿元 before 2 亿元"
    stages = [line.project.stage for line in open_as(made.leader, "/projects/", ordering="stage").context["lines"]]
    assert stages == ["", "started", "building", "building"]


@pytest.mark.parametrize("query", [
    {"month": "2025-13"}, {"month": "三月"}, {"stage": "ended"}, {"format": "pdf"}, {"as_of": "2025-01-01"},
    {"plan": "abc"}, {"report": "perhaps"},
])  # fmt: skip
def test_what_cannot_be_read_is_refused(made, open_as, query):
    assert open_as(made.leader, "/projects/", **query).status_code == 400


def test_the_list_to_take_along(made, open_as):
    answer = open_as(made.planner, "/projects/", format="xlsx", stage="building", merged="false")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    head = next(row for row in rows if "项目" in row)
    line = dict(zip(head, rows[-1], strict=True))
    assert line["项目"] == "面粉厂技改"
    assert (line["总投资（万元）"], line["2025 年完成投资（万元）"], line["完成年度计划"]) == (20000, 500, 0.5)
    assert not any(CONTACT in str(cell) for row in rows for cell in row)


def test_the_page_of_a_project(made, open_as):
    answer = open_as(made.leader, reverse("projects:project", args=[made.mill.pk]))
    page, html = answer.context["page"], answer.content.decode()
    assert (page.stage, page.done, page.share, page.to_date_share) == ("在建", "500 万元", "50.0%", "21.0%")
    assert "第 120 行" in html and "面粉厂技术改造" in html and "99999" not in html
    assert [line.month for line in page.reports] == ["2025-02", "2025-01"]
    merged = open_as(made.leader, reverse("projects:project", args=[made.again.pk])).content.decode()
    assert "已并入" in merged


@pytest.mark.parametrize(("who", "seen"), [
    ("clerk", True), ("reviewer", True), ("planner", True), ("leader", False), ("other", False),
])  # fmt: skip
def test_contact_is_for_those_who_need_it(made, open_as, who, seen):
    person = (
        accounts.clerk(accounts.UnitFactory(region=made.plan.region, name="另一局"))
        if who == "other"
        else getattr(made, who)
    )
    html = open_as(person, reverse("projects:project", args=[made.mill.pk])).content.decode()
    assert (CONTACT in html) is seen
    history = open_as(person, reverse("entry:history", args=["projects.project", made.mill.pk]))
    assert CONTACT not in history.content.decode()


def test_a_project_of_a_plan_in_the_making(made, open_as):
    type(made.plan).objects.filter(pk=made.plan.pk).update(status="draft")
    address = reverse("projects:project", args=[made.mill.pk])
    assert open_as(made.leader, address).status_code == 404
    assert open_as(made.planner, address).status_code == 200
    assert open_as(made.leader, "/projects/").context["number"] == 0


@pytest.fixture
def edit(made, client):
    client.force_login(made.planner, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("projects:edit", args=[made.mill.pk])

    def send(part, **values):
        return client.post(address, {"part": part, **{f"{part}-{name}": value for name, value in values.items()}})

    return send


_FORM = {"name": "面粉厂技改", "kind": "project", "investment": "2.5", "investment_unit": "亿元", "lock": 0}


def test_a_planner_changes_a_project(made, edit):
    assert edit("project", **_FORM, owner="面粉厂", reports_monthly="on").status_code == 302
    now = Project.objects.get(pk=made.mill.pk)
    assert (now.investment, now.owner, now.lock, now.stage) == (Decimal("2.5"), "面粉厂", 1, "building")
    late = edit("project", **_FORM, owner="别的厂")
    assert late.status_code == 409 and "已被他人修改" in late.content.decode() and "别的厂" in late.content.decode()


def test_what_a_form_refuses(made, edit):
    wrong = edit("project", **_FORM, planned_start="2025-05-01", planned_finish="2024-05-01")
    assert wrong.status_code == 422 and "计划竣工不能早于计划开工" in wrong.content.decode()
    assert edit("project", **{**_FORM, "investment": "-1"}).status_code == 422
    assert edit("stage", stage="started", on="2025-06-01").status_code == 422, "back, without a word why"
    assert edit("year-2025", year=2019, lock=0, planned_investment="5").status_code == 422
    assert edit("nothing").status_code == 302
    assert Project.objects.get(pk=made.mill.pk).lock == 0


def test_units_stages_and_years(made, edit):
    other = accounts.UnitFactory(region=made.plan.region, name="交通局")
    assert edit("units", lead=made.unit.pk, cooperating=[other.pk], confirmed="on", lock=0).status_code == 302
    assert edit("stage", stage="completed", on="2025-06-01").status_code == 302
    assert edit("year-2025", year=2025, lock=0, planned_investment="1200", target="投产").status_code == 302
    now = Project.objects.get(pk=made.mill.pk)
    assert (now.unit_confirmed, now.stage, [one.unit.name for one in now.cooperations.all()]) == (
        True,
        "completed",
        ["交通局"],
    )
    assert now.years.get(year=2025).planned_investment == 1200
