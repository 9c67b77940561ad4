"""Trajectory of one indicator: base, planned path, actuals, what the remaining years must bring, target, a trial.

How firm a figure is shows in its mark: hollow while preliminary, full once revised or final, framed where it broke what
must hold; earlier versions stand faint behind it. Years are categories, never a number axis: a year without a figure keeps
its place and stays empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go

from figures import palette
from figures.frame import axis, framed

_HEIGHT = 380


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of a year. ``text`` is how it is printed, ``note`` what stands behind it (vintage, basis, sample).

    ``firm``: no longer preliminary; ``broken``: it breaks what must hold every year.
    """

    year: int
    value: Decimal
    text: str
    note: str = ""
    firm: bool = True
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Trajectory:
    """The series of one target, in its unit. ``target_line``: drawn over the whole width (a level, or what must hold)."""

    years: tuple[int, ...]
    unit: str
    status: str
    base: Point | None = None
    planned: tuple[Point, ...] = ()
    actuals: tuple[Point, ...] = ()
    aside: tuple[Point, ...] = ()  # shown, not used: years outside an unbroken run
    required: tuple[Point, ...] = ()  # from the latest actual to the target
    projected: tuple[Point, ...] = ()  # the pace so far, gone on
    target_line: Decimal | None = None
    target_text: str = ""
    as_bars: bool = False  # yearly rates stand as bars against their line
    average: tuple[Point, ...] = ()  # of yearly rates: the average so far
    superseded: tuple[Point, ...] = ()  # earlier versions of figures, replaced since
    former_bases: tuple[Point, ...] = ()  # bases in force before
    former_planned: tuple[Point, ...] = ()  # the path on base and target as first agreed, where they were adjusted
    tries: bool = False  # a place is kept for a trial, filled or not
    trial: tuple[Point, ...] = ()  # what the years to come would bring at an assumed pace
    earlier: tuple[Point, ...] = ()  # figures of the same thing in the plans before, up to the base


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the figure, in the reader's language."""

    base: str
    planned: str
    actual: str
    unused: str
    required: str
    projected: str
    target: str
    average: str = ""
    broken: str = ""
    superseded: str = ""
    former_base: str = ""
    former_planned: str = ""
    trial: str = ""
    earlier: str = ""
    file: str = "chart"


def trajectory(data: Trajectory, words: Words) -> go.Figure:
    """The figure; traces only for series that have points."""
    years = [str(year) for year in data.years]
    every_year = {"type": "scatter", "x": years, "y": [None] * len(years), "mode": "markers", "showlegend": False,
                  "hoverinfo": "skip", "name": "years"}  # fmt: skip
    traces = [
        every_year, *_lines(data, words), *_earlier(data, words), *_former(data, words), *_actuals(data, words), *_base(data, words),
        *_trial(data, words),
    ]  # fmt: skip
    shapes, notes = _target(data, words)
    layout = {
        "showlegend": True,
        "legend": {
            "orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 12, "color": palette.MUTE},
            "itemclick": False, "itemdoubleclick": False,
        },
        "margin": {"l": 8, "r": 20, "t": 40, "b": 8, "pad": 4},
        "hovermode": "closest",
        "barmode": "overlay",
        "bargap": 0.6,
        "xaxis": axis(type="category", categoryorder="array", categoryarray=years, showgrid=False, showline=True,
                      linecolor=palette.FAINT),
        "yaxis": axis(title={"text": data.unit, "font": {"size": 12, "color": palette.MUTE}}, nticks=6,
                      rangemode="tozero" if data.as_bars else "normal"),
        "shapes": shapes,
        "annotations": notes,
    }  # fmt: skip
    return framed(traces, layout, height=_HEIGHT, file=words.file)


def _lines(data: Trajectory, words: Words) -> list[dict[str, Any]]:
    return [
        *_trace(
            data.average, words.average, "lines+markers",
            line={"color": palette.BRAND, "width": 1.5},
            marker={"symbol": "line-ew", "size": 9, "line": {"width": 1.5, "color": palette.BRAND}},
        ),
        *_trace(
            data.planned, words.planned, "lines+markers",
            line={"color": palette.FAINT, "width": 1.5, "dash": "dot"},
            marker={"symbol": "line-ew", "size": 9, "line": {"width": 1.5, "color": palette.MUTE}},
        ),
        *_trace(
            data.projected, words.projected, "lines+markers",
            line={"color": palette.GREY, "width": 1.5, "dash": "dashdot"},
            marker={"symbol": "circle-open", "size": 6, "color": palette.GREY},
        ),
        *_trace(
            data.required, words.required, "lines+markers",
            line={"color": palette.AMBER, "width": 2, "dash": "dash"},
            marker={"symbol": "triangle-up", "size": 8, "color": palette.AMBER},
        ),
    ]  # fmt: skip


def _actuals(data: Trajectory, words: Words) -> list[dict[str, Any]]:
    traces = _trace(
        data.aside, words.unused, "markers",
        marker={"symbol": "x-thin", "size": 9, "line": {"width": 2, "color": palette.GREY}},
    )  # fmt: skip
    if data.as_bars and data.actuals:
        bars = {
            "type": "bar", "name": words.actual, "x": _years(data.actuals), "y": _values(data.actuals),
            "marker": {
                "color": [palette.BRAND if point.firm else palette.GROUND for point in data.actuals],
                "line": {"color": palette.BRAND, "width": 2},
            },
            "width": 0.36, "text": [point.text for point in data.actuals], "textposition": "outside",
            "cliponaxis": False, "customdata": _custom(data.actuals), "hovertemplate": _hover(words.actual),
        }  # fmt: skip
        return [*traces, bars]
    broken = [point for point in data.actuals if point.broken]
    sides = _sides(data)
    return [
        *traces,
        *_trace(
            data.actuals, words.actual, "lines+markers+text",
            line={"color": palette.BRAND, "width": 2.5}, marker=_marks(data.actuals),
            text=["" if point.broken else point.text for point in data.actuals], textposition=sides,
            textfont={"size": 12, "color": palette.BRAND}, cliponaxis=False,
        ),
        *_trace(
            broken, words.broken, "markers+text",  # its figure stands clear of the larger mark
            text=[point.text for point in broken], cliponaxis=False, textfont={"size": 12, "color": palette.RED},
            textposition=[side for side, point in zip(sides, data.actuals, strict=True) if point.broken],
            marker={"symbol": "square-open", "size": 13, "color": palette.RED, "line": {"width": 2, "color": palette.RED}},
        ),
    ]  # fmt: skip


def _marks(points: Sequence[Point]) -> dict[str, Any]:
    """Hollow or full by vintage."""
    return {
        "symbol": "circle",
        "size": 9,
        "color": [palette.BRAND if point.firm else palette.GROUND for point in points],
        "line": {"width": 2, "color": palette.BRAND},
    }


def _earlier(data: Trajectory, words: Words) -> list[dict[str, Any]]:
    """The plans before: thinner and paler than what this plan is judged by."""
    if data.as_bars and data.earlier:
        marker = {"color": palette.LINE, "line": {"color": palette.GREY, "width": 1.5}}
        return [
            {
                "type": "bar", "name": words.earlier, "x": _years(data.earlier), "y": _values(data.earlier), "marker": marker,
                "width": 0.36, "customdata": _custom(data.earlier), "hovertemplate": _hover(words.earlier),
            }
        ]  # fmt: skip
    return _trace(
        data.earlier, words.earlier, "lines+markers", line={"color": palette.GREY, "width": 1.5},
        marker={"symbol": "circle-open", "size": 7, "color": palette.GREY, "line": {"width": 1.5, "color": palette.GREY}},
    )  # fmt: skip


def _former(data: Trajectory, words: Words) -> list[dict[str, Any]]:
    """What was published before and replaced since: faint marks, their words on hovering."""
    faint = {"color": palette.FAINT, "line": {"width": 1.5, "color": palette.FAINT}}
    return [
        *_trace(
            data.former_planned, words.former_planned, "lines+markers",
            line={"color": palette.GREY, "width": 1.2, "dash": "dot"},
            marker={"symbol": "line-ns", "size": 7, "line": {"width": 1.2, "color": palette.GREY}},
        ),
        *_trace(data.superseded, words.superseded, "markers", marker={"symbol": "circle-open", "size": 7} | faint),
        *_trace(data.former_bases, words.former_base, "markers", marker={"symbol": "diamond-open", "size": 9} | faint),
    ]  # fmt: skip


def _trial(data: Trajectory, words: Words) -> list[dict[str, Any]]:
    """The last trace, found by its ``meta``: empty until something is tried. Its legend says that nothing is stored."""
    if not data.tries:
        return []
    return [
        {
            "type": "scatter", "meta": "trial", "name": words.trial, "mode": "lines+markers", "x": _years(data.trial),
            "y": _values(data.trial), "line": {"color": palette.TRIAL, "width": 2, "dash": "longdash"},
            "marker": {"symbol": "cross", "size": 8, "color": palette.TRIAL}, "showlegend": bool(data.trial),
            "customdata": _custom(data.trial), "hovertemplate": _hover(words.trial),
        }
    ]  # fmt: skip


def _sides(data: Trajectory) -> list[str]:
    """A figure stands on the side of its point that is away from the planned path, or from the target."""
    planned = {point.year: point.value for point in data.planned}
    sides = []
    for point in data.actuals:
        beside = planned.get(point.year, data.target_line)
        sides.append("top center" if beside is not None and point.value > beside else "bottom center")
    return sides


def _base(data: Trajectory, words: Words) -> list[dict[str, Any]]:
    points = () if data.base is None else (data.base,)
    marker = {"symbol": "diamond-open", "size": 11, "color": palette.INK, "line": {"width": 2}}
    return _trace(points, words.base, "markers", marker=marker)


def _target(data: Trajectory, words: Words) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The line of the target and its words; nothing without a number."""
    if data.target_line is None:
        return [], []
    height = float(data.target_line)
    line = {
        "type": "line", "x0": 0, "x1": 1, "xref": "paper", "y0": height, "y1": height, "yref": "y", "layer": "below",
        "line": {"color": palette.MUTE, "width": 1.2, "dash": "dash"},
    }  # fmt: skip
    note = {
        "x": 0, "xref": "paper", "xanchor": "left", "y": height, "yref": "y", "yanchor": "bottom", "showarrow": False,
        "text": f"{words.target} {data.target_text}".replace("<", "&lt;"), "font": {"size": 12, "color": palette.INK},
    }  # fmt: skip
    return [line], [note]


def _trace(points: Sequence[Point], name: str, mode: str, **style: Any) -> list[dict[str, Any]]:
    """One scatter trace, or none without points."""
    if not points:
        return []
    known = {
        "type": "scatter", "name": name, "x": _years(points), "y": _values(points), "mode": mode,
        "customdata": _custom(points), "hovertemplate": _hover(name),
    }  # fmt: skip
    return [known | style]


def _years(points: Sequence[Point]) -> list[str]:
    return [str(point.year) for point in points]


def _values(points: Sequence[Point]) -> list[float]:
    return [float(point.value) for point in points]


def _custom(points: Sequence[Point]) -> list[list[str]]:
    return [[point.text, point.note] for point in points]


def _hover(name: str) -> str:
    return f"%{{x}} {name} %{{customdata[0]}}<br>%{{customdata[1]}}<extra></extra>"
