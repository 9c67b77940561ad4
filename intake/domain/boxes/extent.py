"""How far a box reaches: from its caption to the next heading or caption, or to where the prose of the chapter resumes.

A box has a style: its entries are bulleted or numbered, or begin with a label before a colon, a full stop or a blank.
The first paragraph that is of another style and enumerates nothing is no longer of the box.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Final

from intake.domain.boxes import words
from intake.domain.text import Passage, Shape, close_up


class Style(StrEnum):
    """How an entry of a box begins."""

    BULLET = "bullet"
    NUMBER = "number"
    COLON = "colon"  # label：text
    STOP = "stop"  # label。text
    BLANK = "blank"  # label text
    SUPER = "super"  # a label alone on its line: over the entries that follow
    LINE = "line"  # a line that is one work and nothing else
    ROW = "row"  # a row of a table
    NONE = ""


_BULLETS: Final = "➢●•◆■□★▪▶►◇○⚫✓√※◎▲△❖"
_NUMBER: Final = re.compile(
    r"^(?:\d{1,2}\s*[.．、）)](?!\d)|0\d\s+(?=[\u4e00-\u9fff])|[（(]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*[）)]|[①-⑳]|[一二三四五六七八九十]{1,2}(?:是|、))"
)
_COLON: Final = re.compile(r"^[^。；：:，|]{1,30}[：:](?=.)")
_COLON_LISTED: Final = re.compile(r"^[^。；：:|]{2,14}[：:](?=.)")
_STOP: Final = re.compile(r"^[^。；：:，|]{2,40}。(?=\s*\S)")
_STOP_ALONE: Final = re.compile(r"^[^。；：:，、|]{4,40}(?:项目|工程|园|基地|中心)(?:建设项目|建设)?。$")
_BLANK: Final = re.compile(
    r"^(?P<label>[^。；：:，,|]{2,24}?(?<=[\u4e00-\u9fff”’》）)\"])) (?=[\u4e00-\u9fff“‘《A-Z0-9（\"])(?=.{6})"
)
_LINE: Final = re.compile(r"^[^。；，,：:|]{4,40}[。；]?$")
_FEW_WORDS: Final = re.compile(r"[\u4e00-\u9fff]{2,8}")
_SUPER: Final = re.compile(r"^[^。；：:，]{2,24}[：:]$")
_LONGEST_LABEL_LINE: Final = 24
_LONGEST_LINE_LABEL: Final = 6  # of a label that could be a work
_SHORTEST_TEXT: Final = 16
_ENDED: Final = re.compile(r"[。；！：;.!][”’』」）)]*$")


def style_of(passage: Passage, expected: Style = Style.NONE) -> Style:
    """How a passage begins; where more than one reading fits, ``expected`` decides."""
    styles = _styles(passage)
    return expected if expected in styles else styles[0]


def _styles(passage: Passage) -> tuple[Style, ...]:
    text = passage.text.replace("**", "").strip()
    if passage.shape is Shape.ROW or passage.cell or text.startswith("|"):
        return (Style.ROW,)
    if text[:1] in _BULLETS or (text[:1] in "—–" and len(text) > 2):
        return (Style.BULLET,)
    if _NUMBER.match(text):
        return (Style.NUMBER,)
    if _SUPER.match(text):
        return (Style.SUPER,)
    fits = [style for style, pattern in ((Style.COLON, _COLON), (Style.COLON, _COLON_LISTED)) if pattern.match(text)]
    if blank_label(text):
        fits.append(Style.BLANK)
    if _STOP.match(text) or _STOP_ALONE.match(text):
        fits.append(Style.STOP)
    if not fits and _LINE.match(text) and words.HEAD.search(text):
        fits.append(Style.LINE)
    return tuple(fits) or (Style.NONE,)


def blank_label(text: str) -> int:
    """The length of a label that a blank divides from what follows, 0 for none."""
    found = _BLANK.match(text)
    return found.end("label") if found else 0


def body(candidates: Sequence[Passage]) -> tuple[list[Passage], Style]:
    """The passages of a box among those that follow its caption, and its style."""
    kept: list[Passage] = []
    style = Style.NONE
    for index, passage in enumerate(candidates):
        if (passage.shape is Shape.HEADING and passage.level in (1, 2, 3)) or passage.shape is Shape.CAPTION:
            break
        if passage.shape in (Shape.NUMBER, Shape.CONTENTS) and not passage.cell:
            continue
        if style in _MIXED and _heads_entries(passage, candidates[index + 1 : index + 2], style):
            kept.append(replace(passage, text=f"{passage.text}："))
            continue
        own = style_of(passage, style)
        if kept and own in (Style.NONE, Style.LINE) and _unfinished(kept[-1].text):
            kept[-1] = _with_rest(kept[-1], passage)
            continue
        if style is Style.NONE:
            own = _first_style(passage, candidates[index + 1 : index + 4])
            if kept and own is Style.STOP and _resumes(passage.text):
                break
            if own is Style.NONE and kept and not enumerates(passage.text):
                break
            if own is Style.NONE and not kept and not _leads_on(passage, candidates[index + 1 :]):
                break
            style = Style.NONE if own is Style.SUPER else own
        elif not _belongs(passage, own, style, kept):
            break
        kept.append(passage)
    return kept, style


def _heads_entries(passage: Passage, following: Sequence[Passage], style: Style) -> bool:
    """Whether a few words on a line stand over further entries of the box (能源 above its bullets)."""
    plain = _FEW_WORDS.fullmatch(passage.text) is not None and passage.shape is Shape.TEXT
    return plain and bool(following) and following[0].shape is not Shape.HEADING and style_of(following[0]) is style


def is_label_line(passage: Passage, following: Passage | None) -> bool:
    """Whether a line is a label alone, and the paragraph that follows is what it stands over."""
    text = close_up(passage.text)
    if (
        following is None
        or len(text) > _LONGEST_LABEL_LINE
        or re.search(r"[。；，、：:]", text.lstrip("一二三四五六七八九十、"))
    ):
        return False
    if words.WORK_WORD.search(text) and len(text) > 10:
        return False
    styles = _styles(passage)
    if Style.LINE in styles and len(text) > _LONGEST_LINE_LABEL:
        return False  # a work of its own
    other = style_of(following)
    if other is Style.NUMBER and styles[0] is Style.NUMBER:  # （一） over 1.
        return _numbering(text) != _numbering(close_up(following.text))
    long = len(following.text) >= _SHORTEST_TEXT and re.search(r"[，。；、]", following.text) is not None
    return long and other not in (Style.NUMBER, Style.BULLET, Style.SUPER)


def _numbering(text: str) -> str:
    """The kind of number a text begins with: its first character, all digits and all numerals alike."""
    return re.sub(r"^[0-9]", "0", re.sub(r"^[一二三四五六七八九十]", "一", text))[:1] + (
        "一" if text[1:2] in "一二三四五六七八九十" else ""
    )


def _unfinished(text: str) -> bool:
    """Whether a paragraph breaks off in the middle of a list."""
    return len(text) >= 8 and not _ENDED.search(text) and re.search(r"[、，][^、，。；]{0,12}$", text) is not None


def _with_rest(passage: Passage, rest: Passage) -> Passage:
    starts = passage.starts + tuple((offset + len(passage.text), line) for offset, line in rest.starts)
    return replace(passage, text=passage.text + rest.text, starts=starts)


def _first_style(passage: Passage, following: Sequence[Passage]) -> Style:
    """The style of the first entry: of those that fit, the one most of the next passages share."""
    fits = _styles(passage)
    shared = [sum(style in _styles(other) for other in following) for style in fits]
    return fits[shared.index(max(shared))]


def _leads_on(passage: Passage, following: Sequence[Passage]) -> bool:
    """Whether the first paragraph of a box enumerates, or introduces one that does."""
    if enumerates(passage.text) or not following or is_label_line(passage, following[0]):
        return True
    return len(passage.text) <= 120 and (style_of(following[0]) is not Style.NONE or enumerates(following[0].text))


_MIXED: Final = frozenset({Style.BULLET, Style.NUMBER, Style.COLON, Style.SUPER})


def _belongs(passage: Passage, own: Style, style: Style, kept: list[Passage]) -> bool:
    if is_label_line(kept[-1], passage):
        return True
    if own is Style.SUPER or (own in _MIXED and style in _MIXED):
        return True
    if own is style:
        return style is not Style.STOP or not _resumes(passage.text)
    if enumerates(passage.text):
        return True
    return (
        own is Style.NONE and style is not Style.BLANK and not _ENDED.search(kept[-1].text) and len(kept[-1].text) > 30
    )


_DIRECTIVE: Final = re.compile(
    r"^(?:全面|加快|大力|积极|深入|持续|着力|切实|全力|稳步|扎实|有序|进一步|不断|努力|高质量|高标准|统筹|科学|合理|坚持|完善|健全|强化|优化|提升|提高|推进|推动"
    r"|突出|加强|加大|构建|打造|建设|建立|促进|培育|发展|实施|落实|深化|鼓励|支持|引导|做好|抓好|营造|保障|维护|增强|扩大|拓展|巩固|创新)"
)


def _resumes(text: str) -> bool:
    """Whether a paragraph 'label。text' is prose again: a call to act, no list in it."""
    if not _DIRECTIVE.match(text) or _STOP_ALONE.match(text):
        return False
    return not enumerates(text.split("。", 1)[1])


def enumerates(text: str) -> bool:
    """Whether a paragraph lists works: it begins like a list and ends like one, or most of its parts are works."""
    plain = close_up(text).rstrip("。；; ")
    if len(plain) > 1500:
        return False
    at = words.etc_at(plain, max(0, len(plain) - 24))
    ends = (at >= 0 and words.GENERIC_TAIL.match(plain[at + 1 :]) is not None) or words.WORK.search(plain) is not None
    if ends and "、" in plain and "。" not in plain and (words.LEADING.match(plain) or plain.count("、") >= 3):
        return True
    parts = [part for part in re.split(r"[、，；。]", plain) if part]
    works = sum(1 for part in parts if words.WORK.search(part))
    return len(parts) >= 2 and works * 2 > len(parts)


def is_loose_list(passage: Passage) -> bool:
    """Whether a paragraph outside the boxes is a label with the works under it (甲类：…项目、…项目。), and nothing else."""
    if passage.shape is not Shape.TEXT or Style.COLON not in _styles(passage) or len(passage.text) > 1500:
        return False
    parts = [part for part in re.split(r"[：:、，；。]", close_up(passage.text)) if part][1:]
    works = sum(1 for part in parts if words.WORK_WORD.search(part))
    return works >= 2 and works * 2 > len(parts)
