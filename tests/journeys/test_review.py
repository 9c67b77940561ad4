"""A reviewer's hour: the risky figure first, one sent back with a word on the cell, the rest approved together."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from accounts.models import User
from indicators.models import Observation, PlanIndicator
from indicators.services import observations
from indicators.services.observations import ObservationFigures
from tests.journeys.house import until
from tests.journeys.reading import row_called

pytestmark = [pytest.mark.journey, pytest.mark.fault]

YEAR = 2025


@pytest.fixture
def sent(writing, inside):
    """Figures of Yanjin one step above last year, sent by the clerk of their unit: the id by name."""
    with inside(writing):
        clerk = User.objects.get(username="yanjin-clerk")
        rows = PlanIndicator.objects.filter(
            plan__region__code="410726", plan__start_year=2021, asks__unit=clerk.unit, asks__round__year=YEAR,
            observations__in_force=True, observations__year=YEAR - 1, observations__value__isnull=False,
        ).exclude(pk__in=Observation.objects.filter(year=YEAR).values("row"))  # fmt: skip
        made = {}
        for row in rows.order_by("position").distinct()[:4]:
            last = row.observations.get(in_force=True, year=YEAR - 1).value
            figures = ObservationFigures(
                value=(last * Decimal("1.0437")).quantize(Decimal("0.01")), source_title=f"{YEAR}年统计公报"
            )
            entered = {"row": row, "year": YEAR, "figures": figures, "lock": None, "by": clerk}
            draft = observations.save_draft(**entered)
            answers = {one.key: "已与统计部门核对" for one in draft.warnings.all()}
            made[row.short_name] = observations.submit(observation=draft, lock=draft.lock, answers=answers, by=clerk).pk
        assert len(made) > 1
        return made


def test_the_risky_one_goes_back_and_the_safe_ones_pass_together(writers, writing, inside, sent):
    with writers.page("yanjin-reviewer") as reviewer, writers.page("yanjin-leader") as leader:
        reviewer.goto("/review/")
        risks = [row.get_attribute("data-risk") for row in reviewer.locator("tr[data-figure]").all()]
        assert risks == sorted(risks, key=["high", "look", "safe"].index)
        first = reviewer.locator("tr[data-figure]").first
        name = first.locator("th a").inner_text()
        first.locator("th a").click()
        reviewer.get_by_label("对“实际值”的意见").fill("请核对小数点")
        reviewer.get_by_role("button", name="退回", exact=True).click()
        assert "已退回填报人" in reviewer.get_by_role("status").first.inner_text()
        safe = reviewer.locator('tr[data-risk="safe"]')
        if safe.count():
            names = [one.locator("th a").inner_text() for one in safe.all()]
            reviewer.locator("#bulk-bar button[type=submit]").click()
            reviewer.get_by_role("button", name="确认通过").click()
            began = time.monotonic()
            assert f"已通过 {len(names)} 条" in reviewer.get_by_role("status").first.inner_text()

            def is_right():
                leader.goto(f"/regions/410726/?period=2021-2025&year={YEAR}")
                return "期末数未公布" not in " ".join(row_called(leader, names[0])[1])

            until(is_right, seconds=20, log=writing.log("worker"))
            print(f"approved together → page: {time.monotonic() - began:.2f} s")
    with inside(writing):
        returned = Observation.objects.get(pk=sent[name])
        assert (returned.state, returned.cell_comments) == ("returned", {"value": "请核对小数点"})
        row_id = returned.row_id
    with writers.page("yanjin-clerk") as clerk:
        clerk.goto(f"/entry/{row_id}/{YEAR}/")
        assert "请核对小数点" in clerk.locator("main").inner_text()
