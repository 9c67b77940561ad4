"""What holds for every figure: tenfold and ten-thousandfold slips are found, order is irrelevant, the planned path is quiet."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.checks.band import band_around
from indicators.domain.checks.check import check_figure
from indicators.domain.checks.findings import Severity
from indicators.domain.checks.neighbours import alike, significant
from indicators.domain.checks.surroundings import Known, Origin, ValueKind
from indicators.domain.types import Form
from tests.indicators.checks.around import D, actual, around, keys, known, level, target

SCALES = ("unit_slip:value", "jump:value")
UNITS = st.sampled_from(["亿元", "万元", "元", "公顷", "万吨", "微克/立方米", "件", ""])


def decimals(low, high, places):
    """Decimals between ``low`` and ``high``, counted in their last place: quicker to draw than ``st.decimals``."""
    unit = D(10) ** -places
    return st.integers(int(D(low) / unit), int(D(high) / unit)).map(lambda count: count * unit)


LEVELS = decimals("0.05", "99999", 2)
#: Yearly steps as they are: from a fall of a fifth to a rise of a third.
STEPS = st.lists(decimals("0.8", "1.33", 3), min_size=1, max_size=5)
SHARES = decimals("2", "60", 1)
#: Yearly moves of a share in points; more than one is much for a share of two per cent.
MOVES = st.lists(decimals("-1", "1", 1), min_size=1, max_size=4)
FIGURES = st.none() | decimals("-1000", "100000", 2)


def amounts(first, steps, unit="亿元"):
    """A series from 2018 up to 2022 and the plausible figure of 2023 after it."""
    values = [first]
    for step in steps:
        values.append(values[-1] * step)
    years = range(2023 - len(steps), 2023)
    return around(*((year, value) for year, value in zip(years, values[:-1], strict=True)), unit=unit), values[-1]


@given(LEVELS, STEPS, UNITS)
def test_a_plausible_amount_is_quiet(first, steps, unit):
    surroundings, value = amounts(first, steps, unit)
    assert not set(SCALES) & set(keys(actual(value), surroundings))


@given(LEVELS, STEPS, UNITS, st.sampled_from([10, 100, 1000, 10_000, 100_000_000]), st.booleans())
def test_a_plausible_amount_that_slips_by_a_power_of_ten_is_always_found(first, steps, unit, ten, down):
    surroundings, value = amounts(first, steps, unit)
    slipped = value / ten if down else value * ten
    assert [key for key in keys(actual(slipped), surroundings) if key in SCALES] == ["unit_slip:value"]


@given(SHARES, MOVES, st.sampled_from([D(10), D(100), D(10_000), D("0.01")]))
def test_a_share_that_slips_is_always_found(first, moves, factor):
    values = [first]
    for move in moves:
        values.append(max(values[-1] + move, D(1)))
    years = range(2023 - len(moves), 2023)
    series = tuple((year, value) for year, value in zip(years, values[:-1], strict=True))
    surroundings = around(*series, unit="%")
    assert not set(SCALES) & set(keys(actual(values[-1]), surroundings))
    slipped = actual(values[-1] * factor)
    band = band_around(values[-2], years=1, unit="%", kind=ValueKind.LEVEL, points=series)
    told = [key for key in keys(slipped, surroundings) if key in SCALES]
    assert told == ([] if band.holds(slipped.value) else ["unit_slip:value"])
    assert factor < 1 or told, "ten times too much is never within the band"


@given(LEVELS, decimals("0.4", "3", 2), st.integers(2021, 2025), decimals("0.99", "1.01", 4))
def test_a_figure_on_the_planned_path_is_no_jump(base, growth, year, near):
    """Whatever the series says: base and target agree with it to one per cent."""
    surroundings = around((2020, base * 7), year=year, base=base, targets=[level(base * growth)])
    planned = surroundings.planned()
    assert planned is not None
    assert not set(SCALES) & set(keys(actual(planned * near, year=year), surroundings))


def points(**more):
    return st.lists(
        st.builds(
            Known, st.integers(2015, 2025), FIGURES, st.none() | decimals("-20", "20", 1),
            origin=st.sampled_from(Origin), label=st.sampled_from(["", "背景数据", "基期值"]),
        ),
        max_size=6,
    )  # fmt: skip


@given(points(), FIGURES, st.none() | decimals("-150", "150", 1), st.randoms(use_true_random=False))
def test_the_order_of_the_series_is_irrelevant(series, value, growth, random):
    surroundings = around(*series, unit="亿元", targets=[target(Form.GROWTH, "7")])
    shuffled = list(series)
    random.shuffle(shuffled)
    again = replace(surroundings, series=tuple(shuffled))
    assert check_figure(actual(value, growth), surroundings) == check_figure(actual(value, growth), again)


@given(points(), FIGURES, st.none() | decimals("-150", "150", 1), st.sampled_from(["亿元", "%", "岁", "个", ""]))
def test_one_finding_a_key_errors_first_and_nothing_unreadable(series, value, growth, unit):
    found = check_figure(actual(value, growth), around(*series, unit=unit, targets=[level("80")]))
    assert len({one.key for one in found}) == len(found)
    errors = [one.severity is Severity.ERROR for one in found]
    assert errors == sorted(errors, reverse=True)
    keyed = {one.key for one in found}
    assert not keyed >= set(SCALES), "a slip explains a jump"
    assert all("E+" not in one.message and "NaN" not in one.message for one in found)


@given(LEVELS, decimals("-15", "30", 1))
def test_a_growth_that_the_levels_give_never_contradicts_them(before, growth):
    value = (before * (1 + growth / 100)).quantize(D("0.000001"))
    found = keys(actual(value, growth), around((2022, before)))
    assert "level_growth:growth" not in found
    assert "jump:value" not in found


@given(LEVELS, decimals("-15", "30", 1), st.sampled_from([D(6), D(-6), D(40)]))
def test_a_growth_six_points_off_always_contradicts_them(before, growth, off):
    value = before * (1 + growth / 100)
    found = keys(actual(value, growth + off), around((2022, before)))
    assert "level_growth:growth" in found


@given(decimals("0.001", "99999", 3))
def test_digits_are_alike_wherever_the_point_stands(value):
    digits = len(significant(value))
    assert alike(value, value) is (digits >= 3)
    assert alike(value, value * 100) is (digits >= 4)
    assert not alike(value, value + Decimal("0.001")) or digits == 0


@given(decimals("0", "100", 2), decimals("0", "100", 2))
def test_limits_are_errors_exactly_outside(value, growth):
    inside = check_figure(actual(value, -growth + 1), around(unit="%"))
    assert not [one for one in inside if one.severity is Severity.ERROR]
    outside = check_figure(actual(value + D("100.01"), -growth - 100), around(unit="%"))
    assert [one.key for one in outside if one.severity is Severity.ERROR] == [
        "natural_limit:value", "natural_limit:growth",
    ]  # fmt: skip


def test_the_yardstick_is_never_the_year_itself():
    assert keys(actual("900"), around(known(2023, "100"))) == []
