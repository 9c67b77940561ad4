"""Trying out the remaining years: the same core, the same verdicts, the required pace always enough."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.domain import display
from indicators.domain.assess import assess
from indicators.domain.types import (
    Actual,
    ActualKind,
    Bound,
    Comparator,
    Form,
    Reason,
    Status,
    TargetTerms,
)
from indicators.domain.what_if import Refusal, WhatIfKind, kind_of, planned_pace, refusal, scale, what_if
from tests.indicators.domain.made import catalogue, growth_target, level, row

GDP = row("153.7", {2022: "179.46", 2023: "186.3", 2024: "193.3"})
PEOPLE = catalogue("万人", "linear")


def tried(one, target, pace, year=2024):
    result = assess(one, target, year=year)
    return what_if(one, target, result, Decimal(pace))


def test_gdp_of_yanjin_at_six_per_cent_ends_short():
    trial = tried(GDP, level("230"), "6")
    assert (trial.years, trial.met, trial.enough) == (range(2025, 2026), False, False)
    assert trial.result.status is Status.NOT_MET
    assert trial.result.gap == Decimal("193.3") * Decimal("1.06") - 230
    assert trial.path == ((2024, Decimal("193.3")), (2025, Decimal("193.3") * Decimal("1.06")))


@pytest.mark.parametrize(("pace", "met"), [("18.98", False), ("18.99", True), ("30", True)])
def test_required_is_the_edge(pace, met):
    trial = tried(GDP, level("230"), pace)
    assert (trial.met, trial.enough) == (met, met)


@pytest.mark.parametrize(
    ("one", "target", "year", "pace", "actual", "gap"),
    [
        (row("39", {2023: "41.17"}, facts=catalogue("%", "linear")), level("46"), 2023, "2.415", "46", "0"),
        (row(growth={2021: "6.6", 2022: "5.3"}), growth_target("6.5"), 2022, "6.5", None, None),
        (row(values={2021: "9.06"}, facts=PEOPLE), TargetTerms(Form.CUMULATIVE, Decimal(35)), 2021, "6", "33.06", "-1.94"),
        (
            row(values={2021: "1000"}, facts=catalogue("亩", "linear", -1)),
            TargetTerms(Form.QUOTA, Decimal(15000)), 2021, "4000", "17000", "-2000",
        ),
        (
            row("66", {2023: "56"}, facts=catalogue("μg", direction=-1)), level("49.5"), 2023, "-10",
            "45.36", "4.14",
        ),
        (
            row("40", {2022: "41"}, facts=catalogue("%", "linear")),
            TargetTerms(Form.CUMULATIVE_CHANGE, Decimal("2.5")), 2022, "0.5", "2.5", "0",
        ),
        (
            row(values={2021: "1", 2022: "1"}, facts=catalogue("%", "linear")),
            TargetTerms(Form.CUMULATIVE_CHANGE, Decimal(5), actual_kind=ActualKind.CHANGE), 2022, "1", "5", "0",
        ),
    ],
)  # fmt: skip
def test_every_form_ends_as_its_own_sum(one, target, year, pace, actual, gap):
    trial = tried(one, target, pace, year)
    assert trial.result.actual_year == 2025
    if actual is not None:
        assert (trial.result.actual, trial.result.gap) == (Decimal(actual), Decimal(gap))
    assert trial.path[-1][0] == 2025


def test_cuts_compound():
    one = row(values={2021: "2.7", 2022: "0.1", 2023: "0.5", 2024: "3.8"}, facts=catalogue("%", "linear"))
    target = TargetTerms(Form.CUMULATIVE_CUT, Decimal("13.5"), unit="%")
    assert not tried(one, target, "7.03").met, "7.03 is 7.0300… rounded down"
    trial = tried(one, target, "7.04")
    assert trial.met
    assert abs(trial.path[-1][1] - trial.result.actual) < Decimal("1e-20")


def test_a_quota_is_kept_by_using_less():
    one = row(values={2021: "1000"}, facts=catalogue("亩", "linear", -1))
    target = TargetTerms(Form.QUOTA, Decimal(15000))
    assert tried(one, target, "3500", 2021).enough is True
    assert tried(one, target, "3501", 2021).enough is False
    assert tried(one, target, "3501", 2021).result.status is Status.NOT_MET


def test_a_hole_is_filled_and_what_lies_beyond_it():
    one = row(growth={2021: "7", 2023: "30"})
    trial = tried(one, growth_target("6.5"), "1", 2023)
    assert list(trial.years) == [2022, 2023, 2024, 2025]
    assert trial.result.status is Status.NOT_MET


def test_growth_per_mille_is_tried_in_its_own_unit():
    one = row(growth={2021: "0.5"}, facts=catalogue("‰", direction=1))
    target = replace(growth_target("6", ">="), unit="‰")
    assert tried(one, target, "7", 2021).met
    assert not tried(one, target, "6", 2021).met


@pytest.mark.parametrize(
    ("one", "target", "year", "why"),
    [
        (GDP, level("230"), 2025, None),
        (row("153.7", {2025: "220"}), level("230"), 2025, Refusal.NO_YEARS),
        (GDP, TargetTerms(Form.NONE), 2024, Refusal.WORDS),
        (GDP, TargetTerms(Form.QUALITATIVE), 2024, Refusal.WORDS),
        (GDP, TargetTerms(Form.COMPOSITION, parts=(Decimal(40), Decimal(60))), 2024, Refusal.WORDS),
        (GDP, TargetTerms(Form.ASSIGNED), 2024, Refusal.PENDING),
        (GDP, TargetTerms(Form.FLOOR, Decimal(100)), 2024, Refusal.HOLD),
        (row("485.9", {2023: "465"}, facts=catalogue(bound=Bound.FLOOR)), level("475"), 2023, Refusal.HOLD),
        (row(growth={2021: "5"}, facts=catalogue("‰", direction=-1)), growth_target("8", "<"), 2023, Refusal.HOLD),
        (row(), level("230"), 2024, Refusal.NO_DATA),
        (row(growth={2024: "7"}), growth_target("7"), 2024, Refusal.NO_DATA),
        (replace(GDP, actuals=(Actual(2024, Decimal(190), blocked_value=("scale_jump",)),)), level("230"), 2024,
         Refusal.NOT_ASSESSED),
    ],
)  # fmt: skip
def test_where_a_trial_has_no_meaning_it_says_why(one, target, year, why):
    result = assess(one, target, year=year)
    expected = Refusal.NO_YEARS if why is None else why  # the end asked: its figure is awaited, not tried out
    assert refusal(one, target, result) is expected
    with pytest.raises(ValueError, match=expected.value):
        what_if(one, target, result, Decimal(1))


def test_a_target_met_early_may_still_be_lost():
    one = row("100", {2022: "160"})
    target = level("150")
    result = assess(one, target, year=2022)
    assert (result.status, result.required_reason) == (Status.MET_EARLY, Reason.TARGET_MET)
    trial = what_if(one, target, result, Decimal(-10))
    assert (trial.result.status, trial.enough, trial.result.fell_back) == (Status.NOT_MET, None, True)


def test_what_is_no_number_is_refused():
    with pytest.raises(ValueError, match="number"):
        tried(GDP, level("230"), "NaN")


@pytest.mark.parametrize(
    ("candidates", "low", "high"),
    [
        (["18.99", "3.81", "8.4"], "0", "28.6"),
        (["-5.98", "-9.1"], "-13.7", "0"),
        (["-0.5", "6.5"], "-0.8", "9.8"),
        ([None], "0", "1"),
        (["0"], "0", "1"),
    ],
)
def test_the_slider_reaches_beyond_what_is_known(candidates, low, high):
    made = scale(WhatIfKind.STEP, [None if one is None else Decimal(one) for one in candidates])
    assert (made.low, made.high) == (Decimal(low), Decimal(high))
    assert made.low % made.step == 0
    assert (made.least, made.most) == (-10 * max(-made.low, made.high), 10 * max(-made.low, made.high))


def test_rates_do_not_fall_by_everything():
    made = scale(WhatIfKind.RATE, [Decimal(-80)])
    assert (made.low, made.least) == (Decimal(-99), Decimal(-99))
    assert scale(WhatIfKind.CUT, [Decimal(80)]).most == Decimal(99)


bases = st.decimals("10", "500", places=1)
FORMS = st.sampled_from(["geometric", "linear", "falling", "growth", "sum", "cut"])


def case(kind, base, first, second, goal):
    """A row with two years and a target of the kind, of any size."""
    values = {2021: str(first), 2022: str(second)}
    if kind in {"geometric", "linear"}:
        return row(str(base), values, facts=catalogue("亿元", kind)), level(str(goal))
    if kind == "falling":
        return row(str(base), values, facts=catalogue("μg", direction=-1)), level(str(goal))
    rates = {2021: str(first / 50), 2022: str(second / 50)}
    if kind == "growth":
        return row(growth=rates), growth_target(str(goal / 50))
    if kind == "cut":
        target = TargetTerms(Form.CUMULATIVE_CUT, goal / 10, unit="%")
        return row(values=rates, facts=catalogue("%", "linear")), target
    return row(values=values, facts=PEOPLE), TargetTerms(Form.CUMULATIVE, goal * 5)


@given(kind=FORMS, base=bases, first=bases, second=bases, goal=bases)
def test_the_required_pace_filled_in_meets_the_target_and_less_does_not(kind, base, first, second, goal):
    one, target = case(kind, base, first, second, goal)
    result = assess(one, target, year=2022)
    assume(refusal(one, target, result) is None and result.required is not None)
    towards = int(result.inputs["direction"])
    pace = display.sufficient(result.required, 6, towards)
    trial = what_if(one, target, result, pace)
    assert trial.met
    assert trial.enough
    less = what_if(one, target, result, result.required - towards * Decimal("0.01"))
    assert not less.met
    assert less.enough is False


@given(kind=FORMS, base=bases, first=bases, second=bases, goal=bases, pace=st.decimals("-20", "40", places=2))
def test_more_never_ends_further_from_the_target(kind, base, first, second, goal, pace):
    one, target = case(kind, base, first, second, goal)
    result = assess(one, target, year=2022)
    assume(refusal(one, target, result) is None)
    towards = int(result.inputs["direction"])
    lower = what_if(one, target, result, pace)
    higher = what_if(one, target, result, pace + towards)
    assert higher.result.gap >= lower.result.gap
    assert lower.result.end_not_published is False
    assert kind_of(Form(str(result.inputs["form"])), result, target) is not None


def test_strict_targets_need_more_than_equal():
    one = row("39", {2023: "41"}, facts=catalogue("%", "linear"))
    target = level("46", ">")
    assert not tried(one, target, "2.5", 2023).met
    assert tried(one, target, "2.51", 2023).met
    assert Comparator.GT is target.comparator


@pytest.mark.parametrize(
    ("one", "target", "year", "planned"),
    [
        (GDP, level("230"), 2024, "8.40"),
        (row("39", {2023: "41.17"}, facts=catalogue("%", "linear")), level("46"), 2023, "1.40"),
        (row(growth={2021: "6"}), growth_target("6.5"), 2021, "6.50"),
        (row(values={2021: "9"}, facts=PEOPLE), TargetTerms(Form.CUMULATIVE, Decimal(35)), 2021, "7.00"),
        (row(values={2021: "2"}), TargetTerms(Form.CUMULATIVE_CUT, Decimal("13.5"), unit="%"), 2021, "2.86"),
        (
            row("40", {2022: "41"}, facts=catalogue("%", "linear")),
            TargetTerms(Form.CUMULATIVE_CHANGE, Decimal("2.5")), 2022, "0.50",
        ),
        (row(None, {2024: "193.3"}), level("230"), 2024, None),
    ],
)  # fmt: skip
def test_the_planned_pace_kept_from_the_start_is_the_target(one, target, year, planned):
    result = assess(one, target, year=year)
    kind = kind_of(Form(str(result.inputs["form"])), result, target)
    pace = planned_pace(kind, result)
    assert pace is None if planned is None else display.number(pace, 2) == planned
