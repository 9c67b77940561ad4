"""Tables that were printed one cell per line: the columns come from the header, the rows from the rhythm of the lines.

A blank line between rows, and blank lines for empty cells, are told apart by their distance from the name of the row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from indicators.domain.literals import normalise
from intake.domain.tables.columns import Column
from intake.domain.tables.headers import head_word, read_header
from intake.domain.tables.raw import RawTable, Row
from intake.domain.tables.stacked_rows import StackedRows
from intake.domain.tables.words import NOTE, What, may_be_name, row_number, what
from intake.readers.document import Cell, Paragraph

_FIRST = re.compile(r"序号|编号|类别|领域|分类|(?:主要)?指标(?:名称|类别)?|项目")
_NAMES = re.compile(r"(?:主要)?指标(?:名称)?|项目")
_YEAR = re.compile(r"(?:19|20)\d\d年?")
_BRACKET = re.compile(r"\([^()]{1,6}\)")
_RATE = re.compile(r"增长|增速|累计")
_WORD = re.compile(r"[(（]?(?:规划|预期|发展)?(?:基数|目标|目标值|实际|预计|现状|完成|基期|完成数|预计数)[)）]?")
_HEADING = re.compile(r"第[一二三四五六七八九十百\d]+[章节篇部]")
_CAPTION = re.compile(r"(?:专\s*栏|附?[表图])\s*[\d一二三四五六七八九十]{1,3}(?:[-—.．]\d+)?(?:[：:\s“]|$)")
_FAR: Final = 12  # lines without text after which a table has ended
_FEWEST: Final = 3
_LONGEST: Final = 60


def begins(text: str) -> bool:
    """Whether a line can be the first header cell of such a table."""
    return len(text) <= 12 and _FIRST.fullmatch(normalise(text)) is not None


def read_stacked(lines: Sequence[Paragraph], start: int) -> tuple[RawTable | None, int]:
    """The table whose header begins with paragraph ``start``, None for none; and the index from which to look on."""
    heads = _head_lines(lines, start)
    if len(heads) < 3 or (_NAMES.fullmatch(normalise(heads[0].text)) and begins(heads[1].text)):
        return None, start + 1
    whole = _whole(heads)
    rows = _levels(heads) if len(whole) == len(heads) else (tuple(whole),)
    header = read_header(rows)
    if header is None:
        return None, start + 1
    body, end, notes = _body(lines, start + len(heads), [cell.text for cell in heads])
    if Column.NUMBER not in header.columns and _counted(body):
        rows = tuple(_with_numbers(row, header.name, "" if index else "序号") for index, row in enumerate(rows))
        header = read_header(rows) or header
    found = StackedRows(header, body, step=_step([*heads, *body])).read() if body else []
    if len(found) < _FEWEST:
        return None, end
    used = frozenset(paragraph.line for paragraph in lines[start:end])
    return RawTable(rows=(*rows, *found), lines=used, notes=tuple(notes), headers=len(rows)), end


def _head_lines(lines: Sequence[Paragraph], start: int) -> list[Cell]:
    heads: list[Cell] = []
    for paragraph in lines[start : start + 24]:
        text = paragraph.text.strip()
        if not head_word(text) or (heads and text == heads[0].text) or (heads and paragraph.line - heads[-1].line > 6):
            break
        heads.append(Cell(text, paragraph.line))
    return heads


def _whole(heads: Sequence[Cell]) -> list[Cell]:
    """The heads with the broken ones joined: 2020 年 and 基数 below it, where every year has its word below it."""
    for index, cell in enumerate(heads[1:], start=1):
        if _BRACKET.fullmatch(normalise(cell.text)):
            joined = Cell(f"{heads[index - 1].text}{cell.text}", heads[index - 1].line)
            return _whole([*heads[: index - 1], joined, *heads[index + 1 :]])
    for index, cell in enumerate(heads[:-1]):
        if normalise(cell.text) in ("年均", "五年年均") and _RATE.match(normalise(heads[index + 1].text)):
            joined = Cell(f"{cell.text}{heads[index + 1].text}", cell.line)
            return _whole([*heads[:index], joined, *heads[index + 2 :]])
    years = [index for index, cell in enumerate(heads) if _YEAR.fullmatch(normalise(cell.text))]
    words = [
        index + 1 for index in years if index + 1 < len(heads) and _WORD.fullmatch(normalise(heads[index + 1].text))
    ]
    if not years or len(words) != len(years):
        return list(heads)
    return [
        Cell(f"{cell.text}{heads[index + 1].text}", cell.line) if index in years else cell
        for index, cell in enumerate(heads)
        if index not in words
    ]


def _levels(heads: Sequence[Cell]) -> tuple[Row, ...]:
    """One row of heads, or two: the second begins after a blank line, or where words begin to repeat."""
    split = next((index for index in range(1, len(heads)) if heads[index].line - heads[index - 1].line > 1), 0)
    if split and all(heads[index].line - heads[index - 1].line > 1 for index in range(1, len(heads))):
        split = 0  # every cell is parted by blank lines: they tell nothing
    lead = heads[split].line - heads[split - 1].line - 2 if split else 0
    if not split:
        texts = [normalise(cell.text) for cell in heads]
        split = next((index for index, text in enumerate(texts) if texts.count(text) > 1 and "年" not in text[:-1]), 0)
        lead = sum(1 for text in texts[:split] if not re.search(r"\d{4}|十.五|目标|完成", text)) if split else 0
    if not split or split < 2:
        return (tuple(heads),)
    top, below = list(heads[:split]), list(heads[split:])
    lead = min(lead, len(top) - 1)
    spanned = [
        index for index in range(lead, len(top)) if re.search(r"\d{4}|十.五|目标|完成|规划|实际", top[index].text)
    ]
    if not spanned or len(below) % len(spanned):
        return (tuple(heads),)
    share = len(below) // len(spanned)
    blank = Cell("", top[0].line)
    first: list[Cell] = []
    second: list[Cell] = []
    for index, cell in enumerate(top):
        width = share if index in spanned else 1
        first += [cell, *[blank] * (width - 1)]
        taken = below[:width] if index in spanned else [blank]
        del below[: len(taken) if index in spanned else 0]
        second += taken
    return tuple(first), tuple(second)


def _body(lines: Sequence[Paragraph], start: int, heads: Sequence[str]) -> tuple[list[Cell], int, list[str]]:
    """The lines of the rows, the index after the table, and the notes below it."""
    body: list[Cell] = []
    notes: list[str] = []
    last = lines[start - 1].line
    skipped = start
    for index in range(start, len(lines)):
        text = lines[index].text.strip()
        if lines[index].line - last > _FAR:
            return body, index, notes
        if text == heads[0] and [one.text.strip() for one in lines[index : index + len(heads)]] == list(heads):
            skipped = index + len(heads)  # the header again, after a page break
        if index < skipped:
            last = lines[index].line
            continue
        if begins(text) and index + 1 < len(lines) and head_word(lines[index + 1].text):
            return body, index, notes
        if _CAPTION.match(text) and not _heads_follow(lines, index, heads):
            return body, index, notes
        if NOTE.match(text):
            notes.append(text)
            return body, index + 1, notes
        if len(text) > _LONGEST or "。" in text or _HEADING.match(text) or "\t" in text:
            return body, index, notes
        body.append(Cell(text, lines[index].line))
        last = lines[index].line
    return body, len(lines), notes


def _heads_follow(lines: Sequence[Paragraph], index: int, heads: Sequence[str]) -> bool:
    """Whether the header stands again below a line: that line is the caption again, after a page break."""
    below = [one.text.strip() for one in lines[index + 1 : index + 2 + len(heads)]]
    return list(heads) in (below[: len(heads)], below[1:])


def _step(cells: Sequence[Cell]) -> int:
    """How many lines on the next cell stands: 1, or more where blank lines part every cell, header and rows alike."""
    return max(1, min(after.line - before.line for before, after in pairwise(cells)))


def _counted(body: Sequence[Cell]) -> bool:
    """Whether rows are numbered although the header has no such column: 1, 2, 3 …, each before words."""
    expected = 1
    for cell, following in pairwise(body):
        if what(cell.text) is What.NUMBER and row_number(cell.text) == str(expected) and may_be_name(following.text):
            expected += 1
    return expected > _FEWEST


def _with_numbers(row: Row, at: int, text: str) -> Row:
    return (*row[:at], Cell(text, row[0].line), *row[at:])
