"""What checking an entered figure says. An error must be mended; a warning is passed with a reason that the reviewer sees."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


class CheckCode(StrEnum):
    """What may be wrong with an entered figure."""

    UNIT_SLIP = "unit_slip"  # ×10, ×100, 万/亿 against the series
    JUMP = "jump"  # out of step with the series
    SIGN = "sign"  # negative where that is hardly possible, or a cut entered as a fall
    NATURAL_LIMIT = "natural_limit"  # outside what can be: always an error
    LEVEL_GROWTH = "level_growth"  # level and stated growth contradict each other
    EQUALS_TARGET = "equals_target"  # the very number that was promised
    GROWTH_REPEATED = "growth_repeated"  # the growth of last year again
    PARTS_WHOLE = "parts_whole"  # 城镇 and 农村 against 全体
    COUNTY_CITY = "county_city"  # a county against its city
    NEIGHBOUR = "neighbour"  # the digits of another row or another county


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. ``field``: the cell (value, growth, parts). ``message``: Chinese, with the numbers, what and what to do."""

    code: CheckCode
    severity: Severity
    field: str
    message: str

    @property
    def key(self) -> str:
        """``code:field``; at most one finding a key."""
        return f"{self.code.value}:{self.field}"
