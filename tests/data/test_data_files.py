"""The committed data: every file loads, refers to what exists and says what its printed cells say. No database."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from indicators.domain.types import DoubtCode, Form, Nature, PriceBasis, Vintage
from tests.data.reading import ACTUALS, CATALOGUE, PLANS, ROOT, SAMPLES, catalogue, load, rows_of, table

NUMBER = re.compile(r"-?\d+(\.\d+)?")
#: Rows that are not headings, as the documents print them.
LEAVES = {
    "410726-2021-2025": 21, "410700-2021-2025": 24, "410703-2021-2025": 19, "411721-2021-2025": 28,
    "411224-2021-2025": 22, "410700-2016-2020": 34, "411721-2016-2020": 17,
}  # fmt: skip


def all_rows() -> list[Any]:
    return [pytest.param(row, id=f"{path.stem}-{row['position']}") for path in PLANS for row in rows_of(path)]


def csv_rows(paths: list[Path]) -> list[Any]:
    return [
        pytest.param(row, id=f"{path.stem}-{line}") for path in paths for line, row in enumerate(table(path), start=2)
    ]


def plain(text: str) -> str:
    """A name without blanks, with ASCII brackets and marks taken off, to compare spellings."""
    return re.sub(r"[\s*]", "", text).replace("(", "（").replace(")", "）")


def test_the_seven_plans_have_their_rows() -> None:
    assert {path.stem: sum(not row["heading"] for row in rows_of(path)) for path in PLANS} == LEAVES


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_a_plan_file_names_its_region_and_years(path: Path) -> None:
    plan = load(path)["plan"]
    assert path.stem == f"{plan['region']}-{plan['start_year']}-{plan['end_year']}"
    assert plan["base_year"] < plan["start_year"] <= plan["end_year"]
    if plan["stated_count"] is not None:
        assert plan["stated_count"] == LEAVES[path.stem]


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_positions_parents_and_codes(path: Path) -> None:
    rows = rows_of(path)
    assert [row["position"] for row in rows] == list(range(1, len(rows) + 1))
    headings = {row["position"] for row in rows if row["heading"]}
    assert {row["parent"] for row in rows if row["parent"] is not None} == headings
    codes = [row["catalogue"] for row in rows if not row["heading"]]
    assert len(codes) == len(set(codes)), "the catalogue code is the natural key of a row"
    assert set(codes) <= catalogue().keys()


@pytest.mark.parametrize("row", all_rows())
def test_a_row_is_whole(row: dict[str, Any]) -> None:
    assert {doubt["code"] for doubt in row["doubts"]} <= {code.value for code in DoubtCode}
    assert row["nature"] in {nature.value for nature in Nature}
    if row["heading"]:
        assert (row["catalogue"], row["base"], row["targets"]) == (None, None, [])
        return
    entry = catalogue()[row["catalogue"]]
    assert plain(row["name"]) in {plain(name) for name in [entry["name"], *entry["aliases"]]}
    assert [target["primary"] for target in row["targets"]].count(True) == 1
    assert {target["form"] for target in row["targets"]} <= {form.value for form in Form}
    assert all(said["line"] > 0 for said in [row, row["base"] or row, *row["doubts"], *row["resolutions"]])


@pytest.mark.parametrize("row", all_rows())
def test_numbers_are_quoted_decimals(row: dict[str, Any]) -> None:
    results = row.get("results") or {}
    for figure in [row["base"], *row["targets"], *results.values()]:
        for value in [(figure or {}).get("value"), *(figure or {}).get("parts", [])]:
            assert value is None or (isinstance(value, str) and NUMBER.fullmatch(value)), figure
    for target in row["targets"]:
        assert target["form"] == "none" or target["text"] in row["cells"].values(), "the text stands in a cell"


def test_the_catalogue_knows_each_name_once() -> None:
    owner: dict[str, str] = {}
    for code, entry in catalogue().items():
        assert re.fullmatch(r"[a-z][a-z0-9_]+", code)
        for name in [entry["name"], *entry["aliases"]]:
            assert owner.setdefault(plain(name), code) == code
    assert sum(len(load(path)) for path in CATALOGUE) == len(catalogue())


@pytest.mark.parametrize("entry", [pytest.param(entry, id=code) for code, entry in catalogue().items()])
def test_a_catalogue_entry_is_whole(entry: dict[str, Any]) -> None:
    assert entry["direction"] in (1, -1)
    assert entry["path"] == ("linear" if entry["unit"] in ("%", "年", "岁", "天") else entry["path"])
    assert entry["path"] in ("geometric", "linear")
    assert entry["measure"] in ("amount", "share", "rate", "index", "count")
    assert entry["bound"] in (None, "floor", "ceiling")
    assert entry["aggregation"] in ("sum", "weighted", "none")
    low, high = entry["natural_min"], entry["natural_max"]
    assert low is None or high is None or Decimal(low) < Decimal(high)


def test_divisions() -> None:
    rows = {row["code"]: row for row in table(ROOT / "data" / "regions" / "divisions.csv")}
    ranks = {"nation": 0, "province": 1, "prefecture": 2, "county": 3}
    today = [row for row in rows.values() if not row["valid_to"]]
    assert [sum(row["level"] == level for row in today) for level in ranks] == [1, 34, 333, 2846]
    assert sum(row["level"] == "county" and row["valid_from"] == "2020" for row in rows.values()) == 2844
    for row in rows.values():
        assert row["code"] == "100000" or ranks[rows[row["parent_code"]]["level"]] < ranks[row["level"]]
        assert row["name"] not in ("市辖区", "县", "直辖县")
    chains = {"410703": "410700", "410726": "410700", "411721": "411700", "411224": "411200", "419001": "410000"}
    assert {code: rows[code]["parent_code"] for code in chains} == chains
    assert [rows[code]["name"] for code in ("410000", "410700", "410726")] == ["河南省", "新乡市", "延津县"]


def test_every_indicator_of_a_plan_has_a_default_unit() -> None:
    units = load(ROOT / "data" / "units.yaml")
    assert units.keys() == catalogue().keys()
    assert all(names and all(isinstance(name, str) for name in names) for names in units.values())


@pytest.mark.parametrize("row", csv_rows(ACTUALS + SAMPLES))
def test_an_actual_feeds_a_row_or_says_why_not(row: dict[str, str]) -> None:
    plan = load(ROOT / "data" / "plans" / f"{row['region_code']}-{row['period']}.yaml")
    assert bool(row["row"]) != bool(row["why_background"])
    assert row["catalogue"] in catalogue()
    assert row["value"] or row["growth_pct"]
    assert all(not row[column] or NUMBER.fullmatch(row[column]) for column in ("value", "growth_pct"))
    assert bool(row["value"]) == bool(row["unit"])
    assert {row["value_basis"], row["growth_basis"]} <= {"", *(basis.value for basis in PriceBasis)}
    assert row["vintage"] in {vintage.value for vintage in Vintage}
    assert row["doubt"] in {"", *(code.value for code in DoubtCode)}
    assert row["source_title"] and (row["source_address"] or row["sample"])
    if row["row"]:
        (target_row,) = [found for found in plan["rows"] if found["catalogue"] == row["row"]]
        assert plan["plan"]["start_year"] <= int(row["year"]) <= plan["plan"]["end_year"]
        by_growth = {target["form"] for target in target_row["targets"]} == {"growth"}
        assert not row["value"] or row["unit"] == (catalogue()[row["row"]]["unit"] if by_growth else target_row["unit"])


def test_a_row_has_one_actual_a_year() -> None:
    keys = [(row["region_code"], row["row"], row["year"]) for path in ACTUALS for row in table(path) if row["row"]]
    assert len(keys) == len(set(keys)) == 28


def test_samples_are_marked_and_published_actuals_are_not() -> None:
    assert {row["sample"] for path in SAMPLES for row in table(path)} == {"yes"}
    assert {row["sample"] for path in ACTUALS for row in table(path)} == {""}


@pytest.mark.parametrize(
    ("region", "row", "year", "value", "unit"),
    [
        ("410726", "new_urban_jobs", "2023", "0.4896", "万人"),
        ("410700", "grain_capacity", "2021", "430", "万吨"),
        ("410700", "grain_capacity", "2023", "465", "万吨"),
        ("410700", "good_air_days_share", "2021", "61.9", "%"),
    ],
)
def test_converted_figures_keep_the_published_one(region: str, row: str, year: str, value: str, unit: str) -> None:
    (found,) = [a for a in table(ROOT / f"data/actuals/{region}.csv") if (a["row"], a["year"]) == (row, year)]
    assert (found["value"], found["unit"], bool(found["printed"])) == (value, unit, True)


def test_background_stays_background() -> None:
    background = {
        (row["region_code"], row["catalogue"], row["year"]): row["doubt"]
        for path in ACTUALS
        for row in table(path)
        if not row["row"]
    }
    assert background["410700", "urbanisation_rate_resident", ""] == "undated"
    assert background["411721", "retail_sales", "2021"] == "definition_break"
    assert ("410726", "grain_output", "2023") in background
    assert {code for region, code, year in background if (region, year) == ("410700", "2020")} == {
        "gdp", "general_public_budget_revenue", "grain_output", "new_urban_jobs", "registered_unemployment",
    }  # fmt: skip
