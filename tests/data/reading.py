"""Reads the committed data files into the domain's own records, for the tests of this folder."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from indicators.domain.types import (
    BLOCKING_DOUBTS,
    Actual,
    ActualKind,
    BaseFigure,
    Bound,
    CatalogueFacts,
    Comparator,
    Direction,
    DoubtCode,
    Form,
    Measure,
    PathKind,
    Period,
    PeriodFigure,
    PriceBasis,
    ResultKind,
    Row,
    TargetTerms,
)

ROOT = Path(__file__).resolve().parents[2]
PLANS = sorted((ROOT / "data" / "plans").glob("*.yaml"))
CATALOGUE = sorted((ROOT / "indicators" / "catalogue").glob("*.yaml"))
ACTUALS = sorted((ROOT / "data" / "actuals").glob("*.csv"))
SAMPLES = sorted((ROOT / "data" / "samples").glob("*.csv"))


@cache
def load(path: Path) -> Any:
    """The content of a YAML file."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@cache
def catalogue() -> dict[str, dict[str, Any]]:
    """Entries of the shared catalogue by code."""
    return {entry["code"]: entry for path in CATALOGUE for entry in load(path)}


def rows_of(path: Path) -> list[dict[str, Any]]:
    """Rows of a plan file, headings too, in their order."""
    return load(path)["rows"]


def table(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def number(text: str | None) -> Decimal | None:
    return None if text in (None, "") else Decimal(text)


def parts(figure: dict[str, Any]) -> tuple[Decimal, ...]:
    return tuple(Decimal(part) for part in figure.get("parts", []))


def facts(code: str) -> CatalogueFacts:
    """What the catalogue says of ``code``, as the arithmetic takes it."""
    entry = catalogue()[code]
    return CatalogueFacts(
        code,
        entry["unit"],
        Direction(entry["direction"]),
        PathKind(entry["path"]),
        Measure(entry["measure"]),
        Bound(entry["bound"]) if entry["bound"] else None,
        entry["price_sensitive"],
        number(entry["natural_min"]),
        number(entry["natural_max"]),
    )


def blocked(row: dict[str, Any], figure: str) -> tuple[str, ...]:
    """Codes of the blocking doubts that a row has about one of its figures."""
    codes = [doubt["code"] for doubt in row["doubts"] if doubt["figure"] == figure]
    return tuple(code for code in codes if DoubtCode(code) in BLOCKING_DOUBTS)


def base_figure(row: dict[str, Any]) -> BaseFigure | None:
    base = row["base"]
    if base is None:
        return None
    return BaseFigure(number(base["value"]), base["year"], parts=parts(base), blocked=blocked(row, "base"))


def terms(row: dict[str, Any], target: dict[str, Any]) -> TargetTerms:
    """A target of a plan file, as the arithmetic takes it."""
    return TargetTerms(
        Form(target["form"]),
        number(target.get("value")),
        comparator=Comparator(target.get("comparator", "=")),
        unit=target.get("unit") or "",
        parts=parts(target),
        actual_kind=ActualKind(target.get("actual_kind", "level")),
        tolerant=target.get("tolerant", False),
        blocked=blocked(row, "target"),
    )


def published(region: str, code: str) -> tuple[Actual, ...]:
    """Published actuals that feed the row ``code`` of a region's plan of 2021–2025."""
    return tuple(
        Actual(
            int(found["year"]),
            value=number(found["value"]),
            growth=number(found["growth_pct"]),
            value_basis=PriceBasis(found["value_basis"] or "unknown"),
            growth_basis=PriceBasis(found["growth_basis"] or "unknown"),
        )
        for found in table(ROOT / "data" / "actuals" / f"{region}.csv")
        if found["row"] == code
    )


def domain_row(plan: dict[str, Any], row: dict[str, Any]) -> Row:
    """A row with its printed results (2016–2020): the actual of the end year and the official figure of the period."""
    results = row.get("results") or {}
    return Row(
        Period(plan["base_year"], plan["start_year"], plan["end_year"]),
        facts(row["catalogue"]),
        binding=row["nature"] == "binding",
        base=base_figure(row),
        actuals=tuple(_actuals(row, results.get("actual"))),
        results=tuple(_official(results.get("period"))),
    )


def _actuals(row: dict[str, Any], actual: dict[str, Any] | None) -> Iterator[Actual]:
    if actual:
        yield Actual(
            actual["year"],
            value=number(actual["value"]),
            parts=parts(actual),
            reported=actual.get("reported"),
            comparator=Comparator(actual.get("comparator", "=")),
            blocked_value=blocked(row, f"value:{actual['year']}"),
        )


def _official(period: dict[str, Any] | None) -> Iterator[PeriodFigure]:
    if period:
        kind, value = ResultKind(period["kind"]), Decimal(period["value"])
        yield PeriodFigure(kind, value, period["year"], Comparator(period["comparator"]))
