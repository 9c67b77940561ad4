"""Which characters of a text stand in a bracket or a quotation, so that the signs there separate nothing."""

from __future__ import annotations

from collections import deque
from typing import Final

_CLOSES: Final = {
    "）": "（", ")": "（", "】": "【", "]": "【", "〕": "〔", "》": "《", "」": "「", "』": "『", "”": "“", "’": "‘",
}  # fmt: skip
_OPENS: Final = {"(": "（", "[": "【"} | {sign: sign for sign in "（【〔《「『“‘"}
_QUOTES: Final = "“‘"
_LONGEST: Final = 200  # a pair further apart than this is two signs that have lost their partners


def inside(text: str) -> bytearray:
    """1 for every character of a closed pair, its signs included; a sign without its partner counts for nothing."""
    shut = bytearray(len(text))
    open_signs: deque[tuple[str, int]] = deque()
    straight = -1
    for index, char in enumerate(text):
        if char == '"':
            straight = _straight(shut, straight, index)
        elif char in _OPENS:
            kind = _OPENS[char]
            while open_signs and index - open_signs[0][1] > _LONGEST:
                open_signs.popleft()
            if kind in _QUOTES:  # a quotation inside itself: the first one was never closed
                open_signs = deque(sign for sign in open_signs if sign[0] != kind)
            open_signs.append((kind, index))
        elif char in _CLOSES:
            _close(shut, open_signs, _CLOSES[char], index)
    return shut


def _straight(shut: bytearray, start: int, index: int) -> int:
    """A straight mark opens or closes; the new place of an open one, -1 for none."""
    if start < 0 or index - start > _LONGEST:
        return index
    shut[start : index + 1] = b"\x01" * (index + 1 - start)
    return -1


def _close(shut: bytearray, open_signs: deque[tuple[str, int]], kind: str, index: int) -> None:
    for place in range(len(open_signs) - 1, -1, -1):
        if open_signs[place][0] == kind:
            start = open_signs[place][1]
            while len(open_signs) > place:
                open_signs.pop()
            if index - start <= _LONGEST:
                shut[start : index + 1] = b"\x01" * (index + 1 - start)
            return
