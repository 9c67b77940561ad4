"""Characters at their places on a page become printed lines, and printed lines paragraphs.

Only geometry is asked: a line that reaches the right margin goes on in the next one where that begins at the left margin.
A wide gap within a line is a tab. A text layer that names a character by its radical (⽬ for 目), or the
long dash by its twin, is put right.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from intake.readers.grids import superscript

Char = dict[str, Any]  # of pdfplumber: text, x0, x1, top, bottom, size, upright
Box = tuple[float, float, float, float]  # left, top, right, bottom

_TAB_GAP: Final = 1.8  # in widths of a Chinese character
_BLANK_GAP: Final = 0.5
_LATIN_GAP: Final = 0.15
_SMALL: Final = 0.85  # raised and lowered characters are smaller than this share of their line
_SMALLEST: Final = 0.45  # and not smaller than that, else the line is a watermark across the text
_SAME_LINE: Final = 0.35
_MARGIN: Final = 1.6  # how far from the right margin a full line may end: punctuation that may not begin a line
_CELL_MARGINS: Final = 2.2  # both margins of a cell and the character that did not fit
_INDENT: Final = 0.8
_FULL_LINES: Final = 3
_LINE_SPACE: Final = 1.6
_SAME_SIZE: Final = 0.15
_RADICALS: Final = dict(
    zip(
        "⺠⺟⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳⺁⺄⺇⺎⺐⺕⺝⺫⺮⻊⻌⼾⻁―",
        "民母西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟厂乙几兀尢彐月罒竹足辶户虎—",
        strict=True,
    )
)


@dataclass(slots=True)
class Printed:
    """One line as printed."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class _Gathered:
    """A line while its characters are gathered."""

    chars: list[Char]
    top: float
    bottom: float
    size: float


def put_right(text: str) -> str:
    """Radicals and ligatures as the characters they stand for, any line end or tab as a blank."""
    if not text.strip():
        return " " * len(text) if text.isascii() else text
    if text.isascii():
        return text
    return "".join(_as_character(char) for char in text)


def _as_character(char: str) -> str:
    if char in _RADICALS:
        return _RADICALS[char]
    return unicodedata.normalize("NFKC", char) if "\u2f00" <= char <= "\u2fdf" or "\ufb00" <= char <= "\ufb06" else char


def lines_of(chars: Iterable[Char]) -> list[Printed]:
    """The printed lines from top to bottom; turned text (a rotated cell, a watermark) as a last one, in its own order."""
    seen: set[tuple[str, int, int]] = set()
    level: list[Char] = []
    turned: list[Char] = []
    for char in chars:
        if not _printed_before(char, seen):
            (level if char["upright"] else turned).append(char)
    lines = sorted((_line(gathered) for gathered in _gather(level)), key=lambda line: (line.middle, line.x0))
    if turned:
        lines.append(_line(_Gathered(turned, *_extent(turned)), in_order=True))
    return [line for line in lines if line.text.strip()]


def _printed_before(char: Char, seen: set[tuple[str, int, int]]) -> bool:
    """Whether the same character stands there already: bold print is sometimes done twice, a hair apart."""
    text, x, y = char["text"], round(char["x0"]), round(char["top"])
    near = (0,) if text.isascii() else (0, -1, 1)
    if any((text, x + right, y + down) in seen for right in near for down in near):
        return True
    seen.add((text, x, y))
    return False


def _extent(chars: Sequence[Char]) -> tuple[float, float, float]:
    return (
        min(char["top"] for char in chars),
        max(char["bottom"] for char in chars),
        max(char["size"] for char in chars),
    )


def _gather(chars: list[Char]) -> list[_Gathered]:
    """Characters of one height together; the large ones first, so that a raised figure finds the line it stands at."""
    gathered: list[_Gathered] = []
    last: _Gathered | None = None
    for char in sorted(chars, key=lambda one: (-round(one["size"], 1), one["top"], one["x0"])):
        if last is None or not _belongs(char, last):
            last = next((line for line in gathered if _belongs(char, line)), None)
        if last is None:
            last = _Gathered([], char["top"], char["bottom"], char["size"])
            gathered.append(last)
        last.chars.append(char)
    return gathered


def _belongs(char: Char, line: _Gathered) -> bool:
    middle = (char["top"] + char["bottom"]) / 2
    if char["size"] < _SMALL * line.size:
        return bool(char["size"] >= _SMALLEST * line.size and line.top <= middle <= line.bottom)
    return bool(abs(middle - (line.top + line.bottom) / 2) <= _SAME_LINE * line.size)


def _line(gathered: _Gathered, *, in_order: bool = False) -> Printed:
    chars = gathered.chars if in_order else sorted(gathered.chars, key=lambda one: float(one["x0"]))
    out: list[str] = []
    blanks, before = "", None
    for char in chars:
        text = put_right(char["text"]).replace("\n", " ").replace("\r", " ").replace("\t", " ")
        if not text.strip():
            blanks += text or ""
            continue
        if before is not None:
            out.append(blanks if in_order else _between(before, char, blanks, gathered.size))
        raised = char["size"] < _SMALL * gathered.size and char["bottom"] < gathered.bottom - 0.2 * gathered.size
        out.append(superscript(text) if raised else text)
        blanks, before = "", char
    visible = [char for char in chars if char["text"].strip()] or chars
    return Printed(
        "".join(out),
        x0=min(char["x0"] for char in visible),
        x1=max(char["x1"] for char in visible),
        top=gathered.top,
        bottom=gathered.bottom,
        size=gathered.size,
    )


def _between(before: Char, char: Char, blanks: str, size: float) -> str:
    gap = char["x0"] - before["x1"]
    if gap >= _TAB_GAP * size:
        return "\t"
    if blanks:
        return blanks if gap > 0 else ""
    latin = before["text"][-1:].isascii() and char["text"][:1].isascii()
    return " " if gap > (_LATIN_GAP if latin else _BLANK_GAP) * size else ""


def cell_text(chars: Iterable[Char], width: float) -> str:
    """Text of a cell of this width: its lines joined where one fills the cell, else with a line break."""
    text, before = "", None
    for line in lines_of(chars):
        if before is not None:
            wrapped = width - (before.x1 - before.x0) <= _CELL_MARGINS * before.size
            text += _joint(text, line.text) if wrapped else "\n"
        text += line.text.replace("\t", " ")
        before = line
    return text


def _joint(before: str, after: str) -> str:
    """What stands between the end of a line and the line it goes on in: a blank between words, nothing in Chinese."""
    return (
        " " if before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha() else ""
    )


def right_margin(lines: Sequence[Printed], box: Box | None) -> tuple[float, bool]:
    """Where full lines end, and whether that is sure: several lines end there, or the border of the frame does.

    The longest of some short lines is no full line. In a frame whose border no line comes near, none is.
    """
    right = max((line.x1 for line in lines), default=0.0)
    if box:
        near = any(line.x1 >= box[2] - _CELL_MARGINS * line.size for line in lines)
        return (right if near else box[2]), True
    return right, sum(line.x1 >= right - _MARGIN * line.size for line in lines) >= _FULL_LINES


def paragraphs_of(lines: Sequence[Printed], cuts: Sequence[float], right: float) -> list[list[Printed]]:
    """The lines of each paragraph. ``cuts``: heights at which something else stands between the lines."""
    if not lines:
        return []
    left = min(line.x0 for line in lines)
    paragraphs = [[lines[0]]]
    for before, line in pairwise(lines):
        cut = any(before.middle < height < line.middle for height in cuts)
        if not cut and _goes_on(before, line, left, right):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def _goes_on(before: Printed, line: Printed, left: float, right: float) -> bool:
    return (
        before.x1 >= right - _MARGIN * before.size
        and line.x0 <= left + _INDENT * line.size
        and line.x0 < before.x1
        and abs(line.size - before.size) <= _SAME_SIZE * before.size
        and line.top - before.bottom <= _LINE_SPACE * before.size
        and line.middle > before.middle
        and "\t" not in before.text
        and "\t" not in line.text
    )


def joined(lines: Sequence[Printed]) -> str:
    """The text of a paragraph."""
    text = lines[0].text
    for line in lines[1:]:
        text += _joint(text, line.text) + line.text
    return text
