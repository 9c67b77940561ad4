"""Trajectory of one indicator: base, planned path, actuals, what the remaining years must bring, target.

Years are categories, never a number axis: a year without a figure keeps its place and stays empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import plotly.graph_objects as go

from figures import palette
from figures.frame import axis, framed

_HEIGHT = 380


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of a year. ``text`` is how it is printed, ``note`` what stands behind it (vintage, basis, sample)."""

    year: int
    value: Decimal
    text: str
    note: str = ""


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
    file: str = "chart"


def trajectory(data: Trajectory, words: Words) -> go.Figure:
    """The figure; traces only for series that have points."""
    figure = go.Figure()
    years = [str(year) for year in data.years]
    figure.add_trace(
        go.Scatter(x=years, y=[None] * len(years), mode="markers", showlegend=False, hoverinfo="skip", name="years")
    )
    _lines(figure, data, words)
    _actuals(figure, data, words)
    if data.base is not None:
        _add(
            figure, [data.base], words.base, "markers",
            marker={"symbol": "diamond-open", "size": 11, "color": palette.INK, "line": {"width": 2}},
        )  # fmt: skip
    framed(figure, height=_HEIGHT, label=words.file)
    figure.update_layout(
        showlegend=True,
        legend={
            "orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 12, "color": palette.MUTE},
            "itemclick": False, "itemdoubleclick": False,
        },
        margin={"l": 8, "r": 20, "t": 40, "b": 8, "pad": 4},
        hovermode="closest",
        barmode="overlay",
        bargap=0.6,
        xaxis=axis(type="category", categoryorder="array", categoryarray=years, showgrid=False, showline=True,
                   linecolor=palette.FAINT),
        yaxis=axis(title={"text": data.unit, "font": {"size": 12, "color": palette.MUTE}}, nticks=6,
                   rangemode="tozero" if data.as_bars else "normal"),
    )  # fmt: skip
    _target(figure, data, words)
    return figure


def _lines(figure: go.Figure, data: Trajectory, words: Words) -> None:
    _add(
        figure, data.planned, words.planned, "lines+markers",
        line={"color": palette.FAINT, "width": 1.5, "dash": "dot"},
        marker={"symbol": "line-ew", "size": 9, "line": {"width": 1.5, "color": palette.MUTE}},
    )  # fmt: skip
    _add(
        figure, data.projected, words.projected, "lines+markers",
        line={"color": palette.GREY, "width": 1.5, "dash": "dashdot"},
        marker={"symbol": "circle-open", "size": 6, "color": palette.GREY},
    )  # fmt: skip
    _add(
        figure, data.required, words.required, "lines+markers",
        line={"color": palette.AMBER, "width": 2, "dash": "dash"},
        marker={"symbol": "triangle-up", "size": 8, "color": palette.AMBER},
    )  # fmt: skip


def _actuals(figure: go.Figure, data: Trajectory, words: Words) -> None:
    _add(
        figure, data.aside, words.unused, "markers",
        marker={"symbol": "x-thin", "size": 9, "line": {"width": 2, "color": palette.GREY}},
    )  # fmt: skip
    if data.as_bars:
        figure.add_trace(
            go.Bar(
                name=words.actual, x=_years(data.actuals), y=_values(data.actuals), marker={"color": palette.BRAND},
                width=0.36, text=[point.text for point in data.actuals], textposition="outside", cliponaxis=False,
                customdata=_custom(data.actuals), hovertemplate=_hover(words.actual),
            )
        )  # fmt: skip
        return
    _add(
        figure, data.actuals, words.actual, "lines+markers+text",
        line={"color": palette.BRAND, "width": 2.5}, marker={"symbol": "circle", "size": 9, "color": palette.BRAND},
        text=[point.text for point in data.actuals], textposition="bottom center",
        textfont={"size": 12, "color": palette.BRAND}, cliponaxis=False,
    )  # fmt: skip


def _target(figure: go.Figure, data: Trajectory, words: Words) -> None:
    if data.target_line is None:
        return
    height = float(data.target_line)
    figure.add_shape(
        type="line", x0=0, x1=1, xref="paper", y0=height, y1=height, yref="y", layer="below",
        line={"color": palette.MUTE, "width": 1.2, "dash": "dash"},
    )  # fmt: skip
    figure.add_annotation(
        x=0, xref="paper", xanchor="left", y=height, yref="y", yanchor="bottom", showarrow=False,
        text=f"{words.target} {data.target_text}".replace("<", "&lt;"), font={"size": 12, "color": palette.INK},
    )  # fmt: skip


def _add(figure: go.Figure, points: Sequence[Point], name: str, mode: str, **style: object) -> None:
    if not points:
        return
    figure.add_trace(
        go.Scatter(
            name=name, x=_years(points), y=_values(points), mode=mode, customdata=_custom(points),
            hovertemplate=_hover(name), **style,
        )
    )  # fmt: skip


def _years(points: Sequence[Point]) -> list[str]:
    return [str(point.year) for point in points]


def _values(points: Sequence[Point]) -> list[float]:
    return [float(point.value) for point in points]


def _custom(points: Sequence[Point]) -> list[list[str]]:
    return [[point.text, point.note] for point in points]


def _hover(name: str) -> str:
    return f"<b>%{{x}}</b> {name} %{{customdata[0]}}<br>%{{customdata[1]}}<extra></extra>"
