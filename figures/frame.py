"""What all figures share: fonts, margins, grid, and how a figure becomes text for a page."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from figures import palette

#: Marks that end something: a line does not begin with them.
_CLOSING = "）)》”】］、，。；：◆ "
#: A name of words, perhaps with a mark behind it.
_IN_WORDS = re.compile(r"[\x20-\x7e‰²³–—“”’…◆ ]+$")


#: The beginning of a tag that no figure writes itself, in JSON where "<" may be written as an escape (and "\\" is none).
_FOREIGN_TAG = re.compile(r"(?<!\\)((?:\\\\)*)(?:\\u003c|<)(?!(?:\\u002f|/)?(?:br|extra)(?:\\u003e|>))", re.IGNORECASE)


def framed(traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any], *, height: int, file: str) -> go.Figure:
    """A figure of these traces with the type and colours of the house; ``file`` names what a reader saves.

    The parts are plain dictionaries put together in one step and not checked again on every page (three quarters of the
    time of a figure); the tests check each kind of figure against Plotly's schema.
    """
    house = {
        "height": height,
        "font": {"family": palette.FONT, "size": 13, "color": palette.INK},
        "paper_bgcolor": palette.GROUND,
        "plot_bgcolor": palette.GROUND,
        "hoverlabel": {
            "bgcolor": palette.GROUND,
            "bordercolor": palette.FAINT,
            "font": {"family": palette.FONT, "size": 13, "color": palette.INK},
            "align": "left",
        },
        "showlegend": False,
        "meta": {"file": file},
    }
    return go.Figure({"data": list(traces), "layout": {**house, **layout}}, _validate=False)


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
    """``text`` broken into lines of about ``width`` Chinese characters, as Plotly breaks lines; none begins with a closing mark.

    Words are kept whole, a Latin letter is half as wide; what a name of words is longer than two lines is left out.
    """
    lines = _of_words(text, 24 * width // 11) if " " in text and _IN_WORDS.match(text) else _of_characters(text, width)
    return "<br>".join(line.replace("<", "&lt;") for line in lines)


def _of_characters(text: str, width: int) -> list[str]:
    lines: list[str] = []
    rest = text
    while rest:
        cut = min(width, len(rest))
        while cut < len(rest) and rest[cut] in _CLOSING:
            cut += 1
        lines.append(rest[:cut])
        rest = rest[cut:]
    return lines


def _of_words(text: str, letters: int) -> list[str]:
    lines = textwrap.wrap(text, letters)
    if len(lines) <= 2:
        return lines
    mark = " ◆" if text.endswith("◆") else ""
    return [lines[0], f"{lines[1][: letters - 1 - len(mark)].rstrip()}…{mark}"]


def as_script_text(figure: go.Figure) -> str:
    """The figure as JSON that can stand inside a script element: nothing in it can end the element.

    Plotly reads a few tags in texts, links among them. What a figure breaks lines with stays; a tag in a name is text.
    """
    text = figure.to_json()
    if not isinstance(text, str):
        raise TypeError("a figure did not become text")
    text = _FOREIGN_TAG.sub(r"\1&lt;", text)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
