"""Tables of works outside the boxes: the annex of a plan that lists its projects, with columns for what each of them is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from intake.domain.boxes.grids import drawn, is_list_of_works, read_grid
from intake.domain.proposal import ReadProject
from intake.domain.text import tidy
from intake.readers.document import Block, Document, Grid, Paragraph

_LOOK_BACK: Final = 4
_LONGEST_CAPTION: Final = 60
_UNIT_LINE: Final = re.compile(r"[（(]?\s*(?:金额|计量|投资)?单位\s*[:：].{1,20}|[\s\-—–·\d]{1,8}")
_FEWEST: Final = 2  # rows: the header and a work


@dataclass(frozen=True, slots=True)
class Annex:
    """A table of works. ``lines``: those of its rows and of its caption."""

    caption: str
    line: int
    projects: tuple[ReadProject, ...]
    lines: frozenset[int]


def read_annexes(document: Document, *, taken: frozenset[int]) -> Iterator[Annex]:
    """The tables of works of a document outside the lines ``taken``, in order."""
    free = [block for block in document.blocks if not _lines(block) & taken]
    index = 0
    while index < len(free):
        start, (grid, index) = index, _grid(free, index)
        body = None if grid is None else _below_title(grid)
        if body is None:
            continue
        caption, line, above = _caption(free, start)
        projects = tuple(read_grid(body, caption))
        if projects:
            held = frozenset(line for block in free[start:index] for line in _lines(block))
            yield Annex(caption, line or body.line, projects, held | above)


def _lines(block: Block) -> frozenset[int]:
    if isinstance(block, Paragraph):
        return frozenset({block.line})
    return frozenset({block.line, *(cell.line for row in block.rows for cell in row)})


def _grid(blocks: Sequence[Block], index: int) -> tuple[Grid | None, int]:
    """The grid that begins with a block — a table of the file, or lines with tabs or bars — and the index after it."""
    block = blocks[index]
    if isinstance(block, Grid):
        return block, index + 1
    end = index
    rows: list[tuple[int, str]] = []
    while end < len(blocks):
        one = blocks[end]
        if not isinstance(one, Paragraph) or not _is_row(one.text, begun=bool(rows)):
            break
        rows.append((one.line, one.text))
        end += 1
    return (drawn(rows), end) if len(rows) >= _FEWEST else (None, max(end, index + 1))


def _is_row(text: str, *, begun: bool) -> bool:
    return text.lstrip().startswith("|") or text.rstrip().count("\t") >= (1 if begun else 2)


def _below_title(grid: Grid) -> Grid | None:
    """The grid from its header on, where that heads a list of works; None for every other grid."""
    for index, row in enumerate(grid.rows[:3]):
        if is_list_of_works(row):
            rows = grid.rows[index:]
            return Grid(rows, rows[0][0].line, grid.page, grid.sheet) if len(rows) >= _FEWEST else None
    return None


def _caption(blocks: Sequence[Block], start: int) -> tuple[str, int, frozenset[int]]:
    """The title above a table, its line (0 for none), and the lines taken with it; a line with the unit is passed over."""
    held: list[int] = []
    for block in reversed(blocks[max(0, start - _LOOK_BACK) : start]):
        if not isinstance(block, Paragraph):
            break
        text = tidy(block.text)
        if _UNIT_LINE.fullmatch(text):
            held.append(block.line)
        elif len(text) <= _LONGEST_CAPTION and not text.endswith(("。", "；", "，")):
            return text, block.line, frozenset([*held, block.line])
        else:
            break
    return "", 0, frozenset()
