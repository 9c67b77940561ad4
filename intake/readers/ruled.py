"""Ruled tables of a PDF page: their cells with spans, and the characters that belong to them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pdfplumber.table import merge_edges

from intake.readers.grids import Slot
from intake.readers.printed import Box, Char, cell_text

_MOST_EDGES: Final = 4_000  # a page of more is a drawing, and the search would take minutes
_SNAP: Final = 3.0  # points within which two rules are one
_LEAST_RULES: Final = 3


Edge = dict[str, Any]  # of pdfplumber: orientation, x0, x1, top, bottom


@dataclass(slots=True)
class Region:
    """A part of a page with the characters that stand in it: a table, a frame, or (without a box) what is left."""

    box: Box | None = None
    cells: list[Box] = field(default_factory=list)
    chars: list[Char] = field(default_factory=list)

    @property
    def framed(self) -> bool:
        """A box around text, or the page itself: no table."""
        return len({cell[0] for cell in self.cells}) <= 1

    def rows(self) -> list[list[Slot]]:
        """The table as rows of equal length."""
        lefts = _distinct([cell[0] for cell in self.cells])
        tops = _distinct([cell[1] for cell in self.cells])
        rows: list[list[Slot]] = [[("", False)] * len(lefts) for _ in tops]
        for cell, chars in self._cells_with_chars():
            text = cell_text(chars, cell[2] - cell[0])
            first = (_place(tops, cell[1]), _place(lefts, cell[0]))
            for row in range(first[0], _place(tops, cell[3] - _SNAP) + 1):
                for column in range(first[1], _place(lefts, cell[2] - _SNAP) + 1):
                    rows[row][column] = (text, (row, column) != first)
        return rows

    def tops(self) -> list[float]:
        """Where its rows begin."""
        return _distinct([cell[1] for cell in self.cells])

    def _cells_with_chars(self) -> Iterator[tuple[Box, list[Char]]]:
        """Every character goes to one cell: the one it stands in, else the nearest one."""
        held: list[list[Char]] = [[] for _ in self.cells]
        at = 0
        for char in self.chars:
            if not inside(char, self.cells[at]):
                at = next((index for index, cell in enumerate(self.cells) if inside(char, cell)), -1)
                if at < 0:
                    at = min(range(len(self.cells)), key=lambda index: _distance(char, self.cells[index]))
            held[at].append(char)
        return zip(self.cells, held, strict=True)


def regions_of(page: Any) -> list[Region]:
    """The tables and frames of the page, from top to bottom, and last what stands outside of them."""
    found = []
    edges = page.edges
    if 0 < len(edges) <= _MOST_EDGES:
        rules = merge_edges(list(edges), _SNAP, _SNAP, _SNAP, _SNAP)  # a rule is often drawn cell by cell
        settings = {"explicit_vertical_lines": _open_sides(rules), "explicit_horizontal_lines": _open_ends(rules)}
        found = [Region(table.bbox, list(table.cells)) for table in page.find_tables(settings)]
    rest = Region()
    by_size = sorted(found, key=lambda region: _area(region.box))
    for char in page.chars:
        home = next((region for region in by_size if region.box and inside(char, region.box)), rest)
        home.chars.append(char)
    return [*sorted((region for region in found if region.chars), key=lambda one: one.box[1] if one.box else 0.0), rest]


def inside(char: Char, box: Box) -> bool:
    """Whether the middle of the character stands in the box."""
    middle = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= middle[0] <= box[2] and box[1] <= middle[1] <= box[3])


def _open_sides(edges: Sequence[Edge]) -> list[Edge]:
    """The sides of tables that are ruled across but not at their sides: as high as the rules down within them."""
    down = _rules_down(edges)
    across: dict[tuple[int, int], set[int]] = {}
    for edge in edges:
        if edge["orientation"] == "h":
            across.setdefault((round(edge["x0"]), round(edge["x1"])), set()).add(round(edge["top"]))
    sides: list[Edge] = []
    for (left, right), tops in across.items():
        within = [edge for edge in down if _runs_within(edge, left, right, tops)]
        if len(tops) < _LEAST_RULES:
            continue
        for end in (left, right):
            if all(abs(end - edge["x0"]) > _SNAP for edge in within):
                sides += [{**edge, "object_type": "rect_edge", "x0": float(end), "x1": float(end)} for edge in within]
    return sides


def _open_ends(edges: Sequence[Edge]) -> list[Edge]:
    """The upper and lower ends of tables that a page break leaves open: several rules down end at one height in no rule."""
    down = _rules_down(edges)
    across = [edge["top"] for edge in edges if edge["orientation"] == "h" and edge["x1"] - edge["x0"] > _SNAP]
    ends: list[Edge] = []
    for end in ("top", "bottom"):
        by_height: dict[int, list[Edge]] = {}
        for edge in down:
            by_height.setdefault(round(edge[end]), []).append(edge)
        for height, ending in by_height.items():
            if len(ending) >= _LEAST_RULES and all(abs(height - top) > _SNAP for top in across):
                left, right = min(edge["x0"] for edge in ending), max(edge["x0"] for edge in ending)
                at = {"x0": left, "x1": right, "width": right - left, "top": float(height), "bottom": float(height)}
                ends.append({**ending[0], **at, "object_type": "rect_edge", "orientation": "h"})
    return ends


def _rules_down(edges: Sequence[Edge]) -> list[Edge]:
    """Vertical rules; the thickness of a horizontal one is none."""
    return [edge for edge in edges if edge["orientation"] == "v" and edge["bottom"] - edge["top"] > _SNAP]


def _runs_within(edge: Edge, left: int, right: int, tops: set[int]) -> bool:
    return bool(
        left - _SNAP <= edge["x0"] <= right + _SNAP
        and min(tops) - _SNAP <= edge["top"]
        and edge["bottom"] <= max(tops) + _SNAP
        and sum(edge["top"] - _SNAP <= top <= edge["bottom"] + _SNAP for top in tops) >= 2
    )


def _distinct(values: Sequence[float]) -> list[float]:
    """The values in order, those within a snap of each other as one."""
    distinct: list[float] = []
    for value in sorted(values):
        if not distinct or value - distinct[-1] > _SNAP:
            distinct.append(value)
    return distinct


def _place(starts: Sequence[float], value: float) -> int:
    """Index of the last start that is not behind ``value``."""
    return max(bisect_right(starts, value + _SNAP / 2) - 1, 0)


def _area(box: Box | None) -> float:
    return (box[2] - box[0]) * (box[3] - box[1]) if box else 0.0


def _distance(char: Char, box: Box) -> float:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return float(max(box[0] - x, 0, x - box[2]) + max(box[1] - y, 0, y - box[3]))
