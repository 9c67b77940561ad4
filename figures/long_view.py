"""One indicator over several plans: each with its base, its planned path and its target, the actuals running through.

Years are categories: a year without a figure keeps its place and stays empty. A line runs through neighbouring plans only
where they measure the same; what does not is another figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from figures import palette
from figures.frame import axis, framed
from figures.trajectory import Point

_HEIGHT = 340


@dataclass(frozen=True, slots=True)
class Stretch:
    """One plan's part. ``planned``: its path, of yearly rates the promised rate in every year; ``goal``: at its end."""

    name: str
    start_year: int
    end_year: int
    base: Point | None = None
    planned: tuple[Point, ...] = ()
    actuals: tuple[Point, ...] = ()
    goal: Point | None = None


@dataclass(frozen=True, slots=True)
class LongView:
    """Neighbouring plans in one unit. ``as_bars``: amounts or rates of single years, no levels."""

    unit: str
    stretches: tuple[Stretch, ...]
    as_bars: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the figure, in the reader's language."""

    base: str
    planned: str
    actual: str
    target: str
    file: str = "chart"


def long_view(data: LongView, words: Words) -> go.Figure:
    """The figure; traces only for series that have points."""
    years = _years(data)
    every = {"type": "scatter", "x": years, "y": [None] * len(years), "mode": "markers", "showlegend": False,
             "hoverinfo": "skip", "name": "years"}  # fmt: skip
    traces = [every, *_planned(data, words), *_actuals(data, words), *_marks(data, words)]
    layout = {
        "showlegend": True,
        "legend": {
            "orientation": "h", "x": 0, "y": 1.1, "yanchor": "bottom", "font": {"size": 12, "color": palette.MUTE},
            "itemclick": False, "itemdoubleclick": False,
        },
        "margin": {"l": 8, "r": 24, "t": 64, "b": 8, "pad": 4},
        "hovermode": "closest",
        "bargap": 0.5,
        "xaxis": axis(type="category", categoryorder="array", categoryarray=years, showgrid=False, showline=True,
                      linecolor=palette.FAINT),
        "yaxis": axis(title={"text": data.unit, "font": {"size": 12, "color": palette.MUTE}}, nticks=6,
                      rangemode="tozero" if data.as_bars else "normal"),
        "shapes": [_border(one, years) for one in data.stretches[1:]],
        "annotations": [_name(one, years) for one in data.stretches],
    }  # fmt: skip
    return framed(traces, layout, height=_HEIGHT, file=words.file)


def _years(data: LongView) -> list[str]:
    first = min(one.base.year if one.base else one.start_year for one in data.stretches)
    first = min(first, *(one.start_year for one in data.stretches))
    return [str(year) for year in range(first, max(one.end_year for one in data.stretches) + 1)]


def _planned(data: LongView, words: Words) -> list[dict[str, Any]]:
    """A path of its own for each plan, one entry in the legend."""
    found = [one.planned for one in data.stretches if one.planned]
    line = {"color": palette.FAINT, "width": 1.5, "dash": "dot"}
    marker = {"symbol": "line-ew", "size": 9, "line": {"width": 1.5, "color": palette.MUTE}}
    return [
        _trace(
            points, words.planned, "lines+markers", line=line, marker=marker, legendgroup="planned", showlegend=not n
        )
        for n, points in enumerate(found)
    ]


def _actuals(data: LongView, words: Words) -> list[dict[str, Any]]:
    points = [point for one in data.stretches for point in one.actuals]
    if not points:
        return []
    hollow = [palette.BRAND if point.firm else palette.GROUND for point in points]
    marker: dict[str, Any] = {"color": hollow, "line": {"color": palette.BRAND, "width": 2}}
    texts: dict[str, Any] = {
        "text": [point.text for point in points],
        "textfont": {"size": 11, "color": palette.BRAND},
        "cliponaxis": False,
    }
    if data.as_bars:
        bars = _trace(points, words.actual, "", marker=marker, width=0.4, textposition="outside", **texts)
        return [{name: value for name, value in bars.items() if name != "mode"} | {"type": "bar"}]
    line = {"color": palette.BRAND, "width": 2.5}
    marker |= {"symbol": "circle", "size": 8}
    return [
        _trace(points, words.actual, "lines+markers+text", line=line, marker=marker, textposition="top center", **texts)
    ]


def _marks(data: LongView, words: Words) -> list[dict[str, Any]]:
    """Bases, and targets in the years in which they are due, each with its figure."""
    bases = [one.base for one in data.stretches if one.base is not None]
    goals = [one.goal for one in data.stretches if one.goal is not None]
    open_diamond = {"symbol": "diamond-open", "size": 12, "color": palette.INK, "line": {"width": 2}}
    goal = {"symbol": "line-ew-open", "size": 22, "color": palette.AMBER, "line": {"width": 3, "color": palette.AMBER}}
    above: dict[str, Any] = {
        "textposition": "top center",
        "textfont": {"size": 11, "color": palette.AMBER},
        "cliponaxis": False,
    }
    found = [_trace(bases, words.base, "markers", marker=open_diamond)] if bases else []
    if goals:
        texts = [f"{words.target} {point.text}".replace("<", "&lt;") for point in goals]
        found.append(_trace(goals, words.target, "markers+text", marker=goal, text=texts, **above))
    return found


def _border(one: Stretch, years: Sequence[str]) -> dict[str, Any]:
    """Between the last year of the plan before and the first of this one; in places of the axis, half-way between two."""
    place = years.index(str(one.start_year)) - 0.5
    return {
        "type": "line", "x0": place, "x1": place, "xref": "x", "y0": 0, "y1": 1, "yref": "paper", "layer": "below",
        "line": {"color": palette.LINE, "width": 1.5},
    }  # fmt: skip


def _name(one: Stretch, years: Sequence[str]) -> dict[str, Any]:
    place = (years.index(str(one.start_year)) + years.index(str(one.end_year))) / 2
    return {
        "x": place, "xref": "x", "y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False,
        "text": one.name.replace("<", "&lt;"), "font": {"size": 12, "color": palette.MUTE},
    }  # fmt: skip


def _trace(points: Sequence[Point], name: str, mode: str, **style: Any) -> dict[str, Any]:
    return {
        "type": "scatter", "name": name, "mode": mode, "x": [str(point.year) for point in points],
        "y": [float(point.value) for point in points], "customdata": [[point.text, point.note] for point in points],
        "hovertemplate": f"%{{x}} {name} %{{customdata[0]}}<br>%{{customdata[1]}}<extra></extra>",
    } | style  # fmt: skip
