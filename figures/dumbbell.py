"""Dumbbell: one line per region, from its actual to its own target, the base as a faint mark.

Furthest short of the own target on top. On a logarithmic axis equal lengths are equal shares, so that regions of very
different size can be read on one axis.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log10
from typing import Any

import plotly.graph_objects as go

from figures import palette
from figures.frame import axis, framed, wrapped

_ROW, _EDGES = 26, 76
_NAME_WIDTH = 11
#: From this ratio of the greatest to the smallest figure on, lengths are told as shares.
_WIDE = 5


@dataclass(frozen=True, slots=True)
class Pair:
    """One region. ``distance``: from the own target, negative = short; what the lines are sorted by, None last."""

    name: str
    actual: Decimal
    target: Decimal
    status: str
    status_text: str
    actual_text: str
    target_text: str
    distance_text: str
    base: Decimal | None = None
    base_text: str = ""
    distance: Decimal | None = None
    above: bool = False  # the region above, held beside: stands last, its name in brackets of its own kind


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the figure, in the reader's language. ``axis``: what is counted, with its unit."""

    actual: str
    target: str
    base: str
    distance: str
    axis: str
    by_shares: str  # said beside the axis where it is logarithmic
    file: str = "chart"


def ordered(pairs: Sequence[Pair]) -> list[Pair]:
    """Furthest short of the own target first; without a distance, and the region above, last."""
    counted = [pair for pair in pairs if not pair.above]
    known = sorted(
        (pair for pair in counted if pair.distance is not None), key=lambda pair: pair.distance or Decimal(0)
    )
    return [*known, *(pair for pair in counted if pair.distance is None), *(pair for pair in pairs if pair.above)]


def told_by_shares(pairs: Sequence[Pair], *, geometric: bool) -> bool:
    """Whether the axis is logarithmic: a path that grows by shares, and figures of very different size above zero."""
    figures = [one for pair in pairs for one in (pair.actual, pair.target, pair.base) if one is not None]
    return geometric and bool(figures) and min(figures) > 0 and max(figures) > _WIDE * min(figures)


def dumbbell(pairs: Sequence[Pair], words: Words, *, geometric: bool = False) -> go.Figure:
    """The figure; y holds one category per region, top to bottom."""
    rows = ordered(pairs)
    places = list(range(len(rows)))
    by_shares = told_by_shares(rows, geometric=geometric)
    traces = [_bars(rows, places), *_bases(rows, places, words), _targets(rows, places, words),
              _actuals(rows, places, words)]  # fmt: skip
    title = f"{words.axis}{words.by_shares}" if by_shares else words.axis
    layout = {
        "showlegend": True,
        "legend": {
            "orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "font": {"size": 12, "color": palette.MUTE},
            "itemclick": False, "itemdoubleclick": False,
        },
        "margin": {"l": 8, "r": 170, "t": 34, "b": 40, "pad": 6},
        "hovermode": "closest",
        "xaxis": axis(
            type="log" if by_shares else "linear", range=_reach(rows, by_shares), nticks=6,
            title={"text": title, "font": {"size": 12, "color": palette.MUTE}, "standoff": 6},
            **({"minor": {"showgrid": False}, "dtick": "D2"} if by_shares else {}),
        ),
        "yaxis": axis(
            tickmode="array", tickvals=places, ticktext=[wrapped(row.name, _NAME_WIDTH) for row in rows],
            range=[len(rows) - 0.5, -0.5], showgrid=False, tickfont={"color": palette.INK, "size": 12},
        ),
        "annotations": [_head(words), *_asides(rows)],
    }  # fmt: skip
    return framed(traces, layout, height=_EDGES + _ROW * max(2, len(rows)), file=words.file)


def _reach(rows: Sequence[Pair], by_shares: bool) -> list[float]:
    """The axis around every figure, with room for the marks; of a logarithmic one the powers of ten."""
    figures = [one for row in rows for one in (row.actual, row.target, row.base) if one is not None]
    low, high = float(min(figures)), float(max(figures))
    if by_shares:
        return [log10(low) - 0.06, log10(high) + 0.06]
    room = (high - low) * 0.05 or abs(high) * 0.05 or 1.0
    return [low - room, high + room]


def _bars(rows: Sequence[Pair], places: Sequence[int]) -> dict[str, Any]:
    """The bars of the dumbbells: one trace, broken between regions."""
    x: list[float | None] = []
    y: list[int | None] = []
    for row, place in zip(rows, places, strict=True):
        x += [float(row.actual), float(row.target), None]
        y += [place, place, None]
    return {
        "type": "scatter", "name": "bars", "mode": "lines", "x": x, "y": y, "line": {"color": palette.FAINT, "width": 3},
        "hoverinfo": "skip", "showlegend": False, "connectgaps": False,
    }  # fmt: skip


def _bases(rows: Sequence[Pair], places: Sequence[int], words: Words) -> list[dict[str, Any]]:
    known = [(row.base, row, place) for row, place in zip(rows, places, strict=True) if row.base is not None]
    if not known:
        return []
    return [
        {
            "type": "scatter", "name": words.base, "mode": "markers", "x": [float(base) for base, _, _ in known],
            "y": [place for _, _, place in known],
            "marker": {"symbol": "circle-open", "size": 7, "color": palette.FAINT},
            "customdata": [[row.name, row.base_text] for _, row, _ in known],
            "hovertemplate": f"%{{customdata[0]}}<br>{words.base} %{{customdata[1]}}<extra></extra>",
        }
    ]  # fmt: skip


def _targets(rows: Sequence[Pair], places: Sequence[int], words: Words) -> dict[str, Any]:
    return {
        "type": "scatter", "name": words.target, "mode": "markers", "x": [float(row.target) for row in rows],
        "y": list(places), "marker": {"symbol": "line-ns", "size": 15, "line": {"width": 2.5, "color": palette.INK}},
        "customdata": [[row.name, row.target_text] for row in rows],
        "hovertemplate": f"%{{customdata[0]}}<br>{words.target} %{{customdata[1]}}<extra></extra>",
    }  # fmt: skip


def _actuals(rows: Sequence[Pair], places: Sequence[int], words: Words) -> dict[str, Any]:
    return {
        "type": "scatter", "name": words.actual, "mode": "markers", "x": [float(row.actual) for row in rows],
        "y": list(places),
        "marker": {"symbol": ["diamond" if row.above else "circle" for row in rows], "size": 10,
                   "color": [palette.status_colour(row.status) for row in rows]},
        "customdata": [
            [row.name, row.actual_text, row.target_text, row.distance_text, row.status_text] for row in rows
        ],
        "hovertemplate": (
            f"%{{customdata[0]}}<br>{words.actual} %{{customdata[1]}} · {words.target} %{{customdata[2]}}<br>"
            f"{words.distance} %{{customdata[3]}} · %{{customdata[4]}}<extra></extra>"
        ),
    }  # fmt: skip


def _head(words: Words) -> dict[str, Any]:
    """What the column of figures right of the plot says."""
    return {
        "x": 1, "xref": "paper", "y": 1, "yref": "paper", "yanchor": "bottom", "xanchor": "right", "xshift": 58,
        "text": words.distance, "showarrow": False, "font": {"size": 12, "color": palette.MUTE},
    }  # fmt: skip


def _asides(rows: Sequence[Pair]) -> list[dict[str, Any]]:
    """Right of the plot: the distance, and the status (named, so that a narrow page can drop it)."""
    common = {"x": 1, "xref": "paper", "yref": "y", "showarrow": False}
    notes: list[dict[str, Any]] = []
    for place, row in enumerate(rows):
        notes.append(
            common | {
                "name": "share", "xanchor": "right", "xshift": 58, "y": place, "text": row.distance_text,
                "align": "right", "font": {"size": 12, "color": palette.INK},
            }
        )  # fmt: skip
        notes.append(
            common | {
                "name": "aside", "xanchor": "left", "xshift": 68, "y": place, "text": row.status_text, "align": "left",
                "font": {"size": 12, "color": palette.status_colour(row.status)},
            }
        )  # fmt: skip
    return notes
