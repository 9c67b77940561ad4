"""Investment of a year: what is done so far, month by month, against the year's plan spread evenly over its months.

Only projects with a figure in the year's plan stand against it; what the others did is drawn on top, lighter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go

from figures import palette
from figures.frame import axis, framed

_HEIGHT = 280
_OTHER = "#8fabc2"


@dataclass(frozen=True, slots=True)
class Month:
    """The end of one month, since the year began, in the chart's unit. None: the month is not reported yet, or nothing is planned.

    ``done``: of projects with a plan; ``other``: of those without one. The texts are what a reader sees of them.
    """

    label: str
    done: Decimal | None
    other: Decimal | None
    planned: Decimal | None
    done_text: str = ""
    other_text: str = ""
    planned_text: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the figure, in the reader's language."""

    done: str
    other: str
    planned: str
    unit: str
    file: str = "chart"


def investment(months: Sequence[Month], words: Words) -> go.Figure:
    """The figure; what nobody did, or planned, has no trace and no word in the key."""
    labels = [month.label for month in months]
    traces = [
        _bars(labels, [(month.done, month.done_text) for month in months], words.done, palette.BRAND),
        _bars(labels, [(month.other, month.other_text) for month in months], words.other, _OTHER),
        _line(labels, months, words),
    ]
    layout = {
        "barmode": "stack",
        "bargap": 0.45,
        "showlegend": True,
        "legend": {
            "orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 12, "color": palette.MUTE},
            "itemclick": False, "itemdoubleclick": False, "traceorder": "normal",
        },
        "margin": {"l": 8, "r": 12, "t": 36, "b": 8, "pad": 4},
        "xaxis": axis(type="category", categoryorder="array", categoryarray=labels, showgrid=False, showline=True,
                      linecolor=palette.FAINT),
        "yaxis": axis(title={"text": words.unit, "font": {"size": 12, "color": palette.MUTE}}, nticks=6,
                      rangemode="tozero"),
    }  # fmt: skip
    return framed([trace for trace in traces if trace is not None], layout, height=_HEIGHT, file=words.file)


def _bars(
    labels: Sequence[str], values: Sequence[tuple[Decimal | None, str]], name: str, colour: str
) -> dict[str, Any] | None:
    if not any(value for value, _text in values):
        return None
    return {
        "type": "bar", "name": name, "x": labels, "y": [None if value is None else float(value) for value, _text in values],
        "customdata": [text for _value, text in values], "marker": {"color": colour},
        "hovertemplate": f"%{{x}}<br>{name} %{{customdata}}<extra></extra>",
    }  # fmt: skip


def _line(labels: Sequence[str], months: Sequence[Month], words: Words) -> dict[str, Any] | None:
    if all(month.planned is None for month in months):
        return None
    return {
        "type": "scatter", "mode": "lines+markers", "name": words.planned, "x": labels,
        "y": [None if month.planned is None else float(month.planned) for month in months],
        "customdata": [month.planned_text for month in months],
        "line": {"color": palette.INK, "width": 1.4, "dash": "dash"}, "marker": {"size": 4, "color": palette.INK},
        "hovertemplate": f"%{{x}}<br>{words.planned} %{{customdata}}<extra></extra>",
    }  # fmt: skip
