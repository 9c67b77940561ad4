"""A clerk's desk in the grid: a house in which 21 indicators are asked, and what a person does there with the keys."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from accounts.models import User
from entry.presenters.typed import not_applicable
from entry.selectors.grid import grid_rows
from indicators.models import Observation, PlanIndicator, ResponsibleUnit
from plans.models import Plan
from tests.factories.rounds import open_round_for
from tests.journeys import house as houses
from tests.journeys.house import House

CLERK, YEARS, ROWS = "xinxiang-clerk", (2024, 2025), 21


@contextlib.contextmanager
def furnished(purpose: str, folder: Path, inside: Any) -> Iterator[House]:
    """A house in which the clerk's unit answers for 21 indicators of Xinxiang, asked in open rounds of two years."""
    with houses.opened(purpose, folder) as house:
        with inside(house):
            clerk = User.objects.get(username=CLERK)
            plan = Plan.objects.get(region__code="410700", start_year=2021)
            reviewer = User.objects.get(username="xinxiang-reviewer")
            chosen = [one.row for one in grid_rows(reviewer, plan, 2025) if not not_applicable(one)][:ROWS]
            assert len(chosen) == ROWS
            ResponsibleUnit.objects.filter(unit=clerk.unit).delete()
            for row in PlanIndicator.objects.filter(pk__in=[one.pk for one in chosen]):
                ResponsibleUnit.objects.create(row=row, unit=clerk.unit, confirmed=True)
                for year in YEARS:
                    open_round_for(row, year)
            house.plan = plan.pk
            clear(house)
        yield house


def clear(house: Any) -> None:
    """Nothing is entered yet."""
    Observation.objects.filter(row__plan=house.plan, year__in=YEARS).delete()


def rows_of(house: Any) -> Any:
    """The clerk's rows in the order of the grid."""
    rows = PlanIndicator.objects.filter(plan=house.plan, responsibilities__unit__people__username=CLERK)
    return rows.order_by("-listing", "position")


def address(desk, year):
    return f"/entry/?plan={desk.plan}&year={year}"


def opened(page, desk, year):
    page.goto(address(desk, year))
    page.locator("#grid .tabulator-row").first.wait_for()
    into_grid(page)


def into_grid(page):
    """Tab until the grid has the keys."""
    for _ in range(40):
        if page.evaluate("document.getElementById('grid').contains(document.activeElement)"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the grid cannot be reached by Tab")


def settled(page):
    page.locator("#grid-state").filter(has_text="全部已保存").wait_for()


def figures(desk, inside, year):
    """[(value, growth)] as texts in the order of the grid: near the last figure, with a growth that fits."""
    with inside(desk):
        return [_figure(row, year) for row in rows_of(desk)]


def _figure(row, year):
    last = row.observations.filter(in_force=True, value__isnull=False, year__lt=year).order_by("-year").first()
    base = row.bases.filter(in_force=True).first()
    value = last.value if last else base.value if base else None
    return (f"{value if value is not None else Decimal('12.5'):f}", f"{4 + row.position % 3}.{row.position % 10}")


def answer_everything(page):
    """Give a reason for each warning, with the keys."""
    for _ in range(ROWS + 5):
        button = page.locator("#grid-todo button").first
        if not button.count():
            return
        button.focus()
        page.keyboard.press("Enter")
        boxes = page.locator("#grid-panel .panel-findings input")
        assert boxes.count(), page.locator("#grid-panel").inner_text()
        for box in boxes.all():
            if not box.input_value():
                box.focus()
                page.keyboard.type("已与统计公报核对，数字无误。")
        settled(page)
    raise AssertionError(page.locator("#grid-todo").inner_text())


def cell(page, row, field):
    return page.locator("#grid .tabulator-row").nth(row).locator(f"[tabulator-field={field}]")


def paste(page, text):
    """Into the chosen cell, with the keys."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+v")


def said(page, words):
    """Wait until the line above the grid says it."""
    page.locator("#grid-said").filter(has_text=words).wait_for()


def submit(page):
    """Look at what will be handed over, and hand it over."""
    page.locator("#grid-submit").focus()
    page.keyboard.press("Enter")
    page.locator("#grid-handover").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#grid-said").filter(has_text=re.compile("已提交|没有提交|没有可提交")).wait_for()
