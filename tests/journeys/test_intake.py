"""A planner reads a plan document in: upload, look at what is doubtful beside its source, confirm, put in force."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from indicators.models import Doubt, DoubtState, PlanIndicator, Target
from plans.models import Plan, PlanStatus
from projects.models import Project
from tests.journeys.house import until
from tests.journeys.reading import words

pytestmark = [pytest.mark.journey, pytest.mark.fault]

SAMPLE = Path(settings.BASE_DIR) / "tests" / "samples" / "intake" / "plan" / "yunxi.txt"
#: A county of Xinxiang without a plan; the document's own county does not exist.
COUNTY = "410727"


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def told(page):
    return page.locator(".messages").inner_text()


def upload(page, path):
    page.goto("/intake/")
    page.get_by_label("规划文件").set_input_files(path)
    press(page, "上传并读取")


def tab(page, name):
    page.locator("nav.tabs").get_by_role("link", name=name).click()


def test_from_upload_to_a_plan_in_force(writers, writing, inside):
    with writers.page("xinxiang-planner") as page:
        upload(page, SAMPLE)
        page.locator("#particulars").wait_for()  # the page of the progress gives way by itself
        summary = words(page.locator("main").inner_text())
        assert "云政〔2021〕18号" in summary
        assert "2021–2025" in summary
        assert "确认之前还有" in summary
        assert page.get_by_role("button", name="确认，建立规划草案").is_disabled()

        _particulars(page)
        _doubtful_rows(page)
        _commitments(page)
        _drop_a_project(page)

        tab(page, "概况")
        press(page, "确认，建立规划草案")
        page.wait_for_url("**/plans/*/")
        assert "草案" in page.locator(".page-head").inner_text()
        address = page.url
        press(page, "设为实施中")
        assert "规划已在实施中" in told(page)
        assert page.url == address

        page.goto(f"/regions/{COUNTY}/?year=2025")
        assert "地区生产总值" in page.locator("table.indicators").inner_text()

        upload(page, SAMPLE)  # the same file again: nothing new
        assert "以前上传过" in told(page)
        assert page.locator("h1").inner_text() == SAMPLE.name
    with inside(writing):
        _written()


def _particulars(page):
    """The document's county is none: the planner says which one it is."""
    page.get_by_role("link", name="核对、修改").click()
    page.get_by_label("地区代码").fill(COUNTY)
    press(page, "保存修改")
    assert "封丘县" in page.locator("#particulars").inner_text()


def _doubtful_rows(page):
    """A rate in the wrong column: seen beside its line, answered; every other doubtful row accepted."""
    tab(page, "主要指标")
    rows = page.locator("tr[data-item]")
    assert rows.count() == 7
    page.get_by_role("link", name="4 城镇登记失业率").click()
    here = page.locator(".source-lines .is-here").inner_text()
    assert "＜4.5" in here
    assert "上限" in words(page.locator("main").inner_text())
    doubt = page.locator("li[data-doubt=column_shift]")
    doubt.get_by_placeholder("处理意见").fill("经核对原件，是上限")
    doubt.get_by_role("button", name="已解决").click()
    assert "已记下" in told(page)
    tab(page, "主要指标")
    page.get_by_label("全选").check()
    press(page, "采纳所选")
    assert "已处理 7 项" in told(page)


def _commitments(page):
    tab(page, "正文承诺")
    assert "高新技术企业" in page.locator("table.review-rows").inner_text()
    page.get_by_label("全选").check()
    press(page, "采纳所选")


def _drop_a_project(page):
    """Nothing is dropped without a reason."""
    tab(page, "专栏项目")
    page.get_by_role("link", name="县城北环路").click()
    page.expected_errors.append("status of 422")
    press(page, "不要")
    assert "请写明理由" in page.locator(".drop-form").inner_text()
    page.get_by_label("不要这一项，理由").fill("已并入国省道改造")
    press(page, "不要")
    assert "已记下" in told(page)


def _written():
    plan = Plan.objects.get(region__code=COUNTY, start_year=2021)
    assert (plan.status, plan.document_number) == (PlanStatus.IN_FORCE, "云政〔2021〕18号")
    main = PlanIndicator.objects.filter(plan=plan, listing="main")
    assert list(main.values_list("number", flat=True)) == ["1", "2", "3", "4", "5", "7", "8"]
    gdp = Target.objects.get(row__plan=plan, row__indicator__code="gdp", is_primary=True, in_force=True)
    assert str(gdp.value) == "8"
    assert Doubt.objects.filter(plan=plan, code="number_skipped", state=DoubtState.OPEN).exists()
    names = set(Project.objects.filter(plan=plan).values_list("name", flat=True))
    assert "云溪粮油扩建" in names
    assert "县城北环路" not in names
    assert PlanIndicator.objects.filter(plan=plan, listing="commitment").count() >= 5


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b"", "文件是空的"),
        ("plan.docx", b"PK\x03\x04" + b"\x00" * 64, "不完整或已损坏"),
        ("letter.txt", "关于召开全县春季植树动员会的通知。请各单位准时参加。".encode(), "不像是规划文本"),
        ("picture.txt", bytes(range(256)) * 8, "这不是文档"),
    ],
)
def test_a_file_that_is_no_plan_is_told_apart(writers, tmp_path, name, content, says):
    (tmp_path / name).write_bytes(content)
    with writers.page("xinxiang-planner") as page:
        upload(page, tmp_path / name)
        page.locator("#refusal").wait_for()
        assert says in page.locator("#refusal").inner_text()
        assert "无。文件已保留" in page.locator("main").inner_text()


def test_only_planners_come_here(writers):
    with writers.page("yanjin-clerk") as page:
        page.expected_errors.append("status of 403")
        assert page.goto("/intake/").status == 403


def test_the_reading_ends_though_the_worker_is_killed(writers, writing, inside):
    """The page waits; the job is taken up again by the worker that comes back."""
    from intake.models import Intake, IntakeState

    text = SAMPLE.read_text(encoding="utf-8").replace("云溪", "青溪")
    writing.kill_worker()
    with writers.page("xinxiang-planner") as page:
        page.goto("/intake/")
        page.get_by_text("或粘贴规划全文").first.click()
        page.get_by_label("或粘贴规划全文").fill(text)
        press(page, "上传并读取")
        assert "正在读取" in page.locator("main").inner_text()
        writing.start_worker()

        def ended():
            with inside(writing):
                return not Intake.objects.filter(state__in=[IntakeState.QUEUED, IntakeState.READING]).exists()

        until(ended, seconds=90, log=writing.log("worker"))
        page.locator("#particulars").wait_for()
