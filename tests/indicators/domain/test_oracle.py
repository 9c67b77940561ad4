"""The closed forms against the slow year-by-year loop."""

from __future__ import annotations

import importlib.util
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from indicators.domain.assess import assess, assess_years
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
    TargetTerms,
)

_spec = importlib.util.spec_from_file_location("domain_oracle", Path(__file__).with_name("oracle.py"))
oracle = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(oracle)

THRESHOLDS = [Decimal("1.05"), Decimal("0.95"), Decimal("0.60"), Decimal(0)]
levels = st.decimals("0.1", "9999", places=2)
rates = st.decimals("-20", "25", places=1)
elapsed = st.integers(1, 5)


def row(path, d, base, actuals):
    catalogue = CatalogueFacts("x", "亿元", Direction(d), PathKind(path), Measure.AMOUNT)
    figure = BaseFigure(base, 2020) if base is not None else None
    return Row(Period(2020, 2021, 2025), catalogue, base=figure, actuals=tuple(actuals))


def assert_same(result, expected):
    for name, value in expected.items():
        found = getattr(result, name)
        if isinstance(value, Decimal):
            assert found is not None, name
            assert abs(found - value) <= Decimal("1e-20") * max(1, abs(value)), name
        else:
            assert found == value, name


def far_from_thresholds(ratio):
    return all(abs(ratio - one) > Decimal("1e-15") for one in THRESHOLDS)


@pytest.mark.parametrize("path", ["geometric", "linear"])
@given(base=levels, target=levels, actual=levels, k=elapsed)
@settings(max_examples=60, deadline=None)
def test_levels_walk_as_the_closed_form_says(path, base, target, actual, k):
    assume(base != target)
    d = 1 if target > base else -1
    walk = oracle.geometric_level if path == "geometric" else oracle.linear_level
    expected = walk(base, target, actual, k, 5, d)
    assume(far_from_thresholds(expected["pace_ratio"]))
    facts = row(path, d, base, [Actual(2020 + k, value=actual)])
    assert_same(assess(facts, TargetTerms(Form.LEVEL, target), year=2020 + k), expected)


@given(rate=st.decimals("0.5", "20", places=1), figures=st.lists(rates, min_size=1, max_size=5))
@settings(max_examples=80, deadline=None)
def test_growth_walks_as_the_closed_form_says(rate, figures):
    expected = oracle.growth(rate, figures, 5)
    met = expected.pop("met")
    facts = row("geometric", 1, None, [Actual(2021 + i, growth=one) for i, one in enumerate(figures)])
    result = assess(facts, TargetTerms(Form.GROWTH, rate, unit="%"), year=2025)
    assert_same(result, expected)
    assert (result.status in {"met", "met_early"}) == met


@given(total=st.decimals("1", "60", places=1), cuts=st.lists(rates, min_size=1, max_size=5))
@settings(max_examples=80, deadline=None)
def test_cuts_walk_as_the_closed_form_says(total, cuts):
    expected = oracle.cut(total, cuts, 5)
    met = expected.pop("met")
    facts = row("geometric", -1, None, [Actual(2021 + i, value=one) for i, one in enumerate(cuts)])
    result = assess(facts, TargetTerms(Form.CUMULATIVE_CUT, total, unit="%"), year=2025)
    assert_same(result, expected)
    assert (result.status in {"met", "met_early"}) == met


@given(total=levels, amounts=st.lists(st.decimals("0", "3000", places=2), min_size=1, max_size=5))
@settings(max_examples=80, deadline=None)
def test_sums_walk_as_the_closed_form_says(total, amounts):
    expected = oracle.summed(total, amounts, 5)
    assume(all(abs(expected["pace_ratio"] - one) > Decimal("1e-15") for one in THRESHOLDS[:3]))
    facts = row("linear", 1, None, [Actual(2021 + i, value=one) for i, one in enumerate(amounts)])
    assert_same(assess(facts, TargetTerms(Form.CUMULATIVE, total), year=2020 + len(amounts)), expected)


def test_several_years_are_the_years_one_by_one():
    facts = row("geometric", 1, Decimal("153.7"), [Actual(2022, value=Decimal("179.46"))])
    target = TargetTerms(Form.LEVEL, Decimal(230))
    years = (2025, 2020, 2021, 2022)
    assert assess_years(facts, target, years) == tuple(assess(facts, target, year=one) for one in years)


def test_the_oracle_can_fail():
    right = oracle.geometric_level(Decimal("153.7"), Decimal(230), Decimal("193.3"), 4, 5, 1)
    assert str(right["required"])[:5] == "18.98"
    with pytest.raises(AssertionError):
        assert_same(
            assess(
                row("linear", 1, Decimal("153.7"), [Actual(2024, value=Decimal("193.3"))]),
                TargetTerms(Form.LEVEL, Decimal(230)),
                year=2024,
            ),
            right,
        )
