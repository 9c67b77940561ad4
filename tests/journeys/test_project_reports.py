"""A month of reports: keyboard, paste, a warning answered, handed over; returned with a word at a cell, mended in Excel, approved."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe

from projects.models import ProjectReport, ReportState
from tests.conftest import watched_page
from tests.factories import accounts, plans
from tests.factories.accounts import PASSWORD
from tests.factories.projects import ProjectFactory, ReportFactory, ReportingRuleFactory
from tests.journeys.desk import answer_everything, cell, into_grid, paste, said, settled, submit

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NAMES = ("产业园一期", "城北污水处理厂", "高中新校区", "国道绕城段", "粮食物流园")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def desk(live_server, settings, tmp_path):
    """Five projects of one bureau that report monthly, February handed over for all, its clerk and a reviewer."""
    settings.MEDIA_ROOT = tmp_path
    plan = plans.PlanFactory()
    ReportingRuleFactory(plan=plan)
    unit = accounts.UnitFactory(region=plan.region, name="发展和改革委员会")
    accounts.UnitFactory(region=plan.region, name="自然资源局")
    clerk, reviewer = accounts.clerk(unit), accounts.reviewer(plan.region)
    for name in NAMES:
        project = ProjectFactory(plan=plan, name=name, lead_unit=unit, investment=Decimal(2), investment_unit="亿元")
        ReportFactory(
            project=project, month=date(2025, 2, 1), state=ReportState.APPROVED, investment_to_date=5000, progress=25,
            investment_month=400, submitted_by=clerk, submitted_at="2025-03-02T00:00Z", approved_by=reviewer,
            approved_at="2025-03-03T00:00Z",
        )  # fmt: skip
    return SimpleNamespace(clerk=clerk, reviewer=reviewer, url=live_server.url)


def enter(page, person):
    page.goto("/accounts/login/")
    page.get_by_label("用户名").fill(person.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("button", name="退出").wait_for()


def opened(page):
    page.goto("/entry/projects/?month=2025-03")
    page.locator("#grid .tabulator-row").first.wait_for()
    into_grid(page)


def states():
    return dict(ProjectReport.objects.filter(month=date(2025, 3, 1)).values_list("project__name", "state"))


def test_a_month_of_reports(browser, page, desk):
    enter(page, desk.clerk)
    opened(page)
    # by keyboard: one project, its words in the box that F2 opens
    for text in ("300", "5300", "27"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("F2")
    page.keyboard.type("场地平整完成")
    page.keyboard.press("Enter")
    settled(page)
    assert cell(page, 0, "progress_text").inner_text() == "场地平整完成"
    # by one paste: the others, in the words of a sheet; the last falls back and must say why
    page.keyboard.press("Home")
    sheet = "200\t5200\t26\t主体施工\t\t\n1,500\t6500\t32%\t桥梁下部\t\t\n0\t5000\t25\t停工待料\t\t\n100\t5100\t20\t返工\t\t\n"
    paste(page, sheet)
    said(page, "粘贴了 4 行")
    settled(page)
    assert "已填 5 / 5" in page.locator("#grid-filled").inner_text()
    axe = Axe().run(page)
    assert not axe.response["violations"], axe.generate_report()
    answer_everything(page)
    submit(page)
    said(page, "已提交 5 行")
    assert set(states().values()) == {"submitted"}

    with watched_page(browser, desk.url) as review:
        enter(review, desk.reviewer)
        review.goto("/review/projects/")
        axe = Axe().run(review)
        assert not axe.response["violations"], axe.generate_report()
        review.get_by_role("link", name=NAMES[4]).click()
        assert "上次" in review.locator("main").inner_text()
        review.get_by_label("对“形象进度”的意见").fill("返工到哪一层？")
        axe = Axe().run(review)
        assert not axe.response["violations"], axe.generate_report()
        review.get_by_role("button", name="退回").click()
        review.get_by_text("已退回填报人").wait_for()
        assert states()[NAMES[4]] == "returned"

        mended(page, NAMES[4])

        review.goto("/review/projects/")
        for _number in range(len(NAMES)):  # each carries a warning: it is late
            review.locator("tbody th a").first.click()
            review.get_by_role("button", name=re.compile("^(审核通过|通过并看下一份)$")).last.click()
            review.get_by_text("已审核通过").wait_for()
            review.goto("/review/projects/")
        review.get_by_text("没有等待审核的月报").wait_for()
    assert set(states().values()) == {"approved"}


def mended(page, name):
    """The returned report in the workbook: its cell is coloured and says why; changed, answered, handed over."""
    page.goto("/entry/projects/?month=2025-03")
    assert "返工到哪一层？" in page.locator("#grid").inner_text()
    address = page.get_by_role("link", name="下载 Excel").get_attribute("href")
    book = openpyxl.load_workbook(io.BytesIO(page.request.get(address).body()))
    sheet = book["项目月报"]
    column = {cell.value: cell.column for cell in sheet[1]}
    line = next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, column["name"]).value == name)
    words = sheet.cell(line, column["progress_text"])
    assert "返工到哪一层？" in words.comment.text
    words.value = "返工到二层"
    sheet.cell(line, column["progress"]).value = 19
    sheet.cell(line, column["answer"]).value = "基础验收未过，拆除重做"
    file = io.BytesIO()
    book.save(file)
    page.get_by_role("link", name="上传 Excel").click()
    page.set_input_files("#workbook", {"name": "月报.xlsx", "mimeType": XLSX, "buffer": file.getvalue()})
    page.get_by_role("button", name="上传并核对").click()
    page.get_by_role("button", name="保存并提交审核").click()
    page.get_by_text("已保存并提交 1 份月报").wait_for()
    assert states()[name] == "submitted"
