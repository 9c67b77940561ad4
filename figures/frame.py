"""What all figures share: fonts, margins, grid, and how a figure becomes text for a page."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from figures import palette


def framed(figure: go.Figure, *, height: int, label: str) -> go.Figure:
    """The figure with the type and colours of the house; ``label`` names the file that a reader saves."""
    figure.update_layout(
        template=None,
        height=height,
        font={"family": palette.FONT, "size": 13, "color": palette.INK},
        paper_bgcolor=palette.GROUND,
        plot_bgcolor=palette.GROUND,
        margin={"l": 8, "r": 8, "t": 8, "b": 8, "pad": 4},
        hoverlabel={
            "bgcolor": palette.GROUND,
            "bordercolor": palette.FAINT,
            "font": {"family": palette.FONT, "size": 13, "color": palette.INK},
            "align": "left",
        },
        showlegend=False,
        meta={"file": label},
    )
    return figure


def axis(**changes: Any) -> dict[str, Any]:
    """A quiet axis: no zero line, a fine grid, no zooming by mistake."""
    return {
        "zeroline": False,
        "showline": False,
        "gridcolor": palette.LINE,
        "tickfont": {"color": palette.MUTE, "size": 12},
        "fixedrange": True,
        "automargin": True,
    } | changes


def wrapped(text: str, width: int) -> str:
    """``text`` broken into lines of at most ``width`` characters, as Plotly breaks lines."""
    return "<br>".join(text[start : start + width] for start in range(0, len(text), width))


def as_script_text(figure: go.Figure) -> str:
    """The figure as JSON that can stand inside a script element: nothing in it can end the element."""
    text = figure.to_json()
    if not isinstance(text, str):
        raise TypeError("a figure did not become text")
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
