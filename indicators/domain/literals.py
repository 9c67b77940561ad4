"""Printed characters before they mean anything: normalisation, footnote marks, and the items of one cell.

NOTATION.md section 3: before NFKC footnote marks and superscripts are taken off, ∶ becomes ``:`` and thousands commas
are joined; after it blanks are removed (a wrapped cell reads ``按市下达目 标``).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Footnote marks: asterisks, stars, circled numbers, superscripts. ² and ³ after an ``m`` belong to the unit (m³).
_MARK = r"(?:[*＊※†‡☆★①-⑳⁰¹⁴-⁹]|(?<![mM])[²³])"
_MARKS = rf"(?:{_MARK}\s*)*"
_MARKED = re.compile(
    rf"\s*(?P<before>{_MARKS})(?P<body>.*?)(?P<inside>{_MARKS})(?P<close>[\]］〕】]?)\s*(?P<after>{_MARKS})\s*",
    re.DOTALL,
)
_THOUSANDS = re.compile(r"(?<=[0-9０-９])[,，](?=[0-9０-９]{3}(?![0-9０-９]))")
#: Signs that mean the same and that NFKC leaves apart.
_SIGNS = str.maketrans("〔【〕】∶−≧≦⩾⩽〜", "[[]]:-≥≤≥≤~")
_BLANKS = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")
_NOTHING = re.compile(r"[-—–―_/]*")
_SEPARATORS = "、|;"


@lru_cache(maxsize=8192)
def normalise(text: str) -> str:
    """``text`` in one spelling: ASCII digits and signs, square brackets, no blanks. Twice changes nothing more."""
    while True:
        text = _THOUSANDS.sub("", text.translate(_SIGNS))
        spelled = _BLANKS.sub("", unicodedata.normalize("NFKC", text).translate(_SIGNS))
        if spelled == text:
            return spelled
        text = spelled


def take_marks(text: str) -> tuple[str, tuple[str, ...]]:
    """``text`` without the footnote marks at its ends (also inside a closing bracket), and the marks as printed."""
    found = _MARKED.fullmatch(text)
    if found is None:  # pragma: no cover - the pattern fits every text
        return text, ()
    marks = "".join(_BLANKS.split(found["before"] + found["inside"] + found["after"]))
    return found["body"] + found["close"], tuple(marks.replace("＊", "*"))


def is_nothing(text: str) -> bool:
    """Whether a normalised text is blank or only dashes (``_`` is a dash lost in scanning)."""
    return _NOTHING.fullmatch(text) is not None


def split_items(text: str) -> tuple[str, ...]:
    """The printed pieces of one cell between 、 | ; outside brackets; pieces of blanks only are left out."""
    pieces, depth, start = [], 0, 0
    for position, character in enumerate(text):
        plain = unicodedata.normalize("NFKC", character).translate(_SIGNS)
        if plain == "[":
            depth += 1
        elif plain == "]":
            depth = max(0, depth - 1)
        elif plain in _SEPARATORS and plain and depth == 0:
            pieces.append(text[start:position])
            start = position + 1
    pieces.append(text[start:])
    return tuple(piece.strip() for piece in pieces if normalise(piece))
