"""Quantities of an item: its length, area, capacity, money, number. They are facts, not part of its name."""

from __future__ import annotations

import re
from typing import Final

from intake.domain.text import close_up

_DIGIT: Final = "一二两三四五六七八九十百"
_NUMBER: Final = (
    r"(?:约|近|逾|超|超过|共|共计|总计|计)?\s*(?:\d+(?:\.\d+)?(?:\s*[-—–~～至到]\s*\d+(?:\.\d+)?)?"
    rf"|(?<![{_DIGIT}第])[{_DIGIT}](?![{_DIGIT}]))"
)
_MULTIPLE: Final = r"(?:余|多)?\s*[十百千万亿]{0,2}"
_UNIT: Final = (
    r"(?:平方公里|平方千米|平方米|立方米|公里|千米|延米|公顷|千伏安|千瓦时|千瓦|兆瓦|千伏|吨|亩|元|美元|米|座|个|处|条|家|所|台|套|辆|户|人次|人|张|间|栋|幢|名|头|只"
    r"|羽|万|亿|株|眼|件|项|根|段|孔|对|床|级|年|MW|KW|kW|MVA|kVA|km|㎡|m2|m²|m³|m3|km²|GB|%|％|倍|立方|方|公斤|斤|kWh|度|标台|枚|棵|片|块|种|门|部)"
)
_PER: Final = r"(?:[/／](?:年|天|日|小时|台|套|人|次|h|d|a|月))*"
QUANTITY: Final = (
    rf"{_NUMBER}{_MULTIPLE}\s*{_UNIT}(?:\s*[(（][^（）()]{{1,4}}[)）])?{_PER}(?:以上|左右|以内|以下|/[套个台年])?"
)
#: 总投资, 占地面积, 全长 …: the word that a fact begins with.
_MEASURE: Final = (
    r"(?:(?:总投资|投资额|投资|占地面积|总占地|占地|用地面积|用地|总建筑面积|建筑面积|建设面积|建设规模|规划面积|面积|全长|总长度|总长|长度|长|宽|里程|总规模|规模"
    r"|装机容量|总装机|装机|容量|总库容|库容|年产值|产值|年产|日产|年处理|日处理|处理能力|处理规模|供水规模|供热能力|供热面积|床位|学位|总里程|设计[^，。；、\d]{0,8}|产能"
    r"|日供水[^，。；、\d]{0,4}|服务人口|受益人口|储量|吞吐量|新增[^，。；、\d]{1,8}|建设里程|建设总里程|共计|合计|总计|计划|配备[^，。；、\d]{1,8}|双向))"
)
_FACT_CLAUSE: Final = re.compile(
    rf"^(?:其中[，,]?)?[^，。；、]{{0,4}}{_MEASURE}(?:为|达到|达|约为|约|共|共计|逾|近|超|超过|不低于|不少于)?\s*{QUANTITY}.{{0,12}}$"
)
_TRAILING: Final = re.compile(rf"(?:\s|，)*(?:{_MEASURE})?(?:为|达到|达|约为)?\s*{QUANTITY}$")
_BRACKETED: Final = re.compile(r"[（(]([^（）()]*)[）)]$")
_ANY: Final = re.compile(QUANTITY)
_ONLY: Final = re.compile(rf"^(?:{_MEASURE}?(?:为|达到|达|约为|约)?\s*{QUANTITY}[，、；,\s和]*)+$")


def is_fact(clause: str) -> bool:
    """Whether a clause only measures what stands before it (总投资3亿元, 占地200亩)."""
    return _FACT_CLAUSE.match(clause) is not None


def has_quantity(text: str) -> bool:
    """Whether the words hold a number with its unit."""
    return _ANY.search(text) is not None


def split_name(text: str) -> tuple[str, str]:
    """The name and the facts that close it: a bracket that holds only quantities, or a quantity at the end.

    >>> split_name("环湖路（12公里）")
    ('环湖路', '12公里')
    """
    name, facts = text, ""
    bracket = _BRACKETED.search(name)
    if bracket and _ONLY.match(bracket.group(1).strip()):
        return name[: bracket.start()].rstrip(), close_up(bracket.group(1))
    trailing = _TRAILING.search(name)
    if trailing and len(name[: trailing.start()].strip()) >= 2:
        name, facts = name[: trailing.start()].rstrip(" ，"), trailing.group().strip(" ，")
    return name, close_up(facts)


def quantities(clauses: list[str]) -> str:
    """The clauses that hold a quantity, joined as the facts of a programme."""
    return "；".join(close_up(clause) for clause in clauses if has_quantity(clause))


_LEADING: Final = re.compile(rf"^({QUANTITY})(?![以及、，至到和]|百分点)(?=\D{{2,}})")


def leading_quantity(text: str) -> tuple[str, str]:
    """The quantity that a phrase begins with and what follows it; "" and the phrase where there is none.

    >>> leading_quantity("2条公交线路")
    ('2条', '公交线路')
    """
    found = _LEADING.match(text)
    return (close_up(found.group(1)), text[found.end() :].strip()) if found else ("", text)


def is_single(facts: str) -> bool:
    """Whether a quantity is one thing: 1座, 一处."""
    return re.fullmatch(r"(?:1|一)\s*(?:座|处|个|所|家|条|栋|项|张)", facts) is not None
