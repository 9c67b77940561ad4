"""The grammar of one item of a cell (NOTATION.md section 3): what is printed, before name and column are asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from indicators.domain.types import ECONOMIC_GROWTH, Comparator
from indicators.domain.units import is_unit

#: Longer texts are sentences, never figures.
LONGEST_FIGURE = 80

_STRONG = {
    ">": Comparator.GT,
    "≥": Comparator.GE,
    ">=": Comparator.GE,
    "<": Comparator.LT,
    "≤": Comparator.LE,
    "<=": Comparator.LE,
    "不低于": Comparator.GE,
    "不少于": Comparator.GE,
    "至少": Comparator.GE,
    "超过": Comparator.GT,
    "突破": Comparator.GT,
    "高于": Comparator.GT,
    "逾": Comparator.GT,
    "不高于": Comparator.LE,
    "不超过": Comparator.LE,
    "低于": Comparator.LT,
    "约": Comparator.ABOUT,
    "左右": Comparator.ABOUT,
    "以上": Comparator.GE,
    "以内": Comparator.LE,
    "以下": Comparator.LE,
}
#: Words that bound a figure only when nothing else in the item does.
_WEAK = {"达到": Comparator.GE, "控制在": Comparator.LE}
_SIDE = {Comparator.GE: 1, Comparator.GT: 1, Comparator.LE: -1, Comparator.LT: -1, Comparator.ABOUT: 0}

_BEFORE = "不低于|不少于|至少|超过|突破|高于|逾|不高于|不超过|低于|约|达到|控制在|>=|<=|[><≥≤]"
_AFTER = "左右|以上|以内|以下"
_NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_UNIT = r"(?:[^0-9\[\]><≥≤~:]|m[23])*?"
_QUANTITY = re.compile(
    rf"(?P<span>(?:年均|五年|累计)*)(?P<verb>提高|提升|增加|增长|降低|下降|减少)?(?P<to>到|至)?"
    rf"(?P<cmp>(?:{_BEFORE})*)(?P<open>\[)?(?P<inner>(?:{_BEFORE})*)"
    rf"(?P<low>[-+]?{_NUMBER})(?P<unit>{_UNIT})"
    rf"(?:(?:[-—–](?P<high>{_NUMBER})|[~至](?P<signed>[-+]?{_NUMBER}))(?P<unit_high>{_UNIT}))?"
    rf"(?P<approx>{_AFTER})?(?:(?P<close>\])(?P<unit_out>{_UNIT})(?P<approx_out>{_AFTER})?)?"
)
_RATIO = re.compile(rf"({_NUMBER}):({_NUMBER}):({_NUMBER})")
_PLACE = r"(?!按|照|由|完成|达到|执行|落实)(?:国家|上级|中央|[\u4e00-\u9fff]{0,8}?[省市县区州])级?"
_ASSIGNED = re.compile(
    rf"(?:按照?|完成|达到|执行|落实)?(?P<by>{_PLACE}(?:[、,]{_PLACE})*)(?:政府)?(?:下达|定|要求)(?:的)?(?:目标|指标|任务)*"
)
_SYNCHRONOUS = re.compile(r"与(?P<reference>[^0-9]+?)(?P<tolerant>基本)?(?:同步|持平)")
_COMPARED = re.compile(r"(?P<word>不低于|不高于|略高于|高于|快于|低于)(?P<reference>[^0-9\[\]]{1,30})")
_COMPARED_WORDS = {
    "不低于": Comparator.GE,
    "不高于": Comparator.LE,
    "略高于": Comparator.GT,
    "高于": Comparator.GT,
    "快于": Comparator.GT,
    "低于": Comparator.LT,
}
_ECONOMY = re.compile(r"(?:经济|GDP|地区生产总值|生产总值)(?:增长|增速|增长率|增长速度)?")


class Verb(StrEnum):
    NONE = ""
    UP = "up"  # 提高, 增加
    GROW = "grow"  # 增长
    DOWN = "down"  # 降低, 下降, 减少


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as printed: sign, comparator and words of the item itself. ``unit`` is the cell's own, "" when none."""

    value: Decimal
    high: Decimal | None
    comparator: Comparator
    unit: str
    bracket: bool
    verb: Verb
    to_level: bool  # a verb followed by 到 or 至
    yearly: bool  # 年均
    total: bool  # 五年, 累计


@dataclass(frozen=True, slots=True)
class Relation:
    reference: str
    comparator: Comparator
    tolerant: bool


def read_quantity(text: str) -> Quantity | None:
    """The quantity, bracket or range that a normalised text is, else None."""
    found = _QUANTITY.fullmatch(text) if len(text) <= LONGEST_FIGURE else None
    if found is None or (found["to"] and not found["verb"]) or bool(found["open"]) != bool(found["close"]):
        return None
    comparator = _comparator(found["cmp"] + found["inner"], (found["approx"], found["approx_out"]))
    unit = _one_unit([found["unit"], found["unit_high"], found["unit_out"]])
    if comparator is None or unit is None or ("年均" in found["span"] and found["span"] != "年均"):
        return None
    if found["open"] and ("年均" in found["span"] or found["to"]):
        return None  # a total of the period is neither a year's pace nor a level
    low, high = Decimal(found["low"]), found["high"] or found["signed"]
    ends = sorted((low, Decimal(high))) if high else [low]
    return Quantity(
        value=ends[0],
        high=ends[1] if high else None,
        comparator=comparator,
        unit=unit,
        bracket=bool(found["open"]),
        verb=_verb(found["verb"]),
        to_level=bool(found["to"]),
        yearly=found["span"] == "年均",
        total="五年" in found["span"] or "累计" in found["span"],
    )


def _verb(word: str | None) -> Verb:
    if not word:
        return Verb.NONE
    return Verb.GROW if word == "增长" else Verb.DOWN if word in ("降低", "下降", "减少") else Verb.UP


def _comparator(before: str, after: tuple[str | None, ...]) -> Comparator | None:
    """One comparator from all words of an item; EQ when there is none, None when they contradict each other."""
    words = re.findall(_BEFORE, before) + [word for word in after if word]
    strong = [_STRONG[word] for word in words if word in _STRONG]
    if not strong:
        return next((_WEAK[word] for word in words), Comparator.EQ)
    return strong[0] if len({_SIDE[one] for one in strong}) == 1 else None


def _one_unit(printed: list[str | None]) -> str | None:
    """The unit of the item; "" when none is printed, None when one is not a unit or two differ."""
    units = {unit for unit in printed if unit}
    if len(units) > 1 or not all(is_unit(unit) for unit in units):
        return None
    unit = units.pop() if units else ""
    return "个百分点" if unit == "百分点" else unit


def read_ratio(text: str) -> tuple[Decimal, ...]:
    """The parts of a composition (30:33.7:36.3), else ()."""
    found = _RATIO.fullmatch(text)
    return tuple(Decimal(part) for part in found.groups()) if found else ()


def read_assigned(text: str) -> str:
    """Who hands the number down (省; 国家、省), else "". A bare place is not assigned."""
    found = _ASSIGNED.fullmatch(text) if len(text) <= LONGEST_FIGURE else None
    return found["by"] if found else ""


def read_relation(text: str) -> Relation | None:
    """与经济增长(基本)同步, 高于全省平均水平, 与省持平; else None."""
    if len(text) > LONGEST_FIGURE:
        return None
    found = _SYNCHRONOUS.fullmatch(text)
    if found:
        return Relation(_reference(found["reference"]), Comparator.EQ, bool(found["tolerant"]))
    found = _COMPARED.fullmatch(text)
    if found:
        return Relation(_reference(found["reference"]), _COMPARED_WORDS[found["word"]], tolerant=False)
    return None


def _reference(printed: str) -> str:
    return ECONOMIC_GROWTH if _ECONOMY.fullmatch(printed) else printed
