"""Every cell of the five main tables and the two tables of results, against the data files made by hand."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from indicators.domain.literals import is_nothing, normalise
from indicators.domain.types import Form
from intake.domain.tables.read import TablesReading, read_tables
from intake.readers.open import read_document
from tests.factories.documents import PLANS, needs_documents
from tests.intake.tables.reference import reference

ROOT = Path(__file__).parents[3]
FILES = {
    "410700": "410700-xinxiang.txt",
    "410703": "410703-weibin.txt",
    "410726": "410726-yanjin.txt",
    "411224": "411224-lushi.txt",
    "411721": "411721-xiping.txt",
}
RESULTS = ("410700", "411721")
#: Doubts that need the prose, or a person's knowledge of the county: not those of a table by itself.
BY_PROSE = {"contradicts_text", "basis_unknown"}
#: (region, line, code) that a person raised beyond what the table says, or words otherwise.
BY_HAND = {
    ("411721", 307, "unit_implausible"),  # raised as exchange_rate: 亿元 against dollars in the catalogue
    ("411721", 310, "points_mismatch"),  # with the share of the composition as base
}
#: What the rules of NOTATION section 4 raise and the data files leave out.
BEYOND = {
    ("411721", 307, "exchange_rate"),
    ("410726", 350, "target_worse_than_base"),  # <4.5 with a base of 4
    ("411224", 401, "missing_unit"),  # no unit with the name, % in the cells, as in three rows that have the doubt
}

pytestmark = needs_documents


@cache
def reading(region: str) -> TablesReading:
    return read_tables(read_document((PLANS / FILES[region]).read_bytes()), reference())


@cache
def truth(region: str, start: int) -> dict[str, Any]:
    path = ROOT / "data" / "plans" / f"{region}-{start}-{start + 4}.yaml"
    return yaml.safe_load(path.read_text("utf-8"))


def rows(region: str, start: int) -> list[dict[str, Any]]:
    return truth(region, start)["rows"]


def blank(text: str | None) -> str:
    return text or ""


def same_name(one: str | None, other: str | None) -> bool:
    """Brackets and Roman numerals have two spellings each; everything else must be the same."""
    return normalise(one or "") == normalise(other or "")


def differences(region: str, start: int, attribute: str, cells: dict[str, str]) -> list[str]:
    """What differs, field by field, in words for the message of a failure."""
    table = getattr(reading(region), attribute)
    given, read = rows(region, start), table.rows
    if len(given) != len(read):
        return [f"{len(read)} rows instead of {len(given)}"]
    found: list[str] = []
    position = {row["position"]: index for index, row in enumerate(given)}
    for index, (want, got) in enumerate(zip(given, read, strict=True)):

        def check(field: str, expected: object, actual: object, *, same: bool | None = None) -> None:
            if not (expected == actual if same is None else same):
                found.append(f"row {index + 1} {field}: {actual!r} instead of {expected!r}")  # noqa: B023

        check("number", blank(want["number"]), got.number)
        check("name", want["name"], got.name, same=same_name(want["name"], got.name))
        check(
            "printed name",
            want["printed_name"],
            got.printed_name,
            same=same_name(want["printed_name"], got.printed_name),
        )
        check("parent", None if want["parent"] is None else position[want["parent"]], got.parent)
        check("category", blank(want["category"]), got.category)
        check("catalogue", blank(want["catalogue"]), got.catalogue)
        check("line", want["line"], got.line)
        parts = (want["base"] or {}).get("parts")
        check("unit", "" if parts else blank(want["unit"]), got.unit)
        check("nature", blank(want["nature_text"]), blank(got.nature_text))
        for key, field in cells.items():
            expected, actual = want["cells"].get(key), getattr(got, field)
            check(f"column {key}", key in want["cells"], actual is not None)
            check(f"cell {key}", blank(expected), blank(actual))
    return found


@pytest.mark.parametrize("region", FILES)
def test_every_cell_of_the_main_table(region: str):
    cells = {
        "base": "base_text",
        "base_growth": "base_growth_text",
        "target": "target_text",
        "growth": "growth_text",
    }
    assert differences(region, 2021, "main", cells) == []


@pytest.mark.parametrize("region", RESULTS)
def test_every_cell_of_the_table_of_results(region: str):
    cells = {
        "base": "base_text",
        "target": "target_text",
        "growth": "target_growth_text",
        "actual": "actual_text",
        "actual_growth": "actual_growth_text",
    }
    assert differences(region, 2016, "results", cells) == []
    assert reading(region).results.results_period == (2016, 2020)


@pytest.mark.parametrize("region", FILES)
def test_headings_natures_and_marks(region: str):
    for want, got in zip(rows(region, 2021), reading(region).main.rows, strict=True):
        where = want["printed_name"]
        assert (got.heading, str(got.nature)) == (want["heading"], want["nature"]), where
        assert got.nature_inherited == want["nature_inherited"], where
        assert list(got.marks) == want["marks"], where
        assert (got.nature_text is None) == ("nature" not in want["cells"]), where


@pytest.mark.parametrize("region", FILES)
def test_bases_as_understood(region: str):
    for want, got in zip(rows(region, 2021), reading(region).main.rows, strict=True):
        where, base = want["printed_name"], want["base"]
        if base is None:
            assert (got.base, got.base_parts) == (None, ()), where
            continue
        assert (got.base, got.base_unit) == (Decimal(base["value"]), blank(base["unit"])), where


@pytest.mark.parametrize("region", FILES)
def test_targets_as_understood(region: str):
    for want, got in zip(rows(region, 2021), reading(region).main.rows, strict=True):
        expected = [
            (
                one["form"],
                None if one.get("value") is None else Decimal(one["value"]),
                one.get("comparator", "="),
                blank(one.get("unit")),
                blank(one.get("by")),
                blank(one.get("reference")),
                one.get("tolerant", False),
                normalise(one["text"]),
            )
            for one in want["targets"]
            if one["form"] != Form.NONE
        ]
        actual = [
            (str(s.form), s.value, str(s.comparator), s.unit, s.by, s.reference, s.tolerant, normalise(s.text))
            for s in got.targets
        ]
        assert actual == expected, want["printed_name"]


@pytest.mark.parametrize("region", FILES)
def test_doubts_of_every_row(region: str):
    for want, got in zip(rows(region, 2021), reading(region).main.rows, strict=True):
        line = want["line"]
        given = [one["code"] for one in (*want["doubts"], *want["resolutions"])]
        expected = {code for code in given if code not in BY_PROSE and (region, line, code) not in BY_HAND}
        actual = {doubt.code for doubt in got.doubts if (region, line, doubt.code) not in BEYOND}
        assert actual == expected, want["printed_name"]


@pytest.mark.parametrize("region", FILES)
def test_doubts_of_the_table(region: str):
    expected = {(one["code"], one["line"]) for one in truth(region, 2021)["plan"]["doubts"]}
    assert {(doubt.code, doubt.line) for doubt in reading(region).main.doubts} == expected


def test_every_line_of_a_table_is_taken_and_no_line_of_prose():
    for region, file in FILES.items():
        read = reading(region)
        document = read_document((PLANS / file).read_bytes())
        lines = {line.number: line.text for line in document.lines}
        assert {row["line"] for row in rows(region, 2021)} <= read.taken
        assert read.main.line in read.taken
        long = [lines[number] for number in read.taken if number in lines and len(lines[number]) > 150]
        assert long == []
        assert read.notes == ()
        assert read.others == ()


def test_without_a_base_column_a_dash_is_a_dash():
    assert all(is_nothing(normalise(row.base_text or "")) for row in reading("411721").main.rows)
