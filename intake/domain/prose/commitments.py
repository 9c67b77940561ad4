"""The numbers that the prose of a plan promises for its period.

A quantity counts where the section, the sentence and the clause speak of the period, and where a verb or the shape of the
clause promises it. The year is that of the last anchor before it (到2025年), also of an earlier sentence of the paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from intake.domain.proposal import Commitment, ReadPlan
from intake.domain.prose.phrases import Phrase, clean, listed, read_phrase
from intake.domain.prose.quantities import Found, half_width, quantities
from intake.domain.prose.tense import Anchor, Tense, anchors, begins_in_the_past, heading_tense, past_words
from intake.domain.text import Passage, Sentence, Shape, passages, sentences
from intake.readers.document import Document

_MARKS: Final = re.compile(r"[，,；;：:。！？!?]")
_NUMBER: Final = re.compile(r"\d|[一二两三四五六七八九十]")
_PROMISE: Final = re.compile(r"力争|确保|争取|以上$|年均|累计")
_CHANGE: Final = re.compile(r".{0,4}(?:提高|增加|增长|提升|上升|扩大|下降|降低|减少|调整|发展|降至|增至)")
_READ: Final = frozenset({Shape.TEXT, Shape.BULLET, Shape.HEADING})


@dataclass(slots=True)
class _Place:
    """Where the reading stands: the tense of the section, the last anchor of the paragraph, what was promised before."""

    section: Tense = Tense.PERIOD
    levels: tuple[tuple[int, Tense], ...] = ()
    anchor: Anchor | None = None
    seen: set[tuple[object, ...]] = field(default_factory=set)

    def enter(self, level: int, tense: Tense) -> None:
        """A heading: it holds until the next one of its level or above. Numbered points do not change what is past."""
        above = tuple(one for one in self.levels if one[0] < level)
        if above and above[-1][1] is not Tense.PERIOD and tense is Tense.PERIOD and level > 5:
            tense = above[-1][1]
        self.levels = (*above, (level, tense))
        self.section = tense

    def is_new(self, one: Commitment, before: object) -> bool:
        """Whether it is not said again: the same promise after the same one. ``before``: the quantity before it."""
        key = (one.subject, one.value, one.value_high, one.unit, one.year, before)
        known = key in self.seen
        self.seen.add(key)
        return not known


@dataclass(slots=True)
class _Row:
    """The quantities of one sentence as they follow each other: the last one, and the names that wait for theirs (分别)."""

    found: Found | None = None
    phrase: Phrase | None = None
    names: list[str] = field(default_factory=list)


def read_commitments(
    document: Document, *, plan: ReadPlan, taken: frozenset[int], boxed: frozenset[int] = frozenset()
) -> tuple[Commitment, ...]:
    """Every promised number outside the lines ``taken``, in order, each (subject, value, unit, year) once.

    ``boxed``: lines of boxes; there a sentence counts only if it names a year or period itself.
    """
    place = _Place()
    found: list[Commitment] = []
    for passage in passages(document, taken=taken):
        if passage.shape is Shape.HEADING and passage.level:
            place.enter(passage.level, heading_tense(half_width(passage.text), plan))
        if passage.shape in _READ and _NUMBER.search(passage.text):
            found.extend(_of_passage(passage, plan, place, boxed=passage.line in boxed))
    return tuple(found)


def _of_passage(passage: Passage, plan: ReadPlan, place: _Place, *, boxed: bool) -> Iterator[Commitment]:
    place.anchor = None
    for sentence in sentences(passage):
        text = half_width(sentence.text)
        if not _NUMBER.search(text):
            continue
        named = anchors(text, plan)
        if boxed and not any(one.tense is Tense.PERIOD for one in named) and "年均" not in text:
            continue
        yield from _of_sentence(passage, sentence, text, named, place)
        if named:
            place.anchor = named[-1]


def _of_sentence(
    passage: Passage, sentence: Sentence, text: str, named: tuple[Anchor, ...], place: _Place
) -> Iterator[Commitment]:
    past = begins_in_the_past(text)
    row = _Row()
    before_it: object = None
    found_here = quantities(text)
    ends = [*(one.start for one in found_here[1:]), len(text)]
    for found, end in zip(found_here, ends, strict=False):
        if any(one.start <= found.digits < one.end for one in named):
            continue
        left, right = _bounds(text, found, row.found.end if row.found else 0)
        before, after = text[left : found.start], text[found.end : min(right, end)]
        anchor = _anchor_of(found, named, row) or place.anchor
        tense = anchor.tense if anchor else Tense.PAST if past else place.section
        if tense is not Tense.PERIOD or past_words(text[_left_mark(text, found) : found.start]):
            row.found, row.phrase = None, None
            continue
        phrase = _follow(read_phrase(before, found, after), row, before, text[:left])
        row.found = found
        row.phrase = phrase
        if not _counts(phrase, found, before, after, anchor):
            row.phrase = None
            continue
        for subject in listed(phrase.subject):
            commitment = _commitment(passage, sentence, found, phrase, subject, anchor.year if anchor else None)
            if place.is_new(commitment, before_it):
                yield commitment
        before_it = (found.value, found.unit)


def _commitment(
    passage: Passage, sentence: Sentence, found: Found, phrase: Phrase, subject: str, year: int | None
) -> Commitment:
    left, right = _bounds(sentence.text, found, 0)
    return Commitment(
        subject=subject,
        form=phrase.form.value,
        value=found.value,
        value_high=found.high,
        unit=found.unit,
        comparator=found.comparator,
        year=year,
        line=passage.line_at(sentence.start + found.digits),
        text=sentence.text[left:right].strip(),
    )


def _anchor_of(found: Found, named: tuple[Anchor, ...], row: _Row) -> Anchor | None:
    """The last anchor before the quantity; of two together (到2025年和2030年) each gives its year to one of 分别."""
    before = [one for one in named if one.end <= found.digits]
    if len(before) > 1 and before[-1].start - before[-2].end <= 1:
        return before[-1] if row.phrase is not None or row.found is not None else before[-2]
    return before[-1] if before else None


def _follow(phrase: Phrase, row: _Row, before: str, earlier: str) -> Phrase:
    """What a quantity has from its neighbours: the next name of 分别, the verb of the count before, a subject."""
    if "分别" in before:
        names = [name for name in (clean(part) for part in re.split("[、和与及]", before.split("分别", 1)[0])) if name]
        row.names = names[1:]
        return _with(phrase, names[0] if names else _last_noun(earlier))
    last = row.phrase
    if phrase.alone and row.names:
        return _with(phrase, row.names.pop(0), last)
    if last is not None and phrase.alone:
        return _with(phrase, phrase.behind or last.subject, last)
    if last is not None and last.behind and phrase.behind and re.fullmatch(r"[^，,；;：:]*[、和及]", before):
        return _with(phrase, phrase.behind, last)
    if phrase.subject:
        return phrase
    return _with(phrase, last.subject if last is not None else _last_noun(earlier))


def _with(phrase: Phrase, subject: str, last: Phrase | None = None) -> Phrase:
    return Phrase(subject, last.form if last else phrase.form, phrase.promised or last is not None, phrase.behind)


def _last_noun(earlier: str) -> str:
    """The noun with which the clause before begins (高新技术企业数量稳步增长，新增20家)."""
    clauses = [part for part in _MARKS.split(earlier) if part]
    return (
        clean(re.split("稳步|持续|不断|明显|显著|进一步|大幅|更加|逐步|达到|实现|[0-9]", clauses[-1])[0])
        if clauses
        else ""
    )


def _counts(phrase: Phrase, found: Found, before: str, after: str, anchor: Anchor | None) -> bool:
    """Whether the quantity is promised, and no part of a name and no measure of something else."""
    if not phrase.subject:
        return False
    if not found.unit and not re.search(r"达到?$|[到至在为]$", before.rstrip("约近")):
        return False
    if re.search(r"[由从比][^，。；]{0,14}$", before) and _CHANGE.match(after):
        return False
    if phrase.promised:
        return True
    if phrase.behind:
        return False
    return anchor is not None or _PROMISE.search(before + after) is not None or len(before) > 1


def _left_mark(text: str, found: Found) -> int:
    return max((mark.end() for mark in _MARKS.finditer(text, 0, found.start)), default=0)


def _bounds(text: str, found: Found, previous: int) -> tuple[int, int]:
    """Where the words of a quantity begin and end: at marks, and at the quantity before."""
    mark = _MARKS.search(text, found.end)
    return max(previous, _left_mark(text, found)), mark.start() if mark else len(text)
