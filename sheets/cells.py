"""A cell of a workbook as a text, by what Excel keeps in it. Nothing is guessed: what is no clear figure says what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from openpyxl.utils import get_column_letter

#: Excel calculates with 15 digits; what it keeps behind them is noise of the binary number.
_DIGITS: Final = 15
#: A number that has at most so many digits once the noise is gone is the one that is shown.
_CLEAR: Final = 12
_QUOTED: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_SCALED: Final = re.compile(r"[0#?],+(?![0#?,])")


class CellKind(StrEnum):
    """What stands in a cell. ``BLANK``, ``TEXT``, ``NUMBER`` and ``PERCENT`` can be read, the others are refused."""

    BLANK = "blank"
    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"  # ``text`` carries the sign: 0.12 shown as 12% is "12%"
    DATE = "date"
    TRUTH = "truth"
    ERROR = "error"  # #REF!, #DIV/0! …
    NOT_COMPUTED = "not_computed"  # a formula that no program has computed
    TOO_MANY_DIGITS = "too_many_digits"  # 1/3, or a computed value that was not rounded
    SCALED = "scaled"  # the format shows thousands of it
    COVERED = "covered"  # lies under a merged cell


READABLE: Final = {CellKind.BLANK, CellKind.TEXT, CellKind.NUMBER, CellKind.PERCENT}


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One cell. ``text``: what it says ("" = blank; of a refused kind: what to show). ``row``, ``column`` count from 1.

    ``formula``: as written, "" = none. ``hidden``: its row, column or sheet is. ``shortened``: noise behind the 15th digit
    was left out, as Excel does when it shows the number.
    """

    sheet: str
    row: int
    column: int
    kind: CellKind = CellKind.BLANK
    text: str = ""
    formula: str = ""
    hidden: bool = False
    shortened: bool = False

    @property
    def name(self) -> str:
        """How a person finds it: ``填报!E7``."""
        return f"{self.sheet}!{get_column_letter(self.column)}{self.row}"

    @property
    def readable(self) -> bool:
        return self.kind in READABLE


def read_cell(value: Any, *, number_format: str, is_error: bool, formula: str) -> tuple[CellKind, str, bool]:
    """Kind, text and whether it was shortened. ``value``: the one last computed where there is a ``formula``."""
    if value is None:
        return (CellKind.NOT_COMPUTED, formula, False) if formula else (CellKind.BLANK, "", False)
    if is_error:
        return CellKind.ERROR, str(value), False
    if isinstance(value, bool):
        return CellKind.TRUTH, "TRUE" if value else "FALSE", False
    if isinstance(value, datetime | date | time | timedelta):
        return CellKind.DATE, _date(value), False
    if isinstance(value, int | float | Decimal):
        return _number(value, number_format)
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").strip()
    return (CellKind.TEXT, text, False) if text else (CellKind.BLANK, "", False)


def _date(value: datetime | date | time | timedelta) -> str:
    whole_day = isinstance(value, datetime) and value.time() == time()
    return value.date().isoformat() if whole_day and isinstance(value, datetime) else str(value)


def _number(value: float | Decimal, number_format: str) -> tuple[CellKind, str, bool]:
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite():
        return CellKind.ERROR, str(value), False
    shown_as = _QUOTED.sub("", number_format).split(";")[0]
    shortened = False
    if _significant(exact) > _DIGITS:
        short = Decimal(f"{exact:.{_DIGITS}g}")
        if _significant(short) > _CLEAR:
            return CellKind.TOO_MANY_DIGITS, f"{exact:f}", False
        exact, shortened = short, True
    if _SCALED.search(shown_as):
        return CellKind.SCALED, f"{exact:f}", shortened
    if "%" in shown_as:
        hundred = exact.scaleb(2)
        return CellKind.PERCENT, f"{_trimmed(hundred)}%", shortened
    return CellKind.NUMBER, _trimmed(exact), shortened


def _significant(number: Decimal) -> int:
    """How many digits it has between the first and the last that is not zero."""
    return len(str(number.as_tuple().digits and "".join(map(str, number.as_tuple().digits))).strip("0"))


def _trimmed(number: Decimal) -> str:
    """Without the zeros that only the binary number or the format brought; never in exponent form."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text
