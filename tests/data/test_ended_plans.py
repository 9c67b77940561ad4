"""Two complete periods with their real results: the verdict on every row, worked out by hand before."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from indicators.domain.assess import assess, shown_target
from indicators.domain.types import Reason, Result
from tests.data.reading import ROOT, domain_row, load, terms

#: number (or name of a sub-row) -> status, reason of the row as shown for 2020.
XINXIANG = {
    "1": "not_met", "2": "met", "3": "not_met", "4": "not_met", "5": "met", "常住人口城镇化率": "met",
    "户籍人口城镇化率": "met", "7": "not_met", "8": "met", "9": "no_data", "10": "incomparable blocking_doubt",
    "11": "not_met", "12": "not_met", "13": "met", "14": "met", "15": "no_data", "16": "met", "17": "met",
    "18": "met reported", "19": "met reported", "20": "met reported", "21": "met reported", "22": "met reported",
    "23": "met reported", "森林覆盖率": "met", "森林蓄积量": "no_data", "细颗粒物（PM2.5）浓度下降": "met",
    "空气质量优良天数比率": "met reported", "达到或好于Ⅲ类水体比例": "met reported", "劣Ⅴ类水体比例": "pending",
    "化学需氧量": "met reported", "二氧化硫": "met reported", "氨氮": "met reported", "氮氧化物": "met reported",
}  # fmt: skip
XIPING = {
    "1": "not_met", "2": "not_met", "3": "not_met", "4": "not_met", "5": "not_met", "6": "met", "7": "not_met",
    "8": "not_met", "9": "not_met", "10": "not_assessable missing_target", "11": "met", "12": "not_met",
    "13": "not_met", "14": "met", "15": "not_assessable missing_target", "16": "incomparable blocking_doubt",
    "17": "no_data missing_years",
}  # fmt: skip
UNDECIDED = ("no_data", "incomparable", "not_assessable", "pending")


def shown(stem: str) -> dict[str, tuple[dict[str, Any], Result]]:
    """Each leaf by its number (a sub-row by its name): the target and the assessment of 2020 that its row shows."""
    content = load(ROOT / "data" / "plans" / f"{stem}.yaml")
    found = {}
    for row in content["rows"]:
        if row["heading"]:
            continue
        results = [assess(domain_row(content["plan"], row), terms(row, target), year=2020) for target in row["targets"]]
        index = shown_target([target["primary"] for target in row["targets"]].index(True), results)
        found[row["number"] or row["name"]] = (row["targets"][index], results[index])
    return found


def verdicts(stem: str) -> dict[str, str]:
    return {
        number: " ".join([result.status.value] + ([result.reason.value] if result.reason else []))
        for number, (_target, result) in shown(stem).items()
    }


@pytest.mark.parametrize(("stem", "expected"), [("410700-2016-2020", XINXIANG), ("411721-2016-2020", XIPING)])
def test_verdicts(stem: str, expected: dict[str, str]) -> None:
    assert verdicts(stem) == expected


def test_xinxiang_counts() -> None:
    results = [result for _target, result in shown("410700-2016-2020").values()]
    by_phrase = sum(result.reason is Reason.REPORTED for result in results)
    by_figures = Counter(result.status.value for result in results if result.reason is not Reason.REPORTED)
    assert (by_phrase, by_figures["met"], by_figures["not_met"]) == (12, 11, 6)
    assert sum(by_figures[status] for status in UNDECIDED) == 5


def test_xinxiang_trade_is_judged_by_its_growth() -> None:
    target, result = shown("410700-2016-2020")["4"]
    assert (target["form"], str(result.actual), str(result.target)) == ("growth", "7.2", "10")


def test_xiping_counts() -> None:
    statuses = Counter(result.status.value for _target, result in shown("411721-2016-2020").values())
    assert (statuses["not_met"], statuses["met"]) == (10, 3)
