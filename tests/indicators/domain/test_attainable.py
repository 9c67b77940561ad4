"""Required against what was ever achieved: only like with like, falling targets by their largest fall."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.attainable import Pace, PaceKind, Reach, attainable, pace_kind, paces
from indicators.domain.types import Actual, ActualKind, BaseFigure, Comparator, Form, PathKind, PriceBasis

CONSTANT, CURRENT, UNKNOWN = PriceBasis.CONSTANT, PriceBasis.CURRENT, PriceBasis.UNKNOWN


def reported(year: int, growth: str, basis: PriceBasis = UNKNOWN) -> Pace:
    return Pace(year, Decimal(growth), basis)


def actual(year: int, value: str | None = None, growth: str | None = None, **more) -> Actual:
    number = None if value is None else Decimal(value)
    return Actual(year, number, None if growth is None else Decimal(growth), **more)


GDP = [
    actual(year, value, growth, value_basis=CURRENT, growth_basis=CONSTANT)
    for year, value, growth in ((2022, "179.46", "6"), (2023, "186.3", "5.1"), (2024, "193.3", "6"))
]
XINXIANG = [
    actual(2021, "3232.5", "6.6", value_basis=CURRENT, growth_basis=CONSTANT),
    actual(2022, "3464", "5.3", value_basis=CURRENT, growth_basis=CONSTANT),
    actual(2023, "3347.6", "1.5", value_basis=CURRENT, growth_basis=CONSTANT),
]


def test_gdp_of_yanjin_is_out_of_reach_of_its_level_and_names_the_reported_growth_apart():
    """Case 2: 18.99 % a year at current prices; reported growth is at constant prices and gives no word."""
    found = paces(PaceKind.RATE, GDP, last=2024, base=BaseFigure(Decimal("153.7"), 2020))
    told = attainable(Decimal("18.99"), found, direction=1, basis=CURRENT, price_sensitive=True)
    assert told.reach is Reach.OUT_OF_REACH
    assert (told.best.since, told.best.year, told.best.computed) == (2021, 2022, True)
    assert round(told.best.value, 2) == Decimal("8.06"), "179.46 from 153.7 in two years: one of them brought that much"
    assert (told.other.year, told.other.value, told.other.basis) == (2024, Decimal(6), CONSTANT)
    assert [(one.year, round(one.value, 2)) for one in found if one.computed][1:] == [
        (2023, Decimal("3.81")), (2024, Decimal("3.76")),
    ]  # fmt: skip


def test_both_figures_and_no_word_where_only_another_basis_is_known():
    told = attainable(
        Decimal("18.99"), [reported(2024, "6.0", CONSTANT)], direction=1, basis=CURRENT, price_sensitive=True
    )
    assert (told.reach, told.best, told.other.value) == (Reach.OTHER_BASIS, None, Decimal("6.0"))


def test_growth_of_xinxiang_is_a_stretch_and_never_fed_by_levels():
    """Case 6: 9.66 % against 6.6 % in 2021; the levels of 2021 to 2022 would give 7.16 %."""
    found = paces(PaceKind.REPORTED, XINXIANG, last=2023)
    told = attainable(Decimal("9.66"), found, direction=1, basis=CONSTANT, price_sensitive=True)
    assert (told.reach, told.best.year, told.best.value) == (Reach.STRETCH, 2021, Decimal("6.6"))


@pytest.mark.parametrize(
    ("required", "best", "reach"),
    [
        ("6.0", "6.0", Reach.ATTAINABLE),
        ("6.01", "6.0", Reach.STRETCH),
        ("9.0", "6.0", Reach.STRETCH),
        ("9.01", "6.0", Reach.OUT_OF_REACH),
        ("-0.5", "6.0", Reach.ATTAINABLE),
        ("0.1", "0", Reach.OUT_OF_REACH),
        ("0", "0", Reach.ATTAINABLE),
        ("0.1", "-2", Reach.OUT_OF_REACH),
    ],
)
def test_words_by_the_best_year(required, best, reach):
    told = attainable(Decimal(required), [reported(2022, best)], direction=1)
    assert told.reach is reach
    assert told.right_way is (Decimal(best) > 0)
    mirrored = attainable(-Decimal(required), [reported(2022, str(-Decimal(best)))], direction=-1)
    assert mirrored.reach is reach


def test_the_best_year_of_a_falling_target_is_the_largest_fall():
    levels = [actual(2021, "66"), actual(2022, "60"), actual(2023, "56"), actual(2024, "58")]
    found = paces(PaceKind.RATE, levels, last=2024, base=BaseFigure(Decimal(66), 2020))
    told = attainable(Decimal("-5.98"), found, direction=-1)
    assert (told.reach, told.best.year) == (Reach.ATTAINABLE, 2022)
    assert [one.year for one in found] == [2021, 2022, 2023, 2024]


def test_steps_of_a_share():
    found = paces(PaceKind.STEP, [actual(2022, "40.16"), actual(2023, "41.17")], last=2023)
    told = attainable(Decimal("2.415"), found, direction=1)
    assert (told.reach, told.best.value, told.years) == (Reach.OUT_OF_REACH, Decimal("1.01"), 1)
    found = paces(
        PaceKind.STEP, [actual(2022, "40.16"), actual(2023, "41.17")], last=2023, base=BaseFigure(Decimal(39), 2020)
    )
    assert [(one.since, one.year, one.value) for one in found] == [
        (2021, 2022, Decimal("0.58")), (None, 2023, Decimal("1.01")),
    ]  # fmt: skip


def test_amounts_stand_for_themselves():
    told = attainable(Decimal("6.485"), paces(PaceKind.AMOUNT, [actual(2021, "9.06")], last=2023), direction=1)
    assert (told.reach, told.best.value) == (Reach.ATTAINABLE, Decimal("9.06"))


def test_years_before_a_break_and_across_revised_history_are_not_like():
    levels = [actual(2021, "10"), actual(2022, "20"), actual(2023, "30"), actual(2024, "31")]
    assert [one.year for one in paces(PaceKind.RATE, levels, last=2024, breaks={2023})] == [2024]
    assert [one.year for one in paces(PaceKind.RATE, levels, last=2024, unlinked={2023})] == [2022, 2024]
    gap = [levels[0], levels[3]]
    assert paces(PaceKind.RATE, gap, last=2024, unlinked={2023}) == (), "not across what lies in between either"
    assert [one.since for one in paces(PaceKind.RATE, gap, last=2024)] == [2022]
    assert [one.year for one in paces(PaceKind.RATE, levels, last=2022, breaks={2023})] == [2022]


def test_doubtful_and_one_sided_figures_are_left_out():
    levels = [
        actual(2021, "10"),
        actual(2022, "20", blocked_value=("scale_jump",)),
        actual(2023, "30", "5", comparator=Comparator.GT),
        actual(2024, "40", "6", blocked_growth=("impossible_value",)),
    ]
    found = paces(PaceKind.RATE, levels, last=2024)
    assert [(one.year, one.since, one.computed) for one in found] == [(2023, None, False), (2024, 2022, True)]


def test_a_year_as_reported_goes_before_its_levels_on_the_same_basis():
    levels = [actual(2021, "100"), actual(2022, "120", "15")]
    assert [(one.value, one.computed) for one in paces(PaceKind.RATE, levels, last=2022)] == [(Decimal(15), False)]


def test_years_of_the_period_before_count_and_say_so():
    told = attainable(
        Decimal(8), [reported(2021, "6"), Pace(2018, Decimal(9), earlier=True)], direction=1, basis=UNKNOWN
    )
    assert (told.reach, told.best.year, told.best.earlier) == (Reach.ATTAINABLE, 2018, True)


def test_nothing_known_says_so():
    assert attainable(Decimal(8), [], direction=1).reach is Reach.NO_YEARS
    assert paces(PaceKind.RATE, [actual(2021, "0"), actual(2022, "5")], last=2022) == ()


@pytest.mark.parametrize(
    ("form", "path", "kind"),
    [
        (Form.LEVEL, PathKind.GEOMETRIC, PaceKind.RATE),
        (Form.LEVEL, PathKind.LINEAR, PaceKind.STEP),
        (Form.GROWTH, None, PaceKind.REPORTED),
        (Form.CUMULATIVE, None, PaceKind.AMOUNT),
        (Form.CUMULATIVE_CUT, None, PaceKind.AMOUNT),
        (Form.POINTS, PathKind.LINEAR, PaceKind.STEP),
        *((form, None, None) for form in (Form.QUOTA, Form.FLOOR, Form.CEILING, Form.RELATIVE, Form.COMPOSITION)),
        *((form, None, None) for form in (Form.ASSIGNED, Form.QUALITATIVE, Form.NONE)),
    ],
)
def test_what_a_pace_is(form, path, kind):
    assert pace_kind(form, path) is kind


def test_a_change_is_a_step_of_levels_or_the_years_own_change():
    assert pace_kind(Form.CUMULATIVE_CHANGE, PathKind.LINEAR) is PaceKind.STEP
    assert pace_kind(Form.CUMULATIVE_CHANGE, None, ActualKind.CHANGE) is PaceKind.AMOUNT


def test_growth_per_mille():
    (one,) = paces(PaceKind.REPORTED, [actual(2021, growth="0.51")], last=2021, per_mille=True)
    assert one.value == Decimal("5.1")


rates = st.decimals("-50", "50", places=2)
several = st.lists(
    st.builds(Pace, st.integers(2016, 2024), rates, st.sampled_from(list(PriceBasis)), st.booleans(), st.booleans()),
    max_size=6,
)
ORDER = [Reach.ATTAINABLE, Reach.STRETCH, Reach.OUT_OF_REACH]


@given(found=several, lower=rates, higher=rates, basis=st.sampled_from(list(PriceBasis)), strict=st.booleans())
def test_asking_more_is_never_easier(found, lower, higher, basis, strict):
    lower, higher = sorted((lower, higher))
    easy, hard = (attainable(one, found, direction=1, basis=basis, price_sensitive=strict) for one in (lower, higher))
    assert (easy.best, easy.other) == (hard.best, hard.other)
    if easy.reach in ORDER:
        assert ORDER.index(easy.reach) <= ORDER.index(hard.reach)


@given(found=several, required=rates, basis=st.sampled_from(list(PriceBasis)))
def test_a_mirrored_direction_gives_the_same_word(found, required, basis):
    mirrored = [Pace(one.year, -one.value, one.basis, one.computed, one.earlier) for one in found]
    up = attainable(required, found, direction=1, basis=basis)
    down = attainable(-required, mirrored, direction=-1, basis=basis)
    assert up.reach is down.reach
    assert up.right_way is down.right_way
    assert (up.best is None) == (down.best is None)
    assert up.best is None or up.best.value == -down.best.value


@given(found=several, required=rates)
def test_only_like_years_give_a_word(found, required):
    told = attainable(required, found, direction=1, basis=CONSTANT, price_sensitive=True)
    assert told.best is None or told.best.basis is CONSTANT
    assert told.other is None or told.other.basis is not CONSTANT
    assert (told.reach in ORDER) == (told.best is not None)


@given(values=st.lists(st.tuples(st.integers(2021, 2025), st.decimals("1", "500", places=1)), min_size=1, max_size=5))
def test_the_average_so_far_is_never_better_than_the_best(values):
    """Missing years are bridged by their average, so that the best year is not made out worse than it was."""
    levels = dict(values)
    last = max(levels)
    actuals = [Actual(year, value) for year, value in levels.items()]
    found = paces(PaceKind.STEP, actuals, last=last, base=BaseFigure(Decimal(100), 2020))
    average = (levels[last] - 100) / (last - 2020)
    assert max(one.value for one in found) >= average - Decimal("1e-20")
