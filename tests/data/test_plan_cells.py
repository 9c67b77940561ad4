"""Every printed cell, read by the notation and decided beside its base, gives what its file says was understood."""

from __future__ import annotations

from typing import Any

import pytest

from indicators.domain.forms import choose_primary, decide_form, row_targets
from indicators.domain.names import name_with_parent
from indicators.domain.notation import parse_actual, parse_cell
from indicators.domain.types import Form, Role
from tests.data.reading import PLANS, base_figure, facts, number, parts, rows_of

#: A base is kept with the unit it must have where the row's unit cannot be its own: (file, position) -> as printed.
BASES_WITH_ANOTHER_UNIT = {("410700-2016-2020", 13): "", ("410703-2021-2025", 3): "亿"}


def leaves() -> list[Any]:
    found = []
    for path in PLANS:
        rows = {row["position"]: row for row in rows_of(path)}
        for row in rows.values():
            if not row["heading"]:
                parent = rows[row["parent"]]["name"] if row["parent"] else ""
                found.append(pytest.param(path.stem, row, parent, id=f"{path.stem}-{row['position']}-{row['name']}"))
    return found


def read_as(row: dict[str, Any], parent: str) -> str:
    """The name that the notation reads: with its unit, and with its parent's words where it has none of its own."""
    printed = row["printed_name"].rstrip("*")
    name = printed if "/%" in printed else row["name"] + (f"（{row['unit']}）" if row["unit"] else "")
    return name_with_parent(name, parent, row["unit"] or "") if parent else name


def cells(row: dict[str, Any], role: Role, parent: str) -> tuple[Any, ...]:
    return parse_cell(row["cells"].get(role.value) or "", role=role, name=read_as(row, parent), unit=row["unit"] or "")


@pytest.mark.parametrize(("stem", "row", "parent"), leaves())
def test_targets(stem: str, row: dict[str, Any], parent: str) -> None:
    base = row["base"]
    read = row_targets(*[cells(row, role, parent) for role in (Role.TARGET, Role.GROWTH)])
    decided = [
        decide_form(spec, base_figure(row), facts(row["catalogue"]), base_unit=base["unit"] if base else None)
        for spec in read
    ]
    understood = [
        (
            target["form"], number(target.get("value")), target.get("comparator", "="), target.get("unit") or "",
            target.get("by") or "", target.get("reference") or "", target.get("tolerant", False), parts(target),
        )
        for target in row["targets"]
    ]  # fmt: skip
    without_unit = (Form.ASSIGNED, Form.NONE)
    assert understood == [
        (
            spec.form.value, spec.value, spec.comparator.value, "" if spec.form in without_unit else spec.unit,
            spec.by, spec.reference, spec.tolerant, spec.parts,
        )
        for spec in decided
    ]  # fmt: skip
    primary = [target["primary"] for target in row["targets"]].index(True)
    assert primary == choose_primary(decided, facts(row["catalogue"]))


@pytest.mark.parametrize(("stem", "row", "parent"), leaves())
def test_bases(stem: str, row: dict[str, Any], parent: str) -> None:
    (spec,) = cells(row, Role.BASE, parent)
    base = row["base"]
    if base is None or base["from"] != "table":
        assert spec.form is Form.NONE
        return
    unit = BASES_WITH_ANOTHER_UNIT.get((stem, row["position"]), base["unit"] or "")
    assert (number(base["value"]), parts(base), unit) == (spec.value, spec.parts, spec.unit)


@pytest.mark.parametrize(
    ("stem", "row", "parent"), [case for case in leaves() if (case.values[1].get("cells") or {}).get("actual")]
)
def test_printed_results(stem: str, row: dict[str, Any], parent: str) -> None:
    read = parse_actual(row["cells"]["actual"], name=read_as(row, parent), unit=row["unit"] or "")
    results = row.get("results", {})
    figure = results.get("period") if read.period_total else results.get("actual")
    if read.value is None and read.reported is None and not read.parts:
        assert figure is None
        return
    assert (number(figure["value"]), parts(figure)) == (read.value, read.parts)
    assert (figure.get("comparator", "="), figure.get("reported")) == (read.comparator.value, read.reported)
    assert read.reported or (figure["unit"] or "") == read.unit
    if read.period_total:
        assert figure["kind"] == "cumulative"


def test_the_cells_of_a_row_are_those_of_its_table() -> None:
    for path in PLANS:
        columns = [tuple(row["cells"]) for row in rows_of(path)]
        assert len(set(columns)) == 1, path.stem
