"""Outlines of a map as SVG paths: a plain projection, an optional simplification, a point for the name.

The projection is equirectangular with its parallel at the middle latitude (x = (λ − west)·cos φ₀, y = north − φ): good for a
province or less, plain to check, and said in docs/screen-and-map.md. Coordinates are floats here and nowhere else.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: Longitude and latitude in degrees, WGS 84 or CGCS2000 (they differ by less than a drawing shows).
Position = tuple[float, float]
Ring = Sequence[Position]
Polygon = Sequence[Ring]

#: Units of the longer side of a drawing. Of all China a unit is about 50 m, of a city 1 m: rounding to it is not seen.
UNITS = 100_000
METRES_A_DEGREE = 111_320
#: How often a position may be looked at in simplifying: about log₂ of their number as a rule (20 for a million).
_MOST_LOOKS = 120


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the earth that is drawn, in degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def _squeeze(self) -> float:
        return math.cos(math.radians((self.south + self.north) / 2))

    @property
    def _scale(self) -> float:
        return UNITS / max((self.east - self.west) * self._squeeze, self.north - self.south)

    def point(self, position: Position) -> tuple[int, int]:
        """A position in units of the drawing, x to the right, y downwards."""
        x = (position[0] - self.west) * self._squeeze * self._scale
        return round(x), round((self.north - position[1]) * self._scale)


@dataclass(frozen=True, slots=True)
class Outline:
    """A division as drawn. ``box``: left, top, right, bottom; ``label``: a point inside its largest part."""

    path: str
    box: tuple[int, int, int, int]
    label: tuple[int, int]


def frame_of(divisions: Iterable[Sequence[Polygon]]) -> Frame:
    """The frame that holds every position of all divisions."""
    every = [position for polygons in divisions for polygon in polygons for ring in polygon for position in ring]
    longitudes, latitudes = [one[0] for one in every], [one[1] for one in every]
    return Frame(min(longitudes), min(latitudes), max(longitudes), max(latitudes))


def outline(polygons: Sequence[Polygon], frame: Frame) -> Outline:
    """The division drawn in the frame. Positions that fall on the same unit are drawn once."""
    drawn = [[_drawn(ring, frame) for ring in polygon] for polygon in polygons]
    outer = [polygon[0] for polygon in drawn]
    every = [point for ring in outer for point in ring]
    xs, ys = [x for x, _y in every], [y for _x, y in every]
    largest = max(outer, key=lambda ring: abs(_area(ring)))
    path = "".join(_path(ring) for polygon in drawn for ring in polygon)
    return Outline(path, (min(xs), min(ys), max(xs), max(ys)), _inside(largest))


def _drawn(ring: Ring, frame: Frame) -> list[tuple[int, int]]:
    points = [frame.point(position) for position in ring[:-1]]
    return [point for at, point in enumerate(points) if at == 0 or point != points[at - 1]]


def _path(ring: Sequence[tuple[int, int]]) -> str:
    """Relative steps: a third shorter than absolute ones."""
    x, y = ring[0]
    steps = [f"M{x} {y}"]
    for to_x, to_y in ring[1:]:
        steps.append(f"l{to_x - x} {to_y - y}")
        x, y = to_x, to_y
    return "".join(steps) + "z"


def _area(ring: Sequence[tuple[int, int]]) -> float:
    """Signed area in square units (shoelace)."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs) / 2


def _inside(ring: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The centroid where it lies inside, else the middle of the widest stretch at the height of the box's middle."""
    area = _area(ring)
    if area:
        pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
        x = sum((x0 + x1) * (x0 * y1 - x1 * y0) for (x0, y0), (x1, y1) in pairs) / (6 * area)
        y = sum((y0 + y1) * (x0 * y1 - x1 * y0) for (x0, y0), (x1, y1) in pairs) / (6 * area)
        if _contains(ring, x, y):
            return round(x), round(y)
    ys = [y for _x, y in ring]
    middle = (min(ys) + max(ys)) / 2 + 0.1  # beside the corners
    cuts = _cuts(ring, middle)
    stretches = list(zip(cuts[::2], cuts[1::2], strict=False))
    if not stretches:
        return ring[0]
    left, right = max(stretches, key=lambda one: one[1] - one[0])
    return round((left + right) / 2), round(middle)


def _cuts(ring: Sequence[tuple[int, int]], y: float) -> list[float]:
    """Where the ring crosses a height, from left to right."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sorted(x0 + (y - y0) * (x1 - x0) / (y1 - y0) for (x0, y0), (x1, y1) in pairs if (y0 > y) != (y1 > y))


def _contains(ring: Sequence[tuple[int, int]], x: float, y: float) -> bool:
    return sum(1 for cut in _cuts(ring, y) if cut > x) % 2 == 1


class TooWinding(ValueError):
    """A ring that would take too long to simplify: a spiral takes the square of its positions."""


def simplified(ring: Ring, metres: int) -> list[Position]:
    """The ring without positions that lie nearer than ``metres`` to the line of the others (Douglas–Peucker).

    It stays closed, with at least four positions; a ring that would become less is left as it is. Each ring is simplified
    by itself, so that neighbours may come apart by up to the tolerance: said where it is asked for. ``TooWinding``: a ring
    no map of a division has.
    """
    if len(ring) < 5:
        return list(ring)
    squeeze = math.cos(math.radians(ring[0][1]))
    flat = [(lon * squeeze * METRES_A_DEGREE, lat * METRES_A_DEGREE) for lon, lat in ring]
    far = max(range(len(flat)), key=lambda at: math.dist(flat[0], flat[at]))
    kept = {0, far, len(flat) - 1}
    waiting, left = [(0, far), (far, len(flat) - 1)], _MOST_LOOKS * len(flat)
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        left -= last - first
        if left < 0:
            raise TooWinding(len(ring))
        at = max(range(first + 1, last), key=lambda one: _off(flat[one], flat[first], flat[last]))
        if _off(flat[at], flat[first], flat[last]) > metres:
            kept.add(at)
            waiting += [(first, at), (at, last)]
    return [ring[at] for at in sorted(kept)] if len(kept) >= 4 else list(ring)


def _off(point: Position, start: Position, end: Position) -> float:
    """Distance of a point from the stretch between two others."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = 0.0 if not length else ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length
    along = min(1.0, max(0.0, along))
    return math.dist(point, (start[0] + along * dx, start[1] + along * dy))


def view_box(boxes: Sequence[tuple[int, int, int, int]], margin: float = 0.02) -> tuple[int, int, int, int]:
    """Left, top, width and height that hold all boxes with a margin (a share of the longer side)."""
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    edge = max(1, round(max(right - left, bottom - top) * margin))
    return left - edge, top - edge, right - left + 2 * edge, bottom - top + 2 * edge
