"""Captions of boxes: where a 专栏 begins and how far it can reach."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from intake.domain.boxes import words
from intake.domain.text import Passage, Shape, close_up

_CAPTION: Final = re.compile(
    r"^[\s|*#＃【\[]*专\s*栏\s*(?P<number>[0-9０-９]+(?:\s*[-—–－.．]\s*[0-9０-９]+)?|[一二三四五六七八九十]{1,3})?"
    r"\s*(?P<sign>[：:、.．])?\s*(?P<title>.*)$"
)
_FIRST_ENTRY: Final = r"(?:1\s*[.．、](?!\d)|01\s|[（(]\s*[一1]\s*[）)]|①|[➢●■◆▪])"
#: A caption with the entries of its box in the same line, and where a further entry begins.
_INLINE: Final = re.compile(
    r"^\s*专\s*栏\s*(?:[0-9０-９]{1,2}(?:\s*[-—–.．]\s*[0-9]+)?|[一二三四五六七八九十]{1,3})[：:\s]*[^。；，：:]{2,36}?"
    rf"(?:\s+(?={_FIRST_ENTRY})|(?<=[工程项目动划])(?={_FIRST_ENTRY}))"
)
_NEXT: Final = re.compile(
    r"(?<=[。；;])\s*(?=\d{1,2}\s*[.．、](?!\d)|0\d\s|[（(]\s*[一二三四五六七八九十\d]{1,2}\s*[）)]|[①-⑳]|[➢●■◆▪])"
)
_DASHED: Final = re.compile(
    r"(?P<label>[^。；：:，、—]{1,12}(?:工程|项目|类|行动|建设|方面|领域|产业|设施|计划))\s*—{1,2}\s*(?=[^\s—])"
)
_LONGEST: Final = 60
_LONGEST_TITLE: Final = 36


@dataclass(frozen=True, slots=True)
class Caption:
    """``text`` as printed; ``index`` of its passage, ``first`` of the first passage after the caption and its title."""

    text: str
    line: int
    index: int
    first: int
    lines: tuple[int, ...]

    @property
    def of_indicators(self) -> bool:
        """Whether the box is a table of indicators, no list of projects."""
        return words.INDICATORS.search(self.text) is not None


def find_captions(passages: tuple[Passage, ...]) -> tuple[Caption, ...]:
    """Every caption in order. A number may be missing or stand twice; lines of the table of contents are none."""
    found = []
    for index, passage in enumerate(passages):
        match = _CAPTION.match(passage.text) if "栏" in passage.text[:8] else None
        if match is None or passage.shape is Shape.CONTENTS or not _is_caption(match, passage.text):
            continue
        text, after, lines = passage.text.strip(" |*#＃"), index + 1, [passage.line]
        if not match["title"].strip(" |*#】]") and after < len(passages) and _is_title(passages[after]):
            text = f"{text} {passages[after].text.strip(' |*')}"
            lines.append(passages[after].line)
            after += 1
        found.append(Caption(re.sub(r"[\s|]+$", "", text), passage.line, index, after, tuple(lines)))
    return tuple(found)


def unfolded(passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """The passages, with a box that stands in one line (专栏4 甲工程 1.乙。丙。 2.丁。) as its caption and its entries."""
    return tuple(part for passage in passages for part in _unfolded(_with_colon(passage)))


def _with_colon(passage: Passage) -> Passage:
    """A passage whose label is parted by a dash from what follows it (供水工程——新建水厂2座) with a colon there."""
    found = _DASHED.match(passage.text)
    if found is None:
        return passage
    at, over = found.end("label"), found.end() - found.end("label") - 1
    starts = tuple((offset - over if offset > at else offset, line) for offset, line in passage.starts)
    return replace(passage, text=f"{found['label']}：{passage.text[found.end() :]}", starts=starts)


def _unfolded(passage: Passage) -> list[Passage]:
    head = _INLINE.match(passage.text) if "栏" in passage.text[:8] else None
    if head is None:
        return [passage]
    cuts = [0, head.end()]
    for sign in _NEXT.finditer(passage.text, head.end() + 1):
        cuts.append(sign.end())
    ends = [*cuts[1:], len(passage.text)]
    parts = [_part(passage, start, end) for start, end in zip(cuts, ends, strict=True)]
    return [replace(part, shape=Shape.TEXT if index else Shape.CAPTION, level=0) for index, part in enumerate(parts)]


def _part(passage: Passage, start: int, end: int) -> Passage:
    """The characters of a passage from ``start`` to ``end``, each on its line."""
    later = tuple((offset - start, line) for offset, line in passage.starts if start < offset < end)
    return replace(passage, text=passage.text[start:end].strip(), starts=((0, passage.line_at(start)), *later))


def _is_caption(match: re.Match[str], text: str) -> bool:
    """Whether the line names a box; a sentence that mentions one (专栏所列…由…负责。) does not."""
    title = match["title"].strip(" |*#】]")
    if len(close_up(text)) > _LONGEST or ("，" in title.rstrip("，") and title.endswith("。")):
        return False
    if re.search("。.", title) or (match["number"] and not match["sign"] and re.match("所[列示]|中的|内的", title)):
        return False
    if match["number"] or match["sign"]:
        return True
    return bool(title) and not re.search(r"[。；]|^(?:中|所|里|内|的|列|和|及)", title)


def _is_title(passage: Passage) -> bool:
    text = passage.text.strip(" |*")
    if passage.shape is Shape.CAPTION or passage.level in (1, 2, 3) or not 2 <= len(text) <= _LONGEST_TITLE:
        return False
    return not re.search(r"[。；：:]|^\d+[.、．]|^[➢●•■◆○★▪▶►◇—-]|^[（(][一二三四五六七八九十\d]", text)
