"""What the printed facts of a project say in numbers: its total investment, when it starts and when it ends.

Only what stands there plainly is taken. A range, a bound (以上), several amounts, another currency: nothing is said, and
the facts stay to be read.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_AMOUNT = re.compile(
    rf"(?P<before>总投资|计划投资|估算投资|概算投资|投资总额|(?<!完成)(?<!年度)投资)[额为约共计达：:\s]*"
    rf"(?P<low>{_NUMBER})\s*(?P<to>(?:亿|万)?元?\s*[-—–~～至到]\s*{_NUMBER})?\s*"
    rf"(?P<unit>亿|万)(?P<currency>元|人民币)?(?P<after>美元|港元|港币|欧元|日元|以上|以下|以内|余元|余)?"
)
#: Any amount of money at all: a second one beside the total makes the total doubtful.
_MONEY = re.compile(rf"{_NUMBER}\s*(?:亿|万)(?:元|美元)")
_DAY = r"(?P<year>20\d\d)\s*年(?:\s*(?P<month>1[0-2]|0?[1-9])\s*月)?"
_START = re.compile(_DAY + r"(?:份|初|底)?(?:全面|正式)?(?:开工|动工|开始建设|启动建设)")
_FINISH = re.compile(_DAY + r"(?:份|底|底前|末)?(?:全面)?(?:竣工|完工|建成|投产|投用|投入使用)")
_SPAN = re.compile(
    r"建设(?:期限|年限|周期|时间|工期|期|起止年限)[为：:\s]*(?P<first>20\d\d)\s*年?\s*[-—–~～至]+\s*(?P<last>20\d\d)\s*年?"
)


@dataclass(frozen=True, slots=True)
class Investment:
    """A total investment as printed. ``unit``: 亿元 or 万元."""

    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Times:
    """Planned start and finish. Of a year its first or last day, of a month likewise; None: not said plainly."""

    start: date | None = None
    finish: date | None = None


def investment_of(facts: str) -> Investment | None:
    """The one total investment that the facts state (总投资20亿元 → 20 亿元; 约 is kept as the figure); None: not plainly."""
    found = list(_AMOUNT.finditer(facts))
    if len(found) != 1 or len(_MONEY.findall(facts)) > 1:
        return None
    one = found[0]
    if one["to"] or one["after"] or not (one["currency"] or one["before"] != "投资"):
        return None
    return Investment(Decimal(one["low"].replace(",", "")), f"{one['unit']}元")


def times_of(facts: str) -> Times:
    """Planned start and finish as the facts state them, each only where it is said once."""
    span = list(_SPAN.finditer(facts))
    if len(span) == 1:
        first, last = int(span[0]["first"]), int(span[0]["last"])
        return Times(date(first, 1, 1), date(last, 12, 31)) if first <= last else Times()
    start, finish = _once(_START, facts), _once(_FINISH, facts)
    first_day = None if start is None else date(start[0], start[1] or 1, 1)
    last_day = None if finish is None else _end(*finish)
    if first_day and last_day and first_day > last_day:
        return Times()
    return Times(first_day, last_day)


def _once(pattern: re.Pattern[str], facts: str) -> tuple[int, int | None] | None:
    found = {(int(one["year"]), int(one["month"]) if one["month"] else None) for one in pattern.finditer(facts)}
    return found.pop() if len(found) == 1 else None


def _end(year: int, month: int | None) -> date:
    last = month or 12
    return date(year, last, calendar.monthrange(year, last)[1])
