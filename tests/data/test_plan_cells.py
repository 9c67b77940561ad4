"""Every printed cell, read by the notation and decided beside its base, gives what its file says was understood."""

from __future__ import annotations

from typing import Any

import pytest

from indicators.services.loading.plan_entries import PlanEntry, RowEntry
from indicators.services.loading.plan_files import read_plan
from indicators.services.loading.printed_cells import differences
from regions.files import Problem
from tests.data.reading import PLANS, facts


def plans() -> list[PlanEntry]:
    """The committed plans, as the loader reads them."""
    problems: list[Problem] = []
    found = [read_plan(path, problems) for path in PLANS]
    assert not problems
    return [plan for plan in found if plan is not None]


def leaves() -> list[Any]:
    return [
        pytest.param(plan, row, id=f"{plan.region}-{plan.start_year}-{row.position}-{row.name}")
        for plan in plans()
        for row in plan.rows
        if not row.heading
    ]


@pytest.mark.parametrize(("plan", "row"), leaves())
def test_a_row_says_what_its_cells_say(plan: PlanEntry, row: RowEntry) -> None:
    assert list(differences(row, plan.parent_name(row), facts(row.catalogue))) == []


def test_the_cells_of_a_row_are_those_of_its_table() -> None:
    for plan in plans():
        assert len({tuple(row.cells) for row in plan.rows}) == 1, plan.file
