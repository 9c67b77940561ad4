"""The boxes of a document: every 专栏, its groups and what they enumerate."""

from __future__ import annotations

from dataclasses import dataclass

from intake.domain.boxes.captions import Caption, find_captions
from intake.domain.boxes.entries import read_group
from intake.domain.boxes.extent import Style, body
from intake.domain.boxes.groups import read_groups
from intake.domain.proposal import ReadProject
from intake.domain.text import Passage, passages
from intake.readers.document import Document


@dataclass(frozen=True, slots=True)
class BoxesReading:
    """``taken``: every line that belongs to a box, captions included. ``captions``: (line, text) of each box, in order."""

    projects: tuple[ReadProject, ...] = ()
    taken: frozenset[int] = frozenset()
    captions: tuple[tuple[int, str], ...] = ()


def read_boxes(document: Document, *, taken: frozenset[int]) -> BoxesReading:
    """What the boxes of a document hold. ``taken``: lines of its tables of indicators, which are no project boxes."""
    whole = passages(document, taken=taken, spaced=True)
    captions = [caption for caption in find_captions(whole) if not caption.of_indicators]
    starts = [caption.first for caption in find_captions(whole)]
    projects: list[ReadProject] = []
    lines: set[int] = set()
    for caption in captions:
        end = min((start for start in starts if start > caption.first), default=len(whole))
        held, style = body(whole[caption.first : end])
        projects.extend(_read_box(caption, held, style))
        lines.update(caption.lines, *(_lines(passage) for passage in held))
    return BoxesReading(
        tuple(projects), frozenset(lines - taken), tuple((caption.line, caption.text) for caption in captions)
    )


def _read_box(caption: Caption, held: list[Passage], style: Style) -> list[ReadProject]:
    entries = [entry for group in read_groups(held, style) for entry in read_group(group, caption.text)]
    return sorted((entry for entry in entries if entry.name), key=lambda entry: entry.line)


def _lines(passage: Passage) -> list[int]:
    return [line for _, line in passage.starts]
