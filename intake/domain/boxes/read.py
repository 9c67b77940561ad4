"""The boxes of a document: every 专栏, its groups and what they enumerate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile, zip_longest

from intake.domain.boxes.annexes import read_annexes
from intake.domain.boxes.captions import Caption, find_captions, unfolded
from intake.domain.boxes.entries import read_group
from intake.domain.boxes.extent import Style, body, is_loose_list
from intake.domain.boxes.grids import drawn, is_frame, read_grid
from intake.domain.boxes.groups import read_groups
from intake.domain.boxes.pairs import read_pairs
from intake.domain.proposal import Certainty, ReadProject
from intake.domain.text import Passage, Shape, passages
from intake.readers.document import Document, Grid


@dataclass(frozen=True, slots=True)
class BoxesReading:
    """``taken``: every line that belongs to a box, captions included. ``captions``: (line, text) of each box, in order."""

    projects: tuple[ReadProject, ...] = ()
    taken: frozenset[int] = frozenset()
    captions: tuple[tuple[int, str], ...] = ()


def read_boxes(document: Document, *, taken: frozenset[int]) -> BoxesReading:
    """What the boxes of a document hold. ``taken``: lines of its tables of indicators, which are no project boxes.

    In a document with boxes, a list of works that lost its caption (甲类：…项目、…项目) is read too, as prose.
    """
    whole = unfolded(passages(document, taken=taken, spaced=True))
    captions = find_captions(whole)
    drawings = _Drawings(document)
    projects: list[ReadProject] = []
    lines: set[int] = set()
    for caption, following in zip_longest(captions, captions[1:]):
        if caption is None or caption.of_indicators:
            continue
        inside = whole[caption.first : following.index if following else len(whole)]
        entries, held = drawings.read(caption, inside)
        if not held:
            entries, held = _read_box(caption, inside)
        projects += entries
        lines.update(caption.lines, *(_lines(passage) for passage in held))
    kept = [(caption.line, caption.text) for caption in captions if not caption.of_indicators]
    for annex in read_annexes(document, taken=taken | lines):
        projects += annex.projects
        lines |= annex.lines
        kept.append((annex.line, annex.caption))
    if captions:
        projects += _loose(whole, lines)
    projects.sort(key=lambda project: project.line)
    return BoxesReading(tuple(projects), frozenset(lines - taken), tuple(sorted(kept)))


class _Drawings:
    """The boxes that are drawn as tables: grids of the file, or lines of text with bars or tabs between cells."""

    def __init__(self, document: Document) -> None:
        self._grids = {
            cell.line: grid for grid in document.blocks if isinstance(grid, Grid) for row in grid.rows for cell in row
        }
        self._raw = {line.number: line.text for line in document.lines}

    def read(self, caption: Caption, inside: Sequence[Passage]) -> tuple[list[ReadProject], list[Passage]]:
        """The entries of a drawn box and the passages it takes, both empty where the box is not drawn."""
        grid = self._grids.get(caption.line)
        if grid is None and inside and inside[0].cell:
            grid = self._grids.get(inside[0].line)
        if grid is not None:
            held = [passage for passage in inside if passage.cell and self._grids.get(passage.line) is grid]
            if is_frame(grid):
                return _read_box(caption, [replace(passage, cell=False) for passage in held])[0], held
            return read_grid(grid, caption.text, after=max(caption.lines)), held
        held = list(takewhile(lambda passage: passage.shape is Shape.ROW and self._is_row(passage), inside))
        table = drawn([(passage.line, self._raw.get(passage.line, "")) for passage in held]) if held else None
        return (read_grid(table, caption.text), held) if table is not None else ([], [])

    def _is_row(self, passage: Passage) -> bool:
        raw = self._raw.get(passage.line, "")
        return raw.lstrip().startswith("|") or raw.count("\t") >= 2


def _read_box(caption: Caption, inside: Sequence[Passage]) -> tuple[list[ReadProject], list[Passage]]:
    """The entries of one box, and the passages it takes."""
    entries, held = read_pairs(inside, caption.text)
    if not entries:
        held, style = body(inside)
        entries = _entries(held, style, caption.text)
    return [entry for entry in entries if entry.name], held


def _entries(held: Sequence[Passage], style: Style, box: str) -> list[ReadProject]:
    return [entry for group in read_groups(held, style) for entry in read_group(group, box)]


def _loose(whole: Sequence[Passage], lines: set[int]) -> list[ReadProject]:
    """The lists of works outside the boxes, under the heading they stand under."""
    heading = ""
    found: list[ReadProject] = []
    for passage in whole:
        if passage.level in (1, 2, 3):
            heading = passage.text
        elif passage.line not in lines and is_loose_list(passage):
            found += _entries([passage], Style.COLON, heading)
            lines.update(_lines(passage))
    return [replace(project, certainty=Certainty.PROSE) for project in found if project.name]


def _lines(passage: Passage) -> list[int]:
    return [line for _, line in passage.starts]
