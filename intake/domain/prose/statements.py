"""The figures that the prose of a plan states, of the past as of the period: what is counted, how much, when.

A quantity counts where a verb or the shape of its clause says so. The year is that of the last anchor before it (到2025年),
also of an earlier sentence of the paragraph; without one the section tells of which time it speaks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from indicators.domain.types import Comparator, Form
from intake.domain.proposal import ReadPlan
from intake.domain.prose.phrases import Phrase, clean, is_measured, is_verb, leads_on, listed, names_of, read_phrase
from intake.domain.prose.quantities import Found, half_width, quantities
from intake.domain.prose.tense import Anchor, Tense, anchors, begins_in_the_past, heading_tense, past_words
from intake.domain.text import Passage, Sentence, Shape, passages, sentences
from intake.readers.document import Document

_MARKS: Final = re.compile(r"[，,；;：:。！？!?]")
_NUMBER: Final = re.compile(r"\d|[一二两三四五六七八九十]")
_PROMISE: Final = re.compile(r"力争|确保|争取|以上$|年均|累计")
_CHANGE: Final = re.compile(r".{0,4}(?:提高|增加|增长|提升|上升|扩大|下降|降低|减少|调整|发展|降至|增至)")
_HOW: Final = re.compile("稳步|持续|不断|明显|显著|进一步|大幅|更加|逐步|达到|实现|突破|超过|[0-9]")
_OF_TABLE: Final = re.compile(r"(?:其中)?(?:\d+[个项])?(?:约束性|预期性|主要|核心)?(?:指标)?|(?:约束性|预期性)类?")
_TOTAL: Final = re.compile("总量|总额|总规模|规模")
_LONGEST: Final = 160  # characters of a clause that are asked
_READ: Final = frozenset({Shape.TEXT, Shape.BULLET, Shape.HEADING})
_NUMBERED: Final = 5  # numbered points (1.) lie below; a vision for later holds for them only


@dataclass(frozen=True, slots=True)
class Statement:
    """One figure of the prose. ``year`` None: no year is named. ``before``: the figure before it in the sentence."""

    subject: str
    form: Form
    value: Decimal
    high: Decimal | None
    unit: str
    comparator: Comparator
    tense: Tense
    year: int | None
    line: int
    text: str
    before: tuple[Decimal, str] | None = None


@dataclass(slots=True)
class _Place:
    """Where the reading stands: the time of the section, and the last anchor of the paragraph."""

    section: Tense = Tense.PERIOD
    levels: tuple[tuple[int, Tense], ...] = ()
    anchor: Anchor | None = None

    def enter(self, level: int, tense: Tense | None) -> None:
        """A heading holds until the next one of its level or above; what says no time is of the time of what it is under."""
        above = tuple(one for one in self.levels if one[0] < level)
        if tense is None:
            inherited = above[-1][1] if above else Tense.PERIOD
            tense = Tense.PERIOD if inherited is Tense.BEYOND and level <= _NUMBERED else inherited
        self.levels = (*above, (level, tense))
        self.section = tense


@dataclass(slots=True)
class _Row:
    """The quantities of one sentence as they follow each other, and the names that wait for theirs (分别)."""

    text: str
    named: tuple[Anchor, ...]
    marks: tuple[int, ...]  # where clauses begin, and the end of the last one
    found: Found | None = None
    phrase: Phrase | None = None
    names: list[str] = field(default_factory=list)

    def clause(self, found: Found) -> tuple[int, int]:
        """Where the clause of a quantity begins and ends; of one without marks only what is near."""
        index = bisect_right(self.marks, found.start)
        end = self.marks[bisect_right(self.marks, found.end)] - 1
        return max(self.marks[index - 1], found.start - _LONGEST), min(end, found.end + _LONGEST)

    def anchor(self, found: Found) -> Anchor | None:
        """The last anchor before the quantity; of two together (到2025年和2030年) each gives its year to one of 分别."""
        index = bisect_right(self.named, found.digits, key=lambda one: one.end)
        if index > 1 and self.named[index - 1].start - self.named[index - 2].end <= 1 and self.found is None:
            return self.named[index - 2]
        return self.named[index - 1] if index else None

    def is_anchor(self, found: Found) -> bool:
        """Whether the number is part of an anchor (a year, a period) and counts nothing."""
        index = bisect_right(self.named, found.digits, key=lambda one: one.start)
        return index > 0 and found.digits < self.named[index - 1].end


def read_statements(
    document: Document, *, plan: ReadPlan, taken: frozenset[int], boxed: frozenset[int] = frozenset()
) -> Iterator[Statement]:
    """Every figure outside the lines ``taken``, in order. In ``boxed`` lines only sentences that name a time themselves."""
    place = _Place()
    for passage in passages(document, taken=taken):
        if passage.shape is Shape.HEADING and passage.level:
            place.enter(passage.level, heading_tense(half_width(passage.text), plan))
        if passage.shape not in _READ or not _NUMBER.search(passage.text):
            continue
        place.anchor = None
        for sentence in sentences(passage):
            text = half_width(sentence.text)
            if not _NUMBER.search(text):
                continue
            named = anchors(text, plan)
            timed = "年均" in text or any(one.tense is Tense.PERIOD for one in named)
            if timed or passage.line not in boxed:
                yield from _of_sentence(passage, sentence, text, named, place, plan)
            place.anchor = named[-1] if named else place.anchor


def _of_sentence(
    passage: Passage, sentence: Sentence, text: str, named: tuple[Anchor, ...], place: _Place, plan: ReadPlan
) -> Iterator[Statement]:
    past = begins_in_the_past(text)
    row = _Row(text, named, (0, *(mark.end() for mark in _MARKS.finditer(text)), len(text) + 1))
    before_it: tuple[Decimal, str] | None = None
    here = quantities(text)
    for found, following in zip(here, (*here[1:], None), strict=False):
        if row.is_anchor(found):
            continue
        left, right = row.clause(found)
        anchor = row.anchor(found) or place.anchor
        tense, year = (anchor.tense, anchor.year) if anchor else (Tense.PAST if past else place.section, None)
        if tense is Tense.PERIOD and past_words(text[left : found.start]):
            tense, year = Tense.PAST, None
        start = max(left, row.found.end if row.found else 0, found.start - _LONGEST)
        before, after = text[start : found.start], _after(text, found, following, right)
        phrase = _follow(read_phrase(before, found, after), found, row, before, text[max(0, start - 60) : start])
        changes = _starts_a_change(before, after)
        counts = _counts(phrase, found, before, after, anchored=anchor is not None)
        row.found, row.phrase = found, phrase if counts or changes else None
        if changes and tense is Tense.PERIOD and year == plan.end_year and not re.search(r"\d", before):
            tense, year = Tense.PAST, plan.base_year  # 到2025年由45%提高到60%: the 45% are of the base year
        elif changes or not counts:
            continue
        line = passage.line_at(sentence.start + found.digits)
        one = _statement(found, phrase, tense, year, line, sentence.text[left:right].strip(), before_it)
        yield from (replace(one, subject=subject) for subject in listed(phrase.subject))
        before_it = (found.value, found.unit)


def _after(text: str, found: Found, following: Found | None, right: int) -> str:
    """The words after a quantity, up to the next one or a mark; past one that only gives its size (一座占地200亩的物流园)."""
    if following is None or following.start >= right:
        return text[found.end : right]
    between = text[found.end : following.start]
    if found.unit == following.unit == "%" and between.endswith(("和", "及", "、")):
        return text[found.end : right]  # 65%以上的村和85%以上的乡镇达到标准: what is said of both
    if leads_on(between) and text.startswith("的", following.end):
        return text[following.end + 1 : right]
    return between


def _statement(
    found: Found,
    phrase: Phrase,
    tense: Tense,
    year: int | None,
    line: int,
    text: str,
    before: tuple[Decimal, str] | None,
) -> Statement:
    return Statement(
        phrase.subject,
        phrase.form,
        found.value,
        found.high,
        found.unit,
        phrase.bound if found.comparator is Comparator.EQ else found.comparator,
        tense,
        year,
        line,
        text,
        before,
    )


def _follow(phrase: Phrase, found: Found, row: _Row, before: str, earlier: str) -> Phrase:
    """What a quantity has from its neighbours: the next name of 分别, the verb of the count before, a subject."""
    if "分别" in before:
        row.names = names_of(before.split("分别", 1)[0])
        return _with(phrase, row.names.pop(0) if row.names else _last_noun(earlier))
    last = row.phrase
    if phrase.alone and row.names:
        return _with(phrase, row.names.pop(0), last)
    if last is not None and phrase.alone:
        return _with(phrase, phrase.behind or last.subject, last)
    if last is not None and last.behind and phrase.behind and re.fullmatch(r"[^，,；;：:]*[、和及等]", before):
        return _with(phrase, phrase.behind, last)
    if last is not None and last.form is Form.GROWTH and _TOTAL.fullmatch(phrase.subject):
        return _with(phrase, last.subject)  # 生产总值年均增长7%，总量达到200亿元
    if last is not None and phrase.subject.startswith("占"):
        return _with(phrase, last.subject.partition("占")[0] + phrase.subject)
    if is_verb(phrase.subject) and (noun := _named_before(last, earlier)):
        return _with(phrase, noun)
    changed = re.match(r"(.{2,}?)[由从](?=.{0,14}$)", clean(before))
    if changed and phrase.subject and not phrase.behind:
        return _with(phrase, changed.group(1))
    if phrase.subject and phrase.verbless and last is not None and last.form is Form.CUMULATIVE:
        reached = row.text.startswith("突破", found.start)
        amount = phrase.form is Form.LEVEL and not is_measured(phrase.subject) and not reached
        return replace(phrase, form=Form.CUMULATIVE if amount else phrase.form)
    if phrase.subject:
        return phrase
    if last is not None and last.form is Form.GROWTH and phrase.form is Form.LEVEL and found.unit == "%":
        return replace(_with(phrase, last.subject), form=Form.GROWTH)  # 年均增速7%左右，力争达到8%
    return _with(phrase, _named_before(last, earlier))


def _named_before(last: Phrase | None, earlier: str) -> str:
    """What a clause without a noun speaks of: the noun of a clause before that has no figure, else that of the last figure."""
    noun = _last_noun(earlier)
    if last is None or (noun and not re.search(r"\d", _MARKS.split(earlier)[-2])):
        return noun
    return last.subject


def _with(phrase: Phrase, subject: str, last: Phrase | None = None) -> Phrase:
    form = last.form if last else phrase.form
    return replace(phrase, subject=subject, form=form, promised=phrase.promised or last is not None)


def _last_noun(earlier: str) -> str:
    """The noun with which the clause before begins (高新技术企业数量稳步增长，新增20家)."""
    clauses = _MARKS.split(earlier)
    return clean(_HOW.split(clauses[-2])[0]) if len(clauses) > 1 else ""


def _starts_a_change(before: str, after: str) -> bool:
    """Whether it is the figure from which another one rises or falls (由45%提高到60%)."""
    return re.search(r"[由从比][^，。；]{0,14}$", before) is not None and _CHANGE.match(after) is not None


def _counts(phrase: Phrase, found: Found, before: str, after: str, *, anchored: bool) -> bool:
    """Whether the quantity is stated of its subject, and is no part of a name and no measure of something else."""
    if not phrase.subject or _OF_TABLE.fullmatch(phrase.subject):
        return False
    if not found.unit and not re.search(r"达到?$|[到至在为]$", before.rstrip("约近")):
        return False
    if phrase.promised:
        return True
    if phrase.behind:
        return False
    return anchored or _PROMISE.search(before + after) is not None or len(before) > 1
