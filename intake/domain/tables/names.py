"""The name of a row: without number, marks and unit; and the catalogue entry that it goes by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from indicators.domain.literals import normalise, take_marks
from indicators.domain.names import plain_name, read_name
from intake.domain.reference import Reference
from intake.domain.tables.words import own_number, squeezed, without_bullet

_GROWTH_WORDS = re.compile(r"(?:及(?:增长率?|增速|提高幅度)|年均增长率?|增长率?|增速|年均增速)$")
_LED_BY = re.compile(r"^(?:其中|#)[:：]?|^(?:全县|全市|全区|全省|本县|本市|全国)(?=.{4})")
_LAST_BRACKET = re.compile(r"[（(][^（）()]*[)）]$")


@dataclass(frozen=True, slots=True)
class RowName:
    """A name taken apart. ``printed`` without the blanks of broken lines; ``unit`` that of its last bracket, "" for none."""

    name: str
    printed: str
    unit: str
    marks: tuple[str, ...]


def row_name(text: str) -> RowName:
    """The parts of a printed name."""
    printed = squeezed(text)
    bare = own_number(without_bullet(printed))[1] or printed
    body, marks = take_marks(bare)
    facts = read_name(body)
    if facts.unit:
        body, inner = take_marks(_LAST_BRACKET.sub("", body))
        marks = (*inner, *marks)
    name = plain_name(body) if body else plain_name(printed)
    return RowName(name, printed, facts.unit, marks)


class Names:
    """Looks names up in the catalogue; spelling (Ⅲ and III, brackets) makes no difference."""

    def __init__(self, reference: Reference) -> None:
        self._codes: Mapping[str, str] = {_folded(name): code for name, code in reference.names.items()}
        self._facts = reference.catalogue

    def code(self, name: str, parent: str = "") -> str:
        """The code of a name, "" where none fits. A sub-row is also tried with its parent before it."""
        stems = [name, _LED_BY.sub("", name)]
        stems += [_GROWTH_WORDS.sub("", stem) for stem in stems]
        stems += [_LAST_BRACKET.sub("", stem) for stem in stems]
        tried = [f"{parent}{stem}" for stem in stems[:1] if parent] + stems
        return next((self._codes[key] for key in map(_folded, tried) if key in self._codes), "")


def _folded(name: str) -> str:
    return normalise(plain_name(name)).casefold()
