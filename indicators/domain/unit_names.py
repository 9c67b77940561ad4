"""Units in English, as they stand behind a figure: 亿元 is hundred million yuan, 元/人 yuan per person.

Figures are never converted: who compares the English page with the plan finds the same number. A unit that is not known
part by part stays as the plan prints it. Whether units are said in English is part of the context, as the precision of
Decimal is: ``said_in_english`` for the time of a page.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

_ENGLISH: ContextVar[bool] = ContextVar("units_in_english", default=False)

_MULTIPLIERS = {
    "": "",
    "百": "hundred ",
    "千": "thousand ",
    "万": "ten thousand ",
    "十万": "hundred thousand ",
    "百万": "million ",
    "千万": "ten million ",
    "亿": "hundred million ",
    "十亿": "billion ",
    "百亿": "ten billion ",
    "千亿": "hundred billion ",
    "万亿": "trillion ",
}
_NOUNS = {
    "%": "%",
    "％": "%",
    "‰": "‰",
    "个百分点": "pp",
    "百分点": "pp",
    "个千分点": "per mille points",
    "元": "yuan",
    "元人民币": "yuan",
    "人民币": "yuan",
    "美元": "US dollars",
    "平方米": "m²",
    "m2": "m²",
    "亩": "mu",
    "公顷": "ha",
    "hm2": "ha",
    "平方公里": "km²",
    "平方千米": "km²",
    "km2": "km²",
    "微克": "μg",
    "μg": "μg",
    "ug": "μg",
    "毫克": "mg",
    "克": "g",
    "千克": "kg",
    "kg": "kg",
    "公斤": "kg",
    "斤": "jin",
    "吨": "t",
    "千克标准煤": "kg of standard coal",
    "千克标煤": "kg of standard coal",
    "公斤标准煤": "kg of standard coal",
    "吨标准煤": "t of standard coal",
    "吨标煤": "t of standard coal",
    "立方米": "m³",
    "m3": "m³",
    "立方": "m³",
    "方": "m³",
    "升": "l",
    "米": "m",
    "公里": "km",
    "千米": "km",
    "km": "km",
    "千瓦": "kW",
    "kW": "kW",
    "兆瓦": "MW",
    "MW": "MW",
    "千瓦时": "kWh",
    "度": "kWh",
    "kWh": "kWh",
    "年": "years",
    "岁": "years",
    "天": "days",
    "日": "days",
    "小时": "hours",
    "分钟": "minutes",
    "人": "persons",
    "人口": "persons",
    "名": "persons",
    "人次": "person-times",
    "个": "items",
    "件": "items",
    "项": "items",
    "家": "establishments",
    "户": "households",
    "企业": "enterprises",
    "套": "sets",
    "所": "schools",
    "座": "structures",
    "台": "sets",
    "标台": "standard vehicles",
    "辆": "vehicles",
    "册": "volumes",
    "部": "sets",
    "床": "beds",
    "处": "places",
    "次": "times",
    "头": "head",
    "只": "head",
    "株": "plants",
    "例": "cases",
    "篇": "papers",
    "倍": "times",
}
#: What one of them is called below a stroke: yuan per person.
_ONE = {
    "persons": "person", "years": "year", "days": "day", "hours": "hour", "households": "household",
    "enterprises": "enterprise", "vehicles": "vehicle", "items": "item", "times": "time",
}  # fmt: skip


@contextmanager
def said_in_english(english: bool) -> Iterator[None]:
    """For the time of a page (one thread, one context): ``said`` gives English where ``english``."""
    token = _ENGLISH.set(english)
    try:
        yield
    finally:
        _ENGLISH.reset(token)


def said(unit: str) -> str:
    """``unit`` in the language of the context; Chinese units as printed, and units that are not known."""
    return in_english(unit) if unit and _ENGLISH.get() else unit


@lru_cache(maxsize=1024)
def in_english(unit: str) -> str:
    """``unit`` in English; as it is where a part of it is not known."""
    parts = [_part(part.strip()) for part in unit.split("/")]
    if not all(parts):
        return unit
    return " per ".join([parts[0], *(_ONE.get(part, part) for part in parts[1:])])


def _part(text: str) -> str:
    """A multiplier and a noun; "" where either is not known."""
    if text in _NOUNS:
        return _NOUNS[text]
    for multiplier in sorted(_MULTIPLIERS, key=len, reverse=True):
        if multiplier and text.startswith(multiplier):
            noun = text[len(multiplier) :]
            if not noun:
                return _MULTIPLIERS[multiplier].rstrip()
            if noun in _NOUNS:
                return _MULTIPLIERS[multiplier] + _NOUNS[noun]
    return ""
