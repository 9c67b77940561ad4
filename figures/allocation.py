"""What counties promise together against the city's target: one bar an indicator, one piece a county, the target at 100 %."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go

from figures import palette
from figures.frame import axis, framed, wrapped

#: The axis never runs further than this (1 = the city's target); a bar that does is cut there, its end is marked.
REACH = Decimal("1.6")
_ROW, _EDGES = 38, 58
_NAME_WIDTH = 11
#: Neighbouring pieces are told apart by brightness and by the white line between them.
_TINTS = (palette.BRAND, "#5f87a8", "#2f6690", "#8fabc2")


@dataclass(frozen=True, slots=True)
class Piece:
    """One county's promise. ``share``: of the city's target, a fraction of at least 0."""

    name: str
    share: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Stack:
    """One indicator. ``aside``: stands behind the bar (2/12 个县区)."""

    name: str
    pieces: tuple[Piece, ...]
    share_text: str
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the figure, in the reader's language."""

    target: str
    share: str
    file: str = "chart"


def allocation(stacks: Sequence[Stack], words: Words) -> go.Figure:
    """The figure; the stacks from top to bottom as given, each piece beginning where the one before it ends."""
    pieces = [(place, start, piece, at) for place, stack in enumerate(stacks) for at, (start, piece) in _laid(stack)]
    traces = [_bars(pieces, words)]
    cut = [(place, stack) for place, stack in enumerate(stacks) if _whole(stack) > REACH]
    if cut:
        traces.append(_cut_ends(cut))
    high = max([Decimal("1.1"), *(min(_whole(stack), REACH) + Decimal("0.05") for stack in stacks)])
    layout = {
        "margin": {"l": 8, "r": 150, "t": 26, "b": 8, "pad": 6},
        "bargap": 0.5,
        "barmode": "overlay",
        "xaxis": axis(range=[0, float(high * 100)], ticksuffix="%", tick0=0, dtick=50, showgrid=False),
        "yaxis": axis(
            tickmode="array",
            tickvals=list(range(len(stacks))),
            ticktext=[wrapped(stack.name, _NAME_WIDTH) for stack in stacks],
            range=[len(stacks) - 0.5, -0.5],
            showgrid=False,
            tickfont={"color": palette.INK, "size": 13},
        ),
        "shapes": [
            {
                "type": "line", "x0": 100, "x1": 100, "xref": "x", "y0": 0, "y1": 1, "yref": "paper", "layer": "above",
                "line": {"color": palette.INK, "width": 1.2, "dash": "dash"},
            }
        ],
        "annotations": [
            {
                "x": 100, "xref": "x", "y": 1, "yref": "paper", "yanchor": "bottom", "text": words.target,
                "showarrow": False, "font": {"size": 12, "color": palette.MUTE},
            },
            *_asides(stacks),
        ],
    }  # fmt: skip
    return framed(traces, layout, height=_EDGES + _ROW * max(2, len(stacks)), file=words.file)


def _whole(stack: Stack) -> Decimal:
    return sum((piece.share for piece in stack.pieces), Decimal(0))


def _laid(stack: Stack) -> list[tuple[int, tuple[Decimal, Piece]]]:
    """The pieces with where they begin; what would begin beyond the axis is left out of the drawing."""
    start, laid = Decimal(0), []
    for at, piece in enumerate(stack.pieces):
        if start < REACH:
            laid.append((at, (start, piece)))
        start += piece.share
    return laid


def _bars(pieces: Sequence[tuple[int, Decimal, Piece, int]], words: Words) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": words.share,
        "orientation": "h",
        "y": [place for place, _start, _piece, _at in pieces],
        "base": [float(start * 100) for _place, start, _piece, _at in pieces],
        "x": [float((min(start + piece.share, REACH) - start) * 100) for _place, start, piece, _at in pieces],
        "marker": {
            "color": [_TINTS[at % len(_TINTS)] for _place, _start, _piece, at in pieces],
            "line": {"width": 1, "color": palette.GROUND},
        },
        "customdata": [[piece.name, piece.text] for _place, _start, piece, _at in pieces],
        "hovertemplate": "%{customdata[0]} %{customdata[1]}<extra></extra>",
    }


def _cut_ends(cut: Sequence[tuple[int, Stack]]) -> dict[str, Any]:
    """Arrow heads where a bar goes further than the axis."""
    return {
        "type": "scatter",
        "name": "→",
        "mode": "markers",
        "x": [float(REACH * 100)] * len(cut),
        "y": [place for place, _stack in cut],
        "marker": {"symbol": "triangle-right", "size": 12, "color": palette.BRAND},
        "hoverinfo": "skip",
    }


def _asides(stacks: Sequence[Stack]) -> list[dict[str, Any]]:
    """Right of the plot: the share in full, and how many counties stand behind it."""
    common = {"x": 1, "xref": "paper", "yref": "y", "showarrow": False}
    notes: list[dict[str, Any]] = []
    for place, stack in enumerate(stacks):
        notes.append(
            common | {
                "name": "share", "xanchor": "right", "xshift": 54, "y": place, "text": stack.share_text,
                "align": "right", "font": {"size": 13, "color": palette.INK},
            }
        )  # fmt: skip
        if stack.aside:
            notes.append(
                common | {
                    "name": "aside", "xanchor": "left", "xshift": 62, "y": place, "text": stack.aside, "align": "left",
                    "font": {"size": 12, "color": palette.MUTE},
                }
            )  # fmt: skip
    return notes
