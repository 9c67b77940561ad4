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


@pytest.fixture
def document(tmp_path):
    """The sample, with two indicators printed in one row."""
    text = SAMPLE.read_text(encoding="utf-8")
    one = "常住人口城镇化率（%）\t47.3\t53\t［5.7］\t预期性"
    assert one in text
    path = tmp_path / SAMPLE.name
    path.write_text(
        text.replace(one, "常住人口城镇化率和户籍人口城镇化率（%）\t47.3、38.1\t53、42\t—\t预期性"), "utf-8"
    )
    return path


def test_from_upload_to_a_plan_in_force_and_a_later_version(writers, writing, inside, document):
    with writers.page("xinxiang-planner") as page:
        upload(page, document)
        page.locator("#particulars").wait_for()  # the page of the progress gives way by itself
        summary = words(page.locator("main").inner_text())
        assert "云政〔2021〕18号" in summary
        assert "2021–2025" in summary
        assert "确认之前还有" in summary
        assert page.get_by_role("button", name="确认，建立规划草案").is_disabled()

        _particulars(page)
        _a_cell_is_read_anew(page)
        _two_indicators_in_one_row(page)
        _doubtful_rows(page)
        _lists(page)
        _drop_a_project(page)
        _add_what_was_not_read(page)

        tab(page, "概况")
        assert page.locator(".problem-list li").all_inner_texts() == []
        press(page, "确认，建立规划草案")
        page.wait_for_url("**/plans/*/")
        assert "草案" in page.locator(".page-head").inner_text()
        address = page.url
        page.get_by_role("link", name="设为实施中", exact=True).click()
        press(page, "设为实施中")
        assert "规划现在是“实施中”" in told(page)
        assert page.url == address

        page.goto(f"/regions/{COUNTY}/?year=2025")
        assert "地区生产总值" in page.locator("table.indicators").inner_text()

        upload(page, document)  # the same file again: nothing new
        assert "以前上传过" in told(page)
        assert page.locator("h1").inner_text() == SAMPLE.name
        with inside(writing):
            _written()
        _a_later_version(page, document)
    with inside(writing):
        of_plan = {"row__plan__region__code": COUNTY, "row__plan__start_year": 2021}
        gdp = Target.objects.filter(**of_plan, row__indicator__code="gdp", form="level")
        assert list(gdp.order_by("version").values_list("value", "in_force", "reason")) == [
            (150, False, ""),
            (155, True, "正式印发稿"),
        ]


def _particulars(page):
    """The document's county is none: the planner says which one it is."""
    page.get_by_role("link", name="核对、修改").click()
    page.get_by_label("地区", exact=True).select_option(COUNTY)
    press(page, "保存修改")
    assert "封丘县" in page.locator("#particulars").inner_text()


def _a_cell_is_read_anew(page):
    tab(page, "主要指标")
    page.locator("tr[data-item]").first.wait_for()  # a busy machine shows the page before its rows
    assert page.locator("tr[data-item]").count() == 7
    page.get_by_role("link", name="2 社会消费品零售总额").click()
    assert page.locator(".source-lines mark.is-figure").all_inner_texts() == ["41.5", "60", "7.6"]
    page.get_by_label("目标（原文）").fill("61以上")
    press(page, "保存修改")
    assert "≥61亿元" in words(page.locator("dl.pairs").inner_text())


def _two_indicators_in_one_row(page):
    """Both halves are reached from each other; taking the split back and splitting again loses nothing."""
    tab(page, "主要指标")
    page.get_by_role("link", name="3 常住人口城镇化率").click()
    press(page, "拆成两项")
    halves = [("常住人口城镇化率", "47.3", "53"), ("户籍人口城镇化率", "38.1", "42")]
    for number, (name, base, target) in enumerate(halves, start=1):
        if number == 2:
            page.locator(".item-head .facts li", has_text="拆出的第 2 项").get_by_role("link").click()
        page.get_by_label("名称").fill(name)
        page.get_by_label("基期值（原文）").fill(base)
        page.get_by_label("目标（原文）").fill(target)
        press(page, "保存修改")
        assert f"{target}%" in words(page.locator("dl.pairs").inner_text())
    page.locator(".item-head .facts li", has_text="原来的一项").get_by_role("link").click()
    assert page.get_by_role("button", name="撤回拆分").is_visible()
    assert not page.get_by_role("button", name="采纳", exact=True).count()


def _doubtful_rows(page):
    """A rate in the wrong column: seen beside its line, answered; every other doubtful row accepted, one press each."""
    tab(page, "主要指标")
    page.get_by_role("link", name="4 城镇登记失业率").click()
    here = page.locator(".source-lines .is-here").inner_text()
    assert "＜4.5" in here
    assert "上限" in words(page.locator("main").inner_text())
    doubt = page.locator("li[data-doubt=column_shift]")
    doubt.get_by_placeholder("处理意见").fill("经核对原件，是上限")
    doubt.get_by_role("button", name="已解决").click()
    assert "已记下" in told(page)
    while page.get_by_role("button", name="采纳，看下一处").count():
        page.locator("#here").focus()  # the keyboard: from the heading two steps to the button
        page.keyboard.press("Tab")
        while page.evaluate("() => document.activeElement.textContent.trim()") != "采纳，看下一处":
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_load_state()
        assert "已采纳" in told(page)
    press(page, "采纳")  # the last one: back to the list
    page.get_by_role("button", name="采纳全部没有疑点的").click()


def _lists(page):
    tab(page, "正文承诺")
    assert "高新技术企业" in page.locator("table.review-rows").inner_text()
    press(page, "采纳全部未决定的")
    assert "已采纳" in told(page)
    tab(page, "上期完成情况")
    page.get_by_label("全选").check()
    press(page, "采纳所选")
    assert "已处理 3 项" in told(page)


def _drop_a_project(page):
    """Nothing is dropped without a reason."""
    tab(page, "专栏项目")
    page.get_by_role("link", name="县城北环路").click()
    page.expected_errors.append("status of 422")
    press(page, "不要")
    assert "请写明理由" in page.locator(".drop-form").inner_text()
    page.get_by_label("不要这一项，理由").fill("已并入国省道改造")
    press(page, "不要")
    assert "不写入：县城北环路" in told(page)


def _add_what_was_not_read(page):
    """Found by its words, its line beside the form; nothing typed is lost where a field is missing."""
    tab(page, "专栏项目")
    page.get_by_role("link", name="补充一项").click()
    page.get_by_role("searchbox").fill("变电站")
    press(page, "查找")
    page.locator(".found-lines a").first.click()
    assert "220千伏变电站" in page.locator(".source-lines .is-here").inner_text()
    page.get_by_label("规模与内容").fill("220千伏")
    page.expected_errors.append("status of 422")
    press(page, "补充")
    assert page.get_by_label("规模与内容").input_value() == "220千伏"
    page.get_by_label("名称").fill("县城变电站")
    press(page, "补充")
    assert "县城变电站" in page.locator("h2#here").inner_text()
    assert "220千伏变电站" in page.locator(".source-lines .is-here").inner_text()


def _a_later_version(page, document):
    """A target changed: the row that differs, its line, accepted with a reason; the rest stays as it stands."""
    text = document.read_text("utf-8").replace("102.4\t150\t8\t", "102.4\t155\t8\t")
    document.write_text(text.replace("生产总值达到150亿元", "生产总值达到155亿元"), "utf-8")
    upload(page, document)
    page.locator("#particulars").wait_for()
    summary = page.url
    _particulars(page)
    tab(page, "主要指标")
    page.get_by_label("全选").check()
    press(page, "采纳所选")
    page.goto(summary)
    page.get_by_role("link", name="与现有规划逐行比较").click()
    line = page.locator("tr[data-difference=changed]", has_text="地区生产总值")
    assert "155" in line.locator("ins").first.inner_text()  # waits for the page
    line.get_by_placeholder("理由").fill("正式印发稿")
    line.get_by_role("button", name="采纳").click()
    assert "已采纳" in told(page)
    assert not page.locator("tr[data-difference=changed]", has_text="地区生产总值").count()
    press(page, "比较完毕")
    page.wait_for_url("**/plans/*/")


def _written():
    plan = Plan.objects.get(region__code=COUNTY, start_year=2021)
    assert (plan.status, plan.document_number) == (PlanStatus.IN_FORCE, "云政〔2021〕18号")
    main = PlanIndicator.objects.filter(plan=plan, listing="main")
    assert list(main.values_list("number", flat=True)) == ["1", "2", "3", "3", "4", "5", "7", "8"]
    retail = Target.objects.get(row__plan=plan, row__number="2", form="level", in_force=True)
    assert (retail.value, retail.comparator) == (61, ">=")
    assert list(main.filter(number="3").order_by("position").values_list("short_name", flat=True)) == [
        "常住人口城镇化率",
        "户籍人口城镇化率",
    ]
    gdp = Target.objects.get(row__plan=plan, row__indicator__code="gdp", is_primary=True, in_force=True)
    assert str(gdp.value) == "8"
    assert Doubt.objects.filter(plan=plan, code="number_skipped", state=DoubtState.OPEN).exists()
    names = set(Project.objects.filter(plan=plan).values_list("name", flat=True))
    assert "云溪粮油扩建" in names
    assert "县城北环路" not in names
    assert "县城变电站" in names
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
