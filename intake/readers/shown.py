"""A workbook's values as the sheet shows them: 0.006 under 0.00% is 0.60%, 7 under 0.0 is 7.0.

Understood: General, digits with grouping, per cent, literal text, sections by sign, scientific, dates and times with 年月日
and the Chinese formats that a file names by number only. What is not understood is shown as General, every digit kept.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache
from typing import Final

GENERAL: Final = "General"
# formats that a Chinese Excel or WPS stores as a bare number, and the one date that depends on the country
BY_NUMBER: Final = {
    14: "yyyy/m/d",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
_TOKEN: Final = re.compile(
    r"""(?P<quoted>"[^"]*")|\\(?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]"""
    r"""|(?P<general>General)|(?P<number>[0#?.,]*[0#?][0#?.,]*)|(?P<exponent>E[+-]0+)|(?P<ampm>AM/PM|A/P|上午/下午)"""
    r"""|(?P<date>y+|m+|d+|h+|s+|e+)|(?P<literal>.)""",
    re.IGNORECASE | re.DOTALL,
)
_CURRENCY: Final = re.compile(r"\$([^-]*)(?:-[0-9A-Fa-f]+)?")
_LONGEST: Final = 300  # no real format is longer
_MOST_DECIMALS: Final = 30
_SIGNIFICANT: Final = 15  # digits that a workbook keeps of a number
_GENERAL_DIGITS: Final = 10  # decimals and digits of General in a wide enough column
_WEEKDAYS: Final = "一二三四五六日"

Token = tuple[str, str]  # kind, text


@dataclass(frozen=True, slots=True)
class Pattern:
    """The digits part of a format."""

    whole: int  # least digits before the point
    decimals: int  # most digits after it
    least: int  # of which printed even where they are zero
    grouped: bool
    thousands: int  # commas at the end: divided by 1000 each


def shown(value: object, code: str) -> str:
    """``value`` as it is displayed under the format ``code``; None: ""."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float | Decimal):
        return _number(_decimal(value), code)
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return _date(value, code)
    if isinstance(value, datetime.timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    return str(value).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")


def is_date(code: str) -> bool:
    """Whether the format shows a date or a time."""
    return any(kind == "date" for kind, _ in _tokens(_sections(code)[0])) if len(code) <= _LONGEST else False


def general(number: Decimal) -> str:
    """A number under General: no zeros at the end, ten digits; a whole number keeps all of its digits."""
    if number == number.to_integral_value():
        return f"{number:f}".split(".")[0]
    whole = len(str(abs(int(number)))) if abs(number) >= 1 else 0
    rounded = round_half_up(
        number, max(_GENERAL_DIGITS - whole, 0) if abs(number) >= Decimal("0.0001") else _SIGNIFICANT
    )
    text = f"{rounded:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def round_half_up(number: Decimal, digits: int) -> Decimal:
    """As Excel rounds: a half goes away from zero."""
    with localcontext() as context:
        context.prec = 400
        return number.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def _decimal(value: float | Decimal) -> Decimal:
    """The decimal number that was typed, not the binary one next to it."""
    return Decimal(f"{value:.{_SIGNIFICANT}g}") if isinstance(value, float) else Decimal(value)


def _number(number: Decimal, code: str) -> str:
    if not number.is_finite():
        return str(number)
    if len(code) > _LONGEST:
        return general(number)
    section, signed = _section_for(number, _sections(code))
    tokens = _tokens(section)
    kinds = [kind for kind, _ in tokens]
    digits = next((text for kind, text in tokens if kind == "number"), "")
    if "date" in kinds or "exponent" in kinds or kinds.count("number") > 1 or "/" in section:
        return _scientific(number, tokens) if "exponent" in kinds and kinds.count("number") == 1 else general(number)
    amount = number if signed else abs(number)
    amount *= 100 ** sum(text == "%" for kind, text in tokens if kind == "literal")
    out = []
    for kind, text in tokens:
        if kind == "number":
            out.append(_digits(amount, _pattern(digits)))
        elif kind == "general" or (kind == "literal" and text == "@"):
            out.append(general(amount))
        else:
            out.append(_literal(kind, text))
    told = "".join(out)
    if told.startswith("-") is False and "-" in told and signed and number < 0:
        told = "-" + told.replace("-", "", 1)  # the sign stands before a currency
    return told.strip()


@lru_cache(maxsize=500)
def _sections(code: str) -> tuple[str, ...]:
    """The parts between semicolons: positive, negative, zero, text."""
    parts, quoted, part = [], False, ""
    for char in code or GENERAL:
        if char == '"':
            quoted = not quoted
        if char == ";" and not quoted:
            parts.append(part)
            part = ""
        else:
            part += char
    return (*parts, part)


def _section_for(number: Decimal, sections: tuple[str, ...]) -> tuple[str, bool]:
    """The section that applies, and whether the number brings its own sign in it."""
    if any(re.match(r"\s*\[[<>=]", section) for section in sections):
        return sections[-1] if len(sections) == 1 else GENERAL, True  # conditions: nothing is guessed
    if number < 0 and len(sections) > 1:
        return sections[1], False
    if number == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], True


@lru_cache(maxsize=500)
def _tokens(section: str) -> tuple[Token, ...]:
    return tuple((match.lastgroup or "", match[match.lastgroup or 0]) for match in _TOKEN.finditer(section))


def _literal(kind: str, text: str) -> str:
    if kind == "quoted":
        return text[1:-1]
    if kind == "space":
        return " "
    if kind == "bracket":
        currency = _CURRENCY.fullmatch(text)
        return currency[1] if currency else ""
    return "" if kind == "fill" else text


def _pattern(digits: str) -> Pattern:
    core = digits.rstrip(",")
    whole, _, decimals = core.partition(".")
    places = [char for char in decimals if char in "0#?"]
    return Pattern(
        whole=whole.count("0"),
        decimals=min(len(places), _MOST_DECIMALS),
        least=min(max((at for at, char in enumerate(places, start=1) if char == "0"), default=0), _MOST_DECIMALS),
        grouped="," in whole,
        thousands=len(digits) - len(core),
    )


def _digits(number: Decimal, pattern: Pattern) -> str:
    rounded = round_half_up(number.scaleb(-3 * pattern.thousands), pattern.decimals)
    text = f"{abs(rounded):f}"
    whole, _, decimals = text.partition(".")
    while len(decimals) > pattern.least and decimals.endswith("0"):
        decimals = decimals[:-1]
    whole = whole.zfill(pattern.whole) if pattern.whole else whole.lstrip("0")
    if pattern.grouped:
        whole = re.sub(r"(?<=\d)(?=(\d{3})+$)", ",", whole)
    sign = "-" if number < 0 else ""  # -0.04 under 0.0 is -0.0
    return sign + whole + ("." + decimals if decimals else "")


def _scientific(number: Decimal, tokens: tuple[Token, ...]) -> str:
    pattern = _pattern(next(text for kind, text in tokens if kind == "number"))
    mantissa, _, exponent = f"{number:.{pattern.decimals}E}".partition("E")
    return f"{mantissa}E{int(exponent):+03d}"


def _date(value: datetime.datetime | datetime.date | datetime.time, code: str) -> str:
    """A date as the format writes it; a format that is none writes it the way of ISO 8601."""
    tokens = _tokens(_sections(code)[0]) if len(code) <= _LONGEST else ()
    if not any(kind == "date" for kind, _ in tokens):
        return value.isoformat(" ") if isinstance(value, datetime.datetime) else value.isoformat()
    half_days = any(kind == "ampm" for kind, _ in tokens)
    out, last = [], ""
    for index, (kind, text) in enumerate(tokens):
        if kind == "date":
            following = next((later for sort, later in tokens[index + 1 :] if sort == "date"), "")
            minutes = text[0] in "mM" and (last in ("h", "H") or following[:1] in ("s", "S"))
            out.append(_date_part(value, "M" if minutes else text[0].lower(), len(text), half_days))
            last = text[0]
        elif kind == "ampm":
            out.append(("上午", "下午")[getattr(value, "hour", 0) >= 12])
        else:
            out.append(_literal(kind, text))
    return "".join(out).strip()


def _date_part(value: datetime.datetime | datetime.date | datetime.time, part: str, width: int, half_days: bool) -> str:
    """One of y m d h M (minutes) s; the third and fourth d are the day of the week."""
    if part in ("y", "e"):
        year = getattr(value, "year", 1900)
        return f"{year % 100:02d}" if part == "y" and width <= 2 else str(year)
    if part == "d" and width > 2 and not isinstance(value, datetime.time):
        return "星期" + _WEEKDAYS[value.weekday()]
    if part == "m" and width > 2:
        return f"{getattr(value, 'month', 1)}月"
    names = {"m": "month", "d": "day", "h": "hour", "M": "minute", "s": "second"}
    number = int(getattr(value, names[part], 0))
    if part == "h" and half_days:
        number = number % 12 or 12
    return f"{number:02d}" if width > 1 else str(number)
