"""A row that the catalogue does not know, and a promise for an earlier year than the plan's end."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.domain.alone import direction_is_known, own_facts
from indicators.domain.assess import assess
from indicators.domain.types import (
    Actual,
    BaseFigure,
    Comparator,
    Direction,
    Form,
    PathKind,
    Period,
    Reason,
    Row,
    Status,
    TargetTerms,
)

UP, DOWN = Direction.HIGHER, Direction.LOWER


def terms(form, value="10", comparator=Comparator.EQ, **more):
    return TargetTerms(Form(form), Decimal(value), comparator=comparator, **more)


@pytest.mark.parametrize(
    ("target", "stated", "known"),
    [
        (terms("level"), None, False),
        (terms("level", comparator=Comparator.ABOUT), None, False),
        (terms("level"), UP, True),
        (terms("level"), DOWN, True),
        (terms("level", comparator=Comparator.GE), None, True),
        (terms("level", comparator=Comparator.LT), None, True),
        (terms("growth"), None, False),
        (terms("growth", comparator=Comparator.GE), None, True),
        (terms("cumulative"), None, False),
        (terms("cumulative"), UP, True),
        (terms("cumulative", comparator=Comparator.LE), None, True),
        (terms("quota"), None, True),
        (terms("cumulative_cut"), None, True),
        (terms("floor"), None, True),
        (terms("cumulative_change", "-2"), None, True),
        (terms("cumulative_change", "0"), None, False),
        (terms("points", "2"), None, True),
        (TargetTerms(Form.RELATIVE, comparator=Comparator.GE), None, False),
        (TargetTerms(Form.ASSIGNED), None, True),
        (terms("assigned", assigned_form=Form.LEVEL), None, False),
        (TargetTerms(Form.QUALITATIVE), None, True),
    ],
)
def test_whether_anything_says_which_way_is_better(target, stated, known):
    assert direction_is_known(target, stated) is known


@pytest.mark.parametrize(
    ("name", "unit", "path"),
    [
        ("农村自来水普及率", "%", "linear"), ("优良天数", "天", "linear"), ("每千名老人养老床位", "张", "linear"),
        ("人均公园绿地面积", "平方米", "linear"), ("人均可支配收入", "元", "geometric"), ("高新技术企业", "家", "geometric"),
        ("营业收入", "亿元", "geometric"), ("口号", "", "linear"),
    ],
)  # fmt: skip
def test_the_path_follows_from_unit_and_name_as_the_catalogue_has_it(name, unit, path):
    assert own_facts(name=name, unit=unit, stated=None).path is PathKind(path)


def row(figures, *, base=None, name="高新技术企业", unit="家", stated=UP):
    return Row(
        Period(2020, 2021, 2025),
        own_facts(name=name, unit=unit, stated=stated),
        base=None if base is None else BaseFigure(Decimal(base), 2020),
        actuals=tuple(Actual(year, Decimal(value)) for year, value in figures.items()),
    )


@pytest.mark.parametrize(
    ("figures", "year", "target", "status", "reason"),
    [
        # without a base a level has no path, but a verdict
        ({2023: "300"}, 2023, terms("level", "500"), Status.NOT_ASSESSABLE, Reason.MISSING_BASE),
        ({2023: "500"}, 2023, terms("level", "500"), Status.MET_EARLY, None),
        ({2025: "499"}, 2025, terms("level", "500"), Status.NOT_MET, None),
        ({}, 2025, terms("level", "500"), Status.NO_DATA, None),
        # a sum needs no base; its run must be whole
        ({2021: "4", 2022: "4"}, 2022, terms("cumulative"), Status.AHEAD, None),
        ({2021: "1", 2022: "1"}, 2022, terms("cumulative"), Status.FAR_BEHIND, None),
        ({2022: "9"}, 2022, terms("cumulative"), Status.NO_DATA, Reason.MISSING_YEARS),
        # what is counted from a base needs one, also at the end
        ({2025: "9"}, 2025, terms("cumulative_change", "2"), Status.NOT_ASSESSABLE, Reason.MISSING_BASE),
        ({2025: "9"}, 2025, terms("points", "2"), Status.NOT_ASSESSABLE, Reason.MISSING_BASE),
    ],
)
def test_what_can_be_said_of_a_promise_without_a_base(figures, year, target, status, reason):
    found = assess(row(figures), target, year=year)
    assert (found.status, found.reason) == (status, reason)


@pytest.mark.parametrize(
    ("figures", "year", "status", "elapsed"),
    [
        ({2021: "34"}, 2021, Status.ON_TRACK, "0.5"),  # one of two years
        ({2021: "34", 2022: "38"}, 2022, Status.MET, "1"),
        ({2022: "37"}, 2022, Status.NOT_MET, "1"),
        # the verdict of the year it was promised for stands, whatever came later
        ({2022: "37", 2024: "45"}, 2025, Status.NOT_MET, "1"),
        ({2022: "38", 2024: "30"}, 2024, Status.MET, "1"),
        ({2021: "34", 2024: "39"}, 2025, Status.ON_TRACK, "0.5"),  # 2022 was never published: no verdict
        ({2024: "39"}, 2025, Status.NO_DATA, None),
    ],
)
def test_a_promise_for_2022_is_judged_in_2022(figures, year, status, elapsed):
    asked = row(figures, base="30", name="建成区绿化覆盖率", unit="%")
    found = assess(asked, terms("level", "38", due_year=2022), year=year)
    assert found.status is status
    assert found.elapsed_share == (None if elapsed is None else Decimal(elapsed))


def test_a_promise_for_the_end_or_later_ends_with_the_plan():
    asked = row({2025: "38"}, base="30", unit="%")
    for due in (None, 2025, 2030):
        assert assess(asked, terms("level", "38", due_year=due), year=2025).status is Status.MET
