"""What the grid does for its people: filling what repeats, handing over with open eyes, taking back, leaving nothing behind."""

from __future__ import annotations

from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe

from accounts.models import User
from indicators.models import Observation
from tests.conftest import watched_page
from tests.factories.indicators import approved
from tests.journeys.conftest import Visitors, log_in
from tests.journeys.desk import (
    CLERK,
    ROWS,
    answer_everything,
    cell,
    clear,
    figures,
    furnished,
    into_grid,
    opened,
    paste,
    rows_of,
    said,
    settled,
    submit,
)

pytestmark = [pytest.mark.journey]

YEAR = 2025
BOXES = "#grid-handover .handover-ready input"


@pytest.fixture(scope="module")
def house(browser, tmp_path_factory, inside):
    with furnished("handover", tmp_path_factory.mktemp("handover"), inside) as house:
        yield house


@pytest.fixture(scope="module")
def visitors(browser, house):
    return Visitors(browser, house)


@pytest.fixture
def desk(house, inside):
    """Nothing is entered yet."""
    with inside(house):
        clear(house)
    return house


def states(desk, inside):
    with inside(desk):
        found = Observation.objects.filter(row__plan=desk.plan, year=YEAR)
        return [found.filter(state=state).count() for state in ("draft", "submitted")]


def look(page):
    """Open what is shown before handing over, from within the grid."""
    page.keyboard.press("Control+Enter")
    page.locator("#grid-handover").wait_for()


def test_what_is_handed_over_is_seen_and_chosen_first(visitors, desk, inside):
    wanted = figures(desk, inside, YEAR)[:5]
    with visitors.page(CLERK) as page:
        opened(page, desk, YEAR)
        texts = [f"{value}\t{growth}" for value, growth in wanted]
        paste(page, "\n".join(["约5\t1", *texts[1:]]))
        settled_but(page, 1)
        answer(page)
        into_grid(page)
        look(page)
        asked = page.locator("#grid-handover")
        assert "4 行可以提交，1 行还不能提交，16 行没有填写。" in asked.inner_text()
        assert "约5" in asked.locator(".handover-held").inner_text()
        assert page.locator(BOXES).count() == 4
        assert states(desk, inside) == [4, 0]  # looking hands nothing over
        axe = Axe().run(page)
        assert not axe.response["violations"], axe.generate_report()
        page.keyboard.press("Escape")
        assert not asked.is_visible()
        assert page.evaluate("document.activeElement.id") == "grid-submit"
        page.keyboard.press("Enter")  # again
        asked.wait_for()
        page.locator(BOXES).nth(1).focus()
        page.keyboard.press("Space")
        page.get_by_role("button", name="提交这 3 行").focus()
        page.keyboard.press("Enter")
        said(page, "已提交 3 行")
    assert states(desk, inside) == [1, 3]


def settled_but(page, left):
    page.locator("#grid-state").filter(has_text=f"{left} 行未能保存").wait_for()


def answer(page):
    """Give a reason for each open warning of the pasted rows."""
    for button in page.locator("#grid-todo button", has_text="待说明").all():
        name = button.inner_text()
        page.locator("#grid-todo button", has_text=name).focus()
        page.keyboard.press("Enter")
        for box in page.locator("#grid-panel .panel-findings input").all():
            box.focus()
            page.keyboard.type("已与统计公报核对。")
        page.wait_for_timeout(1500)


def test_the_rows_selected_in_the_grid_alone(visitors, desk, inside):
    wanted = figures(desk, inside, YEAR)
    with visitors.page(CLERK) as page:
        opened(page, desk, YEAR)
        paste(page, "\n".join("\t".join(one) for one in wanted))
        settled(page)
        answer_everything(page)
        into_grid(page)
        cell(page, 2, "value").click()
        page.keyboard.press("Shift+ArrowDown")
        look(page)
        page.get_by_role("button", name="只选表格中选中的 2 行").focus()
        page.keyboard.press("Enter")
        page.get_by_role("button", name="提交这 2 行").focus()
        page.keyboard.press("Enter")
        said(page, "已提交 2 行")
        assert states(desk, inside) == [ROWS - 2, 2]
        submit(page)  # the rest
        said(page, f"已提交 {ROWS - 2} 行")
        cell(page, 0, "value").click()
        page.keyboard.press("Shift+ArrowDown")
        page.get_by_role("button", name="撤回这一行").wait_for()
        page.get_by_role("button", name="撤回选中的 2 行").focus()
        page.keyboard.press("Enter")
        said(page, "已撤回 2 行")
        assert states(desk, inside) == [2, ROWS - 2]
        into_grid(page)
        cell(page, 0, "note").click()
        page.keyboard.press("F2")
        page.keyboard.type("核对")
        page.keyboard.press("Enter")
        settled(page)
    with inside(desk):
        assert Observation.objects.get(row=rows_of(desk).first(), year=YEAR).note == "核对"


def test_what_was_reviewed_meanwhile_is_not_taken_back(visitors, desk, inside):
    with inside(desk):
        row = rows_of(desk).first()
        clerk = User.objects.get(username=CLERK)
        figure = Observation.objects.create(
            row=row, year=YEAR, value=Decimal(9), unit=row.unit, state="submitted", lock=2, submitted_by=clerk,
            source_title="公报",
        )  # fmt: skip
    with visitors.page(CLERK) as page:
        opened(page, desk, YEAR)
        cell(page, 0, "value").click()
        with inside(desk):
            Observation.objects.filter(pk=figure.pk).update(state="returned", comment="小数点", lock=3)
        page.get_by_role("button", name="撤回这一行").focus()
        page.keyboard.press("Enter")
        said(page, "他人已保存了这一数据")
    with inside(desk):
        figure.refresh_from_db()
        assert (figure.state, figure.lock) == ("returned", 3)


def test_less_typing(visitors, desk, inside):
    with inside(desk):
        people = {"submitted_by": CLERK, "approved_by": "xinxiang-reviewer"}
        people = {key: User.objects.get(username=name) for key, name in people.items()}
        rows = list(rows_of(desk)[:3])
        for row in rows[:2]:
            approved(row, YEAR - 1, value=Decimal(9), value_basis="current", growth=Decimal(5), **people)
    with visitors.page(CLERK) as page:
        opened(page, desk, YEAR)
        assert not page.locator("#grid-bases").is_visible()  # nothing is typed yet
        paste(page, "9.1\t1.1\n9.2\n9.3")
        page.locator("#grid-bases").filter(has_text="口径同上年（2）").focus()
        page.keyboard.press("Enter")
        said(page, "按上年数据填入了 2 处口径")
        assert [cell(page, at, "value_basis").inner_text() for at in range(3)] == ["现价", "现价", "口径未注明"]
        assert cell(page, 0, "growth_basis").inner_text() == "口径未注明"  # last year does not say
        assert not page.locator("#grid-bases").is_visible()
        page.keyboard.press("Control+z")
        said(page, "已撤销：2 处")
        assert cell(page, 0, "value_basis").inner_text() == "口径未注明"
        page.keyboard.press("Control+y")
        cell(page, 0, "source_title").click()
        page.keyboard.type("2025 年统计公报")
        page.keyboard.press("Enter")
        page.locator("#grid-source").filter(has_text="填入其余 2 行").focus()
        page.keyboard.press("Enter")
        said(page, "填入了 2 行的来源")
        assert [cell(page, at, "source_title").inner_text() for at in (1, 2, 3)] == ["2025 年统计公报"] * 2 + [""]
        cell(page, 0, "vintage").click()
        page.keyboard.press("F2")
        page.keyboard.press("ArrowDown")  # the next of the choices
        page.keyboard.press("Enter")
        cell(page, 0, "vintage").click()
        page.keyboard.press("Shift+ArrowDown")
        page.keyboard.press("Shift+ArrowDown")
        page.keyboard.press("Control+d")
        said(page, "向下填充了 2 处")
        assert cell(page, 2, "vintage").inner_text() == "修订数"
        cell(page, 0, "value").click()
        page.keyboard.press("Shift+ArrowDown")
        page.keyboard.press("Control+d")
        said(page, "没有填充：只有口径、数据版次和来源可以向下填充")
        settled(page)
    with inside(desk):
        found = Observation.objects.filter(row__in=rows, year=YEAR).values_list("value", "value_basis", "vintage")
        assert sorted(found) == [
            (Decimal("9.1"), "current", "revised"),
            (Decimal("9.2"), "current", "revised"),
            (Decimal("9.3"), "unknown", "revised"),
        ]


def kept(page):
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('entry-draft')).length")


def test_logging_out_asks_only_where_something_is_unsaved(browser, desk, inside):
    with watched_page(browser, desk.url) as page:
        page.goto("/accounts/login/")
        log_in(page, CLERK)
        opened(page, desk, YEAR)
        page.expected_errors += ["Failed to load", "ERR_"]
        page.route("**/entry/save/", lambda route: route.abort())
        page.keyboard.type("88.5")
        page.keyboard.press("Enter")
        page.get_by_text("网络断开，已暂存在本机").wait_for()
        for way in (None, "/accounts/me/"):  # here, and from any other page
            if way:
                page.goto(way)
            page.get_by_role("button", name="退出", exact=True).click()
            ask = page.get_by_role("dialog", name="还有未保存的填报内容")
            ask.wait_for()
            assert "2025 年填报：1 行" in ask.inner_text()
            page.keyboard.press("Escape")
            assert kept(page) == 1
        page.unroute("**/entry/save/")
        page.get_by_role("button", name="退出", exact=True).click()
        page.get_by_role("button", name="清除并退出").click()
        page.get_by_label("用户名").wait_for()
        assert kept(page) == 0
        log_in(page, CLERK)
        opened(page, desk, YEAR)
        assert cell(page, 0, "value").inner_text() == ""
        page.keyboard.type("7")
        page.keyboard.press("Enter")
        page.get_by_role(
            "button", name="退出", exact=True
        ).click()  # not saved yet: it is, on the way out, and nobody is asked
        page.get_by_label("用户名").wait_for()
        assert kept(page) == 0
    with inside(desk):
        assert Observation.objects.get(row__plan=desk.plan, year=YEAR).value == 7
