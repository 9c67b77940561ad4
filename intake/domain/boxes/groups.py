"""The entries of a box: each a label (or none) with the sentences that stand under it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Final

from intake.domain.boxes import words
from intake.domain.boxes.extent import Style, blank_label, is_label_line, style_of
from intake.domain.boxes.facts import is_fact
from intake.domain.boxes.items import without_ordinal
from intake.domain.boxes.nesting import inside
from intake.domain.boxes.run import Run
from intake.domain.text import Passage, close_up

_BULLET: Final = re.compile(r"^[➢●•◆■□★▪▶►◇○⚫✓√※◎▲△❖—–\-\s]+")
_LONGEST_LABEL: Final = 40
_THEREFORE: Final = re.compile(r"^(?:即|其中|主要(?:包括)?|包括|具体为|具体包括|重点项目|重点工程|建设内容|项目)$")
_DESCRIBES: Final = re.compile(
    r"^(?:该|本|此|项目|工程|东起|西起|南起|北起|起点|起于|位于|选址|总投资|投资|占地|总建筑|建筑面积|建设规模|主要建设|建设内容|规划|拟|全长|长)"
)


_QUOTED_LABEL: Final = re.compile(r"^[“\"][^“”\"]{1,6}[”\"][，,](?=即|[^，]{2,}[、，])")
_COUNT: Final = re.compile(r"(?<=[^\d\s“])\s*(?:\d+\s*(?:条|个|项|处|座)|[（(]共?\d+[个项][)）])$")


@dataclass(slots=True)
class Group:
    """``label`` as printed without its number, "" for none; ``over``: the label above it."""

    label: str
    line: int
    over: str = ""
    sentences: list[Run] = field(default_factory=list)
    numbered: bool = False
    style: Style = Style.NONE


def read_groups(passages: Iterable[Passage], expected: Style = Style.NONE) -> list[Group]:
    """The groups of a box in order."""
    groups: list[Group] = []
    over = line_label = ""
    held = list(passages)
    for passage, following in zip_longest(held, held[1:]):
        if is_label_line(passage, following):
            line_label = _label(without_ordinal(_plain(passage))[0].text)
            continue
        style = style_of(passage, expected)
        run = _plain(passage)
        if style is Style.SUPER:
            over = _label(run.text)
            groups.append(Group("", run.line, over))
            continue
        for group in _of_passage(run, style, line_label or over):
            if line_label and not group.label and group.sentences:
                group.label, group.over, group.style = line_label, over, Style.COLON
            groups.append(group)
    return [group for group in groups if group.label or group.sentences]


def _plain(passage: Passage) -> Run:
    """The run of a passage without emphasis marks and bullets."""
    run = Run(passage.text, passage.starts)
    at = run.text.find("**")
    while at >= 0:
        before, after = run.cut(0, at), run.cut(at + 2)
        marks = before.marks + tuple((offset + at, line) for offset, line in after.marks)
        run = Run(before.text + after.text, marks)
        at = run.text.find("**")
    return run.cut(found.end()).strip() if (found := _BULLET.match(run.text)) else run.strip()


def _of_passage(run: Run, style: Style, over: str) -> list[Group]:
    run, numbered = without_ordinal(run)
    groups = [Group("", run.line, over, numbered=numbered, style=style)]
    length = blank_label(run.text) if style in (Style.BLANK, Style.BULLET, Style.NUMBER) else 0
    if length:
        groups[0].label = _label(run.text[:length])
        run = run.cut(length).strip()
    sentences = sentences_of(run)
    for index, (sentence, end) in enumerate(sentences):
        following = sentences[index + 1][0] if index + 1 < len(sentences) else None
        if end == "。" and _is_label(sentence, following, groups[-1], first=index == 0, style=style):
            groups.append(Group(_label(sentence.text), sentence.line, over, numbered=numbered, style=style))
            continue
        _take(sentence, groups, over)
    return groups


def sentences_of(run: Run) -> list[tuple[Run, str]]:
    """The sentences of a run, each with the sign that ends it; signs in brackets end none."""
    shut = inside(run.text)
    cuts = [index for index, char in enumerate(run.text) if char in "。；;！" and not shut[index]]
    return run.pieces(cuts)


def _is_label(sentence: Run, following: Run | None, group: Group, *, first: bool, style: Style) -> bool:
    """Whether a short sentence is the label of what follows it (食品加工。重点推进…)."""
    text = close_up(sentence.text)
    if style not in (Style.STOP, Style.NUMBER, Style.BULLET) or len(text) > _LONGEST_LABEL or "，" in text:
        return False
    if _colon(sentence) >= 0:
        return False  # 甲类：…: the label ends at its colon
    if following is None:
        return first and style is Style.STOP and words.WORK.search(text) is not None
    if first and not group.label:
        return not (words.LEADING.match(text) and "、" in text and words.etc_at(text) >= 0)
    if style is not Style.STOP or words.LEADING.match(text) or words.AIM.match(text):
        return False
    if words.STATEMENT.search(text) or text[0].isdigit():
        return False
    begins = words.LEADING.match(following.text) is not None or is_fact(close_up(following.text.split("，")[0]))
    return (len(text) <= 14 and "、" not in text and begins) or words.WORK.search(text) is not None


def _take(sentence: Run, groups: list[Group], over: str) -> None:
    """A sentence into the last group, or into a new one where it begins with a label and a colon."""
    sentence, numbered = without_ordinal(sentence)
    quoted = _QUOTED_LABEL.match(sentence.text)
    at = quoted.end() - 1 if quoted else _colon(sentence)
    if at < 0:
        last = groups[-1]
        if numbered and last.sentences:
            groups.append(last := Group(last.label, sentence.line, last.over, numbered=True, style=last.style))
        last.sentences.append(sentence)
        return
    label, rest = _label(sentence.text[:at]), sentence.cut(at + 1).strip()
    rest = rest.cut(1).strip() if quoted and rest.text.startswith("即") else rest
    if _THEREFORE.match(label):
        if rest.text:
            _take(rest, groups, over)
        return
    if rest.text and _DESCRIBES.match(rest.text) and words.HEAD.search(label):
        last = groups[-1]
        if last.sentences:
            groups.append(last := Group(last.label, sentence.line, last.over, numbered=True, style=last.style))
        last.sentences.append(sentence.cut(0, at).strip())
        return
    before = groups[-1]
    above = before.label if before.label and not before.sentences else before.over or over
    groups.append(Group(label, sentence.line, above, style=Style.COLON))
    if before.label and not before.sentences:
        groups.remove(before)
    if rest.text:
        _take(rest, groups, over)


def _colon(sentence: Run) -> int:
    """The offset of the colon after a label, -1 for none."""
    text = sentence.text
    head = text[: _LONGEST_LABEL + 1]
    shut = inside(head)
    for index, char in enumerate(head):
        if char in "：:" and not shut[index]:
            part = text[:index]
            return index if (len(close_up(part)) >= 2 or part == "即") and "，" not in part else -1
    return -1


def _label(text: str) -> str:
    """A label as printed, without number, emphasis and the word that leads on."""
    plain = close_up(text).strip(" ：:。.*，、|")
    plain = _COUNT.sub("", plain)
    if len(plain) > 2 and plain[0] in '“"' and plain[-1] in '”"' and not re.search('[“”"]', plain[1:-1]):
        plain = plain[1:-1]
    return plain
