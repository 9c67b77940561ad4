"""What was read of a document against what people read: counts, misses and wrong rows. Pure functions, no document named.

A project read is right where the annotation has one on the same line (one more or less) of the same name, blanks and
quotation marks aside, or one of the same box whose name is alike (similarity at least 0.85). A commitment is right where
line (one more or less), value, high value and unit agree. Each annotation is matched once, each row read once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any, Generic, TypeVar

ALIKE = 0.85
_SIGNS = re.compile(r"[\s“”‘’\"'*·。；;，,、：:]+")
_UNIT_WORDS = {"个百分点": "百分点", "平米": "平方米", "㎡": "平方米", "m2": "平方米", "km": "公里", "千米": "公里"}

Known = TypeVar("Known")
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Project:
    """A project of an annotation, or one that was read."""

    box: str
    name: str
    line: int
    kind: str = "project"
    group: str = ""
    facts: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment of an annotation, or one that was read."""

    subject: str
    value: Decimal
    unit: str
    line: int
    value_high: Decimal | None = None
    year: int | None = None
    form: str = "level"
    comparator: str = "="


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Known, Read]):
    """``pairs``: annotation and reading that belong together; ``misses`` were not read; ``wrong`` are in no annotation."""

    pairs: tuple[tuple[Known, Read], ...]
    misses: tuple[Known, ...]
    wrong: tuple[Read, ...]

    @property
    def recall(self) -> float:
        """Share of the annotations that were read; 1 where there are none."""
        return len(self.pairs) / (len(self.pairs) + len(self.misses)) if self.pairs or self.misses else 1.0

    @property
    def precision(self) -> float:
        """Share of what was read that is annotated; 1 where nothing was read."""
        return len(self.pairs) / (len(self.pairs) + len(self.wrong)) if self.pairs or self.wrong else 1.0

    def share(self, agrees: Callable[[Known, Read], bool]) -> float:
        """Of the pairs, the share that ``agrees`` (same kind, same facts, same year); 1 where there are none."""
        return sum(agrees(*pair) for pair in self.pairs) / len(self.pairs) if self.pairs else 1.0


def plain(text: str) -> str:
    """A name without blanks, quotation marks and separating signs, full-width characters made half-width."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text))


def plain_unit(text: str) -> str:
    """A unit without blanks and with one sign for per cent: 万 人 and 万人, ％ and %."""
    unit = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("／", "/")
    return _UNIT_WORDS.get(unit, unit)


def similarity(one: str, other: str) -> float:
    """How alike two names are, 0 to 1, blanks and signs aside."""
    a, b = plain(one), plain(other)
    if a == b:
        return 1.0
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= ALIKE / 2 else 0.0


def match_projects(known: Sequence[Project], read: Sequence[Project]) -> Outcome[Project, Project]:
    """Annotated projects against those that were read."""
    return _match(known, read, _project_score)


def match_commitments(known: Sequence[Promise], read: Sequence[Promise]) -> Outcome[Promise, Promise]:
    """Annotated commitments against those that were read; among several that fit, the more alike subject wins."""
    return _match(known, read, _promise_score)


def _project_score(known: Project, read: Project) -> float:
    near = abs(known.line - read.line) <= 1
    alike = similarity(known.name, read.name)
    if near and alike == 1.0:
        return 2.0
    if alike >= ALIKE and plain(known.box) == plain(read.box):
        return alike + (0.5 if near else 0.0)
    return 0.0


def _promise_score(known: Promise, read: Promise) -> float:
    if abs(known.line - read.line) > 1 or known.value != read.value or known.value_high != read.value_high:
        return 0.0
    if plain_unit(known.unit) != plain_unit(read.unit):
        return 0.0
    return 1.0 + similarity(known.subject, read.subject)


def _match(known: Sequence[Known], read: Sequence[Read], score: Callable[[Known, Read], float]) -> Outcome[Known, Read]:
    """Pairs in falling order of their score, each side used once; order of the documents breaks ties."""
    scored: list[tuple[float, int, int]] = []
    by_line = _near(read)
    for one, row in enumerate(known):
        for other in by_line(row):
            points = score(row, read[other])
            if points > 0:
                scored.append((-points, one, other))
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for _, one, other in sorted(scored):
        if one not in pairs and other not in used:
            pairs[one] = other
            used.add(other)
    return Outcome(
        tuple((known[one], read[other]) for one, other in sorted(pairs.items())),
        tuple(row for index, row in enumerate(known) if index not in pairs),
        tuple(row for index, row in enumerate(read) if index not in used),
    )


def _near(read: Sequence[Any]) -> Callable[[Any], Iterable[int]]:
    """The rows that can match one: those of its box, and those within a line."""
    by_box: dict[str, list[int]] = {}
    by_line: dict[int, list[int]] = {}
    for index, row in enumerate(read):
        by_line.setdefault(row.line, []).append(index)
        if hasattr(row, "box"):
            by_box.setdefault(plain(row.box), []).append(index)

    def candidates(row: Any) -> Iterable[int]:
        found = {index for line in (row.line - 1, row.line, row.line + 1) for index in by_line.get(line, ())}
        return found | set(by_box.get(plain(row.box), ())) if hasattr(row, "box") else found

    return candidates
