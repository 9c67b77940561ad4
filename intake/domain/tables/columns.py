"""What the columns of figures are for: base, target, actual and their growth, from words, years and order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Column(StrEnum):
    """What a column is for."""

    NUMBER = "number"
    CATEGORY = "category"
    NAME = "name"
    UNIT = "unit"
    BASE = "base"
    BASE_GROWTH = "base_growth"
    TARGET = "target"
    GROWTH = "growth"
    TOTAL = "total"  # 五年累计 and nothing else: a bare number is the total of the period
    ACTUAL = "actual"
    ACTUAL_GROWTH = "actual_growth"
    NATURE = "nature"
    OTHER = "other"


FIGURES: Final = frozenset(
    {
        Column.BASE,
        Column.BASE_GROWTH,
        Column.TARGET,
        Column.GROWTH,
        Column.TOTAL,
        Column.ACTUAL,
        Column.ACTUAL_GROWTH,
    }
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_RATE = re.compile(r"年均|增速|增长|增幅|递增|累计|变化|变动|提高|幅度|同比")
_ACTUAL = re.compile(r"完成|实际|实现|达到|执行|实绩|结果|终期")
_TARGET = re.compile(r"目标|规划|计划|预期(?!性)")
_BASE = re.compile(r"基数|基期|基准|现状")
_RESULTS_CAPTION = re.compile(r"完成情况|实现情况|执行情况|发展情况|实施情况|落实情况|指标完成|目标完成|发展成就|回顾")


@dataclass(frozen=True, slots=True)
class _Head:
    """The words of one column of figures."""

    index: int
    text: str
    year: int | None
    rate: bool
    actual: bool
    target: bool
    base: bool


def _head(index: int, text: str) -> _Head:
    years = [int(year) for year in _YEAR.findall(text)]
    rate = _RATE.search(re.sub(r"提高到", "", text)) is not None
    return _Head(
        index,
        text,
        max(years) if years else None,
        rate,
        _ACTUAL.search(text) is not None and "目标完成" not in text,
        _TARGET.search(text) is not None,
        _BASE.search(text) is not None,
    )


def figure_columns(
    texts: Sequence[str], indices: Sequence[int], caption: str, period: tuple[int, int] | None
) -> tuple[dict[int, Column], tuple[int | None, int | None], bool]:
    """The columns of figures, the years of base and end, and whether it is a table of results."""
    heads = [_head(index, texts[index]) for index in indices]
    levels = [head for head in heads if not head.rate]
    results = _is_results(heads, levels, caption, period)
    years = sorted({head.year for head in levels if head.year is not None})
    base_year, end_year = _years(years, levels, period, results)
    found: dict[int, Column] = {}
    for head in levels:
        found[head.index] = _level(head, base_year, end_year, results=results, alone=len(levels) == 1)
    if not results:
        _only_one(found, levels)
    else:
        _only_actual(found, levels)
    for head in heads:
        if head.rate:
            found[head.index] = _rate(head, found, base_year, end_year, results=results)
    return found, (base_year, end_year), results


def _is_results(heads: Sequence[_Head], levels: Sequence[_Head], caption: str, period: tuple[int, int] | None) -> bool:
    years = [head.year for head in levels if head.year is not None]
    latest = max(years, default=None)
    if period and latest is not None:
        if latest >= period[1]:
            return False
        if latest < period[0]:
            return True
    told = _RESULTS_CAPTION.search(caption) is not None
    actual = [head for head in heads if head.actual and not head.base]
    target = [head for head in heads if head.target and not head.actual]
    if actual and target:
        ahead = any(t.year is not None and a.year is not None and t.year > a.year for t in target for a in actual)
        unsaid = any(h.year is not None and a.year is not None and h.year > a.year for h in levels for a in actual)
        return not ahead and not unsaid
    return told and bool(levels) and (bool(actual) or not target)


def _years(
    years: list[int], levels: Sequence[_Head], period: tuple[int, int] | None, results: bool
) -> tuple[int | None, int | None]:
    if period and not results:
        return period[0] - 1, period[1]
    if not years:
        return None, None
    if len(years) == 1:
        only = next(head for head in levels if head.year is not None)
        if only.base and not only.target:
            return years[0], years[0] + 5
        return years[0] - 5, years[0]
    base = years[0]
    later = [year for year in years if year > base]
    fifth = [year for year in later if year % 5 == 0]
    return base, (fifth or later)[0]


def _level(head: _Head, base_year: int | None, end_year: int | None, *, results: bool, alone: bool) -> Column:
    """What a column of levels is for."""
    if results:
        if head.base or (head.year is not None and head.year == base_year and not head.target):
            return Column.BASE
        if head.actual:
            return Column.ACTUAL
        return Column.TARGET if head.target else Column.ACTUAL if head.year == end_year else Column.OTHER
    if head.base:
        return Column.BASE
    if head.year is not None:
        if head.year == base_year:
            return Column.OTHER if head.target and not head.actual else Column.BASE
        return Column.TARGET if head.year == end_year else Column.OTHER
    if head.target:
        return Column.TARGET
    return Column.BASE if head.actual else Column.TARGET if alone else Column.OTHER


def _only_one(found: dict[int, Column], levels: Sequence[_Head]) -> None:
    """One base and one target: of several the one whose words say so, else the first base and the last target."""
    for column, words in ((Column.BASE, "actual"), (Column.TARGET, "target")):
        rivals = [head for head in levels if found.get(head.index) is column]
        if len(rivals) < 2:
            continue
        said = [head for head in rivals if getattr(head, words) or head.base]
        kept = (said or rivals)[0 if column is Column.BASE else -1]
        for head in rivals:
            if head is not kept:
                found[head.index] = Column.OTHER


def _only_actual(found: dict[int, Column], levels: Sequence[_Head]) -> None:
    """One column of what was reached: of several the first with a year or 实际; the others say in words how it went."""
    actual = [head for head in levels if found[head.index] is Column.ACTUAL]
    if not actual:
        if levels:
            found[levels[-1].index] = Column.ACTUAL
        return
    said = [head for head in actual if head.year is not None or re.search("实际|数|值|实绩", head.text)]
    for head in actual:
        if head is not (said or actual)[0]:
            found[head.index] = Column.OTHER


def _rate(
    head: _Head, found: dict[int, Column], base_year: int | None, end_year: int | None, *, results: bool
) -> Column:
    """What a column of growth is for: its own words and year, else the column of levels on its left."""
    if results:
        if head.actual and not (head.target and "目标" in head.text):
            return Column.ACTUAL_GROWTH
        if head.target:
            return Column.GROWTH
        left = [index for index in found if index < head.index]
        return Column.ACTUAL_GROWTH if left and found[max(left)] is Column.ACTUAL else Column.GROWTH
    if head.actual and not head.target:
        return Column.BASE_GROWTH  # “十三五”完成情况 over the base and its growth
    if head.year is not None and head.year == base_year and "比" not in head.text and "较" not in head.text:
        return Column.BASE_GROWTH
    if (
        head.year is not None
        and end_year is not None
        and head.year < end_year
        and "年均" not in head.text
        and "比" not in head.text
    ):
        return Column.OTHER
    only_total = "累计" in head.text and not re.search("年均|增速|增长", head.text)
    return Column.TOTAL if only_total else Column.GROWTH
