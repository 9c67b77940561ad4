"""The source beside what was read: the words of a line that an item was read from, marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

#: Characters of a long line that are shown before and behind the words that matter.
_AROUND = 46
#: A cell of its own line is short; so many lines still stand side by side in one row.
_SHORT = 60


@dataclass(frozen=True, slots=True)
class Snippet:
    """The words of the source around what was read: before, the words themselves, behind. ``hit`` "" where not found."""

    before: str
    hit: str = ""
    behind: str = ""


def snippet(texts: Sequence[str], needle: str) -> Snippet:
    """The item's own words in its lines: short lines side by side, of a long one the part around ``needle``."""
    if len(texts) > 1 and all(len(text.strip()) <= _SHORT for text in texts):
        return Snippet(" │ ".join(text.strip() for text in texts))
    text = " ".join(text.strip() for text in texts)
    found = _find(text, needle)
    if found is None:
        return Snippet(_cut_end(text, 2 * _AROUND))
    start, end = found
    before, behind = text[:start], text[end:]
    return Snippet(_cut_start(before, _AROUND), text[start:end], _cut_end(behind, _AROUND))


def _find(text: str, needle: str) -> tuple[int, int] | None:
    """Where the words stand, whatever blanks the text was broken with."""
    letters = [re.escape(letter) for letter in re.sub(r"\s", "", needle)]
    if not letters:
        return None
    match = re.search(r"\s*".join(letters), text)
    return match.span() if match else None


def _cut_start(text: str, most: int) -> str:
    return text if len(text) <= most else "…" + text[-most:]


def _cut_end(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most] + "…"
