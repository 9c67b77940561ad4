"""The task breakdown: who answers for what, on its page, in its workbook and on paper."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from docx import Document

from accounts.models import AuditEntry
from indicators.models import AnnualTarget, Listing, ResponsibleUnit
from indicators.services.errors import ServiceError
from projects.models import CooperatingUnit, Project, ProjectYear
from projects.selectors.breakdown import Lack, Part, plans_with_tasks, tasks_of
from projects.services.breakdown import StaleTask, TaskEntry, confirm_units, save_tasks
from tests.factories import accounts, regions
from tests.factories.indicators import RowFactory, TargetFactory
from tests.factories.plans import PlanFactory

YEAR = 2025


@pytest.fixture(scope="module")
def desk(lasting):
    """A plan with a main row of two default units, a promise without a unit, a project, one merged into it, a direction."""

    class Desk:
        pass

    with lasting():
        made = Desk()
        made.plan = PlanFactory()
        made.statistics = accounts.UnitFactory(name="统计局")
        made.finance = accounts.UnitFactory(name="财政局")
        made.elsewhere = accounts.UnitFactory(name="统计局", region=regions.xinxiang())
        made.row = RowFactory(plan=made.plan, position=1, short_name="地区生产总值", unit="亿元", source_line=11)
        TargetFactory(row=made.row, text="230")
        ResponsibleUnit.objects.create(row=made.row, unit=made.statistics, is_lead=True)
        ResponsibleUnit.objects.create(row=made.row, unit=made.finance, is_lead=False)
        made.promise = RowFactory(
            plan=made.plan, position=1, listing=Listing.COMMITMENT, short_name="创业园", unit="个", source_line=12
        )
        key = {"plan": made.plan, "region": made.plan.region, "box": "专栏1"}
        made.project = Project.objects.create(**key, position=1, name="产业园", facts="总投资2亿元", source_line=13)
        Project.objects.create(**key, position=2, name="产业园一期", merged_into=made.project)
        Project.objects.create(**key, position=3, name="发展方向", kind="direction")
        made.planner, made.clerk = accounts.planner(), accounts.clerk(made.statistics)
        made.leader, made.stranger = accounts.leader(), accounts.planner(regions.weibin())
        made.keys = (f"row-{made.row.pk}", f"row-{made.promise.pk}", f"project-{made.project.pk}")
        yield made


pytestmark = pytest.mark.django_db


def _entry(task, **changed):
    said = {"lead": task.lead, "cooperating": task.cooperating, "target": task.target, "measures": task.measures}
    return TaskEntry(task.key, task.seen, **{**said, **changed})


def test_every_task_is_listed_once_and_says_what_it_lacks(desk):
    tasks = tasks_of(desk.plan, YEAR)
    assert [task.key for task in tasks] == list(desk.keys)
    assert [task.part for task in tasks] == [Part.MAIN, Part.COMMITMENT, Part.PROJECT]
    row, promise, project = tasks
    assert (row.lead, row.cooperating, row.confirmed) == (desk.statistics, (desk.finance,), False)
    assert row.lacks == {Lack.CONFIRMED, Lack.TARGET, Lack.MEASURES}
    assert promise.lacks == {Lack.UNIT, Lack.TARGET, Lack.MEASURES}
    assert (project.promised, project.line, project.group) == (("总投资2亿元",), 13, "专栏1")
    assert row.promised == ("230",)


def test_queries_do_not_grow_with_the_plan(desk, django_assert_num_queries):
    with django_assert_num_queries(7):
        tasks_of(desk.plan, YEAR)
    for position in range(10, 30):
        Project.objects.create(plan=desk.plan, region=desk.plan.region, position=position, name=f"项目{position}")
    with django_assert_num_queries(7):
        assert len(tasks_of(desk.plan, YEAR)) == 23


def test_what_is_written_stands_and_is_confirmed(desk):
    row, promise, project = tasks_of(desk.plan, YEAR)
    done = save_tasks(
        plan=desk.plan, year=YEAR, by=desk.planner,
        entries=[
            _entry(row, lead=desk.finance, cooperating=(desk.statistics,), target="230", measures="稳增长"),
            _entry(promise, lead=desk.statistics, target="建成 1 个"),
            _entry(project, lead=desk.finance, cooperating=(desk.statistics,), target="主体封顶", measures="周调度"),
        ],
    )  # fmt: skip
    assert done == 3
    row, promise, project = tasks_of(desk.plan, YEAR)
    assert (row.lead, row.cooperating, row.confirmed) == (desk.finance, (desk.statistics,), True)
    assert AnnualTarget.objects.get(row=desk.row, year=YEAR).value == Decimal(230)
    assert AnnualTarget.objects.get(row=desk.promise, year=YEAR).value is None  # words are no number
    assert (promise.target, promise.lacks) == ("建成 1 个", {Lack.MEASURES})
    assert (project.lead, project.cooperating, project.lacks) == (desk.finance, (desk.statistics,), frozenset())
    assert not ResponsibleUnit.objects.filter(confirmed=False).exists()
    assert AuditEntry.objects.filter(about__contains="任务分工", person=desk.planner).exists()


def test_a_unit_that_is_taken_off_stays_in_the_history(desk):
    row = tasks_of(desk.plan, YEAR)[0]
    save_tasks(plan=desk.plan, year=YEAR, entries=[_entry(row, cooperating=())], by=desk.planner)
    gone = ResponsibleUnit.pgh_event_model.objects.filter(row=desk.row, unit=desk.finance, pgh_label="delete")
    assert gone.get().pgh_context.metadata["user"] == desk.planner.pk


def test_nothing_is_written_over_what_somebody_else_wrote(desk):
    row, promise, _project = tasks_of(desk.plan, YEAR)
    save_tasks(plan=desk.plan, year=YEAR, entries=[_entry(row, target="231")], by=desk.planner)
    with pytest.raises(StaleTask) as stale:
        entries = [_entry(promise, target="1"), _entry(row, target="229")]
        save_tasks(plan=desk.plan, year=YEAR, entries=entries, by=desk.planner)
    assert stale.value.keys == (row.key,)
    assert [task.target for task in tasks_of(desk.plan, YEAR)][:2] == ["231", ""]


def test_what_cannot_be_written_is_refused(desk):
    row, _promise, project = tasks_of(desk.plan, YEAR)
    with pytest.raises(ServiceError):
        save_tasks(plan=desk.plan, year=YEAR, entries=[_entry(row, lead=desk.elsewhere)], by=desk.planner)
    with pytest.raises(ValidationError):
        save_tasks(plan=desk.plan, year=YEAR, entries=[_entry(row, target="长" * 61)], by=desk.planner)
    for other in (desk.clerk, desk.leader, desk.stranger):
        with pytest.raises(PermissionDenied):
            save_tasks(plan=desk.plan, year=YEAR, entries=[_entry(project, target="1")], by=other)


def test_defaults_are_confirmed_together_and_nothing_else(desk):
    assert confirm_units(plan=desk.plan, year=YEAR, keys=desk.keys, by=desk.planner) == 1
    row, promise, project = tasks_of(desk.plan, YEAR)
    assert row.confirmed
    assert (promise.lead, project.lead) == (None, None)
    assert not ProjectYear.objects.exists()
    assert not CooperatingUnit.objects.exists()


# --- the pages --------------------------------------------------------------------------------------------------------
def _page(client, person, **query):
    client.force_login(person)
    return client.get(reverse("entry:breakdown"), query)


def test_the_page_shows_all_and_narrows(client, desk):
    page = _page(client, desk.leader, plan=desk.plan.pk, year=YEAR)
    assert [task.key for task in page.context["found"]] == list(desk.keys)
    assert "confirm" not in page.content.decode().split("<tbody>")[1].split("</tbody>")[0]
    unled = _page(client, desk.leader, plan=desk.plan.pk, year=YEAR, lack="unit")
    assert [task.name for task in unled.context["found"]] == ["创业园", "产业园"]
    mine = _page(client, desk.clerk, plan=desk.plan.pk, year=YEAR, unit=desk.statistics.pk)
    assert [task.name for task in mine.context["found"]] == ["地区生产总值"]
    assert _page(client, desk.leader, plan=desk.plan.pk, year=YEAR, part="project").context["found"][0].name == "产业园"


@pytest.mark.parametrize("year", ["2020", "2026", "x", "20250"])
def test_a_year_outside_of_the_plan_is_not_found(client, desk, year):
    assert _page(client, desk.leader, plan=desk.plan.pk, year=year).status_code == 404


def test_a_foreign_plan_is_as_good_as_none(client, desk):
    assert desk.plan not in plans_with_tasks(desk.stranger)
    assert _page(client, desk.stranger, plan=desk.plan.pk).status_code == 404
    for name in ("entry:breakdown-sheet", "entry:breakdown-upload", "reports:breakdown"):
        assert client.get(reverse(name, args=[desk.plan.pk, YEAR])).status_code == 404


def test_one_task_is_written_on_its_page(client, desk):
    client.force_login(desk.planner)
    address = reverse("entry:task", args=[desk.plan.pk, YEAR, desk.keys[1]])
    form = client.get(address).context["form"]
    answer = client.post(
        address, {"seen": form["seen"].value(), "lead": desk.finance.pk, "target": "1", "measures": ""}
    )
    assert answer.status_code == 302
    assert tasks_of(desk.plan, YEAR, [desk.keys[1]])[0].lead == desk.finance
    again = client.post(address, {"seen": form["seen"].value(), "lead": "", "target": "2", "measures": ""})
    assert again.status_code == 409
    assert "他人已修改" in again.content.decode()


@pytest.mark.parametrize("key", ["row-999999", "row-x", "row-" + "9" * 30, "other-1", "row"])
def test_a_task_that_there_is_not(client, desk, key):
    client.force_login(desk.planner)
    assert client.get(reverse("entry:task", args=[desk.plan.pk, YEAR, key])).status_code == 404


# --- the workbook -----------------------------------------------------------------------------------------------------
def _sheet(client, desk, person):
    client.force_login(person)
    return client.get(reverse("entry:breakdown-sheet", args=[desk.plan.pk, YEAR])).content


def _cells(sheet):
    """The cell of a task and column: the hidden keys name both."""
    columns = {cell.value: cell.column for cell in sheet[1]}
    rows = {sheet.cell(number, 1).value: number for number in range(2, sheet.max_row + 1)}
    return lambda key, column: sheet.cell(rows[key], columns[column])


def _upload(client, desk, book):
    filled = io.BytesIO()
    book.save(filled)
    filled.seek(0)
    filled.name = "tasks.xlsx"
    address = reverse("entry:breakdown-upload", args=[desk.plan.pk, YEAR])
    return client.post(address, {"workbook": filled}, follow=True)


def test_the_workbook_goes_out_and_comes_back(client, desk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    book = openpyxl.load_workbook(io.BytesIO(_sheet(client, desk, desk.planner)))
    at = _cells(book.worksheets[0])
    at(desk.keys[0], "cooperating").value = None
    at(desk.keys[1], "lead").value = "财政局"
    at(desk.keys[2], "target").value = "主体封顶"
    at(desk.keys[2], "cooperating").value = "统计局，财政局"
    look = _upload(client, desk, book)
    read = look.context["upload"]
    assert (len(read.changes), len(read.entries), read.problems) == (4, 3, [])
    assert tasks_of(desk.plan, YEAR)[1].lead is None, "looking writes nothing"
    answer = client.post(
        look.request["PATH_INFO"], {"action": "save", "file": look.context["key"], "digest": read.digest}
    )
    assert answer.status_code == 302
    row, promise, project = tasks_of(desk.plan, YEAR)
    assert (row.cooperating, promise.lead) == ((), desk.finance)
    assert (project.target, set(project.cooperating)) == ("主体封顶", {desk.statistics, desk.finance})


def test_what_is_wrong_in_the_workbook_is_named_and_nothing_is_saved(client, desk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    book = openpyxl.load_workbook(io.BytesIO(_sheet(client, desk, desk.planner)))
    row = tasks_of(desk.plan, YEAR)[0]
    save_tasks(plan=desk.plan, year=YEAR, entries=[_entry(row, target="231")], by=desk.planner)
    at = _cells(book.worksheets[0])
    at(desk.keys[0], "target").value = "230"
    at(desk.keys[1], "lead").value = "没有的局"
    at(desk.keys[2], "target").value = "长" * 61
    look = _upload(client, desk, book)
    said = [line.said for line in look.context["upload"].problems]
    assert ["他人已修改" in said[0], "没有的局" in said[1], "61 字" in said[2]] == [True] * 3
    answer = client.post(
        look.request["PATH_INFO"],
        {"action": "save", "file": look.context["key"], "digest": look.context["upload"].digest},
    )
    assert answer.status_code == 422
    assert tasks_of(desk.plan, YEAR)[1].lead is None


def test_a_reader_gets_a_workbook_without_open_cells(client, desk):
    book = openpyxl.load_workbook(io.BytesIO(_sheet(client, desk, desk.leader)))
    assert all(cell.protection.locked for row in book.worksheets[0].iter_rows() for cell in row)
    client.force_login(desk.leader)
    assert client.get(reverse("entry:breakdown-upload", args=[desk.plan.pk, YEAR])).status_code == 403


# --- on paper ---------------------------------------------------------------------------------------------------------
def _texts(paper):
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in paper.tables]


def test_the_paper_lists_every_task_and_those_without_a_unit(client, desk):
    client.force_login(desk.leader)
    answer = client.get(reverse("reports:breakdown", args=[desk.plan.pk, YEAR]))
    tables = _texts(Document(io.BytesIO(answer.content)))
    assert [len(table) - 1 for table in tables] == [1, 1, 1, 2]
    assert tables[0][1][3] == "统计局＊"
    assert [row[2] for row in tables[3][1:]] == ["创业园", "产业园"]


def test_the_paper_of_one_unit(client, desk):
    client.force_login(desk.leader)
    address = reverse("reports:breakdown", args=[desk.plan.pk, YEAR])
    paper = Document(io.BytesIO(client.get(address, {"unit": desk.finance.pk}).content))
    assert [row[1] for table in _texts(paper) for row in table[1:]] == ["地区生产总值（亿元）"]
    assert client.get(address, {"unit": "999999"}).status_code == 404
