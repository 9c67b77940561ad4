"""The committed data: every file loads, refers to what exists and says what its printed cells say. No database."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from indicators.domain.types import DoubtCode, Form, Nature

ROOT = Path(__file__).resolve().parents[2]
PLANS = sorted((ROOT / "data" / "plans").glob("*.yaml"))
CATALOGUE = sorted((ROOT / "indicators" / "catalogue").glob("*.yaml"))
ACTUALS = sorted((ROOT / "data" / "actuals").glob("*.csv"))
SAMPLES = sorted((ROOT / "data" / "samples").glob("*.csv"))
NUMBER = re.compile(r"-?\d+(\.\d+)?")
#: Rows that are not headings, as the documents print them.
LEAVES = {
    "410726-2021-2025": 21, "410700-2021-2025": 24, "410703-2021-2025": 19, "411721-2021-2025": 28,
    "411224-2021-2025": 22, "410700-2016-2020": 34, "411721-2016-2020": 17,
}  # fmt: skip


@cache
def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@cache
def catalogue() -> dict[str, dict[str, Any]]:
    return {entry["code"]: entry for path in CATALOGUE for entry in load(path)}


def rows_of(path: Path) -> list[dict[str, Any]]:
    return load(path)["rows"]


def all_rows() -> list[Any]:
    return [pytest.param(row, id=f"{path.stem}-{row['position']}") for path in PLANS for row in rows_of(path)]


def csv_rows(paths: list[Path]) -> list[Any]:
    found = []
    for path in paths:
        with path.open(encoding="utf-8", newline="") as lines:
            found += [pytest.param(row, id=f"{path.stem}-{n}") for n, row in enumerate(csv.DictReader(lines), 2)]
    return found


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
    with (ROOT / "data" / "regions" / "divisions.csv").open(encoding="utf-8", newline="") as lines:
        rows = {row["code"]: row for row in csv.DictReader(lines)}
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
