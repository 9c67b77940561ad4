"""The grid under a careless hand: steps back, refused pastes, wrong texts, two people at one row, corrections."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from accounts.models import User
from indicators.models import Observation
from indicators.services import observations
from indicators.services.observations import ObservationFigures
from tests.factories.indicators import approved
from tests.factories.rounds import reopened
from tests.journeys.conftest import Visitors
from tests.journeys.desk import (
    CLERK,
    ROWS,
    cell,
    clear,
    furnished,
    into_grid,
    opened,
    paste,
    rows_of,
    said,
    settled,
)

pytestmark = [pytest.mark.journey]

YEAR = 2025


@pytest.fixture(scope="module")
def house(browser, tmp_path_factory, inside):
    with furnished("care", tmp_path_factory.mktemp("care"), inside) as house:
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


@pytest.fixture
def page(visitors, desk):
    """The grid of the clerk, its first figure chosen."""
    with visitors.page(CLERK) as page:
        opened(page, desk, YEAR)
        yield page


def written(desk, inside) -> list[tuple[str, str]]:
    with inside(desk):
        found = Observation.objects.filter(row__plan=desk.plan, year=YEAR, value__isnull=False)
        return [(f"{one.value:f}", one.state) for one in found]


def test_steps_back_and_forth_by_keyboard(page, desk, inside):
    page.keyboard.press("Control+z")
    said(page, "没有可撤销的操作")
    page.keyboard.type("3500.5")
    page.keyboard.press("Enter")
    page.keyboard.type("17")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+z")
    said(page, "已撤销：1 处")
    assert [cell(page, row, "value").inner_text() for row in (0, 1)] == ["3500.5", ""]
    page.keyboard.press("Control+z")
    assert cell(page, 0, "value").inner_text() == ""
    page.keyboard.press("Control+y")
    page.keyboard.press("Control+Shift+Z")
    said(page, "已重做：1 处")
    assert [cell(page, row, "value").inner_text() for row in (0, 1)] == ["3500.5", "17"]
    page.keyboard.press("Control+z")
    settled(page)
    assert written(desk, inside) == [("3500.5", "draft")]


def test_a_paste_of_many_cells_is_one_step(page):
    paste(page, "\n".join(f"{number}\t5" for number in range(1, 6)))
    said(page, "粘贴了 5 行 2 列")
    page.keyboard.press("Control+z")
    said(page, "已撤销：10 处")
    assert all(cell(page, row, field).inner_text() == "" for row in range(5) for field in ("value", "growth"))


def test_a_paste_that_is_too_large_changes_nothing(page, desk, inside):
    paste(page, "\n".join("1" for _ in range(ROWS + 1)))
    said(page, f"没有粘贴：剪贴板有 {ROWS + 1} 行")
    paste(page, "\t".join("12345678"))
    said(page, "没有粘贴：剪贴板有 8 列，从“实际值”起右边只有 7 列可填")
    assert not [row for row in range(ROWS) if cell(page, row, "value").inner_text()]
    assert page.locator("#grid-state").inner_text() == "全部已保存"
    assert not written(desk, inside)


def test_a_paste_onto_a_row_that_may_not_be_written_changes_nothing(visitors, desk, inside):
    with inside(desk):
        second = rows_of(desk)[1]
        clerk = User.objects.get(username=CLERK)
        figure = ObservationFigures(value=Decimal(7))
        saved = observations.save_draft(row=second, year=YEAR, figures=figure, lock=None, by=clerk)
        Observation.objects.filter(pk=saved.pk).update(state="submitted", submitted_by=clerk)
    with visitors.page(CLERK) as page:
        opened(page, desk, YEAR)
        paste(page, "1\n2\n3")
        said(page, f"没有粘贴：会碰到不能填写的单元格，“{second.short_name}”的“实际值”")
        assert [cell(page, row, "value").inner_text() for row in range(3)] == ["", "7", ""]
    assert written(desk, inside) == [("7", "submitted")]


def test_wrong_texts_stay_where_they_were_typed(page, desk, inside):
    paste(page, "约12\n17.5\n1,23")
    wrong = page.locator("#grid-todo button", has_text="需改正")
    wrong.nth(1).wait_for()
    assert [cell(page, row, "value").inner_text() for row in range(3)] == ["约12", "17.5", "1,23"]
    assert [cell(page, row, "value").get_attribute("aria-invalid") for row in range(3)] == ["true", "false", "true"]
    assert "千分位" in cell(page, 2, "value").get_attribute("title")
    assert "2 行未能保存" in page.locator("#grid-state").inner_text()
    assert written(desk, inside) == [("17.5", "draft")]
    page.reload()  # the browser holds what the server did not take
    page.locator("#grid .tabulator-row").first.wait_for()
    said(page, "已恢复 2 处")
    assert cell(page, 0, "value").inner_text() == "约12"
    wrong.nth(1).wait_for()
    into_grid(page)
    cell(page, 0, "value").click()
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    page.locator("#grid-state").filter(has_text=re.compile("^1 行未能保存")).wait_for()  # the other is stored
    assert wrong.count() == 1
    assert sorted(written(desk, inside)) == [("12", "draft"), ("17.5", "draft")]


@pytest.mark.parametrize(("button", "stands"), [("用我的覆盖", "10"), ("用他人的", "9")])
def test_two_people_at_one_row(page, desk, inside, button, stands):
    with inside(desk):
        other = User.objects.get(username="xinxiang-reviewer")
        figure = ObservationFigures(value=Decimal(9))
        observations.save_draft(row=rows_of(desk).first(), year=YEAR, figures=figure, lock=None, by=other)
    page.keyboard.type("10")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    choice = page.locator(".panel-versions")
    choice.wait_for()
    assert choice.locator("tbody tr").first.inner_text().split("\t") == ["实际值", "10", "9"]
    assert written(desk, inside) == [("9", "draft")]
    page.get_by_role("button", name=button).focus()
    page.keyboard.press("Enter")
    settled(page)
    assert cell(page, 0, "value").inner_text() == stands
    assert written(desk, inside) == [(stands, "draft")]


def test_a_correction_asks_its_reason(visitors, desk, inside):
    with inside(desk):
        row = rows_of(desk).first()
        people = {"submitted_by": CLERK, "approved_by": "xinxiang-reviewer"}
        approved(row, YEAR, value=Decimal(9), **{key: User.objects.get(username=name) for key, name in people.items()})
        reopened(row, YEAR)
    with visitors.page(CLERK) as page:
        opened(page, desk, YEAR)
        cell(page, 0, "value").click()
        page.keyboard.type("9.5")
        page.keyboard.press("Enter")
        page.locator("#grid-todo").filter(has_text="待写更正理由").wait_for()
        assert written(desk, inside) == [("9", "approved")]
        page.locator("#grid-todo button").focus()
        page.keyboard.press("Enter")
        page.keyboard.type("统计局修订")
        settled(page)
    assert sorted(written(desk, inside)) == [("9", "approved"), ("9.5", "draft")]
    with inside(desk):
        assert Observation.objects.get(row__plan=desk.plan, year=YEAR, state="draft").reason == "统计局修订"
