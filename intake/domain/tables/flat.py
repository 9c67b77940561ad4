"""Rows of plain text: cells parted by tabs, pipes, bars, or by two blanks and more."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from intake.domain.tables.raw import RawTable, Row, row_of
from intake.domain.tables.words import NOTE
from intake.readers.document import Paragraph

_BARS: Final = re.compile(r"\s*[|｜│┃║]\s*")
_BAR = re.compile(r"[|｜│┃║]")
_RULE = re.compile(r"[\s|｜│┃║+:=\-—–─━┄┅┌┐└┘├┤┬┴┼╋╪═]+")
_BOLD = re.compile(r"\*\*([^*|]+)\*\*")
_BREAK = re.compile(r"<br\s*/?>|&nbsp;")
_GAP = re.compile(r"[ \u3000\xa0]{2,}|\u3000")
_PAGE = re.compile(
    r"\s*[-—–·第]?\s*\d{1,4}\s*[-—–·页]?\s*|\s*[-—]\s*|\s*(?:表?\s*[（(]?\s*续\s*表?\s*[)）]?|续表\s*[\d\-—.]*.{0,30})\s*"
)
_ANCHORS: Final = 3  # cells that a row of aligned blanks must have at least


@dataclass(slots=True)
class Run:
    """Lines of one layout that follow each other."""

    layout: str
    paragraphs: list[Paragraph]
    breaks: set[int]


def layout_of(text: str) -> str:
    """tabs, bars, rule (a line that only draws), blanks; "" for text that is no row."""
    if _BAR.search(text):
        if _RULE.fullmatch(text):
            return "rule"
        bars = len(_BAR.findall(text))
        return "bars" if bars >= 3 or (bars == 2 and text.strip()[0] in "|｜│┃║") else ""
    if "\t" in text:
        return "tabs" if "\t" in text.strip(" \u3000\t") or text.count("\t") >= 3 else ""
    if re.fullmatch(r"\s*[+┌└├╔╚][\s+\-=─━┬┴┼┐┘┤═╦╩╬]+", text):
        return "rule"
    if (
        len(text) <= 240
        and _GAP.search(text.strip())
        and len(_GAP.split(text.strip())) >= _ANCHORS
        and "。" not in text
    ):
        return "blanks"
    return ""


def has_gap(text: str) -> bool:
    """Whether a line between rows of aligned blanks has two cells at least."""
    return len(text) <= 240 and "。" not in text and len(_GAP.split(text.strip())) > 1


def is_page_mark(text: str) -> bool:
    """A page number, or 续表: nothing that parts two halves of a table."""
    return len(text) <= 40 and _PAGE.fullmatch(text) is not None


def cells_of(text: str, layout: str) -> list[str]:
    """The cells of one row, as they stand."""
    if layout == "words":
        return text.split()
    if layout == "tabs":
        return [cell.strip() for cell in text.strip(" \u3000").split("\t")]
    inner = _BREAK.sub("", _BOLD.sub(r"\1", text.strip()))
    inner = _BARS.sub("|", inner)
    return [cell.strip() for cell in inner.removeprefix("|").removesuffix("|").split("|")]


def table_of(run: Run) -> RawTable:
    """The rows of a run; a note after the last row belongs to it."""
    lines = frozenset(paragraph.line for paragraph in run.paragraphs)
    kept = [one for one in run.paragraphs if layout_of(one.text) != "rule" and not is_page_mark(one.text)]
    apart = [row_of(cells_of(one.text, run.layout), one.line) for one in kept] if run.layout != "blanks" else []
    rows = apart or _aligned(kept)
    numbers = [one.line for one in kept]
    breaks = frozenset(index for index, line in enumerate(numbers) if index and line - numbers[index - 1] > 1)
    return RawTable(rows=tuple(rows), lines=lines, breaks=breaks)


def _aligned(paragraphs: Sequence[Paragraph]) -> list[Row]:
    """Rows whose columns stand below each other: every piece goes to the column of the fullest row that it overlaps most."""
    pieces = [_pieces(one.text) for one in paragraphs]
    widest = max(pieces, key=len)
    anchors = [(start, end) for start, end, _ in widest]
    rows: list[Row] = []
    for one, found in zip(paragraphs, pieces, strict=True):
        if len(found) == len(anchors):
            rows.append(row_of([text for _, _, text in found], one.line))
            continue
        cells = [""] * len(anchors)
        for start, end, text in found:
            at = _nearest(start, end, anchors, cells)
            cells[at] = f"{cells[at]} {text}".strip()
        rows.append(row_of(cells, one.line))
    return rows


def _pieces(text: str) -> list[tuple[int, int, str]]:
    """The pieces between two blanks and more, with the columns of the screen where they begin and end."""
    found: list[tuple[int, int, str]] = []
    column, start, piece, blanks = 0, 0, "", 0
    for character in text.rstrip():
        wide = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if character in " \u3000\xa0":
            blanks += wide
            if blanks >= 2 and piece:
                found.append((start, column - blanks + wide, piece.strip()))
                piece = ""
            elif piece:
                piece += character
        else:
            if not piece:
                start = column
            piece += character
            blanks = 0
        column += wide
    if piece:
        found.append((start, column, piece.strip()))
    return found


def _nearest(start: int, end: int, anchors: Sequence[tuple[int, int]], cells: Sequence[str]) -> int:
    def distance(index: int) -> tuple[int, bool, float]:
        left, right = anchors[index]
        overlap = min(end, right) - max(start, left)
        return (-max(overlap, 0), bool(cells[index]), abs((start + end) / 2 - (left + right) / 2))

    return min(range(len(anchors)), key=distance)


def is_note(text: str) -> bool:
    """Whether a line is a note below the table (注：…), which ends it."""
    return NOTE.match(text.lstrip("|｜ \t\u3000")) is not None
