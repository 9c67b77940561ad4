"""The series behind a trajectory agree with the assessment they belong to."""

from decimal import Decimal

import pytest

from indicators.domain.series import Known, SeriesKind, series
from indicators.domain.types import Form, PathKind
from indicators.domain.years import default_year, elapsed_share


def d(figures: dict[int, str]) -> dict[int, Decimal]:
    return {year: Decimal(value) for year, value in figures.items()}


def close(points, expected: dict[int, str], within: str = "0.005") -> bool:
    return [year for year, _ in points] == list(expected) and all(
        abs(value - Decimal(expected[year])) <= Decimal(within) for year, value in points
    )


def known(form: Form, **facts) -> Known:
    return Known(form=form, base_year=2020, end_year=2025, **{"path": PathKind.GEOMETRIC, **facts})


def test_a_geometric_level_runs_through_the_expected_values_of_the_cases():
    """Cases 1 and 2: E 180.59 in 2022, 212.19 in 2024; q 18.99 % leads to the target, the pace so far to 204.7."""
    found = series(
        known(
            Form.LEVEL, base=Decimal("153.7"), target=Decimal("230"), actual_year=2024, required=Decimal("18.986"),
            average=Decimal("5.8981"), values=d({2022: "179.46", 2024: "193.3"}),
        )
    )  # fmt: skip
    expected = {2020: "153.7", 2021: "166.60", 2022: "180.59", 2023: "195.75", 2024: "212.19", 2025: "230"}
    assert close(found.planned, expected)
    assert found.planned[-1] == (2025, Decimal("230"))
    assert found.actual == ((2022, Decimal("179.46")), (2024, Decimal("193.3")))
    assert found.required == ((2024, Decimal("193.3")), (2025, Decimal("230")))
    assert close(found.projected, {2024: "193.3", 2025: "204.70"})


def test_a_linear_level_takes_equal_steps():
    """Case 5: E 43.20 in 2023, q 2.415 a year."""
    found = series(
        known(
            Form.LEVEL, path=PathKind.LINEAR, base=Decimal(39), target=Decimal(46), actual_year=2023,
            required=Decimal("2.415"), average=Decimal("0.7233"), values=d({2023: "41.17"}),
        )
    )  # fmt: skip
    assert close(found.planned, {2020: "39", 2021: "40.4", 2022: "41.8", 2023: "43.2", 2024: "44.6", 2025: "46"})
    assert close(found.required, {2023: "41.17", 2024: "43.585", 2025: "46"})


def test_growth_is_rates_beside_the_promised_one():
    found = series(
        known(
            Form.GROWTH, target=Decimal("6.5"), actual_year=2023, required=Decimal("9.66"),
            growths=d({2021: "6.6", 2022: "5.3", 2023: "1.5"}), values=d({2021: "3232.5"}),
        )
    )  # fmt: skip
    assert found.kind is SeriesKind.RATE
    assert close(found.actual, {2021: "6.6", 2022: "5.3", 2023: "1.5"})
    assert close(found.required, {2024: "9.66", 2025: "9.66"})
    assert found.line == Decimal("6.5")


def test_a_sum_runs_and_leaves_isolated_years_aside():
    """Cases 8 and 26."""
    found = series(
        known(
            Form.CUMULATIVE, target=Decimal(35), actual_year=2021, required=Decimal("6.485"), average=Decimal("9.06"),
            values=d({2021: "9.06", 2023: "8"}), running=d({2021: "9.06"}),
        )
    )  # fmt: skip
    assert close(found.planned, {2020: "0", 2021: "7", 2022: "14", 2023: "21", 2024: "28", 2025: "35"})
    assert found.actual == ((2021, Decimal("9.06")),)
    assert found.unused == ((2023, Decimal(8)),)
    assert found.required[1] == (2022, Decimal("15.545"))


def test_cuts_compound():
    """Case 9: D 6.96 %, E 10.95 %, q 7.03 %."""
    left = {2021: "0.973", 2022: "0.972027", 2023: "0.967166865", 2024: "0.930414524"}
    found = series(
        known(
            Form.CUMULATIVE_CUT, target=Decimal("13.5"), actual_year=2024, required=Decimal("7.03"), unit="%",
            average=Decimal("1.787"), running=d(left),
        )
    )  # fmt: skip
    assert close(found.actual[-1:], {2024: "6.96"})
    assert close(found.planned[-2:], {2024: "10.95", 2025: "13.5"})
    assert found.required[-1] == (2025, Decimal("13.5"))


@pytest.mark.parametrize("form", [Form.ASSIGNED, Form.COMPOSITION, Form.QUALITATIVE, Form.NONE])
def test_words_have_no_line(form):
    assert series(known(form)).kind is SeriesKind.NOTHING


def test_a_bound_has_its_line_and_no_path():
    found = series(known(Form.CEILING, base=Decimal(4), target=Decimal("4.5"), values=d({2023: "3.75"})))
    assert (found.planned, found.line) == ((), Decimal("4.5"))
    assert found.base == (2020, Decimal(4))


def test_a_figure_at_or_below_zero_stays_off_the_geometric_path():
    found = series(
        known(Form.LEVEL, base=Decimal(10), target=Decimal(20), actual_year=2022, values=d({2022: "-1"}), required=None)
    )
    assert found.required == ()
    zero = series(known(Form.LEVEL, base=Decimal(0), target=Decimal(5), values={}))
    assert close(zero.planned, {2020: "0", 2021: "1", 2022: "2", 2023: "3", 2024: "4", 2025: "5"})


@pytest.mark.parametrize(
    ("today", "year"), [(2020, 2021), (2021, 2021), (2022, 2021), (2025, 2024), (2026, 2025), (2030, 2025)]
)
def test_the_year_that_is_due(today, year):
    assert default_year(start_year=2021, end_year=2025, today_year=today) == year


def test_the_elapsed_share_ends_at_one():
    assert elapsed_share(base_year=2020, year=2024, end_year=2025) == Decimal("0.8")
    assert elapsed_share(base_year=2020, year=2030, end_year=2025) == 1


def test_yearly_growth_stands_in_the_unit_of_the_promised_rate():
    """Growth is entered in per cent; beside a target of 8‰ a growth of 0.51 % is 5.1‰."""
    known = Known(
        Form.GROWTH, 2020, 2025, PathKind.LINEAR, target=Decimal(8), unit="‰", growths={2021: Decimal("0.51")}
    )
    assert (series(known).actual, series(known).line) == (((2021, Decimal("5.1")),), Decimal(8))
