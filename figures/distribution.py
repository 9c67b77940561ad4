"""Distribution: how many regions stand where, so that thousands are seen at once. Counts stand on the bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from figures import palette
from figures.frame import axis, framed

_HEIGHT = 240


@dataclass(frozen=True, slots=True)
class Column:
    """One step of the histogram: its range as printed and how many regions lie in it."""

    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the figure, in the reader's language. ``marked``: what the dashed line says, "" where there is none."""

    axis: str
    regions: str
    marked: str = ""
    file: str = "chart"


def distribution(columns: Sequence[Column], words: Words, *, mark: float | None = None) -> go.Figure:
    """The figure. ``mark``: where the dashed line stands, counted in columns from the left edge of the first."""
    labels = [column.label for column in columns]
    bars = {
        "type": "bar", "name": words.regions, "x": labels, "y": [column.number for column in columns],
        "text": [str(column.number) if column.number else "" for column in columns], "textposition": "outside",
        "textfont": {"size": 12, "color": palette.INK}, "cliponaxis": False,
        "marker": {"color": palette.BRAND}, "hovertemplate": f"%{{x}}<br>{words.regions} %{{y}}<extra></extra>",
    }  # fmt: skip
    layout: dict[str, Any] = {
        "margin": {"l": 8, "r": 8, "t": 30, "b": 44, "pad": 4},
        "bargap": 0.08,
        "xaxis": axis(type="category", showgrid=False, categoryorder="array", categoryarray=labels,
                      title={"text": words.axis, "font": {"size": 12, "color": palette.MUTE}, "standoff": 6}),
        "yaxis": axis(nticks=4, rangemode="tozero"),
        "shapes": [], "annotations": [],
    }  # fmt: skip
    if mark is not None:
        place = mark - 0.5
        line = {"color": palette.INK, "width": 1.4, "dash": "dash"}
        layout["shapes"] = [
            {"type": "line", "x0": place, "x1": place, "xref": "x", "y0": 0, "y1": 1, "yref": "paper", "line": line}
        ]
        layout["annotations"] = [
            {"x": place, "xref": "x", "y": 1, "yref": "paper", "yanchor": "bottom", "text": words.marked,
             "showarrow": False, "font": {"size": 12, "color": palette.MUTE}}
        ]  # fmt: skip
    return framed([bars], layout, height=_HEIGHT, file=words.file)
