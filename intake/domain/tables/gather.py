"""All tables of a document, in order, whatever their layout; the halves of one that a page parted are put together."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from indicators.domain.literals import normalise
from intake.domain.tables.flat import Run, cells_of, has_gap, is_note, is_page_mark, layout_of, table_of
from intake.domain.tables.headers import head_word, is_header_row, read_header
from intake.domain.tables.raw import RawTable, Row, row_of
from intake.domain.tables.stacked import begins, read_stacked
from intake.domain.tables.words import NOTE, ORDINAL, What, what
from intake.readers.document import Cell, Document, Grid, Paragraph

_CAPTION = re.compile(
    r"\s*(?:[\[【（(]?(?:附|图)?表[\d一二三四五六七八九十：: \-—.．（(]|专栏|专表|附表|附件|附录)"
    r"|.*(?:指标|目标完成|完成情况|目标)(?:一览|列|情况)?表?(?:[（(].*[)）])?\s*$"
)
_NUMBERED = re.compile(r"专栏|附?表\s*[\d一二三四五六七八九十]|附件|附表")
_EMPHASIS = re.compile(r"\*\*|^\s*#{1,6}\s+")
_BELOW = re.compile(r"附?表\s*[\d一二三四五六七八九十].{2,}(?:指标|目标|情况)(?:一览|列|情况)?表?(?:[（(].*[)）])?$")
_UNIT_LINE = re.compile(r"\s*[（(]?\s*(?:计量)?单位\s*[:：].{1,20}")
_LONGEST_CAPTION: Final = 60
_LOOK_BACK: Final = 3
_LONGEST_GROUP: Final = 16
_HALF: Final = 3  # characters of one half of a broken category
_LONGEST_ROW: Final = 120
_ENDS = re.compile(r"[。；，,;:：]|^第.{1,4}[章节篇]|^[（(]")


@dataclass(slots=True)
class _Walk:
    """The walk through the blocks of a document."""

    blocks: Sequence[Paragraph | Grid]
    tables: list[RawTable] = field(default_factory=list)
    run: Run | None = None
    run_from: int = 0
    waiting: list[Paragraph] = field(default_factory=list)  # page marks that may stand inside a run
    free: int = 0  # index of the first block that belongs to no table so far
    joined: bool = False  # nothing but page marks since the last table

    def close(self, at: int) -> None:
        """Ends the run, and keeps it where it has rows enough."""
        run, self.run, self.waiting = self.run, None, []
        if run is None:
            return
        rows = [one for one in run.paragraphs if layout_of(one.text) != "rule"]
        if len(rows) >= 2:
            self.add(table_of(run), self.run_from, at)

    def add(self, table: RawTable, start: int, end: int) -> None:
        for part in _parts(table):
            before = self.tables[-1] if self.tables and self.joined else None
            if before is not None and not part.caption and _goes_on(before, part):
                self.tables[-1] = _together(before, part)
            else:
                caption, line, used = (part.caption, part.caption_line, frozenset[int]())
                if not caption:
                    caption, line, used = self._caption(start)
                self.tables.append(replace(part, caption=caption, caption_line=line, lines=part.lines | used))
            self.joined = True
        self.free = end

    def _caption(self, start: int) -> tuple[str, int | None, frozenset[int]]:
        """The caption above block ``start``; with it the lines of caption and unit."""
        used: list[int] = []
        for index in range(start - 1, max(self.free, start - _LOOK_BACK) - 1, -1):
            block = self.blocks[index]
            if not isinstance(block, Paragraph):
                break
            text = _EMPHASIS.sub("", block.text).strip()
            if _UNIT_LINE.fullmatch(text) or is_page_mark(text) or layout_of(text) == "rule":
                used.append(block.line)
            elif len(text) <= _LONGEST_CAPTION and not text.endswith(("。", "；", ";", "，")) and _CAPTION.match(text):
                return " ".join(text.split()), block.line, frozenset([*used, block.line])
            else:
                break
        return "", None, frozenset()


def gather(document: Document) -> list[RawTable]:
    """Every table of the document, in order. A line belongs to one table at most."""
    walk = _Walk(document.blocks)
    paragraphs = [block for block in document.blocks if isinstance(block, Paragraph)]
    place = {id(block): index for index, block in enumerate(paragraphs)}
    index = tried = 0
    while index < len(document.blocks):
        block = document.blocks[index]
        if isinstance(block, Grid):
            walk.close(index)
            walk.add(table_of_grid(block), index, index + 1)
            index += 1
            continue
        at = place[id(block)]
        table = None
        if at >= tried and begins(block.text):
            table, tried = read_stacked(paragraphs, at)
        if table is not None:
            walk.close(index)
            count = tried - at
            walk.add(table, index, index + count)
            index += count
            continue
        _step(walk, block, index)
        index += 1
    walk.close(index)
    return _captioned_below(walk.tables, paragraphs)


def _captioned_below(tables: Sequence[RawTable], paragraphs: Sequence[Paragraph]) -> list[RawTable]:
    """The tables, those without a caption above with the one that stands right below: 表1 …指标表, no other table's."""
    held = frozenset[int]().union(*(table.lines for table in tables))
    numbers = [one.line for one in paragraphs]
    found = []
    for table in tables:
        at = bisect_right(numbers, table.last_line)
        below = paragraphs[at] if at < len(paragraphs) else None
        text = "" if table.caption or below is None else " ".join(below.text.split())
        if below is None or below.line in held or len(text) > _LONGEST_CAPTION or not _BELOW.match(text):
            found.append(table)
        else:
            lines = table.lines | {below.line}
            found.append(replace(table, caption=text, caption_line=below.line, lines=lines))
    return found


def _step(walk: _Walk, block: Paragraph, index: int) -> None:
    layout = layout_of(block.text) or _spaced(walk.run, block)
    if walk.run is not None:
        if walk.run.layout == "blanks" and not layout and has_gap(block.text):
            layout = "blanks"
        fits = layout in (walk.run.layout, "rule")
        if fits and any(not is_page_mark(one.text) for one in walk.waiting) and _is_head(block, layout):
            walk.close(index)  # a line of text, then a header: another table
            fits = False
        if fits and walk.run is not None:
            walk.run.paragraphs += [*_whole_groups(walk.waiting), block]
            walk.waiting = []
            return
        may_wait = is_page_mark(block.text) or (walk.run is not None and _is_group(block.text, walk.run.layout))
        if walk.run is not None and may_wait and len(walk.waiting) < 2:
            walk.waiting.append(block)
            return
        if is_note(block.text):
            walk.run.paragraphs.append(block)
            walk.close(index + 1)
            walk.joined = False
            return
        walk.close(index)
    if layout in ("tabs", "bars", "blanks", "words"):
        walk.run = Run(layout, [block], set())
        walk.run_from = index
    elif layout != "rule" and not is_page_mark(block.text):
        walk.joined = False


def _spaced(run: Run | None, block: Paragraph) -> str:
    """``words`` for a row whose cells are parted by one blank: such a table is known by its header only."""
    if len(block.text) > _LONGEST_ROW or "。" in block.text:
        return ""
    if run is not None and run.layout == "words":
        kinds = [what(piece) for piece in block.text.split()]
        figures = any(kind in (What.NUMBER, What.VALUE, What.NATURE, What.UNIT) for kind in kinds)
        return (
            "words" if (figures and len(kinds) > 2) or (ORDINAL.match(block.text.strip()) and len(kinds) <= 2) else ""
        )
    pieces = block.text.split() if run is None else []
    heads = len(pieces) > 3 and all(head_word(piece) for piece in pieces)
    return "words" if heads and is_header_row(row_of(pieces, block.line)) else ""


def _is_head(block: Paragraph, layout: str) -> bool:
    return layout in ("tabs", "bars") and is_header_row(row_of(cells_of(block.text, layout), block.line))


def _is_group(text: str, layout: str) -> bool:
    """A short line without cells between rows: a category that lost its tabs."""
    plain = text.strip()
    words = layout in ("tabs", "bars", "words") and 2 <= len(plain) <= _LONGEST_GROUP and not _ENDS.search(plain)
    return words and not _NUMBERED.match(plain) and not NOTE.match(plain) and what(plain) is What.TEXT


def _whole_groups(waiting: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """The lines between two rows; a category that is broken over two of them (民生 / 福祉) is one."""
    if len(waiting) != 2 or any(len(one.text.strip()) > _HALF or is_page_mark(one.text) for one in waiting):
        return waiting
    first, second = waiting
    return [replace(first, text=first.text.strip() + second.text.strip())] if second.line - first.line == 1 else waiting


def table_of_grid(grid: Grid) -> RawTable:
    """A grid as a table: the right-hand parts of merged cells are blank, the lower parts keep the text above."""
    rows: list[Row] = []
    for row in grid.rows:
        cells: list[Cell] = []
        for index, cell in enumerate(row):
            across = cell.merged and index > 0 and row[index - 1].text == cell.text and not _below(rows, index, cell)
            wide = cell.merged and index > 0 and row[index - 1].text == cell.text
            cells.append(Cell("", cell.line, merged=True) if across or wide else cell)
        rows.append(tuple(cells))
    lines = frozenset(cell.line for row in grid.rows for cell in row) | {grid.line}
    return RawTable(rows=tuple(rows), lines=lines, exact=True)


def _below(rows: Sequence[Row], index: int, cell: Cell) -> bool:
    return bool(rows) and index < len(rows[-1]) and rows[-1][index].text == cell.text and bool(cell.text)


def _parts(table: RawTable) -> list[RawTable]:
    """A run cut before every row that is a caption of its own; that row becomes the caption."""
    if table.headers:
        return [table]
    cuts = [index for index, row in enumerate(table.rows) if (found := _own_caption(row)) and found]
    if not cuts:
        return [table]
    bounds = sorted({0, *cuts, len(table.rows)})
    parts: list[RawTable] = []
    for first, last in pairwise(bounds):
        rows = table.rows[first:last]
        caption = _own_caption(rows[0]) if first in cuts else ""
        body = rows[1:] if caption else rows
        if not body:
            continue
        low = rows[0][0].line if first else min(table.lines)
        high = table.rows[last][0].line if last < len(table.rows) else max(table.lines) + 1
        lines = frozenset(line for line in table.lines if low <= line < high) or frozenset({low})
        shift = first + (1 if caption else 0)
        breaks = frozenset(index - shift for index in table.breaks if shift < index < last)
        line = rows[0][0].line if caption else None
        parts.append(replace(table, rows=body, lines=lines, caption=caption, caption_line=line, breaks=breaks))
    return parts


def _own_caption(row: Row) -> str:
    """The caption that fills a row of its own: 专栏 2-1：…主要指标, and nothing in the other cells."""
    texts = {cell.text.strip() for cell in row if cell.text.strip()}
    if len(texts) != 1:
        return ""
    text = texts.pop()
    if len(text) > _LONGEST_CAPTION or not _NUMBERED.match(text):
        return ""
    return " ".join(text.split())


def head_of(table: RawTable) -> tuple[int, int]:
    """First and last+1 row of the header: rows of header words, blank ones and single cells before them skipped."""
    if table.headers:
        return 0, table.headers
    start = 0
    for start in range(min(len(table.rows), 5)):
        if is_header_row(table.rows[start]):
            break
        if sum(1 for cell in table.rows[start] if cell.text.strip()) > 1:
            return start, start
    else:
        return 0, 0
    end = start
    while end < len(table.rows) and end - start < 4 and is_header_row(table.rows[end]):
        end += 1
    return start, end


def _goes_on(before: RawTable, part: RawTable) -> bool:
    """Whether a table is the rest of the one before it: it has no header, or the same one."""
    start, end = head_of(part)
    if start == end:
        return True
    first, last = head_of(before)
    if first == last:
        return False
    ours, theirs = read_header(part.rows[start:end]), read_header(before.rows[first:last])
    if ours is None or theirs is None:
        words = [
            normalise("".join(cell.text for row in rows for cell in row))
            for rows in (part.rows[start:end], before.rows[first:last])
        ]
        return words[0] == words[1]
    return ours.columns == theirs.columns


def _together(before: RawTable, part: RawTable) -> RawTable:
    at = len(before.rows)
    return replace(
        before,
        rows=(*before.rows, *part.rows),
        lines=before.lines | part.lines,
        breaks=before.breaks | {at} | {at + index for index in part.breaks},
        exact=before.exact and part.exact,
        notes=(*before.notes, *part.notes),
    )
