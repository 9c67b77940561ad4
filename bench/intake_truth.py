"""The annotations of the five documents, as people read them: `data/plans`, `data/projects`, `data/commitments`."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from bench.intake_match import Project, Promise

DATA = Path(__file__).resolve().parent.parent / "data"
#: File of the document, division, years of the plan, years of the table of results that it also holds.
DOCUMENTS = [
    ("410700-xinxiang.txt", "410700", "2021-2025", "2016-2020"),
    ("410703-weibin.txt", "410703", "2021-2025", ""),
    ("410726-yanjin.txt", "410726", "2021-2025", ""),
    ("411224-lushi.txt", "411224", "2021-2025", ""),
    ("411721-xiping.txt", "411721", "2021-2025", "2016-2020"),
]
CELLS = ("base", "base_growth", "target", "growth", "actual", "actual_growth", "nature")


@dataclass(frozen=True, slots=True)
class Truth:
    """What a document says, by hand: rows of the plan's table and of the table of results as their files hold them."""

    file: str
    region: str
    rows: list[dict[str, Any]]
    results: list[dict[str, Any]]
    projects: list[Project]
    promises: list[Promise]


def truths() -> Iterator[Truth]:
    """One for each of the five documents."""
    for file, region, years, before in DOCUMENTS:
        plan = f"{region}-{years}"
        yield Truth(
            file,
            region,
            _rows(f"{region}-{years}"),
            _rows(f"{region}-{before}") if before else [],
            [_project(row) for row in _csv("projects", plan)],
            [_promise(row) for row in _csv("commitments", plan)],
        )


def _rows(name: str) -> list[dict[str, Any]]:
    content = yaml.safe_load((DATA / "plans" / f"{name}.yaml").read_text(encoding="utf-8"))
    return list(content["rows"])


def _csv(folder: str, name: str) -> list[dict[str, str]]:
    with (DATA / folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _project(row: dict[str, str]) -> Project:
    return Project(row["box"], row["name"], int(row["line"]), row["kind"], row["group"], row["facts"])


def _promise(row: dict[str, str]) -> Promise:
    return Promise(
        row["subject"],
        Decimal(row["value"]),
        row["unit"],
        int(row["line"]),
        Decimal(row["value_high"]) if row["value_high"] else None,
        int(row["year"]) if row["year"] else None,
        row["form"],
        row["comparator"],
    )
