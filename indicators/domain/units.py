"""Units as plans print them: their kind, and exact conversion between units of one kind.

A unit is ``[multiplier] noun`` (万亩 = 万 + 亩), or such parts joined by ``/`` (元/人). Its *kind* is what it measures
(``money``, ``area`` ...), its *factor* how many of the kind's smallest unit it holds. Factors are fractions, so nothing
is rounded until the result is written as a Decimal. Sources: NOTATION.md section 1 (1 亿斤 = 5 万吨); 1 公顷 = 15 亩.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache

from indicators.domain.literals import normalise

PERCENT = "%"
PER_MILLE = "‰"
POINTS = "个百分点"

#: 10 to the power of each multiplier.
_MULTIPLIERS = {"": 0, "十": 1, "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7}
_MULTIPLIERS |= {"亿": 8, "十亿": 9, "百亿": 10, "千亿": 11, "万亿": 12}

#: kind -> noun -> factor in the kind's smallest unit.
_TABLE: dict[str, dict[str, Fraction]] = {
    "percent": {"%": Fraction(1), "‰": Fraction(1, 10)},
    "points": {"个百分点": Fraction(1), "百分点": Fraction(1)},
    "money": {"元": Fraction(1), "元人民币": Fraction(1), "人民币": Fraction(1)},
    "dollars": {"美元": Fraction(1)},
    "area": {
        "平方米": Fraction(1),
        "m2": Fraction(1),
        "亩": Fraction(2000, 3),
        "公顷": Fraction(10_000),
        "hm2": Fraction(10_000),
        "平方公里": Fraction(1_000_000),
        "平方千米": Fraction(1_000_000),
        "km2": Fraction(1_000_000),
    },
    "mass": {
        "微克": Fraction(1, 1_000_000),
        "μg": Fraction(1, 1_000_000),
        "ug": Fraction(1, 1_000_000),
        "毫克": Fraction(1, 1000),
        "mg": Fraction(1, 1000),
        "克": Fraction(1),
        "千克": Fraction(1000),
        "kg": Fraction(1000),
        "公斤": Fraction(1000),
        "斤": Fraction(500),
        "吨": Fraction(1_000_000),
    },
    "coal": {
        "千克标准煤": Fraction(1, 1000),
        "千克标煤": Fraction(1, 1000),
        "公斤标准煤": Fraction(1, 1000),
        "吨标准煤": Fraction(1),
        "吨标煤": Fraction(1),
    },
    "volume": {
        "立方米": Fraction(1),
        "m3": Fraction(1),
        "立方": Fraction(1),
        "方": Fraction(1),
        "升": Fraction(1, 1000),
    },
    "length": {"米": Fraction(1), "公里": Fraction(1000), "千米": Fraction(1000), "km": Fraction(1000)},
    "power": {"千瓦": Fraction(1), "兆瓦": Fraction(1000), "kW": Fraction(1), "MW": Fraction(1000)},
    "electricity": {"千瓦时": Fraction(1), "度": Fraction(1), "kWh": Fraction(1)},
    "years": {"年": Fraction(1), "岁": Fraction(1)},
    "days": {"天": Fraction(1), "日": Fraction(1)},
    "persons": {"人": Fraction(1), "人口": Fraction(1), "名": Fraction(1)},
    "items": {"个": Fraction(1)},
}
#: Nouns that are only counted: each is a kind of its own.
_COUNTED = (*"件家张套户所座台辆项门次册部床间处条只头株例位篇倍分箱盏场支", "人次", "标台", "企业", "小时", "分钟")
#: Of which there are no parts; 倍, 分 and hours have them.
_ONES = frozenset({"persons", "items", "days", *_COUNTED}) - {"倍", "分", "小时", "分钟"}
_NOUNS: dict[str, tuple[str, Fraction]] = {noun: (noun, Fraction(1)) for noun in _COUNTED}
_NOUNS |= {noun: (kind, factor) for kind, nouns in _TABLE.items() for noun, factor in nouns.items()}


@dataclass(frozen=True, slots=True)
class Unit:
    """What a unit measures, and how much of the kind's smallest unit it holds. Kind ``number``: a bare 万 or 亿."""

    kind: str
    factor: Fraction


@lru_cache(maxsize=4096)
def read_unit(text: str) -> Unit | None:
    """The unit that ``text`` names, or None when it is blank or not known."""
    text = normalise(text)
    if not text:
        return None
    if "/" not in text:
        return _read_part(text)
    parts = [_read_part(part) for part in text.split("/")]
    kinds: list[str] = []
    factor = Fraction(1)
    for position, part in enumerate(parts):
        if part is None or part.kind in ("percent", "points", "number"):
            return None
        kinds.append(part.kind)
        factor = part.factor if position == 0 else factor / part.factor
    return Unit("/".join(kinds), factor)


def _read_part(text: str) -> Unit | None:
    if text in _NOUNS:
        return Unit(*_NOUNS[text])
    for multiplier, power in sorted(_MULTIPLIERS.items(), key=lambda item: -len(item[0])):
        if not multiplier or not text.startswith(multiplier):
            continue
        noun = text[len(multiplier) :]
        if not noun:
            return Unit("number", Fraction(10**power))
        if noun in _NOUNS and _NOUNS[noun][0] not in ("percent", "points"):
            kind, factor = _NOUNS[noun]
            return Unit(kind, factor * 10**power)
    return None


def is_unit(text: str) -> bool:
    """Whether ``text`` is a unit that plans print."""
    return read_unit(text) is not None


def is_rate(unit: str) -> bool:
    """Whether figures in ``unit`` are shares or rates: %, ‰, or no unit printed."""
    found = read_unit(unit)
    return not unit or (found is not None and found.kind == "percent")


def is_points(unit: str) -> bool:
    found = read_unit(unit)
    return found is not None and found.kind == "points"


def counts_ones(unit: str) -> bool:
    """Whether ``unit`` counts things, persons or days one by one, so that a part of one means nothing."""
    found = read_unit(unit)
    return found is not None and found.factor == 1 and found.kind in _ONES


def kind_of(unit: str) -> str | None:
    """The kind of ``unit``; None when it is blank or not known."""
    found = read_unit(unit)
    return None if found is None else found.kind


def currencies_of(unit: str) -> frozenset[str]:
    """Which currencies ``unit`` is in: a subset of {"money", "dollars"}."""
    return frozenset((kind_of(unit) or "").split("/")) & {"money", "dollars"}


def same_kind(one: str, other: str) -> bool | None:
    """Whether two units measure the same thing; None when either is blank or not known. A bare 亿 fits every amount."""
    first, second = kind_of(one), kind_of(other)
    if first is None or second is None:
        return True if one and normalise(one) == normalise(other) else None
    if "number" in (first, second):
        return "percent" not in (first, second) and "points" not in (first, second)
    return first == second


def convert(value: Decimal, unit: str, to: str) -> Decimal | None:
    """``value`` in ``unit`` as a figure in ``to``: exact where it can be written exactly, else to 50 digits.

    None when the units are not of one kind. The same unit (also an unknown one) gives ``value`` itself.
    """
    if unit == to or normalise(unit) == normalise(to):
        return value
    source, wanted = read_unit(unit), read_unit(to)
    if source is None or wanted is None or source.kind != wanted.kind:
        return None
    ratio = source.factor / wanted.factor
    with localcontext() as context:
        context.prec = max(50, len(value.as_tuple().digits) + 40)
        return value * ratio.numerator / ratio.denominator


def split_header(text: str) -> tuple[str, str]:
    """The unit of the level and of the growth in a header: ``亿元/%`` -> (亿元, %); ``亿元`` -> (亿元, "").

    A dash or blank is no unit. Blanks inside are removed; the rest stays as printed.
    """
    text = normalise(text)
    if not text.strip("-—–―_/"):
        return "", ""
    for joint in ("/", ",", "、"):
        level, found, growth = text.rpartition(joint)
        if found and growth in (PERCENT, PER_MILLE) and is_unit(level):
            return level, growth
    return text, ""
