"""The name of a row: without number, marks and unit; and the catalogue entry that it goes by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from indicators.domain.literals import normalise, take_marks
from indicators.domain.names import plain_name, read_name
from intake.domain.reference import Reference
from intake.domain.tables.words import own_number, squeezed, without_bullet

_GROWTH_WORDS = re.compile(r"(?:及(?:增长率?|增速|提高幅度)|年均增长率?|增长率?|增速|年均增速)$")
_LED_BY = re.compile(r"^(?:其中|#)[:：]?|^(?:全县|全市|全区|全省|本县|本市|全国)(?=.{4})")
_AMONG = re.compile(r"^其中[:：,，]?")
_LAST_BRACKET = re.compile(r"[（(][^（）()]*[)）]$")


@dataclass(frozen=True, slots=True)
class RowName:
    """A name taken apart. ``printed`` without the blanks of broken lines; ``unit`` that of its last bracket, "" for none."""

    name: str
    printed: str
    unit: str
    marks: tuple[str, ...]


def row_name(text: str) -> RowName:
    """The parts of a printed name."""
    printed = squeezed(text)
    bare = own_number(without_bullet(printed))[1] or printed
    body, marks = take_marks(_AMONG.sub("", bare))
    facts = read_name(body)
    if facts.unit:
        body, inner = take_marks(_LAST_BRACKET.sub("", body))
        marks = (*inner, *marks)
    name = plain_name(body) if body else plain_name(printed)
    return RowName(name, printed, facts.unit, marks)


#: Words that name the same thing in different plans; both sides are brought to the second one.
_SAME = (
    (re.compile(r"\((?:gdp|r&d)\)"), ""),
    (re.compile(r"国内生产总值|(?<!地区)生产总值|gdp"), "地区生产总值"),
    (re.compile(r"能耗"), "能源消耗"),
    (re.compile(r"新增城镇就业"), "城镇新增就业"),
    (re.compile(r"地级及以上城市|地级以上城市|城市环境|城市(?=空气)"), ""),
    (re.compile(r"研究与试验发展|研究与实验发展|研发|r&d"), "研发"),
    (re.compile(r"\(研发\)"), ""),
    (re.compile(r"占比|的比重|之比|比例|比率"), "比重"),
    (re.compile(r"(?:累计)?(?:下降率|降低率|下降|降幅|减少)$"), "降低"),
    (re.compile(r"全体居民|城乡居民"), "居民"),
    (re.compile(r"人数$|数$|总额$|总量$"), ""),
    (re.compile(r"^全社会|^全(?=县|市|区|省)[县市区省]|(?:年?平均|年均)(?=浓度)|^其中:?|[的与和]"), ""),
    (re.compile(r"[()]"), ""),
)


class Names:
    """Looks names up in the catalogue: as spelled, then by words that mean the same. What could be two entries is none."""

    def __init__(self, reference: Reference) -> None:
        self._codes: Mapping[str, str] = {_folded(name): code for name, code in reference.names.items()}
        loose: dict[str, set[str]] = {}
        for name, code in self._codes.items():
            loose.setdefault(_loose(name), set()).add(code)
        self._loose = {name: next(iter(codes)) for name, codes in loose.items() if len(codes) == 1}

    def code(self, name: str, parent: str = "") -> str:
        """The code of a name, "" where none fits. A sub-row is also tried with its parent before it."""
        stems = [name, _LED_BY.sub("", name)]
        stems += [_GROWTH_WORDS.sub("", stem) for stem in stems]
        stems += [_LAST_BRACKET.sub("", stem) for stem in stems]
        tried = [_folded(one) for one in dict.fromkeys([f"{parent}{name}" if parent else name, *stems])]
        exact = next((self._codes[key] for key in tried if key in self._codes), "")
        return exact or next((self._loose[key] for key in map(_loose, tried) if key in self._loose), "")


def _folded(name: str) -> str:
    return normalise(plain_name(name)).casefold()


@lru_cache(maxsize=4096)
def _loose(folded: str) -> str:
    for pattern, word in _SAME:
        folded = pattern.sub(word, folded)
    return folded
