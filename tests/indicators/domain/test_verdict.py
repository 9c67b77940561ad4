"""The verdict when no year remains: read from the result, never from a figure of an earlier year."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.assess import assess
from indicators.domain.types import Actual, Bound, Comparator, Form, Reason, Status, TargetTerms
from indicators.domain.verdict import SETTLED, Outcome, verdict
from tests.indicators.domain.made import catalogue, growth_target, level, row


def ended(one, target, year=2025):
    return verdict(assess(one, target, year=year), end_year=2025)


def test_while_years_remain_there_is_none():
    assert ended(row(values={2024: "200"}), level("150"), year=2024) is None


@pytest.mark.parametrize(
    ("values", "target", "outcome", "gap", "first", "fell_back"),
    [
        ({2025: "350"}, level("365"), Outcome.NOT_MET, "-15", None, False),  # case 19
        ({2025: "365"}, level("365"), Outcome.MET, "0", 2025, False),
        ({2023: "370", 2025: "380"}, level("365"), Outcome.MET, "15", 2023, False),
        ({2023: "370", 2025: "350"}, level("365"), Outcome.NOT_MET, "-15", 2023, True),
        ({2025: "360"}, level("365", "~"), Outcome.NEARLY_MET, "-5", None, False),
    ],
)
def test_levels(values, target, outcome, gap, first, fell_back):
    told = ended(row("255.7", values), target)
    assert (told.outcome, told.gap, told.first_met_year, told.fell_back) == (outcome, Decimal(gap), first, fell_back)
    assert told.settled


def test_a_falling_target_that_worsened_again():
    told = ended(row("66", {2023: "48", 2025: "52"}, facts=catalogue("μg", direction=-1)), level("49.5"))
    assert (told.outcome, told.gap, told.fell_back) == (Outcome.NOT_MET, Decimal("-2.5"), True)


def test_a_floor_is_judged_by_its_last_year_and_names_the_broken_ones():
    floor = TargetTerms(Form.FLOOR, Decimal(475), comparator=Comparator.GT)
    told = ended(row("485.9", {2021: "430", 2022: "478", 2025: "480"}, facts=catalogue(bound=Bound.FLOOR)), floor)
    assert (told.outcome, told.breached_years) == (Outcome.MET, (2021,))


def test_the_last_years_figure_is_not_out_yet():
    told = ended(row(values={2024: "160"}), level("150"))
    assert told.outcome is Outcome.NOT_PUBLISHED
    assert (told.actual_year, told.first_met_year) == (2024, 2024)
    assert not told.settled


def test_a_hole_in_the_years_gives_no_verdict():
    told = ended(row(growth={2021: "7", 2022: "7", 2025: "7"}), growth_target("6.5"))
    assert (told.outcome, told.why) == (Outcome.OPEN, Reason.MISSING_YEARS)
    assert told.gap is None


@pytest.mark.parametrize(
    ("target", "status"),
    [
        (TargetTerms(Form.NONE), Status.NOT_ASSESSABLE),
        (TargetTerms(Form.ASSIGNED), Status.PENDING),
        (TargetTerms(Form.QUALITATIVE), Status.NOT_ASSESSABLE),
        (level("150"), Status.NO_DATA),
    ],
)
def test_without_an_answer_there_is_no_verdict(target, status):
    told = ended(row(), target)
    assert (told.outcome, told.status) == (Outcome.OPEN, status)


@pytest.mark.parametrize(("reported", "outcome"), [(True, Outcome.MET), (False, Outcome.NOT_MET)])
def test_what_was_declared_is_a_verdict_and_says_so(reported, outcome):
    told = ended(replace(row(), actuals=(Actual(2025, reported=reported),)), TargetTerms(Form.ASSIGNED))
    assert (told.outcome, told.reported, told.gap) == (outcome, True, None)


def test_an_older_declaration_waits_for_the_last_years():
    told = ended(replace(row(), actuals=(Actual(2024, reported=True),)), TargetTerms(Form.ASSIGNED))
    assert (told.outcome, told.actual_year) == (Outcome.NOT_PUBLISHED, 2024)


def test_a_judgement_by_hand_stands():
    told = ended(replace(row(), actuals=(Actual(2024, judgement=Status.MET),)), TargetTerms(Form.QUALITATIVE))
    assert told.outcome is Outcome.MET


figures = st.decimals("1", "500", places=1)


@given(target=figures, values=st.dictionaries(st.integers(2021, 2025), figures), strict=st.booleans())
def test_settled_means_the_end_was_known_and_gap_agrees(target, values, strict):
    terms = level(target, ">" if strict else "=")
    told = ended(row("100", {year: str(value) for year, value in values.items()}), terms)
    assert told.settled == (2025 in values)
    if told.outcome is Outcome.MET:
        assert told.gap > 0 if strict else told.gap >= 0
    if told.outcome is Outcome.NOT_MET:
        assert told.gap <= 0
    assert not (told.fell_back and told.outcome is Outcome.MET)


def test_only_three_outcomes_count():
    assert len(SETTLED) == 3
