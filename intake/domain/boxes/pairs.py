"""A table of two columns whose cells stand one under the other, one on each line: what (a town), and what is meant for it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intake.domain.proposal import ProjectKind, ReadProject
from intake.domain.text import Passage, Shape, close_up

_LONGEST_LABEL = 14
_FEWEST = 3


def read_pairs(candidates: Sequence[Passage], box: str) -> tuple[list[ReadProject], list[Passage]]:
    """The entries of such a table and the passages it takes, both empty where there is none. Its first two cells are
    the headers of the columns; a row whose second cell is missing ends it."""
    cells = [passage for passage in candidates if passage.shape is not Shape.NUMBER]
    if len(cells) < 2 + 2 * _FEWEST or not (_is_label(cells[0]) and _is_label(cells[1])):
        return [], []
    used = 2
    entries = []
    while used + 1 < len(cells) and _is_label(cells[used]) and _is_text(cells[used + 1]):
        name = close_up(cells[used].text)
        entries.append(ReadProject(box=box, group="", name=name, line=cells[used].line, kind=ProjectKind.DIRECTION))
        used += 2
    return (entries, list(cells[:used])) if len(entries) >= _FEWEST else ([], [])


def _is_label(passage: Passage) -> bool:
    text = close_up(passage.text)
    return passage.level not in (1, 2, 3) and len(text) <= _LONGEST_LABEL and not re.search(r"[。；：，]|^\d", text)


def _is_text(passage: Passage) -> bool:
    return passage.level not in (1, 2, 3) and passage.shape is not Shape.CAPTION and len(close_up(passage.text)) >= 6
