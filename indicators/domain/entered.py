"""Reading a number that a person typed: exactly what stands there, or why not. Nothing is guessed or rounded.

Accepted: ``12``, ``-0.5``, ``+3.10``, the same in full-width characters, blanks around. The rest is told apart.
What comes out of a sheet (``read_pasted``) may besides carry thousands groups, and the sign of the cell's own unit.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum

#: What a figure column holds (``indicators.models.fields.FigureField``).
MAX_DECIMALS = 10
MAX_WHOLE_DIGITS = 18

#: Characters that a Chinese input method gives for the same ASCII ones; nothing else is mapped.
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．＋－−", "0123456789.+--")
_NUMBER = re.compile(r"[+-]?([0-9]+)(?:\.([0-9]+))?")
#: Thousands groups: one to three digits, then exactly three each. ``0,123`` is none: it is a comma for a point.
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:[,，][0-9]{3})+(?:\.[0-9]+)?")
#: What a sign behind a number means, by the unit of the cell that may carry it.
_SIGN_OF_UNIT = {"%": "%％", "％": "%％", "‰": "‰"}
_SCIENTIFIC = re.compile(r"[+-]?[0-9.]+[eE][+-]?[0-9]+")


class Unreadable(StrEnum):
    """Why a text is no figure."""

    COMMA = "comma"
    PERCENT = "percent"
    SCIENTIFIC = "scientific"
    BLANK_INSIDE = "blank_inside"
    COMPARATOR = "comparator"
    WORDS = "words"
    DASH = "dash"
    TOO_PRECISE = "too_precise"
    TOO_LARGE = "too_large"
    NOT_A_NUMBER = "not_a_number"


class UnreadableFigure(ValueError):
    """``why`` says which mistake it is; ``text`` is what was typed."""

    def __init__(self, why: Unreadable, text: str) -> None:
        super().__init__(f"{why.value}: {text!r}")
        self.why = why
        self.text = text


def read_figure(text: str) -> Decimal | None:
    """The number as typed, its zeros kept (``9.70`` stays 9.70); None for blanks only. Raises ``UnreadableFigure``."""
    plain = text.translate(_FULL_WIDTH).strip()
    if not plain:
        return None
    match = _NUMBER.fullmatch(plain)
    if match is None:
        raise UnreadableFigure(_mistake(plain), text)
    whole, decimals = match.group(1), match.group(2) or ""
    if len(decimals) > MAX_DECIMALS:
        raise UnreadableFigure(Unreadable.TOO_PRECISE, text)
    if len(whole.lstrip("0")) > MAX_WHOLE_DIGITS:
        raise UnreadableFigure(Unreadable.TOO_LARGE, text)
    return Decimal(plain)


def read_pasted(text: str, *, unit: str) -> Decimal | None:
    """The number that a cell of a sheet shows; as ``read_figure``, and besides two habits of sheets, nothing else.

    Thousands groups (``1,234.5``, ``１，２３４``) where every group has exactly three digits; the sign %, ％ or ‰ behind the
    number where ``unit``, the unit of the cell, is that very sign: the number is then in the unit already. Raises
    ``UnreadableFigure`` with ``text`` as it was pasted.
    """
    plain = text.translate(_FULL_WIDTH).strip()
    signs = _SIGN_OF_UNIT.get(unit.strip(), "")
    if signs and plain[-1:] in tuple(signs):
        plain = plain[:-1].rstrip() or plain
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "").replace("，", "")
    try:
        return read_figure(plain)
    except UnreadableFigure as error:
        raise UnreadableFigure(error.why, text) from None


def _mistake(plain: str) -> Unreadable:
    """Which mistake it is, the most telling first."""
    if _SCIENTIFIC.fullmatch(plain):
        return Unreadable.SCIENTIFIC
    signs = (
        (Unreadable.PERCENT, "%％‰"),
        (Unreadable.COMPARATOR, "<>＜＞≤≥≦≧~～"),
        (Unreadable.COMMA, ",，、'’"),
    )
    for why, characters in signs:
        if any(character in plain for character in characters):
            return why
    if not plain.strip("-—－_/"):
        return Unreadable.DASH
    if any(character.isalpha() for character in plain):
        return Unreadable.WORDS
    if len(plain.split()) > 1 and _NUMBER.fullmatch("".join(plain.split())):
        return Unreadable.BLANK_INSIDE
    return Unreadable.NOT_A_NUMBER
