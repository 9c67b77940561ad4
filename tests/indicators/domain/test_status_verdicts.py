"""Lines 7 to 11 of METHODS section 4, and what stands beside a status."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from indicators.domain import display
from indicators.domain.assess import assess, shown_target
from indicators.domain.types import (
    Actual,
    ActualKind,
    BaseFigure,
    Comparator,
    Form,
    Measure,
    Reason,
    ReferenceFacts,
    RuleTerms,
    Status,
    TargetTerms,
    Vintage,
)
from tests.indicators.domain.made import catalogue, growth_target, level, outcome, row


@pytest.mark.parametrize(
    ("value", "year", "status"),
    [("96", 2023, Status.HOLDS), ("94", 2023, Status.BREACHED), ("96", 2025, Status.MET), ("94", 2025, Status.NOT_MET)],
)
def test_line_7_a_floor(value, year, status):
    assert assess(row(values={year: value}), TargetTerms(Form.FLOOR, Decimal(95)), year=year).status is status


def test_line_7_growth_of_zero_or_less_is_a_bound_on_the_average():
    facts = row(base=None, growth={2021: "1", 2022: "-3"})
    result = assess(facts, growth_target(0, ">="), year=2022)
    assert (result.status, result.breached_years, result.required_reason) == (Status.BREACHED, (2022,), Reason.HOLD)
    assert result.attainment is None


@pytest.mark.parametrize(
    ("comparator", "tolerant", "own", "holds"),
    [
        ("=", False, "5.0", True),
        ("=", False, "4.9", False),
        ("=", True, "4.7", True),
        ("=", True, "4.69", False),
        (">", False, "5.0", False),
        (">", False, "5.01", True),
    ],
)
def test_line_7_relative_with_tolerance_and_strict(comparator, tolerant, own, holds):
    facts = row(base=None, growth={2021: own})
    other = ReferenceFacts((Actual(2021, growth=Decimal("5.0")),))
    target = TargetTerms(Form.RELATIVE, comparator=Comparator(comparator), tolerant=tolerant)
    result = assess(facts, target, year=2021, reference=other)
    assert result.status is (Status.HOLDS if holds else Status.BREACHED)
    assert display.status_label(result.status, Form.RELATIVE) == ("同步" if holds else "未同步")


def test_line_7_relative_levels_of_the_same_year():
    facts = row(base=None, values={2021: "60", 2022: "61"}, facts=catalogue("%", "linear", measure=Measure.SHARE))
    other = ReferenceFacts((Actual(2021, value=Decimal(59)), Actual(2022, value=Decimal(62))))
    target = TargetTerms(Form.RELATIVE, comparator=Comparator.GT)
    assert assess(facts, target, year=2021, reference=other).status is Status.HOLDS
    result = assess(facts, target, year=2022, reference=other)
    assert (result.status, result.gap) == (Status.BREACHED, Decimal(-1))
    assert assess(facts, target, year=2022).status is Status.NO_DATA


def test_line_8_met_and_met_early_and_what_is_required_then():
    early = assess(row(values={2023: "151"}), level(150), year=2023)
    assert (early.status, early.required, early.required_reason) == (Status.MET_EARLY, None, Reason.TARGET_MET)
    assert early.attainment > 1  # never capped
    end = assess(row(values={2025: "150"}), level(150), year=2025)
    assert (end.status, end.required_reason) == (Status.MET, Reason.EXPIRED)


@pytest.mark.parametrize(
    ("comparator", "actual", "status"),
    [
        ("~", "147.5", Status.NEARLY_MET),
        ("~", "147.4", Status.NOT_MET),
        ("=", "147.5", Status.NOT_MET),
        (">", "150", Status.NOT_MET),
    ],
)
def test_line_9_nearly_met_needs_about(comparator, actual, status):
    result = assess(row(values={2025: actual}), level(150, comparator), year=2025)
    assert result.status is status
    assert result.reason is (Reason.STRICT if comparator == ">" else None)


@pytest.mark.parametrize(("actual", "status"), [("95", Status.NEARLY_MET), ("94.9", Status.NOT_MET)])
def test_line_9_nearly_met_on_a_bound(actual, status):
    target = TargetTerms(Form.FLOOR, Decimal(100), comparator=Comparator.ABOUT)
    assert assess(row(values={2025: actual}), target, year=2025).status is status


def test_line_9_a_verdict_on_a_level_needs_no_base():
    no_base = row(base=None, values={2023: "140", 2025: "149"})
    result = assess(no_base, level(150), year=2025)
    assert (result.status, result.attainment, result.gap) == (Status.NOT_MET, None, Decimal(-1))


def test_line_9_points_and_change_of_level_need_a_base_also_at_the_end():
    no_base = row(base=None, values={2025: "149"}, facts=catalogue("%", "linear", measure=Measure.SHARE))
    for target in (
        TargetTerms(Form.POINTS, Decimal("0.6"), unit="个百分点"),
        TargetTerms(Form.CUMULATIVE_CHANGE, Decimal(3), actual_kind=ActualKind.LEVEL),
    ):
        assert outcome(assess(no_base, target, year=2025)) == (Status.NOT_ASSESSABLE, Reason.MISSING_BASE)


def test_points_without_a_base_have_no_level_to_reach():
    """T = B + n·p: without B the yearly step itself must not stand where a level stands."""
    points = TargetTerms(Form.POINTS, Decimal("0.6"), unit="个百分点")
    assert assess(row(None, {2021: "44"}), points, year=2021).target is None
    assert assess(row(None), points, year=2021).target is None
    assert assess(row("47", {2021: "48"}), points, year=2021).target == Decimal(50)


def test_line_10_a_missing_base_before_the_end_still_tells_what_is_required():
    result = assess(row(base=None, values={2023: "140"}), level(150), year=2023)
    assert outcome(result) == (Status.NOT_ASSESSABLE, Reason.MISSING_BASE)
    assert display.rate(result.required, result.required_unit) == "3.51%"


def test_line_10_nothing_below_zero_on_a_geometric_path():
    for actual in ("0", "-5"):
        result = assess(row(values={2023: actual}), level(150), year=2023)
        assert outcome(result) == (Status.NOT_ASSESSABLE, Reason.NOT_COMPUTABLE)
        assert (result.required, result.required_reason) == (None, Reason.NOT_COMPUTABLE)
        assert result.attainment == (Decimal(actual) - 100) / 50
        assert result.expected is not None and result.gap == Decimal(actual) - 150


def test_line_10_an_index_that_is_not_positive():
    facts = row(base=None, growth={2021: "-100"})
    assert outcome(assess(facts, growth_target(6), year=2021)) == (Status.NOT_ASSESSABLE, Reason.NOT_COMPUTABLE)


def test_line_10_a_composition_before_the_end():
    facts = dataclasses.replace(
        row(base=None),
        base=BaseFigure(None, 2020, parts=(Decimal(40), Decimal(60))),
        actuals=(Actual(2022, parts=(Decimal(38), Decimal(62))),),
    )
    target = TargetTerms(Form.COMPOSITION, parts=(Decimal(30), Decimal(70)))
    result = assess(facts, target, year=2022)
    assert outcome(result) == (Status.NOT_ASSESSABLE, Reason.COMPOSITION)
    assert result.parts[0]["expected"] == Decimal(36)
    assert display.number(result.parts[0]["required"], 2) == "−2.67"


@pytest.mark.parametrize(
    ("actual", "status"),
    [
        ("110.5", Status.AHEAD),
        ("110.4", Status.ON_TRACK),
        ("109.5", Status.ON_TRACK),
        ("109.4", Status.BEHIND),
        ("106", Status.BEHIND),
        ("105.9", Status.FAR_BEHIND),
        ("100", Status.FAR_BEHIND),
        ("99.9", Status.REVERSING),
    ],
)
def test_line_11_by_the_pace_ratio(actual, status):
    facts = row(values={2021: actual}, facts=catalogue(path="linear"))
    assert assess(facts, level(150), year=2021).status is status


def test_thresholds_are_data():
    facts = row(values={2021: "110.4"}, facts=catalogue(path="linear"))
    assert assess(facts, level(150), year=2021, rule=RuleTerms(version=2, ahead=Decimal("1.04"))).status is Status.AHEAD


def test_met_and_fallen_back_has_no_memory_but_is_said():
    facts = row(values={2022: "151", 2023: "140"}, facts=catalogue(path="linear"))
    result = assess(facts, level(150), year=2023)
    assert (result.status, result.first_met_year, result.fell_back) == (Status.AHEAD, 2022, True)
    assert assess(facts, level(150), year=2022).fell_back is False


def test_early_warning_only_for_binding_from_the_second_year_and_before_the_end():
    slow = {2021: "101", 2022: "102", 2025: "120"}
    binding = row(values=slow, binding=True)
    assert [assess(binding, level(150), year=year).early_warning for year in (2021, 2022, 2025)] == [False, True, False]
    assert not assess(row(values=slow), level(150), year=2022).early_warning
    over_period = dataclasses.replace(binding, assessed_over_period=True)
    assert not assess(over_period, level(150), year=2022).early_warning
    breached = assess(binding, TargetTerms(Form.FLOOR, Decimal(110)), year=2022)
    assert breached.early_warning


def test_vintage_and_sample_of_the_figures_used():
    facts = dataclasses.replace(
        row(base=None),
        actuals=(
            Actual(2021, growth=Decimal(6), vintage=Vintage.FINAL),
            Actual(2022, growth=Decimal(6), vintage=Vintage.REVISED, sample=True),
            Actual(2024, growth=Decimal(6), vintage=Vintage.PRELIMINARY),
        ),
    )
    first, later = (assess(facts, growth_target(6), year=year) for year in (2021, 2024))
    assert (first.vintage, first.sample) == (Vintage.FINAL, False)
    assert (later.vintage, later.sample, later.actual_year) == (Vintage.REVISED, True, 2022)


def test_the_row_shows_another_target_when_the_primary_has_no_answer():
    facts = row(values={2021: "110"})
    results = [assess(facts, one, year=2021) for one in (growth_target(6), TargetTerms(Form.ASSIGNED), level(150))]
    assert shown_target(0, results) == 2
    assert shown_target(2, results) == 2
    assert shown_target(0, results[:2]) == 0
