"""Gap to target: one bar per indicator, how much of the promised change is done, beside where the plan expects it today.

The planned position stands as a tick on every bar, the target as a dashed line at 100 %. What went beyond the target or
backwards is drawn as far as the axis reaches and always printed in full beside the bar.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import Any

import plotly.graph_objects as go

from figures import palette
from figures.frame import axis, framed, wrapped

#: The axis never runs further than this (shares, 1 = target reached): a bar that does is cut there and its end is marked.
REACH_UP, REACH_DOWN = Decimal("1.6"), Decimal("-0.4")
_ROW, _EDGES = 34, 58
_NAME_WIDTH = 11


@dataclass(frozen=True, slots=True)
class Bar:
    """One indicator. ``attainment`` and ``elapsed_share`` are fractions; texts are printed as they are.

    ``lead_rank``: what the bars are sorted by, the smallest (furthest behind) on top; None sorts last.
    """

    name: str
    attainment: Decimal
    elapsed_share: Decimal | None
    status: str
    status_text: str
    attainment_text: str
    elapsed_text: str
    aside: str = ""  # what stands behind the bar: 余下每年需 …
    year_text: str = ""
    binding: bool = False
    lead_rank: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the figure, in the reader's language."""

    attainment: str
    planned: str
    target: str
    binding_mark: str = "◆"
    file: str = "chart"


def ordered(bars: Sequence[Bar]) -> list[Bar]:
    """Furthest behind first; bars that have no pace stand last, in the order given."""
    known = [bar for bar in bars if bar.lead_rank is not None]
    return sorted(known, key=lambda bar: bar.lead_rank or Decimal(0)) + [bar for bar in bars if bar.lead_rank is None]


def gap_to_target(bars: Sequence[Bar], words: Words) -> go.Figure:
    """The figure; y holds one category per bar, top to bottom, so that bar, tick and texts share a line."""
    rows = ordered(bars)
    places = list(range(len(rows)))
    traces = [_bars(rows, places, words), _planned(rows, places, words)]
    beyond = [(place, row) for place, row in zip(places, rows, strict=True) if _cut(row.attainment) != row.attainment]
    if beyond:
        traces.append(_cut_ends(beyond))
    layout = {
        "margin": {"l": 8, "r": _room(rows), "t": 26, "b": 8, "pad": 6},
        "bargap": 0.58,
        "xaxis": axis(range=_reach(rows), ticksuffix="%", tick0=0, dtick=50, showgrid=False),
        "yaxis": axis(
            tickmode="array",
            tickvals=places,
            ticktext=[_label(row, words) for row in rows],
            range=[len(rows) - 0.5, -0.5],
            showgrid=False,
            tickfont={"color": palette.INK, "size": 13},
        ),
        "shapes": [_target_line()],
        "annotations": [_target_word(words), *_asides(rows)],
    }
    return framed(traces, layout, height=_EDGES + _ROW * max(2, len(rows)), file=words.file)


def _room(rows: Sequence[Bar]) -> int:
    """Pixels right of the plot: what the longest text there takes, a Chinese character at 12 and a letter at 6.5."""
    longest = max((sum(12 if ord(sign) > 0x2E80 else 6.5 for sign in row.aside) for row in rows), default=0)
    return max(190, 70 + ceil(longest))


def _reach(rows: Sequence[Bar]) -> list[float]:
    """The axis in per cent: from 0, or from where a bar goes back to, beyond the target."""
    low = min([Decimal(0), *(_cut(row.attainment) for row in rows)])
    high = max([Decimal("1.1"), *(_cut(row.attainment) + Decimal("0.05") for row in rows)])
    return [float(low * 100) - (4 if low < 0 else 0), float(high * 100)]


def _cut(share: Decimal) -> Decimal:
    return min(max(share, REACH_DOWN), REACH_UP)


def _label(row: Bar, words: Words) -> str:
    return wrapped(f"{row.name}{' ' + words.binding_mark if row.binding else ''}", _NAME_WIDTH)


def _bars(rows: Sequence[Bar], places: Sequence[int], words: Words) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": words.attainment,
        "orientation": "h",
        "x": [float(_cut(row.attainment) * 100) for row in rows],
        "y": list(places),
        "marker": {"color": [palette.status_colour(row.status) for row in rows]},
        "customdata": [
            [row.name, row.attainment_text, row.elapsed_text, row.status_text, row.year_text, row.aside] for row in rows
        ],
        "hovertemplate": (
            "%{customdata[0]} %{customdata[4]}<br>"
            f"{words.attainment} %{{customdata[1]}} · {words.planned} %{{customdata[2]}}<br>"
            "%{customdata[3]} · %{customdata[5]}<extra></extra>"
        ),
    }


def _planned(rows: Sequence[Bar], places: Sequence[int], words: Words) -> dict[str, Any]:
    known = [
        (place, row.elapsed_share) for place, row in zip(places, rows, strict=True) if row.elapsed_share is not None
    ]
    return {
        "type": "scatter",
        "name": words.planned,
        "mode": "markers",
        "x": [float(share * 100) for _, share in known],
        "y": [place for place, _ in known],
        "marker": {"symbol": "line-ns", "size": 20, "line": {"width": 2, "color": palette.INK}},
        "hoverinfo": "skip",
    }


def _cut_ends(beyond: Sequence[tuple[int, Bar]]) -> dict[str, Any]:
    """Arrow heads where a bar goes further than the axis."""
    return {
        "type": "scatter",
        "name": "→",
        "mode": "markers",
        "x": [float(_cut(row.attainment) * 100) for _, row in beyond],
        "y": [place for place, _ in beyond],
        "marker": {
            "symbol": ["triangle-right" if row.attainment > 0 else "triangle-left" for _, row in beyond],
            "size": 12,
            "color": [palette.status_colour(row.status) for _, row in beyond],
        },
        "hoverinfo": "skip",
    }


def _target_line() -> dict[str, Any]:
    return {
        "type": "line", "x0": 100, "x1": 100, "xref": "x", "y0": 0, "y1": 1, "yref": "paper", "layer": "below",
        "line": {"color": palette.MUTE, "width": 1.2, "dash": "dash"},
    }  # fmt: skip


def _target_word(words: Words) -> dict[str, Any]:
    return {
        "x": 100, "xref": "x", "y": 1, "yref": "paper", "yanchor": "bottom", "text": words.target, "showarrow": False,
        "font": {"size": 12, "color": palette.MUTE},
    }  # fmt: skip


def _asides(rows: Sequence[Bar]) -> list[dict[str, Any]]:
    """Right of the plot: the share in full, and what the remaining years need (named, so that a narrow page can drop it)."""
    common = {"x": 1, "xref": "paper", "yref": "y", "showarrow": False}
    notes: list[dict[str, Any]] = []
    for place, row in enumerate(rows):
        notes.append(
            common | {
                "name": "share", "xanchor": "right", "xshift": 54, "y": place, "text": row.attainment_text,
                "align": "right", "font": {"size": 13, "color": palette.INK},
            }
        )  # fmt: skip
        if row.aside:
            notes.append(
                common | {
                    "name": "aside", "xanchor": "left", "xshift": 62, "y": place, "text": row.aside, "align": "left",
                    "font": {"size": 12, "color": palette.MUTE},
                }
            )  # fmt: skip
    return notes
