"""The workbook of monthly reports: out, filled in, looked at, saved; and what of it is not taken."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace

import openpyxl
import pytest

from accounts.models import AuditEntry
from projects.models import ProjectReport, ReportState
from tests.factories import accounts, plans
from tests.factories.projects import ProjectFactory, ReportFactory, ReportingRuleFactory
from tests.factories.sheet_desk import ReportDesk, text_of

pytestmark = pytest.mark.django_db
MONTH = date(2025, 3, 1)


@pytest.fixture(scope="module")
def bureau(lasting):
    with lasting():
        plan = plans.PlanFactory()
        ReportingRuleFactory(plan=plan)
        unit = accounts.UnitFactory(region=plan.region, name="发展和改革委员会")
        for number in range(40):  # more than Excel takes in the rule of a drop-down
            accounts.UnitFactory(region=plan.region, name=f"第{number}号事务服务中心")
        park = ProjectFactory(plan=plan, name="产业园", lead_unit=unit)
        works = ProjectFactory(plan=plan, name="污水厂", lead_unit=unit)
        return SimpleNamespace(plan=plan, unit=unit, park=park, works=works, clerk=accounts.clerk(unit))


@pytest.fixture
def desk(client, bureau, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return ReportDesk(client, bureau.clerk, "2025-03")


def test_there_and_back(desk, bureau):
    cells = {
        (bureau.park, "investment_month"): 1200.5,
        (bureau.park, "progress_text"): "=SUM(1)的字样",
        (bureau.park, "stage"): "开工",
        (bureau.park, "stage_on"): datetime(2025, 3, 7),
        (bureau.park, "problem"): "用地",
        (bureau.park, "problem_unit"): "第7号事务服务中心",
        (bureau.works, "progress"): "31%",
    }
    cells[bureau.park, "progress_text"] = "主体施工"
    page = desk.send(desk.filled(cells))
    text = text_of(page)
    assert "<b>7</b> 处修改，<b>2</b> 个项目" in text
    assert "产业园" in text
    assert ProjectReport.objects.count() == 0  # a look writes nothing
    answer = desk.apply(page)
    assert answer.status_code == 302
    report = ProjectReport.objects.get(project=bureau.park)
    assert (report.investment_month, report.stage, report.stage_on) == (Decimal("1200.5"), "started", date(2025, 3, 7))
    assert (report.problem_unit.name, report.state) == ("第7号事务服务中心", "draft")
    assert ProjectReport.objects.get(project=bureau.works).progress == 31
    assert AuditEntry.objects.filter(kind="import", about__contains="7 个单元格").exists()


def test_what_nobody_changed_is_no_change(desk):
    page = desk.send(desk.download())
    assert "没有要保存的修改" in text_of(page)


def test_long_lists_stand_in_a_hidden_sheet(desk):
    book = openpyxl.load_workbook(io.BytesIO(desk.download()))
    sheet = book["项目月报"]
    rules = {rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    assert rules == {'"谋划,储备,前期,签约,开工,在建,竣工,投产"', "_choices!$A$1:$A$41"}
    assert book["_choices"].sheet_state == "veryHidden"
    assert book["_choices"]["A1"].value == "发展和改革委员会"


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        ("investment_month", "约12", "文字"),
        ("stage_on", "3月底", "日期"),
        ("problem_unit", "没有这个局", "可选项"),
        ("progress", 130, "0 到 100"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_saved(desk, bureau, key, value, why):
    data = desk.filled({(bureau.park, key): value, (bureau.works, "progress"): 3})
    text = text_of(desk.send(data))
    assert desk.name(bureau.park, key, data) in text
    assert why in text
    assert 'value="save"' not in text


def test_a_report_that_waits_is_left_alone(desk, bureau):
    data = desk.filled({(bureau.park, "progress"): 3, (bureau.works, "progress"): 4})
    ReportFactory(
        project=bureau.park, state=ReportState.SUBMITTED, submitted_by=bureau.clerk, submitted_at="2025-04-01T00:00Z"
    )
    text = text_of(desk.send(data))
    assert "请先在网页上撤回" in text
    assert "<b>1</b> 处修改，<b>1</b> 个项目" in text


def test_somebody_elses_save_since_is_a_conflict(client, desk, bureau):
    data = desk.filled({(bureau.park, "progress"): 3})
    colleague = ReportDesk(client, accounts.clerk(bureau.unit), "2025-03")
    colleague.apply(colleague.send(colleague.filled({(bureau.park, "progress"): 5})))
    client.force_login(bureau.clerk, backend="django.contrib.auth.backends.ModelBackend")
    text = text_of(desk.send(data))
    assert "他人已保存" in text
    assert ProjectReport.objects.get().progress == 5


def test_the_workbook_of_another_person_or_kind_is_refused(client, desk, bureau):
    data = desk.download()
    client.force_login(accounts.clerk(bureau.unit), backend="django.contrib.auth.backends.ModelBackend")
    refused = desk.send(data)
    assert refused.status_code == 422
    assert "只能由本人上传" in text_of(refused)
    assert "不是从本系统下载" in text_of(desk.send(_plain()))


def test_what_the_reviewer_said_stands_at_its_cell(desk, bureau):
    ReportFactory(
        project=bureau.park, state=ReportState.RETURNED, progress_text="基础", comment="请写到层",
        cell_comments={"progress_text": "第几层？"},
    )  # fmt: skip
    data = desk.download()
    sheet = openpyxl.load_workbook(io.BytesIO(data))["项目月报"]
    cell = sheet[desk.name(bureau.park, "progress_text", data).split("!")[1]]
    assert "第几层？" in cell.comment.text
    assert cell.protection.locked is False


def test_a_warning_is_answered_in_the_workbook_and_the_report_handed_over(desk, bureau):
    ReportFactory(
        project=bureau.park, month=date(2025, 2, 1), state=ReportState.SUBMITTED, progress=40, investment_to_date=100,
        submitted_by=bureau.clerk, submitted_at="2025-03-01T00:00Z",
    )  # fmt: skip
    cells = {
        (bureau.park, "progress"): 30,
        (bureau.park, "investment_month"): 0,
        (bureau.park, "progress_text"): "返工",
    }
    text = text_of(desk.send(desk.filled(cells)))
    assert "待说明" in text
    assert 'value="submit"' not in text
    page = desk.send(desk.filled({**cells, (bureau.park, "answer"): "已核对，返工重做"}))
    assert 'value="submit"' in page.content.decode()
    desk.apply(page, "submit")
    assert ProjectReport.objects.get(month=MONTH).state == "submitted"


def _plain() -> bytes:
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    return file.getvalue()
