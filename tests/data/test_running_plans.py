"""The published actuals on the rows they feed: the figures that the pages and the API must show (METHODS section 6)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from indicators.domain.assess import assess
from indicators.domain.types import Result
from tests.data.reading import ROOT, domain_row, load, published, terms


def of_primary(region: str, code: str, year: int) -> Result:
    content = load(ROOT / "data" / "plans" / f"{region}-2021-2025.yaml")
    (row,) = [row for row in content["rows"] if row["catalogue"] == code]
    (target,) = [target for target in row["targets"] if target["primary"]]
    facts = replace(domain_row(content["plan"], row), actuals=published(region, code))
    return assess(facts, terms(row, target), year=year)


def two_digits(value: Decimal | None) -> str | None:
    return None if value is None else str(value.quantize(Decimal("0.01")))


@pytest.mark.parametrize(
    ("region", "code", "year", "status", "required"),
    [
        ("410726", "gdp", 2022, "on_track", "8.62"),
        ("410726", "gdp", 2024, "behind", "18.99"),
        ("410726", "general_public_budget_revenue", 2024, "far_behind", "54.64"),
        ("410726", "retail_sales", 2024, "far_behind", "25.21"),
        ("410726", "registered_unemployment", 2023, "holds", None),
        ("410726", "new_urban_jobs", 2023, "no_data", None),
        ("410726", "new_construction_land", 2024, "no_data", None),
        ("410726", "energy_intensity_cut", 2024, "pending", None),
        ("410726", "grain_capacity", 2023, "no_data", None),
        ("410700", "gdp", 2021, "on_track", "6.48"),
        ("410700", "gdp", 2022, "behind", "6.87"),
        ("410700", "gdp", 2023, "behind", "9.66"),
        ("410700", "general_public_budget_revenue", 2023, "ahead", "5.00"),
        ("410700", "grain_capacity", 2021, "breached", None),
        ("410700", "grain_capacity", 2022, "holds", None),
        ("410700", "grain_capacity", 2023, "breached", None),
        ("410700", "good_air_days_share", 2021, "pending", None),
        ("410700", "urbanisation_rate_resident", 2023, "no_data", None),
    ],
)
def test_published_actuals(region: str, code: str, year: int, status: str, required: str | None) -> None:
    result = of_primary(region, code, year)
    assert (result.status.value, two_digits(result.required)) == (status, required)


def test_yanjin_urbanisation_needs_points_a_year() -> None:
    result = of_primary("410726", "urbanisation_rate_resident", 2023)
    assert (result.status.value, result.required) == ("far_behind", Decimal("2.415"))


def test_yanjin_gdp_is_half_way() -> None:
    result = of_primary("410726", "gdp", 2024)
    assert (two_digits(result.attainment), two_digits(result.gap)) == ("0.52", "-36.70")


def test_the_only_year_of_new_jobs_is_shown_though_nothing_is_computed_from_it() -> None:
    result = of_primary("410726", "new_urban_jobs", 2023)
    assert (result.actual, result.reason and result.reason.value) == (Decimal("0.4896"), "missing_years")
