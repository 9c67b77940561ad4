"""The lists that people read from the five plans: whole, in the agreed words, in the order of their documents."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pytest
from django.conf import settings

from indicators.domain.types import Comparator
from indicators.models import Target
from intake.domain.proposal import Certainty, ProjectKind
from projects.models import Project

DATA = Path(settings.BASE_DIR) / "data"
PLANS = sorted(path.stem for path in (DATA / "plans").glob("*-2021-2025.yaml"))
PROJECT = ["box", "group", "name", "facts", "kind", "certainty", "line"]
COMMITMENT = [
    "subject", "form", "value", "value_high", "comparator", "unit", "year", "line", "catalogue", "direction", "judged",
]  # fmt: skip
FORMS = {"level", "growth", "cumulative", "cumulative_change", "cumulative_cut", "points"}


def read(folder, plan):
    with (DATA / folder / f"{plan}.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return reader.fieldnames, list(reader)


@pytest.mark.parametrize("folder", ["projects", "commitments"])
def test_there_is_one_file_for_each_running_plan(folder):
    assert sorted(path.stem for path in (DATA / folder).glob("[0-9]*.csv")) == PLANS
    assert len(PLANS) == 5


@pytest.mark.parametrize("plan", PLANS)
def test_projects(plan):
    header, rows = read("projects", plan)
    assert header == PROJECT
    assert len(rows) > 100
    for row in rows:
        assert row["name"].strip() == row["name"] != ""
        assert len(row["name"]) <= Project._meta.get_field("name").max_length
        assert row["kind"] in set(ProjectKind)
        assert row["certainty"] in set(Certainty)
        assert int(row["line"]) > 0
        assert not re.search("[。！？]", row["name"]), row  # a name, no sentence
    keys = [(row["box"], row["group"], row["name"], row["line"]) for row in rows]
    assert len(set(keys)) == len(keys)


def test_one_reason_means_one_decision():
    """What is decided about likely duplicates: whoever gives the same reason twice decides the same twice."""
    _header, pairs = read("projects", "pairs")
    decided = {}
    for row in pairs:
        words = row["reason"].replace("前者", "后者")
        assert decided.setdefault(words, row["decision"]) == row["decision"], row


@pytest.mark.parametrize("plan", PLANS)
def test_works_of_one_name_are_decided(plan):
    """Two entries with the very same name are no open question: one works twice, or two that the reason tells apart."""
    named = defaultdict(list)
    for row in read("projects", plan)[1]:
        if row["kind"] != ProjectKind.DIRECTION:
            named[row["name"]].append(int(row["line"]))
    pairs = {
        (row["first_name"], int(row["first_line"]), int(row["second_line"]))
        for row in read("projects", "pairs")[1]
        if row["plan"] == plan and row["first_name"] == row["second_name"]
    }
    for name, lines in named.items():
        for first, second in combinations(lines, 2):
            assert (name, first, second) in pairs


@pytest.mark.parametrize("plan", PLANS)
def test_commitments(plan):
    header, rows = read("commitments", plan)
    assert header == COMMITMENT
    assert len(rows) > 50
    start, end = (int(year) for year in plan.split("-")[1:])
    for row in rows:
        assert row["form"] in FORMS & {choice for choice, _label in Target._meta.get_field("form").choices}
        assert row["comparator"] in set(Comparator)
        assert Decimal(row["value"]).is_finite()
        assert not row["value_high"] or Decimal(row["value_high"]) > Decimal(row["value"]), row
        assert not row["year"] or start <= int(row["year"]) <= end, row
        assert 0 < len(row["subject"]) <= 60
        assert not re.search("[。；，！？]", row["subject"]), row
    lines = [int(row["line"]) for row in rows]
    assert lines == sorted(lines)
    named = Counter((row["line"], row["subject"], row["unit"]) for row in rows)
    assert [key for key, number in named.items() if number > 1] == []  # who reads the name knows which promise it is
