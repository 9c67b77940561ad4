"""The source beside what was read: the words and the figures that an item was read from, marked in their line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

#: Characters of a long line that are shown before, between and behind the words that matter.
_AROUND = 46
#: A cell of its own line is short; so many lines still stand side by side in one row.
_SHORT = 60
_BESIDE = " │ "
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line. ``kind``: "" of the text around, "hit" what was read, "figure" a figure of it."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Needles:
    """What an item was read from: its ``words``, and the ``cells`` that are looked for behind them, in their order."""

    words: str = ""
    cells: tuple[str, ...] = ()


def snippet(texts: Sequence[str], needles: Needles) -> tuple[Piece, ...]:
    """The item's lines: short ones side by side, of a long one the parts around what was read."""
    stripped = [text.strip() for text in texts]
    short = len(texts) > 1 and all(len(text) <= _SHORT for text in stripped)
    pieces = painted((_BESIDE if short else " ").join(stripped), needles)
    return pieces if short else _cut(pieces)


def painted(text: str, needles: Needles) -> tuple[Piece, ...]:
    """The text in pieces, what was read marked: the words, the figures in them, the cells behind them."""
    kinds = [""] * len(text)
    words = _find(text, needles.words)
    if words is not None:
        kinds[words[0] : words[1]] = ["hit"] * (words[1] - words[0])
        if not needles.cells:
            for figure in _FIGURE.finditer(text, *words):
                kinds[figure.start() : figure.end()] = ["figure"] * len(figure[0])
    at = words[1] if words else 0
    for cell in needles.cells:
        found = _find(text, cell, at)
        if found is not None:
            kinds[found[0] : found[1]] = ["figure"] * (found[1] - found[0])
            at = found[1]
    return tuple(_grouped(text, kinds))


def _grouped(text: str, kinds: Sequence[str]) -> Iterable[Piece]:
    at = 0
    for kind, run in groupby(kinds):
        end = at + len(list(run))
        yield Piece(text[at:end], kind)
        at = end


def _find(text: str, needle: str, start: int = 0) -> tuple[int, int] | None:
    """Where the words stand, whatever blanks the text was broken with; a figure is found whole, never inside another."""
    letters = [re.escape(letter) for letter in re.sub(r"\s", "", needle)]
    if not letters:
        return None
    pattern = r"\s*".join(letters)
    if needle.strip()[0].isdigit():
        pattern = r"(?<![\d.])" + pattern
    if needle.strip()[-1].isdigit():
        pattern += r"(?!\.?\d)"
    match = re.compile(pattern).search(text, start)
    return match.span() if match else None


def _cut(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Text around what was read, shortened where it is long."""
    if not any(one.kind for one in pieces):
        return tuple(Piece(_head(one.text, 2 * _AROUND)) for one in pieces)
    last = len(pieces) - 1
    cut = []
    for at, one in enumerate(pieces):
        text = one.text
        if one.kind == "" and at == 0:
            text = _tail(text, _AROUND)
        elif one.kind == "" and at == last:
            text = _head(text, _AROUND)
        elif one.kind == "" and len(text) > 2 * _AROUND:
            text = f"{text[:_AROUND]}…{text[-_AROUND:]}"
        cut.append(Piece(text, one.kind))
    return tuple(cut)


def _tail(text: str, most: int) -> str:
    return text if len(text) <= most else "…" + text[-most:]


def _head(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most] + "…"
