"""A nation of sample figures: every region has a plan of 25 rows with bases, targets and four years of figures.

The rows are written with COPY, past the history triggers, and marked as sample data. The same size gives the same
figures.
"""

from __future__ import annotations

import io
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

NATION_REGIONS = 3207
START, END, YEARS = 2021, 2025, range(2021, 2025)
_PROVINCES = 31
#: Counties of the first province, as many as the largest one has; the others share the rest.
PROVINCE_COUNTIES = 170


@dataclass(frozen=True)
class Kind:
    """A kind of indicator: how it is promised and what its figures look like."""

    form: str
    base: float | None
    target: float | None
    unit: str = "亿元"
    direction: int = 1
    path: str = "geometric"
    measure: str = "amount"
    comparator: str = "="
    by_growth: bool = False
    yearly: float = 0.0  # the usual figure of a year; 0: a level between base and target
    assigned_form: str = ""


#: 25 rows in the proportions of the five real plans.
KINDS: Sequence[Kind] = (
    *[Kind("level", 150.0, 230.0)] * 6,
    *[Kind("level", 66.0, 49.5, "微克/立方米", -1, measure="index")] * 2,
    *[Kind("level", 39.0, 46.0, "%", path="linear", measure="share")] * 4,
    *[Kind("growth", 150.0, 6.5, "%", comparator=">=", by_growth=True, yearly=6.0)] * 4,
    *[Kind("cumulative", None, 35.0, "万人", measure="count", yearly=7.0)] * 2,
    Kind("quota", None, 15000.0, "亩", yearly=2900.0),
    Kind("cumulative_cut", None, 13.5, "%", path="linear", measure="share", yearly=2.7),
    Kind("points", 47.0, 0.6, "%", path="linear", measure="share", yearly=48.5),
    Kind("floor", 485.9, 475.0, "万吨", comparator=">", yearly=480.0),
    Kind("ceiling", 4.0, 4.5, "%", -1, "linear", "share", "<", yearly=4.1),
    Kind("relative", 18000.0, None, "元", by_growth=True, yearly=6.2),
    Kind("assigned", 100.0, 140.0, assigned_form="level"),
)


def build(regions: int) -> None:
    """Fill an empty, migrated database with ``regions`` plans."""
    rng = random.Random(20250101)
    numbers = range(1, regions + 1)
    _copy("regions_region", ("id", "code", "name", "short_name", "level", "parent_id", "lineage"), _regions(regions))
    _copy(
        "plans_plan",
        ("id", "region_id", "base_year", "start_year", "end_year", "title", "document_number", "status",
         "source_document", "source_table"),
        ((n, n, START - 1, START, END, f"规划 {n}", "", "in_force", "", "") for n in numbers),
    )  # fmt: skip
    _copy(
        "indicators_indicator",
        ("id", "code", "name", "name_en", "aliases", "unit", "direction", "path", "measure", "bound",
         "price_sensitive", "aggregation", "note"),
        (
            (i, "gdp" if i == 13 else f"bench_{i}", f"指标 {i}", "", "{}", kind.unit, kind.direction, kind.path,
             kind.measure, "", False, "none", "")
            for i, kind in enumerate(KINDS, start=1)
        ),
    )  # fmt: skip
    _copy(
        "indicators_planindicator",
        ("id", "plan_id", "indicator_id", "listing", "position", "number", "name", "short_name", "category", "unit",
         "is_heading", "nature", "nature_text", "assessed_over_period", "printed"),
        (
            (row, plan, i, "main", i, str(i), f"指标 {i}（{kind.unit}）", f"指标 {i}", "经济发展", kind.unit, False,
             "binding" if i % 3 == 0 else "expected", "", False, "{}")
            for row, plan, i, kind in _rows(regions)
        ),
    )  # fmt: skip
    _copy(
        "indicators_base",
        ("version", "in_force", "reason", "document", "row_id", "value", "parts", "unit", "year", "price_basis",
         "text", "growth_text", "source", "cause", "vintage"),
        (
            (1, True, "", "", row, kind.base, "{}", kind.unit, START - 1, "unknown", str(kind.base), "", "table", "", "")
            for row, _, _, kind in _rows(regions)
            if kind.base is not None
        ),
    )  # fmt: skip
    _copy("indicators_target", _TARGET_COLUMNS, (_target(row, kind) for row, _, _, kind in _rows(regions)))
    _people()
    _copy("indicators_observation", _OBSERVATION_COLUMNS, _observations(regions, rng))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


_TARGET_COLUMNS = (
    "version", "in_force", "reason", "document", "row_id", "ordinal", "is_primary", "form", "value", "comparator",
    "unit", "price_basis", "parts", "text", "actual_kind", "by", "assigned_form", "assigned_document",
    "reference_text", "tolerant", "cause",
)  # fmt: skip
_OBSERVATION_COLUMNS = (
    "source_title", "source_address", "note", "sample", "row_id", "year", "version", "state", "in_force", "lock",
    "value", "unit", "value_basis", "growth", "growth_basis", "parts", "comparator", "judgement", "text", "vintage",
    "reason", "comment", "cell_comments", "submitted_by_id", "submitted_at", "approved_by_id", "approved_at", "created_at", "updated_at",
)  # fmt: skip


def _rows(regions: int) -> Iterator[tuple[int, int, int, Kind]]:
    """Row id, plan id, place in the plan, kind."""
    for plan in range(1, regions + 1):
        for place, kind in enumerate(KINDS, start=1):
            yield (plan - 1) * len(KINDS) + place, plan, place, kind


def code_of(number: int) -> str:
    """Code of the n-th region: the nation, 31 provinces, the counties of the first one, then the others' in turn."""
    if number == 1:
        return "100000"
    if number <= 1 + _PROVINCES:
        return f"{10 + number - 1}0000"
    place, province = _place(number)
    return f"{11 + province}{place + 101:04d}"


def _place(number: int) -> tuple[int, int]:
    """Of the n-th region, a county: its place in its province, and which province that is, from 0."""
    county = number - 2 - _PROVINCES
    if county < PROVINCE_COUNTIES:
        return county, 0
    turn, province = divmod(county - PROVINCE_COUNTIES, _PROVINCES - 1)
    return turn, province + 1


def _regions(regions: int) -> Iterator[tuple[Any, ...]]:
    for number in range(1, regions + 1):
        code = code_of(number)
        if number == 1:
            yield 1, code, "全国", "", 0, None, "100000/"
        elif number <= 1 + _PROVINCES:
            yield number, code, f"省 {code}", "", 1, 1, f"100000/{code}/"
        else:
            province = 2 + _place(number)[1]
            yield number, code, f"县 {code}", "", 3, province, f"100000/{code_of(province)}/{code}/"


def _target(row: int, kind: Kind) -> tuple[Any, ...]:
    document = "下达〔2021〕1号" if kind.assigned_form else ""
    by = "省" if kind.assigned_form else ""
    reference = "经济增长" if kind.form == "relative" else ""
    unit = "%" if kind.form == "relative" else kind.unit
    return (
        1, True, "", "", row, 1, True, kind.form, kind.target, kind.comparator, unit, "unknown", "{}",
        str(kind.target or reference), "level", by, kind.assigned_form, document, reference, False, "",
    )  # fmt: skip


def _observations(regions: int, rng: random.Random) -> Iterator[tuple[Any, ...]]:
    moment = "2025-03-01 09:00+08"
    for row, _, _, kind in _rows(regions):
        for year in YEARS:
            figure = round(figure_of(kind, year, rng), 4)
            value, growth = (None, figure) if kind.by_growth else (figure, None)
            yield (
                "演示", "", "", True, row, year, 1, "approved", True, 1, value, kind.unit, "unknown", growth,
                "constant" if kind.by_growth else "unknown", "{}", "=", "", "", "preliminary", "", "", "{}", 1, moment, 2, moment,
                moment, moment,
            )  # fmt: skip


def figure_of(kind: Kind, year: int, rng: random.Random) -> float:
    if kind.yearly:
        return kind.yearly * rng.uniform(0.9, 1.1)
    base, target = kind.base or 0.0, kind.target or 0.0
    return base + (target - base) * (year - START + 1) / (END - START + 1) * rng.uniform(0.4, 1.2)


def _people() -> None:
    columns = ("id", "password", "is_superuser", "username", "first_name", "last_name", "email", "is_staff",
               "is_active", "date_joined", "role", "display_name", "region_id", "must_change_password")  # fmt: skip
    _copy(
        "accounts_user",
        columns,
        (
            (n, "!", False, name, "", "", "", False, True, "2025-01-01 00:00+08", role, name, region, False)
            for n, name, role, region in (
                (1, "clerk", "reviewer", 1),
                (2, "reviewer", "reviewer", 1),
                (3, "leader", "leader", 1),
                (4, "province", "leader", 2),
            )
        ),
    )


def _copy(table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """COPY rows past the triggers of the table, in lots, so that memory stays flat."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        lot: list[str] = []
        for row in rows:
            lot.append("\t".join("\\N" if value is None else str(value) for value in row))
            if len(lot) == 20_000:
                _send(cursor, table, columns, lot)
        _send(cursor, table, columns, lot)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _send(cursor: Any, table: str, columns: Sequence[str], lot: list[str]) -> None:
    cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", io.StringIO("\n".join(lot)))
    lot.clear()
