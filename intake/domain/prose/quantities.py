"""Numbers with their units in running text, before anybody asks what they promise.

A quantity is a number, or a range of two, with the unit that follows and the words that bound it (约, 超过 … 以上). What only
looks like one is none: years, routes, ordinals, voltages, letters with digits, whatever stands in quotation marks, and the
size that describes another count (220千伏变电站8座, 超200亿元企业3家).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from indicators.domain.types import Comparator
from intake.domain.prose.verbs import MAKE, REACH, either

_MULTIPLIER: Final = "(?:百万|千万|十万|万亿|十|百|千|万|亿)?"
#: Nouns of units.
_NOUNS: Final = either(
    "个百分点 百分点 个工作日 工作日 年一遇 人次 车次 场次 批次 亩次 平方公里 平方千米 平方米 立方米 "
    "公顷 公里 千米 延米 米 亩 立方 方 升 千克标准煤 克标准煤 吨标准煤 克标煤 吨标煤 微克 毫克 公斤 "
    "千克 克 吨 斤 蒸吨 千瓦时 千伏安 兆瓦 千瓦 千伏 兆 度 美元 元 标台 标箱 台（套） 台(套) 套 "
    "台 辆 列 架 艘 组 停车位 车位 泊位 托位 床位 张床位 张床 学位 餐位 席 人口 人 名 位 户 家 "
    "班 对 座 处 所 间 栋 幢 条 段 项 个 件 种 类 只 头 羽 株 棵 册 部 场 次 届 期 门 口 "
    "眼 孔 面 块 片 盏 支 枚 张 篇 款 例 宗 份 层 级 倍 天 日 小时 分钟 学时 课时 岁 年 路 "
)
_LATIN: Final = "km²|km2|hm²|m³|m3|m²|m2|kWh|kW|KW|MWp|MW|GW|TB|GB|Gbps|Mbps|KV|kV|kv|MVA|km|KM|㎡|㎞|ug/m³|μg/m³"
_PER: Final = rf"(?:[/每](?:{_MULTIPLIER}(?:{_NOUNS})|m³|m3|m2|m²))"
_UNIT: Final = rf"(?:%|‰|{_MULTIPLIER}(?:(?:{_LATIN})(?![A-Za-z])|{_NOUNS}){_PER}?|万亿|千万|百万|万|亿)"
_DIGITS: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
_NUMERAL: Final = r"[一二两三四五六七八九十]{1,3}"
_COUNTERS: Final = (
    r"年一遇|[个家座所处条栋幢户台套辆间人名](?![\w]?行动)"  # what a numeral may count and yet be no slogan
)
_BEFORE: Final = (
    "不低于|不少于|不小于|至少|超过|高于|大于|多于|突破|超|逾|"
    "不高于|不超过|不大于|低于|小于|少于|约为|约|接近|近|≥|≤|>=|<=|>|<"
)
_AFTER: Final = "左右|上下|以上|以内|以下|之内|内|余|多"
_QUANTITY: Final = re.compile(
    rf"(?P<before>(?:{_BEFORE})*)"
    rf"(?:(?<![\d.A-Za-z〔\[/_\-—–+])(?P<low>{_DIGITS})(?P<unit>{_UNIT})?"
    rf"(?:(?:[-~～至到]|[—–]{{1,2}})(?P<high>{_DIGITS})(?P<unit_high>{_UNIT})?)?"
    rf"|(?P<numeral>{_NUMERAL})(?:[至到](?P<numeral_high>{_NUMERAL}))?(?P<counter>{_COUNTERS}))"
    rf"(?P<after>(?:{_AFTER})?)"
)
_QUOTED: Final = re.compile(r"“[^”]{0,40}”|\"[^\"]{0,24}\"|《[^》]{0,80}》|〔[^〕]{0,12}〕|「[^」]{0,40}」")
_COMPARATORS: Final = {
    Comparator.GE: ("不低于", "不少于", "不小于", "至少", "≥", ">=", "以上"),
    Comparator.GT: ("超过", "突破", "高于", "大于", "多于", "超", "逾", ">", "余", "多"),
    Comparator.LE: ("不高于", "不超过", "不大于", "≤", "<=", "以内", "以下", "之内", "内"),
    Comparator.LT: ("低于", "小于", "少于", "<"),
    Comparator.ABOUT: ("约为", "约", "接近", "近", "左右", "上下"),
}
_MEANING: Final = {word: comparator for comparator, words in _COMPARATORS.items() for word in words}
_SPELLED_DIGITS: Final = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "○": 0}
#: Full-width signs, one for one, so that every offset stays.
_HALF: Final = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B)} | {0xFF0E: 0x2E, 0xFF05: 0x25, 0xFF0B: 0x2B}
_RUNS_ON: Final = re.compile(r"[A-Za-z+∶:/.]|[国省县乡]道|号|[-—][A-Za-z0-9]|月|世纪|流量")
_ORDINAL: Final = ("第", "号", "#", "No.", "∶", ":", "距", "相距", "编号")
_SPELLED_AFTER: Final = ("每", "其", "统", "同", "任", "之", "唯", "进", "“", "第", "这", "那", "逐")
_SIZES: Final = re.compile(r"(?:元|米|里|亩|人|户|岁|吨|级|年|平方米|度|床|%)$")
_MOST_SPELLED: Final = 10
_LONGEST_BRACKET: Final = 60
_VERB_BEFORE: Final = re.compile(rf"(?:{MAKE}|{REACH})$")
_RATING: Final = frozenset({"KW", "kW", "千瓦"})
_VOLTAGE: Final = frozenset({"千伏", "KV", "kV", "kv", "级", "层"})
_TIMES: Final = frozenset({"分钟", "小时", "年", "岁", "日", "届", "期"})
_SLOGAN: Final = re.compile(r"[^，。；]{0,12}(?:主轴|主线|轴线|路子|新路|格局|体系|机制|蓝图|指标|孩子)")


@dataclass(frozen=True, slots=True)
class Found:
    """A quantity at ``start``–``end`` of its text; ``digits``: where the number itself begins. ``spelled``: 三座."""

    start: int
    digits: int
    end: int
    value: Decimal
    high: Decimal | None
    unit: str
    comparator: Comparator
    spelled: bool = False

    @property
    def bounded(self) -> bool:
        """Whether a word before the number bounds it (不少于360学时)."""
        return self.start < self.digits


def half_width(text: str) -> str:
    """Full-width digits, letters and signs as ASCII, of the same length."""
    return text.translate(_HALF)


def quantities(text: str) -> tuple[Found, ...]:
    """The quantities of one sentence in order, without what only looks like one."""
    quoted = [found.span() for found in _QUOTED.finditer(text)]
    kept = [
        found
        for found in _all(text)
        if not any(start < found.digits < end for start, end in quoted) and not _is_name(found, text)
    ]
    following = [*kept[1:], None][: len(kept)]
    return tuple(one for one, after in zip(kept, following, strict=True) if not _describes(one, after, text))


def numeral(text: str) -> int | None:
    """The number that Chinese numerals write (二十一, 两, 十二), None where they write none."""
    total, digit = 0, 0
    for sign in text:
        if sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        elif sign not in _SPELLED_DIGITS or digit:
            return None
        else:
            digit = _SPELLED_DIGITS[sign]
    return total + digit or None


def _all(text: str) -> Iterator[Found]:
    for found in _QUANTITY.finditer(text):
        if found["numeral"]:
            numerals = (numeral(part) for part in (found["numeral"], found["numeral_high"]) if part)
            ends = [None if number is None else Decimal(number) for number in numerals]
            unit, digits = found["counter"], found.start("numeral")
        else:
            ends = [Decimal(part.replace(",", "")) for part in (found["low"], found["high"]) if part]
            unit, digits = found["unit_high"] or found["unit"] or "", found.start("low")
        known = sorted(end for end in ends if end is not None)
        if len(known) == len(ends):
            yield Found(
                start=found.start(),
                digits=digits,
                end=found.end(),
                value=known[0],
                high=known[-1] if known[-1] != known[0] else None,
                unit="个百分点" if unit == "百分点" else unit.replace("人口", "人").replace("每", "/"),
                comparator=_comparator(found["before"], found["after"]),
                spelled=bool(found["numeral"]),
            )


def _comparator(before: str, after: str) -> Comparator:
    """The comparator of the words around a number: the bounding ones go before 约 and 左右, none is =."""
    meanings = [_MEANING[word] for word in (*re.findall(_BEFORE, before), after) if word in _MEANING]
    bounding = [meaning for meaning in meanings if meaning is not Comparator.ABOUT]
    return (bounding or meanings or [Comparator.EQ])[0]


def _is_name(found: Found, text: str) -> bool:
    """Whether the number is a year, a route, an ordinal, a voltage, a circle of minutes, or runs on into letters."""
    before, after = text[max(0, found.digits - 8) : found.digits], text[found.end : found.end + 24]
    if found.spelled:
        slogan = found.unit != "年一遇" and _SLOGAN.match(after) is not None
        if found.value > _MOST_SPELLED and not re.match(r"[\u4e00-\u9fff]", after) and not _VERB_BEFORE.search(before):
            return True  # a name: 第二十二所 without 第
        if found.unit == "个" and before.endswith("等"):
            return True
        return slogan or before[-1:] in _SPELLED_DIGITS or before.endswith(_SPELLED_AFTER) or _in_bracket(text, found)
    if (
        before.endswith(_ORDINAL)
        or re.search(r"(?:距|选址|位于|地处|坐落)[^，。；]*$", text[max(0, found.digits - 40) : found.digits])
        or found.unit in _VOLTAGE
    ):
        return True
    if found.unit in ("年", "日") and (found.value >= 1900 or before.endswith("月")):
        return True
    if (
        found.unit in _TIMES
        and not re.search(r"(?:压缩|缩短|控制|达)(?:至|到|在)?$", before)
        and found.comparator is Comparator.EQ
    ):
        return found.unit not in {"岁", "年"} or not re.search(r"[到达为至高加]$", before)
    if not found.unit and _RUNS_ON.match(after):
        return True
    return re.match(r"(?:主要|约束性|预期性|核心)?指标|(?:步行)?半径", after) is not None


def _in_bracket(text: str, found: Found) -> bool:
    near = text[max(0, found.digits - _LONGEST_BRACKET) : found.digits]
    return max(near.rfind("（"), near.rfind("(")) > max(near.rfind("）"), near.rfind(")"))


def _describes(found: Found, following: Found | None, text: str) -> bool:
    """Whether the quantity is the size of what the next one counts, or of a thing that is only named."""
    after = text[found.end : following.start if following else len(text)]
    if following is not None and after and not after.endswith(("和", "及", "与", "等")):
        named = re.fullmatch(r"[^，。；、：:,;！？（）()]{1,16}", after)
        if named and not _CARRIES_ON.match(after):
            return True
    if following is not None and not after and following.unit == "%" and found.unit == "个":
        return True
    if found.unit in _RATING and re.match(r"[\u4e00-\u9fff]", after):
        return True
    if found.comparator is Comparator.EQ or found.unit == "%" or not _SIZES.search(found.unit):
        return False
    named = re.match(r"(?:的)?[\u4e00-\u9fff]", after)
    return named is not None and (not found.bounded or after.startswith("的")) and not _AIM.match(after)


#: Words after which a second number is one of its own: 4座共51.5延米, 一座占地200亩.
_CARRIES_ON: Final = re.compile(
    r"共|总|合|全长|长|占地|面积|投资|建筑|和|及|以及|与|或|并|新|改|扩|建|增|达|等|的|[^，。；]{0,10}(?:达|提高|增加|增长|新增|共|至|到|为|在|面积|投资|全长)"
)
_AIM: Final = re.compile(r"的?(?:目标|规模|任务|水平|标准)")
