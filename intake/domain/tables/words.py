"""What a single cell of a table is, before its row is asked: a number of a row, a unit, a nature, a value, a name."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final

from indicators.domain.grammar import read_assigned, read_quantity, read_ratio, read_relation
from indicators.domain.literals import is_nothing, normalise, take_marks
from indicators.domain.names import read_name
from indicators.domain.units import is_unit, split_header


class What(StrEnum):
    """The kinds of cells that are told apart."""

    BLANK = "blank"
    DASH = "dash"
    NUMBER = "number"  # a bare integer of up to three digits: the number of a row, or a value
    VALUE = "value"
    UNIT = "unit"
    NATURE = "nature"
    TEXT = "text"  # words: a name, a parent, a category, a target in words
    NOISE = "noise"  # nothing of the above (ghosts of a scan)


#: Longer cells are sentences.
LONGEST_NAME: Final = 60
_NUMBER = re.compile(r"[(\[]?\d{1,3}[)\]]?[.、．]?")
_NATURE = re.compile(r"(?:预期|约束|设定|引导|指导|参考|导向|考核)(?:性|发展类|目标类|类|型)(?:指标)?|预期|约束")
_TWO_HAN = re.compile(r"[\u4e00-\u9fff].*[\u4e00-\u9fff]")
_FIGURE = re.compile(r"[\[<>≥≤~约第]*[-+]?\d")
_AS_VALUE = re.compile(
    r"^(?:完成|按|按照|达到|控制在|不低于|不高于|高于|低于|与|持续|保持|力争|稳定|确保|各年度|视情|待|以)"
    r"|(?:下达|同步|提升|改善|区间|确定|完成|达标|合格|提高|下降)$"
)
#: 一、经济发展; （一）经济发展; Ⅰ 经济发展.
ORDINAL: Final = re.compile(
    r"(?:[（(][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.．:：]|[ⅠⅡⅢⅣⅤⅥⅦⅧ][、.．]?)\s*"
)
#: The number of a category in a cell of its own: 一.
NUMERAL: Final = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.．]?")
#: 1.地区生产总值; 1、…; （1）…; the number of a row printed with its name.
_OWN_NUMBER = re.compile(r"\s*(?:(\d{1,3})[.．、](?!\d)|[（(](\d{1,3})[）)])\s*")
NOTE: Final = re.compile(
    r"\s*[（(【\[]?(?:注|备注|说明|附注|资料来源|数据来源|注释)\d?\s*[:：.．、）)】\]]|\s*注\s*\d|\s*[*＊※①]\s*\S{6,}"
)
_BLANKS = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")
_BETWEEN_WORDS = re.compile(r"(?<=[A-Za-z])[\s\u200b-\u200d\u2060\ufeff]+(?=[A-Za-z])")
_BULLET = re.compile(r"^[\s➢●■◆▪•·○◇★☆\-–—]*(?=[\u4e00-\u9fffA-Za-z0-9（(])")


def squeezed(text: str) -> str:
    """``text`` without the blanks of broken lines; one blank stays between two words in Latin letters."""
    return _BLANKS.sub("", _BETWEEN_WORDS.sub("\x00", text)).replace("\x00", " ")


def printed(text: str) -> str:
    """A cell as printed, in one line."""
    return " ".join(part.strip() for part in text.splitlines() if part.strip()) if "\n" in text else text.strip()


@lru_cache(maxsize=16384)
def what(text: str) -> What:
    """What a cell is by itself. A bare integer is a NUMBER: its column says whether it counts rows."""
    plain = normalise(take_marks(text)[0])
    if not plain:
        return What.BLANK
    if is_nothing(plain):
        return What.DASH
    if _NATURE.fullmatch(plain):
        return What.NATURE
    if _NUMBER.fullmatch(plain):
        return What.NUMBER
    if len(plain) > LONGEST_NAME:
        return What.TEXT
    if is_unit(split_header(plain.strip("()"))[0]):
        return What.UNIT
    if read_quantity(plain) or read_ratio(plain) or read_assigned(plain) or read_relation(plain):
        return What.VALUE
    if own_number(plain)[0] and _TWO_HAN.search(plain):
        return What.TEXT
    if _FIGURE.match(plain) and not _TWO_HAN.search(
        re.sub(r"以上|以下|左右|以内|百分点|万元|亿元|美元|标准煤|公里|公顷|平方", "", plain)
    ):
        return What.VALUE
    return What.TEXT if _TWO_HAN.search(plain) else What.NOISE


@lru_cache(maxsize=16384)
def may_be_name(text: str) -> bool:
    """Whether a cell is words, and not more of them than a name has."""
    return what(text) is What.TEXT and len(normalise(text)) <= LONGEST_NAME


@lru_cache(maxsize=16384)
def worded_value(text: str) -> bool:
    """Whether words promise something (持续改善, 保持在合理区间) rather than name an indicator."""
    plain = normalise(text)
    return what(text) is What.TEXT and not read_name(text).unit and _AS_VALUE.search(plain) is not None


def own_number(text: str) -> tuple[str, str]:
    """The number printed with a name, and the name without it: 1.地区生产总值 → ("1", 地区生产总值); "" for none."""
    found = _OWN_NUMBER.match(text)
    return (found[1] or found[2], text[found.end() :]) if found else ("", text)


def row_number(text: str) -> str:
    """The number of a row from its own cell: 1, 1., （1） → "1"."""
    found = re.search(r"\d{1,3}", normalise(text))
    return found[0] if found and what(text) is What.NUMBER else ""


def without_bullet(text: str) -> str:
    """A name without the bullet before it (➢ ● ■)."""
    return _BULLET.sub("", text)


def category_of(text: str) -> str:
    """A category without its ordinal: 一、经济发展（4项） → 经济发展."""
    plain = squeezed(text)
    plain = ORDINAL.sub("", plain, count=1) if ORDINAL.match(plain) else own_number(plain)[1]
    return re.sub(r"[（(](?:共)?\d+[项个](?:指标)?[)）]$", "", without_bullet(plain)).strip(":：")
