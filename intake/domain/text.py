"""The running text of a document: paragraphs whole again, without blanks and residue, every character with its line.

An extraction cuts paragraphs at the ends of pages and lines, leaves blanks between Chinese characters and the fields of
the word processor in the text. Here they are mended; nothing else is changed, and the line numbers are kept.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

from intake.readers.document import Document, Paragraph

#: Fields of the word processor and marks of bold type that some extractions print.
_RESIDUE: Final = re.compile(
    r"\[(?:bookmark|image|footnoteRef|endnoteRef|comment):?[^\]]*\]"
    r"|(?:PAGEREF|HYPERLINK|REF)\s+(?:\\l\s+)?\"?_\w+\"?(?:\s+\\\w)*"
    r"|TOC(?:\s+\\\w+(?:\s+\"[^\"]*\")?)+|SEQ\s+\S+\s+\\\*\s+\w+"
    r"|\*\*|^\s*#{1,6}\s+(?=\S)|错误[!！]\s?未(?:找到引用源|定义书签)。?"
)
_BLANKS: Final = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")
_BETWEEN_WORDS: Final = re.compile(r"(?<=[A-Za-z0-9.,%])[\s\u200b-\u200d\u2060\ufeff]+(?=[A-Za-z0-9(])")
_NUMERAL: Final = "一二三四五六七八九十百零〇"
#: Heading levels by their numbering, the highest first. A number with 篇, 章, 节 may be printed in digits.
_HEADINGS: Final = tuple(
    (level, re.compile(pattern))
    for level, pattern in (
        (1, rf"第[{_NUMERAL}0-9]{{1,4}}(?:篇|编|部分)"),
        (2, rf"第[{_NUMERAL}0-9]{{1,4}}章|(?:序言|前言|引言|附则|附件|附录)[:：]?$"),
        (3, rf"第[{_NUMERAL}0-9]{{1,4}}节"),
        (4, rf"[{_NUMERAL}]{{1,3}}、"),
        (5, rf"[（(][{_NUMERAL}]{{1,3}}[）)]"),
        (6, r"\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)]"),
    )
)
_LONGEST_HEADING: Final = 60
_LONGEST_NUMBERED: Final = 36  # of levels 4–6: longer ones are paragraphs that begin with a number
_CAPTION: Final = re.compile(
    rf"(?:专栏|附?表格?|附?图)(?:[{_NUMERAL}0-9]{{1,3}}(?:[-—–.．－][0-9]{{1,3}})?|(?=[:：]))[:：]?"
)
_ANNEX: Final = re.compile(rf"附[件表录]\s*[{_NUMERAL}0-9]{{0,3}}(?:[：:\s]|$)")
_LONGEST_CAPTION: Final = 60
_BULLET: Final = re.compile(r"—{1,2}(?=[^—\s\d.])|[➢●•◆■□★▪▶►◇○⚫✓√※]")
_CONTENTS: Final = re.compile(
    r".+[.．…·]{2,}[\s.．·…]*[\dIVX]{1,4}|(?:第|序|前|附|专栏|[一二三四五六七八九十]、|[（(]).*\t[\s.．·…]*[\dIVX]{1,4}"
)
_PAGE_NUMBER: Final = re.compile(r"[-—–－·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*/\s*\d{1,4})?[-—–－·\s]*")
_END: Final = re.compile(r"[。；：！？…;:!?][”’』」）)》\"]*$|[”’』」]$")
_CLOSING: Final = "，。、；：！？）》”’』」,;)%％"
_OPENING: Final = {"（": "）", "(": ")", "《": "》", "“": "”"}
_SENTENCE: Final = re.compile(r"[^。；;！？!?]*[。；;！？!?]+[”’』」）)》\"]*|[^。；;！？!?]+$")
_CUT_LENGTH: Final = 18  # a shorter line that breaks off is a label or a cell
_LONG_LINE: Final = 60  # a line of this length is prose, also without a comma
_LABEL: Final = re.compile(r"[^\W\d，。；、：:]{3,20}[：:]")  # 农业产业化项目：…


class Shape(StrEnum):
    """What a paragraph looks like."""

    TEXT = "text"
    HEADING = "heading"
    BULLET = "bullet"  # a paragraph that begins with a bullet: text
    CAPTION = "caption"  # of a box, table or figure
    ROW = "row"  # cells of a table, or of a row of it
    CONTENTS = "contents"  # a line of the table of contents
    NUMBER = "number"  # a page number, or a cell that holds a number


@dataclass(frozen=True, slots=True)
class Sentence:
    """``start``: offset in its passage; ``line``: the line on which it begins."""

    text: str
    start: int
    line: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, whole again. ``starts``: (offset in ``text``, line number) of each line it spans, in order.

    ``level``: 1 篇, 2 章, 3 节, 4 一、, 5 （一）, 6 1. of a heading, else 0. ``cell``: it stands in a grid.
    """

    text: str
    starts: tuple[tuple[int, int], ...]
    shape: Shape = Shape.TEXT
    level: int = 0
    cell: bool = False

    @property
    def line(self) -> int:
        """The first line of the document that it stands on."""
        return self.starts[0][1]

    @property
    def last_line(self) -> int:
        """The last line of the document that it stands on."""
        return self.starts[-1][1]

    def line_at(self, offset: int) -> int:
        """The line on which the character at ``offset`` stands."""
        return self.starts[max(0, bisect_right(self.starts, (offset, 1 << 60)) - 1)][1]


def tidy(text: str) -> str:
    """``text`` without residue of fields; every run of blanks is one blank."""
    return _BLANKS.sub(" ", _RESIDUE.sub("", text)).strip()


def close_up(text: str) -> str:
    """``text`` without residue and blanks; one blank stays between two Latin words or numbers."""
    return _BLANKS.sub(
        lambda found: " " if _BETWEEN_WORDS.match(found.string, found.start()) else "", tidy(text)
    ).strip()


def heading_level(text: str) -> int:
    """1 篇, 2 章, 3 节, 4 一、, 5 （一）, 6 1. or （1）; 0: no numbered heading. Sentences are none."""
    plain = close_up(text[: _LONGEST_HEADING * 3])
    if len(plain) > _LONGEST_HEADING or re.search(r"[。；;！？]", plain) or plain.endswith(("，", "、", ",")):
        return 0
    for level, pattern in _HEADINGS:
        if pattern.match(plain):
            return level if level <= 3 or len(plain) <= _LONGEST_NUMBERED else 0
    return 0


def is_caption(text: str) -> bool:
    """Whether a line is the caption of a box (专栏), a table or a figure."""
    plain = close_up(text[: _LONGEST_CAPTION * 3])
    return len(plain) <= _LONGEST_CAPTION and not plain.endswith("。") and _CAPTION.match(plain) is not None


def shape_of(text: str) -> Shape:
    """What the line ``text`` looks like, as it stands in the source."""
    stripped = _RESIDUE.sub("", text).strip()
    if not re.search(r"[^\W_]", stripped):
        return Shape.ROW
    if _PAGE_NUMBER.fullmatch(stripped):
        return Shape.NUMBER
    if len(stripped) <= 2 * _LONGEST_HEADING and _CONTENTS.fullmatch(stripped):
        return Shape.CONTENTS
    if stripped.startswith("|") or (stripped.count("\t") >= 2 and not _END.search(stripped)):
        return Shape.ROW
    if is_caption(stripped):
        return Shape.CAPTION
    if heading_level(stripped):
        return Shape.HEADING
    if len(stripped) <= _LONGEST_CAPTION and _ANNEX.match(stripped) and not _END.search(stripped):
        return Shape.CAPTION
    return Shape.BULLET if _BULLET.match(stripped) else Shape.TEXT


def passages(document: Document, *, taken: frozenset[int] = frozenset(), spaced: bool = False) -> tuple[Passage, ...]:
    """The passages of a document in order, without the lines in ``taken``. Cells of grids are passages of their own.

    ``spaced``: blanks stay (one for a run), where they tell a label from what follows it.
    """
    return tuple(_join(_single(document, taken, tidy if spaced else close_up)))


def sentences(passage: Passage) -> tuple[Sentence, ...]:
    """The sentences of a passage, cut after 。；！？ with the quotation marks that close there."""
    return tuple(
        Sentence(found.group(), found.start(), passage.line_at(found.start()))
        for found in _SENTENCE.finditer(passage.text)
        if found.group().strip()
    )


def _single(document: Document, taken: frozenset[int], clean: Callable[[str], str]) -> Iterator[Passage]:
    """One passage for each paragraph, and for each line of each cell that is not the continuation of another."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            if block.line not in taken and (text := clean(block.text)):
                shape = Shape.HEADING if block.level else shape_of(block.text)
                level = block.level or (heading_level(text) if shape is Shape.HEADING else 0)
                yield Passage(text, ((0, block.line),), shape, level)
            continue
        for cell in (cell for row in block.rows for cell in row if not cell.merged and cell.line not in taken):
            for piece in cell.text.split("\n"):
                if text := clean(piece):
                    shape = shape_of(piece)
                    yield Passage(text, ((0, cell.line),), shape, heading_level(text), cell=True)


def _join(single: Iterator[Passage]) -> Iterator[Passage]:
    """Paragraphs that were cut put together; page numbers that stood between the halves follow the whole."""
    parts: list[Passage] = []
    aside: list[Passage] = []
    for passage in single:
        if parts and passage.shape is Shape.NUMBER and not passage.cell and _breaks_off(parts):
            aside.append(passage)
        elif parts and _goes_on(parts, passage):
            parts.append(passage)
        else:
            if parts:
                yield _whole(parts)
            yield from aside
            parts, aside = [passage], []
    if parts:
        yield _whole(parts)
    yield from aside


def _breaks_off(parts: list[Passage]) -> bool:
    """Whether the last part looks cut: long enough for prose, and without the sign that ends a sentence."""
    last = parts[-1].text
    if parts[0].shape not in (Shape.TEXT, Shape.BULLET) or _END.search(last[-6:]):
        return False
    return last.endswith(("，", "、", ",")) or len(last) >= _CUT_LENGTH or _open(parts)


def _goes_on(parts: list[Passage], following: Passage) -> bool:
    """Whether ``following`` is the other half of what the last part began."""
    if following.shape is not Shape.TEXT or following.cell != parts[-1].cell:
        return False
    last = parts[-1].text
    if following.text[0] in _CLOSING and parts[0].shape in (Shape.TEXT, Shape.BULLET) and not _END.search(last[-6:]):
        return True
    if not _breaks_off(parts) or _LABEL.match(following.text):
        return False
    prose = re.search(r"[，。；、,;]", last) is not None or len(last) >= _LONG_LINE or _open(parts)
    return prose and (len(following.text) >= 10 or _END.search(following.text) is not None)


def _open(parts: list[Passage]) -> bool:
    """Whether a bracket or quotation mark that was opened is not closed."""
    tail = "".join(part.text for part in parts[-4:])[-80:]
    return any(tail.rfind(opening) > tail.rfind(closing) for opening, closing in _OPENING.items())


def _whole(parts: list[Passage]) -> Passage:
    if len(parts) == 1:
        return parts[0]
    text, starts = parts[0].text, list(parts[0].starts)
    pieces = [text]
    length = len(text)
    for before, part in pairwise(parts):
        if (
            before.text[-1].isascii()
            and before.text[-1].isalpha()
            and part.text[0].isascii()
            and part.text[0].isalpha()
        ):
            pieces.append(" ")
            length += 1
        starts.append((length, part.line))
        pieces.append(part.text)
        length += len(part.text)
    return Passage("".join(pieces), tuple(starts), parts[0].shape, parts[0].level, parts[0].cell)
