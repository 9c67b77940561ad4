"""Pace: how fast each region went so far (x) against how fast it must go from now on (y), with the diagonal.

On the diagonal the pace so far is just enough. Which side is enough depends on the direction and is said in the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go

from figures import palette
from figures.frame import axis, framed

_HEIGHT, _LOW, _FEW = 420, 320, 4
#: The plot that labels are laid out on, in pixels of a narrow desk; a wider one only has more room.
_WIDE, _DEEP = 460, 300
_CHARACTER, _LINE, _DOT = 11.5, 14, 6


@dataclass(frozen=True, slots=True)
class Point:
    """One region: average so far and what the remaining years need, both in the unit of the figure."""

    name: str
    average: Decimal
    required: Decimal
    status: str
    status_text: str
    average_text: str
    required_text: str
    above: bool = False  # the region above, held beside


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the figure, in the reader's language, axes with their unit."""

    average: str
    required: str
    below: str  # what it means to lie below the diagonal
    beyond: str  # and above it
    file: str = "chart"


def pace(points: Sequence[Point], words: Words) -> go.Figure:
    """The figure: one trace of points, labelled where a label finds room (the others on hover and in the table)."""
    x_reach = _reach([one.average for one in points])
    y_reach = _covering(_reach([one.required for one in points]), x_reach)
    positions = placed(points, x_reach, y_reach)
    layout = {
        "margin": {"l": 8, "r": 16, "t": 16, "b": 44, "pad": 4},
        "hovermode": "closest",
        "xaxis": axis(range=x_reach, nticks=6, title=_title(words.average), showline=True, linecolor=palette.FAINT),
        "yaxis": axis(range=y_reach, nticks=6, title=_title(words.required), showline=True, linecolor=palette.FAINT),
        "shapes": _diagonal(x_reach),
        "annotations": [_corner(words.below, 0.99, 0.01, "right", "bottom"), _corner(words.beyond, 0.01, 0.99, "left", "top")],
    }  # fmt: skip
    return framed(
        [_points(points, positions, words)], layout, height=_HEIGHT if len(points) > _FEW else _LOW, file=words.file
    )


def _title(text: str) -> dict[str, Any]:
    return {"text": text, "font": {"size": 12, "color": palette.MUTE}, "standoff": 6}


def _reach(values: Sequence[Decimal]) -> list[float]:
    low, high = float(min(values)), float(max(values))
    room = (high - low) * 0.14 or abs(high) * 0.3 or 1.0
    return [low - room, high + room]


def _covering(reach: Sequence[float], other: Sequence[float]) -> list[float]:
    """``reach`` as far as ``other`` too: so that the diagonal runs through the whole picture, however far the points lie."""
    return [min(reach[0], other[0]), max(reach[1], other[1])]


def _diagonal(x_reach: Sequence[float]) -> list[dict[str, Any]]:
    low, high = x_reach
    return [
        {
            "type": "line", "x0": low, "y0": low, "x1": high, "y1": high, "layer": "below",
            "line": {"color": palette.MUTE, "width": 1.4, "dash": "dash"},
        }
    ]  # fmt: skip


def _corner(text: str, x: float, y: float, xanchor: str, yanchor: str) -> dict[str, Any]:
    return {
        "x": x, "y": y, "xref": "paper", "yref": "paper", "xanchor": xanchor, "yanchor": yanchor, "text": text,
        "showarrow": False, "font": {"size": 12, "color": palette.MUTE}, "align": xanchor, "bgcolor": palette.GROUND,
    }  # fmt: skip


def _points(points: Sequence[Point], positions: Sequence[str | None], words: Words) -> dict[str, Any]:
    return {
        "type": "scatter", "name": words.required, "mode": "markers+text",
        "x": [float(one.average) for one in points], "y": [float(one.required) for one in points],
        "text": [one.name if position else "" for one, position in zip(points, positions, strict=True)],
        "textposition": [position or "top center" for position in positions],
        "textfont": {"size": 11, "color": palette.INK}, "cliponaxis": False,
        "marker": {
            "symbol": ["diamond" if one.above else "circle" for one in points], "size": 10,
            "color": [palette.status_colour(one.status) for one in points],
            "line": {"width": 1, "color": palette.GROUND},
        },
        "customdata": [[one.name, one.average_text, one.required_text, one.status_text] for one in points],
        "hovertemplate": (
            f"%{{customdata[0]}}<br>{words.average} %{{customdata[1]}}<br>{words.required} %{{customdata[2]}}<br>"
            "%{customdata[3]}<extra></extra>"
        ),
    }  # fmt: skip


Box = tuple[float, float, float, float]


def placed(points: Sequence[Point], x_reach: Sequence[float], y_reach: Sequence[float]) -> list[str | None]:
    """Where each label stands beside its point; None where it would cover a point, another label or leave the plot."""
    spots = [
        (
            (float(one.average) - x_reach[0]) / (x_reach[1] - x_reach[0]) * _WIDE,
            (float(one.required) - y_reach[0]) / (y_reach[1] - y_reach[0]) * _DEEP,
        )
        for one in points
    ]
    dots = [(x - _DOT, y - _DOT, x + _DOT, y + _DOT) for x, y in spots]
    taken: list[Box] = []
    positions: list[str | None] = []
    for at, (one, (x, y)) in enumerate(zip(points, spots, strict=True)):
        others = [*taken, *dots[:at], *dots[at + 1 :]]
        found = next((
            (word, box) for word, box in _boxes(x, y, len(one.name) * _CHARACTER)
            if box[0] >= 0 and box[2] <= _WIDE and not any(_touch(box, other) for other in others)
        ), None)  # fmt: skip
        positions.append(found[0] if found else None)
        if found:
            taken.append(found[1])
    return positions


def _boxes(x: float, y: float, width: float) -> list[tuple[str, Box]]:
    half, up, side = width / 2, _DOT + _LINE, _DOT + 2
    return [
        ("top center", (x - half, y + _DOT, x + half, y + up)),
        ("bottom center", (x - half, y - up, x + half, y - _DOT)),
        ("middle right", (x + side, y - _LINE / 2, x + side + width, y + _LINE / 2)),
        ("middle left", (x - side - width, y - _LINE / 2, x - side, y + _LINE / 2)),
    ]


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
