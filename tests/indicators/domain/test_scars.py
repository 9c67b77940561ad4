"""Scars of the same field (STYLE section 1): each fault that another system shipped is a test of ours."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.domain import display
from indicators.domain.assess import assess
from indicators.domain.types import (
    Actual,
    BaseFigure,
    CatalogueFacts,
    Direction,
    Form,
    Measure,
    PathKind,
    Period,
    Row,
    Status,
    TargetTerms,
)


def row(base, values, direction=1, path="linear"):
    catalogue = CatalogueFacts("x", "%", Direction(direction), PathKind(path), Measure.SHARE)
    actuals = tuple(Actual(year, value=Decimal(value)) for year, value in values.items())
    return Row(Period(2020, 2021, 2025), catalogue, base=BaseFigure(Decimal(base), 2020), actuals=actuals)


def level(value):
    return TargetTerms(Form.LEVEL, Decimal(value))


def test_a_real_zero_is_not_no_data():
    result = assess(row("8", {2022: "0"}), level("10"), year=2022)
    assert result.actual == 0 and result.status is Status.REVERSING
    assert display.level(result.actual, 0) == "0"
    assert display.level(None, 0) == "—"


def test_attainment_above_one_is_shown_as_it_is():
    result = assess(row("50", {2022: "75"}), level("60"), year=2022)
    assert display.share(result.attainment) == "250.0%"


def test_the_baseline_is_not_ignored():
    assert assess(row("88", {2022: "87"}, -1), level("80"), year=2022).status is Status.FAR_BEHIND


def test_a_falling_indicator_can_be_scored():
    on_track = assess(row("60", {2022: "56"}, -1), level("50"), year=2022)
    assert (on_track.status, on_track.attainment) == (Status.ON_TRACK, Decimal("0.4"))
    wrong_way = assess(row("60", {2022: "61"}, -1), level("50"), year=2022)
    assert wrong_way.status is Status.REVERSING


def test_a_direction_must_be_given():
    with pytest.raises(TypeError):
        CatalogueFacts("x", "%", path=PathKind.LINEAR, measure=Measure.SHARE)  # type: ignore[call-arg]
    with pytest.raises(ValueError):
        Direction(0)


@pytest.mark.parametrize(("actual", "status"), [("100", Status.HOLDS), ("99", Status.BREACHED)])
def test_a_line_to_be_held_gives_no_infinity(actual, status):
    result = assess(row("100", {2022: actual}), level("100"), year=2022)
    assert (result.status, result.attainment, result.pace_ratio) == (status, None, None)


def test_the_end_of_a_plan_brings_a_verdict():
    assert assess(row("50", {2025: "59.99"}), level("60"), year=2025).status is Status.NOT_MET
    assert assess(row("50", {2025: "60"}), level("60"), year=2025).status is Status.MET
