"""Lines 1 to 6 of METHODS section 4: when there is nothing to compute."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from indicators.domain import display
from indicators.domain.assess import assess
from indicators.domain.types import (
    Actual,
    BaseFigure,
    Form,
    PriceBasis,
    Reason,
    ReferenceFacts,
    Status,
    TargetTerms,
)
from tests.indicators.domain.made import growth_target, level, outcome, row


def test_line_1_no_target():
    result = assess(row(values={2021: "1"}), TargetTerms(Form.NONE), year=2021)
    assert outcome(result) == (Status.NOT_ASSESSABLE, Reason.MISSING_TARGET)
    assert outcome(assess(row(values={2021: "1"}), TargetTerms(Form.LEVEL), year=2021)) == (
        Status.NOT_ASSESSABLE,
        Reason.MISSING_TARGET,
    )


def test_line_2_a_sentence_is_judged_by_hand():
    target = TargetTerms(Form.QUALITATIVE)
    assert outcome(assess(row(), target, year=2025)) == (Status.NOT_ASSESSABLE, Reason.BY_HAND)
    judged = dataclasses.replace(row(), actuals=(Actual(2023, judgement=Status.ON_TRACK),))
    assert outcome(assess(judged, target, year=2024)) == (Status.ON_TRACK, Reason.BY_HAND)
    assert assess(judged, target, year=2022).status is Status.NOT_ASSESSABLE


@pytest.mark.parametrize(
    ("year", "reported", "status", "label"),
    [
        (2025, True, Status.MET, "上报完成"),
        (2025, False, Status.NOT_MET, "上报未完成"),
        (2023, True, Status.ON_TRACK, "上报完成"),
        (2023, False, Status.BEHIND, "上报未完成"),
    ],
)
def test_line_3_assigned_without_a_number_is_as_reported(year, reported, status, label):
    facts = dataclasses.replace(row(base=None), actuals=(Actual(year, reported=reported),))
    result = assess(facts, TargetTerms(Form.ASSIGNED), year=year)
    assert outcome(result) == (status, Reason.REPORTED)
    assert display.status_label(result.status, Form.ASSIGNED, result.reason) == label


def test_line_3_assigned_is_pending_also_at_the_end():
    assert assess(row(values={2025: "1"}), TargetTerms(Form.ASSIGNED), year=2025).status is Status.PENDING


def test_line_3_assigned_with_a_number_is_assessed_as_its_own_form():
    target = TargetTerms(Form.ASSIGNED, Decimal(120), assigned_form=Form.LEVEL)
    assert assess(row(values={2025: "121"}), target, year=2025).status is Status.MET


def test_line_3a_the_base_year_itself():
    assert outcome(assess(row(values={2020: "100"}), level(150), year=2020)) == (
        Status.NOT_ASSESSABLE,
        Reason.BASE_YEAR,
    )
    assert assess(row(), level(150), year=2019).reason is Reason.BASE_YEAR


def test_line_4_no_actual_and_a_year_before_the_first_one():
    assert outcome(assess(row(), level(150), year=2023)) == (Status.NO_DATA, None)
    assert outcome(assess(row(values={2023: "120"}), level(150), year=2022)) == (Status.NO_DATA, None)
    only_base_year = row(values={2020: "100"})
    assert assess(only_base_year, level(150), year=2021).status is Status.NO_DATA


def test_line_5_a_doubt_names_its_figure():
    value_in_doubt = Actual(2021, value=Decimal(110), growth=Decimal(9), blocked_value=("scale_jump",))
    facts = dataclasses.replace(row(), actuals=(value_in_doubt,))
    assert outcome(assess(facts, level(150), year=2021)) == (Status.INCOMPARABLE, Reason.BLOCKING_DOUBT)
    assert assess(facts, growth_target(6), year=2021).status is Status.AHEAD
    growth_in_doubt = dataclasses.replace(value_in_doubt, blocked_value=(), blocked_growth=("impossible_value",))
    facts = dataclasses.replace(row(), actuals=(growth_in_doubt,))
    assert assess(facts, growth_target(6), year=2021).status is Status.INCOMPARABLE
    assert assess(facts, level(150), year=2021).status is Status.AHEAD


def test_line_5_base_and_target_in_doubt():
    base_in_doubt = dataclasses.replace(
        row(values={2021: "110"}, growth={2021: "9"}), base=BaseFigure(Decimal(100), 2020, blocked=("unit_conflict",))
    )
    assert assess(base_in_doubt, level(150), year=2021).status is Status.INCOMPARABLE
    assert assess(base_in_doubt, growth_target(6), year=2021).status is Status.AHEAD
    target = level(150, blocked=("unit_conflict",))
    assert assess(row(values={2021: "110"}), target, year=2021).status is Status.INCOMPARABLE


def test_line_5_two_known_price_bases_differ_and_an_unknown_one_counts():
    target = growth_target(6, price_basis=PriceBasis.CONSTANT)
    for basis, status in (
        (PriceBasis.CURRENT, Status.INCOMPARABLE),
        (PriceBasis.CONSTANT, Status.AHEAD),
        (PriceBasis.UNKNOWN, Status.AHEAD),
    ):
        facts = dataclasses.replace(row(), actuals=(Actual(2021, growth=Decimal(9), growth_basis=basis),))
        result = assess(facts, target, year=2021)
        assert result.status is status
        assert result.inputs.get("basis_not_stated") == ([2021] if basis is PriceBasis.UNKNOWN else None)
    assert (
        assess(
            dataclasses.replace(row(), actuals=(Actual(2021, growth=Decimal(9), growth_basis=PriceBasis.CURRENT),)),
            target,
            year=2021,
        ).reason
        is Reason.BASIS_DIFFERS
    )


def test_line_5_relative_compares_the_bases_of_own_and_reference():
    own = dataclasses.replace(
        row(base=None), actuals=(Actual(2021, growth=Decimal(9), growth_basis=PriceBasis.CURRENT),)
    )
    other = ReferenceFacts((Actual(2021, growth=Decimal(8), growth_basis=PriceBasis.CONSTANT),))
    result = assess(own, TargetTerms(Form.RELATIVE), year=2021, reference=other)
    assert outcome(result) == (Status.INCOMPARABLE, Reason.BASIS_DIFFERS)


def test_line_6_growth_is_never_fed_by_levels_nor_levels_by_growth():
    assert outcome(assess(row(values={2021: "110"}), growth_target(6), year=2021)) == (
        Status.NO_DATA,
        Reason.GROWTH_MISSING,
    )
    assert outcome(assess(row(growth={2021: "9"}), level(150), year=2021)) == (Status.NO_DATA, Reason.LEVEL_MISSING)


def test_line_6_a_definition_break_ends_the_run():
    facts = row(growth={2021: "6", 2022: "7", 2023: "8"}, breaks=frozenset({2023}))
    result = assess(facts, growth_target(6), year=2023)
    assert (result.actual_year, result.reason) == (2022, Reason.MISSING_YEARS)
    broken_at_once = row(growth={2021: "6"}, breaks=frozenset({2021}))
    assert outcome(assess(broken_at_once, growth_target(6), year=2021)) == (Status.NO_DATA, Reason.MISSING_YEARS)
